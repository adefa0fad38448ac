"""Clauses about days: how often, on which weekdays, on which days of the month, on what date, from and until when."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

from mindful.reminders.phrases.cursor import Clause, Cursor, Name
from mindful.reminders.phrases.hours import duration
from mindful.reminders.phrases.words import MONTHS, ORDINALS, WEEKDAYS
from mindful.reminders.rules.model import EVERY_DAY, LAST, WEEKEND, WORKING_DAYS

_EVERY: dict[str, Clause] = {
    "day": Clause(name="days", value=EVERY_DAY),
    "week": Clause(name="every weeks", value=1),
    "month": Clause(name="monthly", value=True),
    "hour": Clause(name="every minutes", value=60),
}
_ADVERBS = {"daily": "day", "weekly": "week", "monthly": "month", "hourly": "hour"}


def every(cursor: Cursor) -> list[Clause] | None:
    """Read `every day`, `every mon and fri`, `every 2 days`, `every other week`, `every other monday`, `daily` ..."""
    first = cursor.at
    token = cursor.peek()
    if token and cursor.take(*_ADVERBS):
        return [_EVERY[_ADVERBS[token.text]]]
    if not cursor.take("every", "each"):
        return None
    if days := _day_list(cursor):
        return [Clause(name="days", value=days)]
    token = cursor.peek()
    if token and cursor.take(*_EVERY):
        return [_EVERY[token.text]]
    if cursor.take_all("half", "hour"):
        return [Clause(name="every minutes", value=30)]
    if cursor.take("other"):
        return _so_many(cursor, 2) or _other_days(cursor) or cursor.refuse_from(first)
    # Not `every second monday`, which some mean as the second of the month.
    if cursor.take("second"):
        return _so_many(cursor, 2) or cursor.refuse_from(first)
    mark = cursor.at
    number = cursor.take_number()
    if number is not None and (clauses := _so_many(cursor, number)):
        return clauses
    cursor.at = mark
    minutes = duration(cursor)
    if minutes is None:
        cursor.at = mark + (number is not None)
        cursor.refuse_from(first)
    return [Clause(name="every minutes", value=minutes)]


def _so_many(cursor: Cursor, number: int) -> list[Clause]:
    if cursor.take("day", "days"):
        return [Clause(name="every days", value=number)]
    if cursor.take("week", "weeks"):
        return [Clause(name="every weeks", value=number)]
    return []


def _other_days(cursor: Cursor) -> list[Clause]:
    days = _day_list(cursor)
    return [Clause(name="every weeks", value=2), Clause(name="days", value=days)] if days else []


def weekdays(cursor: Cursor) -> list[Clause] | None:
    """Read `weekdays`, `weekends`, `mon, wed and fri`, `on monday to friday`."""
    cursor.take("on")
    days = _day_list(cursor)
    return [Clause(name="days", value=days)] if days else None


def _day_list(cursor: Cursor) -> tuple[int, ...]:
    return tuple(sorted({day for days in cursor.take_list(_day_range) for day in days}))


def _day_range(cursor: Cursor) -> tuple[int, ...] | None:
    if cursor.take("weekday", "weekdays"):
        return WORKING_DAYS
    if cursor.take("weekend", "weekends"):
        return WEEKEND
    first = cursor.take_from(WEEKDAYS)
    if first is None:
        return None
    mark = cursor.at
    if cursor.take("-", "\u2013", "to", "through"):
        last = cursor.take_from(WEEKDAYS)
        if last is not None:
            return tuple((first + step) % 7 for step in range((last - first) % 7 + 1))
        cursor.at = mark
    return (first,)


def month_days(cursor: Cursor) -> list[Clause] | None:
    """Read `on the 1st and 15th`, `on the last day`, `the second tuesday of every month`, `day 15`."""
    cursor.take("on")
    found = cursor.take_list(_month_day)
    if not found:
        return None
    clauses = [Clause(name="month days", value=tuple(found))]
    cursor.like = "monthly"
    mark = cursor.at
    if cursor.take("of"):
        if not (cursor.take("every", "each", "the") and cursor.take("month")):
            cursor.refuse_from(mark)
        clauses.append(Clause(name="monthly", value=True))
    return clauses


def _month_day(cursor: Cursor) -> tuple[int, int | None] | None:
    """Read one day of a month as a number and a weekday, if any; a bare `first` is neither a day nor a weekday."""
    cursor.take("the")
    if cursor.take("day"):
        number = cursor.take_number()
        return (number, None) if number is not None and 1 <= number <= 31 else None
    token = cursor.peek()
    if token and token.kind == "ordinal":
        number, in_digits = cursor.take_number("ordinal"), True
    else:
        number, in_digits = (LAST if cursor.take("last") else cursor.take_from(ORDINALS)), False
    if number is None:
        return None
    weekday = cursor.take_from(WEEKDAYS)
    if weekday is not None:
        return (number, weekday) if number <= 5 else None
    return (number, None) if cursor.take("day") or in_digits else None


def dates(cursor: Cursor) -> list[Clause] | None:
    """Read `once`, `on 2027-03-01`, `tomorrow`, `on 1 March 2027`."""
    once = [Clause(name="once", value=True)] if cursor.take("once") else []
    mark = cursor.at
    cursor.take("on")
    day = _date(cursor)
    if day is not None:
        return [*once, Clause(name="date", value=day)]
    cursor.at = mark
    return once or None


def bounds(cursor: Cursor) -> list[Clause] | None:
    """Read `from 2027-03-01`, `starting tomorrow`, `until 2027-05-01`."""
    first = cursor.at
    token = cursor.peek()
    if token is None or not cursor.take("from", "starting", "until"):
        return None
    name: Name = "until" if token.text == "until" else "from"
    cursor.take("on")
    day = _date(cursor)
    if day is not None:
        return [Clause(name=name, value=day)]
    # `from 9:00 to 17:00` is a window.
    return None if token.text == "from" else cursor.refuse_from(first)


def _date(cursor: Cursor) -> date | None:
    token = cursor.peek()
    if token and isinstance(token.value, date):
        cursor.at += 1
        return token.value
    if cursor.take("today"):
        return cursor.today
    if cursor.take("tomorrow"):
        return cursor.today + timedelta(days=1)
    return _written_date(cursor)


def _written_date(cursor: Cursor) -> date | None:
    """Read `1 March 2027` or `March 1st, 2027`; 1/3/2027 is two different days, and neither is guessed."""
    first = cursor.at
    cursor.take("the")
    month = cursor.take_from(MONTHS)
    day = cursor.take_number("ordinal")
    if month is None and day is not None:
        cursor.take("of")
        month = cursor.take_from(MONTHS)
    if month is None or day is None:
        cursor.at = first
        return None
    mark = cursor.at
    cursor.take(",")
    year = cursor.take_number()
    if year is not None:
        with suppress(ValueError):
            return date(year, month, day)
    else:
        cursor.at = mark
    cursor.like = "date"
    return cursor.refuse(cursor.text_from(first), "is no date with a year")
