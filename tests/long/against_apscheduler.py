"""What happens to reminders when plain APScheduler owns them, and when mindful does; run by hand, about a minute.

``python -m tests.long.against_apscheduler``, from the root of the repository. Each line is measured now; what mindful
does is asked of its rules and of its ledger. docs/reminders.md has the table.
"""

from __future__ import annotations

import logging
import os
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from datetime import time as clock_time
from itertools import takewhile
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.calendarinterval import CalendarIntervalTrigger
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from mindful.reminders.ledger import Reminder, ReminderBook, claim
from mindful.reminders.ledger.book import new_id
from mindful.reminders.ledger.terms import Terms
from mindful.reminders.rules import RandomTimes, Weekly, next_due, occurrences
from mindful.store import Store, open_store

BERLIN = ZoneInfo("Europe/Berlin")
ROOT = Path(__file__).parents[2]
SPRING, AUTUMN = datetime(2027, 3, 27, tzinfo=BERLIN), datetime(2027, 10, 30, tzinfo=BERLIN)
"""The day before each turn of the clock."""
_TWO_S, _LOCK_S, _ASLEEP_S = 6.0, 8.0, 15.0
_ENOUGH = 10_000
"""Times that are counted."""
_RUNG = "MINDFUL_RUNG"


def ring() -> None:
    """Remind: a line in a file."""
    with Path(os.environ[_RUNG]).open("a", encoding="ascii") as file:
        file.write("rung\n")


def main() -> None:
    """Print the lines."""
    logging.disable(logging.CRITICAL)
    with tempfile.TemporaryDirectory() as folder:
        for failure in _FAILURES:
            place = Path(folder) / failure.__name__
            place.mkdir()
            os.environ[_RUNG] = str(place / "rung")
            plain, ours = failure(place)
            print(f"{failure.__doc__}\n    plain APScheduler: {plain}\n    mindful: {ours}")  # noqa: T201


def after_spring(_place: Path) -> tuple[str, str]:
    """Daily at 00:30 by cron, Berlin, from the 27th to the 30th of March 2027."""
    return _days(CronTrigger(hour=0, minute=30, timezone=BERLIN), SPRING, 4), _ours(clock_time(0, 30), SPRING, 4)


def twice_in_autumn(_place: Path) -> tuple[str, str]:
    """Daily at 02:30 by cron, Berlin, from the 30th of October to the 1st of November 2027."""
    return _days(CronTrigger(hour=2, minute=30, timezone=BERLIN), AUTUMN, 3), _ours(clock_time(2, 30), AUTUMN, 3)


def never_in_spring(_place: Path) -> tuple[str, str]:
    """Daily at 02:30 by calendar interval, Berlin, from the 27th to the 29th of March 2027."""
    trigger = CalendarIntervalTrigger(days=1, hour=2, minute=30, start_date=SPRING.date(), timezone=BERLIN)
    return _days(trigger, SPRING, 3), _ours(clock_time(2, 30), SPRING, 3)


def drift(_place: Path) -> tuple[str, str]:
    """Every day by an interval of one day, first at 07:30, Berlin, from the 27th to the 29th of March 2027."""
    trigger = IntervalTrigger(days=1, start_date=SPRING.replace(hour=7, minute=30), timezone=BERLIN)
    return _days(trigger, SPRING, 3), _ours(clock_time(7, 30), SPRING, 3)


def late(place: Path) -> tuple[str, str]:
    """A job that was due for three seconds while its process was dead, found again in its store at the next start."""
    rung = _restarted(place, lambda scheduler: scheduler.add_job(ring, "date", run_date=_soon()))
    with open_store(place / "ours") as store:
        taken = _take(store, _add(store), timedelta(seconds=3))
    return f"{rung} of 1 rung", f"{taken} of 1 taken"


