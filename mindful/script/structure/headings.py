"""Which lines are headings by their marks, and what headings say: title, level, and the part of the length they state."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from mindful.errors import MindfulError
from mindful.script.cues.amounts import read_amount
from mindful.script.cues.cue import read_cue
from mindful.script.cues.pause_text import is_bare_pause
from mindful.script.structure import directions, notes, titles
from mindful.script.structure.label_words import SECTION_LABELS, SPEAKERS
from mindful.script.structure.shares import is_stated_time, split_share

BOLD_LEVEL = 7
"""The level of a bold or plain line; those with hashes have 1 to 6."""
_HASHES = re.compile(r"\s*(?:>\s*)?(#{1,6})\s+(\S.*)$")
_TAGGED = re.compile(r"\s*(?:<(?!h[1-6])[a-z][^<>]*>\s*)*<(h[1-6]|summary)\b[^<>]*>(.*?)</\1>.*$", re.IGNORECASE)
_BRACKETED = re.compile(r"\s*\[(?P<words>[^\W\d_][^\[\]\n]{2,60})\]\s*:?\s*")
_RULED = re.compile(
    r"\s*(?P<mark>[-=~\u2013\u2014])(?P=mark)+\s*(?P<words>[^\W\d][^-=~\u2013\u2014\n]{1,60}?)\s*(?P=mark){2,}\s*"
)
"""A title between rules."""
_UNDERLINED = re.compile(r"\s*={3,}\s*$")
_ITEM = re.compile(r"\s*(?:[-*+\u2022]\s+|(?:\d{1,3}|[IVX]{1,5}|[A-H])[.)]\s+)")
_BOLD_LINE = re.compile(
    r"\s*(\*\*\*|\*\*|__)(?P<inner>(?:(?!\1).)+)\1(?P<after>\s*:|\s*[\u2013\u2014(\[-]\s?.{1,30})?\s*$"
)
_SPEAKER = re.compile(
    rf"\s*(?:\*\*|__)\[?(?:{SPEAKERS})(?: ?\d)?(?: ?\([^()]{{0,60}}\))?\]?\s*:?(?:\*\*|__)", re.IGNORECASE
)
_LONG_DIRECTION = 60
"""A bold line in parentheses longer than this, in characters, directs somebody; a shorter one is a heading."""
_LONGEST = 400
"""A line of more characters is no heading."""
_RUN_IN = re.compile(
    rf"\s*(?:[-*+\u2022]\s+|\d{{1,2}}[.)]\s+)?(?P<mark>\*\*|__|\*|_)?(?P<title>(?:\d{{1,2}}[.)] )?(?:{SECTION_LABELS})(?P<time> ?\([^()]{{1,30}}\))?)"
    r"\s*(?:(?(mark)(?P=mark))\s*:|:\s*(?(mark)(?P=mark)))(?=\s+\S)\s*",
    re.IGNORECASE,
)
_TAG = re.compile("<[^<>]*>")
_STARS = re.compile(r"[*`~]+|(?<!\w)_+|_+(?!\w)")
_TWO_GROUPS = re.compile(r"[\])].*[\[(]")


@dataclass(frozen=True, kw_only=True, slots=True)
class HeadingLine:
    """A heading as read from its line."""

    title: str
    level: int
    share_s: float | None
    column: int


def is_heading(line: str, following: str) -> bool:
    """Tell whether a line is a heading by its marks; `following` is the raw line after it, which may underline it."""
    if len(line) > _LONGEST:
        return False
    hashes = _HASHES.match(line)
    if (
        (ruled := _RULED.fullmatch(line))
        and titles.is_title_case(ruled["words"])
        and not _holds_cue(f"[{ruled['words']}]")
    ):
        return True
    if (bracketed := _BRACKETED.fullmatch(line)) and titles.names_section(bracketed["words"]):
        return not _holds_cue(bracketed["words"].join("[]"))
    if hashes:
        return not _is_sentence(hashes[2]) and not _holds_cue(hashes[2].strip("*_# "))
    return bool(
        (_UNDERLINED.match(following) and not _is_sentence(line)) or _TAGGED.match(line) or is_bold_heading(line)
    )


def _is_sentence(title: str) -> bool:
    """Tell whether what a heading says is an instruction that somebody set as a heading."""
    bare = title.strip("#*_ ")
    return bare.endswith((".", "!")) and len(bare.split()) >= 6


def _holds_cue(text: str) -> bool:
    """Tell whether a text is one group in brackets that is a cue, readable or not, or a direction."""
    if text[:1] not in {"[", "("} or text[-1:] not in {"]", ")"}:
        return False
    inner = text[1:-1]
    try:
        cue = read_cue(inner, text[0])
    except MindfulError:
        return True
    if cue is not None or directions.directs(inner, whole_line=True, emphasised=True, begins_line=True):
        return True
    return text[0] == "[" and directions.directs_in_part(inner)


def is_bold_heading(line: str) -> bool:
    """Tell whether a line that is only bold is a heading, not an emphasised sentence, a cue or a speaker's label."""
    mark = _ITEM.match(line)
    rest = line[mark.end() :] if mark and not line.lstrip().startswith(("**", "__")) else line
    match = _BOLD_LINE.match(rest)
    if not match or _SPEAKER.match(rest):
        return False
    after = (match["after"] or "").strip()
    if after not in {"", ":"} and not is_stated_time(after):
        return False
    inner = match["inner"].strip(" *_")
    if not any(map(str.isalpha, inner)) or read_amount(inner.strip("()[] ")) is not None:
        return False
    if after not in {"", ":"} and titles.BREATHS.match(inner):
        return False  # a counted breath: "**Hold** (4 seconds)"
    if inner[:1] in {"[", "("} and notes.is_note(inner[1:-1], in_head=True):
        return False
    is_aside = inner[:1] == "(" and (
        len(inner) > _LONG_DIRECTION or not titles.is_title_case(split_share(inner[1:-1])[0])
    )
    if is_aside or _holds_cue(inner) or is_bare_pause(f"{inner} {after}"):
        return False
    if directions.directs(inner, whole_line=True, emphasised=True, begins_line=False):
        return False
    bare = inner.rstrip(":").strip()
    words = [word for word in bare.split() if word[:1].isalpha()]
    lower = sum(1 for word in words if word[0].islower())
    if titles.DIALOGUE_END.search(bare):
        return False
    sentence_words = 3 if mark else 6
    return not (len(words) >= sentence_words and lower > len(words) / 2 and (inner.endswith(":") or after == ":"))


