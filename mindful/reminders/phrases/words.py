"""A phrase as words, numbers, times and dates, each with its place in the text. Pure.

Nothing is guessed here: a clump of digits that is no number, time or date stays as it is, for the reader to refuse.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

Kind = Literal["word", "number", "ordinal", "time", "date", "sign", "odd"]

WEEKDAYS = {
    word: number
    for number, words in enumerate(
        (
            "mon monday mondays", "tue tues tuesday tuesdays", "wed weds wednesday wednesdays",
            "thu thur thurs thursday thursdays", "fri friday fridays", "sat saturday saturdays", "sun sunday sundays",
        )
    )
    for word in words.split()
}  # fmt: skip
MONTHS = {
    word: number
    for number, words in enumerate(
        (
            "jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
            "sep sept september", "oct october", "nov november", "dec december",
        ),
        start=1,
    )
    for word in words.split()
}  # fmt: skip
_NUMBERS = "one two three four five six seven eight nine ten eleven twelve"
NUMBERS = {word: number for number, word in enumerate(_NUMBERS.split(), start=1)}
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5}
MINUTES = {
    "m": 1, "min": 1, "mins": 1, "minute": 1, "minutes": 1,
    "h": 60, "hr": 60, "hrs": 60, "hour": 60, "hours": 60,
}  # fmt: skip
_OTHER_WORDS = (
    "after and apart at before between daily day days each else every from hourly in last least midnight month monthly "
    "near noon on once other otherwise random starting sunrise sunset times today tomorrow twice until week weekdays "
    "weekends weekly weeks"
)
VOCABULARY = (*WEEKDAYS, *MONTHS, *NUMBERS, *ORDINALS, *MINUTES, *_OTHER_WORDS.split())
"""Every word a phrase may have, for suggestions."""

_TOKEN = re.compile(
    r"""(?P<date>\d{4}-\d{2}-\d{2})(?:t(?=\d))?
      | (?P<comma>\d{1,2},\d+(?![\d:.]))
      | (?P<digits>\d+(?:[:./]\d+)*)(?:(?P<suffix>st|nd|rd|th)(?![a-z])|\s*(?P<half>[ap])\.?m\b\.?)?
      | (?P<word>[a-z]+(?:'[a-z]+)?)
      | (?P<sign>\S)""",
    re.VERBOSE | re.ASCII,
)
_SUFFIXES = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Clock:
    """A time of day as it was written."""

    at: time
    marked: bool
    """Whether am or pm stands behind it."""
    clear: bool
    """Whether it cannot be taken for another half of the day: marked, noon, midnight, 00:00, 13:00 and later."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Token:
    """The least part of a phrase that has a meaning."""

    kind: Kind
    text: str
    """In small letters."""
    start: int
    end: int
    """Offsets into the phrase."""
    value: Clock | date | int | None = None


def tokens_of(phrase: str) -> list[Token]:
    """Split a phrase into its parts; letters count as small, and a full stop at the end is left out."""
    # Only ASCII is made small: other letters may change their length, and the places would be off.
    text = "".join(letter.lower() if letter.isascii() else letter for letter in phrase).rstrip().removesuffix(".")
    return list(_tokens(text))


def _tokens(text: str) -> Iterator[Token]:
    for match in _TOKEN.finditer(text):
        kind, value = _meaning(match)
        yield Token(kind=kind, text=match[0].strip(), start=match.start(), end=match.end(), value=value)


def _meaning(match: re.Match[str]) -> tuple[Kind, Clock | date | int | None]:
    if match["date"]:
        try:
            return "date", date.fromisoformat(match["date"])
        except ValueError:
            return "odd", None
    if match["comma"]:
        # 7,15 may be a quarter past seven or two hours; with a space behind the comma it is a list.
        return "odd", None
    if match["digits"]:
        return _meaning_of_digits(match["digits"], match["suffix"], match["half"])
    word = match[0]
    if word in {"noon", "midnight"}:
        return "time", Clock(at=time(12 if word == "noon" else 0), marked=False, clear=True)
    return ("word" if match["word"] else "sign"), None


def _meaning_of_digits(digits: str, suffix: str | None, half: str | None) -> tuple[Kind, Clock | int | None]:
    if suffix:
        right = digits.isdecimal() and 1 <= int(digits) <= 31 and suffix == _SUFFIXES.get(int(digits), "th")
        return ("ordinal", int(digits)) if right else ("odd", None)
    if half or not digits.isdecimal():
        clock = _clock(digits, half)
        return ("time", clock) if clock else ("odd", None)
    return "number", int(digits)


def _clock(digits: str, half: str | None) -> Clock | None:
    match = re.fullmatch(r"(\d{1,2})(?:[:.](\d{2}))?", digits)
    if not match:
        return None
    hour, minute = int(match[1]), int(match[2] or 0)
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 23 or minute > 59:
        return None
    return Clock(at=time(hour, minute), marked=bool(half), clear=bool(half) or not 1 <= hour <= 12)


def hour_of(token: Token) -> Clock | None:
    """Return the time of day of a bare number, as in ``at 9``; None for what is no hour."""
    return _clock(token.text, None) if token.kind == "number" else None
