"""`mindful log` as people and programs use it."""

from __future__ import annotations

import json
import logging
import os
import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import click
import pytest

from mindful.cli import main
from mindful.sessions.log import SessionLog
from mindful.store import open_store


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MINDFUL_DATA", str(tmp_path / "data"))
    for name in ("VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path / "data"


@pytest.fixture
def listed(capsys: pytest.CaptureFixture[str]) -> Any:
    """Return what gives the sessions of the log as JSON."""

    def sessions(*words: str) -> list[dict[str, Any]]:
        capsys.readouterr()
        assert main(["log", "list", "--json", *words]) == 0
        found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
        return found

    return sessions


def add(*words: str, at: str = "2027-03-01T07:00", minutes: str = "10") -> None:
    assert main(["log", "add", "--at", at, "--tz", "America/Los_Angeles", "--minutes", minutes, *words]) == 0


def answers(monkeypatch: pytest.MonkeyPatch, *given: str) -> None:
    """Answer the prompts, one after the other."""
    left = list(given)
    monkeypatch.setattr(click.termui, "visible_prompt_func", lambda _prompt: left.pop(0))


def test_an_empty_log_says_how_to_begin(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["log"]) == 0
    out, err = capsys.readouterr()
    assert not out
    assert (
        err == "Your log is empty so far. What you play goes into it; or add a sitting: mindful log add --minutes 10\n"
    )


def test_a_session_added_has_all_its_fields(listed: Any, capsys: pytest.CaptureFixture[str]) -> None:
    add("--kind", "body-scan", "--title", "Evening", "--difficult")
    assert capsys.readouterr().err.startswith("Added: 2027-03-01 07:00, body-scan, 10 min, Evening (")
    (session,) = listed()
    assert len(session.pop("id")) == 26
    created = datetime.fromisoformat(session.pop("created"))
    assert abs(created - datetime.now(UTC)) < timedelta(minutes=1)
    assert datetime.fromisoformat(session.pop("updated")) == created
    assert session == {
        "kind": "body-scan",
        "title": "Evening",
        "script_id": None,
        "track_id": None,
        "started_at": "2027-03-01T15:00:00+00:00",
        "tz": "America/Los_Angeles",
        "utc_offset_s": -28800,
        "ended_at": "2027-03-01T15:10:00+00:00",
        "planned_s": None,
        "practised_s": 600.0,
        "completed": True,
        "ended_early": False,
        "difficult": True,
        "mood_before": None,
        "mood_after": None,
        "tension_before": None,
        "tension_after": None,
        "note": None,
        "source": "manual",
    }


def test_without_a_time_it_began_now_and_here(listed: Any, data: Path) -> None:
    # A process of its own, as the zone of the computer is found out once in each.
    environ = {**os.environ, "MINDFUL_DATA": str(data), "TZ": "Asia/Kathmandu"}
    command = [sys.executable, "-m", "mindful", "log", "add", "--minutes", "7.5", "-q"]
    subprocess.run(command, env=environ, check=True)
    (session,) = listed()
    assert abs(datetime.fromisoformat(session["started_at"]) - datetime.now(UTC)) < timedelta(minutes=1)
    assert session["practised_s"] == 450
    assert (session["tz"], session["utc_offset_s"]) == ("Asia/Kathmandu", 20700)


@pytest.mark.parametrize(
    ("local", "utc"),
    [
        ("2027-03-14T02:30", "2027-03-14T10:30:00+00:00"),  # leapt over: half an hour after the leap
        ("2027-11-07T01:30", "2027-11-07T08:30:00+00:00"),  # comes twice: the first
        ("2027-03-01 07:00", "2027-03-01T15:00:00+00:00"),
        ("2027-03-01T07:00+09:00", "2027-02-28T22:00:00+00:00"),
        ("2027-03-01T07:00:30Z", "2027-03-01T07:00:30+00:00"),
    ],
)
def test_a_time_is_read_on_the_wall_of_the_zone_unless_it_has_an_offset(local: str, utc: str, listed: Any) -> None:
    add(at=local)
    (session,) = listed()
    assert session["started_at"] == utc


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--minutes", "0"], '"0" is no length'),
        (["--minutes", "nan"], '"nan" is no length'),
        (["--minutes", "ten"], '"ten" is no length'),
        (["--minutes", "2881"], "up to 2880"),
        (["--minutes", "5", "--at", "yesterday"], "Write it like 2027-03-01T07:00"),
        (["--minutes", "5", "--at", "2027-03-01"], "Write it like 2027-03-01T07:00"),
        (["--minutes", "5", "--at", "0001-01-01T00:00"], "calendar"),
        (["--minutes", "5", "--at", "1890-01-01T00:00"], "years of sessions"),
        (["--minutes", "5", "--tz", "Europe/Berlim"], 'Did you mean "Europe/Berlin"?'),
        (["--minutes", "5", "--kind", "sitt"], "--kind"),
        (["--minutes", "5", "--title", "a\0b"], "The title has characters"),
        ([], "--minutes"),
    ],
)
def test_what_cannot_be_added_is_2_and_adds_nothing(
    words: list[str], says: str, listed: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["log", "add", "--tz", "Asia/Tokyo", *words]) == 2
    assert says in capsys.readouterr().err
    assert listed() == []


