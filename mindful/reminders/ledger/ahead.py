"""A clock that stood far ahead for a while, as of a machine with an empty battery, and was set right.

What was decided by it lies in the future: reminders were moved on by months or years, and would be silent until then.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select, update

from mindful.errors import StoreError
from mindful.reminders.ledger.rows import reminder_of, us
from mindful.reminders.ledger.terms import LIMIT
from mindful.store import DELIVERIES, REMINDERS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

    from mindful.reminders.ledger.standings import Known

AHEAD = timedelta(days=7)
"""What a clock decided less than this ahead stands: a clock that is set back sends nothing twice."""
_BY_HAND = ("waiting", "skipped", "claimed")
"""What a person has settled beforehand, or a process has in hand."""


def come_back(connection: Connection, known: Known) -> int:
    """Take back what a clock decided that stood far ahead, and return how many reminders that moves.

    What was sent stays sent, and is dated now. The rest comes when it is due.
    """
    now = us(known.now)
    decided = DELIVERIES.c.state.not_in(_BY_HAND)
    far = decided & (DELIVERIES.c.due_us > us(known.now + AHEAD))
    found = connection.scalars(select(DELIVERIES.c.reminder_id).where(far).distinct().limit(LIMIT)).all()
    if not found:
        return 0
    theirs = decided & (DELIVERIES.c.due_us > now) & DELIVERIES.c.reminder_id.in_(found)
    connection.execute(delete(DELIVERIES).where(theirs, DELIVERIES.c.sent_us.is_(None)))
    connection.execute(update(DELIVERIES).where(theirs).values(due_us=now, sent_us=now))
    _set_anew(connection, found, known)
    return len(found)


def _set_anew(connection: Connection, ids: Iterable[str], known: Known) -> None:
    """Find the next times of reminders as the clock is now."""
    query = select(REMINDERS).where(REMINDERS.c.id.in_(ids), ~REMINDERS.c.removed).order_by(REMINDERS.c.id)
    for row in connection.execute(query.with_for_update()).mappings().all():
        values: dict[str, Any] = {}
        if row["last_sent_us"] and row["last_sent_us"] > (us(known.now) or 0):
            values["last_sent_us"] = us(known.now)
        try:
            reminder = reminder_of(row)
        except StoreError:
            continue
        coming = reminder.after(known.now, known.here)
        values |= {"next_due_us": us(coming.due) if coming else None, "next_key": coming.key if coming else None}
        connection.execute(update(REMINDERS).where(REMINDERS.c.id == row["id"]).values(values))
