"""The short way through most lines of a script: nothing but words, a cue, or words and a cue. Pure.

Whatever looks like more is left to the careful way (`structure/lines.py`, `blocks.py`), which would find the same; a test holds the two
together.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mindful.errors import Place
from mindful.script.cues.cue import find_cue
from mindful.script.cues.cue_error import CueError
from mindful.script.model import Say
from mindful.script.structure.lines import may_be_more

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mindful.script.model import Node

_WORDS = re.compile(
    r"([A-Za-z][a-z]*+)(?:'[a-z]+)?,?(?: ([A-Za-z]*+)[A-Za-z0-9 ,.;!?'\"\u2019\u201c\u201d\u2026\u00c0-\u00ff-]*+(?<! ))?[.!?]?"
)
_CUE = re.compile(r"\[(?:pause|bell)(?: [A-Za-z0-9 .]+)?\]|\((?:pause|bell)(?: [A-Za-z0-9 .]+)?\)", re.IGNORECASE)
"""A group that is found as one, and is a cue or else read with care; it is no count of a breath."""


PlainLine = tuple[str, "Node | None", int, int]
"""The words of a line, empty where it is nothing but a cue; the cue after them, without its places, or None; the offsets of the
cue's opening bracket and after its closing one. A tuple without names, as every line becomes one."""


def read_plain(line: str, following: str) -> PlainLine | None:
    """Read a line that no speech comes before in vain, and that is not part of notes, where it is plain.

    Args:
        line: As it stands in the script.
        following: The line after it.

    Returns:
        Its parts; None where there may be more to it.
    """
    if line[-1] not in "])*":
        return (line, None, 0, 0) if _is_words(line, following) else None
    group = line.rstrip("*")
    at, end = max(group.rfind("["), group.rfind("(")), len(group)
    before = at - (len(line) - end)  # where the emphasis around the cue begins
    if at < 0 or not _CUE.fullmatch(group, at) or line[before:at] != line[end:]:
        return None
    words = line[: before - 1] if before > 0 else ""
    if at and not (words and line[before - 1] == " " and _is_words(words, following)):
        return None
    try:
        cue = find_cue(line[at + 1 : end - 1], line[at])
    except CueError:
        return None
    return (words, cue, at, end) if cue else None


def _is_words(words: str, following: str) -> bool:
    plain = _WORDS.fullmatch(words)
    return plain is not None and "  " not in words and " -" not in words and not may_be_more(plain, words, following)


def plain_nodes(lines: Sequence[PlainLine], numbers: Sequence[int], file: str | None) -> list[Node]:
    """Return the nodes of a block whose lines are all plain, with the number of each."""
    nodes: list[Node] = []
    texts: list[str] = []
    origins: list[tuple[int, Place]] = []
    length = 0
    for number, (words, cue, start, end) in zip(numbers, lines, strict=True):
        if words:
            texts.append(words)
            origins.append((length, Place(number, 1, file)))
            length += len(words) + 1
        if cue:
            if texts:
                nodes.append(_said(texts, origins))
                texts, origins, length = [], [], 0
            nodes.append(cue.placed(Place(number, start + 1, file), Place(number, end + 1, file)))
    return [*nodes, _said(texts, origins)] if texts else nodes


def _said(texts: list[str], origins: list[tuple[int, Place]]) -> Say:
    last = origins[-1][1]
    end = Place(last.line, len(texts[-1]) + 1, last.file)
    return Say(text=" ".join(texts), origins=tuple(origins), place=origins[0][1], end=end)
