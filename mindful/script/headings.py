"""Which lines are headings, and what they say: title, level, and the part of the length they state."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from mindful.errors import MindfulError
from mindful.script import notes
from mindful.script.amounts import match_amount, plain, read_amount
from mindful.script.cues import read_cue
from mindful.script.pauses import is_bare_pause
from mindful.script.words import NOTE_HEADINGS, SCRIPT_HEADINGS, SECTION_LABELS, SPEAKERS, WEAK_SCRIPT_HEADINGS

BOLD_LEVEL = 7
"""The level of a bold or plain line; those with hashes have 1 to 6."""

_HASHES = re.compile(r"\s*(?:>\s*)?(#{1,6})\s+(\S.*)$")
_TAGGED = re.compile(r"\s*(?:<(?!h[1-6])[a-z][^<>]*>\s*)*<h([1-6])\b[^<>]*>(.*?)</h\1>.*$", re.IGNORECASE)
_UNDERLINED = re.compile(r"\s*={3,}\s*$")
_ITEM = re.compile(r"\s*(?:[-*+\u2022]\s+|\d{1,3}[.)]\s+)")
_BOLD_LINE = re.compile(
    r"\s*(\*\*\*|\*\*|__)(?P<inner>(?:(?!\1).)+)\1(?P<after>\s*:|\s*[\u2013\u2014(\[-]\s?.{1,30})?\s*$"
)
_SPEAKER = re.compile(
    rf"\s*(?:\*\*|__)\[?(?:{SPEAKERS})(?: ?\d)?(?: ?\([^()]{{0,60}}\))?\]?\s*:?(?:\*\*|__)", re.IGNORECASE
)
_CALLED = re.compile(rf"(?:{SPEAKERS})(?: ?\d)?(?: ?\([^()]{{0,40}}\)){{0,2}}:?", re.IGNORECASE)
_DIALOGUE_END = re.compile(r"[.!?\u2026,;][\"'\u201d\u2019)]?$")
_CLOCK = r"(\d{1,2}):(\d{2})(?::(\d{2}))?"
_SPAN = re.compile(rf"[\[(]?\s*{_CLOCK}\s*(?:-|\u2013|\u2014|to|bis|a)\s*{_CLOCK}\s*(?:min(?:utes?|s)?\.?)?\s*[\])]?")
_CLOCK_FIRST = re.compile(rf"[\[(]?{_CLOCK}[\])]?(?:\s*[:|\u2013\u2014-]+\s*|\s+)(?=[^\W\d])")
_MINUTES = re.compile(
    r"[\[(]?(?:minutes?|min\.?|minuten|minutos?)\s+(\d{1,3})\s?[-\u2013\u2014]\s?(\d{1,3})[\])]?", re.IGNORECASE
)
_FROM_ZERO = re.compile(
    r"[\[(]\s*(\d{1,3})\s?[-\u2013\u2014]\s?(\d{1,3})\s*(min(?:ute)?s?|sec(?:ond)?s?)\.?\s*[\])]\s*:?\s*$",
    re.IGNORECASE,
)
_ROUND = re.compile(r"\s*[(\[]([^()\[\]]{1,60})[)\]]\s*:?\s*$")
_TRAILING = re.compile(r"\s*[\u2013\u2014|,:-]\s+((?:about |~|approx\.? )?\d[^\u2013\u2014|]{0,20})$")
_LONGEST = 400
"""A line of more characters is no heading."""
_LONG_DIRECTION = 60
"""A bold line in parentheses longer than this, in characters, directs somebody; a shorter one is a heading."""
_LABEL_WORDS = re.compile(rf"(?:{SECTION_LABELS})", re.IGNORECASE)
_RUN_IN = re.compile(
    rf"\s*(?:[-*+\u2022]\s+|\d{{1,2}}[.)]\s+)?(?P<mark>\*\*|__|\*|_)?(?P<title>(?:\d{{1,2}}[.)] )?(?:{SECTION_LABELS})(?P<time> ?\([^()]{{1,30}}\))?)"
    r"\s*(?:(?(mark)(?P=mark))\s*:|:\s*(?(mark)(?P=mark)))(?=\s+\S)\s*",
    re.IGNORECASE,
)
_NO_TITLE = re.compile(r"[.!?\u2026,;\"\u201d]$|^[\"\u201c\[(<-]|\d[.)]$|(?<!\d)[.!?\u2026]\s(?=\S*[a-z])|[\[\]{}<>]")
_WORD = re.compile(r"[^\W\d_][\w'\u2019]*")
_TAG = re.compile("<[^<>]*>")
_STARS = re.compile(r"[*`~]+|(?<!\w)_+|_+(?!\w)")
_TWO_GROUPS = re.compile(r"[\])].*[\[(]")
_SCRIPT = re.compile(SCRIPT_HEADINGS)
_WEAK_SCRIPT = re.compile(WEAK_SCRIPT_HEADINGS)
_NOTES = re.compile(NOTE_HEADINGS)
_TITLE = re.compile(
    r"\b(?:meditation|meditaci\u00f3n|script|practice|mindful\w*|relaxation|body scan|visuali[sz]ation|breathwork|hypnosis|nidra)\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"(?:welcome|hello|hi|this|in this|today|let|we|now|take|find|begin|sit|close|here|it|i|you|your|as|thank)\b",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"(?:episode|session|lesson|module|track|class|week|day)\s+\d{1,3}\s?[:|\u2013\u2014-]\s?\S", re.IGNORECASE
)
"""How the title of one of several practices begins."""
_CLOCK_LEAD = re.compile(rf"[\[(]?{_CLOCK}[\])]?\s+(?:[|\u2013\u2014-]\s+)?(?=[^\W\d])")
_ALSO_SPEECH = frozenset({"welcome", "relaxation"})
_CHANT = re.compile(r"(?:om|aum|so|sat|namaste|shanti|good|thank|amen|may|lokah?|ham)\b", re.IGNORECASE)
_SMALL_WORDS = frozenset(
    "a an and as at by de del der die das el en for from in into la mit of on or the to und via with y your zu zur".split()
)
_BREATHS = re.compile(r"\b(?:inhal|exhal|breathe?\b|hold\b|pause|release|relax\b|repeat)", re.IGNORECASE)


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
    return cue is not None or notes.directs(inner, whole_line=True, emphasised=True, begins_line=True)


def is_bold_heading(line: str) -> bool:
    """Tell whether a line that is only bold is a heading, not an emphasised sentence, a cue or a speaker's label."""
    mark = _ITEM.match(line)
    rest = line[mark.end() :] if mark and not line.lstrip().startswith(("**", "__")) else line
    match = _BOLD_LINE.match(rest)
    if not match or _SPEAKER.match(rest):
        return False
    after = (match["after"] or "").strip()
    if after not in {"", ":"} and not _is_stated_time(after):
        return False
    inner = match["inner"].strip(" *_")
    if not any(map(str.isalpha, inner)) or read_amount(inner.strip("()[] ")) is not None:
        return False
    if after not in {"", ":"} and _BREATHS.match(inner):
        return False  # a counted breath: "**Hold** (4 seconds)"
    if inner[:1] in {"[", "("} and notes.is_note(inner[1:-1], in_head=True):
        return False
    is_aside = inner[:1] == "(" and (len(inner) > _LONG_DIRECTION or not _is_title_case(split_share(inner[1:-1])[0]))
    if is_aside or _holds_cue(inner) or is_bare_pause(f"{inner} {after}"):
        return False
    if notes.directs(inner, whole_line=True, emphasised=True, begins_line=False):
        return False
    bare = inner.rstrip(":").strip()
    words = [word for word in bare.split() if word[:1].isalpha()]
    lower = sum(1 for word in words if word[0].islower())
    if _DIALOGUE_END.search(bare):
        return False
    sentence_words = 3 if mark else 6
    return not (len(words) >= sentence_words and lower > len(words) / 2 and (inner.endswith(":") or after == ":"))