def pickle(place: Path) -> tuple[str, str]:
    """Three jobs of which one can no longer be loaded, or three reminders of which one is damaged."""
    scheduler = _scheduler(place)
    scheduler.start(paused=True)
    for number in range(3):
        scheduler.add_job(ring, "date", run_date=datetime.now(UTC) + timedelta(days=1), id=str(number))
    scheduler.shutdown()
    with closing(sqlite3.connect(place / "jobs.db", isolation_level=None)) as file:
        file.execute("UPDATE apscheduler_jobs SET job_state = ? WHERE id = '1'", (b"\x80\x05.",))
    scheduler = _scheduler(place)
    scheduler.start()
    scheduler.get_jobs()
    scheduler.shutdown()
    with closing(sqlite3.connect(place / "jobs.db")) as file:
        left = file.execute("SELECT count(*) FROM apscheduler_jobs").fetchone()[0]
    with open_store(place / "ours") as store:
        moment = _add(store, 3)
        with closing(sqlite3.connect(place / "ours" / "mindful.db", isolation_level=None)) as file:
            file.execute("UPDATE reminders SET rule = '{' WHERE id = (SELECT min(id) FROM reminders)")
        taken = _take(store, moment, timedelta(0))
        found, trouble = ReminderBook(store, BERLIN).all()
    return f"{left} rows", f"{len(found) + len(trouble)} rows, {len(trouble)} of them told as damaged, {taken} sent"


def two_processes(place: Path) -> tuple[str, str]:
    """One job at 1 Hz, two processes on one store for six seconds; or one occurrence, taken by both in turn."""
    command = [sys.executable, "-m", "tests.long.against_apscheduler", str(place)]
    processes = [subprocess.Popen(command, cwd=ROOT) for _ in range(2)]
    for process in processes:
        process.wait()
    rung = _rung()
    with open_store(place / "ours") as store, open_store(place / "ours") as other:
        moment = _add(store)
        taken = _take(store, moment, timedelta(0)) + _take(other, moment, timedelta(0))
    return f"{rung} rung", f"{taken} of 1 taken"


