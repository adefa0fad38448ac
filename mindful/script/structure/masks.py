"""The two characters that structure is overwritten with, so that an offset in a line stays a column in the file. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re

MASK, EMPHASIS = "\0", "\1"
"""NUL for structure, SOH for marks of emphasis; neither is left in a text when its lines are looked at."""


def mask(match: re.Match[str]) -> str:
    """Return as many masks as a match has characters."""
    return MASK * len(match[0])


def visible(text: str) -> str:
    """Return a masked text without its masks."""
    return text.replace(MASK, "").replace(EMPHASIS, "")


def without_marks(line: str) -> str:
    """Return the words of a line without the marks, quotes and brackets around them."""
    return line.strip(' \t*_#>()~=-\u2013\u2014"\u201c\u201d\0\1')
