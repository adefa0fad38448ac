"""Finds the bracketed groups of a block of text, in linear time, with the unmatched ones that real scripts hold."""

from __future__ import annotations

import re
from dataclasses import dataclass

_CLOSERS = {"[": "]", "(": ")", "{": "}"}
_BRACKET = re.compile(r"[\[\](){}]")
_TAG = re.compile(r"</?[A-Za-z][^<>\n]{0,500}>")
_SLASH = re.compile(r"(?<![\w/.])/(\d+(?:\.\d+)?(?:ms|s|sec|m|min))(?![\w/])")
_MISMATCH_LIMIT = 80
"""How far from an unmatched bracket another kind of bracket may close it, in characters."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """One bracketed stretch of a block."""

    start: int
    """Offset of its opening bracket."""
    end: int
    """Offset after its closing bracket."""
    opener: str
    """One of ``[ ( { < /``."""
    inner: str
    """What stands between the brackets."""
    text: str
    """With its brackets."""
    closed: bool = True
    """False when it runs to the end of its line because nothing closes it."""


def find_groups(text: str) -> list[Group]:
    """Return all groups by where they start; nested ones follow the one that holds them."""
    ends, open_brackets = _match(text)
    groups = [_group(text, start, end) for start, end in ends.items()]
    groups += [found for start in open_brackets if (found := _unmatched(text, start)) is not None]
    groups += [
        Group(start=tag.start(), end=tag.end(), opener="<", inner=tag[0][1:-1].rstrip("/").strip("/"), text=tag[0])
        for tag in _TAG.finditer(text)
    ]
    groups += [
        Group(start=slash.start(), end=slash.end(), opener="/", inner=slash[1], text=slash[0])
        for slash in _SLASH.finditer(text)
    ]
    return sorted(groups, key=lambda group: (group.start, -group.end))


def _group(text: str, start: int, end: int) -> Group:
    return Group(start=start, end=end, opener=text[start], inner=text[start + 1 : end - 1], text=text[start:end])


def _match(text: str) -> tuple[dict[int, int], list[int]]:
    """Pair brackets of the same kind; return the end of each pair by its start, and the openers left over."""
    stacks: dict[str, list[int]] = {opener: [] for opener in _CLOSERS}
    by_closer = {closer: opener for opener, closer in _CLOSERS.items()}
    ends: dict[int, int] = {}
    for bracket in _BRACKET.finditer(text):
        if bracket[0] in stacks:
            stacks[bracket[0]].append(bracket.start())
        elif stacks[by_closer[bracket[0]]]:
            ends[stacks[by_closer[bracket[0]]].pop()] = bracket.end()
    return ends, [at for stack in stacks.values() for at in stack]


def _unmatched(text: str, start: int) -> Group | None:
    """Close an opener by another kind of bracket nearby, or a square one by the end of its line."""
    closer = re.compile(r"[\])}\n]").search(text, start + 1, start + _MISMATCH_LIMIT)
    if closer and closer[0] != "\n":
        return _group(text, start, closer.end())
    if text[start] != "[":
        return None
    line_end = text.find("\n", start)
    end = len(text) if line_end < 0 else line_end
    return Group(start=start, end=end, opener="[", inner=text[start + 1 : end], text=text[start:end], closed=False)
