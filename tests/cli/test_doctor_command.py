from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from mindful import doctor
from mindful.cli import main
from mindful.doctor import Observation

if TYPE_CHECKING:
    from pathlib import Path

FINE = Observation(about="Python", state="ok", found="3.11")
GAP = Observation(about="encoder", state="missing", found="There is no ffmpeg.", hint="Install it.")


def test_without_a_gap_the_exit_code_is_0(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(doctor, "examine", lambda _library: (FINE,))
    assert main(["doctor"]) == 0
    out, err = capsys.readouterr()
    assert out.splitlines() == ["STATE  ABOUT   FOUND", "ok     Python  3.11"]
    assert err == "All that a render needs is here.\n"


def test_packages_that_are_all_there_are_counted_and_named_to_those_who_ask(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    there = Observation(about="packages", state="ok", found="mindful 1, numpy 2, rich 3")
    monkeypatch.setattr(doctor, "examine", lambda _library: (there,))
    assert main(["doctor"]) == 0
    assert "mindful 1 and 2 that it needs; --verbose names them" in capsys.readouterr().out
    assert main(["doctor", "--verbose"]) == 0
    assert "mindful 1, numpy 2, rich 3" in capsys.readouterr().out


@pytest.mark.parametrize(("gaps", "words"), [(1, "one thing is missing"), (2, "2 things are missing")])
def test_a_gap_is_3_and_comes_with_what_to_do(
    gaps: int, words: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(doctor, "examine", lambda _library: (FINE, *[GAP] * gaps))
    assert main(["doctor"]) == 3
    out, err = capsys.readouterr()
    assert out.count("There is no ffmpeg. Install it.") == gaps
    assert words in err


def test_json_is_a_stable_list_and_the_library_is_handed_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    asked: list[Path | None] = []

    def examine(library: Path | None) -> tuple[Observation, ...]:
        asked.append(library)
        return (GAP,)

    monkeypatch.setattr(doctor, "examine", examine)
    assert main(["--library", str(tmp_path), "doctor", "--json"]) == 3
    assert json.loads(capsys.readouterr().out) == [
        {"about": "encoder", "state": "missing", "found": "There is no ffmpeg.", "hint": "Install it."}
    ]
    assert asked == [tmp_path]
