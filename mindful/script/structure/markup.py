"""The Markdown around and between the words: which characters of a line are structure.

The length of a line never changes. A Markdown parser is the wrong tool here: it makes a code block of an indented cue.
"""

from __future__ import annotations

import html
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from mindful.script.cues.amounts import read_amount
from mindful.script.cues.pause_text import is_bare_pause
from mindful.script.structure.beginnings import is_ordinary, mask_before_words
from mindful.script.structure.masks import EMPHASIS, MASK, mask, visible

if TYPE_CHECKING:
    from collections.abc import Sequence

_QUOTE_MARK = re.compile(r"(?:\s*>)+\s?")
_LINK = re.compile(
    r"(!?\[)([^\[\]\n]{0,300})(\]\((?:https?:|mailto:|www\.|[./#])[^()\s]{0,500}(?:\s\"[^\"\n]{0,200}\")?\))"
)
_IMAGE = re.compile(r"!\[[^\[\]\n]{0,300}\]\([^()\[\]\n]{1,500}\)")
_FOOTNOTE = re.compile(r"\[(?:\^[\w-]{1,20}|(?<=[\w.,;:!?\"\u201d\u2019)]\[)(\d{1,3}))\](?!\()")
_EMPHASISED = re.compile(rf"{EMPHASIS}+([^{EMPHASIS}()\[\]]{{1,160}}){EMPHASIS}+")
_BRACKETED = re.compile(rf"({EMPHASIS}*)\(({EMPHASIS}*)([^()]*)\)?{EMPHASIS}*\)?[.]?{EMPHASIS}*")
_ESCAPE = re.compile(r"\\([\[\](){}<>*_#\\/|~`!.+-])")
_DRESS = re.compile(r"</?(?:em|i|b|strong|u)>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,6}|#x[0-9a-fA-F]{1,5}|[a-zA-Z]{2,8});")
_STARS = re.compile(r"\*+|~~+|`+|(?<![^\W_])_+|_+(?![^\W_])")
_ANY_STAR = re.compile("[*~`_]")
_TABLE_ROW = re.compile(r"\s*\|.*\|\s*$")
_PICTURE = re.compile(
    "[\u2300-\u23ff\u25a0-\u25a9\u25ac-\u25ce\u25d0-\u25e5\u25ef\u2600-\u2712\u2715-\u27bf\u2b00-\u2bff\ufe0e\ufe0f\u200d\u20e3\U0001f000-\U0001faff\U000e0020-\U000e007f]+"
)
_PAUSE_SIGN = re.compile("(?P<sign>[\u23f8\u231b\u23f3\u23f1\u23f2])(?P<words>[^\\[\n]{1,40})$")
"""A sign of pause or a clock, and what stands behind it."""
_SENTENCE = re.compile(r"[.!?\u2026][\"\u201d*_)]*\s+\Z")
_RAISED = re.compile('(?:(?<=[^\\W\\d_]{3})|(?<=[.,;:!?\u201d"]))[\u00b9\u00b2\u00b3\u2074-\u2079]{1,2}(?!\\w)')
"""The mark of a footnote, raised behind a word or a sentence; behind a short word it may be a square."""
BELL_SIGN = "\U0001f514"
_BRACKETED_BELL = re.compile(rf"(?<=[\[(]){BELL_SIGN}")
_BELLS = re.compile(
    rf"(?:^[\s*_>\u2022-]*|[.!?\u2026][\"\u201d')*_]*\s+)(?P<bells>{BELL_SIGN}(?:[\ufe0f\s]*{BELL_SIGN}){{0,4}})[\ufe0f\s]*$"
)
"""Bells that stand alone on a line, or after the sentences of one; before words they are a picture."""
_ESCAPED_AT = 0xE000


def mask_quote(line: str) -> str:
    """Overwrite the marks of a block quote."""
    if ">" not in line:
        return line
    match = _QUOTE_MARK.match(line)
    return MASK * match.end() + line[match.end() :] if match else line


def mask_pictures(line: str) -> str:
    """Overwrite emoji and other pictures; the figure of a keycap stays."""
    if line.isascii():
        return line
    line = _PAUSE_SIGN.sub(_open_pause, line)
    if bells := (_BELLS.search(line) if BELL_SIGN in line else None):
        before, rest = line[: bells.start("bells")], line[bells.start("bells") :]
        return _PICTURE.sub(mask, before) + rest.replace("\ufe0f", MASK)
    line = _RAISED.sub(mask, line)
    masked = _PICTURE.sub(mask, line)
    for bell in _BRACKETED_BELL.finditer(line) if BELL_SIGN in line else ():
        masked = f"{masked[: bell.start()]}{BELL_SIGN}{masked[bell.end() :]}"
    return masked


