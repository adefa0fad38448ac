"""`mindful check`: how findings are shown, and the exit code."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from mindful.cli import main

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

TEXT = "Sit.\n[frobnicate: 100%]\n"


def test_findings_as_text_have_a_place_that_editors_understand(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "a.md"
    file.write_text(TEXT)
    assert main(["check", str(file)]) == 3
    assert capsys.readouterr().out.startswith(f'{file}:2:1: E101 "[frobnicate: 100%]" is no cue and is not spoken. (')


def test_findings_as_json_have_exactly_the_promised_keys_in_order(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "a.md"
    file.write_text(TEXT)
    assert main(["check", "--format", "json", str(file)]) == 3
    [finding] = json.loads(capsys.readouterr().out)
    assert list(finding) == ["file", "line", "column", "code", "severity", "message", "hint"]
    assert (finding["file"], finding["line"], finding["column"]) == (str(file), 2, 1)
    assert (finding["code"], finding["severity"]) == ("E101", "error")


def test_findings_as_annotations_are_escaped_for_workflows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "a,b:c"
    folder.mkdir()
    (folder / "a%.md").write_text(TEXT)
    assert main(["check", "--format", "github", str(folder)]) == 3
    line = capsys.readouterr().out
    properties, _, message = line.removeprefix("::error ").partition("::")
    assert properties == f"file={tmp_path}/a%2Cb%3Ac/a%25.md,line=2,col=1,title=E101"
    assert message.startswith('"[frobnicate: 100%25]" is no cue')
    assert line.count("\n") == 1


def test_a_script_whose_warning_is_ignored_has_nothing_to_mention(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "a.md"
    file.write_text(
        "<!-- check: ignore W204 the silence is the practice -->\nSit in silence. [pause exactly 100s] End.\n"
    )
    assert main(["check", str(file)]) == 0
    assert capsys.readouterr().out == ""
    assert main(["plan", str(file)]) == 0
    assert "W204" not in capsys.readouterr().err


def test_errors_are_told_even_where_a_comment_asks_to_ignore_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "a.md"
    file.write_text("---\nlength: 1h\n---\n<!-- check: ignore E110 why -->\nSit.\n")
    assert main(["check", str(file)]) == 3
    assert [line.split()[1] for line in capsys.readouterr().out.splitlines()] == ["E110", "W210"]


def test_findings_of_an_included_file_name_it_and_are_ignored_in_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.md").write_text("Sit.\n[include b.md]\n[include c.md]\n")
    (tmp_path / "b.md").write_text("The word RAIN has four letters.\n")
    (tmp_path / "c.md").write_text("<!-- check: ignore W207 it is fine -->\nThe word ACE has three letters.\n")
    assert main(["check", "--format", "json", str(tmp_path / "a.md")]) == 0
    [finding] = json.loads(capsys.readouterr().out)
    assert (finding["code"], finding["line"], finding["column"]) == ("W207", 1, 10)
    assert finding["file"] == str(tmp_path / "b.md")
