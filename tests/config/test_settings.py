from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mindful.config import (
    SETTINGS,
    Setting,
    Settings,
    load_settings,
    sample_file,
    set_setting,
    setting,
    settings_page,
    unset_setting,
)
from mindful.config import store as settings_store
from mindful.errors import SettingsError


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "settings.toml"


def written(file: Path, text: str) -> Settings:
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return load_settings(file, environ={})


@pytest.mark.parametrize("known", SETTINGS, ids=lambda known: known.name)
def test_every_default_and_example_is_a_good_value_and_has_a_full_sentence(known: Setting) -> None:
    known.read(known.default, where="test")
    assert known.read(known.example, where="test") is not None
    assert known.meaning.endswith(".")


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("voice", "system:English (Great Britain)", "system:English (Great Britain)"),
        ("rate", "138 wpm", 138.0),
        ("rate", "120.5", 120.5),
        ("format", "MP3", "mp3"),
        ("soundscape", "none", None),
        ("soundscape", "rain -22dB", "rain -22dB"),
        ("jobs", "4", 4),
        ("cache_limit", "2GB", 2_000_000_000),
        ("cache_limit", "1.5 MiB", 1_572_864),
        ("cache_limit", "4096", 4096),
        ("output", "~/Music", Path.home() / "Music"),
        ("output", "none", None),
        ("author", "", None),
    ],
)
def test_a_value_is_read_as_people_write_it(name: str, text: str, value: object) -> None:
    assert setting(name).read(text, where="test") == value


@pytest.mark.parametrize(
    ("name", "text"),
    [("voice", "joe"), ("rate", "fast"), ("rate", "20wpm"), ("rate", "900"), ("format", "mp5"), ("jobs", "-1"),
     ("cache_limit", "2 elephants"), ("cache_limit", "big"), ("unknown", "guess")],
)  # fmt: skip
def test_a_wrong_value_is_a_sentence_with_a_good_one(name: str, text: str) -> None:
    with pytest.raises(SettingsError) as caught:
        setting(name).read(text, where="config set")
    assert f'config set: "{text}" is not usable as {name}: ' in caught.value.message
    assert setting(name).example in str(caught.value.hint)


@given(st.sampled_from(SETTINGS), st.text())
def test_any_text_is_a_value_or_a_settings_error(known: Setting, text: str) -> None:
    with suppress(SettingsError):
        known.read(text, where="test")


def test_a_name_that_is_no_setting_gets_the_nearest_or_all() -> None:
    with pytest.raises(SettingsError, match='Did you mean "voice"'):
        setting("voise")
    with pytest.raises(SettingsError, match="The settings are voice, rate"):
        setting("zzz")


def test_the_environment_wins_over_the_file_over_the_default(file: Path) -> None:
    set_setting(file, "format", "flac")
    assert load_settings(file, environ={}).value("format") == "flac"
    settings = load_settings(file, environ={"MINDFUL_FORMAT": "ogg", "MINDFUL_RATE": " "})
    assert (settings.value("format"), settings.origin("format")) == ("ogg", "environment")
    assert settings.origin("rate") == "default"


def test_a_wrong_variable_is_named(file: Path) -> None:
    with pytest.raises(SettingsError, match="MINDFUL_JOBS"):
        load_settings(file, environ={"MINDFUL_JOBS": "many"})


def test_a_missing_file_and_no_file_mean_the_defaults(file: Path) -> None:
    assert load_settings(file, environ={}) == load_settings(None, environ={})


def test_numbers_and_a_byte_order_mark_are_welcome_in_the_file(file: Path) -> None:
    settings = written(file, "\ufeffrate = 120\njobs = 2\n")
    assert (settings.value("rate"), settings.value("jobs")) == (120.0, 2)


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ('voice = "piper:joe"\nrate = = 3\n', ":2:8", "rate = = 3"),
        ('voice = "piper:joe\n', ":1:19", "no TOML"),
        ("jobs = [1,\n", ":1:11", "no TOML"),
        ("# hello\nvoise = 'x:y'\n", ":2:1", 'Did you mean "voice"'),
        ("\n\njobs = true\n", ":3:1", "one text or one number"),
        ("[voice]\nname = 'joe'\n", ":1:1", "one text or one number"),
        ("\nrate = 20\n", ":2:1", "not usable as rate"),
    ],
)
def test_a_file_that_cannot_be_used_is_named_with_its_line(file: Path, text: str, place: str, words: str) -> None:
    with pytest.raises(SettingsError) as caught:
        written(file, text)
    assert f"{file}{place}" in str(caught.value)
    assert words in str(caught.value)


