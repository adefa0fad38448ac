"""`mindful log import` and `export`: what is asked, what is told, and what is kept to oneself."""

from __future__ import annotations

import io
import json
import logging
import stat
import sys
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click
import pytest

from mindful.cli import log_exchange
from mindful.cli.frame import group
from mindful.errors import MindfulError
from mindful.sessions.exchange import ExchangeError
from mindful.sessions.log import SessionLog
from mindful.store import open_store

if TYPE_CHECKING:
    from pathlib import Path

INSIGHT = (
    "Started At,Duration,Preset,Activity\n"
    "04/20/2026 08:21:14,0:45:0,,Meditation\n"
    '04/19/2026 21:05:02,1:0:30,"Evening, with bells",Walking\n'
    "yesterday,0:10:0,SECRET,Meditation\n"
)
MEDITATE = "start_time_unix,duration_secs,mode,label,note\n1776666074,600,timer,Morning,SECRET words\n"
LOOP = {
    "Habits.csv": "Position,Name\n001,Meditate\n002,Walk\n003,Read\n",
    "001 Meditate/Checkmarks.csv": "Date,Value,Notes\n2026-04-20,2,\n",
    "002 Walk/Checkmarks.csv": "Date,Value,Notes\n2026-04-20,2,\n2026-04-19,2,\n",
    "003 Read/Checkmarks.csv": "Date,Value,Notes\n",
}
REJECTED = {"line": 4, "reason": 'Its start is not written like "04/20/2026 08:21:14".'}


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """Say so."""
        return True


def run(*words: str | Path) -> int:
    """Call `mindful log`; errors come through, to be looked at."""
    return int(group.main(["log", *map(str, words)], prog_name="mindful", standalone_mode=False) or 0)


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MINDFUL_DATA", str(tmp_path / "data"))
    monkeypatch.setattr("tzlocal.get_localzone_name", lambda: "Europe/Berlin")
    return tmp_path / "data"


@pytest.fixture
def insight(tmp_path: Path) -> Path:
    path = tmp_path / "insight.csv"
    path.write_text(INSIGHT, encoding="utf-8")
    return path


@pytest.fixture
def loop(tmp_path: Path) -> Path:
    path = tmp_path / "loop.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in LOOP.items():
            archive.writestr(name, text)
    return path


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    """Return the path of a log with a note, imported."""
    path = tmp_path / "meditate.csv"
    path.write_text(MEDITATE, encoding="utf-8")
    assert run("import", path, "-q") == 0
    return path


def logged(data: Path) -> list[tuple[datetime, str, str | None]]:
    with open_store(data) as store:
        return [(session.started_at, session.kind, session.title) for session in SessionLog(store).find()]


def on_a_terminal(monkeypatch: pytest.MonkeyPatch, answers: str) -> Terminal:
    screen = Terminal()
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setattr(sys, "stdin", Terminal(answers))
    monkeypatch.setattr(sys, "stdout", screen)
    return screen