def test_the_list_is_a_calm_table_the_newest_first(capsys: pytest.CaptureFixture[str], listed: Any) -> None:
    add(at="2027-03-01T07:00")
    add("--kind", "walk", "--title", "To the\tsea\x1b[31m", at="2027-03-02T00:20", minutes="0.4")
    ids = [session["id"][-6:] for session in listed()]
    assert main(["log"]) == 0
    out, err = capsys.readouterr()
    assert not err
    assert out.splitlines() == [
        "DATE        TIME   KIND  TITLE            MIN  NOTE  ID",
        f"2027-03-02  00:20  walk  To the sea [31m  <1         {ids[0]}",
        f"2027-03-01  07:00  sit                    10         {ids[1]}",
    ]
    assert main(["log", "list"]) == 0
    assert capsys.readouterr().out == out


def test_the_list_can_be_narrowed(listed: Any, capsys: pytest.CaptureFixture[str]) -> None:
    add("--title", "Sea", at="2027-03-01T07:00")
    add("--kind", "walk", at="2027-03-02T00:20")
    add("--title", "seaside", at="2027-03-03T07:00")
    assert [session["kind"] for session in listed("--kind", "walk")] == ["walk"]
    assert [session["title"] for session in listed("--text", "SEA")] == ["seaside", "Sea"]
    assert [session["title"] for session in listed("--since", "2027-03-02")] == ["seaside"]
    assert len(listed("--until", "2027-03-01")) == 2
    assert len(listed("--limit", "1")) == 1
    assert main(["log", "--limit", "1"]) == 0
    assert capsys.readouterr().err == "There are 2 more; --limit and --since reach them.\n"
    assert main(["log", "--limit", "2"]) == 0
    assert capsys.readouterr().err.startswith("There is 1 more")
    assert main(["log", "--kind", "sleep"]) == 0
    assert capsys.readouterr() == ("", "No session is like that.\n")
    assert main(["log", "--since", "tomorrow"]) == 2
    assert "2027-03-01" in capsys.readouterr().err


