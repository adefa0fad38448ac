"""Reminders that follow the person: their next times, in the zone where the person is now."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select, update

from mindful.errors import StoreError
from mindful.reminders.ledger.model import FLOATING
from mindful.reminders.ledger.rows import reminder_of, us
from mindful.reminders.ledger.terms import LIMIT
from mindful.store import DELIVERIES, REMINDERS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

    from mindful.reminders.ledger.standings import Known

_FARTHEST = timedelta(hours=26)
"""Between the clocks of the first and the last zone of the earth."""
_DEALT_WITH = 100
"""So many of a reminder's newest rows are looked at; more than the bells of a day and a half."""


def follow_the_person(connection: Connection, known: Known) -> int:
    """Find the next times of floating reminders anew, in the zone where the person is now, and return how many.

    What would have come there within the time that is caught up comes, unless its wall time was dealt with elsewhere.
    """
    elsewhere = (REMINDERS.c.tz == FLOATING) & (REMINDERS.c.resolved_tz != known.here.key)
    query = select(REMINDERS).where(elsewhere).limit(LIMIT).with_for_update(skip_locked=True)
    rows = connection.execute(query).mappings().all()
    changed = [{"of": row["id"], **_first_here(connection, row, known)} for row in rows]
    if changed:
        values: dict[str, Any] = {
            "next_due_us": bindparam("due"), "next_key": bindparam("key"), "resolved_tz": known.here.key,
        }  # fmt: skip
        connection.execute(update(REMINDERS).where(REMINDERS.c.id == bindparam("of")).values(values), changed)
    return len(rows)


def _first_here(connection: Connection, row: Mapping[Any, Any], known: Known) -> dict[str, Any]:
    """Return the due and the key of a reminder's first occurrence here that was not dealt with elsewhere."""
    as_it_is = {"due": row["next_due_us"], "key": row["next_key"]}
    try:
        reminder = reminder_of(row)
    except StoreError:
        return as_it_is
    if reminder.next_due is None:
        return as_it_is
    dealt_with = set(
        connection.scalars(
            select(DELIVERIES.c.occurrence_key)
            .where(DELIVERIES.c.reminder_id == reminder.id)
            .order_by(DELIVERIES.c.due_us.desc())
            .limit(_DEALT_WITH)
        )
    )
    since = min(reminder.next_due - _FARTHEST, known.now - timedelta(seconds=reminder.latest_s))
    found = reminder.after(max(reminder.updated, since), known.here)
    while found and found.key in dealt_with:
        found = reminder.after(found.due, known.here)
    return {"due": us(found.due) if found else None, "key": found.key if found else None}
