"""The doctor sees what is there, says what is not, and never falls ill itself."""

from __future__ import annotations

import os
import shutil
import sys
from importlib import metadata
from pathlib import Path
from types import SimpleNamespace

import pytest

from mindful import doctor
from mindful.doctor import Observation, examine


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of a person's own folders; the cache stays the run's, for the voice's sake."""
    for name in ("library", "data"):
        monkeypatch.setenv(f"MINDFUL_{name.upper()}", str(tmp_path / name))
    return tmp_path


def seen(about: str) -> list[Observation]:
    """Return what an examination without the slow trial of the voice says about one thing."""
    return [look for look in examine() if look.about == about]


@pytest.fixture
def silent(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the trial of the voice out."""
    monkeypatch.setattr(doctor, "_voice", lambda _library: iter(()))


@pytest.mark.usefixtures("home")
def test_here_everything_a_render_needs_is_found_and_the_voice_speaks() -> None:
    looks = examine()
    assert [look for look in looks if look.state == "missing"] == []
    voice = next(look for look in looks if look.about == "voice piper:joe")
    assert voice.found.startswith("spoke ")
    abouts = [look.about for look in looks]
    for about in ("Python", "packages", "library", "data", "cache", "settings", "encoder", "mp3", "engine piper"):
        assert about in abouts
    assert all(look.found for look in looks)


@pytest.mark.usefixtures("silent")
def test_a_folder_that_is_not_there_yet_is_fine(home: Path) -> None:
    (look,) = seen("library")
    assert look.state == "ok"
    assert f"{home / 'library'}, made when it is first needed; " in look.found


@pytest.mark.usefixtures("silent")
def test_a_folder_nobody_may_write_to_stands_in_the_way(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda path, _mode: Path(path) != home)
    (look,) = seen("library")
    assert (look.state, look.found) == ("missing", f'"{home}" cannot be written to.')
    assert "MINDFUL_LIBRARY" in str(look.hint)


@pytest.mark.usefixtures("silent", "home")
def test_a_disk_that_is_nearly_full_is_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=1000))
    (look,) = seen("cache")
    assert look.state == "note"
    assert "make room" in str(look.hint)


@pytest.mark.usefixtures("silent")
def test_private_data_that_others_may_read_is_noted(home: Path) -> None:
    (home / "data").mkdir(mode=0o755)
    look = seen("data")[-1]
    assert look.state == "note"
    assert f'chmod 700 "{home / "data"}"' in str(look.hint)
    (home / "data").chmod(0o700)
    assert [look.state for look in seen("data")] == ["ok"]


@pytest.mark.usefixtures("silent")
def test_a_settings_file_with_a_fault_is_named_with_its_line(home: Path) -> None:
    (home / "data").mkdir(mode=0o700)
    (home / "data" / "settings.toml").write_text("jobs = 2\n", encoding="utf-8")
    assert seen("settings")[0].found.endswith("settings.toml; jobs")
    (home / "data" / "settings.toml").write_text("jobs = 'many'\n", encoding="utf-8")
    (look,) = seen("settings")
    assert look.state == "missing"
    assert "settings.toml:1:1" in look.found


@pytest.mark.usefixtures("silent")
def test_a_data_folder_that_is_a_file_is_no_crash(home: Path) -> None:
    (home / "data").touch()
    assert [look.state for look in seen("folders")] == ["missing"]


@pytest.mark.usefixtures("silent", "home")
def test_a_package_that_is_gone_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = ["numpy>=2,<3", "no-such-thing>=1", 'ruff; extra == "test"']
    monkeypatch.setattr(metadata, "requires", lambda _name: wanted)
    there, gone = seen("packages")
    assert f"numpy {metadata.version('numpy')}" in there.found
    assert "ruff" not in there.found
    assert (gone.state, gone.found) == ("missing", "Not here: no-such-thing.")


@pytest.mark.usefixtures("silent", "home")
def test_an_ffmpeg_without_a_codec_costs_its_formats_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "bin" / "ffmpeg"
    program.parent.mkdir()
    lines = "ffmpeg version 0.1-small by nobody\n A....D aac  AAC (Advanced Audio Coding)\n A....D libopus  Opus\n"
    program.write_text(f"#!{sys.executable}\nprint({lines!r})\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent))
    assert seen("encoder")[0].found == f"{program}, version 0.1-small"
    assert [look.state for look in (*seen("m4b"), *seen("opus"), *seen("wav"))] == ["ok", "ok", "ok"]
    (look,) = seen("mp3")
    assert (look.state, look.found) == ("note", "This ffmpeg has no libmp3lame.")


@pytest.mark.usefixtures("silent", "home")
def test_an_ffmpeg_that_does_not_run_is_no_crash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "ffmpeg"
    program.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    (look,) = seen("encoder")
    assert look.state == "missing"
    assert look.found.startswith("CalledProcessError: ")


@pytest.mark.usefixtures("home")
def test_an_unknown_voice_in_the_settings_stands_in_the_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINDFUL_VOICE", "piper:nobody")
    (look,) = seen("voice")
    assert look.state == "missing"
    assert "nobody" in look.found
