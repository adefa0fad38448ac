"""The order of channels, trying again, and what becomes of all that can go wrong with a channel."""

from __future__ import annotations

import json
import logging
import random
import threading
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mindful.reminders.delivery import (
    ACTIONS,
    AddressBook,
    Availability,
    Channel,
    DeliveryError,
    Dispatcher,
    Message,
    Patience,
    Receipt,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mindful.reminders.delivery import Action

SECRET = "ntfys://mia:tulips-1848@ntfy.example/quiet-garden"  # noqa: S105 -- it opens nothing


class FrozenClock:
    """Stands still until somebody waits."""

    def __init__(self) -> None:
        self.now = 0.0
        self.waits: list[float] = []

    def monotonic(self) -> float:
        """Return the time."""
        return self.now

    def wait(self, seconds: float) -> None:
        """Be there at once."""
        self.waits.append(seconds)
        self.now += seconds


class Outbox:
    """A channel that answers as it is told; the last answer stays."""

    def __init__(self, name: str, *answers: object) -> None:
        self.name = name
        self.answers = list(answers)
        self.sent: list[tuple[Message, Sequence[Action]]] = []
        self.withdrawn: list[str] = []
        self.before: Callable[[], object] = int

    def available(self) -> Availability:
        """Be there."""
        return Availability(ok=True)

    def send(self, message: Message, actions: Sequence[Action] = ()) -> Receipt:
        """Keep a message, and return or raise what is next."""
        self.sent.append((message, actions))
        self.before()
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, BaseException):
            raise answer
        return answer  # type: ignore[return-value] # some are no receipts, on purpose

    def withdraw(self, handle: str) -> bool:
        """Keep a handle."""
        self.before()
        self.withdrawn.append(handle)
        return True

    def close(self) -> None:
        """Hold nothing."""


DELIVERED = Receipt(channel="?", state="delivered", detail="Taken.", handle="h1")
FAILED = Receipt(channel="?", state="failed", detail="Not now.")
LASTING = Receipt(channel="?", state="failed", detail="Never.", lasting=True)
UNKNOWN = Receipt(channel="?", state="unknown", detail="Perhaps.")


@pytest.fixture
def clock() -> FrozenClock:
    """Return a clock."""
    return FrozenClock()


def dispatcher(clock: FrozenClock, *channels: Outbox, patience: Patience | None = None) -> Dispatcher:
    """Return a dispatcher of some channels, which waits on a frozen clock."""
    known: dict[str, Channel] = {channel.name: channel for channel in channels}

    def find(name: str) -> Channel:
        if name not in known:
            raise DeliveryError(f'There is no channel "{name}".', hint="There are others.")
        return known[name]

    return Dispatcher(
        find,
        mask=lambda text: text.replace(SECRET, "***"),
        patience=patience,
        monotonic=clock.monotonic,
        wait=clock.wait,
        chance=random.Random(4),  # noqa: S311 -- a seed, for tests
    )


def test_the_first_channel_that_delivers_ends_it(clock: FrozenClock, message: Message) -> None:
    first, second = Outbox("desktop", DELIVERED), Outbox("sound", DELIVERED)
    [receipt] = dispatcher(clock, first, second).deliver(message, channels=["desktop", "sound"])
    assert receipt.as_row() == {
        "channel": "desktop",
        "state": "delivered",
        "detail": "Taken.",
        "handle": "h1",
        "attempts": 1,
    }
    assert first.sent == [(message, ACTIONS)]
    assert not second.sent


def test_a_failing_channel_is_tried_again_with_growing_waits_and_then_the_next(
    clock: FrozenClock, message: Message
) -> None:
    desktop, phone = Outbox("desktop", FAILED), Outbox("apprise:phone", DELIVERED)
    receipts = dispatcher(clock, desktop, phone).deliver(message, channels=["desktop", "apprise:phone"])
    assert [(receipt.channel, receipt.state) for receipt in receipts] == [
        ("desktop", "failed"),
        ("apprise:phone", "delivered"),
    ]
    assert receipts[0].attempts == len(desktop.sent) == len(clock.waits) + 1
    # 1, 2, 4, 8 seconds, each up to a quarter shorter or longer, until half a minute has passed.
    factors = [wait / min(2**number, 15) for number, wait in enumerate(clock.waits)]
    assert all(0.75 <= factor <= 1.25 for factor in factors)
    assert len(set(factors)) == len(factors) >= 4
    assert clock.now <= 30


def test_a_channel_that_recovers_delivers(clock: FrozenClock, message: Message) -> None:
    desktop = Outbox("desktop", FAILED, OSError("gone"), DELIVERED)
    [receipt] = dispatcher(clock, desktop).deliver(message, (), channels=["desktop"])
    assert (receipt.state, receipt.attempts) == ("delivered", 3)


def test_what_lasts_is_not_tried_again(clock: FrozenClock, message: Message) -> None:
    desktop = Outbox("desktop", LASTING)
    receipts = dispatcher(clock, desktop).deliver(message, channels=["desktop", "nowhere"])
    assert [receipt.attempts for receipt in receipts] == [1, 1]
    assert receipts[1].detail == 'There is no channel "nowhere". There are others.'
    assert receipts[1].lasting
    assert not clock.waits


def test_what_may_have_arrived_is_not_sent_there_again_but_on_the_next(clock: FrozenClock, message: Message) -> None:
    desktop, sound = Outbox("desktop", UNKNOWN), Outbox("sound", DELIVERED)
    receipts = dispatcher(clock, desktop, sound).deliver(message, channels=["desktop", "sound"])
    assert [receipt.state for receipt in receipts] == ["unknown", "delivered"]
    assert len(desktop.sent) == 1


