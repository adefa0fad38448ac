"""Two processes at one ledger: each occurrence is taken once."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.reminders.conftest import Desk

PROGRAM = Path(__file__).with_name("claiming_worker.py")
RUNS = 20


class Worker:
    """A worker process, as its parent sees it."""

    def __init__(self, desk: Desk, owner: str) -> None:
        place = desk.store.place
        data = place.file.parent if place.file else Path()
        url = [place.url.render_as_string(hide_password=False)] if place.url else []
        self.process = subprocess.Popen(
            [sys.executable, str(PROGRAM), owner, str(data), *url],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert self._line() == "ready"

    def begin(self, desk: Desk, limit: int) -> None:
        """Let it take what is due now, by so many at a time."""
        assert self.process.stdin
        self.process.stdin.write(f"{desk.now.isoformat()} {limit}\n")
        self.process.stdin.flush()

    def taken(self) -> list[tuple[str, str]]:
        """Wait until it has found nothing more, and return what it had."""
        return [tuple(one) for one in json.loads(self._line())]

    def close(self) -> None:
        """End it."""
        self.process.communicate(timeout=30)
        assert self.process.returncode == 0

    def _line(self) -> str:
        assert self.process.stdout
        return self.process.stdout.readline().strip()


@pytest.fixture
def workers(desk: Desk) -> Iterator[tuple[Worker, Worker]]:
    """Start two of them at the desk's database."""
    with ExitStack() as ends:
        both = Worker(desk, "here/1"), Worker(desk, "there/2")
        for worker in both:
            ends.callback(worker.close)
        yield both


def race(desk: Desk, workers: tuple[Worker, Worker], limits: tuple[int, int]) -> list[list[tuple[str, str]]]:
    """Let both take what is due at the same time, and return what each had."""
    for worker, limit in zip(workers, limits, strict=True):
        worker.begin(desk, limit)
    return [worker.taken() for worker in workers]


def test_of_two_thousand_due_each_is_taken_once(desk: Desk, workers: tuple[Worker, Worker]) -> None:
    added = desk.book.add_many([desk.reminder() for _ in range(2000)], now=desk.now)
    desk.now = desk.at("2027-05-03 07:30")
    one, other = race(desk, workers, (50, 50))
    assert one
    assert other
    assert len(one) + len(other) == 2000
    assert {of for of, _ in (*one, *other)} == {reminder.id for reminder in added}
    assert set(desk.states().values()) == {"sent"}


def test_in_twenty_interleaved_runs_each_is_taken_once(desk: Desk, workers: tuple[Worker, Worker]) -> None:
    chance = random.Random(4)  # noqa: S311 -- repeatable
    added = {one.id for one in desk.book.add_many([desk.reminder() for _ in range(60)], now=desk.now)}
    for run in range(RUNS):
        desk.now = desk.at(f"2027-05-{3 + run:02} 07:30")
        # An answer to each keeps the next day's from resting.
        one, other = race(desk, workers, (chance.randint(1, 30), chance.randint(1, 30)))
        key = f"2027-05-{3 + run:02}T07:30"
        assert sorted((*one, *other)) == sorted((of, key) for of in added)
        for of in added:
            desk.answers.act(of, key, "start", desk.now)
