"""A process that sends what is due is killed at random instants, again and again, until all is sent.

Run from the root as ``python -m tests.reminders.service.killed_sender DATA OUTBOX KILLS SEED``; prints as JSON how
often it was killed and how often that was in the middle of sending. It is a process of its own, as only one without
threads may fork.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from mindful.reminders.delivery import Dispatcher
from mindful.reminders.service import Ticker, take_station
from mindful.sessions.days import DAY_START
from mindful.store import open_store
from tests.reminders.service.outbox_service import Outbox

NOW = datetime(2027, 5, 3, 5, 30, tzinfo=UTC)
LONGEST_LIFE_S = 1.2


def send_all(data: Path, outbox: Path) -> None:
    """Take up what an earlier life left behind, and send until nothing is due."""
    station = take_station(data)
    if station is None:
        raise SystemExit("The lock outlived its process.")
    with station, open_store(data) as store:
        channel = Outbox(outbox)
        dispatcher = Dispatcher(lambda _name: channel, mask=str)
        ticker = Ticker(
            store, dispatcher, owner=station.owner, now=lambda: NOW, here=lambda: ZoneInfo("Europe/Berlin"),
            day_start=DAY_START, version="1.2.3",
        )  # fmt: skip
        ticker.begin()
        while (ticked := ticker.tick()).taken or ticked.trouble:
            ticker.lanes.drain()


def one_life(data: Path, outbox: Path, life_s: float | None) -> bool:
    """Let a sender live for a while, or to its end, and return whether it had to be killed."""
    child = os.fork()
    if not child:
        code = 1
        # Whatever happens in it, a child never goes on as its parent.
        with contextlib.suppress(BaseException):
            send_all(data, outbox)
            code = 0
        os._exit(code)
    if life_s is not None:
        time.sleep(life_s)
        os.kill(child, signal.SIGKILL)
    status = os.waitpid(child, 0)[1]
    if not os.WIFSIGNALED(status) and os.waitstatus_to_exitcode(status):
        raise SystemExit("A sender ended by itself.")
    return os.WIFSIGNALED(status)


def main() -> None:
    """Kill as often as asked, then let one live to the end."""
    data, outbox, wanted = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    chance = random.Random(int(sys.argv[4]))  # noqa: S311 -- repeatable
    kills = in_the_middle = 0
    while kills < wanted:
        before = outbox.stat().st_size if outbox.exists() else 0
        if not one_life(data, outbox, chance.uniform(0, LONGEST_LIFE_S)):
            break
        kills += 1
        in_the_middle += outbox.exists() and outbox.stat().st_size > before
    one_life(data, outbox, None)
    print(json.dumps({"kills": kills, "in_the_middle": in_the_middle}))  # noqa: T201


if __name__ == "__main__":
    main()
