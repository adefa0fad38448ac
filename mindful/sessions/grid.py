"""Practised minutes laid out as a calendar: weeks from Monday to Sunday, and the shade of each day. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
SHADES = ("none", "under 10", "10 to 19", "20 to 39", "40 or more")
"""What each shade stands for, in minutes of a day."""
_FROM_MINUTES = (10, 20, 40)


@dataclass(frozen=True, kw_only=True, slots=True)
class Week:
    """A week of the calendar."""

    monday: date
    minutes: tuple[float | None, ...]
    """Practised minutes of its seven days; 0 for a day without practice, None for one that has not come yet."""

    @property
    def total(self) -> float:
        """Practised minutes of the whole week."""
        return sum(minutes or 0 for minutes in self.minutes)

    @property
    def sunday(self) -> date:
        """Its last day."""
        return self.monday + timedelta(days=6)

    def begins_month(self) -> bool:
        """Tell whether the first of a month lies in this week."""
        return self.sunday.day <= 7

    @property
    def month(self) -> str:
        """Short name of the month that its Sunday lies in, the same in every language setting."""
        return _MONTHS[self.sunday.month - 1]


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def weeks(seconds_by_day: Mapping[date, float], *, last: date, count: int) -> tuple[Week, ...]:
    """Return the last weeks of a log.

    Args:
        seconds_by_day: Practice day -> practised seconds.
        last: A day of the last week; later days have not come yet.
        count: How many weeks, one or more.
    """
    monday = last - timedelta(days=last.weekday())
    mondays = (monday - timedelta(weeks=back) for back in reversed(range(count)))
    return tuple(Week(monday=start, minutes=_minutes(seconds_by_day, start, last)) for start in mondays)


def _minutes(seconds_by_day: Mapping[date, float], monday: date, last: date) -> tuple[float | None, ...]:
    # Who flew west over the date line may have practised tomorrow already.
    days = (monday + timedelta(days=index) for index in range(7))
    return tuple(seconds_by_day[day] / 60 if day in seconds_by_day else (0.0 if day <= last else None) for day in days)


def shade(minutes: float) -> int:
    """Return the shade of a day, 0 to 4: its place in `SHADES`."""
    return 0 if minutes <= 0 else 1 + sum(minutes >= step for step in _FROM_MINUTES)


def spoken(weeks: tuple[Week, ...]) -> str:
    """Describe a calendar in words, for those who do not see it."""
    practised = sum(bool(minutes) for week in weeks for minutes in week.minutes)
    total = sum(week.total for week in weeks)
    days, minutes = _counted(practised, "day"), _counted(round(total), "minute")
    return f"From {weeks[0].monday} to {weeks[-1].sunday}: practice on {days}, {minutes} in all."


def _counted(number: int, thing: str) -> str:
    return f"one {thing}" if number == 1 else f"{number:,} {thing}s"
