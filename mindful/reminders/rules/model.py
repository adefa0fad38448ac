"""What a reminder's rule may be, as frozen values that are checked when they are built.

Times are wall times of the reminder's zone, to the minute; weekdays count from 0, Monday, to 6, Sunday. The zone, the
first and the last day of a reminder belong to the reminder, not to its rule.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

from cronsim import CronSim, CronSimError

from mindful.errors import ReminderError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mindful.reminders.places import Place, SunEvent

EVERY_DAY = (0, 1, 2, 3, 4, 5, 6)
WORKING_DAYS = (0, 1, 2, 3, 4)
WEEKEND = (5, 6)
LAST = -1
"""The last day of a month, or the last of its Mondays, Tuesdays ..."""
MAX_EVERY_DAYS, MAX_EVERY_WEEKS, MAX_RANDOM = 366, 52, 100
"""The widest steps and the most bells a day that a rule may ask for."""
MAX_OFFSET_MIN = 12 * 60
"""The farthest from sunrise or sunset, in minutes; half a day."""
MINUTES_A_DAY = 24 * 60


@dataclass(frozen=True, kw_only=True, slots=True)
class Weekly:
    """At set times on chosen weekdays: every day, on weekdays, every second Monday ..."""

    times: tuple[time, ...]
    weekdays: tuple[int, ...] = EVERY_DAY
    every_weeks: int = 1
    """1 is every week, 2 every other week; weeks begin on Monday."""
    first_on: date | None = None
    """The day to count from, and the first that may come; needed when `every_weeks` is above 1, else None."""

    def __post_init__(self) -> None:
        _put(self, times=_checked_times(self.times), weekdays=_checked_weekdays(self.weekdays))
        _check_range("number of weeks", self.every_weeks, 1, MAX_EVERY_WEEKS)
        if (self.every_weeks > 1) != (self.first_on is not None):
            raise ReminderError("A rule for every second, third ... week needs the day it counts from, and only that.")


@dataclass(frozen=True, kw_only=True, slots=True)
class EveryDays:
    """At set times every so many days, counted from a first day and never from the last practice."""

    days: int
    """2 is every other day."""
    times: tuple[time, ...]
    first_on: date
    """The day to count from, and the first that comes."""

    def __post_init__(self) -> None:
        _put(self, times=_checked_times(self.times))
        _check_range("number of days", self.days, 2, MAX_EVERY_DAYS)


@dataclass(frozen=True, kw_only=True, slots=True)
class Interval:
    """A bell every so many minutes within a window of the day; the window's end belongs to it."""

    every_min: int
    start: time
    end: time
    """Before `start` it is the next day's."""
    weekdays: tuple[int, ...] = EVERY_DAY
    """The days on which the window begins."""

    def __post_init__(self) -> None:
        _put(self, weekdays=_checked_weekdays(self.weekdays))
        _check_range("number of minutes", self.every_min, 1, window_min(self.start, self.end))


@dataclass(frozen=True, kw_only=True, slots=True)
class RandomTimes:
    """Some bells at random times within a window of the day, which stay the same however often they are computed."""

    count: int
    start: time
    end: time
    """Before `start` it is the next day's."""
    gap_min: int
    """The least from bell to bell, in minutes."""
    weekdays: tuple[int, ...] = EVERY_DAY
    """The days on which the window begins."""

    def __post_init__(self) -> None:
        _put(self, weekdays=_checked_weekdays(self.weekdays))
        _check_range("number of times", self.count, 1, MAX_RANDOM)
        _check_range("number of minutes between two bells", self.gap_min, 1, MINUTES_A_DAY)
        if (self.count - 1) * self.gap_min > window_min(self.start, self.end):
            raise ReminderError(
                f"{self.count} times, {self.gap_min} minutes apart, do not fit between "
                f"{self.start:%H:%M} and {self.end:%H:%M}."
            )


@dataclass(frozen=True, kw_only=True, slots=True)
class Monthly:
    """At set times on days of the month; a month that lacks such a day is left out."""

    times: tuple[time, ...]
    days: tuple[int, ...] = ()
    """1 to 31, or `LAST`."""
    nth_weekdays: tuple[tuple[int, int], ...] = ()
    """Pairs of 1 to 5, or `LAST`, and a weekday: (2, 1) is the second Tuesday. Either these or `days`."""

    def __post_init__(self) -> None:
        _put(self, times=_checked_times(self.times), days=_ordered(self.days), nth_weekdays=_ordered(self.nth_weekdays))
        if bool(self.days) == bool(self.nth_weekdays):
            raise ReminderError("A monthly rule needs days of the month or weekdays of the month, not both.")
        if any(day != LAST and not 1 <= day <= 31 for day in self.days):
            raise ReminderError("A day of the month is 1 to 31, or the last.")
        if any(n not in {LAST, 1, 2, 3, 4, 5} or weekday not in EVERY_DAY for n, weekday in self.nth_weekdays):
            raise ReminderError("A weekday of the month is its first to fifth, or its last.")


