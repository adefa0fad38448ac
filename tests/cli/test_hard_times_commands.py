"""`ground`, `support`, `safety`, `about`: offline, and never more than one command away."""

from __future__ import annotations

import json
import stat
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from mindful.captions import webvtt
from mindful.cli import ground, main
from mindful.cli.frame import PURPOSE
from mindful.errors import DeviceMissingError, VoiceMissingError
from mindful.practice.grounding import LINES, grounding_lines, open_grounding
from mindful.practice.lines import lines_of
from mindful.studio.desk import Desk
from mindful.studio.order import Order
from mindful.studio.planning import plan
from mindful.support import countries
from mindful.support.countries import Country
from mindful.units import SAMPLE_RATE_HZ

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MINDFUL_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("MINDFUL_LIBRARY", str(tmp_path / "library"))
    return tmp_path / "data"


def answer(monkeypatch: pytest.MonkeyPatch, *answers: str) -> None:
    """Answer the questions of a set-up, one after another; a question too many fails."""
    left = iter(answers)
    monkeypatch.setattr("click.termui.visible_prompt_func", lambda _: next(left))


# -- ground ------------------------------------------------------------------------------------------------------------


def test_the_prepared_lines_are_what_the_voice_says_in_two_minutes(tmp_path: Path) -> None:
    piece = open_grounding(Order(), Desk(cache=tmp_path, jobs=1))
    assert piece.frames == 120 * SAMPLE_RATE_HZ
    assert [line.text for line in grounding_lines()] == [line.text for line in piece.lines]
    assert all(abs(a.start - b.start) < 50 for a, b in zip(grounding_lines(), piece.lines, strict=True))


def test_grounding_is_the_voice_alone(tmp_path: Path) -> None:
    from mindful.library import shipped_scripts

    path = shipped_scripts() / "grounding-5-4-3-2-1.md"
    order = Order(length_s=120.0, soundscape="off", default_soundscape="rain")
    timeline = plan(path, order, Desk(cache=tmp_path, jobs=1)).timeline
    assert {event.kind for event in timeline.events if event.kind != "sound"} == {"speech", "pause", "gap"}
    assert not [event for event in timeline.events if event.kind == "sound" and event.name]
    assert webvtt(timeline) == LINES.read_text(encoding="utf-8")
    assert lines_of(timeline)[1].text == "Keep your eyes open."


@pytest.mark.parametrize(
    "error",
    [DeviceMissingError("There is no sound device."), VoiceMissingError("There is no voice."), ImportError("onnx")],
)
def test_where_nothing_can_be_heard_the_words_come_as_text(
    error: Exception, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object, **__: object) -> int:
        raise error

    monkeypatch.setattr(ground, "hold", fail)
    monkeypatch.setattr(ground, "grounding_piece", lambda _: lambda: None)
    assert main(["ground"]) == 0
    out, err = capsys.readouterr()
    assert out.splitlines()[1] == "Keep your eyes open."
    assert "here it is to read" in err
    assert "mindful support" in err


