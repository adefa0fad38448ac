"""Looking back: why was I reminded, or not? And looking ahead: what is settled already."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, select, tuple_

from mindful.reminders.ledger.rows import delivery_of, us
from mindful.store import DELIVERIES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from mindful.reminders.ledger.model import Delivery, Reminder
    from mindful.store import Store

KEPT = timedelta(days=400)
"""How long the ledger looks back: a year, and some weeks to compare it with."""


class History:
    """The ledger as a record. Methods raise `StoreError` when the database cannot be used."""

    def __init__(self, store: Store) -> None:
        """Take the database."""
        self._store = store

    def find(
        self,
        *,
        reminder_id: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        states: Iterable[str] = (),
        limit: int | None = None,
    ) -> list[Delivery]:
        """Return what became of occurrences, the newest first.

        Args:
            reminder_id: Only of this reminder.
            since: Only due at this instant or later.
            until: Only due before this instant.
            states: Only of these; all when there are none.
            limit: So many at most.
        """
        query = select(DELIVERIES).order_by(DELIVERIES.c.due_us.desc(), DELIVERIES.c.occurrence_key.desc())
        if reminder_id is not None:
            query = query.where(DELIVERIES.c.reminder_id == reminder_id)
        if since is not None:
            query = query.where(DELIVERIES.c.due_us >= us(since))
        if until is not None:
            query = query.where(DELIVERIES.c.due_us < us(until))
        if wanted := tuple(states):
            query = query.where(DELIVERIES.c.state.in_(wanted))
        with self._store.reading() as connection:
            rows = connection.execute(query if limit is None else query.limit(limit)).mappings()
            return [delivery_of(row) for row in rows]

    def decided_since(self, moment: datetime) -> list[Delivery]:
        """Return the occurrences that were decided upon at an instant or later, in the order in which they were due."""
        query = select(DELIVERIES).where(DELIVERIES.c.decided_us >= us(moment)).order_by(DELIVERIES.c.due_us)
        with self._store.reading() as connection:
            return [delivery_of(row) for row in connection.execute(query).mappings()]

    def settled(self, reminders: Iterable[Reminder]) -> dict[str, Delivery]:
        """Return, by reminder, the row that its next occurrence has already: it was skipped or moved by hand."""
        keys = [(reminder.id, reminder.next_key) for reminder in reminders if reminder.next_key]
        found: dict[str, Delivery] = {}
        both = tuple_(DELIVERIES.c.reminder_id, DELIVERIES.c.occurrence_key)
        with self._store.reading() as connection:
            for start in range(0, len(keys), 500):
                chosen = select(DELIVERIES).where(both.in_(keys[start : start + 500]))
                rows = map(delivery_of, connection.execute(chosen).mappings())
                found |= {delivery.reminder_id: delivery for delivery in rows}
        return found

    def prune(self, now: datetime, *, kept: timedelta = KEPT) -> int:
        """Delete what was settled longer ago than it is kept, and return how many rows that were."""
        old = (DELIVERIES.c.due_us < us(now - kept)) & DELIVERIES.c.look_us.is_(None)
        with self._store.writing() as connection:
            return connection.execute(delete(DELIVERIES).where(old)).rowcount
