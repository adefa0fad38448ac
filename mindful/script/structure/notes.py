"""Which lines describe the script instead of being part of it: labels, credits, addresses, ends. Pure.

Each function judges one line by its own words; where in the script it stands is known to `script/reader.py`.
"""

from __future__ import annotations

import re

from mindful.script.cues.amounts import read_amount
from mindful.script.structure import chat
from mindful.script.structure.label_words import (
    END_LINES,
    NOTE_LABELS,
    NOTE_LABELS_ANYWHERE,
    NOTE_LABELS_AT_THE_HEAD,
    PAGES,
    SOUND_LABELS,
    SPEAKERS,
)
from mindful.script.structure.masks import without_marks
from mindful.script.structure.stage_words import AUDIBLE, PERFORMED

_LONGEST_NOTE = 400
_MARK = r"(?:\*{1,3}|_{1,3})"
_OPEN = rf"\s*(?:[-*+\u2022]\s+)?(?:{_MARK}\s*)?\(?\s*(?:{_MARK}\s*)?"
_CLOSE = rf"\s*(?:\([^()]{{0,30}}\)\s*)?{_MARK}?\s*[:\uff1a]"
_LABEL = re.compile(rf"{_OPEN}(?P<label>{NOTE_LABELS}){_CLOSE}(?P<rest>.*)", re.IGNORECASE)
_HEAD_LABEL = re.compile(rf"{_OPEN}(?:{NOTE_LABELS_AT_THE_HEAD}){_CLOSE}(?P<rest>.*)", re.IGNORECASE)
_ANYWHERE = re.compile(rf"{_OPEN}(?:{NOTE_LABELS_ANYWHERE}){_CLOSE}[\s*_]*[^\s*_].*", re.IGNORECASE)
_EMPHASISED = re.compile(r"\s*(?:[-*+]\s+)?(?:\*|_)")
_READERS = re.compile(
    rf"{_OPEN}(?:(?P<role>reader|facilitator|therapist|clinician|teacher|leader|speaker|narrator|recording|delivery|general|reading)(?:'?s)? )?(?:instructions?|directions?|guidance)"
    r"(?: (?:for|to) (?:the |your )?[\w /]{3,24})?" + rf"{_CLOSE}(?P<rest>.*)",
    re.IGNORECASE,
)
_TO_A_READER = re.compile(
    r"\b(?:read|reading|speak|speaking|record|recording|pausing|pause at|your voice|a calm voice|listeners?|participants?)\b",
    re.IGNORECASE,
)
_ABOUT_SCRIPT = re.compile(
    r"(?:(?:this|the|a) (?:\w+ ){0,2}(?:script|recording|text)\b.{0,80}\b(?:designed|intended|meant|to be read|can be|"
    r"may be|should be|is for|adapt|read|words|minutes|takes|lasts|runs|copyright)|read (?:this|the (?:script|text|following))\b|"
    r"(?:\u00a9|copyright\b|all rights reserved|(?:written|created|generated|script|narrated|recorded|produced|music|"
    r"transcribed|transcript|transcription|translated) by\b|adapted (?:by|from)\b))",
    re.IGNORECASE,
)
_LEADS_TO = re.compile(
    r"(?:download|source|retrieved|available|visit|find (?:more|this|the|us)|see|for (?:more|the full)|more|read more|website|link|listen to)\b"
    r"[^.!?]{0,100}\b(?:https?:|www\.)",
    re.IGNORECASE,
)
"""What leads to an address on the web."""
_SPEECH = re.compile(r"[.!?\u2026][\"\u201d*_\s]*(?:$|[(<{])|\[")
"""A sentence, alone or before a group, or a cue: what no description of a voice holds."""
_ITALIC = re.compile(r"\s*(\*|_)(?![*_])([^*_]{3,120})\1\s*")
_NO_SUBTITLE = re.compile(r"[.!?\u2026\"\u201d:,)\]]\s*$|^[\"\u201c(\[]")
_STATED_TITLE = re.compile(rf"{_OPEN}(?:title|titel|titre|t\u00edtulo){_CLOSE}\s*{_MARK}?(?P<title>.+)", re.IGNORECASE)
_TO_LISTENER = re.compile(
    r"\b(?:you|your eyes|your body|your breath|yourself)\b|\b(?:notice|listen|imagine|let)\b", re.IGNORECASE
)
_NUMBERED_NOTE = re.compile(r"\s*\[(\d{1,3})\][:.]?\s+\S")
_FOOTNOTE_TEXT = re.compile(r"\s*\[\^[\w-]{1,20}\]:")
_ADDRESS = re.compile(r"(?:[a-z]{2,12}(?: [a-z]{2,12}){0,3}:?\s+)?(?:https?://|www\.)\S+", re.IGNORECASE)
"""An address on the web, at most with a label: "Source: https://..."."""
_BYLINE = re.compile(r"[Bb]y (?:[A-Z\u00c0-\u00de][\w.'\u2019-]*,? ?){1,5}")
_CREDIT = re.compile(
    rf"{_OPEN}(?i:script|narration|voice-?over|text|words){_CLOSE}\s*(?:[A-Z\u00c0-\u00de][\w'\u2019-]+ ?){{2,3}}"
)
"""A person's name behind what the person did for a script."""
_END = re.compile(END_LINES, re.IGNORECASE)
_COUNTED = re.compile(PAGES, re.IGNORECASE)
_HASHTAGS = re.compile(r"\s*(?:#[^\W\d]\w+\s*){2,}")
_CITATION = re.compile(
    r"(?:(?:adapted )?from |see |cf\. )?[A-Z\u00c0-\u00de][\w.&,' \u2019-]{1,80},? (?:19|20)\d\d[a-z]?(?:[,:] ?(?:pp?\. ?)?\d[\d\u2013-]*)?"
)
_RAISED = re.compile(r"\s*[\u00b9\u00b2\u00b3\u2074-\u2079]+ ?\S")
"""The text of a footnote whose number is raised."""
_NOTE_TO = re.compile(
    r"\s*(?:\*{1,2}|_)?(?:note|reminder) to (?:the )?(?:reader|facilitator|teacher|self|editor|producer|narrator)\b[^:]{0,20}:",
    re.IGNORECASE,
)
"""What is said to whoever makes the track; in parentheses its place may matter, and it is flagged there."""
_PAGE_NUMBER = re.compile(r"\s*[-\u2013\u2014] ?\d{1,3} ?[-\u2013\u2014]\s*")
_SOUND = re.compile(rf"{_OPEN}(?P<label>{SOUND_LABELS}){_CLOSE}\s*(?P<rest>\S.*)", re.IGNORECASE)
_SEEN = re.compile("visuals?|video|camera|on screen|graphics?|fx", re.IGNORECASE)
_OF_SOUND = re.compile(rf"(?:{AUDIBLE}|{PERFORMED})\b", re.IGNORECASE)
_SPEAKER_TOLD = re.compile(
    rf"{_OPEN}(?:the )?(?:{SPEAKERS}|clinician|counsell?or|group leader|reader|trainer|parent){_CLOSE}\s*(?:(?:please )?"
    r"(?:read|speak|deliver|say this)\b.*\b(?:slow\w*|soft\w*|calm\w*|aloud|quiet\w*|gent\w*)"
    r"|(?:watch|observe|monitor|check|allow|wait|pause|give|leave|invite|ask)\b.*\b(?:clients?|patients?|participants?|group|students?|listeners?|\d+ (?:sec|min)\w*))",
    re.IGNORECASE,
)
"""What whoever reads is told to do, after the label of a speaker."""
_OF_A_PRACTICE = re.compile(
    r"\b(?:practice|meditation|minutes?|script|session|guided|exercise|relaxation)\b", re.IGNORECASE
)
_DIGIT = re.compile(r"[0-9\u00b2\u00b3\u00b9]|[^\0-\xff]")
"""A digit, or a character that might be one."""
_LONGEST_END = 60
"""Characters; nothing in `END_LINES` is so long."""
_COPYRIGHT_WORDS = 40
_LONGEST_AMOUNT = 80