def _open_pause(match: re.Match[str]) -> str:
    """Let a pause sign before a length open a bracket, which the end of the line closes; a clock does so after words only."""
    words = match["words"].strip(" ()*_.\ufe0f")
    if match["sign"] != "\u23f8" and not _SENTENCE.search(match.string, 0, match.start()):
        return match[0]
    if not words and match["sign"] == "\u23f8" and match["words"] and _SENTENCE.search(match.string, 0, match.start()):
        return f"[p{match[0][2:]}"
    reads = read_amount(words) is not None or is_bare_pause(words)
    return f"[{match[0][1:]}" if reads else match[0]


@lru_cache(maxsize=256)
def mask_line(line: str, *, keep_number: bool = False) -> str:
    """Overwrite what is structure in a line of text: list and quote marks, labels, links, emphasis."""
    text = _ESCAPE.sub(lambda match: MASK + chr(_ESCAPED_AT + ord(match[1])), line) if "\\" in line else line
    if "&" in text:
        text = _ENTITY.sub(_entity, text)
    if _TABLE_ROW.match(text):
        text = text.replace("|", " ")
    if not is_ordinary(line):
        text = mask_before_words(text, keep_number=keep_number)
    if "<" in text:
        text = _DRESS.sub(lambda match: EMPHASIS * len(match[0]), text)
    if "[" in text:
        text = _FOOTNOTE.sub(mask, text)
    if "](" in text:
        text = _IMAGE.sub(mask, text)
        text = _LINK.sub(_mask_link, text)
    return mask_emphasis(text)


def footnotes_of(lines: Sequence[str]) -> frozenset[str]:
    """Return the numbers of the footnotes whose marks, such as ``[1]``, stand behind the words of a script."""
    if not any(line.startswith("[") and line[1:2].isdecimal() for line in lines):
        return frozenset()  # none has a text
    return frozenset(mark[1] for line in lines if "[" in line for mark in _FOOTNOTE.finditer(line) if mark[1])


def has_footnote(line: str) -> bool:
    """Tell whether a line holds the mark of a footnote, ``[^1]``, or ``[1]`` where nothing parts it from a word."""
    return "[" in line and _FOOTNOTE.search(line) is not None


def mask_emphasis(line: str) -> str:
    """Overwrite the marks of emphasis."""
    return _STARS.sub(lambda match: EMPHASIS * len(match[0]), line) if _ANY_STAR.search(line) else line


def _entity(match: re.Match[str]) -> str:
    character = html.unescape(match[0])
    if len(character) != 1:
        return match[0]
    if character in "[](){}<>*_#\\`":
        character = chr(_ESCAPED_AT + ord(character))
    return character + MASK * (len(match[0]) - 1)


def _mask_link(match: re.Match[str]) -> str:
    kept = MASK * len(match[2]) if match[1].startswith("!") else match[2]
    return MASK * len(match[1]) + kept + MASK * len(match[3])


def ends_block(line: str) -> bool:
    """Tell whether a line ends with Markdown's hard break, two spaces, after which a new sentence begins."""
    return line.endswith(("  ", "\\"))


def emphasised_block(text: str) -> tuple[int, str] | None:
    """Return offset and inside of a block that is wholly emphasised, such as ``*pause*``, without brackets."""
    body = text.strip(" \t\n" + MASK)
    match = _EMPHASISED.fullmatch(body)
    return (text.find(body), match[1]) if match else None


def bracketed_block(text: str) -> tuple[int, str, bool] | None:
    """Return offset and inside of a block that is wholly in parentheses, and whether it is emphasised too."""
    body = text.strip(" \t\n" + MASK)
    match = _BRACKETED.fullmatch(body)
    if not match or ")" not in body:
        return None
    return text.find(body) + len(match[1]), visible(match[3]), bool(match[1] or match[2])


def unescape(text: str) -> str:
    r"""Return the brackets that ``\[`` stood for."""
    if text.isascii() or not any(_ESCAPED_AT <= ord(c) < _ESCAPED_AT + 128 for c in text):
        return text
    return "".join(chr(ord(c) - _ESCAPED_AT) if _ESCAPED_AT <= ord(c) < _ESCAPED_AT + 128 else c for c in text)
