"""Times without reminders, and single occurrences that are skipped or moved beforehand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, or_, select, update

from mindful.errors import ReminderError
from mindful.reminders.decisions import EVERY_REMINDER
from mindful.reminders.ledger.rows import delivery_row, insert_new, us
from mindful.store import DELIVERIES, PAUSES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from sqlalchemy import ColumnElement

    from mindful.reminders.ledger.model import Reminder
    from mindful.store import Store


def pause(store: Store, scopes: Sequence[str], *, since: datetime, until: datetime | None) -> None:
    """Pause reminders; a pause that holds already is replaced.

    Args:
        store: The database.
        scopes: Ids of reminders, or `EVERY_REMINDER`.
        since: Aware.
        until: Not part of the pause; None is until further notice.

    Raises:
        ReminderError: The pause would end before it begins.
    """
    if until is not None and until <= since:
        raise ReminderError("A pause ends after it begins.", hint="Such as: --for 1w, or --until 2027-03-08")
    with store.writing() as connection:
        connection.execute(delete(PAUSES).where(PAUSES.c.scope.in_(scopes), _holds(since)))
        rows = [{"since_us": us(since), "until_us": us(until), "scope": scope} for scope in scopes]
        connection.execute(insert(PAUSES), rows)


def resume(store: Store, scopes: Sequence[str], *, now: datetime) -> int:
    """End pauses that hold now, or are still to come, and return how many; what they held back stays unsent.

    Args:
        store: The database.
        scopes: Ids of reminders, or `EVERY_REMINDER`, which ends every pause there is.
        now: Aware.
    """
    wanted = [_holds(now)] if EVERY_REMINDER in scopes else [_holds(now), PAUSES.c.scope.in_(scopes)]
    with store.writing() as connection:
        connection.execute(delete(PAUSES).where(*wanted, PAUSES.c.since_us >= us(now)))
        return connection.execute(update(PAUSES).where(*wanted).values(until_us=us(now))).rowcount


def skip(store: Store, reminder: Reminder, *, now: datetime) -> bool:
    """Leave the next occurrence of a reminder out; False when there is none, or it is settled otherwise already."""
    return _settle(store, reminder, state="skipped", reason="You chose to skip this one.", now=now)


def move(store: Store, reminder: Reminder, at: datetime, *, here: ZoneInfo, now: datetime) -> bool:
    """Move the next occurrence of a reminder to an instant; False when there is none, or it is settled already."""
    reason = f"You moved this one to {at.astimezone(reminder.zone(here)):%Y-%m-%d %H:%M}."
    return _settle(store, reminder, state="waiting", reason=reason, now=now, at=at)


def unsettle(store: Store, reminder: Reminder) -> bool:
    """Let the next occurrence of a reminder come as planned, when it was skipped or moved; tells whether it was."""
    with store.writing() as connection:
        chosen = _next(reminder) & DELIVERIES.c.state.in_(("skipped", "waiting")) & DELIVERIES.c.sent_us.is_(None)
        return connection.execute(delete(DELIVERIES).where(chosen)).rowcount > 0


def _settle(
    store: Store, reminder: Reminder, *, state: str, reason: str, now: datetime, at: datetime | None = None
) -> bool:
    """Write the row of the next occurrence before it comes: the tick finds it settled."""
    if reminder.next_due is None or reminder.next_key is None:
        return False
    due = at or reminder.next_due
    row = delivery_row(reminder.id, reminder.next_key, due=due, state=state, reason=reason, now=now, look=at)
    with store.writing() as connection:
        if connection.execute(select(DELIVERIES.c.state).where(_next(reminder))).first():
            return False
        connection.execute(insert_new(connection, DELIVERIES), [row])
        return True


def _next(reminder: Reminder) -> ColumnElement[bool]:
    return (DELIVERIES.c.reminder_id == reminder.id) & (DELIVERIES.c.occurrence_key == reminder.next_key)


def _holds(now: datetime) -> ColumnElement[bool]:
    """Tell whether a pause has not ended yet."""
    return or_(PAUSES.c.until_us.is_(None), PAUSES.c.until_us > us(now))