def test_a_file_that_is_no_text_or_no_file_is_a_sentence(file: Path) -> None:
    file.parent.mkdir()
    file.write_bytes(b"voice = '\xff'")
    with pytest.raises(SettingsError, match="not UTF-8"):
        load_settings(file, environ={})
    file.unlink()
    file.mkdir()
    with pytest.raises(SettingsError, match="cannot be read"):
        load_settings(file, environ={})
    with pytest.raises(SettingsError, match="cannot be read"):
        set_setting(file, "jobs", "1")


def test_setting_keeps_comments_order_and_other_keys(file: Path) -> None:
    written(file, '# mine\nvoice = "system:en" # calm\n\n# later\njobs = 2\n')
    set_setting(file, "voice", " piper:joe ")
    set_setting(file, "rate", "120")
    text = file.read_text(encoding="utf-8")
    assert text == '# mine\nvoice = "piper:joe" # calm\n\n# later\njobs = 2\nrate = 120\n'


def test_a_first_setting_makes_a_private_file_that_explains_all(file: Path) -> None:
    set_setting(file, "format", "m4b")
    text = file.read_text(encoding="utf-8")
    assert text == sample_file() + '\nformat = "m4b"\n'
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert sorted(path.name for path in file.parent.iterdir()) == ["settings.lock", "settings.toml"]


def test_a_settings_file_that_is_a_link_stays_one(file: Path, tmp_path: Path) -> None:
    file.parent.mkdir()
    dotfile = tmp_path / "dotfiles.toml"
    dotfile.write_text("jobs = 1\n", encoding="utf-8")
    file.symlink_to(dotfile)
    set_setting(file, "jobs", "2")
    assert file.is_symlink()
    assert dotfile.read_text(encoding="utf-8") == "jobs = 2\n"


def test_the_sample_with_every_line_taken_in_is_the_defaults() -> None:
    import tomllib

    lines = [line.removeprefix("# ") for line in sample_file().splitlines() if " = " in line]
    assert {name: str(value) for name, value in tomllib.loads("\n".join(lines)).items()} == {
        known.name: known.default for known in SETTINGS
    }


def test_unsetting_brings_the_default_back_and_clears_unknown_keys(file: Path) -> None:
    written(file, "jobs = 2\n")
    file.write_text("jobs = 2\ncolour = 'blue'\n", encoding="utf-8")
    assert unset_setting(file, "colour")
    assert unset_setting(file, "jobs")
    assert not unset_setting(file, "jobs")
    assert load_settings(file, environ={}).origin("jobs") == "default"
    with pytest.raises(SettingsError, match="no setting called"):
        unset_setting(file, "colour")


def test_a_wrong_value_or_a_broken_file_is_never_written(file: Path) -> None:
    written(file, "jobs = 2\n")
    with pytest.raises(SettingsError):
        set_setting(file, "jobs", "many")
    file.write_text("jobs = = 2\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=":1:8"):
        set_setting(file, "jobs", "3")
    assert file.read_text(encoding="utf-8") == "jobs = = 2\n"


def test_a_write_that_fails_leaves_the_old_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(file, "jobs = 2\n")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(SettingsError, match="cannot be written: No space left"):
        set_setting(file, "jobs", "3")
    assert file.read_text(encoding="utf-8") == "jobs = 2\n"


def test_processes_that_set_at_the_same_time_lose_nothing(file: Path) -> None:
    code = "import pathlib, sys, mindful.config as c; c.set_setting(pathlib.Path(sys.argv[1]), *sys.argv[2:])"
    changes = {"jobs": "3", "format": "flac", "rate": "120", "author": "Jo"}
    running = [subprocess.Popen([sys.executable, "-c", code, str(file), *pair]) for pair in changes.items()]
    assert [process.wait(timeout=60) for process in running] == [0] * len(changes)
    settings = load_settings(file, environ={})
    assert {name: settings.text(name) for name in changes} == changes


def test_a_lock_that_stays_held_is_a_sentence(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    set_setting(file, "jobs", "1")
    monkeypatch.setattr(settings_store, "_LOCK_WAIT_S", 0.05)
    holder = sqlite3.connect(file.with_suffix(".lock"), isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    with pytest.raises(SettingsError, match="changed by another process"):
        set_setting(file, "jobs", "2")
    holder.close()
    set_setting(file, "jobs", "2")


def test_the_settings_page_in_docs_is_current() -> None:
    page = Path(__file__).parents[2] / "docs" / "settings.md"
    assert page.read_text(encoding="utf-8") == settings_page(), "run: python docs/generate.py"
