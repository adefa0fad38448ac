"""Items at their final lengths -> events at whole samples, and the chapters. Pure."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from mindful.script.model import At, Audio, Bell, Mark, Sound
from mindful.script.takes.take import ChapterStart, Phase, Sentence, Silence
from mindful.timeline.items import BELL_SETTLE_S, STARTS_WITH_TRACK_S, Item
from mindful.timeline.model import Chapter, Event, Timeline
from mindful.units import SAMPLE_RATE_HZ, frames

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mindful.errors import Place

SOUNDSCAPE_GAIN_DB, SOUNDSCAPE_FADE_S = -16.0, 4.0
"""A soundscape's level against speech, and its fade, where the script states none."""


def place(items: list[Item], *, title: str, range_frames: tuple[int, int | None], estimated: bool) -> Timeline:
    """Make every length whole; one silence's rounding error is carried into the next, so that errors never add up."""
    events: list[Event] = []
    starts: list[tuple[str, int]] = []
    carry, at = 0.0, 0
    for item in items:
        cue, exact = item.cue, item.frames
        whole = math.floor(exact)
        # What is whole already stays so; and beside a silence of hours the carry would be lost to floating point.
        length = whole + math.floor(exact - whole + carry + 0.5) if exact != whole else whole
        carry += exact - whole - (length - whole)
        if isinstance(cue, Sentence):
            events.append(_speech(cue, at, length))
        elif isinstance(cue, Silence):
            if length:
                events += _silence(cue, at, length) if cue.bell is None else _rung(cue, cue.bell, at, length)
        elif isinstance(cue, ChapterStart):
            starts.append((cue.title, at))
        elif not isinstance(cue, At):
            events += _sounding(item, at, length)
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
    starts_with_track = starts[0][1] <= frames(STARTS_WITH_TRACK_S)
    starts = [(starts[0][0], 0), *starts[1:]] if starts_with_track else [(title, 0), *starts]
    edges = [start for _, start in starts[1:]] + [end]
    return tuple(
        Chapter(title=name, start=start, frames=edge - start)
        for (name, start), edge in zip(starts, edges, strict=True)
        if edge > start
    )


def _silence(cue: Silence, start: int, length: int) -> tuple[Event]:
    if cue.kind == "gap":
        return (Event("gap", start, length, None, cue.name),)
    return (Event("pause", start, length, cue.place, cue.name),)


def _rung(cue: Silence, bell: Bell, start: int, length: int) -> Iterator[Event]:
    """Yield the silence, parted by the bells within it; none is struck so late that it would ring into what follows."""
    settle, every_s, at = frames(BELL_SETTLE_S), bell.every_s, start
    strikes = int((length - settle) / SAMPLE_RATE_HZ / every_s) if length > settle else 0
    for number in range(1, strikes + 1):
        strike = start + frames(number * every_s)
        yield Event("pause", at, strike - at, cue.place, cue.name, every_s=every_s)
        yield _strikes(bell, strike, settle, cue.place)._replace(count=1)
        at = strike + settle
    if at < start + length:
        yield Event("pause", at, start + length - at, cue.place, cue.name, every_s=every_s)


def _strikes(bell: Bell, start: int, length: int, place: Place) -> Event:
    return Event(
        "bell", start, length, place, bell.name, count=bell.count, every_s=bell.every_s, gain_db=bell.gain_db,
        pitch=bell.pitch, soft=bell.soft,
    )  # fmt: skip


def _sounding(item: Item, start: int, length: int) -> Iterator[Event]:
    match item.cue:
        case Phase() as cue:
            yield Event("breathe", start, length, cue.place, cue.name, tone_s=cue.tone_s)
            if item.spoken:
                yield _speech(item.spoken[0], start, item.spoken[1])
        case Bell() as cue:
            yield _strikes(cue, start, length, cue.place)
        case Sound() as cue:
            gain_db = SOUNDSCAPE_GAIN_DB if cue.gain_db is None else cue.gain_db
            fade_s = SOUNDSCAPE_FADE_S if cue.fade_s is None else cue.fade_s
            yield Event("sound", start, 0, cue.place, cue.name, gain_db=gain_db, fade_s=fade_s)
        case Audio() as cue:
            yield Event("audio", start, length, cue.place, cue.path, gain_db=cue.gain_db)
        case Mark() as cue:
            yield Event("mark", start, 0, cue.place, cue.name)


def _speech(sentence: Sentence, start: int, length: int) -> Event:
    text, words, voice, rate_wpm, gain_db, place = sentence
    return Event("speech", start, length, place, None, text, words, voice, rate_wpm, gain_db)
