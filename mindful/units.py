"""Durations, gains and speaking rates: how people write them and how we write them back. Pure."""

from __future__ import annotations

import re

from mindful.errors import UnitError

SAMPLE_RATE_HZ = 44_100
"""The rate of every track; the one of CDs, which every encoder and player takes."""

_UNITS_S = {
    "ms": 0.001, "millisecond": 0.001, "msec": 0.001,
    "s": 1.0, "sec": 1.0, "second": 1.0,
    "m": 60.0, "min": 60.0, "minute": 60.0,
    "h": 3600.0, "hr": 3600.0, "hour": 3600.0,
}  # fmt: skip
_PART = re.compile(r"(\d+(?:[.,]\d+)?)\s*([a-z]+)\.?\s*", re.IGNORECASE)
_CLOCK = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d(?:\.\d+)?)")
_GAIN = re.compile(r"([+-\u2212]?\d+(?:\.\d+)?)\s*db", re.IGNORECASE)


def parse_duration(text: str) -> float:
    """Read a duration such as ``8s``, ``1m30s``, ``1:30``, ``90 seconds``, ``2 min`` or ``500ms``.

    Returns:
        Seconds, zero or more.

    Raises:
        UnitError: The text is no duration, or has a number without a unit.
    """
    seconds = duration_or_none(text)
    if seconds is None:
        raise UnitError(f'"{text.strip()}" is no duration.', hint="Write it like 90s, 1m30s, 1:30 or 2 min.")
    return seconds


def duration_or_none(text: str) -> float | None:
    """Read a duration with its unit as in `parse_duration`, or return None where there is none."""
    text = text.strip()
    if clock := _CLOCK.fullmatch(text):
        hours, minutes, seconds = clock.groups()
        return int(hours or 0) * 3600 + int(minutes) * 60 + float(seconds)
    total, at = 0.0, 0
    for part in _PART.finditer(text):
        unit = unit_s(part[2])
        if part.start() != at or unit is None:
            return None
        total += float(part[1].replace(",", ".")) * unit
        at = part.end()
    return total if at and at == len(text) else None


def unit_s(word: str) -> float | None:
    """Return how many seconds a unit of time has (``s``, ``sec``, ``minutes`` ...), or None for another word."""
    word = word.lower().rstrip(".")
    return _UNITS_S.get(word, _UNITS_S.get(word.removesuffix("s")) if len(word) > 1 else None)


def parse_gain_db(text: str) -> float:
    """Read a gain such as ``-24dB``; the unit is needed.

    Raises:
        UnitError: The text is no gain.
    """
    match = _GAIN.fullmatch(text.strip())
    if not match:
        raise UnitError(f'"{text.strip()}" is no gain.', hint="Write it like -24dB or +3dB.")
    return float(match[1].replace("\u2212", "-"))


def clock(seconds: float) -> str:
    """Write a duration for people: ``4:54``, or ``1:04:05`` from an hour on."""
    whole = round(seconds)
    hours, rest = divmod(whole, 3600)
    minutes, secs = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{secs:02}" if hours else f"{minutes}:{secs:02}"


def spell(seconds: float) -> str:
    """Write a duration in words, from a minute on in whole ones: ``40 seconds``, ``1 hour 5 minutes``."""
    if seconds < 60:
        return _counted(int(seconds), "second")
    hours, minutes = divmod(int(seconds // 60), 60)
    parts = [_counted(hours, "hour")] * bool(hours) + [_counted(minutes, "minute")] * bool(minutes)
    return " ".join(parts)


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def frames(seconds: float, sample_rate_hz: int = SAMPLE_RATE_HZ) -> int:
    """Return the number of samples nearest to a duration."""
    return round(seconds * sample_rate_hz)