def _is_stated_time(text: str) -> bool:
    text = text.strip(" :()[]-\u2013\u2014")
    return read_amount(text) is not None or _SPAN.fullmatch(text) is not None


@lru_cache(maxsize=256)
def is_plain_heading(line: str, following: str, *, first: bool, shouted: bool, unmarked: bool) -> bool:
    """Tell whether a line without marks, after a blank one, is a heading.

    Args:
        line: The line.
        following: The line after it.
        first: No speech stands before it, so that it may be the title.
        shouted: The whole script is in capitals, so that capitals tell nothing.
        unmarked: The script has no heading in Markdown at all.
    """
    if len(line) > _LONGEST:
        return False
    mark = _ITEM.match(line)
    text = (line[mark.end() :] if mark else line).strip()
    bare = text.rstrip(":").rstrip()
    words = bare.split()
    if first and len(words) <= 10 and _NUMBERED.match(bare) and not _DIALOGUE_END.search(bare.rstrip('"\u201d')):
        return True
    if (
        not 0 < len(words) <= 10
        or not bare[0].isalnum()
        or _CALLED.fullmatch(bare)
        or _NO_TITLE.search(bare)
        or _BREATHS.match(bare)
    ):
        return False
    title, share_s = split_share(bare)
    cased = _is_title_case(title) and not (shouted and bare.isupper())
    if first and _TITLE.search(bare) and (cased or not (following.strip() or _ADDRESS.match(bare))):
        return True
    if (clock := _CLOCK_LEAD.match(bare)) and len(words) <= 6:
        return _is_title_case(bare[clock.end() :]) and not _BREATHS.match(bare, clock.end())
    if _LABEL_WORDS.fullmatch(bare) and (len(words) > 1 or text.endswith(":") or bare.lower() not in _ALSO_SPEECH):
        return _is_title_case(title)
    if text.endswith(":") and (is_note_heading(bare) or is_script_heading(bare)):
        return True
    if share_s is not None and title and title != bare and (first or cased):
        return True
    telling = [word for word in words if word.lower() not in _SMALL_WORDS]
    if unmarked and not mark and not following.strip() and len(words) <= 6 and len(telling) > 1 and cased:
        return not _CHANT.match(bare)
    return not shouted and not mark and len(words) <= 6 and bare.isupper() and sum(map(str.isalpha, bare)) > 4


