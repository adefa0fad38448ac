"""How the settings of the practice log are read. Pure; each raises ValueError for what it cannot read."""

from __future__ import annotations

import re
from datetime import timedelta

_NONE = ("", "none")
_PASSWORD = re.compile(r"(?<=://).*(?=@)|(?<=password=)[^&\"']*", re.IGNORECASE)
_SWITCH = {"on": True, "yes": True, "true": True, "off": False, "no": False, "false": False}
_WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def switch(text: str) -> bool:
    """Read on or off."""
    if text.lower() not in _SWITCH:
        raise ValueError("it is on or off")
    return _SWITCH[text.lower()]


def day_start(text: str) -> timedelta:
    """Read when a practice day begins, as the time since midnight."""
    match = re.fullmatch(r"(\d{1,2}):([0-5]\d)", text)
    start = timedelta(hours=int(match[1]), minutes=int(match[2])) if match else None
    # A day that began in the afternoon would count this morning for yesterday.
    if start is None or start > timedelta(hours=12):
        raise ValueError("a day starts between 00:00 and 12:00")
    return start


def days_a_week(text: str) -> int:
    """Read a number of days, 1 to 7."""
    if text not in {"1", "2", "3", "4", "5", "6", "7"}:
        raise ValueError("it is a number from 1 to 7")
    return int(text)


def weekdays(text: str) -> frozenset[int]:
    """Read days of the week, such as ``sat, sun``; 0 is Monday."""
    if text.lower() in _NONE:
        return frozenset()
    return frozenset(_weekday(word) for word in re.findall(r"[^\s,]+", text.lower()))


def _weekday(word: str) -> int:
    for number, day in enumerate(_WEEK):
        # Three letters tell the days apart.
        if len(word) >= 3 and day.startswith(word):
            return number
    raise ValueError("the days are mon, tue, wed, thu, fri, sat, sun")


def database(text: str) -> str | None:
    """Read the address of a PostgreSQL database."""
    if text.lower() in _NONE:
        return None
    if not re.match(r"postgres(?:ql)?(?:\+psycopg)?://", text):
        raise ValueError("a database is written postgresql://user@host/name")
    return text


def without_password(text: str) -> str:
    """Return a text with what may be a user's name and password in an address replaced by stars."""
    return _PASSWORD.sub("***", text)
