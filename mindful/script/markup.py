"""The Markdown and HTML around the words: what a line is, and which of its characters are structure.

Structure is overwritten with NUL, emphasis marks with SOH; the length of a line never changes, so that an offset stays
a column. A Markdown parser is the wrong tool here: it makes a code block of an indented cue.
"""

from __future__ import annotations

import enum
import html
import re
from functools import lru_cache

from mindful.script import headings, notes
from mindful.script.amounts import read_amount
from mindful.script.pauses import is_bare_pause
from mindful.script.words import SPEAKERS, SPEECH_LABELS
from mindful.units import duration_or_none

MASK, EMPHASIS = "\0", "\1"

_CAPTION = re.compile(r"\s*\[?(?:\d{1,2}:)?\d{2}:\d{2}[.,]\d{1,3}\s*-->|WEBVTT\b")
"""The times of a subtitle."""
_FENCE = re.compile(r"\s*(?:`{3,}|~{3,})\s*\w*\s*$")
_ITEM_NUMBER = re.compile(r"\s*\(?(\d{1,3})[.)]\s+(?=.*[^\W\d_])")
_LIST_MARK = re.compile(
    r"\s*(?:[-*+\u2022\u2023\u25e6\u25aa\u25cf\u25cb\u25ba\u2713\u2714\u2192\u2013]\s+|\(?\d{1,3}[.)]\s+(?=.*[^\W\d_])|\(?[a-z]\)\s+|[IVX]{1,4}\.\s+(?=[A-Z]))(?:\[[ xX]\]\s+)?|\s*\[[ xX]\]\s+"
)
_QUOTE_MARK = re.compile(r"(?:\s*>)+\s?")
_SPEAKER = re.compile(
    rf"\s*(?:\*\*|__|\*|_)?\[?(?:{SPEAKERS}|{SPEECH_LABELS})(?: ?\d)?(?: says?)?(?: ?[(\[][^()\[\]\n]{{0,60}}[)\]]){{0,2}}\]?(?:\*\*|__|\*|_)?\s*:(?:\*\*|__|\*|_)?(?=\s|$|[\"\u201c*_])",
    re.IGNORECASE,
)
_CALLED = re.compile(
    rf"\s*(?:\*\*|__)?(?:{SPEAKERS})(?: ?\d)?(?: ?\([^()\n]{{0,40}}\)){{0,2}}(?:\*\*|__)?\s*$", re.IGNORECASE
)
_RUN_IN_TIME = re.compile(r"\s*\*\*[^*\n]{1,80}?(?P<time>\s*\([^()]{1,30}\))[^*\n]{0,3}\*\*")
_COUNTED = re.compile(r"\b(?:inhal|exhal|breathe? (?:in|out)|hold)\w*[^()]*$", re.IGNORECASE)
_CLOCK = r"\d{1,2}:\d{2}(?::\d{2})?"
_CLOCK_SPAN = rf"{_CLOCK}(?:\s*(?:-|\u2013|\u2014|to)\s*{_CLOCK})?"
_TIMESTAMP = re.compile(
    rf"\s*(?:(?i:time|timestamp|zeit)\s*:\s*)?(?:\*\*|__|\*|_|`)?(?:[\[(]{_CLOCK_SPAN}[\])]|{_CLOCK_SPAN}(?=\s*(?:\*|_|`|[|:\u2013\u2014\u2192-]|[A-Z\"\u201c]|$)(?!M\b)))"
    r"\s*:?(?:\*\*|__|\*|_|`)?\s*(?:[|:\u2013\u2014\u2192-]+(?=\s|$))?\s*",
)
_PIN = re.compile(rf"\s*(?:\*\*)?[\[(]({_CLOCK})(?:\s*(?:-|\u2013|\u2014|to)\s*{_CLOCK})?[\])]")
_ORDINARY = re.compile(r"[A-Za-z][a-z]+(?:'[a-z]+)?,? (?!\*\*|__)[^:\uff1a<\0]*$")
"""Nothing in `_LIST_MARK`, `_TIMESTAMP`, `_SPEAKER`, `_CAPTION`, `_FENCE`, or among the labels of notes, matches such a line."""
_PROSE = re.compile(r"[A-Za-z][a-z]++(?:'[a-z]+)?,? (?!\*\*|__)[^:<>\\&|\0\1]*+")
"""Such a line is ordinary, and unless it is a link only marks of emphasis in it are structure."""
_LINK = re.compile(
    r"(!?\[)([^\[\]\n]{0,300})(\]\((?:https?:|mailto:|www\.|[./#])[^()\s]{0,500}(?:\s\"[^\"\n]{0,200}\")?\))"
)
_IMAGE = re.compile(r"!\[[^\[\]\n]{0,300}\]\([^()\[\]\n]{1,500}\)")
_FOOTNOTE = re.compile(r"\[\^[\w-]{1,20}\]")
_DECLARATION = re.compile(
    r"<[?!](?=[A-Za-z])[^<>]{0,500}>|<(title|style)\b[^<>]{0,200}>[^<]{0,2000}</\1>", re.IGNORECASE
)
"""What opens a page or says how it looks."""
_PARAGRAPH_TAG = re.compile(r"[\s\0]*<(?:p|div|blockquote|section)\b[^<>]*>", re.IGNORECASE)
_BOLD_TAGS = re.compile(
    r"(?P<before>[\s\0]*(?:<p\b[^<>]{0,100}>\s*)?<)(?P<tag>strong|b)>(?P<words>[^<>]{1,120})</(?P=tag)(?P<after>>\s*(?:</p>|<br ?/?>)?\s*)",
    re.IGNORECASE,
)
_SAYS_SOMETHING = re.compile(r"[^\W_]|\.\.\.|\u2026")
_RULE = re.compile(r"\s*([-*_=\u2013\u2014])(?:\s*\1){2,}\s*")
_HASHES = re.compile(r"\s*#{1,6}\s+(?=\S)")
_EMPHASISED = re.compile(rf"{EMPHASIS}+([^{EMPHASIS}()\[\]]{{1,160}}){EMPHASIS}+")
_BRACKETED = re.compile(rf"({EMPHASIS}*)\(({EMPHASIS}*)([^()]*)\)?{EMPHASIS}*\)?[.]?{EMPHASIS}*")
_FIGURE_AND_WORD = re.compile(r"\d\s?-?\s?[a-z]", re.IGNORECASE)
_ESCAPE = re.compile(r"\\([\[\](){}<>*_#\\/|~`!.+-])")
_DRESS = re.compile(r"</?(?:em|i|b|strong|u)>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,6}|#x[0-9a-fA-F]{1,5}|[a-zA-Z]{2,8});")
_STARS = re.compile(r"\*+|~~+|`+|(?<![^\W_])_+|_+(?![^\W_])")
_ANY_STAR = re.compile("[*~`_]")
_TAGS = re.compile(r"</?[a-zA-Z][^<>]{0,80}>")
_TABLE_ROW = re.compile(r"\s*\|.*\|\s*$")
_PICTURE = re.compile(
    "[\u2300-\u23ff\u25a0-\u25a9\u25ac-\u25ce\u25d0-\u25e5\u25ef\u2600-\u2712\u2715-\u27bf\u2b00-\u2bff\ufe0e\ufe0f\u200d\u20e3\U0001f000-\U0001faff\U000e0020-\U000e007f]+"
)
_PAUSE_SIGN = re.compile("\u23f8(?P<words>[^\\[\n]{1,40})$")
_AROUND_PAUSE = " *_~=#:|-\u2013\u2014\u00ab\u00bb<>\u2022."
_ESCAPED_AT = 0xE000


