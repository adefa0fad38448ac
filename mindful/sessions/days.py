"""The practice day: which day a session counts for. Pure.

It is the local date at the start of the session, in the session's own zone, less the person's day start. The offset
from UTC is the one kept in the session: a later change of a zone's rules moves no day.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

DAY_START = timedelta(hours=4)
"""A sitting before this time of the night belongs to the day before, unless the person sets another."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY_ZERO = date(1970, 1, 1).toordinal()
_SECOND_US, _DAY_S = 1_000_000, 86_400


def practice_day(started_at: datetime, utc_offset_s: int, *, day_start: timedelta = DAY_START) -> date:
    """Return the practice day of a session.

    Args:
        started_at: Aware.
        utc_offset_s: Seconds east of UTC there and then.
        day_start: When a new day begins, after midnight.
    """
    return day_of(day_number(microseconds(started_at), utc_offset_s, day_start // timedelta(seconds=1)))


def today(now: datetime, *, day_start: timedelta = DAY_START) -> date:
    """Return the practice day of a moment, by the offset that the moment itself has.

    Args:
        now: Aware.
        day_start: When a new day begins, after midnight.
    """
    offset = now.utcoffset() or timedelta(0)
    return practice_day(now, offset // timedelta(seconds=1), day_start=day_start)


def day_number(started_us: int, utc_offset_s: int, day_start_s: int) -> int:
    """Return the practice day as days since 1970-01-01; the light form, for many sessions.

    Args:
        started_us: Microseconds since 1970, in UTC.
        utc_offset_s: Seconds east of UTC.
        day_start_s: Seconds after midnight.
    """
    return (started_us // _SECOND_US + utc_offset_s - day_start_s) // _DAY_S


def day_of(number: int) -> date:
    """Return the date of a day number."""
    return date.fromordinal(number + _DAY_ZERO)


def number_of(day: date) -> int:
    """Return the day number of a date."""
    return day.toordinal() - _DAY_ZERO


def weekday_of(number: int) -> int:
    """Return the weekday of a day number: 0 is Monday, 6 Sunday."""
    # 1970-01-01 was a Thursday.
    return (number + 3) % 7


def week_of(number: int) -> int:
    """Return the number of the week, Monday to Sunday, that a day number lies in; weeks follow on one another."""
    return (number + 3) // 7


def microseconds(instant: datetime) -> int:
    """Return an aware instant as microseconds since 1970, in UTC."""
    return (instant - _EPOCH) // timedelta(microseconds=1)


def instant(us: int) -> datetime:
    """Return microseconds since 1970 as an instant in UTC."""
    return _EPOCH + timedelta(microseconds=us)
