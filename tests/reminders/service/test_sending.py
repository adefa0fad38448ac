"""Lanes: in order, one at a time for each first channel, and nothing is forgotten that was sent."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING, Any

import pytest

from mindful.errors import StoreError
from mindful.reminders.service import sending
from mindful.reminders.service.sending import Lanes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mindful.reminders.ledger import Claim
    from tests.reminders.conftest import Desk

PATIENCE_S = 10.0


class Hands:
    """What delivers and writes down, and can be held up or fail."""

    def __init__(self) -> None:
        self.sent: list[str] = []
        self.written: list[tuple[str, Any]] = []
        self.trouble: list[Exception] = []
        self.free = threading.Event()
        self.busy = threading.Event()
        self.slow: set[str] = set()

    def deliver(self, claim: Claim) -> str:
        """Send, when it may."""
        if claim.reminder.channels[0] in self.slow:
            self.busy.set()
            assert self.free.wait(PATIENCE_S)
        self.sent.append(claim.reminder.title)
        if claim.reminder.title == "broken":
            raise RuntimeError("no such thing")
        return f"fate of {claim.reminder.title}"

    def write(self, claim: Claim, fate: Any) -> None:
        """Write down, or fail as often as there is trouble."""
        if self.trouble:
            raise self.trouble.pop()
        self.written.append((claim.reminder.title, fate))


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def lanes(hands: Hands) -> Iterator[Lanes]:
    made = Lanes(hands.deliver, hands.write)
    yield made
    hands.free.set()
    made.close()


def claims(desk: Desk, *named: tuple[str, str]) -> tuple[Claim, ...]:
    """Return claims of reminders, by title and channel."""
    desk.book.add_many([desk.reminder(title=title, channels=(channel,)) for title, channel in named], now=desk.now)
    return desk.claim("2027-05-03 07:30").claims


def test_what_goes_by_one_channel_is_sent_in_order(berlin: Desk, lanes: Lanes, hands: Hands) -> None:
    taken = claims(berlin, *((str(number), "outbox") for number in range(20)))
    for claim in taken:
        lanes.put(claim)
    assert lanes.drain(PATIENCE_S)
    assert hands.sent == [claim.reminder.title for claim in taken]
    assert hands.written == [(title, f"fate of {title}") for title in hands.sent]


def test_a_slow_channel_holds_up_nobody_else(berlin: Desk, lanes: Lanes, hands: Hands) -> None:
    hands.slow = {"slow"}
    taken = claims(berlin, ("late", "slow"), ("soon", "quick"))
    for claim in taken:
        lanes.put(claim)
    while not hands.written:
        hands.busy.wait(0.01)
    assert hands.sent == ["soon"]
    while len(lanes.in_hand()) > 1:
        hands.busy.wait(0.01)
    assert [claim.reminder.title for claim in lanes.in_hand()] == ["late"]
    assert not lanes.drain(0.0)
    hands.free.set()
    assert lanes.drain(PATIENCE_S)
    assert hands.sent == ["soon", "late"]


def test_one_that_cannot_be_seen_through_is_logged_and_holds_up_none(
    berlin: Desk, lanes: Lanes, hands: Hands, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "mindful")
    for claim in claims(berlin, ("broken", "outbox"), ("sound", "outbox")):
        lanes.put(claim)
    assert lanes.drain(PATIENCE_S)
    assert [title for title, _ in hands.written] == ["sound"]
    assert "could not be seen through" in caplog.text


def test_what_was_sent_is_written_down_when_the_database_is_free_again(
    berlin: Desk, lanes: Lanes, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "PATIENCE_S", 0.001)
    hands.trouble = [StoreError("It is in use.") for _ in range(sending.TRIES - 1)]
    [claim] = claims(berlin, ("held", "outbox"))
    lanes.put(claim)
    assert lanes.drain(PATIENCE_S)
    assert hands.sent == ["held"]
    assert hands.written == [("held", "fate of held")]


@pytest.mark.parametrize("hurried", [True, False])
def test_a_database_that_is_never_free_is_given_up(
    berlin: Desk, lanes: Lanes, hands: Hands, monkeypatch: pytest.MonkeyPatch, *, hurried: bool
) -> None:
    monkeypatch.setattr(sending, "PATIENCE_S", 0.001)
    hands.trouble = [StoreError("It is in use.") for _ in range(sending.TRIES)]
    if hurried:
        lanes.hurry()
    [claim] = claims(berlin, ("held", "outbox"))
    lanes.put(claim)
    assert lanes.drain(PATIENCE_S)
    assert hands.written == []
    assert len(hands.trouble) == (sending.TRIES - 1 if hurried else 0)


def test_what_has_not_begun_at_the_end_is_not_sent(berlin: Desk, lanes: Lanes, hands: Hands) -> None:
    hands.slow = {"slow"}
    for claim in claims(berlin, ("begun", "slow"), ("not begun", "slow")):
        lanes.put(claim)
    assert hands.busy.wait(PATIENCE_S)
    first, second = (claim.reminder.title for claim in lanes.in_hand())
    lanes.close()
    hands.free.set()
    assert not lanes.drain(0.5)
    assert hands.sent == [first]
    assert [claim.reminder.title for claim in lanes.in_hand()] == [second]
