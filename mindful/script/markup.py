"""The Markdown around the words: what a line is, and which of its characters are structure.

Structure is overwritten with NUL, emphasis marks with SOH; the length of a line never changes, so that an offset stays
a column. A Markdown parser is the wrong tool here: it makes a code block of an indented cue.
"""

from __future__ import annotations

import enum
import re
import unicodedata
from dataclasses import dataclass

from mindful.errors import MindfulError
from mindful.script.cues import read_amount, read_cue
from mindful.script.words import NOTE_HEADINGS, NOTE_LABELS, SCRIPT_HEADINGS, SPEAKERS, STAGE_WORDS

MASK, EMPHASIS = "\0", "\1"

_HASHES = re.compile(r"\s*(#{1,6})\s+(\S.*)$")
_UNDERLINED = re.compile(r"\s*={3,}\s*$")
_LIST_MARK = re.compile(r"\s*(?:[-*+\u2022\u2023\u25e6\u25aa\u25cf\u2013]\s+|\(?\d{1,3}[.)]\s+)(?:\[[ xX]\]\s+)?")
_QUOTE_MARK = re.compile(r"(?:\s*>)+\s?")
_BOLD_LINE = re.compile(r"\s*(\*\*|__)(?P<inner>(?:(?!\1).)+)\1(?P<colon>\s*:)?\s*$")
_SPEAKER = re.compile(
    rf"\s*(?:\*\*|__|\*|_)?\[?(?:{SPEAKERS})(?: ?\d)?(?: ?\([^()\n]{{0,60}}\))?\]?(?:\*\*|__|\*|_)?\s*:(?:\*\*|__|\*|_)?(?=\s|$|[\"\u201c*_])",
    re.IGNORECASE,
)
_NOTE = re.compile(
    rf"\s*(?:[-*+]\s+)?(?:(?:\*\*|__|\*|_)(?P<label>{NOTE_LABELS})\s*(?:\*\*|__)?\s*:|(?P<plain>duration|total (?:time|duration)|word count|length)\s*:)",
    re.IGNORECASE,
)
_RUN_IN = re.compile(r"\s*\*\*[^*\n]{1,80}?(?P<time>\s*\([^()]{1,30}\))[^*\n]{0,3}\*\*")
_COUNTED = re.compile(r"\b(?:inhal|exhal|breathe? (?:in|out)|hold)\w*[^()]*$", re.IGNORECASE)
_TIMESTAMP = re.compile(
    r"\s*[\[(]\d{1,2}:\d{2}(?::\d{2})?(?:\s*(?:-|\u2013|to)\s*\d{1,2}:\d{2}(?::\d{2})?)?[\])](?=\s+\S)"
)
_LINK = re.compile(
    r"(!?\[)([^\[\]\n]{0,300})(\]\((?:https?:|mailto:|www\.|[./#])[^()\s]{0,500}(?:\s\"[^\"\n]{0,200}\")?\))"
)
_ESCAPE = re.compile(r"\\([\[\](){}<>*_#\\/|~`!.+-])")
_STARS = re.compile(r"\*+|~~+|`+|(?<![^\W_])_+|_+(?![^\W_])")
_TABLE_ROW = re.compile(r"\s*\|.*\|\s*$")
_DIALOGUE_END = re.compile(r"[.!?\u2026][\"'\u201d\u2019)]?$")
_CLOCK_SPAN = re.compile(
    r"[\[(]?(\d{1,2}):(\d{2})(?::(\d{2}))?\s*(?:-|\u2013|\u2014|to)\s*(\d{1,2}):(\d{2})(?::(\d{2}))?[\])]?\s*[:|\u2013-]?\s*"
)
_ROUND = re.compile(r"\s*[(\[]([^()\[\]]{1,60})[)\]]\s*:?\s*$")
_TRAILING_TIME = re.compile(r"\s+[\u2013\u2014-]\s+((?:about |~)?\d[^\u2013\u2014]{0,20})$")
_LONG_DIRECTION = 60
"""A bold line in parentheses longer than this, in characters, directs somebody; a shorter one is a heading."""
_ESCAPED_AT = 0xE000


class Kind(enum.Enum):
    """What a line is."""

    BLANK = enum.auto()
    NOTHING = enum.auto()
    """A rule or another line without a letter or digit."""
    HEADING = enum.auto()
    NOTE = enum.auto()
    """About the script: ``**Duration:** 10 minutes``."""
    ITEM = enum.auto()
    """Text that begins a list item."""
    TEXT = enum.auto()