class Kind(enum.Enum):
    """What a line is."""

    BLANK = enum.auto()
    NOTHING = enum.auto()
    """A rule, a fence or another line without a letter or digit."""
    HEADING = enum.auto()
    NOTE = enum.auto()
    """About the script: ``**Duration:** 10 minutes``."""
    PAUSE = enum.auto()
    """Nothing but the words for a pause, without brackets."""
    ITEM = enum.auto()
    """Text that begins a list item."""
    TEXT = enum.auto()


def mask_comments(line: str, *, in_comment: bool) -> tuple[str, bool]:
    """Overwrite ``<!-- -->``, whole-line ``//`` comments and what declares a page; return the line and whether a comment stays open."""
    if not in_comment and line.lstrip().startswith("//"):
        return MASK * len(line), False
    if not in_comment and "<!--" not in line:
        return (_DECLARATION.sub(_mask, line) if "<" in line else line), False
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


def _mask(match: re.Match[str]) -> str:
    return MASK * len(match[0])


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
    return _PICTURE.sub(lambda match: MASK * len(match[0]), line)


def _open_pause(match: re.Match[str]) -> str:
    """Let a pause sign before a length open a bracket, which the end of the line closes."""
    words = match["words"].strip(" ()*_.\ufe0f")
    reads = read_amount(words) is not None or is_bare_pause(words)
    return f"[{match[0][1:]}" if reads else match[0]


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
    if is_ordinary(line):
        return _classify_words(line, following, in_head=in_head)
    return _classify_marked(line, following, in_head=in_head)


