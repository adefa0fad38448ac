"""What a finished mix is held to, so that nobody who rests is startled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mindful.loudness import integrated_lufs
from mindful.units import clock, frames

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mindful.loudness import LoudnessReport
    from mindful.studio.desk import Desk
    from mindful.timeline import Event, Timeline

STEP_LIMIT_LU = 10.0
"""Between neighbouring stretches of three seconds."""
BELL_LIMIT_LU = 6.0
"""Of a strike above speech."""
SPEECH_LUFS = -18.0
_STRIKE_S = 0.4
"""The first moment of a strike, its loudest; as long as a momentary loudness is measured over."""


def level_warnings(timeline: Timeline, report: LoudnessReport, desk: Desk) -> tuple[str, ...]:
    """Return a sentence for each bell and each step of the mix that is louder than a listener expects."""
    return (*_loud_bells(timeline, desk), *_steps(report))


def _loud_bells(timeline: Timeline, desk: Desk) -> Iterator[str]:
    told: set[tuple[str | None, str | None, bool, float]] = set()
    for event in timeline.events:
        kind = (event.name, event.pitch, event.soft, event.gain_db)
        # A bell as it is made never is; tests of the sounds hold that.
        if event.kind == "bell" and event.gain_db > 0 and kind not in told:
            told.add(kind)
            above = _above_speech_lu(event, desk)
            if above > BELL_LIMIT_LU:
                at = clock(event.start / timeline.sample_rate_hz)
                yield f'The bell "{event.name}" at {at} is {above:.0f} LU louder than speech; lower its gain.'


def _above_speech_lu(event: Event, desk: Desk) -> float:
    strike = desk.bell(event)
    loudness = integrated_lufs(strike.samples[: frames(_STRIKE_S)], strike.sample_rate_hz)
    return loudness + event.gain_db - SPEECH_LUFS


def _steps(report: LoudnessReport) -> Iterator[str]:
    step = report.largest_step
    if step is not None and abs(step.rise_lu) > STEP_LIMIT_LU:
        what = "rises" if step.rise_lu > 0 else "falls"
        yield (
            f"At {clock(step.at_s)} the level {what} by {abs(step.rise_lu):.0f} LU from one moment to the next; "
            "lower what is loud there, or let it fade."
        )
