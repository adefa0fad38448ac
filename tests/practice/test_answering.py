from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from ulid import ULID

from mindful.errors import PlayerError, StoreError
from mindful.practice import answering
from mindful.practice.answering import answer
from mindful.reminders.delivery import Act
from mindful.reminders.ledger import Answers, History, Reminder, ReminderBook
from mindful.reminders.ledger.claims import claim
from mindful.reminders.ledger.terms import Terms
from mindful.reminders.rules import Weekly

if TYPE_CHECKING:
    from mindful.store import Store

HERE = ZoneInfo("Europe/Berlin")


@pytest.fixture
def shown(sqlite: Store) -> tuple[Store, Act]:
    """Return a database in which a reminder has come, and somebody who presses Start."""
    now = datetime.now(UTC)
    at = (now.astimezone(HERE) + timedelta(hours=1)).time().replace(second=0, microsecond=0)
    reminder = Reminder(
        id=str(ULID()), rule=Weekly(times=(at,)), phrase="daily", created=now, updated=now, target="body-scan"
    )
    saved = ReminderBook(sqlite, HERE).add(reminder, now=now)
    claim(sqlite, now + timedelta(hours=2), HERE, Terms(owner="me", lease_s=60))
    return sqlite, Act(action="start", reminder_id=saved.id, occurrence_key=str(saved.next_key), channel="desktop")


def answered(act: Act, store: Store, **other: Any) -> tuple[list[str], list[tuple[str, ...]], list[float]]:
    said: list[str] = []
    started: list[tuple[str, ...]] = []
    waits: list[float] = []
    answer(
        act, store, **{
            "here": lambda: HERE, "day_start": timedelta(hours=4), "say": said.append, "start": started.append,
            "wait": waits.append, **other,
        },
    )  # fmt: skip
    return said, started, waits


def acted(store: Store, act: Act) -> str | None:
    (row,) = [one for one in History(store).find() if one.occurrence_key == act.occurrence_key]
    return row.acted


def test_start_begins_the_practice_and_is_an_answer(shown: tuple[Store, Act]) -> None:
    store, act = shown
    said, started, _ = answered(act, store)
    assert not said
    assert started[0][-4:] == ("-m", "mindful", "play", "--", "body-scan")[-4:]
    assert acted(store, act) == "start"


def test_a_practice_that_does_not_begin_is_told_and_the_answer_still_counts(shown: tuple[Store, Act]) -> None:
    store, act = shown

    def fail(_command: tuple[str, ...]) -> None:
        raise PlayerError("The practice does not start: no.")

    said, _, _ = answered(act, store, start=fail)
    assert said == ["The practice does not start: no."]
    assert acted(store, act) == "start"


def test_an_answer_waits_for_a_database_that_is_held(shown: tuple[Store, Act], monkeypatch: pytest.MonkeyPatch) -> None:
    store, act = shown
    asked: list[str] = []
    really = Answers.act

    def held_twice(self: Answers, *words: Any, **named: Any) -> Any:
        asked.append("once more")
        if len(asked) < 3:
            raise StoreError("It is held.")
        return really(self, *words, **named)

    monkeypatch.setattr(Answers, "act", held_twice)
    said, started, waits = answered(act, store)
    assert (said, len(started), waits) == ([], 1, [answering.AGAIN_S] * 2)
    assert acted(store, act) == "start"


def test_an_answer_that_cannot_be_written_is_told_in_the_end(
    shown: tuple[Store, Act], monkeypatch: pytest.MonkeyPatch
) -> None:
    store, act = shown

    def held(*_words: Any, **_named: Any) -> None:
        raise StoreError("It is held.")

    monkeypatch.setattr(Answers, "act", held)
    said, started, waits = answered(act, store)
    assert (said, len(waits)) == (["It is held."], answering.TRIES - 1)
    assert len(started) == 1


def test_a_reminder_that_was_removed_meanwhile_is_told(shown: tuple[Store, Act]) -> None:
    store, act = shown
    ReminderBook(store, HERE).remove(act.reminder_id, now=datetime.now(UTC))
    said, started, waits = answered(act, store)
    assert len(said) == 2
    assert "removed" in said[1]
    assert not started
    assert not waits


def test_a_snooze_says_until_when_or_that_it_was_put_off_often_enough(shown: tuple[Store, Act]) -> None:
    store, act = shown
    snoozed = Act(action="snooze", reminder_id=act.reminder_id, occurrence_key=act.occurrence_key, channel="desktop")
    said, _, _ = answered(snoozed, store, day_start=timedelta(hours=(datetime.now(HERE).hour + 12) % 24))
    assert said[0].startswith("Put off until ")
    often = Act(action="snooze", reminder_id=act.reminder_id, occurrence_key=f"{time(7):%H:%M}~3", channel="desktop")
    said, _, _ = answered(often, store)
    assert said == ["It was put off three times, or the day would be over; it comes at its next time."]
