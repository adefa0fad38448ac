"""The HTML and XML of a line: comments, what declares a page, tags that part paragraphs or set words in bold. Pure."""

from __future__ import annotations

import re

from mindful.script.masks import MASK, mask

_DECLARATION = re.compile(
    r"<[?!](?=[A-Za-z])[^<>]{0,500}>|<(title|style)\b[^<>]{0,200}>[^<]{0,2000}</\1>", re.IGNORECASE
)
"""What opens a page or says how it looks."""
_PARAGRAPH_TAG = re.compile(r"[\s\0]*<(?:p|div|blockquote|section)\b[^<>]*>", re.IGNORECASE)
_BOLD_TAGS = re.compile(
    r"(?P<before>[\s\0]*(?:<p\b[^<>]{0,100}>\s*)?<)(?P<tag>strong|b)>(?P<words>[^<>]{1,120})</(?P=tag)(?P<after>>\s*(?:</p>|<br ?/?>)?\s*)",
    re.IGNORECASE,
)
_TAGS = re.compile(r"</?[a-zA-Z][^<>]{0,80}>")


def mask_comments(line: str, *, in_comment: bool) -> tuple[str, bool]:
    """Overwrite ``<!-- -->``, whole-line ``//`` comments and what declares a page; return the line and whether a comment stays open."""
    if not in_comment and line.lstrip().startswith("//"):
        return MASK * len(line), False
    if not in_comment and "<!--" not in line:
        return (_DECLARATION.sub(mask, line) if "<" in line else line), False
    pieces, at = [], 0
    while at < len(line):
        end = line.find("-->" if in_comment else "<!--", at)
        if end < 0:
            break
        stop = end + 3 if in_comment else end
        pieces.append(MASK * (stop - at) if in_comment else line[at:stop])
        at, in_comment = stop, not in_comment
    pieces.append(MASK * (len(line) - at) if in_comment else line[at:])
    return "".join(pieces), in_comment


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
