"""Lanes: what was taken is sent in order, one at a time for each first channel, and written down at once.

A slow channel holds up nobody but those who go by it. As a lane has one message in its hands, a process that is killed
can leave one for each lane that was sent and not written down; that one is sent again.
"""

from __future__ import annotations

import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from mindful.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable

    from mindful.reminders.ledger import Claim

_LOG = logging.getLogger("mindful")
PATIENCE_S = 2.0
"""Between two tries to write down what became of a message, when the database is held by another program."""
TRIES = 30
"""So often it is tried: a minute of a lock, beside the database's own patience."""


class Lanes:
    """Sends claims. Safe to use from several threads."""

    def __init__(self, deliver: Callable[[Claim], Any], write: Callable[[Claim, Any], object]) -> None:
        """Set up.

        Args:
            deliver: Sends a claim and returns what came of it; takes its time. What it raises is logged.
            write: Writes down what came of it; raises StoreError when it cannot, and is asked again.
        """
        self._deliver, self._write = deliver, write
        self._lanes: dict[str, ThreadPoolExecutor] = {}
        self._in_hand: dict[tuple[str, str], Claim] = {}
        self._free = threading.Condition()
        self._hurried = threading.Event()

    def put(self, claim: Claim) -> None:
        """Line a claim up behind those that go by the same channel."""
        name = claim.reminder.channels[0]
        with self._free:
            self._in_hand[claim.reminder.id, claim.key] = claim
            if name not in self._lanes:
                self._lanes[name] = ThreadPoolExecutor(max_workers=1, thread_name_prefix=f"lane {name}")
            self._lanes[name].submit(self._send, claim)

    def in_hand(self) -> list[Claim]:
        """Return the claims that are lined up or being sent."""
        with self._free:
            return list(self._in_hand.values())

    def drain(self, timeout_s: float | None = None) -> bool:
        """Wait until all is sent and written down; tells whether it is."""
        with self._free:
            return self._free.wait_for(lambda: not self._in_hand, timeout_s)

    def hurry(self) -> None:
        """Wait no longer for a database that is held: for the end of the service."""
        self._hurried.set()

    def close(self) -> None:
        """Let go of the threads."""
        with self._free:
            lanes, self._lanes = list(self._lanes.values()), {}
        for lane in lanes:
            lane.shutdown(wait=False)

    def _send(self, claim: Claim) -> None:
        try:
            fate = self._deliver(claim)
            self._write_down(claim, fate)
        except Exception:  # noqa: BLE001 -- a lane that ends would hold up all that come after
            # Its lease ends, and it is looked at again.
            _LOG.exception("A reminder could not be seen through; it is tried again.")
        finally:
            with self._free:
                self._in_hand.pop((claim.reminder.id, claim.key), None)
                self._free.notify_all()

    def _write_down(self, claim: Claim, fate: Any) -> None:
        for tries in range(1, TRIES + 1):
            try:
                self._write(claim, fate)
            except StoreError as error:
                if tries == TRIES or self._hurried.is_set():
                    raise
                _LOG.warning("%s The reminder was sent; writing that down is tried again.", error.message)
                self._hurried.wait(PATIENCE_S)
            else:
                return
