from __future__ import annotations

import stat
from pathlib import Path

import platformdirs
import pytest

from mindful.config import find_folders, find_library, make_private
from mindful.errors import SettingsError


def test_the_environment_puts_each_folder_elsewhere(tmp_path: Path) -> None:
    environ = {f"MINDFUL_{name.upper()}": str(tmp_path / name) for name in ("library", "data", "cache")}
    folders = find_folders(environ=environ)
    assert folders.library == tmp_path / "library"
    assert folders.scripts == tmp_path / "library" / "scripts"
    assert folders.audio == tmp_path / "library" / "audio"
    assert folders.data == tmp_path / "data"
    assert folders.cache == tmp_path / "cache"
    assert folders.settings_file == tmp_path / "data" / "settings.toml"


def test_without_a_word_the_private_folders_are_the_platforms(tmp_path: Path) -> None:
    folders = find_folders(library=tmp_path, environ={"MINDFUL_DATA": " ", "MINDFUL_CACHE": ""})
    assert folders.data == platformdirs.user_data_path("mindful", appauthor=False)
    assert folders.cache == platformdirs.user_cache_path("mindful", appauthor=False)


def test_a_library_named_by_a_flag_wins_over_the_environment(tmp_path: Path) -> None:
    environ = {"MINDFUL_LIBRARY": str(tmp_path / "other")}
    assert find_library(tmp_path / "mine", environ=environ) == tmp_path / "mine"


def test_a_tilde_means_the_home_folder() -> None:
    assert find_library(environ={"MINDFUL_LIBRARY": "~/practice"}) == Path.home() / "practice"


def test_the_nearest_folder_with_a_mindful_toml_is_the_library(tmp_path: Path) -> None:
    inner = tmp_path / "teacher" / "week 1"
    (inner / "deep").mkdir(parents=True)
    (tmp_path / "mindful.toml").touch()
    (inner / "mindful.toml").touch()
    assert find_library(current=inner / "deep", environ={}) == inner


def test_scripts_beside_audio_make_a_library_and_one_of_them_does_not(tmp_path: Path) -> None:
    (tmp_path / "scripts").mkdir()
    (tmp_path / "audio").mkdir()
    lone = tmp_path / "project"
    (lone / "scripts").mkdir(parents=True)
    assert find_library(current=lone, environ={}) == tmp_path


def test_away_from_any_library_it_is_in_documents_or_in_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    documents = tmp_path / "Documents"
    monkeypatch.setattr(platformdirs, "user_documents_path", lambda: documents)
    assert find_library(current=tmp_path, environ={}) == Path.home() / "Mindful"
    documents.mkdir()
    assert find_library(current=tmp_path, environ={}) == documents / "Mindful"


def test_a_folder_that_is_a_file_is_told_with_the_name_of_what_named_it(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.touch()
    with pytest.raises(SettingsError, match=r"MINDFUL_DATA names .*notes\.txt"):
        find_folders(library=tmp_path, environ={"MINDFUL_DATA": str(file)})
    with pytest.raises(SettingsError, match="--library names"):
        find_library(file)


def test_a_private_folder_is_only_its_owners(tmp_path: Path) -> None:
    folder = make_private(tmp_path / "new" / "data")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert make_private(folder) == folder


def test_a_private_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SettingsError, match="cannot be made"):
        make_private(tmp_path / "file" / "data")