def lock(place: Path) -> tuple[str, str]:
    """A job at 1 Hz, and another program that holds the SQLite file for eight seconds."""
    scheduler = _scheduler(place)
    scheduler.add_job(ring, "interval", seconds=1)
    # What ends the thread is told by the line itself.
    threading.excepthook = lambda _: None
    scheduler.start()
    with closing(sqlite3.connect(place / "jobs.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        time.sleep(_LOCK_S)
        other.execute("COMMIT")
    before = _rung()
    time.sleep(3)
    thread: Any = scheduler._thread
    told = (
        f"{_rung() - before} rung in the 3 s after it; thread alive: {thread.is_alive()}, running: {scheduler.running}"
    )
    return told, "late and not dead: tests/reminders/service/test_running.py holds it for ten seconds"


def jitter(_place: Path) -> tuple[str, str]:
    """By chance around 02:30, by cron with a jitter of ten minutes; or three bells between 01:00 and 04:00; autumn."""
    trigger = CronTrigger(hour=2, minute=30, jitter=600, timezone=BERLIN)
    rule = RandomTimes(count=3, start=clock_time(1), end=clock_time(4), gap_min=10)
    until = AUTUMN + timedelta(days=1, hours=12)
    bells = takewhile(lambda one: one.due < until, occurrences(rule, BERLIN, AUTUMN + timedelta(hours=12), seed="01JA"))
    times, now = 0, AUTUMN + timedelta(hours=12)
    fires = trigger.get_next_fire_time(None, now)
    while fires and fires.astimezone(UTC) < until.astimezone(UTC) and times < _ENOUGH:
        times += 1
        now = max(now, fires, key=datetime.timestamp)
        fires = trigger.get_next_fire_time(fires, now)
    return f"{times:,} times" + " and no end" * (times == _ENOUGH), f"{len(list(bells))} bells"


def asleep(place: Path) -> tuple[str, str]:
    """Due in three hours; the clock on the wall goes eight hours ahead at once, as after a sleep; within 15 s."""
    library = next(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"), None)
    if library is None:
        return "needs the system package faketime", "tests/reminders/service/test_running.py"
    clock = place / "clock"
    clock.write_text("+0s\n", encoding="ascii")
    faked = {
        "LD_PRELOAD": str(library), "FAKETIME_TIMESTAMP_FILE": str(clock), "FAKETIME_NO_CACHE": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }  # fmt: skip
    command = [sys.executable, "-m", "tests.long.against_apscheduler", "asleep"]
    with subprocess.Popen(command, cwd=ROOT, env={**os.environ, **faked}) as process:
        time.sleep(3)
        clock.write_text("+28800s\n", encoding="ascii")
        time.sleep(_ASLEEP_S)
        process.kill()
    return f"{_rung()} of 1 rung", "caught up within a tick: tests/reminders/service/test_running.py"


_FAILURES = (
    after_spring, twice_in_autumn, never_in_spring, drift, jitter, late, pickle, two_processes, lock, asleep,
)  # fmt: skip


def _days(trigger: Any, since: datetime, days: int) -> str:
    """Return the local times at which a trigger fires within some days."""
    found, before, now = [], None, since
    end = since + timedelta(days=days)
    while (fires := trigger.get_next_fire_time(before, now)) and fires.astimezone(UTC) < end.astimezone(UTC):
        found.append(f"{fires.astimezone(BERLIN):%d. %H:%M}")
        before, now = fires, (fires.astimezone(UTC) + timedelta(microseconds=1)).astimezone(BERLIN)
    return ", ".join(found)


def _ours(at: clock_time, since: datetime, days: int) -> str:
    found, now = [], since - timedelta(seconds=1)
    end = since + timedelta(days=days)
    while (coming := next_due(Weekly(times=(at,)), BERLIN, now)) and coming.due < end.astimezone(UTC):
        found.append(f"{coming.local:%d. %H:%M}")
        now = coming.due
    return ", ".join(found)


def _soon() -> datetime:
    return datetime.now(UTC) + timedelta(seconds=0.5)


def _scheduler(place: Path) -> BackgroundScheduler:
    return BackgroundScheduler(
        jobstores={"default": SQLAlchemyJobStore(url=f"sqlite:///{place / 'jobs.db'}")}, timezone=UTC
    )  # fmt: skip


def _restarted(place: Path, add: Any) -> int:
    scheduler = _scheduler(place)
    # What is paused runs nothing: it leaves the store as a process that was killed does.
    scheduler.start(paused=True)
    add(scheduler)
    scheduler.shutdown()
    time.sleep(3.5)
    scheduler = _scheduler(place)
    scheduler.start()
    time.sleep(1)
    scheduler.shutdown()
    return _rung()


def _rung() -> int:
    file = Path(os.environ[_RUNG])
    return len(file.read_text(encoding="ascii").splitlines()) if file.exists() else 0


def _add(store: Store, count: int = 1) -> datetime:
    """Add reminders at half past seven, and return when they are due."""
    now = datetime(2027, 5, 3, 4, tzinfo=UTC)
    made = [
        Reminder(id=new_id(), rule=Weekly(times=(clock_time(7, 30),)), phrase="daily at 7:30", created=now, updated=now)
        for _ in range(count)
    ]
    ReminderBook(store, BERLIN).add_many(made, now=now)
    return datetime(2027, 5, 3, 5, 30, tzinfo=UTC)


def _take(store: Store, moment: datetime, after: timedelta) -> int:
    return len(claim(store, moment + after, BERLIN, Terms(owner="here/1", lease_s=180.0)).claims)


def _as_worker(place: Path) -> None:
    """Run a scheduler on a store that another process has too."""
    scheduler = _scheduler(place)
    scheduler.add_job(ring, "interval", seconds=1, id="bell", replace_existing=True)
    scheduler.start()
    time.sleep(_TWO_S)
    scheduler.shutdown()


def _as_sleeper() -> None:
    """Run a scheduler with a job in three hours, until somebody kills it."""
    scheduler = BackgroundScheduler(timezone=UTC)
    scheduler.add_job(ring, "date", run_date=datetime.now(UTC) + timedelta(hours=3), misfire_grace_time=None)
    scheduler.start()
    threading.Event().wait()


if __name__ == "__main__":
    if sys.argv[1:] == ["asleep"]:
        _as_sleeper()
    elif len(sys.argv) > 1:
        logging.disable(logging.CRITICAL)
        _as_worker(Path(sys.argv[1]))
    else:
        main()
