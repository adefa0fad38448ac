"""The clock: APScheduler, which owns no reminder and only says when to look.

One job ticks every 30 s, one at the next instant at which something is due; both live in memory, in UTC. As APScheduler
waits by the wall clock, it is set anew when that jumps.
"""

from __future__ import annotations

import logging
import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.date import DateTrigger
from apscheduler.triggers.interval import IntervalTrigger

if TYPE_CHECKING:
    from collections.abc import Callable

    from apscheduler.triggers.base import BaseTrigger

TICK_S = 30
_TICK, _DUE = "tick", "due"


class Clockwork:
    """Calls back every 30 s, and when something is due."""

    def __init__(self, tick: Callable[[], object], *, every_s: int = TICK_S) -> None:
        """Take what is called, on a thread of the scheduler's, and never twice at the same time."""
        self._tick, self._every_s = tick, every_s
        # A tick that takes longer than the time between two is no matter for the person, and none is lost by it.
        logging.getLogger("apscheduler.scheduler").setLevel(logging.ERROR)
        # Whatever kept a job waiting, it runs once, and never for each time that passed.
        defaults = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        self._scheduler = BackgroundScheduler(
            jobstores={"default": MemoryJobStore()}, executors={"default": ThreadPoolExecutor(1)},
            job_defaults=defaults, timezone=UTC,
        )  # fmt: skip
        self._setting, self._stopped = threading.Lock(), False

    def start(self) -> None:
        """Begin, with a tick at once."""
        self._scheduler.start()
        self.set_anew()

    def set_anew(self) -> None:
        """Tick at once, and count the seconds to the next tick by the wall clock as it is now."""
        self._set(_TICK, IntervalTrigger(seconds=self._every_s, timezone=UTC), next_run_time=datetime.now(UTC))

    def look_at(self, instant: datetime | None) -> None:
        """Tick at an instant too; None for none."""
        self._set(_DUE, None if instant is None else DateTrigger(instant))

    def stop(self) -> None:
        """Call back no more; a tick that is going on is waited for."""
        # While APScheduler waits for the tick, it holds the lock that setting a job needs.
        with self._setting:
            self._stopped = True
        self._scheduler.shutdown(wait=True)

    def _set(self, name: str, trigger: BaseTrigger | None, **fields: Any) -> None:
        with self._setting:
            if self._stopped:
                return
            if trigger is not None:
                self._scheduler.add_job(self._tick, trigger, id=name, replace_existing=True, **fields)
            elif self._scheduler.get_job(name):
                self._scheduler.remove_job(name)
