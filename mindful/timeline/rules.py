"""What to look at in a track as laid out, as findings: long silences, long sentences, a hasty beginning. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mindful.errors import Place
from mindful.script.model import NOWHERE, Finding
from mindful.timeline.safety import SAFETY_TRACK_RULES
from mindful.units import clock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from mindful.script.model import Script
    from mindful.timeline.model import Event, Timeline

LONG_SILENCE_S = 90.0
"""Above this a silence without a bell leaves people wondering whether the track has ended."""
LONG_SENTENCE_S = 30.0
"""Above this engines lose their breath or run away."""
FIRST_WORD_S = 1.0
"""Players and headphones wake up in this time, and swallow what is spoken sooner."""


def check_track(timeline: Timeline, script: Script) -> tuple[Finding, ...]:
    """Return every finding of a laid-out track."""
    return tuple(finding for rule in TRACK_RULES for finding in rule(timeline, script))


def _long_silences(timeline: Timeline, script: Script) -> Iterator[Finding]:
    """Warn of silences above 90 s that hold no bell, named by what is heard before them."""
    silent_since, last_place = 0, None
    for event in (*timeline.events, None):
        if event is not None and not _tells_that_it_goes_on(event):
            continue
        until = event.start if event is not None else timeline.frames
        seconds = (until - silent_since) / timeline.sample_rate_hz
        if seconds > LONG_SILENCE_S:
            at = clock(silent_since / timeline.sample_rate_hz)
            message = f"From {at} on there are {clock(seconds)} of silence without a bell."
            hint = "A bell half-way tells people that the practice goes on."
            yield _warning("W204", message, hint, last_place or script.front.places.get("length"))
        if event is not None:
            silent_since = event.end
            last_place = _place(event, script)


def _tells_that_it_goes_on(event: Event) -> bool:
    """Tell whether something is heard; a pause with bells counts as a whole."""
    return event.kind in {"speech", "bell", "breathe", "audio"} or (event.kind == "pause" and event.every_s is not None)


def _long_sentences(timeline: Timeline, script: Script) -> Iterator[Finding]:
    for event in timeline.events:
        seconds = event.frames / timeline.sample_rate_hz
        if event.kind == "speech" and seconds > LONG_SENTENCE_S:
            message = f"This sentence takes {seconds:.0f} s to speak."
            yield _warning("W206", message, "Make two sentences of it.", _place(event, script))


def _hasty_beginning(timeline: Timeline, script: Script) -> Iterator[Finding]:
    first = next((event for event in timeline.events if event.kind == "speech"), None)
    if first is not None and first.start < FIRST_WORD_S * timeline.sample_rate_hz:
        message = f"The first word comes after {first.start / timeline.sample_rate_hz:.1f} s."
        hint = "Leave at least a second before it; players and headphones swallow what comes sooner."
        yield _warning("W209", message, hint, _place(first, script))


def _passed_times(timeline: Timeline, _script: Script) -> Iterator[Finding]:
    for passed in timeline.passed_times:
        begins = clock(passed.begins_s)
        message = f"At {clock(passed.time_s)} the track is still at what stands before; this begins at {begins}."
        yield _warning("W211", message, "State a later time, or take something out before it.", passed.place)


TRACK_RULES: tuple[Callable[[Timeline, Script], Iterable[Finding]], ...] = (
    _long_silences,
    _long_sentences,
    _hasty_beginning,
    _passed_times,
    *SAFETY_TRACK_RULES,
)
"""Each rule of a laid-out track is a function; a new one is a line here and its codes in `script/checks/codes.py`."""


def _place(event: Event, script: Script) -> Place:
    line, column, file = event.place or NOWHERE
    return Place(line, column, file or script.file)


def _warning(code: str, message: str, hint: str, place: Place | None) -> Finding:
    return Finding(code=code, severity="warning", message=message, hint=hint, place=place or NOWHERE)
