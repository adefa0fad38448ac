"""Cues with their lengths: what fitting works on and what placing makes events of. Pure."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from mindful.script.model import At, Audio, Bell
from mindful.script.takes.take import Cue, Phase, Sentence, Silence
from mindful.timeline.model import PassedTime
from mindful.units import SAMPLE_RATE_HZ, frames

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

BELL_SETTLE_S = 3.0
"""From a bell's last strike until what follows it may begin; the tail rings on under that."""
STARTS_WITH_TRACK_S = 10.0
"""A first chapter that begins within this time begins with the track."""
LATE_S = 1.0
"""By so much a stated time is over; scripts state whole seconds."""
WORDS_ROOM_S = 0.3
"""Of a phase of breath, what the words that tell of it leave at least."""


class Item(NamedTuple):
    """A cue with its length; the limits differ from it for a silence only. Frames, not yet whole.

    A tuple, as every cue becomes one, and fitting makes another of it.
    """

    cue: Cue
    frames: float
    shortest: float
    longest: float
    spoken: tuple[Sentence, int] | None = None
    """What is spoken as a phase of breath begins, and its frames."""


def measure(
    cues: Sequence[Cue],
    speech_frames: Sequence[int],
    audio_frames: Mapping[str, int],
    bell_ring_s: Mapping[str, float],
) -> list[Item]:
    """Give every cue its natural length and its limits.

    Args:
        cues: Of one take.
        speech_frames: The length of everything that may be spoken, in order.
        audio_frames: The length of every file that an `Audio` cue names.
        bell_ring_s: How long each bell is heard.
    """
    speech = iter(speech_frames)
    silences: dict[int, Item] = {}  # by identity, as a take has each of its gaps once
    items = []
    for cue in cues:
        if isinstance(cue, Sentence):
            length = next(speech)
            items.append(Item(cue, length, length, length))
        elif isinstance(cue, Silence):
            items.append(silences.get(id(cue)) or silences.setdefault(id(cue), _silence(cue)))
        elif isinstance(cue, Phase):
            items.append(_phase(cue, speech))
        else:
            length = 0
            if isinstance(cue, Bell):
                length = frames((cue.count - 1) * cue.every_s + BELL_SETTLE_S)
            elif isinstance(cue, Audio):
                length = audio_frames[cue.path]
            items.append(Item(cue, length, length, length))
    return _let_ring(items, bell_ring_s)


def _silence(cue: Silence) -> Item:
    return Item(cue, cue.natural_s * SAMPLE_RATE_HZ, cue.min_s * SAMPLE_RATE_HZ, cue.max_s * SAMPLE_RATE_HZ)


def _phase(cue: Phase, speech: Iterator[int]) -> Item:
    length = cue.seconds * SAMPLE_RATE_HZ
    room = length - frames(WORDS_ROOM_S)
    wordings = [(sentence, next(speech)) for sentence in cue.words]
    spoken = next((wording for wording in wordings if wording[1] <= room), None)
    return Item(cue=cue, frames=length, shortest=length, longest=length, spoken=spoken)


def _let_ring(items: list[Item], bell_ring_s: Mapping[str, float]) -> list[Item]:
    """Let the silence at the end last until the last bell is no longer heard, naturally; fitting may take it back."""
    last = max((at for at, item in enumerate(items) if isinstance(item.cue, Bell)), default=None)
    if last is None or not isinstance(items[-1].cue, Silence) or items[-1].cue.name != "lead-out":
        return items
    bell = items[last].cue
    ring = frames(bell_ring_s.get(bell.name, 0.0) - BELL_SETTLE_S) if isinstance(bell, Bell) else 0
    missing = ring - sum(item.frames for item in items[last + 1 : -1])
    end = items[-1]
    longest = max(end.longest, missing)
    return [*items[:-1], end._replace(frames=max(end.frames, missing), longest=longest)]


def keep_times(items: list[Item]) -> tuple[list[Item], tuple[PassedTime, ...]]:
    """Let what follows an `At` begin at its time, by more silence before it.

    Returns:
        The items, and the times that were passed by because they are over.
    """
    if not any(isinstance(item.cue, At) for item in items):
        return items, ()
    kept, passed = list(items), []
    begins, silence, stated = 0.0, None, None
    for at, item in enumerate(items):
        if isinstance(item.cue, At):
            stated = item.cue
        elif isinstance(item.cue, Silence):
            silence = at
        elif item.frames:
            more = stated.time_s * SAMPLE_RATE_HZ - begins if stated else 0.0
            if more > 0 and silence is not None:
                longer = kept[silence].frames + more
                kept[silence] = kept[silence]._replace(frames=longer, longest=max(longer, kept[silence].longest))
                begins += more
            elif stated and more <= -LATE_S * SAMPLE_RATE_HZ:
                begins_s = begins / SAMPLE_RATE_HZ
                passed.append(PassedTime(time_s=stated.time_s, begins_s=begins_s, place=stated.place))
            silence = stated = None
        begins += item.frames
    return kept, tuple(passed)


def span(items: Sequence[Item]) -> tuple[int, int | None]:
    """Return the shortest and the longest that fitting can make of some items; None where there is no upper end."""
    shortest, longest = sum(item.shortest for item in items), sum(item.longest for item in items)
    # Half a frame more or less cannot be made; the sums themselves are off by less than a millionth.
    return math.ceil(shortest - 1e-6), None if longest == float("inf") else math.floor(longest + 1e-6)
