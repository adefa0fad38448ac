"""The service itself: ticks by the clock, looks up when anybody changes anything, and ends when it is asked to.

Its own loop, by a clock that cannot jump, is what notices that the wall clock has: after a sleep, or set by hand.
"""

from __future__ import annotations

import logging
import threading
import time
from datetime import timedelta
from typing import TYPE_CHECKING

from mindful.errors import MindfulError, StoreError
from mindful.reminders.ledger import Pulse
from mindful.reminders.service.clockwork import TICK_S, Clockwork
from mindful.reminders.service.supervision import Supervisor
from mindful.sessions.practised import last_start
from mindful.store import ChangeWatch

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from mindful.reminders.delivery import Dispatcher
    from mindful.reminders.service.ticking import Ticker
    from mindful.store import Store

_LOG = logging.getLogger("mindful")
LOOK_S = 2.0
"""How often it looks whether anything has changed; for SQLite that is a count, 28 us."""
JUMP_S = 2.0
"""The wall clock and the one that cannot jump drift apart by less than this from one look to the next."""
OVERDUE_S = TICK_S + 5.0
"""A tick that has not come by then has lost its time, as when the clock jumped while APScheduler was looking at it."""
LATEST_TICK_S = 3 * TICK_S
"""A tick that is overdue for so long does not come any more."""
TRY_AGAIN = timedelta(seconds=5)
"""After a tick that failed, beside the seconds for which a lock is waited for."""
GRACE_S = 75.0
"""How long the end waits for messages in hand; systemd is asked to wait for longer."""


class Service:
    """Sends reminders until it is stopped."""

    def __init__(
        self,
        store: Store,
        ticker: Ticker,
        dispatcher: Dispatcher,
        *,
        now: Callable[[], datetime],
        monotonic: Callable[[], float] = time.monotonic,
        supervisor: Supervisor | None = None,
        look_s: float = LOOK_S,
    ) -> None:
        """Set up; nothing runs yet."""
        self._store, self._ticker, self._dispatcher = store, ticker, dispatcher
        self._now, self._monotonic, self._look_s = now, monotonic, look_s
        self._supervisor = supervisor or Supervisor()
        self._clockwork = Clockwork(self._tick)
        self._watch, self._pulse = ChangeWatch(store.place), Pulse(store)
        self._stopping = threading.Event()
        self._ticked_at = self._set_at = monotonic()
        self._practised_at: datetime | None = None
        self._next_look: datetime | None = None

    def stop(self) -> None:
        """Ask it to end; safe from a signal handler and from any thread."""
        self._stopping.set()

    def run(self) -> bool:
        """Run until it is stopped, then see through what is in hand.

        Returns:
            Whether all in hand was seen through.

        Raises:
            StoreError: The database cannot be used at the start.
        """
        self._ticker.begin()
        self._practised_at = self._newest_session()
        self._clockwork.start()
        self._supervisor.tell("READY=1\nSTATUS=Looks after your reminders.")
        ahead_s = self._ahead_s()
        try:
            while not self._stopping.wait(self._look_s):
                overdue = self._monotonic() - max(self._ticked_at, self._set_at) > OVERDUE_S
                if overdue or abs(self._ahead_s() - ahead_s) > JUMP_S:
                    _LOG.info("The clock is set anew; it has jumped by %.0f s.", self._ahead_s() - ahead_s)
                    self._set_at = self._monotonic()
                    self._clockwork.set_anew()
                ahead_s = self._ahead_s()
                self._look()
                if self._monotonic() - self._ticked_at < LATEST_TICK_S:
                    self._supervisor.tell("WATCHDOG=1")
        finally:
            done = self._end()
        return done

    def _end(self) -> bool:
        self._supervisor.tell("STOPPING=1")
        self._clockwork.stop()
        self._dispatcher.hurry()
        self._ticker.lanes.hurry()
        done = self._ticker.lanes.drain(GRACE_S)
        self._ticker.lanes.close()
        self._ticker.stop()
        self._watch.close()
        return done

    def _tick(self) -> None:
        ticked = self._ticker.tick()
        self._ticked_at = self._monotonic()
        if ticked.trouble:
            self._clockwork.look_at(self._now() + TRY_AGAIN)
        else:
            self._arm(ticked.next_look)

    def _arm(self, next_look: datetime | None) -> None:
        self._next_look = next_look
        # What is due now and was not taken is another worker's.
        soon = next_look is not None and next_look <= self._now()
        self._clockwork.look_at(None if soon else next_look)

    def _look(self) -> None:
        """See whether anybody has changed what is due, or has practised."""
        if self._watch.replaced():
            _LOG.warning("Another database was put in place; it is used from now on.")
            self._store.close()
            self._clockwork.set_anew()
        try:
            if not self._watch.changed():
                return
            next_look, practised_at = self._pulse.next_look(), self._newest_session()
        except MindfulError as error:
            _LOG.debug("%s", error.message)
            return
        if practised_at != self._practised_at:
            self._practised_at = practised_at
            self._ticker.take_back()
        if next_look != self._next_look:
            if next_look is not None and next_look <= self._now() + timedelta(seconds=self._look_s):
                self._clockwork.set_anew()
            else:
                self._arm(next_look)

    def _newest_session(self) -> datetime | None:
        try:
            with self._store.reading() as connection:
                return last_start(connection)
        except StoreError as error:
            _LOG.debug("%s", error.message)
            return self._practised_at

    def _ahead_s(self) -> float:
        """Return by how much the wall clock is ahead of the one that cannot jump."""
        return self._now().timestamp() - self._monotonic()
