"""What reminders ask of the log, inside a transaction of their own."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, cast, func, select

from mindful.sessions.days import DAY_START, instant, number_of
from mindful.store import SESSIONS

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy import Connection

_DAY_US = 86_400_000_000
_WIDEST_US = 2 * _DAY_US
"""A practice day anywhere on earth lies within so much of its midnight in UTC."""


def practised_on(connection: Connection, day: date, *, day_start: timedelta = DAY_START) -> float:
    """Return the seconds practised on a practice day, by the days that the sessions themselves count for."""
    columns = SESSIONS.c
    # Seconds times a million leave the range of an integer of PostgreSQL.
    local_us = columns.started_us + cast(columns.utc_offset_s, BigInteger) * 1_000_000
    local_us -= day_start // timedelta(microseconds=1)
    start_us = number_of(day) * _DAY_US
    # The plain column first, which has an index.
    near = columns.started_us.between(start_us - _WIDEST_US, start_us + _DAY_US + _WIDEST_US)
    query = select(func.sum(columns.practised_s)).where(near, local_us >= start_us, local_us < start_us + _DAY_US)
    return float(connection.scalar(query) or 0.0)


def last_start(connection: Connection) -> datetime | None:
    """Return when the newest session began, in UTC; None for an empty log."""
    newest: int | None = connection.scalar(select(func.max(SESSIONS.c.started_us)))
    return None if newest is None else instant(newest)
