"""What stands around the words of a script and is not speech: labels, talk of a chat tool, directions to a performer.

Each function judges one line or group by its own words; where in the script it stands is known to `reader.py`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from mindful.script.amounts import read_amount
from mindful.script.label_words import (
    CHAT_CLOSINGS,
    CHAT_OBJECTS,
    END_LINES,
    NOTE_LABELS,
    NOTE_LABELS_ANYWHERE,
    NOTE_LABELS_AT_THE_HEAD,
    SPEAKERS,
)
from mindful.script.stage_words import PERFORMING, PLAIN_STAGE_LINES, STAGE_LINES, STAGE_WORDS

_LONGEST_NOTE = 400
_MARK = r"(?:\*{1,3}|_{1,3})"
_OPEN = rf"\s*(?:[-*+\u2022]\s+)?(?:{_MARK}\s*)?\(?\s*(?:{_MARK}\s*)?"
_CLOSE = rf"\s*(?:\([^()]{{0,30}}\)\s*)?{_MARK}?\s*[:\uff1a]"
_LABEL = re.compile(rf"{_OPEN}(?P<label>{NOTE_LABELS}){_CLOSE}(?P<rest>.*)", re.IGNORECASE)
_HEAD_LABEL = re.compile(rf"{_OPEN}(?:{NOTE_LABELS_AT_THE_HEAD}){_CLOSE}(?P<rest>.*)", re.IGNORECASE)
_ANYWHERE = re.compile(rf"{_OPEN}(?:{NOTE_LABELS_ANYWHERE}){_CLOSE}[\s*_]*[^\s*_].*", re.IGNORECASE)
_EMPHASISED = re.compile(r"\s*(?:[-*+]\s+)?(?:\*|_)")
_READERS = re.compile(
    rf"{_OPEN}(?:(?:reader|facilitator|recording|delivery|general|reading)s? )?(?:instructions?|directions?|guidance)"
    r"(?: (?:for|to) (?:the |your )?[\w /]{3,24})?" + rf"{_CLOSE}(?P<rest>.*)",
    re.IGNORECASE,
)
_TO_A_READER = re.compile(
    r"\b(?:read|reading|speak|speaking|record|recording|pausing|pause at|your voice|a calm voice|listeners?|participants?)\b",
    re.IGNORECASE,
)
_CHAT_START = re.compile(
    r"(?:\u00a1?(?:hi|hello|hey|hola|hallo)(?: there)?[!,.]\s*)?(?P<yes>(?:sure(?: thing)?|certainly|absolutely|of course|great(?: choice| idea)?|okay|ok|got it|no problem|yes|perfect|thanks?.{0,30}|"
    r"(?:i'd|i would) be (?:happy|glad|delighted) to.{0,60}|happy to help.{0,40}|klar|gerne?|nat\u00fcrlich|claro(?: que s\u00ed)?|por supuesto)"
    r"(?P<assent>\s*[!.,:\u2013\u2014-]+\s*)?)?",
    re.IGNORECASE,
)
_HERE = re.compile(
    r"(?:here(?:'s| is| are)|below (?:is|are|you(?:'ll| will) find)|the following (?:is|are|script)|this (?:is|script)|"
    r"i(?:'ve|'ll| have| will)|let me|hier ist|hier findest du|aqu\u00ed (?:tienes|est\u00e1)|a continuaci\u00f3n)\b",
    re.IGNORECASE,
)
_OBJECT = re.compile(rf"\b(?:{CHAT_OBJECTS})\b", re.IGNORECASE)
_SCRIPT = re.compile(r"\b(?:scripts?|skript|gui[o\u00f3]n|transcript|version)\b", re.IGNORECASE)
_TO_USE = re.compile(
    r"\b(?:you|that) (?:can|could|may|might) (?:\w+ )?(?:use|read|record|adapt|follow|listen|try)\b|\b(?:feel free|tailored|based on your)\b",
    re.IGNORECASE,
)
_CLOSING = re.compile(CHAT_CLOSINGS, re.IGNORECASE)
_ABOUT_SCRIPT = re.compile(
    r"(?:(?:this|the|a) (?:\w+ ){0,2}(?:script|recording|text)\b.{0,80}\b(?:designed|intended|meant|to be read|can be|"
    r"may be|should be|is for|adapt|read|words|minutes|takes|lasts|runs|copyright)|read (?:this|the (?:script|text|following))\b|"
    r"(?:\u00a9|copyright\b|all rights reserved|(?:written|created|generated|script|narrated|recorded|produced|"
    r"transcribed|transcript|transcription|translated) by\b|adapted (?:by|from)\b))",
    re.IGNORECASE,
)
_SPEECH = re.compile(r"[.!?\u2026][\"\u201d*_\s]*(?:$|[(<{])|\[")
"""A sentence, alone or before a group, or a cue: what no description of a voice holds."""
_ITALIC = re.compile(r"\s*(\*|_)(?![*_])([^*_]{3,120})\1\s*")
_NO_SUBTITLE = re.compile(r"[.!?\u2026\"\u201d:,)\]]\s*$|^[\"\u201c(\[]")
_TWO_SENTENCES = re.compile(r"[.:;?!]\s")
_STATED_TITLE = re.compile(rf"{_OPEN}(?:title|titel|t\u00edtulo){_CLOSE}\s*{_MARK}?(?P<title>.+)", re.IGNORECASE)
_FOOTNOTE_TEXT = re.compile(r"\s*\[\^[\w-]{1,20}\]:")
_ADDRESS = re.compile(r"(?:[a-z]{2,12}(?: [a-z]{2,12}){0,3}:?\s+)?(?:https?://|www\.)\S+", re.IGNORECASE)
"""An address on the web, at most with a label: "Source: https://..."."""
_BYLINE = re.compile(r"[Bb]y (?:[A-Z\u00c0-\u00de][\w.'\u2019-]*,? ?){1,5}")
_END = re.compile(END_LINES, re.IGNORECASE)
_STAGE = re.compile(STAGE_WORDS, re.IGNORECASE)
_STAGE_LINE = re.compile(STAGE_LINES, re.IGNORECASE)
_PERFORMING = re.compile(PERFORMING, re.IGNORECASE)
_SPEAKER_ACTS = re.compile(
    rf"(?:the |our )?(?:{SPEAKERS}|she|he|they) (?:\w+ly )?(?:speaks?|says|pauses|whispers|breathes|waits|continues|smiles|"
    r"rings|strikes|begins|ends|closes|opens|lowers|slows)\b",
    re.IGNORECASE,
)
_BACKGROUND = re.compile(r"\bin the background$|^(?:the )?sounds? of\b", re.IGNORECASE)
_TO_YOU = re.compile(r"\byour?\b|^(?:let|allow|notice|hear|listen|imagine)\b", re.IGNORECASE)
_PLAIN_STAGE = re.compile(PLAIN_STAGE_LINES, re.IGNORECASE)
_OF_A_PRACTICE = re.compile(
    r"\b(?:practice|meditation|minutes?|script|session|guided|exercise|relaxation)\b", re.IGNORECASE
)
_DIGIT = re.compile(r"[0-9\u00b2\u00b3\u00b9]|[^\0-\xff]")
"""A digit, or a character that might be one."""
_LONGEST_END = 60
"""Characters; nothing in `END_LINES` is so long."""
_COPYRIGHT_WORDS = 40
_LONGEST_AMOUNT = 80
_STAGE_WORDS = 9
"""A plain line of more words is speech."""


def is_note(line: str, *, in_head: bool) -> bool:
    """Tell whether a line describes the script (``**Duration:** 10 minutes``); before the first speech more is accepted."""
    if len(line) > _LONGEST_NOTE:
        return False
    if (label := _LABEL.match(line)) and (in_head or _EMPHASISED.match(line)) and len(label["rest"]) < 160:
        return bool(label["rest"].strip(" *_()"))
    if in_head and (head := _HEAD_LABEL.match(line)) and not _SPEECH.search(line):
        return 0 < len(head["rest"].strip(" *_")) < 80
    if _ANYWHERE.match(line) or _FOOTNOTE_TEXT.match(line) or _ADDRESS.fullmatch(_bare(line)):
        return True
    if (readers := _READERS.match(line)) and _TO_A_READER.search(line, readers.start("rest")):
        return True
    return is_unlabelled_note(line, in_head=in_head)


def is_unlabelled_note(line: str, *, in_head: bool) -> bool:
    """Tell whether a line describes the script by what it says, without a label."""
    bare = _bare(line)
    return (in_head and is_subtitle(line)) or _is_about_script(line, bare)


def is_about_script(line: str) -> bool:
    """Tell whether a line says of itself that it is about the script, or what a chat tool says after it."""
    bare = _bare(line)
    return _is_about_script(line, bare) or _CLOSING.match(bare.replace("\u2019", "'")) is not None


def _is_about_script(line: str, bare: str) -> bool:
    if len(line) > _LONGEST_NOTE:
        return False
    if len(end := bare.rstrip(".!* ")) < _LONGEST_END and _END.fullmatch(end):
        return True
    return _ABOUT_SCRIPT.match(bare) is not None and bare.count(" ") < _COPYRIGHT_WORDS


def is_subtitle(line: str) -> bool:
    """Tell whether a line before the first speech says by whom it is, or is a subtitle in italics, no sentence or quotation."""
    if _BYLINE.fullmatch(_bare(line)):
        return True
    match = _ITALIC.fullmatch(line)
    return match is not None and _OF_A_PRACTICE.search(line) is not None and not _NO_SUBTITLE.search(match[2])


def stated_title(line: str) -> str | None:
    """Return the title that a label states, as ``**Title:** Evening calm`` does."""
    match = _STATED_TITLE.match(line)
    return match["title"].strip(" *_\"'\u201c\u201d#") or None if match else None


def is_end(line: str) -> bool:
    """Tell whether a line says that the script ends here."""
    return _END.fullmatch(_bare(line).rstrip(".!* ")) is not None


def is_bare_amount(line: str) -> bool:
    """Tell whether a line is nothing but a duration in figures."""
    if len(line) > _LONGEST_AMOUNT or "[" in line[1:] or not _DIGIT.search(line):
        return False
    bare = _bare(line)
    return any(map(str.isdigit, bare)) and any(map(str.isalpha, bare)) and read_amount(bare) is not None


def opens_chat(line: str) -> bool:
    """Tell whether a line is what a chat tool says before the script ("Sure! Here's a 10-minute script:")."""
    bare = _bare(line).replace("\u2019", "'")
    start = _CHAT_START.match(bare)
    at = start.end() if start else 0
    has_assent = bool(start and start["yes"])
    if has_assent and not bare[at:].strip():
        return True
    if not _HERE.match(bare, at) or not _OBJECT.search(bare, at):
        return False
    ends_open = line.rstrip(" *_").endswith(":")
    return has_assent or ends_open or bool(_SCRIPT.search(bare, at)) or bool(_TO_USE.search(bare, at))


def closes_chat(line: str) -> bool:
    """Tell whether a line is what a chat tool says after the script ("Would you like me to adjust the length?")."""
    return _CLOSING.match(_bare(line).replace("\u2019", "'")) is not None


@lru_cache(maxsize=256)
def directs(text: str, *, whole_line: bool, emphasised: bool, begins_line: bool) -> bool:
    """Tell whether the words of a group, or of an emphasised line, direct a performer.

    Args:
        text: Without its brackets.
        whole_line: Nothing else stands in the block.
        emphasised: It is in italics or bold.
        begins_line: It stands before the words of its line, as "(softly)" does.
    """
    text = " ".join(text.split()).strip(" .*_")
    if _STAGE_LINE.match(text) or _SPEAKER_ACTS.match(text):
        return True
    if (begins_line or emphasised or whole_line) and _PERFORMING.fullmatch(text):
        return True
    if whole_line and emphasised:
        return _BACKGROUND.search(text) is not None and not _TO_YOU.search(text)
    return whole_line and _STAGE.match(text) is not None


def is_stage_line(line: str) -> bool:
    """Tell whether a line without any marks is nothing but a direction, such as "Soft music plays."."""
    bare = _bare(line).strip(". ")
    return (
        bare.count(" ") < _STAGE_WORDS
        and not _TO_YOU.search(bare)
        and _TWO_SENTENCES.search(bare) is None
        and _PLAIN_STAGE.match(bare) is not None
    )


def _bare(line: str) -> str:
    return line.strip(' \t*_#>()~=-\u2013\u2014"\u201c\u201d\0\1')