def test_settings_that_cannot_be_read_keep_nobody_from_grounding(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data.mkdir()
    (data / "settings.toml").write_text("voice = ", encoding="utf-8")
    assert main(["ground", "--device", "null"]) == 0
    assert "Keep your eyes open." in capsys.readouterr().out


def test_text_needs_no_voice_no_sound_and_little_else() -> None:
    code = (
        "import sys, mindful.cli\n"
        "assert mindful.cli.main(['ground', '--text']) == 0\n"
        "print('\\n'.join(sys.modules), file=sys.stderr)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "Press both feet gently down." in run.stdout
    assert {"onnxruntime", "piper", "miniaudio", "pedalboard"}.isdisjoint(run.stderr.split())


def test_a_reader_is_given_the_time_of_the_voice(capsys: pytest.CaptureFixture[str]) -> None:
    waits: list[float] = []
    ground.show_lines(grounding_lines(), waits.append)
    assert len(capsys.readouterr().out.splitlines()) == len(waits) + 1
    assert 90 < sum(waits) < 120


def test_grounding_is_heard_and_logged_where_a_device_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    held: list[tuple[str, int]] = []

    def hold(_invocation: object, piece: object, manner: object, _wish: object) -> int:
        held.append((piece.title, piece.frames))  # type: ignore[attr-defined]
        assert not manner.sliders  # type: ignore[attr-defined]
        return 0

    monkeypatch.setattr(ground, "hold", hold)
    assert main(["ground"]) == 0
    assert held == [("Grounding with five senses", 120 * SAMPLE_RATE_HZ)]
    assert capsys.readouterr().out == ""


# -- support -----------------------------------------------------------------------------------------------------------


def test_without_a_page_there_is_the_emergency_number_and_the_directory(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["support"]) == 0
    out, err = capsys.readouterr()
    assert "local emergency number" in out
    assert "findahelpline.com" in out
    assert "mindful support setup" in err


def test_a_page_is_set_up_shown_printed_and_given_as_json(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answer(monkeypatch, "Ana", "555 0101", "", "a walk", "", "Ireland", "A line", "555 0102", "y")
    assert main(["support", "setup"]) == 0
    out, err = capsys.readouterr()
    assert out == f"{data / 'support.json'}\n"
    assert "look up a crisis line" in err
    assert stat.S_IMODE((data / "support.json").stat().st_mode) == 0o600
    assert main(["support", "show", "--json"]) == 0
    row = json.loads(capsys.readouterr().out)
    assert row["people"] == [{"name": "Ana", "reach": "555 0101"}]
    assert row["line"] == {"name": "A line", "reach": "555 0102"}
    assert main(["support", "print"]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("My support page, ")
    assert "What helps me\n  a walk" in printed
    assert "___" not in printed
    assert main(["support"]) == 0
    assert capsys.readouterr().err == ""


def test_an_empty_page_is_printed_with_lines_to_fill_in_by_hand(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["support", "print"]) == 0
    printed = capsys.readouterr().out
    assert "local emergency number" in printed
    for title, lines in (("My crisis line", 1), ("People I can reach", 3), ("What helps me", 3)):
        assert f"{title}\n" + f"  {'_' * 40}\n" * lines in printed


def test_a_number_that_was_not_checked_is_not_kept(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answer(monkeypatch, "", "", "", "A line", "555 0102", "n")
    assert main(["support", "setup"]) == 0
    assert "only what was checked" in capsys.readouterr().err
    main(["support"])
    assert "555 0102" not in capsys.readouterr().out


def test_a_second_set_up_keeps_what_the_person_keeps(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answer(monkeypatch, "Ana", "555", "", "tea", "", "", "")
    main(["support", "setup"])
    answer(monkeypatch, "y", "n", "soup", "", "", "")
    main(["support", "setup"])
    capsys.readouterr()
    main(["support"])
    out = capsys.readouterr().out
    assert "Ana: 555" in out
    assert "soup" in out
    assert "tea" not in out


def test_a_verified_line_of_the_country_is_offered_with_its_source(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from datetime import date

    today = date.today()  # noqa: DTZ011 -- as the command does
    known = Country(
        code="XX", name="Example", line="A line", number="000", source="https://example.org", last_verified=today
    )
    monkeypatch.setattr(countries, "find_country", lambda _: known)
    answer(monkeypatch, "", "", "Example", "", "", "y")
    assert main(["support", "setup"]) == 0
    assert "From https://example.org, read on" in capsys.readouterr().err
    main(["support"])
    assert "A line: 000" in capsys.readouterr().out


def test_a_broken_page_can_be_written_anew(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data.mkdir()
    (data / "support.json").write_text("{", encoding="utf-8")
    assert main(["support"]) == 2
    out, err = capsys.readouterr()
    assert out.startswith("If you may be about to harm yourself")
    assert "`mindful support setup` writes it anew" in err
    answer(monkeypatch, "", "tea", "", "", "")
    assert main(["support", "setup"]) == 0
    assert main(["support"]) == 0


# -- safety, about -----------------------------------------------------------------------------------------------------


def test_safety_leads_to_grounding_and_support(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["safety"]) == 0
    out = capsys.readouterr().out
    assert "When to stop" in out
    assert "mindful ground" in out
    assert "mindful support" in out
    assert PURPOSE in " ".join(out.split())
    assert max(map(len, out.splitlines())) < 80


def test_about_says_purpose_version_and_licences(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["about"]) == 0
    assert PURPOSE in " ".join(capsys.readouterr().out.split())
    assert main(["about", "--json"]) == 0
    row = json.loads(capsys.readouterr().out)
    assert row["purpose"] == PURPOSE
    assert row["licences"]["program"] == "GPL-3.0-or-later"