def test_every_channel_has_its_turn_when_time_is_up(clock: FrozenClock, message: Message) -> None:
    channels = [Outbox(name, FAILED) for name in "abcdef"]
    patience = Patience(channel_s=30, all_s=60)
    receipts = dispatcher(clock, *channels, patience=patience).deliver(message, channels=list("abcdef"))
    assert [len(channel.sent) for channel in channels] == [receipt.attempts for receipt in receipts]
    assert min(receipt.attempts for receipt in receipts) >= 1
    assert 45 < clock.now <= 60


@pytest.mark.parametrize(
    ("answer", "state", "detail"),
    [
        (ValueError(f"no {SECRET}\nat all"), "failed", "ValueError: no *** at all"),
        (ConnectionRefusedError(), "failed", "ConnectionRefusedError: "),
        (TimeoutError(f"waited for {SECRET}"), "unknown", "TimeoutError: waited for ***"),
        (SystemExit(2), "failed", "SystemExit: 2"),
        (None, "failed", "The channel gave no receipt."),
        (Receipt(channel="x", state="failed", detail=f"\x1b[31m{SECRET}" + "a" * 999), "failed", "[31m***" + "a" * 292),
        (DeliveryError(f"{SECRET} is none."), "failed", "*** is none."),
    ],
)
def test_all_that_goes_wrong_becomes_a_receipt_without_secrets(
    clock: FrozenClock, message: Message, answer: object, state: str, detail: str
) -> None:
    [receipt] = dispatcher(clock, Outbox("plugin", answer)).deliver(message, channels=["plugin"])
    assert (receipt.channel, receipt.state) == ("plugin", state)
    assert receipt.detail.rstrip("…") == detail.strip()


def test_a_channel_that_never_answers_is_left_alone(clock: FrozenClock, message: Message) -> None:
    forever, sound = Outbox("plugin", DELIVERED), Outbox("sound", DELIVERED)
    released = threading.Event()
    forever.before = lambda: released.wait(30)
    sender = dispatcher(clock, forever, sound, patience=Patience(try_s=0.1))
    receipts = sender.deliver(message, channels=["plugin", "sound"])
    assert [receipt.state for receipt in receipts] == ["unknown", "delivered"]
    assert receipts[0].detail == "There was no answer within 0.1 seconds."
    assert not sender.withdraw("plugin", "h1")
    released.set()


def test_a_message_is_withdrawn_by_the_channel_that_shows_it(clock: FrozenClock) -> None:
    desktop = Outbox("desktop", DELIVERED)
    sender = dispatcher(clock, desktop)
    assert sender.withdraw("desktop", "h1")
    assert desktop.withdrawn == ["h1"]
    assert not sender.withdraw("nowhere", "h1")
    desktop.before = lambda: 1 / 0
    assert not sender.withdraw("desktop", "h1")


def test_no_channels_are_no_receipts(clock: FrozenClock, message: Message) -> None:
    assert dispatcher(clock).deliver(message, channels=[]) == ()


def test_in_a_hurry_each_channel_is_tried_once(clock: FrozenClock, message: Message) -> None:
    desktop, sound = Outbox("desktop", FAILED), Outbox("sound", FAILED)
    sender = dispatcher(clock, desktop, sound)
    sender.hurry()
    receipts = sender.deliver(message, channels=["desktop", "sound"])
    assert [receipt.attempts for receipt in receipts] == [1, 1]
    assert not clock.waits


def test_a_hurry_ends_the_wait_that_is_going_on(message: Message) -> None:
    desktop = Outbox("desktop", FAILED)
    sender = Dispatcher(lambda _: desktop, mask=str, patience=Patience(first_wait_s=25, jitter=0))
    threading.Timer(0.2, sender.hurry).start()
    began = time.monotonic()
    [receipt] = sender.deliver(message, channels=["desktop"])
    assert (receipt.state, receipt.attempts) == ("failed", 1)
    assert time.monotonic() - began < 10


def test_secrets_of_the_book_are_masked_in_receipts_json_and_logs(
    addresses: AddressBook, message: Message, caplog: pytest.LogCaptureFixture
) -> None:
    addresses.keep_url("phone", SECRET)
    plugin = Outbox("plugin", LASTING, RuntimeError(f"{SECRET} / tulips-1848 / quiet-garden / ntfy.example"))
    plugin.answers.pop(0)
    sender = Dispatcher(lambda _: plugin, mask=addresses.mask, patience=Patience(channel_s=0))
    with caplog.at_level(logging.DEBUG):
        receipts = sender.deliver(message, channels=["plugin"])
    everything = f"{receipts}{json.dumps([receipt.as_row() for receipt in receipts])}{caplog.text}"
    assert receipts[0].detail == "RuntimeError: *** / *** / *** / ***"
    assert not any(part in everything for part in ("tulips", "quiet-garden", "ntfy.example"))


@given(attempts=st.integers(1, 400), seed=st.integers(0, 2**32))
def test_waits_stay_within_their_bounds(attempts: int, seed: int) -> None:
    patience = Patience()
    wait_s = patience.wait_s(attempts, random.Random(seed))  # noqa: S311 -- a seed, for tests
    assert 0.75 * patience.first_wait_s <= wait_s <= 1.25 * patience.longest_wait_s


def test_a_lease_can_be_told_how_long_it_may_take() -> None:
    assert Patience(channel_s=30, all_s=60, try_s=20).longest_s(1) == 50
    assert Patience(channel_s=30, all_s=60, try_s=20).longest_s(3) == 120


def test_a_message_needs_a_title() -> None:
    with pytest.raises(DeliveryError, match="title"):
        Message(title=" ", reminder_id="1", occurrence_key="k")