@dataclass(frozen=True, kw_only=True, slots=True)
class HeadingLine:
    """A heading as read from its line."""

    title: str
    level: int
    """1 for ``#``; 7 for a bold line, below all others."""
    share_s: float | None
    column: int


def mask_comments(line: str, *, in_comment: bool) -> tuple[str, bool]:
    """Overwrite ``<!-- -->`` and whole-line ``//`` comments; return the line and whether a comment stays open."""
    if not in_comment and line.lstrip().startswith("//"):
        return MASK * len(line), False
    if not in_comment and "<!--" not in line:
        return line, False
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


def classify(line: str, following: str) -> Kind:
    """Tell what a line is; `following` is the raw line after it (an underlined heading needs it)."""
    if not line.strip():
        return Kind.BLANK
    text = visible(line)
    if not any(character.isalnum() for character in text) and not re.search(r"\.\.\.|\u2026", text):
        return Kind.NOTHING
    if (
        ((hashes := _HASHES.match(line)) and not _is_sentence(hashes[2]))
        or _UNDERLINED.match(following)
        or is_bold_heading(line)
    ):
        return Kind.HEADING
    if (note := _NOTE.match(line)) and len(text) - note.end() < 160:
        return Kind.NOTE
    if _LIST_MARK.match(line):
        return Kind.ITEM
    return Kind.TEXT


def _is_sentence(title: str) -> bool:
    """Tell whether what a heading says is an instruction that somebody set as a heading."""
    bare = title.strip("#*_ ")
    return bare.endswith((".", "!")) and len(bare.split()) >= 6


def is_bold_heading(line: str) -> bool:
    """Tell whether a line that is only bold is a heading, not an emphasised sentence, a cue or a speaker's label."""
    mark = _LIST_MARK.match(line)
    rest = line[mark.end() :] if mark and not line.lstrip().startswith(("**", "__")) else line
    match = _BOLD_LINE.match(rest)
    if not match or _SPEAKER.match(rest):
        return False
    inner = match["inner"].strip()
    if inner[:1] == "(" and len(inner) > _LONG_DIRECTION:
        return False
    if inner[:1] in {"[", "("}:
        try:
            return read_cue(inner[1:-1], inner[0]) is None
        except MindfulError:
            return False
    bare = inner.rstrip(":").strip()
    words = [word for word in bare.split() if word[:1].isalpha()]
    lower = sum(1 for word in words if word[0].islower())
    if _DIALOGUE_END.search(bare):
        return False
    sentence_words = 3 if mark else 6
    return not (len(words) >= sentence_words and lower > len(words) / 2 and (inner.endswith(":") or match["colon"]))


def read_heading(line: str) -> HeadingLine:
    """Read a line that `classify` called a heading."""
    hashes = _HASHES.match(line)
    level = len(hashes[1]) if hashes else (1 if not _BOLD_LINE.match(line) and not _LIST_MARK.match(line) else 7)
    text = hashes[2].rstrip("# ") if hashes else line
    column = len(line) - len(line.lstrip()) + 1
    mark = _LIST_MARK.match(text) if not hashes else None
    title = visible(text[mark.end() :] if mark else text)
    title = re.sub(r"[*`~]+|(?<!\w)_+|_+(?!\w)", "", title).strip().rstrip(":").strip()
    if title[:1] in {"[", "("} and title[-1:] in {"]", ")"}:
        title = title[1:-1].strip()
    title, share_s = _share(title)
    title = _plain(title)
    return HeadingLine(title=title or "Untitled", level=level, share_s=share_s, column=column)


def _share(title: str) -> tuple[str, float | None]:
    """Take the stated duration out of a heading: ``(3 min)``, ``05:00 - 15:00 :``, ``- 2 min``."""
    if span := _CLOCK_SPAN.match(title):
        begin, end = (_clock_s(*span.groups()[i : i + 3]) for i in (0, 3))
        return title[span.end() :].strip() or title, end - begin if end > begin else None
    if (trailing := _TRAILING_TIME.search(title)) and (share := read_amount(trailing[1])) is not None:
        return title[: trailing.start()].strip(), share
    if group := _ROUND.search(title):
        stated = group[1].split(",")[0].strip()
        share = read_amount(stated) if re.search(r"\d", stated) else None
        if share is not None:
            return (title[: group.start()].strip() or title), share
    return title, None