def _classify_marked(line: str, following: str, *, in_head: bool) -> Kind:
    text = visible(line)
    if _CAPTION.match(text) or (text.strip().isdecimal() and _CAPTION.match(following)):
        return Kind.NOTHING
    if _FENCE.match(text) or not (_SAYS_SOMETHING.search(text)):
        return Kind.NOTHING
    spaced = line.replace(MASK, " ")
    if _TIMESTAMP.fullmatch(spaced):
        return Kind.NOTHING
    if _SPEAKER.match(spaced) and not (in_head and notes.is_note(spaced, in_head=True)):
        return Kind.ITEM if _LIST_MARK.match(spaced) else Kind.TEXT
    if notes.is_note(spaced, in_head=in_head) or notes.closes_chat(spaced) or (in_head and notes.opens_chat(spaced)):
        return Kind.NOTE
    bare = _TAGS.sub("", spaced).strip(_AROUND_PAUSE)
    if not bare.startswith(("[", "(", "{")) and is_bare_pause(bare):
        return Kind.PAUSE
    if headings.is_heading(spaced, following):
        return Kind.HEADING
    if notes.is_bare_amount(spaced) and not _LIST_MARK.match(spaced):
        return Kind.NOTE
    return Kind.ITEM if _LIST_MARK.match(spaced) else Kind.TEXT


def _classify_words(line: str, following: str, *, in_head: bool) -> Kind:
    """Tell what an ordinary line is, as `classify` would."""
    if notes.is_about_script(line) or (in_head and (notes.is_subtitle(line) or notes.opens_chat(line))):
        return Kind.NOTE
    if is_bare_pause(line.strip(_AROUND_PAUSE)):
        return Kind.PAUSE
    if following.lstrip().startswith("=") and headings.is_heading(line, following):
        return Kind.HEADING
    return Kind.NOTE if notes.is_bare_amount(line) else Kind.TEXT


def is_ordinary(line: str) -> bool:
    """Tell of most lines at once that they begin with words: no mark, no label, no time, no speaker alone."""
    return _ORDINARY.match(line) is not None


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


def is_prose(line: str, following: str) -> bool:
    """Tell of most lines of speech in one look, after the first speech of a script, that they are nothing else.

    Args:
        line: As it stands in the script.
        following: The line after it.

    Returns:
        Whether `classify` would say that it is text, of which `mask_line` would mask no more than `mask_emphasis`.
    """
    return (
        _PROSE.fullmatch(line) is not None
        and (line.isascii() or ("\uff1a" not in line and mask_pictures(line) == line))
        and "](" not in line
        and "[^" not in line
        and _classify_words(line, following, in_head=False) is Kind.TEXT
    )


