"""kill -9 at any instant: no reminder is lost, and at most the one in hand is sent again."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.reminders.conftest import Desk

PROGRAM, ROOT = "tests.reminders.service.killed_sender", Path(__file__).parents[3]
SENDS, KILLS = 3000, 20


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no kill -9 here")
def test_of_three_thousand_none_is_lost_and_each_kill_sends_at_most_one_twice(
    berlin: Desk, data: Path, tmp_path: Path
) -> None:
    added = berlin.book.add_many([berlin.reminder() for _ in range(SENDS)], now=berlin.now)
    outbox = tmp_path / "outbox"
    command = [sys.executable, "-m", PROGRAM, str(data), str(outbox), str(KILLS), "11"]
    run = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False, cwd=ROOT)
    assert run.returncode == 0, run.stderr
    told = json.loads(run.stdout)
    sent = Counter(outbox.read_text(encoding="ascii").splitlines())
    again = sent.total() - len(sent)
    print(f"{len(sent)} sent, {told['kills']} kills, {told['in_the_middle']} of them while sending, {again} sent twice")  # noqa: T201
    assert set(sent) == {f"{one.id} 2027-05-03T07:30" for one in added}
    assert told["in_the_middle"] >= 5
    assert again <= told["kills"]
    assert set(berlin.states().values()) == {"sent"}
    assert berlin.store.damage() == ()
