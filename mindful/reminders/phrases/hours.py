"""Clauses about the time of day: at what times, between what times, every how many minutes, at sunrise or sunset."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from mindful.errors import ReminderError
from mindful.reminders.phrases.cursor import Clause, Cursor
from mindful.reminders.phrases.words import MINUTES, Clock, hour_of
from mindful.reminders.places import COORDINATES, find_place

EVENING_H = 18
"""From this hour on a window may end on the next morning, whatever its end looks like."""


def times(cursor: Cursor) -> list[Clause] | None:
    """Read `at 7:30`, `at 7:30am and 9pm`, `at 9, 12 and 15`; a time with a colon needs no `at`."""
    first = cursor.at
    said_at = cursor.take("at")
    token = cursor.peek()
    if not said_at and (token is None or token.kind != "time"):
        return None
    clocks = cursor.take_list(clock)
    if not clocks:
        cursor.refuse_from(cursor.at if token and token.kind == "odd" else first)
    _check_halves(cursor, clocks, first)
    return [Clause(name="at", value=tuple(clock.at for clock in clocks))]


def clock(cursor: Cursor) -> Clock | None:
    """Read one time of day."""
    token = cursor.peek()
    if token is None:
        return None
    found = token.value if isinstance(token.value, Clock) else hour_of(token)
    cursor.at += found is not None
    return found


def _check_halves(cursor: Cursor, clocks: list[Clock], first: int) -> None:
    """Refuse `7 and 9pm`: where one time says its half of the day, the others must be clear too."""
    if any(clock.marked for clock in clocks) and not all(clock.clear for clock in clocks):
        cursor.refuse(cursor.text_from(first), "leaves open whether morning or evening is meant")


def window(cursor: Cursor) -> list[Clause] | None:
    """Read `between 9:00 and 17:00` or `from 9:00 to 17:00`."""
    first = cursor.at
    if not cursor.take("between", "from"):
        return None
    cursor.like = "window"
    start = clock(cursor)
    end = clock(cursor) if start and cursor.take("and", "to", "until", "-", "\u2013") else None
    if start is None or end is None:
        cursor.refuse_from(first)
    _check_halves(cursor, [start, end], first)
    if end.at <= start.at and not _is_night(start, end):
        # Nine to five is not a night: whoever means 5pm has to say so.
        cursor.refuse(cursor.text_from(first), "ends before it begins")
    return [Clause(name="window", value=(start.at, end.at))]


def _is_night(start: Clock, end: Clock) -> bool:
    if end.at == start.at:
        return False
    midnight = end.at.hour == end.at.minute == 0
    return midnight or start.at.hour >= EVENING_H or (start.clear and end.clear and start.at.hour >= 12)


def duration(cursor: Cursor) -> int | None:
    """Read minutes and hours as minutes: `90 minutes`, `30m`, `1h30m`, `two hours`."""
    minutes: int | None = None
    while True:
        mark = cursor.at
        number = cursor.take_number()
        unit = cursor.take_from(MINUTES) if number is not None else None
        if number is None or unit is None:
            cursor.at = mark
            return minutes
        minutes = (minutes or 0) + number * unit


def gap_or_random(cursor: Cursor) -> list[Clause] | None:
    """Read `at random`, `randomly`, `at least 45 minutes apart`."""
    first = cursor.at
    if cursor.take("randomly") or cursor.take_all("at", "random"):
        cursor.take("times")
        return [Clause(name="random", value=True)]
    if not cursor.take_all("at", "least"):
        return None
    minutes = duration(cursor)
    if minutes is None or not cursor.take("apart"):
        cursor.refuse_from(first)
    return [Clause(name="gap", value=minutes)]


def count(cursor: Cursor) -> list[Clause] | None:
    """Read `3 times`, `three random times a day`, `twice a day`, `once a day`."""
    if cursor.take_all("once", "a", "day"):
        return [Clause(name="count", value=1), Clause(name="a day", value=True)]
    number = 2 if cursor.take("twice") else None
    clauses = []
    if number is None:
        number = cursor.take_number()
        if number is not None and cursor.take("random"):
            clauses.append(Clause(name="random", value=True))
        if number is None or not cursor.take("times", "time", "x"):
            return None
    cursor.like = "count"
    first = cursor.at
    if cursor.take("a", "per"):
        if not cursor.take("day"):
            cursor.refuse_from(first)
        clauses.append(Clause(name="a day", value=True))
    return [Clause(name="count", value=number), *clauses]


def sun(cursor: Cursor) -> list[Clause] | None:
    """Read `at sunset`, `sunset - 30m`, `30 minutes before sunset`, `1h after sunrise`."""
    cursor.take("at")
    minutes = duration(cursor)
    sign = 0
    if minutes is not None:
        sign = -1 if cursor.take("before") else 1 if cursor.take("after") else 0
        if not sign:
            return None
    token = cursor.peek()
    if token is None or not cursor.take("sunrise", "sunset"):
        return None
    cursor.like = "sun"
    mark = cursor.at
    if minutes is None and (sign := _sign(cursor)):
        minutes = duration(cursor)
        if minutes is None:
            cursor.refuse_from(mark)
    return [Clause(name="sun", value=(token.text, sign * (minutes or 0)))]


def _sign(cursor: Cursor) -> int:
    if cursor.take("-", "\u2013", "\u2212", "minus"):
        return -1
    return 1 if cursor.take("+", "plus") else 0


def place(cursor: Cursor) -> list[Clause] | None:
    """Read `in Berlin`, `near 52.52,13.41` or `near 52.52, 13.41 (home)`."""
    first = cursor.at
    if not cursor.take("in", "near"):
        return None
    token = cursor.peek()
    if token and (match := COORDINATES.match(cursor.phrase, token.start)):
        while (token := cursor.peek()) and token.start < match.end():
            cursor.at += 1
        try:
            found = find_place(match[0])
        except ReminderError as error:
            cursor.refuse(cursor.text_from(first), f"is nowhere ({error.message[0].lower()}{error.message[1:-1]})")
        return [Clause(name="place", value=replace(found, name=_label(cursor)))]
    for length in (3, 2, 1):
        words = cursor.tokens[cursor.at : cursor.at + length]
        if len(words) == length and all(word.kind == "word" for word in words):
            with suppress(ReminderError):
                found = find_place(cursor.phrase[words[0].start : words[-1].end])
                cursor.at += length
                return [Clause(name="place", value=found)]
    return cursor.refuse_from(first)


def _label(cursor: Cursor) -> str | None:
    """Read the name in brackets behind coordinates."""
    mark = cursor.at
    if not cursor.take("("):
        return None
    while cursor.peek() and not cursor.take(")"):
        cursor.at += 1
    if cursor.tokens[cursor.at - 1].text != ")":
        cursor.refuse(cursor.text_from(mark), "needs a closing bracket")
    return cursor.phrase[cursor.tokens[mark].end : cursor.tokens[cursor.at - 1].start].strip() or None


def otherwise(cursor: Cursor) -> list[Clause] | None:
    """Read `else 20:00`, `otherwise at 8pm`: when the sun does not rise or set."""
    first = cursor.at
    if not cursor.take("else", "otherwise"):
        return None
    cursor.take("at")
    found = clock(cursor)
    if found is None:
        cursor.refuse_from(first)
    return [Clause(name="else", value=found.at)]
