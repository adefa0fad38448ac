"""The planned wall times of a rule, as naive datetimes: no zone, no clock. Pure.

Rules whose times depend on more than the calendar, the random and the sun's, plan days only; `rules.occurrences` does
the rest.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from cronsim import CronSim

from mindful.reminders.rules.model import (
    EVERY_DAY,
    LAST,
    AtSun,
    Cron,
    EveryDays,
    Interval,
    Monthly,
    Once,
    RandomTimes,
    Rule,
    Weekly,
    window_min,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

ONE_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)


def planned_walls(rule: Rule, since: datetime) -> Iterator[tuple[date, datetime]]:
    """Yield the planned wall times of a rule at or after a wall time, rising, each with the day it belongs to.

    The day differs from the wall time's own date only behind midnight in a window that crosses it.

    Raises:
        OverflowError: The rule goes on beyond the year 9999.
    """
    if isinstance(rule, Once):
        if rule.at >= since:
            yield rule.at.date(), rule.at
    elif isinstance(rule, Cron):
        # cronsim gives times behind the one it is given, and looks at whole seconds.
        for wall in CronSim(rule.expression, since - timedelta(seconds=1) if not since.microsecond else since):
            yield wall.date(), wall
    else:
        before = ONE_DAY if isinstance(rule, Interval) and rule.end < rule.start else timedelta(0)
        for day in planned_days(rule, since.date() - before):
            for wall in _walls_of(rule, day):
                if wall >= since:
                    yield day, wall


def planned_days(rule: Rule, since: date) -> Iterator[date]:
    """Yield the days of a rule that goes by days, at or after a date, rising."""
    match rule:
        case EveryDays():
            since = max(since, rule.first_on)
            day = since + (rule.first_on - since) % timedelta(days=rule.days)
            while True:
                yield day
                day += timedelta(days=rule.days)
        case Monthly():
            yield from _days_of_months(rule, since)
        case Weekly(every_weeks=every, first_on=date() as first_on) if every > 1:
            since = max(since, first_on)
            week = _monday(since)
            week += (_monday(first_on) - week) % timedelta(weeks=every)
            while True:
                yield from (day for day in _days_of_week(week, rule.weekdays) if day >= since)
                week += timedelta(weeks=every)
        case Weekly() | Interval() | RandomTimes() | AtSun():
            while True:
                if rule.weekdays == EVERY_DAY or since.weekday() in rule.weekdays:
                    yield since
                since += ONE_DAY
        case _:
            raise TypeError(f"{type(rule).__name__} has no days")


def _walls_of(rule: Rule, day: date) -> Iterator[datetime]:
    if isinstance(rule, Interval):
        first = datetime.combine(day, rule.start)
        for minutes in range(0, window_min(rule.start, rule.end) + 1, rule.every_min):
            yield first + minutes * _MINUTE
    elif isinstance(rule, Weekly | EveryDays | Monthly):
        for at in rule.times:
            yield datetime.combine(day, at)
    else:
        raise TypeError(f"{type(rule).__name__} has no planned wall times")


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _days_of_week(monday: date, weekdays: tuple[int, ...]) -> Iterator[date]:
    return (monday + timedelta(days=weekday) for weekday in weekdays)


def _days_of_months(rule: Monthly, since: date) -> Iterator[date]:
    year, month = since.year, since.month
    while True:
        yield from (day for day in _days_of_month(rule, year, month) if day >= since)
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
        if year > 9999:
            raise OverflowError("no months behind the year 9999")


def _days_of_month(rule: Monthly, year: int, month: int) -> list[date]:
    first_weekday, length = monthrange(year, month)
    numbers = {length if day == LAST else day for day in rule.days}
    for n, weekday in rule.nth_weekdays:
        first = 1 + (weekday - first_weekday) % 7
        numbers.add(first + (length - first) // 7 * 7 if n == LAST else first + (n - 1) * 7)
    return [date(year, month, number) for number in sorted(numbers) if number <= length]


def at_midnight(day: date) -> datetime:
    """Return the wall time at which a day begins."""
    return datetime.combine(day, time())
