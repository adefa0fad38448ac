"""Measure the practice log with 100,000 sessions; run by hand: ``python tests/sessions/bench.py``.

Wall time of each command, the least of several runs, beside that of ``python -c "import sqlalchemy"``.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from ulid import ULID

from mindful.sessions.log import SessionLog
from mindful.sessions.model import KINDS, Session
from mindful.store import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator

SESSIONS = 100_000
RUNS = 9


def sessions() -> Iterator[Session]:
    """Yield sessions of eleven years, with notes and moods on some of them."""
    chance = random.Random(1)  # noqa: S311 -- the same data at each run
    now = datetime.now(UTC)
    for number in range(SESSIONS):
        start = now - timedelta(minutes=58 * (SESSIONS - number))
        length = chance.randrange(60, 3600)
        yield Session(
            id=str(ULID()),
            kind=chance.choice(KINDS),  # type: ignore[arg-type]
            title="Body scan",
            started_at=start,
            tz="America/Los_Angeles",
            utc_offset_s=-28_800,
            ended_at=start + timedelta(seconds=length),
            practised_s=length,
            mood_before=chance.choice([None, 3]),
            mood_after=chance.choice([None, 5]),
            note="Some words about it. " * 3 if number % 3 == 0 else None,
            source="import:bench",
            created=now,
            updated=now,
        )


def wall_s(*words: str) -> float:
    """Return the wall time of a Python process, the least of several."""
    best = float("inf")
    for _ in range(RUNS):
        begun = time.perf_counter()
        subprocess.run([sys.executable, *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
        best = min(best, time.perf_counter() - begun)
    return best


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["MINDFUL_DATA"] = folder
        made = list(sessions())
        with open_store(Path(folder)) as store:
            begun = time.perf_counter()
            SessionLog(store).import_batch(made)
            print(f"import_batch, {SESSIONS:,} sessions: {time.perf_counter() - begun:.2f} s")  # noqa: T201
            begun = time.perf_counter()
            SessionLog(store).import_batch(made)
            print(f"import_batch again: {time.perf_counter() - begun:.2f} s")  # noqa: T201
        floor = wall_s("-c", "import sqlalchemy")
        print(f"import sqlalchemy: {floor:.3f} s")  # noqa: T201
        for words in (["log"], ["log", "--text", "absent"], ["stats"], ["stats", "--json"]):
            taken = wall_s("-m", "mindful", *words)
            print(f"mindful {' '.join(words)}: {taken:.3f} s, {taken - floor:.3f} s beyond it")  # noqa: T201


if __name__ == "__main__":
    main()
