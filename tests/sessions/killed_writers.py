"""Two processes write sessions into one log and are killed at a random instant, again and again.

Run as ``python killed_writers.py FOLDER ROUNDS SEED``; prints as JSON, for each data folder in it, the ids whose
writing had been acknowledged. It is a process of its own, as only one without threads may fork.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import select
import signal
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import alembic.command  # noqa: F401 -- once here, not in every child
from ulid import ULID

from mindful.sessions.log import SessionLog
from mindful.sessions.model import Session
from mindful.store import open_store

MOST_WRITTEN, LONGEST_AFTER_S = 8, 0.02
"""Sessions acknowledged before the end of a round, and how long after the last: in the midst of something, however busy
the machine."""
MAKING_ROUNDS, LONGEST_MAKING_S = 10, 0.5
"""Rounds, of all, in which there is no database yet, and it may be killed while it is made."""
NOTE = "All of these words, or none of them. " * 20


def session(pair: str | None = None) -> Session:
    """Return a session whose note tells whether it is whole."""
    now = datetime.now(UTC)
    made = str(ULID())
    return Session(
        id=made,
        title=pair,
        started_at=now,
        tz="UTC",
        utc_offset_s=0,
        ended_at=now + timedelta(seconds=60),
        practised_s=60.0,
        note=f"{NOTE}{made}",
        created=now,
        updated=now,
    )


def write(data: Path, acknowledge: int) -> None:
    """Write sessions until killed: one, one and its edit, two that belong together."""
    with open_store(data) as store:
        log = SessionLog(store)
        while True:
            one, edited = session(), session()
            log.add(one)
            os.write(acknowledge, f"{one.id}\n".encode())
            log.add(edited)
            log.edit(edited.id, difficult=True)
            os.write(acknowledge, f"{edited.id}\n".encode())
            pair = [session(pair=one.id), session(pair=one.id)]
            log.add_many(pair)
            os.write(acknowledge, f"{pair[0].id}\n{pair[1].id}\n".encode())


def one_round(data: Path, after_s: float, *, written: int = 0) -> list[str]:
    """Let two writers live until some sessions are written, and a while longer; return what they acknowledged."""
    reading, writing = os.pipe()
    children = []
    for _ in range(2):
        child = os.fork()
        if not child:
            os.close(reading)
            # Whatever happens in it, a child never goes on as its parent.
            with contextlib.suppress(BaseException):
                write(data, writing)
            os._exit(1)
        children.append(child)
    os.close(writing)
    read = b""
    while read.count(b"\n") < written and (more := os.read(reading, 65_536)):
        read += more
    end = time.monotonic() + after_s
    while (left := end - time.monotonic()) > 0:
        if select.select([reading], [], [], left)[0]:
            read += os.read(reading, 65_536)
    for child in children:
        os.kill(child, signal.SIGKILL)
    ends = [os.waitpid(child, 0)[1] for child in children]
    if any(not os.WIFSIGNALED(status) for status in ends):
        raise SystemExit("A writer ended by itself.")
    while more := os.read(reading, 65_536):
        read += more
    os.close(reading)
    # A line without its end was being written: it counts for nothing.
    return read.decode().rpartition("\n")[0].split()


def main() -> None:
    """Run the rounds."""
    folder, rounds = Path(sys.argv[1]), int(sys.argv[2])
    chance = random.Random(int(sys.argv[3]))  # noqa: S311 -- repeatable
    acknowledged: dict[str, list[str]] = {}
    for number in range(MAKING_ROUNDS):
        acknowledged[f"new{number}"] = one_round(folder / f"new{number}", chance.uniform(0, LONGEST_MAKING_S))
    acknowledged["old"] = []
    open_store(folder / "old").close()
    for _ in range(rounds - MAKING_ROUNDS):
        acknowledged["old"] += one_round(
            folder / "old", chance.uniform(0, LONGEST_AFTER_S), written=chance.randint(0, MOST_WRITTEN)
        )
    print(json.dumps(acknowledged))  # noqa: T201


if __name__ == "__main__":
    main()