def test_without_a_terminal_it_imports_and_tells_what_it_could_not_read(
    insight: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("import", insight) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert err == (
        "The file names no time zone; it is read as Europe/Berlin. --tz names another.\n"
        "Lines that cannot be read: 1.\n"
        'line 4: Its start is not written like "04/20/2026 08:21:14".\n'
        "Added 2 sessions. Take it back with: mindful log import --undo\n"
    )
    assert logged(data) == [
        (datetime(2026, 4, 20, 6, 21, 14, tzinfo=UTC), "sit", None),
        (datetime(2026, 4, 19, 19, 5, 2, tzinfo=UTC), "walk", "Evening, with bells"),
    ]
    run("import", insight)
    assert capsys.readouterr().err.endswith("Added 0 sessions; 2 already there.\n")
    assert len(logged(data)) == 2


def test_json_is_a_promise_and_a_second_import_adds_nothing(
    insight: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def imported(*words: str) -> Any:
        assert run("import", insight, "--tz", "America/New_York", "--json", *words) == 0
        return json.loads(capsys.readouterr().out)

    assert imported("--dry-run") == {"added": 2, "already_there": 0, "rejected": [REJECTED]}
    assert logged(data) == []
    assert imported() == {"added": 2, "already_there": 0, "rejected": [REJECTED]}
    assert imported("--dry-run") == {"added": 0, "already_there": 2, "rejected": [REJECTED]}
    assert imported() == {"added": 0, "already_there": 2, "rejected": [REJECTED]}
    assert logged(data)[0][0] == datetime(2026, 4, 20, 12, 21, 14, tzinfo=UTC)


def test_an_import_is_taken_back(insight: Path, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("import", insight, "-q")
    run("import", "--undo")
    assert capsys.readouterr().err == "Took 2 sessions out again.\n"
    assert logged(data) == []
    run("import", "--undo")
    assert capsys.readouterr().err == "There is no import to take back.\n"
    run("import", "--undo", "--json")
    assert json.loads(capsys.readouterr().out) == {"removed": 0}


def test_a_dry_run_only_shows(insight: Path, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("import", insight, "--dry-run", "--tz", "Europe/Berlin") == 0
    out, err = capsys.readouterr()
    assert out.splitlines() == [
        f"{insight} (Insight Timer): 2 to add, 0 already there, 1 that cannot be read.",
        "From 2026-04-19 to 2026-04-20:",
        "",
        "STARTED           ZONE           MINUTES  KIND  TITLE",
        "2026-04-19 21:05  Europe/Berlin  60       walk  Evening, with bells",
        "2026-04-20 08:21  Europe/Berlin  45       sit",
        "",
    ]
    assert err.endswith("Nothing was imported; this only shows it.\n")
    assert logged(data) == []


@pytest.mark.parametrize(("answers", "added"), [("\ny\n", 2), ("Asia/Tokyo\ny\n", 2), ("\nn\n", 0), ("\n\n", 0)])
def test_on_a_terminal_it_asks_for_the_zone_shows_and_asks(
    answers: str, added: int, insight: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data = insight.parent / "data"
    screen = on_a_terminal(monkeypatch, answers)
    assert run("import", insight) == 0
    assert len(logged(data)) == added
    if added:
        tokyo = datetime(2026, 4, 19, 23, 21, 14, tzinfo=UTC)
        assert logged(data)[0][0] == (tokyo if "Tokyo" in answers else datetime(2026, 4, 20, 6, 21, 14, tzinfo=UTC))
    assert "2 to add, 0 already there, 1 that cannot be read" in screen.getvalue()
    assert max(map(len, screen.getvalue().split("\n")[2:])) <= 80
    said = capsys.readouterr().err
    assert "Which one is it? [Europe/Berlin]" in said
    assert "Import them? [y/N]" in said
    assert ("Nothing was imported." in said) == (added == 0)


def test_on_a_terminal_nothing_new_is_told_without_a_question(
    insight: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run("import", insight, "-q")
    on_a_terminal(monkeypatch, "")
    assert run("import", insight, "--tz", "Europe/Berlin") == 0
    assert capsys.readouterr().err.endswith("Nothing was imported.\n")


def test_yes_asks_nothing_on_a_terminal(insight: Path, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    on_a_terminal(monkeypatch, "")
    assert run("import", insight, "--yes") == 0
    assert len(logged(data)) == 2


def test_our_own_backup_is_imported_without_a_question(
    notes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("export", tmp_path / "backup.jsonl", "--private")
    monkeypatch.setenv("MINDFUL_DATA", str(tmp_path / "elsewhere"))
    on_a_terminal(monkeypatch, "")
    assert run("import", tmp_path / "backup.jsonl") == 0
    with open_store(tmp_path / "elsewhere") as store:
        assert [session.note for session in SessionLog(store).find()] == ["SECRET words"]
    assert notes.exists()


def test_many_sessions_and_many_bad_lines_are_not_all_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "many.csv"
    good = "".join(f"04/{day:02}/2026 08:21:14,0:45:0,,Meditation\n" for day in range(1, 31))
    path.write_text("Started At,Duration,Preset,Activity\n" + good + "x,y,,\n" * 30, encoding="utf-8")
    run("import", path, "--dry-run")
    out, err = capsys.readouterr()
    assert out.splitlines()[-2:] == ["and 25 more.", ""]
    assert "and 10 more; --json tells them all." in err


def test_which_habit_of_loop_is_asked_on_a_terminal(
    loop: Path, data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    on_a_terminal(monkeypatch, "walk\n\ny\n")
    assert run("import", loop) == 0
    assert "Which habit is your practice?" in capsys.readouterr().err
    assert [kind for _, kind, _ in logged(data)] == ["walk", "walk"]


def test_which_habit_of_loop_has_to_be_said_elsewhere(
    loop: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(MindfulError, match="several habits") as raised:
        run("import", loop)
    assert raised.value.exit_code == 2
    assert run("import", loop, "--habit", "meditate", "--json") == 0
    assert json.loads(capsys.readouterr().out)["added"] == 1
    assert logged(data)[0][2] == "Meditate"


def test_the_only_habit_that_sounds_like_practice_is_taken_aloud(
    loop: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with zipfile.ZipFile(loop, "w") as archive:
        for name, text in LOOP.items():
            archive.writestr(name, text.replace("Walk", "Write"))
    assert run("import", loop) == 0
    assert 'Of 3 habits, "Meditate" is taken; --habit names another.' in capsys.readouterr().err
    on_a_terminal(monkeypatch, "\n\n")
    assert run("import", loop) == 0
    assert "Which habit is your practice? (Meditate, Write, Read) [Meditate]" in capsys.readouterr().err


def test_bars_are_shown_while_a_large_file_is_read_and_added(
    insight: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_exchange, "_LARGE", 100)
    monkeypatch.setattr(log_exchange, "_MANY", 1)
    seen: list[tuple[Any, ...]] = []
    monkeypatch.setattr("rich.progress.Progress.update", lambda _self, _task, **told: seen.append((*told.values(),)))
    assert run("import", insight) == 0
    size = insight.stat().st_size
    assert (size, size) in seen
    assert seen[-2:] == [(1, 2), (2, 2)]
    assert len(logged(data)) == 2


@pytest.mark.parametrize("text", ["", "Dear diary,\n", "{}\n", "PK\x03\x04"])
def test_a_file_that_cannot_be_read_imports_nothing(text: str, tmp_path: Path, data: Path) -> None:
    path = tmp_path / "file"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ExchangeError, match="file"):
        run("import", path)
    assert not data.exists()


def test_a_file_that_breaks_off_imports_nothing(tmp_path: Path, data: Path) -> None:
    path = tmp_path / "insight.csv"
    path.write_bytes(INSIGHT.encode() * 500 + b"\xff\n")
    with pytest.raises(ExchangeError, match="not UTF-8"):
        run("import", path)
    assert not data.exists()


def test_a_file_without_one_line_that_can_be_read_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "insight.csv"
    path.write_text("Started At,Duration\nx,y\n", encoding="utf-8")
    assert run("import", path, "--json") == 1
    assert json.loads(capsys.readouterr().out)["added"] == 0


def test_a_wrong_call_is_told() -> None:
    with pytest.raises(click.UsageError, match="FILE"):
        run("import")
    with pytest.raises(MindfulError, match='no time zone "Europe/Berln"') as raised:
        run("import", "x.csv", "--tz", "Europe/Berln")
    assert raised.value.exit_code == 2


def test_an_export_holds_nothing_private_unless_asked_and_says_so(
    notes: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("a.jsonl", "a.csv", "a.json"):
        run("export", tmp_path / name)
        assert capsys.readouterr().err == (
            f"Wrote one session to {tmp_path / name}.\n"
            "Notes, moods and tensions are left out; --private writes them as well.\n"
        )
        assert "SECRET" not in (tmp_path / name).read_text(encoding="utf-8")
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600
        run("export", tmp_path / name, "--private")
        assert capsys.readouterr().err == f"Wrote one session to {tmp_path / name}.\n"
        assert "SECRET words" in (tmp_path / name).read_text(encoding="utf-8")
    run("export", tmp_path / "b.csv", "--format", "insight-timer", "--private")
    assert "SECRET" not in (tmp_path / "b.csv").read_text(encoding="utf-8")
    assert notes.exists()


def test_a_backup_and_back_is_the_same_log(notes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("export", tmp_path / "one.jsonl", "--private")
    monkeypatch.setenv("MINDFUL_DATA", str(tmp_path / "elsewhere"))
    run("import", tmp_path / "one.jsonl", "-q")
    run("export", tmp_path / "two.jsonl", "--private")
    assert (tmp_path / "one.jsonl").read_bytes() == (tmp_path / "two.jsonl").read_bytes()
    assert notes.exists()


def test_standard_output_is_the_file_and_filters_choose(
    insight: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    run("import", insight, "-q", "--tz", "Europe/Berlin")
    run("export", "-", "-q")
    rows = [json.loads(line) for line in capsysbinary.readouterr().out.splitlines()]
    assert [row["kind"] for row in rows] == ["walk", "sit"]
    run("export", "-", "--format", "csv", "-q", "--since", "2026-04-20")
    assert capsysbinary.readouterr().out.count(b"\r\n") == 2
    run("export", "-", "--kind", "walk", "-q", "--until", "2026-04-19")
    assert json.loads(capsysbinary.readouterr().out)["title"] == "Evening, with bells"


def test_sessions_that_health_connect_has_no_place_for_are_counted(
    loop: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("import", loop, "--habit", "Meditate", "-q")
    run("export", tmp_path / "a.json")
    assert "Left out, as Health Connect has no place for them: 1 without length." in capsys.readouterr().err


def test_notes_are_in_no_log_no_error_and_no_reason(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    path = tmp_path / "bad.csv"
    rows = [
        "SECRET,600,timer,,",
        "1776666074,SECRET,timer,,",
        "1776666074,600,timer,,SECRET,SECRET,SECRET",
        "1776666074,600,timer,,SECRET\0",
        "99999999999,600,SECRET,SECRET,SECRET",
        "1776666074,600,timer,label,SECRET",
    ]
    path.write_text(MEDITATE.splitlines()[0] + "\n" + "\n".join(rows) + "\n", encoding="utf-8")
    run("import", path)
    run("import", path, "--dry-run")
    run("import", path, "--json")
    out, err = capsys.readouterr()
    assert json.loads(out[out.index("{") :])["already_there"] == 1
    assert "SECRET" not in out + err + caplog.text
