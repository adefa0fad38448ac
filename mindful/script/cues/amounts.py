"""Amounts of time in words and figures, as people write them: "1-2 min", "a few breaths", "one and a half minutes". Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from mindful.script.cues.words import APPROXIMATELY, BREATH_S, NUMBER_WORDS, TENS, UNIT_ADJECTIVES, UNITS_S
from mindful.units import duration_or_none

FIGURE = r"\d{1,6}(?:[.,]\d{1,3})?"
_FRACTIONS = {"\u00bd": ".5", "\u00bc": ".25", "\u00be": ".75"}


def _longest_first(words: object) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))  # type: ignore[call-overload] # any iterable


_TENS = rf"(?:{'|'.join(TENS)})[- ](?:one|two|three|four|five|six|seven|eight|nine)"
_QUANTITY = rf"(?:{FIGURE}(?![\d.,]*\d)|(?:{_TENS}|{_longest_first(NUMBER_WORDS)})(?![^\W_]))"
_UNIT = rf"(?:{_longest_first(UNITS_S)})(?![^\W\d_])\.?"
_BETWEEN = r"(?: ?[-\u2013\u2014] ?| (?:to|or|bis|a|o|oder) )"
_ABOUT = re.compile(rf"(?:(?:{APPROXIMATELY})\s+|~\s?|\u2248\s?)*", re.IGNORECASE)
_AMOUNT = re.compile(
    rf"(?P<low>{_QUANTITY})(?: \(?\d+\)?(?= ))?(?P<half> and a half)?(?:[ -]?(?P<first>{_UNIT}))?"
    rf"(?:{_BETWEEN}(?P<high>{_QUANTITY}))?"
    rf"(?:[ -]?(?:(?:{UNIT_ADJECTIVES})[ -])*(?P<unit>{_UNIT})(?P<cycle> cycles?)?)?(?P<half_more> and a half)?"
)
_POINT = re.compile(r"(?<![\d.])\.(?=\d)")
_VULGAR = re.compile(r"(?:(\d) ?)?([\u00bc-\u00be])")
_HALF = re.compile(r"(?<![\d/])1/2(?![\d/])")
_AND_HALF = re.compile(r"(\d) 1/2(?![\d/])")
_FIGURE = re.compile(FIGURE)
_THOUSANDS = re.compile(r",(?=\d{3}$)")
_OR_MORE = re.compile(r" or (?:two|so|more)\b")
_MORE = re.compile(rf",? (?:and )?(?P<low>{_QUANTITY})[ -]?(?P<unit>{_UNIT})")
_FIGURE_AND_WORD = re.compile(r"\d\s?-?\s?[a-z]", re.IGNORECASE)
_TIGHT = re.compile(r"(?:\d{1,5}(?:h|m|min))+\d{1,5}(?:s|sec|m|min)(?![^\W_])|\d{1,3}:[0-5]\d(?::[0-5]\d)?(?![\d:])")


@dataclass(frozen=True, kw_only=True, slots=True)
class Amount:
    """A stretch of time found in a text."""

    seconds: float
    end: int
    """Offset in the text after it."""
    has_unit: bool = True
    """False for a bare figure; it is then taken for seconds."""


def plain(text: str) -> str:
    """Return a text in small letters with single spaces, fractions as decimals."""
    if not text.isascii():
        text = _VULGAR.sub(lambda found: f"{found[1] or '0'}{_FRACTIONS[found[2]]}", text)
    if "." in text:
        text = _POINT.sub("0.", text)
    if "1/2" in text:
        text = _HALF.sub("0.5", _AND_HALF.sub(r"\1.5", text))
    return " ".join(text.lower().split())


def match_amount(text: str, at: int = 0) -> Amount | None:
    """Read an amount where it begins in a text as `plain` returns it, or return None; a range gives its middle."""
    about = _ABOUT.match(text, at)
    start = about.end() if about else at
    if (tight := _TIGHT.match(text, start)) and (seconds := duration_or_none(tight[0])) is not None:
        return _with_more(text, Amount(seconds=seconds, end=tight.end()))
    match = _AMOUNT.match(text, start)
    if not match:
        return None
    low = _number(match["low"]) + (0.5 if match["half"] or match["half_more"] else 0.0)
    high = _number(match["high"]) if match["high"] else None
    unit_word = match["unit"] or match["first"]
    if unit_word is None:
        plain_figure = _FIGURE.fullmatch(match["low"]) and (high is None or _FIGURE.fullmatch(match["high"]))
        middle = low if high is None else (low + high) / 2
        return Amount(seconds=middle, end=match.end(), has_unit=False) if plain_figure else None
    unit_s = _unit_s(unit_word)
    first_s = _unit_s(match["first"]) if match["first"] else unit_s
    if match["cycle"]:
        unit_s = first_s = BREATH_S
    seconds = low * first_s if high is None else (low * first_s + high * unit_s) / 2
    if high is None and match["low"] in {"a", "an", "one", "1"} and (more := _OR_MORE.match(text, match.end())):
        return Amount(seconds=seconds * (1.5 if more[0].endswith("two") else 1), end=more.end())
    return _with_more(text, Amount(seconds=seconds, end=match.end()))


def _with_more(text: str, amount: Amount) -> Amount:
    """Add the seconds of "1 minute and 30 seconds"."""
    more = _MORE.match(text, amount.end)
    if not more or amount.seconds < 60 or _unit_s(more["unit"]) != 1.0:
        return amount
    return Amount(seconds=amount.seconds + _number(more["low"]), end=more.end())


def read_amount(text: str) -> float | None:
    """Read a text that is only an amount of time with its unit (``10 seconds``, ``about 1-2 min``), as seconds, or None."""
    text = plain(text).strip(" .")
    amount = match_amount(text)
    return amount.seconds if amount and amount.has_unit and not text[amount.end :].strip(" .") else None


@lru_cache(maxsize=256)
def is_bare_duration(text: str) -> bool:
    """Tell whether a text is only a duration in figures, such as ``10 seconds`` or ``1-2 min``."""
    return bool(_FIGURE_AND_WORD.search(text)) and read_amount(text) is not None


def _number(text: str) -> float:
    if text in NUMBER_WORDS:
        return NUMBER_WORDS[text]
    if _FIGURE.fullmatch(text):
        return float(_THOUSANDS.sub("", text).replace(",", "."))
    tens, one = text.replace("-", " ").split(" ")
    return TENS[tens] + NUMBER_WORDS[one]


def _unit_s(word: str) -> float:
    return UNITS_S[word.rstrip(".")]
