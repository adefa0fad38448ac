"""Finding scripts by name, file and folder, and the manifests beside tracks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mindful import library
from mindful.errors import LibraryError
from mindful.library import find_script, find_scripts, read_manifest, scripts_in, tracks_in, write_manifest

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def home(tmp_path: Path) -> Path:
    for name in (
        "scripts/evening.md",
        "scripts/parts/safety.txt",
        "scripts/README.md",
        "scripts/.draft.md",
        "scripts/x.pdf",
    ):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("Breathe.")
    return tmp_path


def test_a_script_is_found_by_file_then_in_the_library_then_among_those_that_ship(home: Path) -> None:
    file = home / "own.md"
    file.write_text("x")
    assert find_script(str(file), home) == file
    assert find_script("evening", home) == home / "scripts" / "evening.md"
    assert find_script("evening.md", home) == home / "scripts" / "evening.md"
    assert find_script("parts/safety", home) == home / "scripts" / "parts" / "safety.txt"
    assert find_script("body-scan", home).name == "body-scan.md"
    own = home / "scripts" / "body-scan.md"
    own.write_text("Mine.")
    assert find_script("body-scan", home) == own


def test_a_name_without_a_script_is_told_with_the_nearest(home: Path) -> None:
    with pytest.raises(LibraryError, match='no script "evning"') as caught:
        find_script("evning", home)
    assert caught.value.hint == 'Did you mean "evening"?'
    with pytest.raises(LibraryError) as caught:
        find_script("qqqq", home)
    assert caught.value.hint == "Name a file, or a practice that `mindful scripts` lists."
    with pytest.raises(LibraryError):
        find_script(str(home / "nowhere.md"), home)


def test_folders_are_read_to_their_depths_without_readmes_and_hidden_files(home: Path) -> None:
    names = [path.relative_to(home / "scripts").as_posix() for path in scripts_in(home / "scripts")]
    assert names == ["evening.md", "parts/safety.txt"]
    assert find_scripts([str(home / "scripts"), "evening"], home) == [
        home / "scripts" / "evening.md",
        home / "scripts" / "parts" / "safety.txt",
    ]
    empty = home / "empty"
    empty.mkdir()
    with pytest.raises(LibraryError, match="holds no script"):
        find_scripts([str(empty)], home)
    assert scripts_in(home / "nowhere") == []


def test_shipped_scripts_are_those_of_the_wheel_where_there_is_one(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (library.shipped_scripts() / "body-scan.md").is_file()
    installed = home / "mindful"
    (installed / "scripts_shipped").mkdir(parents=True)
    monkeypatch.setattr(library, "__file__", str(installed / "library.py"))
    assert library.shipped_scripts() == installed / "scripts_shipped"


def test_a_manifest_stands_beside_its_track(tmp_path: Path) -> None:
    track = tmp_path / "evening.mp3"
    assert write_manifest(track, {"title": "Ä"}) == tmp_path / "evening.mp3.track.json"
    assert read_manifest(track) == {"title": "Ä"}
    assert tracks_in(tmp_path) == []  # a manifest alone is no track
    track.write_bytes(b"sound")
    assert tracks_in(tmp_path) == [(track, {"title": "Ä"})]
    (tmp_path / "broken.mp3").write_bytes(b"sound")
    (tmp_path / "broken.mp3.track.json").write_text("{")
    (tmp_path / "list.mp3").write_bytes(b"sound")
    (tmp_path / "list.mp3.track.json").write_text("[]")
    assert [path.name for path, _ in tracks_in(tmp_path)] == ["evening.mp3"]
    assert tracks_in(tmp_path / "nowhere") == []


def test_a_manifest_that_cannot_be_written_says_that_the_track_is_done(tmp_path: Path) -> None:
    (tmp_path / "evening.mp3.track.json").mkdir()
    with pytest.raises(LibraryError, match="cannot be written") as caught:
        write_manifest(tmp_path / "evening.mp3", {})
    assert caught.value.hint == "The track itself is done."
    assert [path.name for path in tmp_path.iterdir()] == ["evening.mp3.track.json"]
