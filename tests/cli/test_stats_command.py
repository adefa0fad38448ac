"""`mindful stats` as people and programs use it."""

from __future__ import annotations

import json
import re
import stat
import sys
from typing import TYPE_CHECKING, Any

import pytest

from mindful.cli import main
from mindful.sessions.log import SessionLog
from mindful.store import open_store

if TYPE_CHECKING:
    from pathlib import Path

NOW = "2027-03-04T21:00:00-08:00"


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MINDFUL_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def week(capsys: pytest.CaptureFixture[str]) -> None:
    """Log four sittings in Los Angeles, mornings and evenings, as in the table of days."""
    for day, kind, minutes in (
        ("01T07:00", "sit", 10),
        ("02T20:00", "walk", 30),
        ("03T07:00", "sit", 10),
        ("04T20:00", "sit", 5),
    ):
        words = ["--at", f"2027-03-{day}", "--tz", "America/Los_Angeles", "--minutes", str(minutes), "--kind", kind]
        assert main(["log", "add", *words]) == 0
    capsys.readouterr()


def figures(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    capsys.readouterr()
    assert main(["stats", "--json", *words]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def note_moods(data: Path, pairs: int) -> None:
    with open_store(data) as store:
        log = SessionLog(store)
        for session in log.find(limit=pairs):
            log.edit(session.id, mood_before=3, mood_after=5)


@pytest.mark.usefixtures("week")
def test_json_has_every_figure(capsys: pytest.CaptureFixture[str]) -> None:
    found = figures(capsys, "--now", NOW)
    steadiness = found.pop("steadiness")
    assert 0 < steadiness < 0.2
    assert found == {
        "today": "2027-03-04",
        "sittings": 4,
        "total_minutes": 55.0,
        "longest_minutes": 30.0,
        "days": 4,
        "days_last_14": 4,
        "days_last_28": 4,
        "returns": 0,
        "steadiness_word": "light",
        "practised_today": True,
        "streak_days": 4,
        "longest_streak_days": 4,
        "by_kind": {"sit": {"sittings": 3, "minutes": 25.0}, "walk": {"sittings": 1, "minutes": 30.0}},
        "by_time_of_day": {
            "morning": {"sittings": 2, "minutes": 20.0},
            "evening": {"sittings": 2, "minutes": 35.0},
        },
        "mood": {"n": 0, "median_change": None, "pairs": []},
        "tension": {"n": 0, "median_change": None, "pairs": []},
        "minutes_by_day": {"2027-03-01": 10.0, "2027-03-02": 30.0, "2027-03-03": 10.0, "2027-03-04": 5.0},
    }


def test_an_empty_log_has_figures_for_programs_and_a_word_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    found = figures(capsys)
    names = ("days_last_14", "days_last_28", "total_minutes", "sittings", "returns", "steadiness", "streak_days")
    assert [found[name] for name in names] == [0] * 7
    assert main(["stats"]) == 0
    assert "Your log is empty so far." in capsys.readouterr().err


@pytest.mark.usefixtures("week")
def test_what_comes_later_than_now_does_not_count_yet(capsys: pytest.CaptureFixture[str]) -> None:
    found = figures(capsys, "--now", "2027-03-03T09:00:00-08:00")
    assert (found["sittings"], found["streak_days"], found["today"]) == (3, 3, "2027-03-03")
    assert figures(capsys, "--now", "2027-03-01T02:00:00-08:00")["today"] == "2027-02-28"
    assert figures(capsys, "--now", "2028-03-01T02:00")["streak_days"] == 0


@pytest.mark.usefixtures("week")
def test_since_counts_from_a_day_on(capsys: pytest.CaptureFixture[str]) -> None:
    found = figures(capsys, "--now", NOW, "--since", "2027-03-03")
    assert (found["sittings"], found["total_minutes"]) == (2, 15.0)


@pytest.mark.usefixtures("week")
def test_people_read_days_first_and_no_streak(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["stats", "--now", NOW]) == 0
    out, err = capsys.readouterr()
    assert not err
    lines = out.splitlines()
    assert lines[:7] == [
        "Practice on 4 of the last 14 days, and on 4 of the last 28.",
        "",
        "sittings       4, 55 minutes in all, on 4 days",
        "longest        30 minutes",
        "steadiness     light",
        "by kind        sit 3, walk 1",
        "by time of day morning 2, evening 2",
    ]
    assert any(line.startswith("Wed  ") and line.endswith("▒") for line in lines)
    assert lines[-1].endswith(" 55 min")
    assert "streak" not in out
    assert "\x1b" not in out


@pytest.mark.usefixtures("week")
def test_streaks_are_shown_only_when_asked_for(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MINDFUL_STATS_STREAK", "on")
    assert main(["stats", "--now", NOW]) == 0
    assert "streak         4 days; the longest had 4\n" in capsys.readouterr().out
    assert main(["stats", "--now", "2027-03-05T09:00:00-08:00"]) == 0
    assert "streak         4 days, today still open; the longest had 4\n" in capsys.readouterr().out


def test_returns_are_counted_kindly(capsys: pytest.CaptureFixture[str]) -> None:
    for day in ("01", "10", "20"):
        main(["log", "add", "--at", f"2027-03-{day}T07:00", "--tz", "UTC", "--minutes", "5", "-q"])
    assert main(["stats", "--now", "2027-03-20T12:00Z"]) == 0
    assert "returns        2 times you came back after two days or more\n" in capsys.readouterr().out


@pytest.mark.usefixtures("week")
def test_of_few_moods_nothing_is_said_and_of_more_the_median_with_their_number(
    capsys: pytest.CaptureFixture[str], data: Path
) -> None:
    note_moods(data, 4)
    assert main(["stats", "--now", NOW]) == 0
    out = capsys.readouterr().out
    assert "mood           too few to say; before to after (times): 3 to 5 (4)\n" in out
    main(["log", "add", "--at", "2027-03-04T20:30", "--tz", "America/Los_Angeles", "--minutes", "5", "-q"])
    note_moods(data, 5)
    assert main(["stats", "--now", NOW]) == 0
    out = capsys.readouterr().out
    assert "median change +2 (n = 5)" in out
    assert "People often start when they feel worst" in out
    assert "because" not in out
    assert figures(capsys, "--now", NOW)["mood"] == {
        "n": 5,
        "median_change": 2.0,
        "pairs": [{"before": 3, "after": 5, "sittings": 5}],
    }


@pytest.mark.usefixtures("week")
def test_wishes_and_rest_days_of_the_settings_count(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    main(["log", "add", "--at", "2027-03-09T07:00", "--tz", "UTC", "--minutes", "5", "-q"])
    later = ("--now", "2027-03-09T12:00Z")
    before = figures(capsys, *later)
    monkeypatch.setenv("MINDFUL_REST_DAYS", "sat, sun")
    monkeypatch.setenv("MINDFUL_DAYS_A_WEEK", "1")
    after = figures(capsys, *later)
    assert (before["streak_days"], after["streak_days"]) == (1, 5)
    # A wish of one day a week moves more slowly.
    assert after["steadiness"] < before["steadiness"]


@pytest.mark.usefixtures("week")
def test_pictures_are_drawn_into_private_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    svg, png = tmp_path / "practice.svg", tmp_path / "practice.png"
    assert main(["stats", "--now", NOW, "--svg", str(svg), "--png", str(png)]) == 0
    out, err = capsys.readouterr()
    assert not out
    assert err == f"Drew {svg}.\nDrew {png}.\n"
    assert "<title>Practice from 2026-03-02 to 2027-03-04</title>" in svg.read_text(encoding="utf-8")
    assert png.read_bytes().startswith(b"\x89PNG")
    assert stat.S_IMODE(svg.stat().st_mode) == 0o600
    assert main(["stats", "--now", NOW, "--svg", str(svg), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["sittings"] == 4


def test_a_picture_that_cannot_be_written_is_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["stats", "--png", str(tmp_path / "absent" / "practice.png")]) == 2
    assert 'practice.png" cannot be written: No such file or directory.' in capsys.readouterr().err


@pytest.mark.usefixtures("week")
def test_on_a_terminal_long_lines_fold_in_their_column(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert main(["stats", "--now", NOW]) == 0
    out = capsys.readouterr().out
    assert "\x1b[36m" not in out
    plain = re.sub(r"\x1b\[[\d;]*m", "", out)
    assert max(map(len, plain.splitlines()[:9])) <= 60
    assert "by time of day  morning 2, evening 2" in plain


def test_one_short_sitting_is_told_in_its_own_measure(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["log", "add", "--at", "2026-05-04T08:00", "--minutes", "0.75", "--quiet"]) == 0
    assert main(["stats", "--now", "2026-05-04T12:00"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "sittings       1, 45 seconds in all, on one day" in lines
    assert "longest        45 seconds" in lines
