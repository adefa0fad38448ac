"""`mindful scripts` lists and shows practices with lengths, purpose and cautions."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from mindful.cli import main

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MINDFUL_LIBRARY", str(tmp_path))
    (tmp_path / "scripts" / "course").mkdir(parents=True)
    return tmp_path


def listed(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    assert main(["scripts", *arguments, "--json"]) == 0
    return {row["name"]: row for row in json.loads(capsys.readouterr().out)}


def test_all_that_ships_is_listed_with_what_it_says_of_itself(capsys: pytest.CaptureFixture[str]) -> None:
    rows = listed(capsys)
    assert len(rows) == 18
    scan = rows["body-scan"]
    assert (scan["kind"], scan["lengths_s"], scan["ships"]) == ("body-scan", [300, 600, 1200], True)
    assert "cautions" in scan
    assert "Feet and legs" in scan["chapters"]
    assert main(["scripts"]) == 0
    out, err = capsys.readouterr()
    assert out.splitlines()[0].split() == ["NAME", "LENGTHS", "KIND", "PURPOSE", "CAUTIONS"]
    assert "body-scan  " in out
    assert "mindful scripts show NAME" in err


def test_kind_and_time_narrow_the_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert set(listed(capsys, "--kind", "sleep")) == {"sleep-wind-down"}
    short = listed(capsys, "--max", "1m")
    assert set(short) == {"one-minute-arrival", "hard-day-pause"}
    assert "sleep-wind-down" not in listed(capsys, "--max", "9m")
    assert main(["scripts", "--kind", "other"]) == 0
    assert "no such practice" in capsys.readouterr().err


def test_the_librarys_own_are_listed_and_hide_those_they_are_named_after(
    library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (library / "scripts" / "body-scan.md").write_text("---\nlength: 4m\n---\n# My scan\nSit.\n", encoding="utf-8")
    (library / "scripts" / "course" / "one.md").write_text("# One\nSit.\n", encoding="utf-8")
    (library / "scripts" / "empty.md").write_text("", encoding="utf-8")
    rows = listed(capsys)
    assert len(rows) == 19
    assert (rows["body-scan"]["title"], rows["body-scan"]["lengths_s"]) == ("My scan", [240])
    assert (rows["course/one"]["ships"], rows["course/one"]["lengths_s"]) == (False, [])
    assert "course/one" not in listed(capsys, "--max", "20m")


def test_one_is_shown_with_all_that_one_may_want_to_know_before(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scripts", "show", "urge-surfing"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("Riding an urge\n")
    assert "cautions    For urges to snack" in out
    assert "evidence  " in out
    assert "lengths     5m, 10m\n" in out
    assert main(["scripts", "show", "hard-day-pause", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["lengths_s"] == [45]


def test_a_name_that_is_not_there_gets_a_suggestion(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scripts", "show", "urge-surfin"]) == 1
    assert 'Did you mean "urge-surfing"?' in capsys.readouterr().err


def test_on_a_terminal_long_texts_are_folded(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert main(["scripts", "show", "urge-surfing"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert max(len(line) for line in lines if not line.startswith(("file", "Watching"))) <= 80
