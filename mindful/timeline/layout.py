"""Cues, speech lengths and a wanted length -> Timeline: natural gaps, fitting by bisection, whole samples."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mindful.errors import LengthError
from mindful.script.expand import ChapterStart, Cue, Sentence, Silence, rest_of_length
from mindful.script.model import Audio, Bell, Mark, Sound
from mindful.timeline.model import Chapter, Event, Timeline
from mindful.units import SAMPLE_RATE_HZ, clock, frames

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

BELL_SETTLE_S = 3.0
"""From a bell's last strike until what follows it may begin; the tail rings on under that."""
SQUEEZED_PAUSE_S = 1.0
"""The least that filling down to a short length leaves of a plain pause; as short as a paragraph gap gets."""
SOUNDSCAPE_GAIN_DB, SOUNDSCAPE_FADE_S = -16.0, 4.0
"""A soundscape's level against speech, and its fade, where the script states none."""


def lay_out(
    cues: Sequence[Cue],
    *,
    title: str,
    speech_frames: Sequence[int],
    length_frames: int | None = None,
    fill: bool = False,
    audio_frames: Mapping[str, int] | None = None,
    bell_ring_s: Mapping[str, float] | None = None,
    estimated: bool = False,
) -> Timeline:
    """Give every cue its exact place.

    Args:
        cues: The cues of one take, silences included.
        title: The track's title.
        speech_frames: The length of every `Sentence`, in order.
        length_frames: The wanted length of the track; None leaves every silence natural. Speech is never changed:
            every silence becomes clamp(k x natural, min, max), with one k found by bisection.
        fill: When nothing else reaches the length, put silence before the closing chapter or paragraph, or let the
            pauses that may shrink at all shrink to `SQUEEZED_PAUSE_S`.
        audio_frames: The length of every file that an `Audio` cue names.
        bell_ring_s: How long each bell is heard; the track's end waits for the last one when no length is wanted.
        estimated: Whether speech lengths are guesses.

    Raises:
        LengthError: The wanted length cannot be met; the message holds the range that can.
    """
    items = _measure(cues, speech_frames, audio_frames or {})
    items = _let_ring(items, bell_ring_s or {})
    shortest, longest = _range(items)
    if length_frames is not None:
        if fill and longest is not None and length_frames > longest:
            items = _fill(items)
        elif fill and length_frames < shortest:
            items = _squeeze(items)
        shortest, longest = _range(items)
        items = _fit(items, length_frames, shortest, longest)
    return _place(items, title=title, range_frames=(shortest, longest), estimated=estimated)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Item:
    """A cue with its length; the limits differ from it for a silence only. Frames, not yet whole."""

    cue: Cue
    frames: float
    shortest: float
    longest: float


def _measure(cues: Sequence[Cue], speech_frames: Sequence[int], audio_frames: Mapping[str, int]) -> list[_Item]:
    speech = iter(speech_frames)
    items = []
    for cue in cues:
        if isinstance(cue, Silence):
            natural, low, high = (seconds * SAMPLE_RATE_HZ for seconds in (cue.natural_s, cue.min_s, cue.max_s))
            items.append(_Item(cue=cue, frames=natural, shortest=low, longest=high))
            continue
        length = 0
        if isinstance(cue, Sentence):
            length = next(speech)
        elif isinstance(cue, Bell):
            length = frames((cue.count - 1) * cue.every_s + BELL_SETTLE_S)
        elif isinstance(cue, Audio):
            length = audio_frames[cue.path]
        items.append(_Item(cue=cue, frames=length, shortest=length, longest=length))
    return items


def _let_ring(items: list[_Item], bell_ring_s: Mapping[str, float]) -> list[_Item]:
    """Let the silence at the end last until the last bell is no longer heard, naturally; fitting may take it back."""
    last = max((at for at, item in enumerate(items) if isinstance(item.cue, Bell)), default=None)
    if last is None or not items or not isinstance(items[-1].cue, Silence) or items[-1].cue.name != "lead-out":
        return items
    bell = items[last].cue
    ring = frames(bell_ring_s.get(bell.name, 0.0) - BELL_SETTLE_S) if isinstance(bell, Bell) else 0
    missing = ring - sum(item.frames for item in items[last + 1 : -1])
    end = items[-1]
    longest = max(end.longest, missing)
    return [*items[:-1], replace(end, frames=max(end.frames, missing), longest=longest)]


def _range(items: list[_Item]) -> tuple[int, int | None]:
    longest = sum(item.longest for item in items)
    return round(sum(item.shortest for item in items)), None if longest == float("inf") else round(longest)


def _fill(items: list[_Item]) -> list[_Item]:
    """Put the rest of the length before the closing chapter when that is short, else before the closing paragraph."""
    speech = [at for at, item in enumerate(items) if isinstance(item.cue, Sentence)]
    chapter = max((at for at, item in enumerate(items) if isinstance(item.cue, ChapterStart)), default=0)
    closing = [at for at in speech if at > chapter]
    if chapter and closing and len(closing) <= len(speech) / 4:
        at = closing[0] - 1
    else:
        gaps = (
            at
            for at, item in enumerate(items)
            if isinstance(item.cue, Silence) and speech and speech[0] < at < speech[-1] and item.cue.name != "soft"
        )
        wide = list(gaps)
        paragraphs = [at for at in wide if items[at].cue.name != "sentence"]  # type: ignore[union-attr] # silences only
        at = (paragraphs or wide or [len(items) - 1])[-1]
    while at > 0 and not isinstance(items[at].cue, Silence):
        at -= 1
    rest = _Item(cue=rest_of_length(), frames=0.0, shortest=0.0, longest=float("inf"))
    return [*items[:at], rest, *items[at:]]


