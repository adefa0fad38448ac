"""What the person did about a reminder: started, put it off, skipped it, or practised without a button."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, select, update

from mindful.errors import ReminderError
from mindful.reminders.decisions import SNOOZE_S, snooze
from mindful.reminders.ledger.rows import delivery_of, delivery_row, insert_new, reminder_of, us
from mindful.sessions.days import DAY_START
from mindful.sessions.practised import last_start
from mindful.store import DELIVERIES, REMINDERS

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from sqlalchemy import Connection

    from mindful.reminders.delivery.port import ActionName
    from mindful.reminders.ledger.model import Delivery, Reminder
    from mindful.reminders.rules import Occurrence
    from mindful.store import Store

SHOWN_FOR = timedelta(hours=24)
"""A notification older than this is not looked for any more."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """A notification that may still stand on a screen."""

    delivery: Delivery
    channel: str
    handle: str


class Answers:
    """Writes what the person did. Methods raise `StoreError` when the database cannot be used."""

    def __init__(self, store: Store, here: ZoneInfo, *, day_start: timedelta = DAY_START) -> None:
        """Take the database, the zone where the person is, and when their day begins."""
        self._store, self._here, self._day_start = store, here, day_start

    def act(
        self, reminder_id: str, key: str, action: ActionName, now: datetime, *, snooze_s: float = SNOOZE_S
    ) -> Occurrence | None:
        """Write that a button of a reminder was pressed; what waited to follow it up is settled.

        Returns:
            When it comes again, for a snooze; None for other actions, and when it was put off often enough or the
            practice day would be over.

        Raises:
            ReminderError: There is no such reminder any more.
        """
        with self._store.writing() as connection:
            row = connection.execute(select(REMINDERS).where(REMINDERS.c.id == reminder_id)).mappings().first()
            if row is None or row["removed"]:
                raise ReminderError("This reminder was removed meanwhile.")
            reminder = reminder_of(row)
            again = None
            if action == "snooze":
                again = self._put_off(connection, reminder, key, now, snooze_s)
            self._answered(connection, reminder_id, key, action, now)
            return again

    def last_shown(self, reminder_id: str, now: datetime) -> Delivery | None:
        """Return the newest occurrence of a reminder that was sent and is unanswered; None when there is none."""
        query = select(DELIVERIES).where(
            DELIVERIES.c.reminder_id == reminder_id, *_unanswered(now)
        ).order_by(DELIVERIES.c.sent_us.desc())  # fmt: skip
        with self._store.reading() as connection:
            row = connection.execute(query.limit(1)).mappings().first()
        return delivery_of(row) if row else None

    def practised(self, now: datetime) -> list[Shown]:
        """Write down as answered what was sent before the newest session began.

        Returns:
            Notifications that may still be shown, to be taken back.
        """
        with self._store.writing() as connection:
            newest = last_start(connection)
            if newest is None:
                return []
            earlier = [*_unanswered(now), DELIVERIES.c.sent_us <= us(newest)]
            rows = connection.execute(select(DELIVERIES).where(*earlier)).mappings().all()
            deliveries = [delivery_of(row) for row in rows]
            for delivery in deliveries:
                self._answered(connection, delivery.reminder_id, delivery.occurrence_key, "practised", now)
        return [shown for delivery in deliveries for shown in _shown(delivery)]

    def _put_off(
        self, connection: Connection, reminder: Reminder, key: str, now: datetime, snooze_s: float
    ) -> Occurrence | None:
        again = snooze(key, now, reminder.zone(self._here), by_s=snooze_s, day_start=self._day_start)
        if again:
            row = delivery_row(
                reminder.id, again.key, due=again.due, state="waiting",
                reason=f"You put it off until {again.local:%H:%M}.", now=now, look=again.due,
            )  # fmt: skip
            connection.execute(insert_new(connection, DELIVERIES), [row])
        return again

    def _answered(self, connection: Connection, reminder_id: str, key: str, acted: str, now: datetime) -> None:
        of_reminder = DELIVERIES.c.reminder_id == reminder_id
        answered: dict[str, Any] = {"acted": acted, "acted_us": us(now)}
        connection.execute(
            update(DELIVERIES).where(of_reminder, DELIVERIES.c.occurrence_key == key).values(answered)
        )  # fmt: skip
        waiting = of_reminder & (DELIVERIES.c.occurrence_key == f"{key}+1") & (DELIVERIES.c.state == "waiting")
        settled = {"state": "done", "reason": "You have answered the first one.", "look_us": None}
        connection.execute(update(DELIVERIES).where(waiting).values(settled))
        connection.execute(update(REMINDERS).where(REMINDERS.c.id == reminder_id).values(unanswered=0))


def _unanswered(now: datetime) -> list[ColumnElement[bool]]:
    recent = us(now - SHOWN_FOR)
    return [DELIVERIES.c.state == "sent", DELIVERIES.c.acted.is_(None), DELIVERIES.c.sent_us > recent]


def _shown(delivery: Delivery) -> list[Shown]:
    return [
        Shown(delivery=delivery, channel=result["channel"], handle=result["handle"])
        for result in delivery.results
        if result.get("state") == "delivered" and result.get("handle")
    ]