def is_note(line: str, *, in_head: bool) -> bool:
    """Tell whether a line describes the script (``**Duration:** 10 minutes``); before the first speech more is accepted."""
    if len(line) > _LONGEST_NOTE:
        return False
    if (label := _LABEL.match(line)) and (in_head or _EMPHASISED.match(line)) and len(label["rest"]) < 160:
        return bool(label["rest"].strip(" *_()"))
    if in_head and (head := _HEAD_LABEL.match(line)) and not _SPEECH.search(line):
        return 0 < len(head["rest"].strip(" *_")) < 80
    if _ANYWHERE.match(line) or _FOOTNOTE_TEXT.match(line) or _ADDRESS.fullmatch(without_marks(line)):
        return True
    readers = _READERS.match(line)
    if readers and (readers["role"] or _TO_A_READER.search(line, readers.start("rest"))):
        return True
    if (
        _NOTE_TO.match(line)
        or _PAGE_NUMBER.fullmatch(line)
        or _HASHTAGS.fullmatch(line)
        or _RAISED.match(line)
        or is_credit(line)
        or tells_speaker(line)
        or _labels_sound(line)
    ):
        return True
    return is_unlabelled_note(line, in_head=in_head)


def tells_speaker(line: str) -> bool:
    """Tell whether a line with a speaker's label tells the speaker what to do ("Therapist: Read slowly.")."""
    return "(" not in line[:4] and _SPEAKER_TOLD.match(line) is not None and not _TO_LISTENER.search(line)


