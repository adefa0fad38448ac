"""What 100,000 reminders cost: to find the next, to take a thousand that are due, and to wait."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from datetime import time as clock_time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from .measure import ROOT, in_child
from .table import Row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .workspace import Workspace

REMINDERS, DUE = 100_000, 1_000
HERE = ZoneInfo("Europe/Berlin")
START = datetime(2027, 5, 3, 5, 30, tzinfo=UTC)
"""When the thousand are due; the others come through the day after."""
_PROGRAM = ("-m", "tests.reminders.service.outbox_service")
_ROUNDS = 200
_IDLE_S = 60.0
_SETTLED_S = 5.0
"""After its first tick a service has imported and opened all it needs."""
_QUERY_LIMIT_MS, _TICK_LIMIT_S, _MEMORY_LIMIT_MB, _START_LIMIT_S, _IDLE_LIMIT_MS = 1.0, 1.0, 120.0, 1.0, 60.0


def reminding_rows(workspace: Workspace) -> Iterator[Row]:
    """Fill a book, then ask, take and wait, each in a process of its own."""
    data = str(workspace.folder / "reminding")
    in_child(fill, data=data)
    query_ms, _ = in_child(ask, data=data)
    yield _row("next instant at which one must look", "ms", query_ms, _QUERY_LIMIT_MS, f"median of {_ROUNDS}")
    (tick_s, taken), cost = in_child(take, data=data)
    yield _row(f"tick with {taken:,} due, CPU", "s", tick_s, _TICK_LIMIT_S, "taken and lined up; sending is apart")
    yield _row("most memory of that process", "MB", cost.own_peak_bytes / 1e6, _MEMORY_LIMIT_MB, "imports included")
    started_s, idle_ms = _service(workspace.folder)
    yield _row(
        "a service's start to its first tick, CPU", "s", started_s, _START_LIMIT_S, "interpreter and imports too"
    )
    yield _row(f"a service that waits for {_IDLE_S:g} s, CPU", "ms", idle_ms, _IDLE_LIMIT_MS, "0.1 % are 60 ms")


def _row(what: str, unit: Any, measured: float, limit: float, note: str) -> Row:
    return Row(
        name="reminding", what=what, unit=unit, measured=measured, limit=limit, target=f"<= {limit:g} {unit}",
        note=f"{REMINDERS:,} reminders; {note}",
    )  # fmt: skip


def fill(data: str) -> Callable[[], int]:
    """Put the reminders into a new book: a thousand at half past seven, the others at other minutes of the day."""
    from mindful.reminders.ledger import Reminder, ReminderBook
    from mindful.reminders.ledger.book import new_id
    from mindful.reminders.rules import Weekly
    from mindful.store import open_store

    before = START - timedelta(minutes=1)

    def made(number: int) -> Reminder:
        minute = 450 if number < DUE else 451 + number % 980
        rule = Weekly(times=(clock_time(minute // 60, minute % 60),))
        return Reminder(
            id=new_id(), rule=rule, phrase="daily", created=before, updated=before, channels=("outbox",)
        )  # fmt: skip

    def work() -> int:
        with open_store(Path(data)) as store:
            return len(ReminderBook(store, HERE).add_many(map(made, range(REMINDERS)), now=before))

    return work


def ask(data: str) -> Callable[[], float]:
    """Ask for the next look; the work returns the median wall milliseconds of an answer."""
    from mindful.reminders.ledger import Pulse
    from mindful.store import open_store

    store = open_store(Path(data))
    pulse = Pulse(store)
    pulse.next_look()

    def cost_ms() -> float:
        began = time.perf_counter()
        pulse.next_look()
        return 1000 * (time.perf_counter() - began)

    return lambda: statistics.median(cost_ms() for _ in range(_ROUNDS))


def take(data: str) -> Callable[[], tuple[float, int]]:
    """Take what is due; the work returns the CPU seconds of that, and how much it was."""
    from mindful.reminders.ledger import claim
    from mindful.reminders.ledger.terms import Terms
    from mindful.store import open_store

    store = open_store(Path(data))
    terms = Terms(owner="benchmark/1", lease_s=180.0)

    def work() -> tuple[float, int]:
        began, taken, more = time.process_time(), 0, True
        while more:
            claimed = claim(store, START, HERE, terms)
            taken, more = taken + len(claimed.claims), claimed.more
        return time.process_time() - began, taken

    return work


def _service(folder: Path) -> tuple[float, float]:
    """Run a service with nothing due; its CPU seconds to the first tick, and the milliseconds of a minute's wait."""
    quiet = folder / "waiting"
    in_child(_later, data=str(quiet))
    process = subprocess.Popen([sys.executable, *_PROGRAM, str(quiet), str(folder / "outbox")], cwd=ROOT)
    try:
        time.sleep(_SETTLED_S)
        started_s = _cpu_s(process.pid)
        time.sleep(_IDLE_S)
        return started_s, 1000 * (_cpu_s(process.pid) - started_s)
    finally:
        process.terminate()
        process.wait()


def _later(data: str) -> Callable[[], int]:
    """Put reminders into a new book of which none comes while it is looked at."""
    from mindful.reminders.ledger import Reminder, ReminderBook
    from mindful.reminders.ledger.book import new_id
    from mindful.reminders.rules import Weekly
    from mindful.store import open_store

    now = datetime.now(UTC)
    later = (now.astimezone(HERE) + timedelta(hours=12)).time().replace(second=0, microsecond=0)

    def made() -> Reminder:
        return Reminder(
            id=new_id(), rule=Weekly(times=(later,)), phrase="daily", created=now, updated=now, channels=("outbox",)
        )  # fmt: skip

    def work() -> int:
        with open_store(Path(data)) as store:
            return len(ReminderBook(store, HERE).add_many((made() for _ in range(REMINDERS)), now=now))

    return work


def _cpu_s(process: int) -> float:
    """Return the CPU seconds, user and system, that a process of Linux has used, to a hundredth."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
