"""The settings of the practice log."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from mindful.config import load_settings, setting
from mindful.config.practice import without_password
from mindful.errors import SettingsError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("day_start", "00:00", timedelta(0)),
        ("day_start", "3:30", timedelta(hours=3, minutes=30)),
        ("day_start", "12:00", timedelta(hours=12)),
        ("days_a_week", "7", 7),
        ("rest_days", "none", frozenset()),
        ("rest_days", "", frozenset()),
        ("rest_days", "Sat, sunday", frozenset({5, 6})),
        ("rest_days", "wednes mon", frozenset({0, 2})),
        ("stats_streak", "On", True),
        ("stats_streak", "true", True),
        ("stats_streak", "no", False),
        ("database", "none", None),
        ("database", "postgresql://me@host/mindful", "postgresql://me@host/mindful"),
        ("database", "postgres://host/mindful", "postgres://host/mindful"),
    ],
)
def test_a_setting_is_read(name: str, text: str, value: Any) -> None:
    assert setting(name).read(text, where="test") == value


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("day_start", "12:01"), ("day_start", "4"), ("day_start", "04:60"), ("days_a_week", "0"), ("days_a_week", "8"),
        ("days_a_week", "two"), ("rest_days", "su"), ("rest_days", "sat, caturday"), ("stats_streak", "maybe"),
        ("database", "sqlite:///mindful.db"), ("database", "mindful"),
    ],
)  # fmt: skip
def test_a_setting_that_cannot_be_read_is_told(name: str, text: str) -> None:
    with pytest.raises(SettingsError, match=f"not usable as {name}"):
        setting(name).read(text, where="test")


@pytest.mark.parametrize(
    "text",
    [
        "postgresql://me:secret@host/mindful",
        "mysql://secret@host/mindful",
        "postgresql://me:sec/ret@host/mindful",
        "postgresql://host/mindful?user=me&password=secret",
        'database = postgresql://me:secret@host/mindful"',
    ],
)
def test_no_password_is_shown(text: str) -> None:
    assert "secret" not in without_password(text)
    assert "ret@" not in without_password(text)
    assert "host/mindful" in without_password(text)


def test_no_password_is_shown_of_a_settings_file_that_cannot_be_read(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    for text in ("database = postgresql://me:secret@host/mindful", 'database = "mysql://me:secret@host/mindful"'):
        file.write_text(text, encoding="utf-8")
        with pytest.raises(SettingsError) as caught:
            load_settings(file, environ={})
        assert "secret" not in str(caught.value)
