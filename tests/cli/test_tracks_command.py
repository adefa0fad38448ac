from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from mindful.cli import main
from mindful.library import write_manifest

if TYPE_CHECKING:
    from pathlib import Path

MANIFEST = {
    "title": "Evening", "duration_s": 125.0, "voices": [{"id": "piper:joe"}], "chain": "intimate", "room_tone": True,
    "sounds": [{"name": "rain"}], "speech_lufs": -18.04, "track_lufs": -21.5, "true_peak_dbtp": -3.0, "rms_db": None,
    "licence": "CC0-1.0", "chapters": [{"title": "Arriving", "start_s": 0.0}, {"title": "Rest", "start_s": 61.0}],
    "warnings": [],
}  # fmt: skip


@pytest.fixture
def track(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MINDFUL_LIBRARY", str(tmp_path))
    file = tmp_path / "audio" / "evening.mp3"
    file.parent.mkdir()
    file.write_bytes(b"sound")
    write_manifest(file, MANIFEST)
    return file


@pytest.mark.parametrize("words", [[], ["list"], ["{folder}"], ["--json"], ["--json", "{folder}"], ["list", "--json"]])
def test_tracks_are_listed_with_and_without_the_word(
    words: list[str], track: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["tracks", *(word.format(folder=track.parent) for word in words)]) == 0
    out = capsys.readouterr().out
    if "--json" in words:
        assert [row["path"] for row in json.loads(out)] == [str(track)]
    else:
        assert out.splitlines()[1].split() == ["Evening", "2:05", "piper:joe", str(track)]


def test_a_track_is_shown_by_its_file_or_its_name_in_the_library(
    track: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["tracks", "show", "evening.mp3"]) == 0
    shown = capsys.readouterr().out
    assert shown.splitlines() == [
        "title       Evening",
        "length      2:05",
        "voice       piper:joe, intimate, room tone",
        "sounds      rain",
        "loudness    speech -18.0 LUFS, track -21.5 LUFS, peak -3.0 dBTP",
        "licence     CC0-1.0",
        "chapters    0:00 Arriving, 1:01 Rest",
        f"file        {track}",
    ]
    assert main(["tracks", "show", str(track), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"path": str(track), **MANIFEST}


def test_what_is_not_there_is_told(track: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tracks", "show", "morning.mp3"]) == 1
    assert 'The track "morning.mp3" is not there' in capsys.readouterr().err
    stranger = track.with_name("stranger.mp3")
    stranger.write_bytes(b"sound")
    assert main(["tracks", "show", str(stranger)]) == 1
    assert "no manifest" in capsys.readouterr().err
    assert main(["tracks", str(track)]) == 2
