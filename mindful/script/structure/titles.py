"""What the words of a heading say: that it names a part, a whole practice, notes, or where the script begins. Pure."""

from __future__ import annotations

import re

from mindful.script.structure.label_words import NOTE_HEADINGS, SCRIPT_HEADINGS, SECTION_LABELS, WEAK_SCRIPT_HEADINGS
from mindful.script.structure.shares import split_share

_LABEL_WORDS = re.compile(rf"(?:{SECTION_LABELS})", re.IGNORECASE)
_SCRIPT = re.compile(SCRIPT_HEADINGS)
_WEAK_SCRIPT = re.compile(WEAK_SCRIPT_HEADINGS)
_OF_SEVERAL_WORDS = re.compile(r"(?:opening|closing|grounding) \w", re.IGNORECASE)
_REMARK = re.compile(r"\s\([^()]{1,80}\)\s*:?$")
_BEGINS = re.compile(r"\b(?:begins?|starts?|beginning|start of)\b", re.IGNORECASE)
_NOTES = re.compile(NOTE_HEADINGS)
_TITLE = re.compile(
    r"\b(?:meditation|meditaci\u00f3n|script|practice|meditazione|m\u00e9ditation|medita\u00e7\u00e3o|meditatie|mindful\w*|relaxation|body scan|visuali[sz]ation|breathwork|hypnosis|nidra)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_][\w'\u2019]*")
SMALL_WORDS = frozenset(
    "a an and as at by de del der die das el en for from in into la mit of on or the to und via with y your zu zur".split()
)
BREATHS = re.compile(r"\b(?:inhal|exhal|breathe?\b|hold\b|pause|release|relax\b|repeat)", re.IGNORECASE)
DIALOGUE_END = re.compile(r"[.!?\u2026,;][\"'\u201d\u2019)]?$")


def is_script_heading(title: str) -> bool:
    """Tell whether a heading says that the spoken part begins here."""
    return _SCRIPT.fullmatch(_REMARK.sub("", title).strip(" :").lower()) is not None


def is_weak_script_heading(title: str) -> bool:
    """Tell whether a heading says so only where no chapter stands before it ("Meditation")."""
    return _WEAK_SCRIPT.fullmatch(title.strip(" :").lower()) is not None


def says_no_more(title: str) -> bool:
    """Tell whether such a heading says no more than that, and is no title ("Script", "Script begins")."""
    return " " not in _REMARK.sub("", title) or _BEGINS.search(title) is not None


def is_note_heading(title: str) -> bool:
    """Tell whether a heading opens a section about the script."""
    return _NOTES.fullmatch(title.strip(" :").lower()) is not None


def names_part(title: str) -> bool:
    """Tell whether a title is that of a part of any practice ("Opening"), not of one practice."""
    return _LABEL_WORDS.fullmatch(title) is not None


def names_section(title: str) -> bool:
    """Tell whether words in square brackets are the name of a part, and not what is to be played as it opens or closes."""
    few = not _OF_SEVERAL_WORDS.match(title)
    return few and is_title_case(title) and names_part(split_share(title)[0])


def may_be_title(title: str) -> bool:
    """Tell whether a heading names a whole practice."""
    return _TITLE.search(title) is not None


def is_title_case(text: str) -> bool:
    """Tell whether every word of a text but the small ones begins with a capital."""
    words = [word for word in _WORD.findall(text) if word.lower() not in SMALL_WORDS]
    return bool(words) and all(word[0].isupper() for word in words)
