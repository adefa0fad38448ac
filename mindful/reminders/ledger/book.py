"""The book of reminders: made, changed, listed, removed; the last change can be taken back."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import delete, insert, select, update
from ulid import ULID

from mindful.errors import ReminderError, StoreError
from mindful.reminders.ledger.rows import pause_of, reminder_of, row_of, us
from mindful.store import DELIVERIES, PAUSES, REMINDERS, rows_named

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from zoneinfo import ZoneInfo

    from sqlalchemy import Connection

    from mindful.reminders.decisions import Pause
    from mindful.reminders.ledger.model import Reminder
    from mindful.store import Store

Change = Literal["add", "edit", "remove"]
_WHEN = ("rule", "tz", "start_on", "end_on")
"""Fields that say when a reminder comes."""
_BATCH = 500


class ReminderBook:
    """The reminders in a store.

    An id may be shortened to a beginning or an end that no other reminder has. Methods raise `ReminderError` for a
    reminder that is not there, and `StoreError` when the database cannot be used or a row of it cannot be read.
    """

    def __init__(self, store: Store, here: ZoneInfo) -> None:
        """Take the database, and the zone where the person is, for reminders that follow them."""
        self._store, self._here = store, here

    def add(self, reminder: Reminder, *, now: datetime) -> Reminder:
        """Add a reminder and return it with its next time."""
        return self.add_many([reminder], now=now)[0]

    def add_many(self, reminders: Iterable[Reminder], *, now: datetime) -> list[Reminder]:
        """Add reminders, all or none of them, and return them with their next times."""
        timed = [self._timed(reminder, now) for reminder in reminders]
        rows = [self._row(reminder, change="add") for reminder in timed]
        with self._store.writing() as connection:
            # One that was removed is not in the way of one that comes back from a calendar.
            gone = REMINDERS.c.id.in_([reminder.id for reminder in timed]) & REMINDERS.c.removed
            connection.execute(delete(REMINDERS).where(gone))
            for start in range(0, len(rows), _BATCH):
                connection.execute(insert(REMINDERS), rows[start : start + _BATCH])
        return timed

    def get(self, reminder_id: str) -> Reminder:
        """Return a reminder."""
        with self._store.reading() as connection:
            return reminder_of(_row_named(connection, reminder_id))

    def all(self) -> tuple[list[Reminder], list[StoreError]]:
        """Return all reminders, the one that comes next first, and what is wrong with those that cannot be read."""
        order = (REMINDERS.c.next_due_us.is_(None), REMINDERS.c.next_due_us, REMINDERS.c.id)
        with self._store.reading() as connection:
            rows = connection.execute(select(REMINDERS).where(~REMINDERS.c.removed).order_by(*order)).mappings().all()
        found, trouble = [], []
        for row in rows:
            try:
                found.append(reminder_of(row))
            except StoreError as error:
                trouble.append(error)
        return found, trouble

    def pauses(self) -> list[Pause]:
        """Return every pause there is."""
        with self._store.reading() as connection:
            return [pause_of(row) for row in connection.execute(select(PAUSES)).mappings()]

    def edit(self, reminder_id: str, *, now: datetime, **changes: Any) -> Reminder:
        """Change fields of a reminder and return it as it is now; its next time is found anew if they say when.

        Whoever changes a reminder has not forgotten it: it counts as answered. What was put off stays put off; a next
        time that was skipped or moved beforehand is no next time any more, and goes.

        Raises:
            ReminderError: There is no such reminder, or no reminder can be like that.
        """
        with self._store.writing() as connection:
            row = _row_named(connection, reminder_id, for_change=True)
            old = reminder_of(row)
            edited = replace(old, **changes, updated=now.astimezone(UTC), rev=old.rev + 1, unanswered=0)
            if any(getattr(edited, name) != getattr(old, name) for name in _WHEN):
                edited = self._timed(edited, now)
                _plan_no_more(connection, old)
            values = self._row(edited, change="edit", before=row)
            connection.execute(update(REMINDERS).where(REMINDERS.c.id == old.id).values(values))
            return edited

    def remove(self, *reminder_ids: str, now: datetime) -> list[str]:
        """Remove reminders, all or none, also damaged ones, and return their names; `undo` brings one back."""
        with self._store.writing() as connection:
            rows = [_row_named(connection, each, for_change=True) for each in reminder_ids]
            for row in rows:
                values = {
                    "removed": True, "next_due_us": None, "updated_us": us(now), "change": "remove",
                    "before": _as_text(row),
                }  # fmt: skip
                connection.execute(update(REMINDERS).where(REMINDERS.c.id == row["id"]).values(values))
        return [str(row["title"] or row["target"] or row["phrase"]) for row in rows]

    def undo(self, *, now: datetime) -> tuple[Change, str] | None:
        """Take the last change of any reminder back.

        A reminder that comes back comes at its next time from now on.

        Returns:
            What was taken back, and the name of the reminder; None when there is nothing to take back.
        """
        newest = select(REMINDERS).where(REMINDERS.c.change.is_not(None)).order_by(REMINDERS.c.updated_us.desc())
        with self._store.writing() as connection:
            row = connection.execute(newest.limit(1).with_for_update()).mappings().first()
            if row is None:
                return None
            named = REMINDERS.c.id == row["id"]
            if row["change"] == "add":
                connection.execute(delete(REMINDERS).where(named))
            else:
                before = json.loads(row["before"])
                before |= {"updated_us": us(now), "change": None, "before": None}
                # What was sent since is no part of the change; and whoever takes one back has not forgotten it.
                before |= {"last_sent_us": row["last_sent_us"], "unanswered": 0}
                if before["next_due_us"] is not None:
                    before |= self._next_of(before, now)
                connection.execute(update(REMINDERS).where(named).values(before))
            return row["change"], str(row["title"] or row["target"] or row["phrase"])

    def _next_of(self, row: Mapping[str, Any], now: datetime) -> dict[str, Any]:
        timed = self._timed(reminder_of(row), now)
        return {"next_due_us": us(timed.next_due), "next_key": timed.next_key, "resolved_tz": self._here.key}

    def _timed(self, reminder: Reminder, now: datetime) -> Reminder:
        found = reminder.after(now, self._here)
        return replace(reminder, next_due=found.due if found else None, next_key=found.key if found else None)

    def _row(self, reminder: Reminder, *, change: Change, before: Mapping[str, Any] | None = None) -> dict[str, Any]:
        return row_of(reminder) | {
            "resolved_tz": self._here.key,
            "change": change,
            "before": None if before is None else _as_text(before),
            "removed": False,
        }


def _plan_no_more(connection: Connection, reminder: Reminder) -> None:
    """Take out the row that the next occurrence was given beforehand, since it does not come any more."""
    columns = DELIVERIES.c
    planned = (columns.reminder_id == reminder.id) & (columns.occurrence_key == reminder.next_key)
    beforehand = columns.state.in_(("skipped", "waiting")) & (columns.attempts == 0) & columns.sent_us.is_(None)
    connection.execute(delete(DELIVERIES).where(planned, beforehand))


def new_id() -> str:
    """Return an id for a new reminder."""
    return str(ULID())


def id_of(name: str) -> str:
    """Return the id for what another program has named: one of ours as it is, else always the same for a name.

    The UIDs of a calendar all end alike, and an id is told by its end.
    """
    try:
        return str(ULID.from_str(name))
    except ValueError:
        return str(ULID.from_bytes(sha256(name.encode("utf-8", "surrogatepass")).digest()[:16]))


def _as_text(row: Mapping[str, Any]) -> str:
    """Write a row as JSON, without the row it was before in turn."""
    return json.dumps({**row, "change": None, "before": None}, ensure_ascii=False)


def _row_named(connection: Connection, reminder_id: str, *, for_change: bool = False) -> dict[str, Any]:
    """Return the row of a reminder by its id, or by a beginning or an end of it that no other has."""
    rows = rows_named(connection, REMINDERS, reminder_id, ~REMINDERS.c.removed, for_change=for_change)
    if not rows:
        raise ReminderError(f'There is no reminder "{reminder_id}".', hint="mindful remind list shows the ids.")
    if len(rows) > 1:
        ids = f"{rows[0]['id']} and {rows[1]['id']}"
        raise ReminderError(
            f'Several reminders have "{reminder_id}" in their id, such as {ids}.', hint="Give more of the id."
        )
    return dict(rows[0])