def test_the_table_has_a_page_and_json_has_all(listed: Any, capsys: pytest.CaptureFixture[str]) -> None:
    for minute in range(22):
        add(at=f"2027-03-01T07:{minute:02}")
    assert len(listed()) == 22
    assert main(["log"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 21


def test_a_session_is_shown_with_its_note(
    listed: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answers(monkeypatch, "Quiet, and a robin.")
    add("--note")
    (session,) = listed()
    assert main(["log", "show", session["id"][-6:]]) == 0
    out = capsys.readouterr().out
    assert "started at      2027-03-01 07:00:00 America/Los_Angeles\n" in out
    assert "completed       yes\n" in out
    assert out.endswith("\nQuiet, and a robin.\n")
    assert main(["log", "show", session["id"], "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == session
    add()
    assert main(["log", "show", listed()[0]["id"]]) == 0
    assert "robin" not in capsys.readouterr().out


def test_an_edit_changes_what_is_named(listed: Any, capsys: pytest.CaptureFixture[str]) -> None:
    add("--title", "Sea")
    (before,) = listed()
    words = ["--minutes", "12", "--kind", "walk", "--title", "", "--difficult", "--json"]
    assert main(["log", "edit", before["id"][-6:], *words]) == 0
    after = json.loads(capsys.readouterr().out)
    changed = {"practised_s": 720.0, "ended_at": "2027-03-01T15:12:00+00:00", "kind": "walk", "title": None}
    assert after == before | changed | {"difficult": True, "updated": after["updated"]}
    assert listed() == [after]
    assert main(["log", "edit", before["id"], "--no-difficult"]) == 0
    assert not listed()[0]["difficult"]


def test_a_session_moves_as_a_whole_and_its_zone_alone(listed: Any) -> None:
    add()
    (session,) = listed()
    assert main(["log", "edit", session["id"], "--at", "2027-07-01T08:30"]) == 0
    (moved,) = listed()
    assert moved["started_at"] == "2027-07-01T15:30:00+00:00"
    assert moved["ended_at"] == "2027-07-01T15:40:00+00:00"
    assert moved["utc_offset_s"] == -25200
    assert main(["log", "edit", session["id"], "--tz", "Asia/Tokyo"]) == 0
    (elsewhere,) = listed()
    assert elsewhere["started_at"] == moved["started_at"]
    assert (elsewhere["tz"], elsewhere["utc_offset_s"]) == ("Asia/Tokyo", 32400)


def test_an_edit_of_nothing_or_of_no_session_is_2(listed: Any, capsys: pytest.CaptureFixture[str]) -> None:
    add()
    (session,) = listed()
    assert main(["log", "edit", session["id"]]) == 2
    assert "Say what to change" in capsys.readouterr().err
    assert main(["log", "edit", "ZZZZZZ", "--minutes", "5"]) == 2
    assert 'There is no session "ZZZZZZ"' in capsys.readouterr().err
    assert listed() == [session]


def test_a_note_is_written_in_the_editor_and_leaves_no_trace(
    tmp_path: Path, listed: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = tmp_path / "editor"
    editor.write_text(
        f"#!{sys.executable}\nimport os, sys, pathlib\nfile = pathlib.Path(sys.argv[1])\n"
        f"pathlib.Path({str(tmp_path / 'seen')!r}).write_text(f'{{file}} {{oct(file.stat().st_mode)}}')\n"
        "file.write_text(file.read_text() + 'Words of mine.\\n')\nos.utime(file, (1, 1))\n",
        encoding="utf-8",
    )
    editor.chmod(0o755)
    monkeypatch.setenv("EDITOR", str(editor))
    add("--note")
    (session,) = listed()
    assert session["note"] == "Words of mine."
    assert main(["log", "edit", session["id"], "--note"]) == 0
    assert listed()[0]["note"] == "Words of mine.\nWords of mine."
    file, mode = (tmp_path / "seen").read_text(encoding="utf-8").split()
    assert stat.S_IMODE(int(mode, 8)) == 0o600
    assert not Path(file).exists()
    monkeypatch.setenv("EDITOR", "true")
    assert main(["log", "edit", session["id"], "--note"]) == 0
    assert listed()[0]["note"] == "Words of mine.\nWords of mine."
    assert main(["log", "edit", session["id"], "--no-note"]) == 0
    assert listed()[0]["note"] is None


def test_without_an_editor_a_note_is_asked_for_and_enter_keeps_the_old_one(
    listed: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers(monkeypatch, "", "First.", "", "Second.")
    add("--note")
    (session,) = listed()
    notes = [session["note"]]
    for _ in range(3):
        assert main(["log", "edit", session["id"], "--note"]) == 0
        notes.append(listed()[0]["note"])
    assert notes == [None, "First.", "First.", "Second."]


def test_a_note_is_never_an_argument(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(click, "prompt", lambda *_args, **_options: "")
    assert main(["log", "add", "--minutes", "5", "--note=private words"]) == 2
    assert "does not take a value" in capsys.readouterr().err


def test_moods_are_asked_for_and_each_may_be_skipped(listed: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    answers(monkeypatch, "3", "5", "", "10", "", "", "4", "")
    add("--mood")
    (session,) = listed()
    names = ("mood_before", "mood_after", "tension_before", "tension_after")
    assert [session[name] for name in names] == [3, 5, None, 10]
    assert main(["log", "edit", session["id"], "--mood"]) == 0
    assert [listed()[0][name] for name in names] == [3, 5, 4, 10]


def test_a_mood_off_the_scale_is_2(
    listed: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answers(monkeypatch, "11")
    assert main(["log", "add", "--minutes", "5", "--mood"]) == 2
    assert "0" in capsys.readouterr().err
    assert listed() == []


def test_a_removed_session_comes_back_and_so_does_each_change(listed: Any, capsys: pytest.CaptureFixture[str]) -> None:
    add()
    (session,) = listed()
    assert main(["log", "remove", session["id"][-6:]]) == 0
    said = capsys.readouterr().err
    assert said == "Removed: 2027-03-01 07:00, sit, 10 min. Take it back with: mindful log undo\n"
    assert listed() == []
    assert main(["log", "undo"]) == 0
    assert "remove" in capsys.readouterr().err
    assert listed() == [session]
    assert main(["log", "--undo"]) == 0
    assert capsys.readouterr().err.endswith("one session taken out again.\n")
    assert listed() == []
    assert main(["log", "undo"]) == 0
    assert capsys.readouterr().err == "There is nothing to take back.\n"


def test_forgetting_asks_first_and_says_what_it_cannot_reach(
    listed: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    add(at="2027-03-01T07:00")
    add(at="2027-03-05T07:00")
    answers(monkeypatch, "n", "y")
    assert main(["log", "forget", "--before", "2027-03-02"]) == 130
    assert len(listed()) == 2
    assert main(["log", "forget", "--before", "2027-03-02"]) == 0
    said = capsys.readouterr().err
    assert "Deleted one session." in said
    assert "backups, files you exported, snapshots, and cells of an SSD may still keep copies" in said
    assert [session["started_at"][:10] for session in listed()] == ["2027-03-05"]
    assert main(["log", "forget", "--all", "--yes"]) == 0
    assert listed() == []
    assert main(["log", "undo"]) == 0
    assert "nothing to take back" in capsys.readouterr().err


def test_notes_alone_can_be_forgotten(
    listed: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answers(monkeypatch, "private")
    add("--note")
    assert main(["log", "forget", "--notes", "-y"]) == 0
    assert "Deleted one note." in capsys.readouterr().err
    assert listed()[0]["note"] is None


def test_forgetting_while_another_program_reads_says_so(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    add()
    with open_store(data) as other, other.reading() as connection:
        connection.exec_driver_sql("SELECT * FROM sessions").all()
        monkey = pytest.MonkeyPatch()
        monkey.setattr("mindful.store.opening.WAIT_S", 0.1)
        monkey.setattr(open_store, "__kwdefaults__", {"url": None, "wait_s": 0.1})
        try:
            assert main(["log", "forget", "--all", "-y"]) == 0
        finally:
            monkey.undo()
    assert "Another program is reading the log" in capsys.readouterr().err


@pytest.mark.parametrize("words", [[], ["--all", "--notes"], ["--all", "--before", "2027-03-01"]])
def test_what_to_forget_is_said_exactly_once(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["log", "forget", *words]) == 2
    assert "Say one of --all, --before DATE and --notes." in capsys.readouterr().err


def test_quiet_says_nothing(listed: Any, capsys: pytest.CaptureFixture[str]) -> None:
    add("--quiet")
    assert main(["log", "undo", "-q"]) == 0
    assert capsys.readouterr() == ("", "")
    assert listed() == []


def test_the_day_start_of_the_settings_counts(listed: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    add(at="2027-03-02T02:00")
    assert len(listed("--until", "2027-03-01")) == 1
    monkeypatch.setenv("MINDFUL_DAY_START", "01:30")
    assert listed("--until", "2027-03-01") == []


def test_the_log_is_kept_in_the_data_folder_and_private(data: Path) -> None:
    add()
    with open_store(data) as store:
        assert SessionLog(store).count() == 1
    assert stat.S_IMODE((data / "mindful.db").stat().st_mode) == 0o600
    assert stat.S_IMODE(data.stat().st_mode) == 0o700


def test_a_database_that_cannot_be_used_is_1_and_a_sentence(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data.mkdir()
    (data / "mindful.db").write_text("no database" * 100, encoding="utf-8")
    assert main(["log"]) == 1
    assert capsys.readouterr().err.startswith(f'error: "{data / "mindful.db"}" is no database.\n')


def test_the_password_of_a_database_is_never_shown(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, data: Path
) -> None:
    for name, value in (("handlers", []), ("level", logging.NOTSET)):
        monkeypatch.setattr(logging.getLogger("mindful"), name, value)
    url = "postgresql://me:secret@127.0.0.1:1/mindful"
    monkeypatch.setenv("MINDFUL_DATABASE", url)
    assert main(["log", "--verbose"]) == 1
    assert main(["config", "show"]) == 0
    assert main(["config", "show", "--json"]) == 0
    assert main(["config", "set", "database", url]) == 0
    monkeypatch.setenv("MINDFUL_DATABASE", f"mysql{url}")
    assert main(["log"]) == 2
    monkeypatch.delenv("MINDFUL_DATABASE")
    (data / "settings.toml").write_text(f"database = {url}\n", encoding="utf-8")
    assert main(["log"]) == 2
    out, err = capsys.readouterr()
    assert "secret" not in out + err
    assert "127.0.0.1" in out + err


def test_two_processes_may_log_at_once(data: Path, listed: Any) -> None:
    environ = {**os.environ, "MINDFUL_DATA": str(data)}
    command = [sys.executable, "-m", "mindful", "log", "add", "--minutes", "5", "-q"]
    running = [subprocess.Popen(command, env=environ) for _ in range(3)]
    assert [process.wait(timeout=120) for process in running] == [0, 0, 0]
    assert len(listed()) == 3
