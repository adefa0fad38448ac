"""kill -9 at any instant: what was acknowledged is there, nothing is half there, and the database is sound."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from mindful.sessions.log import SessionLog
from mindful.store import open_store

ROUNDS = 100
"""Two processes are killed in each."""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no kill -9 here")
def test_two_hundred_kills_lose_no_session_and_leave_no_half_one(tmp_path: Path) -> None:
    program = Path(__file__).with_name("killed_writers.py")
    run = subprocess.run(
        [sys.executable, str(program), str(tmp_path), str(ROUNDS), "7"],
        capture_output=True, text=True, timeout=180, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    acknowledged: dict[str, list[str]] = json.loads(run.stdout)
    assert len(acknowledged["old"]) > ROUNDS
    for folder, ids in acknowledged.items():
        with open_store(tmp_path / folder) as store:
            assert store.damage() == ()
            found = SessionLog(store).find()
        assert set(ids) <= {session.id for session in found}
        assert all(session.note and session.note.endswith(session.id) for session in found)
        assert set(Counter(session.title for session in found if session.title).values()) <= {2}
        left = {path.name for path in (tmp_path / folder).iterdir() if ".new-" not in path.name}
        assert left == {"mindful.db"}