def is_footnote(line: str, footnotes: frozenset[str]) -> bool:
    """Tell whether a line is the text of one of the footnotes whose marks, ``[1]``, stand in the script."""
    text = _NUMBERED_NOTE.match(line) if footnotes else None
    return text is not None and text[1] in footnotes


def is_citation(text: str) -> bool:
    """Tell whether the inside of parentheses names a work, as in "(Harris, 2009)"."""
    return len(text) < _LONGEST_AMOUNT and _CITATION.fullmatch(text.strip()) is not None


def is_credit(line: str) -> bool:
    """Tell whether a line says who wrote or spoke the script ("Narration: Sam Voice")."""
    return _CREDIT.fullmatch(line) is not None


def _labels_sound(line: str) -> bool:
    """Tell whether a label of sound or light stands before what is heard, not before what a listener is asked to notice."""
    match = _SOUND.match(line)
    if not match or "?" in line or _TO_LISTENER.search(match["rest"]):
        return False
    return match["label"].isupper() or bool(_SEEN.fullmatch(match["label"]) or _OF_SOUND.match(match["rest"]))


def is_unlabelled_note(line: str, *, in_head: bool) -> bool:
    """Tell whether a line describes the script by what it says, without a label."""
    bare = without_marks(line)
    return (in_head and is_subtitle(line)) or _is_about_script(line, bare)


def is_about_script(line: str) -> bool:
    """Tell whether a line says of itself that it is about the script, or what a chat tool says after it."""
    bare = without_marks(line)
    return _is_about_script(line, bare) or chat.closes(bare)


def _is_about_script(line: str, bare: str) -> bool:
    if len(line) > _LONGEST_NOTE:
        return False
    if len(bare) < _LONGEST_END:
        end = _without_brackets(bare.rstrip(".!* "))
        if _END.fullmatch(end) or _COUNTED.fullmatch(end):
            return True
    if ("www." in line or "http" in line) and _LEADS_TO.match(bare):
        return True
    return _ABOUT_SCRIPT.match(bare) is not None and bare.count(" ") < _COPYRIGHT_WORDS


def is_subtitle(line: str) -> bool:
    """Tell whether a line before the first speech says by whom it is, or is a subtitle in italics, no sentence or quotation."""
    if _BYLINE.fullmatch(without_marks(line)):
        return True
    match = _ITALIC.fullmatch(line)
    return match is not None and _OF_A_PRACTICE.search(line) is not None and not _NO_SUBTITLE.search(match[2])


def _without_brackets(text: str) -> str:
    """Return what stands in square brackets around a whole text, but for the ``[end]`` of a part."""
    return text[1:-1].strip() if text[:1] == "[" and text[-1:] == "]" and " " in text[1:-1].strip() else text


def stated_title(line: str) -> str | None:
    """Return the title that a label states, as ``**Title:** Evening calm`` does."""
    match = _STATED_TITLE.match(line)
    return match["title"].strip(" *_\"'\u201c\u201d#") or None if match else None


def is_end(line: str) -> bool:
    """Tell whether a line says that the script ends here."""
    return _END.fullmatch(_without_brackets(without_marks(line).rstrip(".!* "))) is not None


def is_bare_amount(line: str) -> bool:
    """Tell whether a line is nothing but a duration in figures."""
    if len(line) > _LONGEST_AMOUNT or "[" in line[1:] or not _DIGIT.search(line):
        return False
    bare = without_marks(line)
    return any(map(str.isdigit, bare)) and any(map(str.isalpha, bare)) and read_amount(bare) is not None