def _clock_s(first: str, second: str, third: str | None) -> int:
    numbers = [int(first), int(second), *([int(third)] if third else [])]
    seconds = 0
    for number in numbers:
        seconds = seconds * 60 + number
    return seconds


def _plain(text: str) -> str:
    """Drop emoji and other pictures from a title."""
    kept = (
        c for c in text if unicodedata.category(c) not in {"So", "Sk", "Cf", "Cn", "Me", "Co", "Cs"} and c != "\ufe0f"
    )
    return " ".join("".join(kept).split())


def is_script_heading(title: str) -> bool:
    """Tell whether a heading says that the spoken part begins here."""
    return re.fullmatch(SCRIPT_HEADINGS, title.strip(" :").lower()) is not None


def is_note_heading(title: str) -> bool:
    """Tell whether a heading opens a section about the script."""
    return re.fullmatch(NOTE_HEADINGS, title.strip(" :").lower()) is not None


def mask_line(line: str) -> str:
    """Overwrite what is structure in a line of text: list and quote marks, labels, links, emphasis."""
    text = _ESCAPE.sub(lambda match: MASK + chr(_ESCAPED_AT + ord(match[1])), line)
    if _TABLE_ROW.match(text):
        text = text.replace("|", " ")
    if (hashes := _HASHES.match(text)) is not None:
        text = MASK * hashes.start(2) + text[hashes.start(2) :]
    for pattern in (_QUOTE_MARK, _LIST_MARK, _TIMESTAMP, _SPEAKER):
        at = len(text) - len(text.lstrip(MASK))
        if match := pattern.match(text, at):
            text = MASK * match.end() + text[match.end() :]
    if (run_in := _RUN_IN.match(text.lstrip(MASK))) and is_bare_duration(run_in["time"].strip(" ()")):
        at = len(text) - len(text.lstrip(MASK))
        if not _COUNTED.search(run_in[0][: run_in.start("time")]):
            start, end = at + run_in.start("time"), at + run_in.end("time")
            text = text[:start] + MASK * (end - start) + text[end:]
    text = _LINK.sub(_mask_link, text)
    return _STARS.sub(lambda match: EMPHASIS * len(match[0]), text)


def _mask_link(match: re.Match[str]) -> str:
    kept = MASK * len(match[2]) if match[1].startswith("!") else match[2]
    return MASK * len(match[1]) + kept + MASK * len(match[3])


def ends_block(line: str) -> bool:
    """Tell whether a line ends with Markdown's hard break, two spaces, after which a new sentence begins."""
    return line.endswith(("  ", "\\"))


def italic_block(text: str) -> tuple[int, str] | None:
    """Return offset and inside of a block that is wholly emphasised, such as ``*pause*``, without brackets."""
    body = text.strip(" \t\n" + MASK)
    match = re.fullmatch(rf"{EMPHASIS}+([^{EMPHASIS}()\[\]]{{1,60}}){EMPHASIS}+", body)
    return (text.find(body), match[1]) if match else None


def stage_direction(text: str) -> tuple[int, str] | None:
    """Return offset and inside of a block that is wholly parentheses in italics, or that directs a performer."""
    body = text.strip(" \t\n" + MASK)
    start = text.find(body) if body else 0
    italic = re.fullmatch(rf"{EMPHASIS}+\((?P<a>[^()]*)\){EMPHASIS}+|\({EMPHASIS}+(?P<b>[^()]*){EMPHASIS}+\)", body)
    if italic:
        return start, visible(italic["a"] or italic["b"] or "")
    plain = re.fullmatch(r"\(([^()]*)\)", body)
    if plain and re.match(STAGE_WORDS, visible(plain[1]).strip(), re.IGNORECASE):
        return start, visible(plain[1])
    return None


def is_bare_duration(text: str) -> bool:
    """Tell whether a text is only a duration, such as ``10 seconds`` or ``1-2 min``."""
    return bool(re.search(r"\d\s*-?\s*[a-z]", text, re.IGNORECASE)) and read_amount(text) is not None


def visible(text: str) -> str:
    """Return a masked text without its masks."""
    return text.replace(MASK, "").replace(EMPHASIS, "")


def unescape(text: str) -> str:
    r"""Return the brackets that ``\[`` stood for."""
    if not any(_ESCAPED_AT <= ord(c) < _ESCAPED_AT + 128 for c in text):
        return text
    return "".join(chr(ord(c) - _ESCAPED_AT) if _ESCAPED_AT <= ord(c) < _ESCAPED_AT + 128 else c for c in text)
