"""Lines that state from when to when and then a name ("1:30-3:00 Feet and legs"): the headings of a plain script. Pure.

The same span stands before every line of a transcript. It names a part only where something else follows.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_CLOCK = r"\d{1,2}:\d{2}(?::\d{2})?"
_SPAN = re.compile(
    rf"[\s*_]*(?:[\[(]?{_CLOCK}\s?(?:-|\u2013|\u2014|to)\s?{_CLOCK}[\])]?"
    r"|(?:minutes?|min\.?|minuten|minutos?)\s\d{1,3}\s?[-\u2013\u2014]\s?\d{1,3})(?!\d|:\d)",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"[\s*_]*[:|\u2013\u2014-]?[\s*_]*(?!inhal|exhal|breathe|hold\b)[^\W\d][^.!?\u2026,;\"\u201c\[\](){}<>]{2,48}\s*",
    re.IGNORECASE,
)
_MOST_WORDS = 6


def naming_lines(lines: Sequence[str]) -> frozenset[int]:
    """Return the lines (from 1) that name a part of the script by its span of time."""
    found: set[int] = set()
    last: int | None = None
    for number, line in enumerate(lines, start=1):
        if not line or line.isspace():
            continue
        span = None if line[0].isalpha() and line[0] not in "mM" else _SPAN.match(line)
        if last and not span:
            found.add(last)
        names = span and _NAME.fullmatch(line, span.end()) and len(line[span.end() :].split()) <= _MOST_WORDS
        last = number if names else None
    return frozenset(found)
