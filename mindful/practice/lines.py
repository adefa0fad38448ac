"""What is said when, for the screen: from a timeline, or from the captions beside a track. Pure."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mindful.units import SAMPLE_RATE_HZ, frames

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mindful.timeline import Timeline

LINGER_S = 2.5
"""A line stays on the screen for so long after it was said; some read more slowly than others speak."""
LAST_LRC_S = 6.0
"""LRC does not tell when its last line ends."""
_STAMP = r"(?:(\d+):)?(\d+):(\d\d)[.,](\d{3})"
_CUE = re.compile(rf"^{_STAMP} +--> +{_STAMP}[^\n]*\n(.*?)(?:\n\s*\n|\Z)", re.MULTILINE | re.DOTALL)
_LYRIC = re.compile(r"^\[(\d+):(\d\d(?:\.\d+)?)\](.*)$", re.MULTILINE)
_TAG = re.compile(r"<[^<>]*>")


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """Something that is said."""

    start: int
    """First frame, at 44.1 kHz."""
    end: int
    """The frame after its last."""
    text: str


def lines_of(timeline: Timeline) -> tuple[Line, ...]:
    """Return the sentences of a timeline."""
    return tuple(
        Line(start=event.start, end=event.end, text=event.text)
        for event in timeline.events
        if event.kind == "speech" and event.text
    )


def read_lines(text: str, format: str) -> tuple[Line, ...]:
    """Read captions; what cannot be read is left out.

    Args:
        text: The file's content.
        format: ``vtt``, ``srt`` or ``lrc``.
    """
    text = text.replace("\r\n", "\n")
    found = _lyrics(text) if format == "lrc" else _cues(text)
    return tuple(sorted(found, key=lambda line: line.start))


def line_at(lines: Sequence[Line], frame: int) -> str:
    """Return what is being said at a frame, or was a moment ago; nothing in silence."""
    index = bisect_right(lines, frame, key=lambda line: line.start) - 1
    if index < 0 or frame >= lines[index].end + frames(LINGER_S):
        return ""
    return lines[index].text


def _cues(text: str) -> Iterator[Line]:
    for cue in _CUE.finditer(text):
        start, end = _seconds(*cue.groups()[:4]), _seconds(*cue.groups()[4:8])
        if said := " ".join(html.unescape(_TAG.sub("", cue[9])).split()):
            yield Line(start=frames(start), end=frames(end), text=said)


def _seconds(hours: str | None, minutes: str, seconds: str, milliseconds: str) -> float:
    return int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds) + int(milliseconds) / 1000


def _lyrics(text: str) -> Iterator[Line]:
    """Yield the lines of LRC: each ends where the next begins, which may be one without words."""
    rows = [(frames(int(row[1]) * 60 + float(row[2])), row[3].strip()) for row in _LYRIC.finditer(text)]
    ends = [start for start, _ in rows[1:]] + [rows[-1][0] + round(LAST_LRC_S * SAMPLE_RATE_HZ)] if rows else []
    for (start, said), end in zip(rows, ends, strict=True):
        if said:
            yield Line(start=start, end=end, text=said)