def _squeeze(items: list[_Item]) -> list[_Item]:
    """Let plain pauses give way further; `exactly` and the author's own ranges keep their limits."""
    least = frames(SQUEEZED_PAUSE_S)
    return [
        replace(item, shortest=min(item.shortest, least))
        if isinstance(item.cue, Silence) and item.cue.kind == "pause" and item.shortest < item.frames
        else item
        for item in items
    ]


def _fit(items: list[_Item], wanted: int, shortest: int, longest: int | None) -> list[_Item]:
    if wanted < shortest or (longest is not None and wanted > longest):
        raise _out_of_range(wanted, shortest, longest)
    natural = sum(item.frames for item in items)
    rests = sum(1 for item in items if item.longest == float("inf"))
    if rests and natural <= wanted:
        share = (wanted - natural) / rests
        return [replace(item, frames=share) if item.longest == float("inf") else item for item in items]
    factor = _factor(items, wanted)
    return [replace(item, frames=_stretched(item, factor)) for item in items]


def _stretched(item: _Item, factor: float) -> float:
    return min(max(factor * item.frames, item.shortest), item.longest)


def _factor(items: list[_Item], wanted: int) -> float:
    """Find k by bisection: the total grows with k, from the shortest to the longest track."""
    low, high = 0.0, 1.0
    while sum(_stretched(item, high) for item in items) < wanted and high < 1e6:
        high *= 2
    for _ in range(100):
        middle = (low + high) / 2
        if sum(_stretched(item, middle) for item in items) < wanted:
            low = middle
        else:
            high = middle
    return high


def _out_of_range(wanted: int, shortest: int, longest: int | None) -> LengthError:
    low = _up(shortest)
    if longest is None:
        span, hint = f"{clock(low)} or longer", "Ask for a longer track."
    elif wanted < shortest:
        span, hint = (
            f"{clock(low)} to {clock(longest // SAMPLE_RATE_HZ)}",
            "Ask for a longer track, shorten the script, or let its pauses shrink further with --fill.",
        )
    else:
        span = f"{clock(low)} to {clock(longest // SAMPLE_RATE_HZ)}"
        hint = "Put [pause rest] where silence may take the remaining time, or use --fill."
    return LengthError(
        f"A track of {clock(wanted / SAMPLE_RATE_HZ)} cannot be made: this script can last {span}.", hint=hint
    )


def _up(whole: int) -> int:
    """Return seconds, rounded up, so that the length named can be met."""
    return -(-whole // SAMPLE_RATE_HZ)


def _place(items: list[_Item], *, title: str, range_frames: tuple[int, int | None], estimated: bool) -> Timeline:
    """Make every length whole; one silence's rounding error is carried into the next, so that errors never add up."""
    events: list[Event] = []
    starts: list[tuple[str, int]] = []
    carry, at = 0.0, 0
    for item in items:
        length = math.floor(item.frames + carry + 0.5)
        carry += item.frames - length
        if isinstance(item.cue, ChapterStart):
            starts.append((item.cue.title, at))
        elif length or not isinstance(item.cue, Silence):
            events.append(_event(item.cue, at, length))
        at += length
    return Timeline(
        title=title,
        frames=at,
        range_frames=range_frames,
        events=tuple(events),
        chapters=_chapters(starts, title, at),
        estimated=estimated,
    )


def _chapters(starts: list[tuple[str, int]], title: str, end: int) -> tuple[Chapter, ...]:
    """Let each chapter last to the next; the first begins with the track."""
    if not starts:
        return ()
    starts_with_track = starts[0][1] <= frames(10)
    starts = [(starts[0][0], 0), *starts[1:]] if starts_with_track else [(title, 0), *starts]
    edges = [start for _, start in starts[1:]] + [end]
    return tuple(
        Chapter(title=name, start=start, frames=edge - start)
        for (name, start), edge in zip(starts, edges, strict=True)
        if edge > start
    )


def _event(cue: Cue, start: int, length: int) -> Event:
    match cue:
        case Sentence():
            return Event(
                kind="speech", start=start, frames=length, text=cue.text, words=cue.words, voice=cue.voice,
                rate_wpm=cue.rate_wpm, gain_db=cue.gain_db, line=cue.place.line, column=cue.place.column,
            )  # fmt: skip
        case Silence(kind="pause"):
            return Event(
                kind="pause", start=start, frames=length, name=cue.name, line=cue.place.line, column=cue.place.column
            )
        case Silence():
            return Event(kind="gap", start=start, frames=length, name=cue.name)
        case Bell():
            return Event(
                kind="bell", start=start, frames=length, name=cue.name, count=cue.count, every_s=cue.every_s,
                gain_db=cue.gain_db, pitch=cue.pitch, soft=cue.soft, line=cue.place.line, column=cue.place.column,
            )  # fmt: skip
        case Sound():
            return Event(
                kind="sound",
                start=start,
                frames=0,
                name=cue.name,
                gain_db=SOUNDSCAPE_GAIN_DB if cue.gain_db is None else cue.gain_db,
                fade_s=SOUNDSCAPE_FADE_S if cue.fade_s is None else cue.fade_s,
                line=cue.place.line,
                column=cue.place.column,
            )
        case Audio():
            return Event(
                kind="audio", start=start, frames=length, name=cue.path, gain_db=cue.gain_db,
                line=cue.place.line, column=cue.place.column,
            )  # fmt: skip
        case Mark():
            return Event(
                kind="mark", start=start, frames=0, name=cue.name, line=cue.place.line, column=cue.place.column
            )
        case ChapterStart():
            raise AssertionError(cue)
