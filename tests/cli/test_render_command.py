"""`mindful render` and its kin as people type them: where files go, what is said, what is refused."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest

from mindful.cli import main
from mindful.cli.orders import DURATION
from mindful.units import parse_duration

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("one/sit.md", "two/sit.md", "walk.txt"):
        file = tmp_path / "scripts" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"This is {name.replace('/', ' and ')}.\n")
    return tmp_path


def test_a_folder_is_rendered_and_namesakes_are_told_apart(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = folder / "out"
    assert (
        main(["render", str(folder / "scripts"), "-o", str(out), "--format", "flac", "--length", "15s", "--fill"]) == 0
    )
    assert sorted(path.name for path in out.glob("*.flac")) == ["one-sit-15s.flac", "two-sit-15s.flac", "walk-15s.flac"]
    assert capsys.readouterr().err.count("is ready: 0:15") == 3
    assert (
        main(["render", str(folder / "scripts"), "-o", str(out), "--format", "flac", "--length", "15s", "--fill"]) == 0
    )
    assert capsys.readouterr().err.count("is unchanged") == 3
    assert main(["tracks", str(out)]) == 0
    assert "Walk" in capsys.readouterr().out


def test_a_setting_says_where_tracks_go_and_what_they_are(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MINDFUL_OUTPUT", str(folder / "mine"))
    monkeypatch.setenv("MINDFUL_FORMAT", "wav")
    assert main(["render", str(folder / "scripts" / "walk.txt"), "--json", "--length", "1m30s", "--fill"]) == 0
    [track] = json.loads(capsys.readouterr().out)
    assert track["path"] == str(folder / "mine" / "walk-1m30s.wav")
    assert set(track) >= {
        "script", "path", "duration_s", "speech_lufs", "track_lufs", "true_peak_dbtp", "chapters", "sentences",
        "sentences_cached", "skipped", "elapsed_s", "manifest",
    }  # fmt: skip
    monkeypatch.setenv("MINDFUL_OUTPUT", str(folder / "nothing"))
    assert main(["tracks"]) == 0
    assert "no track" in capsys.readouterr().err


def test_on_a_terminal_tables_and_plans_fold(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "60")
    assert main(["plan", str(folder / "scripts" / "walk.txt")]) == 0
    assert max(map(len, capsys.readouterr().out.splitlines())) <= 60


def test_a_plan_by_a_voice_that_cannot_tell_says_so(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plan", str(folder / "scripts" / "walk.txt"), "--voice", "system:en-us"]) == 0
    assert "estimate" in capsys.readouterr().out.lower() + capsys.readouterr().err.lower()


@pytest.mark.parametrize("text", ["0s", "25h", "soon", "10"])
def test_a_length_that_is_none_is_refused(text: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plan", str(folder / "scripts" / "walk.txt"), "--length", text]) == 2
    assert "--length" in capsys.readouterr().err


def test_a_length_is_read_once() -> None:
    assert DURATION.convert("1m30s", None, None) == parse_duration("90s")
    assert DURATION.convert(90.0, None, None) == 90.0


def test_every_language_of_the_system_is_listed_when_asked(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["voices", "--all"]) == 0
    everything = capsys.readouterr().out
    assert main(["voices"]) == 0
    shown, said = capsys.readouterr()
    assert len(everything.splitlines()) > len(shown.splitlines())
    assert "mindful voices --all" in said