@dataclass(frozen=True, kw_only=True, slots=True)
class Once:
    """At one wall time, and never again."""

    at: datetime
    """Naive: the wall time in the reminder's zone."""

    def __post_init__(self) -> None:
        if self.at.tzinfo is not None or self.at.second or self.at.microsecond:
            raise ReminderError("A single reminder needs a date and a time of day, to the minute.")


@dataclass(frozen=True, kw_only=True, slots=True)
class AtSun:
    """At sunrise or sunset at a place, or a while before or after it."""

    event: SunEvent
    place: Place
    fallback: time
    """For days on which the sun does not rise or set there."""
    offset_min: int = 0
    """Minutes; below 0 is before the event."""
    weekdays: tuple[int, ...] = EVERY_DAY

    def __post_init__(self) -> None:
        _put(self, weekdays=_checked_weekdays(self.weekdays), fallback=_checked_times((self.fallback,))[0])
        if self.event not in {"sunrise", "sunset"}:
            raise ReminderError(f'"{self.event}" is neither sunrise nor sunset.')
        _check_range("offset in minutes", self.offset_min, -MAX_OFFSET_MIN, MAX_OFFSET_MIN)


@dataclass(frozen=True, kw_only=True, slots=True)
class Cron:
    """At the wall times of a cron expression of five fields, read as cronsim does."""

    expression: str

    def __post_init__(self) -> None:
        fields = self.expression.split()
        _put(self, expression=" ".join(fields))
        if len(fields) != 5:
            raise ReminderError(
                f'The cron expression "{self.expression}" has {len(fields)} fields; it needs five: '
                "minute, hour, day of the month, month, day of the week.",
                hint='Write it like "30 7 * * 1-5" or "0 9,21 * * *".',
            )
        try:
            # A first time is asked for too: "0 0 LW * */7" is well formed, and no last working day is a Sunday.
            next(CronSim(self.expression, datetime(2000, 1, 1)))  # noqa: DTZ001 -- a wall time
        except CronSimError as error:
            raise ReminderError(
                f'The cron expression "{self.expression}" was not understood: {error}.',
                hint='Write it like "30 7 * * 1-5" or "0 9,21 * * *".',
            ) from error
        except StopIteration:
            raise ReminderError(f'The cron expression "{self.expression}" never comes.') from None


Rule: TypeAlias = Weekly | EveryDays | Interval | RandomTimes | Monthly | Once | AtSun | Cron


def is_bell(rule: Rule) -> bool:
    """Return whether a rule rings many short bells a day, which are never caught up, rather than one practice."""
    return isinstance(rule, Interval | RandomTimes)


@lru_cache(maxsize=1024)
def window_min(start: time, end: time) -> int:
    """Return the length of a window of the day in minutes; one that ends before it starts crosses midnight.

    Raises:
        ReminderError: The window is empty, or has parts of a minute.
    """
    first, last = (at.hour * 60 + at.minute for at in _checked_times((start, end), keep=True))
    if first == last:
        raise ReminderError(f"A window needs a start and another end; both are {start:%H:%M}.")
    return (last - first) % MINUTES_A_DAY


def _put(value: Rule, **fields: object) -> None:
    """Replace fields of a value under construction by their normal form, so that equal rules are equal."""
    for name, content in fields.items():
        object.__setattr__(value, name, content)


def _ordered(values: Iterable[Any]) -> tuple[Any, ...]:
    """Sort without repeats; the last comes last."""
    return tuple(sorted(set(values), key=lambda value: (LAST in _parts(value)[:1], _parts(value))))


def _parts(value: Any) -> tuple[int, ...]:
    return value if isinstance(value, tuple) else (value,)


def _checked_times(times: Iterable[time], *, keep: bool = False) -> tuple[time, ...]:
    times = tuple(times)
    if not times:
        raise ReminderError("A rule needs a time of day.")
    if any(at.second or at.microsecond or at.tzinfo for at in times):
        raise ReminderError("A time of day is a wall time, to the minute.")
    return times if keep else tuple(sorted(set(times)))


def _checked_weekdays(weekdays: Iterable[int]) -> tuple[int, ...]:
    weekdays = tuple(sorted(set(weekdays)))
    if not weekdays or not set(weekdays) <= set(EVERY_DAY):
        raise ReminderError("A rule needs weekdays from 0, Monday, to 6, Sunday.")
    return weekdays


def _check_range(what: str, value: int, low: int, high: int) -> None:
    if not low <= value <= high:
        raise ReminderError(f"The {what} is {low} to {high}, and {value} is not.")