def without_tags(line: str) -> str:
    """Return a line with its tags overwritten."""
    return _TAGS.sub(lambda match: MASK * len(match[0]), line)


def stated_time_s(line: str) -> float | None:
    """Return the time of the track that stands in brackets before the words of a line, as in ``[0:50] Notice``."""
    if ":" not in line:
        return None
    match = _PIN.match(line.replace(MASK, " "))
    return duration_or_none(match[1]) if match else None


def is_rule(line: str) -> bool:
    """Tell whether a line is a rule, such as ``---`` or ``* * *``."""
    return _RULE.fullmatch(line) is not None


def item_number(line: str) -> int | None:
    """Return the number of a numbered list item."""
    match = _ITEM_NUMBER.match(line)
    return int(match[1]) if match else None


@lru_cache(maxsize=256)
def mask_line(line: str, *, keep_number: bool = False) -> str:
    """Overwrite what is structure in a line of text: list and quote marks, labels, links, emphasis."""
    text = _ESCAPE.sub(lambda match: MASK + chr(_ESCAPED_AT + ord(match[1])), line) if "\\" in line else line
    if "&" in text:
        text = _ENTITY.sub(_entity, text)
    if _TABLE_ROW.match(text):
        text = text.replace("|", " ")
    if not is_ordinary(line):
        text = _mask_before_words(text, keep_number=keep_number)
    if "<" in text:
        text = _DRESS.sub(lambda match: EMPHASIS * len(match[0]), text)
    if "[^" in text:
        text = _FOOTNOTE.sub(_mask, text)
    if "](" in text:
        text = _IMAGE.sub(_mask, text)
        text = _LINK.sub(_mask_link, text)
    return mask_emphasis(text)


def mask_emphasis(line: str) -> str:
    """Overwrite the marks of emphasis."""
    return _STARS.sub(lambda match: EMPHASIS * len(match[0]), line) if _ANY_STAR.search(line) else line


def _mask_before_words(text: str, *, keep_number: bool) -> str:
    text = _mask_beginning(text, keep_number=keep_number)
    at = len(text) - len(text.lstrip(MASK))
    if (run_in := _RUN_IN_TIME.match(text, at)) and is_bare_duration(run_in["time"].strip(" ()")):
        start, end = run_in.span("time")
        if not _COUNTED.search(text[at:start]):
            text = text[:start] + MASK * (end - start) + text[end:]
    return text


def _mask_beginning(text: str, *, keep_number: bool) -> str:
    if hashes := _HASHES.match(text):
        text = MASK * hashes.end() + text[hashes.end() :]
    patterns = (_TIMESTAMP, _SPEAKER) if keep_number else (_LIST_MARK, _TIMESTAMP, _SPEAKER)
    for pattern in patterns:
        at = len(text) - len(text.lstrip(MASK + " \t"))
        at = min(at, len(text))
        if match := pattern.match(text, at):
            text = MASK * match.end() + text[match.end() :]
    if _CALLED.match(text.replace(MASK, " ")) and (text.isupper() or "**" in text or "__" in text):
        return MASK * len(text)
    return text


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


@lru_cache(maxsize=256)
def is_bare_duration(text: str) -> bool:
    """Tell whether a text is only a duration in figures, such as ``10 seconds`` or ``1-2 min``."""
    return bool(_FIGURE_AND_WORD.search(text)) and read_amount(text) is not None


def visible(text: str) -> str:
    """Return a masked text without its masks."""
    return text.replace(MASK, "").replace(EMPHASIS, "")


def unescape(text: str) -> str:
    r"""Return the brackets that ``\[`` stood for."""
    if text.isascii() or not any(_ESCAPED_AT <= ord(c) < _ESCAPED_AT + 128 for c in text):
        return text
    return "".join(chr(ord(c) - _ESCAPED_AT) if _ESCAPED_AT <= ord(c) < _ESCAPED_AT + 128 else c for c in text)
