"""A reminder service as a process of its own, whose only channel is a file.

Run as ``python outbox_service.py DATA OUTBOX``; each message is a line of the file, reminder and key, which is on the
disk before the receipt is given. Exit code 3: another service has the folder.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from mindful.reminders.delivery import Availability, Dispatcher, Receipt
from mindful.reminders.service import Service, Ticker, take_station
from mindful.reminders.service.ticking import utc_now
from mindful.sessions.days import DAY_START
from mindful.store import open_store

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mindful.reminders.delivery import Action, Message

HERE = ZoneInfo("Europe/Berlin")


class Outbox:
    """A channel that writes each message into a file."""

    name = "outbox"

    def __init__(self, file: Path, slow_s: float = 0.0) -> None:
        """Take the file, and how long a message takes before it is there."""
        self._handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self._slow_s = slow_s

    def available(self) -> Availability:
        """Tell that it is."""
        return Availability(ok=True)

    def send(self, message: Message, actions: Sequence[Action] = ()) -> Receipt:
        """Write it, to the disk."""
        del actions
        # The sleep of the C library goes wrong where faketime sets the clock.
        threading.Event().wait(self._slow_s)
        os.write(self._handle, f"{message.reminder_id} {message.occurrence_key}\n".encode())
        os.fsync(self._handle)
        return Receipt(channel=self.name, state="delivered", detail="It lies in the outbox.")

    def withdraw(self, handle: str) -> bool:
        """Leave what is written."""
        del handle
        return False

    def close(self) -> None:
        """Let go of the file."""
        os.close(self._handle)


def main() -> int:
    """Run until SIGTERM."""
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("outbox", type=Path)
    parser.add_argument("--slow-s", type=float, default=0.0)
    parser.add_argument("--wait-s", type=float, default=10.0, help="patience with a lock of the database")
    given = parser.parse_args()
    station = take_station(given.data)
    if station is None:
        return 3
    with station, open_store(given.data, wait_s=given.wait_s) as store:
        outbox = Outbox(given.outbox, given.slow_s)
        dispatcher = Dispatcher(lambda _name: outbox, mask=str)
        ticker = Ticker(
            store, dispatcher, owner=station.owner, now=utc_now, here=lambda: HERE,
            day_start=DAY_START, version="1.2.3",
        )  # fmt: skip
        service = Service(store, ticker, dispatcher, now=utc_now)
        signal.signal(signal.SIGTERM, lambda _number, _frame: service.stop())
        return 0 if service.run() else 1


if __name__ == "__main__":
    sys.exit(main())
