"""The HTML and XML of a line: what is hidden, what declares a page, tags that part paragraphs or set words in bold. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mindful.script.structure.masks import MASK, mask
from mindful.script.structure.stage_words import BLOCK_TAGS, INLINE_TAGS

if TYPE_CHECKING:
    from collections.abc import Sequence

_DECLARATION = re.compile(r"<[?!](?=[A-Za-z])[^<>]{0,500}>")
"""What opens a page."""
_OPENS = re.compile(
    r"<(?:!--|(?P<element>title|style|template|thinking|think|reasoning|scratchpad)\b[^<>]{0,500}(?<!/)>|(?P<program>script)(?:\s[^<>]{1,500}(?<!/)|(?P<bare>\s*))>)",
    re.IGNORECASE,
)
"""What begins words that no reader of a page sees."""
_CLOSES = {
    "comment": re.compile("-->"),
    **{
        name: re.compile(rf"</{name}\s*>", re.IGNORECASE)
        for name in ("title", "style", "template", "script", "thinking", "think", "reasoning", "scratchpad")
    },
}
_CODE = re.compile(r"[{};]\s*$|\w\(\S|^\s*(?://|var\b|const\b|function\b)|=>")
_PROGRAM_LINE = 200
"""What a line of a program has within so many characters; ``<script>`` alone may as well stand around a script that is spoken."""
_CLOSING = re.compile(r"</([A-Za-z][\w:.-]{0,40})\s*>")
_NAMED = re.compile(r"</?([A-Za-z][\w:.-]{0,40})(?:\s[^<>]{0,300})?>")
_READ_AS_GROUPS = BLOCK_TAGS | INLINE_TAGS | {"audio", "pause", "break", "silence", "bell"}
_PARAGRAPH_TAG = re.compile(r"[\s\0]*<(?:p|div|blockquote|section)\b[^<>]*>", re.IGNORECASE)
_BOLD_TAGS = re.compile(
    r"(?P<before>[\s\0]*(?:<p\b[^<>]{0,100}>\s*)?<)(?P<tag>strong|b)>(?P<words>[^<>]{1,120})</(?P=tag)(?P<after>>\s*(?:</p>|<br ?/?>)?\s*)",
    re.IGNORECASE,
)
_TAGS = re.compile(r"</?[a-zA-Z][^<>]{0,80}>")


def mask_hidden(line: str, following: str = "", *, inside: str = "") -> tuple[str, str]:
    """Overwrite comments, styles, programs and what declares a page.

    Args:
        line: One line.
        following: The line after it.
        inside: What an earlier line has left open, ``comment`` or the name of an element; empty for nothing.

    Returns:
        The line, and what is still open at its end.
    """
    if not inside and line.lstrip().startswith("//"):
        return MASK * len(line), ""
    if not inside and "<" not in line:
        return line, ""
    pieces, at = [], 0
    while at < len(line):
        found = _CLOSES[inside].search(line, at) if inside else _opening(line, at, following)
        if not found:
            break
        stop = found.end() if inside else found.start()
        pieces.append(MASK * (stop - at) if inside else line[at:stop])
        at, inside = stop, "" if inside else (found["element"] or found["program"] or "comment").lower()
    pieces.append(MASK * (len(line) - at) if inside else line[at:])
    return _DECLARATION.sub(mask, "".join(pieces)), inside


def _opening(line: str, at: int, following: str) -> re.Match[str] | None:
    """Find what begins hidden words; ``<script>`` without attributes does where a program follows."""
    for found in _OPENS.finditer(line, at):
        after = line[found.end() : found.end() + _PROGRAM_LINE].strip() or following[:_PROGRAM_LINE]
        if found["bare"] is None or _CODE.search(after):
            return found
    return None


def paired_names(lines: Sequence[str]) -> frozenset[str]:
    """Return the names of tags that are closed somewhere, so that they enclose words and direct nobody."""
    names = {name.lower() for line in lines if "</" in line for name in _CLOSING.findall(line)}
    return frozenset(names - _READ_AS_GROUPS)


def mask_paired(line: str, names: frozenset[str]) -> str:
    """Overwrite the tags of such names, with spaces, as they part words."""
    if not names or "<" not in line:
        return line
    return _NAMED.sub(lambda tag: " " * len(tag[0]) if tag[1].lower() in names else tag[0], line)


def opens_paragraph(line: str) -> bool:
    """Tell whether a line begins with a tag that parts paragraphs."""
    return "<" in line and _PARAGRAPH_TAG.match(line) is not None


def mark_bold(line: str) -> str:
    """Write the tags of a line that is only bold as stars, at the same width."""
    match = _BOLD_TAGS.fullmatch(line) if "<" in line else None
    if not match:
        return line
    before, after = len(match["before"]) + len(match["tag"]) - 1, len(match["tag"]) + len(match["after"])
    return f"{MASK * before}**{match['words']}**{MASK * after}"


def without_tags(line: str) -> str:
    """Return a line with its tags overwritten."""
    return _TAGS.sub(lambda match: MASK * len(match[0]), line)
