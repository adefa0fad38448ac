from __future__ import annotations

import errno
import json
import os
import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from mindful.config.locks import try_lock
from mindful.errors import SettingsError, StoreError
from mindful.practice.feelings import SKIPS, Sliders
from mindful.practice.journal import Journal
from mindful.practice.keeping import recover
from mindful.practice.place import holds_any
from mindful.practice.sitting import Feelings, begin, sitting_from_json
from mindful.sessions.model import LONGEST

if TYPE_CHECKING:
    from pathlib import Path

    from mindful.practice.piece import Piece
    from tests.practice.conftest import MakeSitting, MemoryLog

RATE_HZ = 44_100

CRASH = """
import os, sys, json
from pathlib import Path
from mindful.practice.journal import Journal
from mindful.practice.sitting import sitting_from_json
journal = Journal(Path(sys.argv[1]))
journal.begin(sitting_from_json(json.loads(sys.argv[2])))
print("begun", flush=True)
sys.stdin.read()
"""


def crash(data: Path, sitting: object) -> None:
    """Keep a sitting in another process, look at it from here, and kill that."""
    row = json.dumps(sitting.as_json())  # type: ignore[attr-defined]
    command = [sys.executable, "-c", CRASH, str(data), row]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline() == b"begun\n"
        # While it lives, it is nobody's to bring home.
        assert list(Journal(data).left_behind()) == []
        assert holds_any(data)
        process.kill()


def test_a_sitting_that_broke_off_is_logged_once_with_what_was_heard(
    tmp_path: Path, make_sitting: MakeSitting, memory_log: MemoryLog
) -> None:
    data = tmp_path / "data"
    crash(data, make_sitting(before=Feelings(mood=4)))
    assert [sitting.title for sitting in recover(data, memory_log)] == ["Body scan"]
    assert recover(data, memory_log) == []
    [session] = memory_log.sessions.values()
    assert session.practised_s == 300
    assert session.ended_early
    assert session.mood_before == 4
    assert session.source == "play"
    assert session.ended_at - session.started_at == timedelta(minutes=6)
    assert not holds_any(data)
    unfinished = Journal(data).unfinished()
    assert unfinished
    assert unfinished.position == 300 * RATE_HZ
    assert not unfinished.before.told


def test_a_crash_between_the_log_and_the_journal_logs_nothing_twice(
    tmp_path: Path, make_sitting: MakeSitting, memory_log: MemoryLog
) -> None:
    sitting = make_sitting()
    memory_log.add(sitting.session())
    crash(tmp_path, sitting)
    recover(tmp_path, memory_log)
    assert len(memory_log.sessions) == 1


def test_a_short_sitting_that_broke_off_is_not_logged_unless_that_was_asked(
    tmp_path: Path, make_sitting: MakeSitting, memory_log: MemoryLog
) -> None:
    heard = ((0, 29 * RATE_HZ),)
    crash(tmp_path, make_sitting(heard=heard))
    assert recover(tmp_path, memory_log) == []
    crash(tmp_path, make_sitting(heard=heard, keep_short=True))
    assert len(recover(tmp_path, memory_log)) == 1


def test_two_who_look_at_once_do_not_bring_the_same_home(tmp_path: Path, make_sitting: MakeSitting) -> None:
    crash(tmp_path, make_sitting())
    one, other = Journal(tmp_path), Journal(tmp_path)
    mine = one.left_behind()
    assert next(mine)
    assert list(other.left_behind()) == []
    assert list(mine) == []
    assert len(list(other.left_behind())) == 1


def test_files_are_private_and_whole(tmp_path: Path, make_sitting: MakeSitting) -> None:
    data = tmp_path / "data"
    journal, sitting = Journal(data), make_sitting()
    journal.begin(sitting)
    assert stat.S_IMODE(data.stat().st_mode) == 0o700
    assert stat.S_IMODE((data / "playing").stat().st_mode) == 0o700
    for file in (data / "playing").iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    file = data / "playing" / f"{sitting.id}.json"
    assert sitting_from_json(json.loads(file.read_text())) == sitting
    assert list(journal.left_behind()) == []
    journal.end(sitting)
    assert [left.name for left in (data / "playing").iterdir()] == ["unfinished.json"]


