"""Items at their final lengths -> events at whole samples, and the chapters. Pure."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from mindful.script.model import At, Audio, Bell, Mark, Sound
from mindful.script.take import ChapterStart, Phase, Sentence, Silence
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
        length = math.floor(item.frames + carry + 0.5)
        carry += item.frames - length
        cue = item.cue
        if isinstance(cue, ChapterStart):
            starts.append((cue.title, at))
        elif isinstance(cue, Silence):
            if length:
                events += [_silence(cue, at, length)] if cue.bell is None else _rung(cue, cue.bell, at, length)
        elif isinstance(cue, Sentence):
            events.append(_speech(cue, at, length))
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


def _silence(cue: Silence, start: int, length: int) -> Event:
    if cue.kind == "gap":
        return Event(kind="gap", start=start, frames=length, name=cue.name)
    line, column, file = cue.place
    return Event(kind="pause", start=start, frames=length, name=cue.name, file=file, line=line, column=column)


def _rung(cue: Silence, bell: Bell, start: int, length: int) -> Iterator[Event]:
    """Yield the silence, parted by the bells within it; none is struck so late that it would ring into what follows."""
    where = _where(cue.place)
    settle, every_s, at = frames(BELL_SETTLE_S), bell.every_s, start
    strikes = int((length - settle) / SAMPLE_RATE_HZ / every_s) if length > settle else 0
    for number in range(1, strikes + 1):
        strike = start + frames(number * every_s)
        yield Event(kind="pause", start=at, frames=strike - at, name=cue.name, every_s=every_s, **where)
        yield Event(
            kind="bell", start=strike, frames=settle, name=bell.name, count=1, every_s=every_s,
            gain_db=bell.gain_db, pitch=bell.pitch, soft=bell.soft, **where,
        )  # fmt: skip
        at = strike + settle
    if at < start + length:
        yield Event(kind="pause", start=at, frames=start + length - at, name=cue.name, every_s=every_s, **where)


def _sounding(item: Item, start: int, length: int) -> Iterator[Event]:
    match item.cue:
        case Phase() as cue:
            yield Event(
                kind="breathe", start=start, frames=length, name=cue.name, tone_s=cue.tone_s,
                **_where(cue.place),
            )  # fmt: skip
            if item.spoken:
                yield _speech(item.spoken[0], start, item.spoken[1])
        case Bell() as cue:
            yield Event(
                kind="bell", start=start, frames=length, name=cue.name, count=cue.count, every_s=cue.every_s,
                gain_db=cue.gain_db, pitch=cue.pitch, soft=cue.soft, **_where(cue.place),
            )  # fmt: skip
        case Sound() as cue:
            yield Event(
                kind="sound",
                start=start,
                frames=0,
                name=cue.name,
                gain_db=SOUNDSCAPE_GAIN_DB if cue.gain_db is None else cue.gain_db,
                fade_s=SOUNDSCAPE_FADE_S if cue.fade_s is None else cue.fade_s,
                **_where(cue.place),
            )
        case Audio() as cue:
            yield Event(
                kind="audio", start=start, frames=length, name=cue.path, gain_db=cue.gain_db,
                **_where(cue.place),
            )  # fmt: skip
        case Mark() as cue:
            yield Event(kind="mark", start=start, frames=0, name=cue.name, **_where(cue.place))


def _speech(sentence: Sentence, start: int, length: int) -> Event:
    line, column, file = sentence.place
    return Event(
        kind="speech", start=start, frames=length, text=sentence.text, words=sentence.words, voice=sentence.voice,
        rate_wpm=sentence.rate_wpm, gain_db=sentence.gain_db, file=file, line=line, column=column,
    )  # fmt: skip


def _where(place: Place) -> dict[str, Any]:
    return {"file": place.file, "line": place.line, "column": place.column}
