"""A timeline's speech as text: WebVTT, SRT, LRC and a transcript. Pure.

Times are cut to the milliseconds (LRC: hundredths) of each format, never rounded up, so that cues keep their order,
never overlap and never reach beyond the track.
"""

from __future__ import annotations

import math
import textwrap
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mindful.units import clock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mindful.timeline import Event, Timeline

LINE_CHARACTERS, CUE_LINES = 42, 2
"""The most a viewer reads at a glance, the measure of broadcasters' guidelines."""
PHRASE_SILENCE_S = 4.0
"""A longer silence ends a phrase: LRC clears its line, a transcript begins a paragraph."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Cue:
    start_s: float
    end_s: float
    lines: tuple[str, ...]


def webvtt(timeline: Timeline) -> str:
    """Return the captions as WebVTT, the format of browsers and podcast players (W3C, 2019)."""
    # A note ends at an arrow; nothing else in it has a meaning.
    blocks = ["WEBVTT", f"NOTE\n{_one_line(timeline.title).replace('-->', '→')}"]
    for number, cue in enumerate(_cues(timeline), start=1):
        text = "\n".join(_webvtt(line) for line in cue.lines)
        blocks.append(f"{number}\n{_stamp(cue.start_s, '.')} --> {_stamp(cue.end_s, '.')}\n{text}")
    return "\n\n".join(blocks) + "\n"


def srt(timeline: Timeline) -> str:
    """Return the captions as SubRip, the format every video player reads. It knows no way to escape a ``<``."""
    blocks = [
        f"{number}\n{_stamp(cue.start_s, ',')} --> {_stamp(cue.end_s, ',')}\n" + "\n".join(cue.lines) + "\n"
        for number, cue in enumerate(_cues(timeline), start=1)
    ]
    return "\n".join(blocks)


def lrc(timeline: Timeline, *, author: str | None = None) -> str:
    """Return the speech as LRC, the lyrics of music players; its minutes go on beyond 59.

    A time without words clears the line where more than 4 s of silence follow.
    """
    rows = [f"[ti:{_lrc(timeline.title)}]"]
    if author:
        rows.append(f"[ar:{_lrc(author)}]")
    minutes, seconds = divmod(int(timeline.duration_s), 60)
    rows.append(f"[length:{minutes:02}:{seconds:02}]")
    cues = list(_cues(timeline))
    for index, cue in enumerate(cues):
        rows.append(f"[{_hundredths(cue.start_s)}]{_lrc(' '.join(cue.lines))}")
        if index + 1 == len(cues) or cues[index + 1].start_s - cue.end_s > PHRASE_SILENCE_S:
            rows.append(f"[{_hundredths(cue.end_s)}]")
    return "\n".join(rows) + "\n"


def transcript(timeline: Timeline) -> str:
    """Return what is said as plain text: the title, every chapter with its time, a paragraph for every phrase."""
    rate = timeline.sample_rate_hz
    blocks = [_one_line(timeline.title)]
    headings = [
        (chapter.start, f"{_one_line(chapter.title)} ({clock(chapter.start / rate)})") for chapter in timeline.chapters
    ]
    ended = -math.inf
    for event in _speech(timeline):
        while headings and headings[0][0] <= event.start:
            blocks.append(headings.pop(0)[1])
            ended = -math.inf
        text = _one_line(event.text or "")
        if (event.start - ended) / rate > PHRASE_SILENCE_S:
            blocks.append(text)
        else:
            blocks[-1] += f" {text}"
        ended = event.end
    blocks += [heading for _, heading in headings]
    return "\n\n".join(blocks) + "\n"


def _speech(timeline: Timeline) -> Iterator[Event]:
    return (event for event in timeline.events if event.kind == "speech" and _one_line(event.text or ""))


def _cues(timeline: Timeline) -> Iterator[_Cue]:
    """Yield the sentences in pieces that a screen holds; a piece gets its share of the time by its characters."""
    rate = timeline.sample_rate_hz
    for event in _speech(timeline):
        lines = _lines(_one_line(event.text or ""))
        pieces = [tuple(lines[at : at + CUE_LINES]) for at in range(0, len(lines), CUE_LINES)]
        weights = [sum(map(len, piece)) for piece in pieces]
        end, last = event.start, min(event.end, timeline.frames)
        for index, piece in enumerate(pieces):
            start = end
            end = event.start + (last - event.start) * sum(weights[: index + 1]) // sum(weights)
            yield _Cue(start_s=start / rate, end_s=end / rate, lines=piece)


def _lines(text: str) -> list[str]:
    """Wrap a sentence to as few lines as hold it, and those to about the same width."""
    lines = textwrap.wrap(text, LINE_CHARACTERS)
    for width in range(LINE_CHARACTERS - 1, LINE_CHARACTERS // 2, -1):
        narrower = textwrap.wrap(text, width)
        if len(narrower) > len(lines):
            break
        lines = narrower
    return lines


def _one_line(text: str) -> str:
    return " ".join("".join(" " if unicodedata.category(char) == "Cc" else char for char in text).split())


def _webvtt(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _lrc(text: str) -> str:
    # Square brackets are the format's own, and it has no way to escape them.
    return _one_line(text).replace("[", "(").replace("]", ")")


def _stamp(seconds: float, point: str) -> str:
    minutes, ms = divmod(_floor(seconds * 1000), 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{ms // 1000:02}{point}{ms % 1000:03}"


def _hundredths(seconds: float) -> str:
    minutes, rest = divmod(_floor(seconds * 100), 6000)
    return f"{minutes:02}:{rest // 100:02}.{rest % 100:02}"


def _floor(value: float) -> int:
    # A time that is whole in this unit may come out of the division a hair below.
    return math.floor(value + 1e-6)