def test_a_full_disk_keeps_what_was_written_before(
    tmp_path: Path, make_sitting: MakeSitting, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    journal, sitting = Journal(tmp_path), make_sitting()
    journal.begin(sitting)

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space"):
            journal.write(make_sitting(position=0))
        with pytest.raises(StoreError, match="cannot be written to"):
            Journal(tmp_path).begin(make_sitting(id="01J0000000000000000000000B"))
        journal.end(sitting)
    assert "brought up to date" in caplog.text
    assert list(Journal(tmp_path).left_behind()) == [sitting]


def test_a_folder_in_the_way_is_a_sentence(tmp_path: Path, make_sitting: MakeSitting) -> None:
    (tmp_path / "data").write_text("")
    with pytest.raises(SettingsError):
        Journal(tmp_path / "data").begin(make_sitting())


def test_only_the_last_unfinished_sitting_can_be_gone_on_with(tmp_path: Path, make_sitting: MakeSitting) -> None:
    journal = Journal(tmp_path)
    assert journal.unfinished() is None
    first, other = make_sitting(outcome="stopped"), make_sitting(outcome="stopped", recipe={"track": "/other.mp3"})
    for sitting in (first, other):
        journal.begin(sitting)
        journal.end(sitting)
    assert journal.unfinished() == other
    # Another one that is completed leaves it, the same one takes it away.
    for sitting in (make_sitting(outcome="completed"), make_sitting(outcome="completed", recipe=other.recipe)):
        assert journal.unfinished() == other
        journal.begin(sitting)
        journal.end(sitting)
    assert journal.unfinished() is None


def test_what_is_no_sitting_is_left_alone(tmp_path: Path, make_sitting: MakeSitting) -> None:
    folder = tmp_path / "playing"
    folder.mkdir()
    row = make_sitting().as_json()
    broken = [
        "",
        "[]",
        "{}",
        json.dumps({**row, "schema": 2}),
        json.dumps({**row, "seen_at": "2027-03-01T07:00:00+01:00"}),
    ]
    for number, text in enumerate(broken):
        (folder / f"{number}.json").write_text(text)
    assert list(Journal(tmp_path).left_behind()) == []
    assert len(list(folder.glob("*.json"))) == len(broken)
    assert not list(folder.glob("*.lock"))


def test_forgetting_leaves_nothing_but_what_goes_on_elsewhere(tmp_path: Path, make_sitting: MakeSitting) -> None:
    crash(tmp_path, make_sitting())
    living, sitting = Journal(tmp_path), make_sitting(id="01J0000000000000000000000B")
    living.begin(sitting)
    (tmp_path / "playing" / "unfinished.json").write_text("{}")
    Journal(tmp_path).forget()
    assert sorted(file.name for file in (tmp_path / "playing").glob("*.json")) == [f"{sitting.id}.json"]


def test_a_lock_is_held_once_and_dies_with_its_handle(tmp_path: Path) -> None:
    handle = try_lock(tmp_path / "lock")
    assert handle is not None
    assert try_lock(tmp_path / "lock") is None
    os.close(handle)
    again = try_lock(tmp_path / "lock")
    assert again is not None
    os.close(again)


# -- the sitting itself ------------------------------------------------------------------------------------------------


def test_a_sitting_with_a_skip_counts_what_was_heard(make_sitting: MakeSitting) -> None:
    sitting = make_sitting(heard=((0, 76_800), (192_000, 288_000)))
    assert sitting.practised_s == (76_800 + 96_000) / RATE_HZ
    assert make_sitting(heard=((0, 100 * RATE_HZ),), counted=(90 * RATE_HZ, 95 * RATE_HZ)).practised_s == 5


def test_a_sitting_is_complete_at_its_end_or_when_what_counts_was_passed(make_sitting: MakeSitting) -> None:
    assert make_sitting(outcome="completed").completed
    assert make_sitting(outcome="slept").session().completed
    assert not make_sitting(outcome="stopped").completed
    assert make_sitting(outcome="stopped", counted=(0, 300 * RATE_HZ)).completed
    assert make_sitting(outcome=None).session().ended_early


def test_a_clock_set_back_and_a_pause_of_days_still_make_a_session(make_sitting: MakeSitting) -> None:
    start = datetime(2027, 3, 1, 7, tzinfo=UTC)
    back = make_sitting(seen_at=start - timedelta(hours=1)).session(now=start)
    assert back.ended_at == back.started_at
    days = make_sitting(seen_at=start + timedelta(days=9)).session(now=start)
    assert days.ended_at - days.started_at == LONGEST


def test_feelings_and_notes_are_in_no_representation(make_sitting: MakeSitting) -> None:
    sitting = make_sitting(before=Feelings(mood=7, tension=9))
    assert "7" not in repr(sitting.before)
    assert "9" not in repr(sitting.before)
    session = sitting.session(after=Feelings(mood=8), note="my words")
    assert session.note == "my words"
    assert session.mood_after == 8
    assert "my words" not in repr(session)


def test_a_sitting_begins_with_its_plan(piece_of_chapters: Piece) -> None:
    now = datetime(2027, 3, 1, 7, tzinfo=UTC)
    sitting = begin(piece_of_chapters, sitting_id="x", now=now, start=10 * RATE_HZ)
    assert sitting.planned_s == 20
    assert not sitting.counts
    assert begin(piece_of_chapters, sitting_id="x", now=now, sleep_after_s=5).planned_s == 5


# -- the sliders' habit ------------------------------------------------------------------------------------------------


def test_the_sliders_leave_after_three_skips_in_a_row(tmp_path: Path) -> None:
    data = tmp_path / "data"
    assert Sliders(data).is_new
    assert Sliders(data).on
    for moved in (False, False, True, False, False):
        assert not Sliders(data).used(moved=moved)
        assert Sliders(data).on
    assert Sliders(data).used(moved=False)
    assert not Sliders(data).on
    assert not Sliders(data).used(moved=False)
    assert stat.S_IMODE((data / "sliders.json").stat().st_mode) == 0o600
    Sliders(data).used(moved=True)
    assert Sliders(data).on
    assert json.loads((data / "sliders.json").read_text()) == {"skipped_in_a_row": 0}
    assert SKIPS == 3
