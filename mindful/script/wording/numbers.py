"""Figures in English text as a person reads them: ranges, times, breath patterns, units, money, years, fractions. Pure.

What stands here only rewrites figures; marks, abbreviations and capitals are the work of `speakable.py`. The readings are
tried in the order of `_READINGS`: a more telling shape comes before a plainer one, the bare figure last.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from mindful.script.wording.abbreviations import CURRENCIES, MINUTES_AFTER, MONTHS, UNITS

if TYPE_CHECKING:
    from collections.abc import Callable

_CROSS, _DEGREE = "\N{MULTIPLICATION SIGN}", "\N{DEGREE SIGN}"
_DASH = "[-\N{EN DASH}\N{MINUS SIGN}]"
# A figure begins where none stands before it, so that a long run of digits is never tried digit by digit.
_START = r"(?<![\d.,:/])"
_END = r"(?![\w/]|[.,:]\d)"
_FIGURE = r"(?:\d{1,3}(?:,\d{3}){1,4}(?!\d)(?:\.\d{1,9})?|\d{1,15}(?:\.\d{1,9})?)"
_FRACTION = r"\d{1,2}/\d{1,3}(?![\d/])"
_QUANTITY = rf"(?:{_FIGURE} {_FRACTION}|{_FRACTION}|{_FIGURE})"
_MERIDIEM = r"([ap])\.?m(?:\.(?!$)|(?![\w.])|(?=\.$))"
_UNIT = "|".join(sorted(map(re.escape, UNITS), key=len, reverse=True))
_MONEY = "".join(map(re.escape, CURRENCIES))
_MONTH = "|".join(f"{name}|{short}\\b\\.?" for name, short in MONTHS.items())
_ONE_PART = re.compile("^one (?=half|quarter)")
_UNITS_ANY_CASE = {name.lower(): forms for name, forms in UNITS.items()} | UNITS
_YEAR_CUES = (
    "to|in|since|until|till|from|by|before|after|around|year|early|late|mid|spring|summer|autumn|fall|winter|of"
)
_ROMAN = re.compile(
    r"\b([Pp]art|[Cc]hapter|[Pp]hase|[Ss]tep|[Ss]ection|[Ll]evel|[Ss]tage|[Vv]olume|[Ww]orld [Ww]ar|[Aa]ct) ([IVX]{2,5}|[VX]|I(?= ?(?:$|[:.,;-])))(?!\w)"
)
_SCALES = {"k": "thousand", "m": "million", "bn": "billion"}
_PLACES = {"no": "number", "nos": "numbers", "fig": "figure", "vol": "volume", "p": "page", "pp": "pages"}


def speak_numbers(text: str) -> str:
    """Write every figure of an English text in words.

    Args:
        text: One sentence with single spaces.

    Returns:
        The same sentence without an ASCII digit.
    """
    text = _ROMAN.sub(_roman, text)
    if not re.search("[0-9]", text):
        return text
    for pattern, reading in _READINGS:
        text = pattern.sub(reading, text)
    return text


def cardinal(figure: str) -> str:
    """Read one figure such as ``7``, ``1,000``, ``2.5`` or ``007``; long ones and those with a leading zero by the digit."""
    whole, _, decimals = figure.replace(",", "").partition(".")
    is_code = len(whole) > 15 or (len(whole) > 1 and whole[0] == "0")
    words = _by_digit(whole) if is_code else _words(int(whole))
    return f"{words} point {_by_digit(decimals)}" if decimals else words


@lru_cache(maxsize=1024)
def _words(number: int, form: str = "cardinal") -> str:
    from num2words import num2words

    return str(num2words(number, lang="en", to=form)).replace(",", "")


def _by_digit(digits: str) -> str:
    return " ".join(_words(int(digit)) for digit in digits)


def _dialled(match: re.Match[str]) -> str:
    *before, number = (match[1], match[2]) if match.re.groups else (match[0],)
    plus = "plus " if number.startswith("+") else ""
    return "".join(before) + plus + ", ".join(_by_digit(group) for group in re.findall(r"\d+", number))


def _iso_date(match: re.Match[str]) -> str:
    month = list(MONTHS)[int(match[2]) - 1]
    return f"{month} {_words(int(match[3]), 'ordinal')}, {_words(int(match[1]), 'year')}"


def _pattern(match: re.Match[str]) -> str:
    return ", ".join(map(cardinal, re.findall(r"\d+", match[0])))


def _range(match: re.Match[str]) -> str:
    # 4-4 is a breath pattern, not a range; only the first figure is taken here, the second may open another range.
    low = match[1].strip()
    return f"{low}, " if low == match[2] else f"{low} to "


def _clock(match: re.Match[str]) -> str:
    hour, minute, second, half_of_day = match.groups()
    suffix = f" {half_of_day.upper()}M" if half_of_day else ""
    if second and int(second):
        suffix += f" and {_counted(second, 'second', 'seconds')}"
    if not minute or (suffix and not int(minute)):
        return _words(int(hour)) + suffix
    if not int(minute):
        return _full_hour(int(hour))
    return f"{_words(int(hour))} {'oh ' if minute[0] == '0' else ''}{_words(int(minute))}{suffix}"


def _full_hour(hour: int) -> str:
    if hour in {0, 24}:
        return "midnight"
    return f"{_words(hour)} o'clock" if hour <= 12 else f"{_words(hour)} hundred"


def _money(match: re.Match[str]) -> str:
    mark, figure, scale, figure_before, mark_after = match.groups()
    one, many = CURRENCIES[mark or mark_after]
    whole, _, cents = (figure or figure_before).partition(".")
    if scale:
        scale = scale.lower().strip()
        return f"{cardinal(figure)} {_SCALES.get(scale, scale)} {many}"
    if len(cents) > 2:
        return f"{cardinal(figure or figure_before)} {many}"
    words = _counted(whole, one, many)
    return f"{words} {cardinal(cents.ljust(2, '0').lstrip('0'))}" if cents.strip("0") else words


def _counted(quantity: str, one: str, many: str) -> str:
    return f"{_quantity(quantity)} {one if quantity == '1' else many}"


def _quantity(quantity: str) -> str:
    whole, _, part = quantity.rpartition(" ") if "/" in quantity else (quantity, "", "")
    if not part:
        return cardinal(whole)
    fraction = _fraction(part)
    if not whole:
        return fraction
    return f"{cardinal(whole)} and {_ONE_PART.sub('a ', fraction)}"


def _fraction(part: str) -> str:
    above, below = map(int, part.split("/"))
    if not 0 < above < below < 10:
        return f"{_words(above)} out of {_words(below)}"
    name = {2: "half", 4: "quarter"}.get(below) or _words(below, "ordinal")
    return f"{_words(above)} {name}{'s' if above > 1 else ''}"


def _unit(match: re.Match[str]) -> str:
    before, quantity, gap, name = match.groups()
    one, many = _UNITS_ANY_CASE.get(name) or _UNITS_ANY_CASE[name.lower()]
    if before and name == "m":
        one, many = UNITS["min"]
    before = before or ""
    if gap == "-":
        return f"{before}{_quantity(quantity)}-{one}"
    if "/" in quantity and " " not in quantity:
        return before + _part_of(quantity, one)
    return before + _counted(quantity, one, many)


def _part_of(fraction: str, one: str) -> str:
    article = "an" if one[0] in "aeiou" or one == "hour" else "a"
    return f"half {article} {one}" if fraction == "1/2" else f"{_fraction(fraction)} of {article} {one}"


def _decade(match: re.Match[str]) -> str:
    words = _words(int(match[0][:-1]), "year")
    return words[:-1] + "ies" if words.endswith("y") else words + "s"


def _month_day(match: re.Match[str]) -> str:
    month = next(name for name in MONTHS if match[1][:3] == name[:3])
    if match[4]:
        return f"{month} {_words(int(match[4]), 'year')}"
    year = ", " + _words(int(match[3]), "year") if match[3] else ""
    return f"{month} {_words(int(match[2]), 'ordinal')}{year}"


def _times(match: re.Match[str]) -> str:
    figure = match[1] or match[2]
    return "once" if figure == "1" else f"{cardinal(figure)} times"


def _by(match: re.Match[str]) -> str:
    return f"{cardinal(match[1])} {'times' if ' ' in match[0] else 'by'} "


def _figure(match: re.Match[str]) -> str:
    left = " " if match.string[match.start() - 1 : match.start()].isalpha() else ""
    right = " " if match.string[match.end() : match.end() + 1].isalpha() else ""
    return left + cardinal(match[0]) + right


def _rule(
    pattern: str, reading: Callable[[re.Match[str]], str]
) -> tuple[re.Pattern[str], Callable[[re.Match[str]], str]]:
    return re.compile(pattern, re.IGNORECASE), reading


def _hours_or_minutes(match: re.Match[str]) -> str:
    names = (
        (("hour", "hours"), ("minute", "minutes"))
        if match[2].lower() == "h"
        else (("minute", "minutes"), ("second", "seconds"))
    )
    return f"{_counted(match[1], *names[0])} {_counted(match[3].lstrip('0') or '0', *names[1])}"


def _counting(match: re.Match[str]) -> str:
    return (", " if match[0][0] == "-" else "") + _pattern(match)


def _date(match: re.Match[str]) -> str:
    first, second = int(match[1]), int(match[2])
    month, day = (first, second) if first <= 12 else (second, first)
    if not 1 <= month <= 12 or not 1 <= day <= 31:
        return _pattern(match)
    return f"{list(MONTHS)[month - 1]} {_words(day, 'ordinal')}, {_words(int(match[3]), 'year')}"


def _roman(match: re.Match[str]) -> str:
    values = [{"I": 1, "V": 5, "X": 10}[letter] for letter in match[2]]
    number = sum(-value if value < max(values[at:]) else value for at, value in enumerate(values))
    return f"{match[1]} {_words(number)}"


_READINGS = (
    _rule(r"\d{16,}", lambda match: _by_digit(match[0])),
    _rule(rf"{_START}(\d{{1,2}})/(\d{{1,2}})/((?:19|20)\d\d){_END}", _date),
    _rule(rf"{_START}(\d{{1,2}}) ?(h)(?:r|ours?)? ?([0-5]?\d)(?: ?m(?:in)?)?{_END}", _hours_or_minutes),
    _rule(rf"{_START}(\d{{1,3}}) ?(m)(?:in)? ?([0-5]?\d) ?s(?:ec)?{_END}", _hours_or_minutes),
    _rule(r"< ?(?=\d)", lambda _: "less than "),
    _rule(r"> ?(?=\d)", lambda _: "more than "),
    _rule(rf"{_START}([12]\d{{3}})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01]){_END}", _iso_date),
    _rule(
        rf"{_START}(?:\+\d{{1,3}}[ -]?)?\(?\d{{3}}\)?[ .-]\d{{3}}[ .-]\d{{4}}{_END}|{_START}\d{{3}}-\d{{4}}{_END}|\+\d[\d -]{{6,18}}\d{_END}",
        _dialled,
    ),
    _rule(
        rf"\b((?:call|dial|ring|phone|text)(?:s|ing)? (?:\w{{1,12}} (?:to )?|))(\d[\d -]{{1,18}}\d){_END}",
        _dialled,
    ),
    _rule(rf"(?:{_START}|(?<=[a-z])-)\d{{1,3}}(?:(?: ?{_DASH} ?|/)\d{{1,3}}){{2,24}}{_END}", _counting),
    _rule(rf"{_START}\d(?::\d){{2,4}}{_END}", _pattern),
    _rule(rf"{_START}\d{{1,2}}{_DASH}\d{{1,2}}(?=[ -](?:breath(?:ing)?|counts?|pattern|rhythm|technique)\b)", _pattern),
    _rule(
        rf"{_START}(\d{{1,3}}(?:st|nd|rd|th)) ?{_DASH} ?(?=\d{{1,3}}(?:st|nd|rd|th)\b)", lambda match: f"{match[1]} to "
    ),
    _rule(rf"{_START}24/7{_END}", lambda _: "twenty-four seven"),
    _rule(rf"{_START}(?:(?:1[1-9]|20)\d0|(?<=')\d0)s\b", _decade),
    _rule(
        rf"(?<![\d.,:/\w])([{_MONEY}]?(?:\d{{1,2}}:\d\d|{_QUANTITY}) ?(?:[ap]\.?m\.?|%|{_DEGREE}|min|sec|s)?)"
        rf" ?{_DASH} ?(?=([{_MONEY}]?{_FIGURE}))",
        _range,
    ),
    _rule(rf"{_START}(\d{{1,2}})(?:[:.]([0-5]\d)(?::([0-5]\d))?)? ?{_MERIDIEM}", _clock),
    _rule(rf"{_START}([01]?\d|2[0-4]):([0-5]\d)(?::([0-5]\d))?{_END}()", _clock),
    _rule(r"(?<=\d) ?: ?(?=\d)", lambda _: " to "),
    _rule(
        rf"([{_MONEY}]) ?({_FIGURE})( ?(?:k|m|bn|thousand|million|billion)\b)?|{_START}({_FIGURE}) ?([{_MONEY}])",
        _money,
    ),
    _rule(rf"{_START}(\d{{1,9}})(?:st|nd|rd|th)\b", lambda match: _words(int(match[1]), "ordinal")),
    _rule(
        rf"(\b(?:{'|'.join(MINUTES_AFTER)}) )?{_START}({_QUANTITY})( ?|-)({_UNIT})(?:\.(?= [a-z]))?(?![\w'])",
        _unit,
    ),
    _rule(
        rf"{_START}1/2 (?:an? )?(second|minute|hour|day|week|mile|cup|breath|step)\b",
        lambda match: _part_of("1/2", match[1]),
    ),
    _rule(rf"{_START}1/2(?= (?:an?|of|the|my|your)\b)", lambda _: "half"),
    _rule(rf"{_START}({_FIGURE} {_FRACTION}|{_FRACTION})", lambda match: _quantity(match[1])),
    _rule(rf"{_START}({_FIGURE}) ?[x{_CROSS}] ?(?=\d)", _by),
    _rule(rf"(?<!\w)[x{_CROSS}] ?({_FIGURE})(?![\w-])|{_START}({_FIGURE}) ?[x{_CROSS}](?!\w)", _times),
    _rule(r"\b(nos?|figs?|vol|pp?)\. ?(?=\d)", lambda match: f"{_PLACES.get(match[1].lower(), match[1])} "),
    _rule(r"# ?(?=\d)", lambda _: "number "),
    _rule(
        rf"\b(?-i:({_MONTH})) (?:(\d{{1,2}})(?:st|nd|rd|th)?(?:,? ((?:1[1-9]|20)\d\d))?|((?:1[1-9]|20)\d\d)){_END}",
        _month_day,
    ),
    _rule(
        rf"\b({_YEAR_CUES}) (19\d\d|20\d\d){_END}",
        lambda match: f"{match[1]} {_words(int(match[2]), 'year')}",
    ),
    _rule(r"(?<![\w)])[-\N{MINUS SIGN}](?=\d)", lambda _: "minus "),
    _rule(r"(?:~|\N{ALMOST EQUAL TO}) ?(?=\d)", lambda _: "about "),
    _rule(r"(?<![\w.])\.(?=\d)", lambda _: "point "),
    _rule(r"\d{1,15}(?:\.\d{1,15}){2,9}", lambda match: " point ".join(map(cardinal, match[0].split(".")))),
    _rule(rf"{_FIGURE}", _figure),
    _rule(r"\d+", _figure),
)
