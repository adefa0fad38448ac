"""Cues, speech lengths and a wanted length -> Timeline: natural gaps, fitting, whole samples."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mindful.errors import LengthError
from mindful.script.collecting import uncollected
from mindful.timeline.fitting import fit
from mindful.timeline.items import keep_times, measure, span
from mindful.timeline.placing import place
from mindful.units import SAMPLE_RATE_HZ, clock, frames

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mindful.script.takes.take import Cue
    from mindful.timeline.model import PassedTime, Timeline

LONGEST_TRACK_S = 24 * 3600.0
"""A longer track is a slip of the finger."""


def lay_out(
    cues: Sequence[Cue],
    *,
    title: str,
    speech_frames: Sequence[int],
    length_frames: int | None = None,
    fill: bool = False,
    audio_frames: Mapping[str, int] | None = None,
    bell_ring_s: Mapping[str, float] | None = None,
    reach: tuple[int, int | None] | None = None,
    stated_frames: int | None = None,
    estimated: bool = False,
) -> Timeline:
    """Give every cue its exact place.

    Args:
        cues: The cues of one take, silences included.
        title: The track's title.
        speech_frames: The length of everything that may be spoken, in order, as `Take.sentences` has it.
        length_frames: The wanted length of the track; None leaves every silence natural, but for those before a stated
            time. Speech is never changed: every silence becomes clamp(k x natural, min, max), with one k for the track
            or, where chapters state their shares, one for each chapter.
        fill: When nothing else reaches the length, put silence before the closing chapter or paragraph, or let the
            pauses that may shrink at all shrink to `SQUEEZED_PAUSE_S`.
        audio_frames: The length of every file that an `Audio` cue names.
        bell_ring_s: How long each bell is heard; the track's end waits for the last one when no length is wanted.
        reach: Shortest and longest track of all takes of the script; None where there is but this one.
        stated_frames: The length that the chapters' shares are parts of, where the script states one.
        estimated: Whether speech lengths are guesses.

    Raises:
        LengthError: The wanted length cannot be met; the message holds the range that can. Or the track would last
            longer than a day.
    """
    with uncollected():
        items = measure(cues, speech_frames, {} if audio_frames is None else audio_frames, bell_ring_s or {})
        own = span(items)
        passed: tuple[PassedTime, ...] = ()
        if length_frames is None:
            items, passed = keep_times(items)
            _refuse_above_a_day(sum(item.frames for item in items))
        else:
            _refuse_above_a_day(length_frames)
            items, own = fit(items, length_frames, fill=fill, reach=reach, stated_frames=stated_frames)
        laid_out = place(items, title=title, range_frames=reach or own, estimated=estimated)
        return replace(laid_out, passed_times=passed) if passed else laid_out


def _refuse_above_a_day(length_frames: float) -> None:
    if length_frames > frames(LONGEST_TRACK_S):
        message = f"The track would last {clock(length_frames / SAMPLE_RATE_HZ)}; the most is {clock(LONGEST_TRACK_S)}."
        raise LengthError(message, hint="Look for a pause or a repeat that is longer than it was meant to be.")
