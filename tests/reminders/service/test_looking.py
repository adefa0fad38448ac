"""The service's own loop, in this process: it looks for changes, a clock that jumped, and a tick that hangs."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from mindful.errors import StoreError
from mindful.reminders.delivery import Dispatcher, Receipt
from mindful.reminders.ledger import Pulse
from mindful.reminders.ledger.pauses import move
from mindful.reminders.service import Service, Ticker, running
from mindful.reminders.service.clockwork import Clockwork
from mindful.reminders.service.supervision import Supervisor
from mindful.sessions.days import DAY_START
from mindful.store import ChangeWatch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from zoneinfo import ZoneInfo

    from mindful.reminders.delivery import Channel, Message
    from tests.reminders.conftest import Desk

PATIENCE_S = 20.0


class Outbox:
    """A channel that keeps the keys of messages."""

    def __init__(self) -> None:
        self.keys: list[str] = []
        self.withdrawn: list[str] = []

    def send(self, message: Message, _actions: object = ()) -> Receipt:
        """Keep it."""
        self.keys.append(message.occurrence_key)
        return Receipt(channel="outbox", state="delivered", detail="Kept.", handle=message.occurrence_key)

    def withdraw(self, handle: str) -> bool:
        """Remember which were taken back."""
        self.withdrawn.append(handle)
        return True


class Listener(Supervisor):
    """A supervisor that remembers what it was told."""

    def __init__(self) -> None:
        super().__init__({})
        self.heard: list[str] = []

    def tell(self, state: str) -> bool:
        """Remember it."""
        self.heard.append(state)
        return True


class Bench:
    """A service on a thread of this process, with clocks that are set by hand."""

    def __init__(self, desk: Desk) -> None:
        self.outbox, self.listener = Outbox(), Listener()
        self.ahead, self.slept_s = timedelta(0), 0.0
        channel: Channel = self.outbox  # type: ignore[assignment]
        dispatcher = Dispatcher(lambda _name: channel, mask=str)
        self.ticker = Ticker(
            desk.store, dispatcher, owner="here/1", now=self.now, here=lambda: desk.here,
            day_start=DAY_START, version="1.2.3",
        )  # fmt: skip
        self.service = Service(
            desk.store, self.ticker, dispatcher, now=self.now, monotonic=self.monotonic, supervisor=self.listener,
            look_s=0.05,
        )  # fmt: skip
        self.done: list[bool] = []

    def now(self) -> datetime:
        """Return the wall clock."""
        return datetime.now(UTC) + self.ahead

    def monotonic(self) -> float:
        """Return the clock that cannot jump."""
        return time.monotonic() + self.slept_s

    @contextmanager
    def runs(self) -> Iterator[None]:
        """Run the service for as long as the context lasts, and let it end by itself."""
        thread = threading.Thread(target=lambda: self.done.append(self.service.run()), daemon=True)
        thread.start()
        try:
            yield
        finally:
            self.service.stop()
            thread.join(PATIENCE_S)
        assert self.done == [True]


@pytest.fixture
def bench(berlin: Desk) -> Bench:
    berlin.now = datetime.now(UTC)
    return Bench(berlin)


def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds."""
    end = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.01)


def move_to(desk: Desk, seconds: float) -> str:
    """Add a reminder that comes so many seconds from now, and return its key."""
    desk.now = datetime.now(UTC)
    added = desk.add()
    assert move(desk.store, added, desk.now + timedelta(seconds=seconds), here=desk.here, now=desk.now)
    return added.next_key or ""


@pytest.mark.parametrize("seconds", [-1.0, 0.02, 1.0])
def test_what_is_added_while_it_runs_is_sent_when_it_is_due(berlin: Desk, bench: Bench, seconds: float) -> None:
    with bench.runs():
        until(lambda: bool(Pulse(berlin.store).beats()))
        key = move_to(berlin, seconds)
        until(lambda: bench.outbox.keys == [key])
    assert berlin.states() == {key: "sent"}
    assert bench.listener.heard[0].startswith("READY=1")
    assert bench.listener.heard[-1] == "STOPPING=1"
    assert "WATCHDOG=1" in bench.listener.heard


def test_a_practice_that_is_logged_takes_the_notification_back(berlin: Desk, bench: Bench) -> None:
    with bench.runs():
        until(lambda: bool(Pulse(berlin.store).beats()))
        key = move_to(berlin, -1)
        until(lambda: berlin.states() == {key: "sent"})
        berlin.practise(f"{datetime.now(berlin.here).replace(tzinfo=None)}", minutes=1)
        until(lambda: bench.outbox.withdrawn == [key])


def test_a_wall_clock_that_jumps_is_noticed_and_looked_at_again(berlin: Desk, bench: Bench) -> None:
    with bench.runs():
        until(lambda: bool(Pulse(berlin.store).beats()))
        key = move_to(berlin, 3600)
        bench.ahead = timedelta(hours=1, minutes=1)
        until(lambda: bench.outbox.keys == [key])
        bench.ahead = timedelta(0)
        until(lambda: Pulse(berlin.store).beats()[0].at < datetime.now(UTC) + timedelta(minutes=1))
    assert bench.outbox.keys == [key]


