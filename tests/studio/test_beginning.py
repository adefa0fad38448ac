"""`mindful new`: what it writes passes a check, can be rendered, and never takes the place of another file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import mindful
from mindful.cli import main
from mindful.errors import LibraryError
from mindful.sessions.model import KINDS
from mindful.studio.beginning import TEMPLATES, begin_script

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_new_script_is_without_a_finding_and_lasts_as_long_as_it_says(
    template: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["new", "Evening: a pause", "--template", template, "--library", str(tmp_path)]) == 0
    out, err = capsys.readouterr()
    path = tmp_path / "scripts" / "evening-a-pause.md"
    assert out == f"{path}\n"
    assert f"mindful check {path}" in err
    assert main(["check", str(path)]) == 0
    assert capsys.readouterr().out == ""
    script = mindful.read(path.read_text(encoding="utf-8"))
    assert script.title == "Evening: a pause"
    assert set(script.front.about) >= {"kind", "level", "eyes", "anchor", "cautions"}
    assert script.front.about["kind"] in KINDS
    assert mindful.lay_out(script).duration_s == script.front.length_s


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_new_script_leaves_the_eyes_a_choice_and_says_early_that_one_may_stop(template: str, tmp_path: Path) -> None:
    script = mindful.read(begin_script("A pause", tmp_path, template=template).read_text(encoding="utf-8"))
    timeline = mindful.lay_out(script)
    speech = [event for event in timeline.events if event.kind == "speech"]
    early = " ".join(event.text or "" for event in speech if event.start < timeline.frames / 4)
    assert "stop at any time" in early
    assert "open" in early
    assert "that is what minds do" in " ".join(event.text or "" for event in speech)


def test_a_new_script_is_rendered(tmp_path: Path) -> None:
    path = begin_script("A pause", tmp_path, template="sit")
    track = mindful.render(path, tmp_path / "a.wav")
    assert track.duration_s == 300.0
    assert track.path.stat().st_size > 300 * 44_100


def test_the_night_is_not_ended_by_a_bell(tmp_path: Path) -> None:
    script = mindful.read(begin_script("Night", tmp_path, template="sleep").read_text(encoding="utf-8"))
    assert [event for event in mindful.lay_out(script).events if event.kind == "bell"] == []


def test_a_new_script_never_takes_the_place_of_another(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = begin_script("A pause", tmp_path)
    path.write_text("Mine.\n", encoding="utf-8")
    assert main(["new", "a  PAUSE!", "--library", str(tmp_path)]) == 1
    assert "already" in capsys.readouterr().err
    assert path.read_text(encoding="utf-8") == "Mine.\n"


@pytest.mark.parametrize(
    ("title", "name"),
    [("Über den Atem", "über-den-atem.md"), ("5-4-3", "5-4-3.md"), ("- yes: 'no' # x", "yes-no-x.md")],
)
def test_any_title_is_kept_as_it_is(title: str, name: str, tmp_path: Path) -> None:
    path = begin_script(title, tmp_path, author="Jo: Teacher", licence="CC0-1.0")
    script = mindful.read(path.read_text(encoding="utf-8"))
    assert path.name == name
    assert (script.title, script.front.author, script.front.licence) == (title, "Jo: Teacher", "CC0-1.0")
    assert script.findings == ()


@pytest.mark.parametrize("title", ["", "...", "{name}", "x" * 121])
def test_a_title_that_cannot_be_used_is_told(title: str, tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="cannot be named"):
        begin_script(title, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "scripts").write_text("in the way", encoding="utf-8")
    with pytest.raises(LibraryError, match="cannot be written"):
        begin_script("A pause", tmp_path)
