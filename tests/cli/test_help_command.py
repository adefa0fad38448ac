"""`mindful help`: sheets that fit a screen, and the help of commands."""

from __future__ import annotations

import re

import pytest

from mindful.cli import main
from mindful.cli.help import SCRIPT
from mindful.script.cues.cue import read_cue
from mindful.script.front_matter import read_front_matter
from mindful.script.writing.canonical import cue_text


def test_the_sheet_of_the_language_fits_one_screen(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["help", "script"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert 30 < len(lines) <= 50
    assert max(map(len, lines)) <= 80


def test_help_without_a_topic_lists_the_topics(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["help"]) == 0
    assert capsys.readouterr().out.startswith("mindful help script  ")


def test_help_shows_the_help_of_a_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tracks", "--help"]) == 0
    by_option = capsys.readouterr().out
    assert main(["help", "tracks"]) == 0
    assert capsys.readouterr().out == by_option


def test_a_topic_that_is_not_there_is_told_with_those_that_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["help", "nothing"]) == 2
    assert "script, demo" in capsys.readouterr().err


CUES = re.findall(r"\[[a-z][^\[\]]*\]", SCRIPT.partition("Silence")[2])


def test_the_sheet_holds_every_kind_of_cue() -> None:
    kinds = {type(read_cue(cue[1:-1], "[")).__name__ for cue in CUES}
    assert kinds == {
        "Audio", "Bell", "Breathe", "Else", "End", "If", "Include", "Mark", "OneOf", "OptionalPart", "Or", "Pause",
        "Repeat", "Rest", "Sound", "UseRate", "UseVoice", "UseVolume",
    }  # fmt: skip


@pytest.mark.parametrize("cue", CUES)
def test_every_cue_of_the_sheet_is_canonical(cue: str) -> None:
    node = read_cue(cue[1:-1], "[")
    assert node is not None
    assert cue_text(node, cue) == cue


def test_the_front_matter_of_the_sheet_is_read_without_a_finding() -> None:
    left = [line[2:34].strip() for line in SCRIPT.splitlines() if re.match(r"  [a-z]+: ", line)]
    front, findings = read_front_matter(left, None)
    assert findings == []
    assert (front.title, front.length_s, front.vars) == ("Evening pause", 600.0, {"name": "friend"})
