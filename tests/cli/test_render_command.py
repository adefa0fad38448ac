"""`mindful render` and its kin as people type them: where files go, what is said, what is refused."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest

from mindful.cli import main
from mindful.cli.orders import DURATION
from mindful.cli.render import _distinct
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


def test_one_script_of_many_that_cannot_be_rendered_keeps_nobody_from_the_others(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "scripts" / "one" / "sit.md").write_text("Hello. [frobnicate]\n")
    out = folder / "out"
    assert main(["render", str(folder / "scripts"), "-o", str(out), "--format", "wav", "--json"]) == 3
    told, said = capsys.readouterr()
    assert [track["sentences"] for track in json.loads(told)] == [1, 1]
    assert 'one/sit.md:1:8: E101 "[frobnicate]"' in said
    assert "2 of 3 tracks are there" in said


def test_names_never_meet(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("a/x/sit.md", "b/x/sit.md", "b/sit.md", "walk.md", "walk.txt", "own.md")]
    assert _distinct(paths) == ["a-x-sit", "b-x-sit", "b-sit", "walk-md", "walk-txt", "own"]


def test_a_format_that_does_not_go_with_the_name_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    script = str(folder / "scripts" / "walk.txt")
    assert main(["render", script, "-o", str(folder / "x.mp3"), "--format", "wav"]) == 2
    assert "does not go with" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["plan", "render"])
def test_a_soundscape_that_is_not_there_is_told_before_anything_is_spoken(
    command: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script = str(folder / "scripts" / "walk.txt")
    assert main([command, script, "--soundscape", "lava"]) == 1
    assert capsys.readouterr().err == (
        'error: There is no soundscape "lava".\n'
        "`mindful sounds` lists those that are here; for a file of yours, give its name with the suffix.\n"
    )
    assert main([command, script, "--soundscape", "sea.mp3 -20dB"]) == 1
    assert 'The file "sea.mp3" is not there.' in capsys.readouterr().err


def test_what_is_unsafe_is_told_and_stops_nothing_unless_it_is_ignored(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script = folder / "loud.md"
    script.write_text("Sit down.\n\n[bell bowl +9dB]\n", encoding="utf-8")
    assert main(["render", str(script), "-o", str(folder / "loud.wav")]) == 0
    assert f"{script}:3:1: S114 This bell is 9 dB louder than speech." in capsys.readouterr().err
    script.write_text(
        "Sit down.\n\n<!-- check: ignore S114 for a deaf friend -->\n[bell bowl +9dB]\n", encoding="utf-8"
    )
    assert main(["render", str(script), "-o", str(folder / "loud.wav")]) == 0
    assert "S114" not in capsys.readouterr().err
