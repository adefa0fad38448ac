"""What a line is: a heading, a note, a pause without brackets, an item of a list, or text. Pure."""

from __future__ import annotations

import enum
import re
from functools import lru_cache

from mindful.script.cues.bells import is_bare_bell
from mindful.script.cues.pause_text import is_bare_pause
from mindful.script.structure import beginnings, chat, headings, notes, openings
from mindful.script.structure.markup import BELL_SIGN, has_footnote, mask_pictures
from mindful.script.structure.masks import MASK, visible
from mindful.script.structure.tags import without_tags

_CAPTION = re.compile(r"\s*\[?(?:\d{1,2}:)?\d{2}:\d{2}[.,]\d{1,3}\s*-->|WEBVTT\b")
"""The times of a subtitle."""
_FENCE = re.compile(r"\s*(?:`{3,}|~{3,})\s*\w*\s*$")
_PROSE = re.compile(r"([A-Za-z][a-z]++)(?:'[a-z]+)?,? (?!\*\*|__)([A-Za-z]*+)[^:<>\\&|\0\1]*+")
"""Such a line is ordinary, and unless it is a link only marks of emphasis in it are structure."""
_PLAIN_HEADING = re.compile(r"#{1,6} ([A-Za-z]++)(?: ([A-Za-z]*+)[A-Za-z0-9 ,'?-]*+)?")
"""Such a line is a heading, but for what its words tell otherwise."""
_LONGEST_BELL = 60
"""Characters, with the marks around it, of a line that is nothing but a bell."""
_MAY_UNDERLINE = frozenset("= \t")
_SAYS_SOMETHING = re.compile(rf"[^\W_]|\.\.\.|\u2026|{BELL_SIGN}")
_RULE = re.compile(r"\s*([-*_=\u2013\u2014])(?:\s*\1){2,}\s*")
_DRESSED = re.compile(r"\s*(?:#|\*\*|__)")
"""How headings begin; some of them name a bell."""
_AROUND_PAUSE = " *_~=#@!/\\+^:|-\u2013\u2014\u00ab\u00bb<>\u2022."


class Kind(enum.Enum):
    """What a line is."""

    BLANK = enum.auto()
    NOTHING = enum.auto()
    """A rule, a fence or another line without a letter or digit."""
    HEADING = enum.auto()
    NOTE = enum.auto()
    """About the script: ``**Duration:** 10 minutes``."""
    PAUSE = enum.auto()
    """Nothing but the words for a pause or a bell, without brackets."""
    ITEM = enum.auto()
    """Text that begins a list item."""
    TEXT = enum.auto()


@lru_cache(maxsize=256)  # rules, bullets and cues come over and over
def classify(line: str, following: str, *, in_head: bool) -> Kind:
    """Tell what a line is.

    Args:
        line: With comments and pictures overwritten.
        following: The raw line after it; an underlined heading needs it.
        in_head: No speech stands before it.
    """
    if not line.strip(" \t"):
        return Kind.BLANK
    if beginnings.is_ordinary(line):
        return _classify_words(line, following, in_head=in_head)
    heading = None if in_head else _PLAIN_HEADING.fullmatch(line)
    if heading and not _tells(heading, line.strip("# ")) and headings.is_heading(line, following):
        return Kind.HEADING
    return _classify_marked(line, following, in_head=in_head)


def _classify_marked(line: str, following: str, *, in_head: bool) -> Kind:
    text = visible(line)
    if _CAPTION.match(text) or (text.strip().isdecimal() and _CAPTION.match(following)):
        return Kind.NOTHING
    if _FENCE.match(text) or not (_SAYS_SOMETHING.search(text)):
        return Kind.NOTHING
    spaced = line.replace(MASK, " ")
    if beginnings.is_time(spaced):
        return Kind.NOTHING
    if beginnings.names_speaker(spaced) and not (
        notes.tells_speaker(spaced) or notes.is_credit(spaced) or (in_head and notes.is_note(spaced, in_head=True))
    ):
        return Kind.ITEM if beginnings.is_item(spaced) else Kind.TEXT
    if notes.is_note(spaced, in_head=in_head) or chat.closes_chat(spaced) or (in_head and chat.opens_chat(spaced)):
        return Kind.NOTE
    bare = without_tags(spaced).replace(MASK, "").strip(_AROUND_PAUSE)
    if not bare.startswith(("[", "(", "{")) and (
        is_bare_pause(bare) or (is_bare_bell(bare) and not _DRESSED.match(spaced))
    ):
        return Kind.PAUSE
    if headings.is_heading(spaced, following):
        return Kind.HEADING
    if notes.is_bare_amount(spaced) and not beginnings.is_item(spaced):
        return Kind.NOTE
    return Kind.ITEM if beginnings.is_item(spaced) else Kind.TEXT


def _classify_words(line: str, following: str, *, in_head: bool) -> Kind:
    """Tell what an ordinary line is, as `classify` would."""
    if notes.is_about_script(line) or (in_head and (notes.is_subtitle(line) or chat.opens_chat(line))):
        return Kind.NOTE
    bare = line.strip(_AROUND_PAUSE)
    if is_bare_pause(bare) or is_bare_bell(bare):
        return Kind.PAUSE
    if following.lstrip().startswith("=") and headings.is_heading(line, following):
        return Kind.HEADING
    return Kind.NOTE if notes.is_bare_amount(line) else Kind.TEXT


def is_prose(line: str, following: str) -> bool:
    """Tell of most lines of speech in one look, after the first speech of a script, that they are nothing else.

    Args:
        line: As it stands in the script.
        following: The line after it.

    Returns:
        Whether `classify` would say that it is text, of which `mask_line` would mask no more than `mask_emphasis`.
    """
    prose = _PROSE.fullmatch(line)
    if (
        prose is None
        or not (line.isascii() or ("\uff1a" not in line and mask_pictures(line) == line))
        or "](" in line
        or has_footnote(line)
    ):
        return False
    return not may_be_more(prose, line, following)


def may_be_more(opening: re.Match[str], line: str, following: str) -> bool:
    """Tell of an ordinary line whether it is more than text, by the two words that it begins with and the line after it."""
    may = _tells(opening, line) or following[:1] in _MAY_UNDERLINE
    return may and classify(line, following, in_head=False) is not Kind.TEXT


def _tells(opening: re.Match[str], line: str) -> bool:
    """Tell whether a line may be a note, a pause or a bell, by the two words that it begins with and by rare ones."""
    first, second = opening.groups("")
    return openings.may_be_more(first.lower(), second.lower(), line) or (
        len(line) < _LONGEST_BELL and is_bare_bell(line.strip(_AROUND_PAUSE))
    )


def is_rule(line: str) -> bool:
    """Tell whether a line is a rule, such as ``---`` or ``* * *``."""
    return _RULE.fullmatch(line) is not None
