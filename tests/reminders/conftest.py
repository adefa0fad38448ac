"""A ledger in a real database, a clock that is set by hand, and a hand that sends what is taken."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update
from ulid import ULID

from mindful.reminders.delivery import Receipt
from mindful.reminders.ledger import Answers, History, ReminderBook, claim, mark
from mindful.reminders.ledger.model import Reminder
from mindful.reminders.ledger.terms import Terms
from mindful.reminders.rules import Weekly
from mindful.sessions.log import SessionLog
from mindful.sessions.model import Session
from mindful.store import REMINDERS, open_store

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mindful.reminders.ledger import Claim, Claimed
    from mindful.store import Store

OWNER = "here/1"
DELIVERED = (Receipt(channel="outbox", state="delivered", detail="It lies in the outbox.", handle="1"),)


class Desk:
    """One person's reminders, over days that pass as a test says."""

    def __init__(self, store: Store, here: str = "Europe/Berlin") -> None:
        self.store = store
        self.here = ZoneInfo(here)
        self.now = self.at("2027-05-03 06:00")

    @property
    def book(self) -> ReminderBook:
        """The reminders."""
        return ReminderBook(self.store, self.here)

    @property
    def answers(self) -> Answers:
        """What the person does about them."""
        return Answers(self.store, self.here)

    def at(self, wall: str, zone: str | None = None) -> datetime:
        """Return a wall time of where the person is, or of another zone, as an instant."""
        tz = ZoneInfo(zone) if zone else self.here
        return datetime.fromisoformat(wall).replace(tzinfo=tz).astimezone(UTC)

    def reminder(self, **fields: Any) -> Reminder:
        """Return a reminder at half past seven each day, unless told otherwise, that is not in the book."""
        values: dict[str, Any] = {
            "id": str(ULID()), "rule": Weekly(times=(time(7, 30),)), "phrase": "daily at 7:30",
            "created": self.now, "updated": self.now, "channels": ("outbox",),
        }  # fmt: skip
        return Reminder(**(values | fields))

    def add(self, **fields: Any) -> Reminder:
        """Add a reminder to the book."""
        return self.book.add(self.reminder(**fields), now=self.now)

    def get(self, reminder: Reminder) -> Reminder:
        """Return a reminder as it is in the book now."""
        return self.book.get(reminder.id)

    def damage(self, reminder: Reminder, **columns: Any) -> None:
        """Write into columns of a reminder what mindful would not."""
        with self.store.writing() as connection:
            connection.execute(update(REMINDERS).where(REMINDERS.c.id == reminder.id).values(columns))

    @contextmanager
    def restarted(self) -> Iterator[None]:
        """Let go of the database and open it again, as after a restart."""
        self.store.close()
        before, place = self.store, self.store.place
        url = place.url.render_as_string(hide_password=False) if place.url else None
        with open_store(place.file.parent if place.file else Path(), url=url) as self.store:
            yield
        self.store = before

    def claim(
        self, wall: str | None = None, *, owner: str = OWNER, lease_s: float = 180.0, limit: int = 500
    ) -> Claimed:
        """Set the clock, where a time is given, and take what is due."""
        if wall:
            self.now = self.at(wall)
        return claim(self.store, self.now, self.here, Terms(owner=owner, lease_s=lease_s, limit=limit))

    def mark(self, claimed: Claim, receipts: Sequence[Receipt] = DELIVERED) -> bool:
        """Write what became of a claim; it was delivered, unless told otherwise."""
        return mark(self.store, claimed, receipts, self.now, here=self.here)

    def send(self, wall: str | None = None) -> list[str]:
        """Set the clock, where a time is given, take what is due, deliver it, and return the keys."""
        claims = self.claim(wall).claims
        assert all(self.mark(one) for one in claims)
        return [one.key for one in claims]

    def rows(self, reminder: Reminder | None = None) -> dict[str, tuple[str, str]]:
        """Return the state and the reason of each occurrence, the oldest first."""
        found = History(self.store).find(reminder_id=reminder.id if reminder else None)
        return {one.occurrence_key: (one.state, one.reason) for one in reversed(found)}

    def states(self, reminder: Reminder | None = None) -> dict[str, str]:
        """Return the state of each occurrence, the oldest first."""
        return {key: state for key, (state, _) in self.rows(reminder).items()}

    def practise(self, wall: str, minutes: float = 10.0) -> None:
        """Log a session that begins at a wall time."""
        start = self.at(wall)
        offset = start.astimezone(self.here).utcoffset() or timedelta(0)
        SessionLog(self.store).add(
            Session(
                id=str(ULID()), started_at=start, ended_at=start + timedelta(minutes=minutes),
                practised_s=minutes * 60, tz=self.here.key, utc_offset_s=int(offset.total_seconds()),
                created=self.now, updated=self.now,
            )
        )  # fmt: skip


@pytest.fixture
def desk(store: Store) -> Desk:
    """Return a desk in Berlin, on the Monday 2027-05-03 at six, on each kind of database."""
    return Desk(store)


@pytest.fixture
def berlin(sqlite: Store) -> Desk:
    """Return the same desk on SQLite alone, for what the database has no part in."""
    return Desk(sqlite)