def test_while_a_tick_is_overdue_the_supervisor_is_not_told_that_all_is_well(berlin: Desk, bench: Bench) -> None:
    with bench.runs():
        until(lambda: bench.listener.heard.count("WATCHDOG=1") >= 2)
        until(lambda: bool(Pulse(berlin.store).beats()))
        # A tick that hangs, as on a broken disk: both clocks go on, and none comes.
        with bench.ticker._one_at_a_time:
            bench.ahead += timedelta(seconds=100)
            bench.slept_s += 100.0
            time.sleep(0.1)
            heard = len(bench.listener.heard)
            time.sleep(0.5)
            assert bench.listener.heard[heard:] == []


def test_a_tick_that_has_lost_its_time_is_called_again(berlin: Desk, bench: Bench) -> None:
    with bench.runs():
        until(lambda: bool(Pulse(berlin.store).beats()))
        before = Pulse(berlin.store).beats()[0].at
        bench.ahead += timedelta(seconds=40)
        bench.slept_s += 40.0
        until(lambda: Pulse(berlin.store).beats()[0].at > before + timedelta(seconds=39))


def test_a_database_that_cannot_be_asked_is_asked_again(
    berlin: Desk, bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = threading.Semaphore(0)

    def refuse(_connection: object) -> None:
        asked.release()
        raise StoreError("It is in use.")

    with bench.runs():
        until(lambda: bool(Pulse(berlin.store).beats()))
        with monkeypatch.context() as held:
            held.setattr(running, "last_start", refuse)
            first = move_to(berlin, 0.2)
            assert asked.acquire(timeout=PATIENCE_S)
        second = move_to(berlin, 0.4)
        until(lambda: set(bench.outbox.keys) == {first, second} and len(bench.outbox.keys) == 2)


def test_a_look_that_fails_is_no_end(berlin: Desk, bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = threading.Semaphore(0)

    def refuse(_watch: object) -> bool:
        asked.release()
        raise StoreError("It is in use.")

    with bench.runs():
        with monkeypatch.context() as held:
            held.setattr(ChangeWatch, "changed", refuse)
            for _ in range(3):
                assert asked.acquire(timeout=PATIENCE_S)
        key = move_to(berlin, -1)
        until(lambda: bench.outbox.keys == [key])


def test_a_tick_that_failed_is_tried_again(
    berlin: Desk, bench: Bench, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(running, "TRY_AGAIN", timedelta(seconds=0.2))
    troubles = [StoreError("It is in use.")]

    def here() -> ZoneInfo:
        if troubles:
            raise troubles.pop()
        return berlin.here

    monkeypatch.setattr(bench.ticker, "_here", here)
    key = move_to(berlin, -1)
    with bench.runs():
        until(lambda: bench.outbox.keys == [key])
    assert "It is in use. Reminders wait, and are tried again." in caplog.text


def test_what_another_worker_has_in_hand_is_looked_at_when_its_lease_ends(berlin: Desk, bench: Bench) -> None:
    key = move_to(berlin, -1)
    berlin.now = datetime.now(UTC)
    assert len(berlin.claim(owner="there/2", lease_s=1.0).claims) == 1
    with bench.runs():
        until(lambda: bench.outbox.keys == [key])
    assert berlin.rows()[key][1].startswith("An earlier try was broken off, and may have arrived.")


def test_the_clock_forgets_an_instant_that_it_need_not_look_at() -> None:
    ticks: list[datetime] = []
    clockwork = Clockwork(lambda: ticks.append(datetime.now(UTC)))
    clockwork.start()
    until(lambda: len(ticks) == 1)
    clockwork.look_at(None)
    clockwork.look_at(datetime.now(UTC) + timedelta(hours=1))
    clockwork.look_at(datetime.now(UTC) + timedelta(seconds=0.1))
    until(lambda: len(ticks) == 2)
    clockwork.look_at(datetime.now(UTC) + timedelta(seconds=0.2))
    clockwork.look_at(None)
    time.sleep(0.5)
    clockwork.stop()
    assert len(ticks) == 2


def test_a_tick_that_sets_the_clock_while_it_is_stopped_does_not_hold_up_the_end() -> None:
    ticking, stopping = threading.Event(), threading.Event()

    def tick() -> None:
        ticking.set()
        assert stopping.wait(PATIENCE_S)
        time.sleep(0.2)
        clockwork.look_at(datetime.now(UTC) + timedelta(hours=1))

    clockwork = Clockwork(tick)
    clockwork.start()
    assert ticking.wait(PATIENCE_S)
    end = threading.Thread(target=clockwork.stop, daemon=True)
    end.start()
    stopping.set()
    end.join(PATIENCE_S)
    assert not end.is_alive()


# -- the supervisor ----------------------------------------------------------------------------------------------------


def test_where_nobody_listens_nobody_is_told() -> None:
    assert not Supervisor({}).tell("READY=1")
    assert not Supervisor({"NOTIFY_SOCKET": "/nowhere/notify"}).tell("READY=1")


def test_an_address_in_the_name_space_of_linux_is_understood() -> None:
    import socket
    import sys

    if sys.platform != "linux":
        pytest.skip("only Linux has it")
    name = f"mindful-test-{time.monotonic_ns()}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.bind(f"\0{name}")
        line.settimeout(PATIENCE_S)
        assert Supervisor({"NOTIFY_SOCKET": f"@{name}"}).tell("WATCHDOG=1")
        assert line.recv(100) == b"WATCHDOG=1"
