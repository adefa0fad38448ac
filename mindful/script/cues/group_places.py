"""Where a group stands among the words of its block: alone on its line, before them, between two sentences. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mindful.script.cues.groups import Group

LOOK_BACK = 120
"""How many characters before a group tell what it belongs to."""
SPACES = "".join(filter(str.isspace, map(chr, range(0x3001)))) + "\0\1"
"""White space and masks."""
_NEXT_SENTENCE = re.compile(r"[ \t\0\1]+[A-Z\u00c0-\u00de\"\u201c]")
_ENDS = frozenset('.!?\u2026"\u201d')
_APART = re.compile(r"[.!?\u2026][\"\u201d\u2019)]*(?:\t|  )[ \t]*\Z")
_DOTS = re.compile(r"(?:\.{3}|\u2026|(?:\. ){3})[. ]*\Z")
_LINE_REST = re.compile(r"[ .\t\0\1]*(?:\n|$)")


def before(text: str, group: Group) -> str:
    """Return what stands before a group, as far as one looks back."""
    return text[max(0, group.start - LOOK_BACK) : group.start]


def fills_line(text: str, group: Group) -> bool:
    """Tell whether nothing else stands on the line of a group."""
    if not _LINE_REST.match(text, group.end):
        return False
    start = text.rfind("\n", 0, group.start) + 1
    return not text[start : group.start].strip(" \t\0\1")


def begins_line(text: str, group: Group) -> bool:
    """Tell whether nothing stands before a group on its line."""
    line = before(text, group).rpartition("\n")[2]
    return not line.strip(" \0\1")


def parts_sentences(text: str, group: Group) -> bool:
    """Tell whether a group in small letters stands between two sentences, as in "Rest. (softly) Return."."""
    ended = group.inner[:1].islower() and before(text, group).rstrip(SPACES)[-1:] in _ENDS
    return ended and _NEXT_SENTENCE.match(text, group.end) is not None


def ends_line_apart(text: str, group: Group) -> bool:
    """Tell whether a group stands at the end of a line, with more than a space between it and the sentence before it."""
    return _LINE_REST.match(text, group.end) is not None and _APART.search(before(text, group)) is not None


def follows_dots(text: str, group: Group) -> bool:
    """Tell whether dots stand before a group, as in "Rest. ..... (5)", where a bare figure is the length of a silence."""
    return _DOTS.search(before(text, group)) is not None