def _is_title_case(text: str) -> bool:
    words = [word for word in _WORD.findall(text) if word.lower() not in _SMALL_WORDS]
    return bool(words) and all(word[0].isupper() for word in words)


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
    if hashes:
        level, text = len(hashes[1]), hashes[2].rstrip("# ")
    elif tagged:
        level, text = int(tagged[1]), _TAG.sub(" ", tagged[2])
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


def split_share(title: str) -> tuple[str, float | None]:
    """Take the stated duration out of a title: ``(3 min)``, ``05:00 - 15:00 :``, ``- 2 min``, ``(0-2 min)``, ``Minutes 0-2:``."""
    for pattern, unit_s in ((_SPAN, None), (_MINUTES, 60.0), (_FROM_ZERO, 60.0)):
        span = pattern.search(title)
        if span and (span.start() == 0 or not title[span.end() :].strip(" :")):
            begin, end = _span_s(span, unit_s)
            if pattern is _FROM_ZERO and begin:
                continue  # "(2-3 min)" is a guess at a length, "(0-2 min)" is a place
            rest = f"{title[: span.start()]}{title[span.end() :]}".strip(" :|\u2013\u2014-")
            return rest or title, end - begin if end > begin else None
    if clock := _CLOCK_FIRST.match(title):
        return title[clock.end() :].strip() or title, None
    if (trailing := _TRAILING.search(title)) and (share := read_amount(trailing[1])) is not None:
        return title[: trailing.start()].strip(), share
    if group := _ROUND.search(title):
        amount = match_amount(plain(group[1]))
        if (
            amount
            and amount.has_unit
            and any(map(str.isdigit, group[1]))
            and plain(group[1])[amount.end :].strip()[:1] in {"", ",", ".", ";"}
        ):
            return (title[: group.start()].strip() or title), amount.seconds
    return title, None


def _span_s(span: re.Match[str], unit_s: float | None) -> tuple[float, float]:
    if unit_s is None:
        return _clock_s(*span.groups()[:3]), _clock_s(*span.groups()[3:6])
    if span.re is _FROM_ZERO and span[3].lower().startswith("sec"):
        unit_s = 1.0
    return int(span[1]) * unit_s, int(span[2]) * unit_s


def _clock_s(first: str, second: str, third: str | None) -> float:
    seconds = 0
    for number in (first, second, third):
        seconds = seconds * 60 + int(number) if number else seconds
    return float(seconds)


def _without_pictures(text: str) -> str:
    """Drop emoji and other pictures from a title."""
    kept = (
        c for c in text if unicodedata.category(c) not in {"So", "Sk", "Cf", "Cn", "Me", "Co", "Cs"} and c != "\ufe0f"
    )
    return " ".join("".join(kept).split())


def is_script_heading(title: str) -> bool:
    """Tell whether a heading says that the spoken part begins here."""
    return _SCRIPT.fullmatch(title.strip(" :").lower()) is not None


def is_weak_script_heading(title: str) -> bool:
    """Tell whether a heading says so only where no chapter stands before it ("Meditation")."""
    return _WEAK_SCRIPT.fullmatch(title.strip(" :").lower()) is not None


def is_note_heading(title: str) -> bool:
    """Tell whether a heading opens a section about the script."""
    return _NOTES.fullmatch(title.strip(" :").lower()) is not None


def names_part(title: str) -> bool:
    """Tell whether a title is that of a part of any practice ("Opening"), not of one practice."""
    return _LABEL_WORDS.fullmatch(title) is not None


def may_be_title(title: str) -> bool:
    """Tell whether a heading names a whole practice."""
    return _TITLE.search(title) is not None
