from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from mindful.cli import main
from mindful.config import SETTINGS

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MINDFUL_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


def test_show_lists_every_setting_with_its_value_and_meaning(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["config", "show"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["SETTING", "VALUE", "MEANING"]
    for line, known in zip(lines[1:], SETTINGS, strict=True):
        assert line.split(maxsplit=2) == [known.name, known.default, known.meaning]


def test_show_origin_tells_where_each_value_comes_from(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MINDFUL_RATE", "120wpm")
    main(["config", "set", "format", "flac"])
    main(["config", "show", "--origin"])
    rows = dict(line.split(maxsplit=1) for line in capsys.readouterr().out.splitlines())
    assert rows["rate"].split() == ["120wpm", "environment"]
    assert rows["format"].split() == ["flac", "file"]
    assert rows["voice"].split() == ["piper:joe", "default"]


def test_show_json_is_a_stable_list(capsys: pytest.CaptureFixture[str]) -> None:
    main(["config", "show", "--json"])
    rows = json.loads(capsys.readouterr().out)
    assert [row["name"] for row in rows] == [known.name for known in SETTINGS]
    assert rows[2] == {
        "name": "format",
        "value": "mp3",
        "origin": "default",
        "default": "mp3",
        "meaning": "Kind of file of a track: mp3, m4b, m4a, opus, flac, ogg, wav.",
    }


def test_set_and_unset_say_what_they_did(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["config", "set", "jobs", " 2 "]) == 0
    assert capsys.readouterr() == ("", "jobs is now 2.\n")
    assert "jobs = 2\n" in (data / "settings.toml").read_text(encoding="utf-8")
    assert main(["config", "unset", "jobs"]) == 0
    assert capsys.readouterr().err == "jobs is back to its default.\n"
    assert main(["config", "unset", "jobs", "-q"]) == 0
    assert capsys.readouterr() == ("", "")
    main(["config", "unset", "jobs"])
    assert capsys.readouterr().err == "jobs was not set.\n"


def test_a_wrong_key_or_value_is_2_with_the_way_out(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["config", "set", "vioce", "piper:joe"]) == 2
    assert capsys.readouterr().err == 'error: There is no setting called "vioce".\nDid you mean "voice"?\n'
    assert main(["config", "set", "format", "mp5"]) == 2
    assert "it is one of mp3, m4b" in capsys.readouterr().err


def test_a_settings_file_with_a_fault_can_be_mended_by_the_command(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data.mkdir()
    (data / "settings.toml").write_text('format = "mp5"\n', encoding="utf-8")
    assert main(["config", "show"]) == 2
    assert f"{data / 'settings.toml'}:1:1" in capsys.readouterr().err
    assert main(["config", "path"]) == 0
    assert capsys.readouterr().out == f"{data / 'settings.toml'}\n"
    assert main(["config", "set", "format", "mp3"]) == 0
    assert main(["config", "show"]) == 0
