"""The service as a real process: hot reload, an end in good order, locks, a clock that jumps, a second service."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from mindful.reminders.ledger import Pulse
from mindful.reminders.ledger.history import History
from mindful.reminders.ledger.pauses import move
from mindful.reminders.rules import Weekly
from mindful.reminders.service import take_station

if TYPE_CHECKING:
    from collections.abc import Callable

    from mindful.reminders.ledger import Reminder
    from tests.reminders.conftest import Desk
    from tests.reminders.service.conftest import Running

PROGRAM = Path(__file__).with_name("outbox_service.py")
TICK_S = 30


def add_soon(desk: Desk, seconds: float, **fields: object) -> Reminder:
    """Add a reminder whose next occurrence is moved to so many seconds from now."""
    desk.now = datetime.now(UTC)
    added = desk.add(**fields)
    assert move(desk.store, added, desk.now + timedelta(seconds=seconds), here=desk.here, now=desk.now)
    return added


def test_what_another_process_adds_is_sent_without_a_restart(berlin: Desk, start: Callable[..., Running]) -> None:
    service = start()
    service.until(lambda: bool(Pulse(berlin.store).beats()))
    added = add_soon(berlin, 3)
    assert service.wait_for(1) == [(added.id, added.next_key)]
    service.until(lambda: set(berlin.states().values()) == {"sent"})
    [row] = History(berlin.store).find()
    assert row.sent_at
    # The next tick by itself would have come later than that.
    assert row.sent_at - row.due < timedelta(seconds=TICK_S - 10)
    assert service.end() == 0


def test_a_second_service_on_one_data_folder_is_refused(
    data: Path, tmp_path: Path, start: Callable[..., Running]
) -> None:
    service = start()
    command = [sys.executable, str(PROGRAM), str(data), str(tmp_path / "second")]
    assert subprocess.run(command, check=False, timeout=60).returncode == 3
    assert take_station(data) is None
    assert service.process.poll() is None


def test_the_end_sees_through_what_is_in_hand_and_frees_the_lock(
    berlin: Desk, data: Path, start: Callable[..., Running]
) -> None:
    added = {add_soon(berlin, -1).id for _ in range(3)}
    service = start("--slow-s", "0.5")
    service.wait_for(1)
    assert service.end() == 0
    assert {of for of, _ in service.sent()} == added
    assert set(berlin.states().values()) == {"sent"}
    assert Pulse(berlin.store).beats() == []
    station = take_station(data)
    assert station
    station.close()


def test_what_an_earlier_run_had_in_hand_is_sent_by_the_next(berlin: Desk, start: Callable[..., Running]) -> None:
    first = add_soon(berlin, -1)
    service = start("--slow-s", "30")
    service.until(lambda: set(berlin.states().values()) == {"claimed"})
    service.close()
    assert service.sent() == []
    again = start()
    assert again.wait_for(1) == [(first.id, first.next_key)]
    again.until(lambda: set(berlin.states().values()) == {"sent"})
    assert [reason for _, reason in berlin.rows().values()] == [
        "An earlier try was broken off, and may have arrived. On time."
    ]


def test_a_database_that_is_held_for_ten_seconds_makes_it_late_and_not_dead(
    berlin: Desk, data: Path, start: Callable[..., Running]
) -> None:
    service = start("--wait-s", "2")
    service.until(lambda: bool(Pulse(berlin.store).beats()))
    first = add_soon(berlin, 4)
    with closing(sqlite3.connect(data / "mindful.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        time.sleep(10)
        assert service.process.poll() is None
        assert service.sent() == []
        other.execute("COMMIT")
    assert service.wait_for(1) == [(first.id, first.next_key)]
    service.until(lambda: [beat.trouble for beat in Pulse(berlin.store).beats()] == [None])
    second = add_soon(berlin, 1)
    assert service.wait_for(2)[1] == (second.id, second.next_key)
    assert service.end() == 0


def test_systemd_is_told_that_it_is_ready_alive_and_stopping(start: Callable[..., Running]) -> None:
    # `start` has heard READY=1.
    service = start()
    assert service.told() == "WATCHDOG=1"
    assert service.told() == "WATCHDOG=1"
    service.process.terminate()
    while (told := service.told()) == "WATCHDOG=1":
        pass
    assert told == "STOPPING=1"
    assert service.end() == 0


# -- a clock that jumps ------------------------------------------------------------------------------------------------


@pytest.fixture
def clock(tmp_path: Path) -> Clock:
    """Return a wall clock that can be set while a process runs."""
    found = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
    if not found:
        assert "MINDFUL_CI" not in os.environ, "CI has the package faketime"
        pytest.skip("needs the system package faketime")
    return Clock(found[0], tmp_path / "clock")


class Clock:
    """The wall clock of a process, ahead of the real one by so many seconds; its monotonic clock goes on."""

    def __init__(self, library: Path, file: Path) -> None:
        self._library, self._file = library, file
        self.set(0)

    @property
    def environ(self) -> dict[str, str]:
        """What the process is started with."""
        return {
            "LD_PRELOAD": str(self._library), "FAKETIME_TIMESTAMP_FILE": str(self._file), "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }  # fmt: skip

    def set(self, ahead_s: int) -> None:
        """Set it."""
        new = self._file.with_suffix(".new")
        new.write_text(f"{ahead_s:+d}s\n", encoding="ascii")
        new.replace(self._file)


def hours_from_now(*hours: int) -> Weekly:
    """Return a rule for times that lie so many hours from now, in Berlin."""
    now = datetime.now(UTC).astimezone(ZoneInfo("Europe/Berlin"))
    return Weekly(times=tuple((now + timedelta(hours=each)).time().replace(second=0, microsecond=0) for each in hours))


@pytest.mark.apt
def test_a_clock_that_jumps_eight_hours_brings_one_catch_up_and_one_set_back_nothing(
    berlin: Desk, start: Callable[..., Running], clock: Clock
) -> None:
    service = start(**clock.environ)
    service.until(lambda: bool(Pulse(berlin.store).beats()))
    berlin.now = datetime.now(UTC)
    added = berlin.add(rule=hours_from_now(3, 5, 7))
    clock.set(8 * 3600)
    [(of, key)] = service.wait_for(1)
    assert of == added.id
    service.until(lambda: "claimed" not in berlin.states().values())
    states = berlin.states()
    assert list(states.values()) == ["missed", "missed", "sent"]
    assert list(states)[-1] == key
    [sent, *_] = History(berlin.store).find()
    assert "Caught up" in sent.reason

    ahead = Pulse(berlin.store).beats()[0].at
    clock.set(6 * 3600)
    # It has noticed, and ticked by the clock as it is now.
    service.until(lambda: Pulse(berlin.store).beats()[0].at < ahead)
    assert service.sent() == [(of, key)]
    clock.set(8 * 3600)
    service.until(lambda: Pulse(berlin.store).beats()[0].at > ahead)
    assert service.sent() == [(of, key)]
    assert service.end() == 0
