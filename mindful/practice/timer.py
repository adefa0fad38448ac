"""A silent sitting with bells, laid out as a timeline, and made and played like everything else."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from mindful.practice.opening import piece_of
from mindful.script.cues.cue import read_sound
from mindful.script.model import Script, Sound
from mindful.script.takes.take import Take
from mindful.studio.order import Order
from mindful.studio.planning import Plan
from mindful.timeline import Chapter, Event, Timeline
from mindful.timeline.placing import SOUNDSCAPE_GAIN_DB
from mindful.units import clock, frames, spell

if TYPE_CHECKING:
    from mindful.practice.piece import Piece
    from mindful.studio.desk import Desk

START_BELL, INTERVAL_BELL, END_BELL = "bowl", "chime", "bowl"
END_STRIKES, END_EVERY_S = 3, 6.0
SOUND_FADE_S = 8.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Timer:
    """A silent sitting."""

    length_s: float
    """From the bell that begins it to the one that ends it."""
    prepare_s: float = 10.0
    """Before the first bell, to settle; none of the practice."""
    bell_every_s: float | None = None
    """A softer bell within the sitting, each time so much of it has passed."""
    sound: str | None = None
    """A soundscape as in a script, ``rain -22dB``."""


def lay_out_timer(timer: Timer, *, ring_s: float) -> Timeline:
    """Lay a silent sitting out, exact to the sample.

    Args:
        timer: What is wanted.
        ring_s: How long the bell of the end is heard after its last strike; the track waits for it.

    Raises:
        ScriptError: The sound cannot be read.
    """
    first = frames(timer.prepare_s)
    last = first + frames(timer.length_s)
    end = last + frames((END_STRIKES - 1) * END_EVERY_S + ring_s)
    events = [
        Event(kind="bell", start=first, frames=0, name=START_BELL, count=1, every_s=END_EVERY_S),
        Event(kind="bell", start=last, frames=0, name=END_BELL, count=END_STRIKES, every_s=END_EVERY_S),
    ]
    for number in range(1, 1 + int(timer.length_s // timer.bell_every_s) if timer.bell_every_s else 1):
        at = first + frames(number * (timer.bell_every_s or 0.0))
        # The last bell of all is the one of the end.
        if at < last:
            events.append(Event(kind="bell", start=at, frames=0, name=INTERVAL_BELL, count=1, every_s=END_EVERY_S))
    if timer.sound:
        sound = read_sound(timer.sound)
        gain_db = SOUNDSCAPE_GAIN_DB if sound.gain_db is None else sound.gain_db
        fade_s = SOUND_FADE_S if sound.fade_s is None else sound.fade_s
        events.append(Event(kind="sound", start=0, frames=0, name=sound.name, gain_db=gain_db, fade_s=fade_s))
    chapters = (("Settling in", 0, first), ("Sitting", first, last), ("Coming back", last, end))
    return Timeline(
        title=f"{_told(timer.length_s)} in silence",
        frames=end,
        range_frames=(end, end),
        events=tuple(sorted(events, key=lambda event: event.start)),
        chapters=tuple(
            Chapter(title=title, start=start, frames=stop - start) for title, start, stop in chapters if stop > start
        ),
    )


def open_timer(timer: Timer, desk: Desk) -> Piece:
    """Return a silent sitting as a piece; only the time between its first and its last bell counts as practice.

    Raises:
        ScriptError: The sound cannot be read.
        SoundError: There is no such sound.
    """
    timeline = lay_out_timer(timer, ring_s=desk.bell_ring_s()[END_BELL])
    # Files that the sound names are looked for here.
    here = Path.cwd() / "timer"
    for event in timeline.events:
        if event.kind == "sound":
            desk.require_sound(Sound(name=event.name), here)
    planned = Plan(
        script=Script(title=timeline.title),
        path=here,
        take=Take(title=timeline.title, cues=()),
        timeline=timeline,
        style_seed=0,
        findings=(),
    )
    first = frames(timer.prepare_s)
    return replace(
        piece_of(planned, Order(), desk, recipe={"timer": asdict(timer)}),
        counted=(first, first + frames(timer.length_s)),
    )


def _told(seconds: float) -> str:
    return clock(seconds) if seconds > 60 and seconds % 60 else spell(seconds)
