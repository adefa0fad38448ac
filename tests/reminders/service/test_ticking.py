"""One tick: sends what is due, says what kept it from that, and gives a sign of life."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from mindful.errors import ReminderError
from mindful.reminders.delivery import DeliveryError, Dispatcher, Message, Patience, Receipt
from mindful.reminders.ledger import History, Pulse
from mindful.reminders.service import Ticker
from mindful.reminders.service.ticking import LEASE_S, utc_now
from mindful.sessions.days import DAY_START
from mindful.store import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from zoneinfo import ZoneInfo

    from mindful.reminders.delivery import Action, Channel
    from tests.reminders.conftest import Desk

PATIENCE_S = 10.0


class Outbox:
    """A channel that keeps what it is given, or refuses it."""

    name = "outbox"

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.buttons: list[str] = []
        self.withdrawn: list[str] = []
        self.refusal: str | None = None

    def available(self) -> None:
        """Nobody asks."""

    def send(self, message: Message, actions: Sequence[Action] = ()) -> Receipt:
        """Keep it."""
        if self.refusal:
            raise DeliveryError(self.refusal)
        self.messages.append(message)
        self.buttons = [action.label for action in actions]
        return Receipt(channel=self.name, state="delivered", detail="Kept.", handle=str(len(self.messages)))

    def withdraw(self, handle: str) -> bool:
        """Remember which were taken back."""
        self.withdrawn.append(handle)
        return True

    def close(self) -> None:
        """Hold nothing."""


@pytest.fixture
def outbox() -> Outbox:
    return Outbox()


@pytest.fixture
def ticker(berlin: Desk, outbox: Outbox) -> Iterator[Ticker]:
    def find(name: str) -> Channel:
        if name != "outbox":
            raise DeliveryError(f'There is no channel "{name}".')
        return outbox  # type: ignore[return-value]

    patience = Patience(channel_s=0.0)
    made = Ticker(
        berlin.store, Dispatcher(find, mask=str, patience=patience), owner="here/1", now=lambda: berlin.now,
        here=lambda: berlin.here, day_start=DAY_START, version="1.2.3",
    )  # fmt: skip
    yield made
    made.lanes.close()


def test_it_sends_discreetly_with_buttons_and_writes_down_what_came_of_it(
    berlin: Desk, ticker: Ticker, outbox: Outbox
) -> None:
    berlin.add(title="Anxiety group", anchor="after I pour my tea", length_s=180.0)
    berlin.now = berlin.at("2027-05-03 07:30")
    ticked = ticker.tick()
    assert ticker.lanes.drain(PATIENCE_S)
    assert (ticked.decided, ticked.taken, ticked.trouble) == (1, 1, None)
    assert ticked.next_look == berlin.now + timedelta(seconds=LEASE_S)
    [message] = outbox.messages
    assert message.title == "Time for your pause"
    assert message.body == "After I pour my tea, I sit for three minutes."
    assert outbox.buttons == ["Start", "Snooze", "Skip"]
    assert berlin.rows() == {"2027-05-03T07:30": ("sent", "On time.")}
    assert ticker.tick().next_look == berlin.at("2027-05-04 07:30")


def test_a_tick_gives_a_sign_of_life(berlin: Desk, ticker: Ticker) -> None:
    started = berlin.now
    berlin.now += timedelta(minutes=5)
    ticker.tick()
    [beat] = Pulse(berlin.store).beats()
    assert (beat.owner, beat.at, beat.started) == ("here/1", berlin.now, started)
    assert (beat.version, beat.trouble, beat.next_due) == ("1.2.3", None, None)
    ticker.stop()
    assert Pulse(berlin.store).beats() == []


def test_more_than_a_transaction_takes_is_sent_by_one_tick(berlin: Desk, ticker: Ticker, outbox: Outbox) -> None:
    berlin.book.add_many([berlin.reminder() for _ in range(1100)], now=berlin.now)
    berlin.now = berlin.at("2027-05-03 07:30")
    assert ticker.tick().taken == 1100
    assert ticker.lanes.drain(PATIENCE_S * 6)
    assert len(outbox.messages) == 1100


def test_a_channel_that_refuses_is_recorded_in_its_own_words(berlin: Desk, ticker: Ticker, outbox: Outbox) -> None:
    outbox.refusal = "The door is shut."
    berlin.add(channels=("outbox", "pigeon"))
    berlin.now = berlin.at("2027-05-03 07:30")
    ticker.tick()
    assert ticker.lanes.drain(PATIENCE_S)
    [(state, reason)] = berlin.rows().values()
    assert state == "waiting"
    assert reason == (
        "It could not be sent, and is tried again at 07:31. "
        'outbox: The door is shut. pigeon: There is no channel "pigeon".'
    )
    outbox.refusal = None
    berlin.now = berlin.at("2027-05-03 07:31")
    ticker.tick()
    assert ticker.lanes.drain(PATIENCE_S)
    assert [row.attempts for row in History(berlin.store).find()] == [2]
    assert len(outbox.messages) == 1


def test_a_database_that_cannot_be_used_is_told_and_the_next_tick_goes_on(
    berlin: Desk, outbox: Outbox, caplog: pytest.LogCaptureFixture
) -> None:
    file = berlin.store.place.file
    assert file
    with open_store(file.parent, wait_s=0.1) as impatient:
        ticker = Ticker(
            impatient, Dispatcher(lambda _name: outbox, mask=str), owner="here/1",  # type: ignore[arg-type, return-value]
            now=lambda: berlin.now, here=lambda: berlin.here, day_start=DAY_START, version="1.2.3",
        )  # fmt: skip
        berlin.add()
        berlin.now = berlin.at("2027-05-03 07:30")
        with closing(sqlite3.connect(file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            ticked = ticker.tick()
            assert ticker.take_back() == 0
            ticker.stop()
        assert ticked.trouble
        assert "in use by another program" in ticked.trouble.message
        assert (ticked.taken, ticked.next_look) == (0, None)
        assert "Reminders wait, and are tried again." in caplog.text
        assert ticker.tick().taken == 1
        assert ticker.lanes.drain(PATIENCE_S)
        ticker.lanes.close()
    assert len(outbox.messages) == 1


def test_a_message_whose_lease_was_lost_while_it_waited_is_not_sent(
    berlin: Desk, ticker: Ticker, outbox: Outbox
) -> None:
    berlin.add()
    [claim] = berlin.claim("2027-05-03 07:30").claims
    berlin.now = claim.until
    berlin.claim(owner="there/2")
    ticker.lanes.put(claim)
    assert ticker.lanes.drain(PATIENCE_S)
    assert outbox.messages == []
    assert berlin.states() == {"2027-05-03T07:30": "claimed"}


def test_a_message_that_waited_long_and_is_still_ours_is_sent(berlin: Desk, ticker: Ticker, outbox: Outbox) -> None:
    berlin.add()
    [claim] = berlin.claim("2027-05-03 07:30").claims
    berlin.now = claim.until + timedelta(hours=1)
    ticker.lanes.put(claim)
    assert ticker.lanes.drain(PATIENCE_S)
    assert len(outbox.messages) == 1
    assert berlin.states() == {"2027-05-03T07:30": "sent"}


def test_what_an_earlier_run_left_is_taken_up_at_the_beginning(berlin: Desk, ticker: Ticker, outbox: Outbox) -> None:
    berlin.add()
    berlin.claim("2027-05-03 07:30", owner="here/1")
    assert ticker.tick().taken == 0
    assert ticker.begin() == 1
    assert ticker.tick().taken == 1
    assert ticker.lanes.drain(PATIENCE_S)
    assert len(outbox.messages) == 1


def test_once_a_day_the_ledger_is_pruned(berlin: Desk, ticker: Ticker) -> None:
    berlin.add()
    berlin.send("2027-05-03 07:30")
    berlin.now = berlin.at("2028-06-20 00:00")
    ticker.tick()
    assert "2027-05-03T07:30" not in berlin.states()


def test_a_practice_takes_back_what_is_shown(berlin: Desk, ticker: Ticker, outbox: Outbox) -> None:
    berlin.add()
    berlin.now = berlin.at("2027-05-03 07:30")
    ticker.tick()
    assert ticker.lanes.drain(PATIENCE_S)
    assert ticker.take_back() == 0
    berlin.practise("2027-05-03 07:40")
    assert ticker.take_back() == 1
    assert outbox.withdrawn == ["1"]
    assert [row.acted for row in History(berlin.store).find()] == ["practised"]


def test_the_clock_of_the_service_is_in_utc() -> None:
    assert utc_now().utcoffset() == timedelta(0)


def test_a_machine_that_no_longer_tells_its_zone_is_taken_to_be_where_it_was(
    berlin: Desk, ticker: Ticker, outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticker.tick()
    berlin.add()

    def untold() -> ZoneInfo:
        raise ReminderError("The time zone of this machine cannot be told.")

    monkeypatch.setattr(ticker, "_ask_zone", untold)
    berlin.now = berlin.at("2027-05-03 07:30")
    assert ticker.tick().trouble is None
    assert ticker.lanes.drain(10)
    assert len(outbox.messages) == 1
