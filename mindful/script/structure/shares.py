"""The part of the length that a heading states: ``(3 min)``, ``05:00 - 15:00``, ``Minutes 0-2``. Pure."""

from __future__ import annotations

import re

from mindful.script.cues.amounts import match_amount, plain, read_amount

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


def is_stated_time(text: str) -> bool:
    """Tell whether a text is nothing but a duration or a span of time, whatever brackets or dashes are around it."""
    text = text.strip(" :()[]-\u2013\u2014")
    return read_amount(text) is not None or _SPAN.fullmatch(text) is not None


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
