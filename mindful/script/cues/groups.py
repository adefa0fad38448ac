"""Finds the bracketed groups of a block of text, in linear time, with the unmatched ones that real scripts hold."""

from __future__ import annotations

import re
from typing import NamedTuple

from mindful.script.structure.markup import BELL_SIGN

_CLOSERS = {"[": "]", "(": ")", "{": "}"}
_OPENERS = {closer: opener for opener, closer in _CLOSERS.items()}
_BRACKET = re.compile(r"[\[\](){}]")
_PAIR = re.compile(r"\[[^\[\](){}]*+\]|\([^\[\](){}]*+\)|\{[^\[\](){}]*+\}|[\[\](){}]")
"""A pair of brackets with no other bracket between the two; else one that has to be paired with care."""
_TAG = re.compile(r"<{1,2}/?[A-Za-z][^<>]{0,500}>{1,2}")
_AUDIO = re.compile(r"<audio\b[^<>]{0,300}(?<!/)>(?:(?!</?audio)[^\n]){0,300}</audio\s*>", re.IGNORECASE)
"""A recording with the words for those who cannot hear it, which are not spoken."""
ALIAS = re.compile(
    r"<sub\b[^<>]{0,200}?\balias\s*=\s*([\"'])(?P<words>[^\"'<>]{1,200})\1[^<>]{0,200}>[^<]{0,200}</sub\s*>",
    re.IGNORECASE,
)
"""Words that are spoken in the place of others, which only readers see."""
_SLASH = re.compile(r"(?<![\w/.])/(\d{1,6}(?:\.\d{1,3})?(?:ms|s|sec|m|min))(?![\w/])", re.IGNORECASE)
_MARKS = tuple("~|/#=>-")
_NAMED = "pause|silen|pausa|stille|bell|gong|chime|ding"
_UNMARKED = r"[^\n~|/#=\u00ab\u00bb\u2192\u2026\u2013\u2014\[\](){}<>]{0,40}?"
_DASHED = re.compile(
    rf"(?<!\S)(?:(?P<mark>~+|-+|[\u2013\u2014\u2192\u2026]|[|/#=]{{1,3}}|\.{{2,4}})\s?(?P<words>{_UNMARKED}(?:{_NAMED}){_UNMARKED})\s?(?P=mark)"
    rf"|(?:>>|\u00bb)\s?(?P<quoted>{_UNMARKED}(?:{_NAMED}){_UNMARKED})\s?(?:<<|\u00ab))(?!\S)",
    re.IGNORECASE,
)
"""A pause or a bell between dashes, bars or other marks, as in "Rest. --- pause --- And on."."""
_BARRED = re.compile(
    r"(?<!\S)(?P<mark>\|{1,3}|~{1,3}|/{2}|(?P<dash>-{1,3}|[\u2013\u2014]))\s?\d{1,4}\s?(?(dash)|(?:s|sec|ms)?)(?(dash)(?:s|secs?|seconds?|mins?))\s?(?P=mark)(?!\S)",
    re.IGNORECASE,
)
"""A bare figure between marks: nobody says it, and nobody can tell what it measures."""
_BELLS = re.compile(rf"{BELL_SIGN}(?:[ \0]?{BELL_SIGN}){{0,4}}")
_TIMED = re.compile(
    r"<\s?(\d{1,3}(?:\.\d{1,3})? ?(?:s|secs?|seconds?|m|mins?|minutes?))(?: (?:of )?(?:pause|silence))?\s?>",
    re.IGNORECASE,
)
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
    """One of ``[ ( { < /``, ``*`` for words in italics or between dashes, ``|`` for a bare figure between marks."""
    inner: str
    """What stands between the brackets."""
    text: str
    """With its brackets."""


def find_groups(text: str) -> list[Group]:
    """Return the groups by where they start; those inside of another one follow it."""
    bracketed = _pairs(text)
    marked: list[Group] = []
    if "<" in text:
        marked += [_marked(audio, "<", audio[0].strip("<>/")) for audio in _AUDIO.finditer(text)]
        marked += [_marked(alias, "<", "sub") for alias in ALIAS.finditer(text)]
        marked += [_marked(tag, "<", tag[0].strip("<>/")) for tag in _TAG.finditer(text)]
        marked += [_marked(timed, "<", f"pause {timed[1]}") for timed in _TIMED.finditer(text)]
        marked += [_marked(hashed, "<", f"pause {hashed[1]}s") for hashed in _HASHED.finditer(text)]
    if "/" in text:
        marked += [_marked(slash, "/", slash[1]) for slash in _SLASH.finditer(text)]
    if "\1" in text:
        marked += [_marked(italic, "*", italic[1]) for italic in _ITALIC.finditer(text)]
    if _may_hold_marks(text):
        marked += [_marked(dashed, "*", dashed["words"] or dashed["quoted"]) for dashed in _DASHED.finditer(text)]
        marked += [_marked(barred, "|", barred[0]) for barred in _BARRED.finditer(text)]
    if BELL_SIGN in text:
        marked += [_marked(bells, "<", f"bell x{bells[0].count(BELL_SIGN)}") for bells in _BELLS.finditer(text)]
    return sorted(bracketed + marked, key=lambda group: (group.start, -group.end)) if marked else bracketed


def _may_hold_marks(text: str) -> bool:
    """Tell whether a mark that may stand around a pause begins a text or a word; `in`, once for each, is the fastest way."""
    return (
        text.startswith(_MARKS) or "~" in text or " -" in text or " |" in text or " /" in text or " #" in text or " =" in text
        or ">>" in text or "..p" in text or "..P" in text or not text.isascii()
    )  # fmt: skip


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
