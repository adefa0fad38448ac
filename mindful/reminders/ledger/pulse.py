"""Signs of life of the services, and the next instant at which one must look."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select

from mindful.reminders.ledger.rows import at, heartbeat_of, us
from mindful.sessions.days import instant
from mindful.store import DELIVERIES, HEARTBEATS, REMINDERS

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from mindful.reminders.ledger.model import Heartbeat
    from mindful.store import Store

ALIVE = timedelta(seconds=90)
"""A service whose last sign of life is older does not run; it gives one every 30 s."""


class Pulse:
    """Writes and reads signs of life. Methods raise `StoreError` when the database cannot be used."""

    def __init__(self, store: Store) -> None:
        """Take the database."""
        self._store = store

    def beat(self, heartbeat: Heartbeat) -> None:
        """Write a sign of life in the place of the last one of its owner; those of a week ago go."""
        row = {
            "owner": heartbeat.owner, "at_us": us(heartbeat.at), "started_us": us(heartbeat.started),
            "next_due_us": us(heartbeat.next_due), "version": heartbeat.version, "trouble": heartbeat.trouble,
        }  # fmt: skip
        old = (HEARTBEATS.c.owner == heartbeat.owner) | (HEARTBEATS.c.at_us < us(heartbeat.at - timedelta(days=7)))
        with self._store.writing() as connection:
            connection.execute(delete(HEARTBEATS).where(old))
            connection.execute(HEARTBEATS.insert(), [row])

    def stop(self, owner: str) -> None:
        """Take the sign of life of an owner away: it ends in good order."""
        with self._store.writing() as connection:
            connection.execute(delete(HEARTBEATS).where(HEARTBEATS.c.owner == owner))

    def beats(self) -> list[Heartbeat]:
        """Return the signs of life there are, the newest first."""
        with self._store.reading() as connection:
            rows = connection.execute(select(HEARTBEATS).order_by(HEARTBEATS.c.at_us.desc())).mappings()
            return [heartbeat_of(row) for row in rows]

    def next_look(self) -> datetime | None:
        """Return the first instant at which something is due or must be looked at again; None when there is none."""
        with self._store.reading() as connection:
            return next_look(connection)


def next_look(connection: Connection) -> datetime | None:
    """Return the first instant at which something is due or must be looked at again; None when there is none."""
    due = connection.scalar(select(func.min(REMINDERS.c.next_due_us)))
    look = connection.scalar(select(func.min(DELIVERIES.c.look_us)))
    first = min((moment for moment in (due, look) if moment is not None), default=None)
    try:
        return at(first)
    except OverflowError:
        # Of a damaged row, beyond the calendar: it is set aside when it is due, which is at once, or never.
        return instant(0) if (first or 0) < 0 else None
