"""Finds the bracketed groups of a block of text, in linear time, with the unmatched ones that real scripts hold."""

from __future__ import annotations

import re
from typing import NamedTuple

_CLOSERS = {"[": "]", "(": ")", "{": "}"}
_OPENERS = {closer: opener for opener, closer in _CLOSERS.items()}
_BRACKET = re.compile(r"[\[\](){}]")
_PAIR = re.compile(r"\[[^\[\](){}]*+\]|\([^\[\](){}]*+\)|\{[^\[\](){}]*+\}|[\[\](){}]")
"""A pair of brackets with no other bracket between the two; else one that has to be paired with care."""
_TAG = re.compile(r"<{1,2}/?[A-Za-z][^<>]{0,500}>{1,2}")
_SLASH = re.compile(r"(?<![\w/.])/(\d{1,6}(?:\.\d{1,3})?(?:ms|s|sec|m|min))(?![\w/])", re.IGNORECASE)
_DASHED = re.compile(
    r"(?<!\S)(?P<mark>~+|-+|[\u2013\u2014])\s?(?P<words>[^\n~\u2013\u2014\[\](){}<>]{0,40}?(?:pause|silen|pausa|stille)"
    r"[^\n~\u2013\u2014\[\](){}<>]{0,40}?)\s?(?P=mark)(?!\S)",
    re.IGNORECASE,
)
"""A pause between dashes or tildes, as in "Rest. --- pause --- And on."."""
_HASHED = re.compile(r"<#(\d{1,3}(?:\.\d{1,3})?)#>")
"""A pause in seconds, as speech services write it."""
_ITALIC = re.compile("(?<!\1)\1{1,9}([^\1\n\\[\\](){}]{1,60})\1{1,9}")
_MISMATCH = re.compile(r"[^\])}\n]{0,80}[\])}]")
"""How far from an unmatched bracket another kind of bracket may close it."""


class Group(NamedTuple):
    """One bracketed stretch of a block; a tuple, as it is made more often than anything else."""

    start: int
    """Offset of its opening bracket."""
    end: int
    """Offset after its closing bracket."""
    opener: str
    """One of ``[ ( { < /``, or ``*`` for words in italics or between dashes."""
    inner: str
    """What stands between the brackets."""
    text: str
    """With its brackets."""


def find_groups(text: str) -> list[Group]:
    """Return the groups by where they start; those inside of another one follow it."""
    bracketed = _pairs(text)
    marked: list[Group] = []
    if "<" in text:
        marked += [_marked(tag, "<", tag[0].strip("<>/")) for tag in _TAG.finditer(text)]
        marked += [_marked(hashed, "<", f"pause {hashed[1]}s") for hashed in _HASHED.finditer(text)]
    if "/" in text:
        marked += [_marked(slash, "/", slash[1]) for slash in _SLASH.finditer(text)]
    if "\1" in text:
        marked += [_marked(italic, "*", italic[1]) for italic in _ITALIC.finditer(text)]
    if "~" in text or " -" in text or not text.isascii():
        marked += [_marked(dashed, "*", dashed["words"]) for dashed in _DASHED.finditer(text)]
    return sorted(bracketed + marked, key=lambda group: (group.start, -group.end)) if marked else bracketed


def _marked(match: re.Match[str], opener: str, inner: str) -> Group:
    return Group(match.start(), match.end(), opener, inner, match[0])


def _pairs(text: str) -> list[Group]:
    """Return the groups in brackets, sorted; the short way, where none stands in another."""
    groups = []
    for pair in _PAIR.finditer(text):
        whole = pair[0]
        if len(whole) == 1:
            return sorted(_brackets(text), key=lambda group: (group.start, -group.end))
        groups.append(Group(*pair.span(), whole[0], whole[1:-1], whole))
    return groups


def _brackets(text: str) -> list[Group]:
    """Pair brackets of the same kind, then close what is left over; a pair inside of a pair of its own kind is no group."""
    stacks: dict[str, list[int]] = {opener: [] for opener in _CLOSERS}
    ends: dict[int, int] = {}
    for bracket in _BRACKET.finditer(text):
        if bracket[0] in stacks:
            stacks[bracket[0]].append(bracket.start())
        elif stack := stacks[_OPENERS[bracket[0]]]:
            ends[stack.pop()] = bracket.end()
    groups, covered = [], dict.fromkeys(_CLOSERS, 0)
    for start, end in sorted(ends.items()):
        # Nested brackets of one kind would be copied once for each level.
        if start >= covered[text[start]]:
            covered[text[start]] = end
            groups.append(_group(text, start, end))
    return groups + _unmatched(text, sorted(start for stack in stacks.values() for start in stack))


def _unmatched(text: str, starts: list[int]) -> list[Group]:
    """Close each opener by another kind of bracket nearby; the first square one of a line else by the line's end."""
    groups, line_end = [], -1
    for start in starts:
        if mismatch := _MISMATCH.match(text, start + 1):
            groups.append(_group(text, start, mismatch.end()))
        elif text[start] == "[" and start > line_end:
            line_end = text.find("\n", start)
            line_end = len(text) if line_end < 0 else line_end
            groups.append(Group(start, line_end, "[", text[start + 1 : line_end], text[start:line_end]))
    return groups


def _group(text: str, start: int, end: int) -> Group:
    return Group(start, end, text[start], text[start + 1 : end - 1], text[start:end])
