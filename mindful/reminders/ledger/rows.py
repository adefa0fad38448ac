"""Values of the ledger as rows of the database, and back."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from mindful.errors import ReminderError, StoreError
from mindful.reminders.decisions import Pause, read_quiet
from mindful.reminders.ledger.model import Delivery, Heartbeat, Reminder
from mindful.reminders.rules import read_rule, write_rule
from mindful.sessions.days import instant, microseconds

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import Connection, Insert, Table

_PLAIN = (
    "id", "title", "message", "phrase", "tz", "target", "length_s", "catch_up_s", "skip_if_done", "min_minutes",
    "anchor", "show_title", "follow_up", "rev", "next_key", "unanswered",
)  # fmt: skip
"""Fields that are columns of the same name and value."""
_NEVER = instant(0)
"""What stands for an instant beyond the calendar."""
_INSTANTS = {
    "created": "created_us", "updated": "updated_us", "next_due": "next_due_us", "last_sent": "last_sent_us",
}  # fmt: skip


def row_of(reminder: Reminder) -> dict[str, Any]:
    """Return the columns of a reminder; of its last change, and where it was resolved, the book knows."""
    row: dict[str, Any] = {name: getattr(reminder, name) for name in _PLAIN}
    row |= {column: us(getattr(reminder, name)) for name, column in _INSTANTS.items()}
    row |= {name: day and day.isoformat() for name in ("start_on", "end_on") for day in (getattr(reminder, name),)}
    row["rule"] = write_rule(reminder.rule)
    row["channels"] = json.dumps(reminder.channels)
    row["quiet"] = str(reminder.quiet) if reminder.quiet else None
    return row


def reminder_of(row: Mapping[Any, Any]) -> Reminder:
    """Return the reminder of a row.

    Raises:
        StoreError: The row holds what no reminder can: a later version wrote it, or the disk or somebody changed it.
    """
    try:
        values: dict[str, Any] = {name: row[name] for name in _PLAIN}
        values |= {name: at(row[column]) for name, column in _INSTANTS.items()}
        values |= {name: row[name] and date.fromisoformat(row[name]) for name in ("start_on", "end_on")}
        quiet = read_quiet(row["quiet"]) if row["quiet"] else None
        channels = tuple(map(str, json.loads(row["channels"])))
        return Reminder(rule=read_rule(row["rule"]), channels=channels, quiet=quiet, **values)
    except (ReminderError, ValueError, TypeError, OverflowError) as error:
        why = error.message if isinstance(error, ReminderError) else "A field of it is damaged."
        raise StoreError(
            f'The reminder "{row["id"]}" cannot be read: {why}',
            hint=f"Nothing of it was changed. Remove it with: mindful remind remove {row['id'][-6:]}",
        ) from None


def delivery_of(row: Mapping[Any, Any]) -> Delivery:
    """Return the row of an occurrence as a value; of a damaged one, what can be read."""
    return Delivery(
        reminder_id=row["reminder_id"],
        occurrence_key=row["occurrence_key"],
        due=due_of(row),
        state=row["state"],
        reason=row["reason"],
        look_at=_readable(row["look_us"]),
        attempts=row["attempts"],
        results=_results(row["results"]),
        decided_at=_readable(row["decided_us"]) or _NEVER,
        sent_at=_readable(row["sent_us"]),
        acted=row["acted"],
        acted_at=_readable(row["acted_us"]),
    )


def due_of(row: Mapping[Any, Any]) -> datetime:
    """Return when an occurrence was planned; of a damaged row, an instant long ago, at which nothing is sent."""
    return _readable(row["due_us"]) or _NEVER


def _readable(column: int | None) -> datetime | None:
    try:
        return at(column)
    except OverflowError:
        return None


def _results(text: str) -> tuple[Mapping[str, Any], ...]:
    try:
        found = json.loads(text)
    except ValueError:
        return ()
    return tuple(row for row in found if isinstance(row, dict)) if isinstance(found, list) else ()


def delivery_row(
    reminder_id: str, key: str, *, due: datetime, state: str, reason: str, now: datetime, look: datetime | None = None,
    owner: str | None = None, attempts: int = 0,
) -> dict[str, Any]:  # fmt: skip
    """Return the columns of an occurrence that nothing has been sent of yet."""
    return {
        "reminder_id": reminder_id,
        "occurrence_key": key,
        "due_us": microseconds(due),
        "state": state,
        "reason": reason,
        "look_us": us(look),
        "owner": owner,
        "attempts": attempts,
        "results": "[]",
        "decided_us": microseconds(now),
        "sent_us": None,
        "acted": None,
        "acted_us": None,
    }


def pause_of(row: Mapping[Any, Any]) -> Pause:
    """Return the pause of a row."""
    return Pause(since=instant(row["since_us"]), until=at(row["until_us"]), scope=row["scope"])


def heartbeat_of(row: Mapping[Any, Any]) -> Heartbeat:
    """Return the sign of life of a row."""
    return Heartbeat(
        owner=row["owner"],
        at=instant(row["at_us"]),
        started=instant(row["started_us"]),
        next_due=at(row["next_due_us"]),
        version=row["version"],
        trouble=row["trouble"],
    )


def insert_new(connection: Connection, table: Table) -> Insert:
    """Return an insert that leaves out rows whose key is taken."""
    if connection.dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import insert as postgresql_insert

        return postgresql_insert(table).on_conflict_do_nothing()
    from sqlalchemy.dialects.sqlite import insert as sqlite_insert

    return sqlite_insert(table).on_conflict_do_nothing()


def us(moment: datetime | None) -> int | None:
    """Return an aware instant as microseconds since 1970; None stays None."""
    return None if moment is None else microseconds(moment)


def at(column: int | None) -> datetime | None:
    """Return microseconds since 1970 as an instant in UTC; None stays None."""
    return None if column is None else instant(column)
