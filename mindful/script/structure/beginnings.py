"""What stands before the words of a line and is structure: marks of lists, times, the names of those who speak. Pure."""

from __future__ import annotations

import re

from mindful.script.cues.amounts import is_bare_duration
from mindful.script.cues.bells import is_bare_bell
from mindful.script.cues.pause_text import is_bare_pause
from mindful.script.structure.label_words import SPEAKERS, SPEECH_LABELS
from mindful.script.structure.masks import MASK
from mindful.units import duration_or_none

_ITEM_NUMBER = re.compile(r"\s*\(?(\d{1,3})[.)]\s+(?=.*[^\W\d_])")
_ROMAN_NUMBER = re.compile(r"\s*[IVX]{1,5}\.\s+\S")
_LIST_MARK = re.compile(
    r"\s*(?:[-*+\u2022\u2023\u25e6\u25aa\u25cf\u25cb\u25ba\u25a0\u25a1\u00b7\u00a7\uf0b7\u2043\u2713\u2714\u2192\u2013]\s+|o\t\s*|\(?\d{1,3}[.)]\s+(?=.*[^\W\d_])|\(?[a-z]\)\s+|[IVX]{1,4}\.\s+(?=[A-Z]))(?:\[[ xX]\]\s+)?|\s*\[[ xX]\]\s+"
)
_SPEAKER = re.compile(
    rf"\s*(?:\*\*|__|\*|_)?\[?(?:{SPEAKERS}|{SPEECH_LABELS})(?: ?\d)?(?: says?|, [a-z ]{{1,30}}(?=\]))?(?: ?[(\[][^()\[\]\n]{{0,60}}[)\]]){{0,2}}\]?(?:\*\*|__|\*|_)?\s*:(?:\*\*|__|\*|_)?(?:\s*[|>]-?\s*$)?(?=\s|$|[\"\u201c*_])",
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
    rf"\s*(?:(?i:time|timestamp|zeit)\s*:\s*)?(?:\*\*|__|\*|_|`)?(?:[\[(]{_CLOCK_SPAN}[\])]|{_CLOCK_SPAN}(?=\s*(?:\*|_|`|[|:\u2013\u2014\u2192-]|[A-Z\"\u201c\[]|$)(?!M\b)|\t))"
    r"\s*:?(?:\*\*|__|\*|_|`)?\s*(?:[|:\u2013\u2014\u2192-]+(?=\s|$))?\s*",
)
_PIN = re.compile(rf"\s*(?:\*\*)?[\[(]({_CLOCK})(?:\s*(?:-|\u2013|\u2014|to)\s*{_CLOCK})?[\])]")
_ORDINARY = re.compile(r"[A-Za-z][a-z]+(?:'[a-z]+)?,? (?!\*\*|__)[^:\uff1a<\0]*$")
"""Nothing in `_LIST_MARK`, `_TIMESTAMP`, `_SPEAKER`, `_CAPTION`, `_FENCE`, or among the labels of notes, matches such a line."""
_HASHES = re.compile(r"\s*#{1,6}\s+(?=\S)")


def is_ordinary(line: str) -> bool:
    """Tell of most lines at once that they begin with words: no mark, no label, no time, no speaker alone."""
    return _ORDINARY.match(line) is not None


def is_time(line: str) -> bool:
    """Tell whether a line is nothing but a time of the track."""
    return _TIMESTAMP.fullmatch(line) is not None


def is_item(line: str) -> bool:
    """Tell whether a line begins with the mark of a list."""
    return _LIST_MARK.match(line) is not None


def names_speaker(line: str) -> bool:
    """Tell whether a line begins with a label that names who speaks, or says that it is speech."""
    return _SPEAKER.match(line) is not None


def stated_time_s(line: str) -> float | None:
    """Return the time of the track that stands in brackets before the words of a line, as in ``[0:50] Notice``."""
    if ":" not in line:
        return None
    match = _PIN.match(line.replace(MASK, " "))
    return duration_or_none(match[1]) if match else None


def pause_after_time(line: str) -> int | None:
    """Return where the words of a pause or a bell begin that stand alone behind a time of the track, or None."""
    time = _TIMESTAMP.match(line.replace(MASK, " ")) if ":" in line else None
    if not time or not time.end():
        return None
    words = line[time.end() :].strip(" *_.")
    return time.end() if is_bare_pause(words) or is_bare_bell(words) else None


def item_number(line: str) -> int | None:
    """Return the number of a numbered list item."""
    match = _ITEM_NUMBER.match(line)
    return int(match[1]) if match else None


def begins_part(line: str, following: str) -> bool:
    """Tell whether a numbered line stands over text, not among others of its list."""
    numbered = _ITEM_NUMBER.match(line) or _ROMAN_NUMBER.match(line)
    return numbered is not None and bool(following.strip()) and not is_item(following)


def mask_before_words(text: str, *, keep_number: bool) -> str:
    """Overwrite what stands before the words of a line, and a time in bold after a part's name; a number may be kept."""
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