@lru_cache(maxsize=256)
def read_run_in(line: str) -> tuple[HeadingLine, int] | None:
    """Read a part's name before its first words (``**Introduction:** Welcome``); return it and where the words begin."""
    match = _RUN_IN.match(line)
    if not match or (not match["title"][0].isupper() and not match["title"][0].isdigit()):
        return None
    title, share_s = split_share(match["title"])
    column = match.start("title") + 1
    return HeadingLine(title=title, level=BOLD_LEVEL, share_s=share_s, column=column), match.end()


def read_heading(line: str, following: str = "") -> HeadingLine:
    """Read a line that is a heading; `following` is the line after it, which may underline it."""
    hashes = _HASHES.match(line)
    tagged = None if hashes else _TAGGED.match(line)
    if ruled := _RULED.fullmatch(line):
        level, text = BOLD_LEVEL, ruled["words"]
    elif hashes:
        level, text = len(hashes[1]), hashes[2].rstrip("# ")
    elif tagged:
        level, text = int(tagged[1][1]) if tagged[1][1].isdecimal() else BOLD_LEVEL, _TAG.sub(" ", tagged[2])
    else:
        level, text = 1 if _UNDERLINED.match(following) else BOLD_LEVEL, line
    mark = _ITEM.match(text) if not hashes else None
    title = (text[mark.end() :] if mark else text).replace("\0", "").replace("\1", "")
    title = _STARS.sub("", title).strip().rstrip(":").strip()
    if title[:1] in {"[", "("} and title[-1:] in {"]", ")"} and not _TWO_GROUPS.search(title):
        title = title[1:-1].strip()
    title, share_s = split_share(title)
    column = len(line) - len(line.lstrip(" \t\0")) + 1
    return HeadingLine(title=_without_pictures(title) or "Untitled", level=level, share_s=share_s, column=column)


def _without_pictures(text: str) -> str:
    """Drop emoji and other pictures from a title."""
    kept = (
        c for c in text if unicodedata.category(c) not in {"So", "Sk", "Cf", "Cn", "Me", "Co", "Cs"} and c != "\ufe0f"
    )
    return " ".join("".join(kept).split())
