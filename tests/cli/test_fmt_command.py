"""`mindful fmt`: what it writes, and what it leaves alone."""

from __future__ import annotations

import io
import os
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from mindful.cli import main

if TYPE_CHECKING:
    from pathlib import Path

WRITTEN, CANONICAL = "Sit.\n(Pause for ten seconds)\nGo.\n", "Sit.\n[pause 10s]\nGo.\n"


@pytest.fixture
def script(tmp_path: Path) -> Path:
    path = tmp_path / "a.md"
    path.write_text(WRITTEN, encoding="utf-8")
    return path


def test_a_script_is_rewritten_in_place_with_its_rights_and_nothing_left_beside_it(
    script: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script.chmod(0o600)
    assert main(["fmt", str(script)]) == 0
    assert capsys.readouterr().out == f"{script}\n"
    assert script.read_text(encoding="utf-8") == CANONICAL
    assert script.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in script.parent.iterdir()] == ["a.md"]


def test_a_canonical_script_is_not_written(script: Path, capsys: pytest.CaptureFixture[str]) -> None:
    script.write_text(CANONICAL, encoding="utf-8")
    os.utime(script, (1, 1))
    for option in ((), ("--check",), ("--diff",)):
        assert main(["fmt", *option, str(script)]) == 0
        assert capsys.readouterr() == ("", "All is in the canonical form.\n")
    assert script.stat().st_mtime == 1


def test_a_check_names_what_would_change_and_writes_nothing(script: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fmt", "--check", str(script.parent)]) == 3
    assert capsys.readouterr().out == f"{script} is not in the canonical form.\n"
    assert script.read_text(encoding="utf-8") == WRITTEN


def test_a_diff_shows_what_would_change_and_writes_nothing(script: Path, capsys: pytest.CaptureFixture[str]) -> None:
    script.write_text(WRITTEN.rstrip("\n"), encoding="utf-8")
    assert main(["fmt", "--diff", "--check", str(script)]) == 3
    capsys.readouterr()
    assert main(["fmt", "--diff", str(script)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[3:] == [
        " Sit.", "-(Pause for ten seconds)", "+[pause 10s]", " Go.", "\\ No newline at end of file",
    ]  # fmt: skip
    assert "(Pause" in script.read_text(encoding="utf-8")


@pytest.mark.parametrize(("options", "code", "out"), [((), 0, CANONICAL), (("--check",), 3, "- is not in the")])
def test_a_pipe_is_written_to_stdout(
    options: tuple[str, ...],
    code: int,
    out: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(WRITTEN.encode())))
    assert main(["fmt", "-", *options]) == code
    assert capsys.readouterr().out.startswith(out)


def test_line_ends_become_line_feeds(script: Path) -> None:
    script.write_bytes(CANONICAL.replace("\n", "\r\n").encode())
    assert main(["fmt", str(script)]) == 0
    assert script.read_bytes() == CANONICAL.encode()


def test_a_link_stays_a_link(script: Path) -> None:
    link = script.with_name("link.md")
    link.symlink_to(script)
    assert main(["fmt", str(link)]) == 0
    assert link.is_symlink()
    assert script.read_text(encoding="utf-8") == CANONICAL


def test_a_practice_that_ships_is_not_rewritten(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fmt", "body-scan"]) == 1
    assert "comes with mindful" in capsys.readouterr().err


def test_what_cannot_be_read_or_written_is_told(
    script: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("mindful.library.write_beside", refuse)
    assert main(["fmt", str(script)]) == 1
    assert "cannot be written" in capsys.readouterr().err
    monkeypatch.setattr("pathlib.Path.read_bytes", refuse)
    assert main(["fmt", str(script)]) == 1
    assert "cannot be read" in capsys.readouterr().err


def test_the_settings_words_of_pauses_count(script: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINDFUL_PAUSE_WORDS", "long 30s")
    script.write_text("Sit. (long pause) Go.\n", encoding="utf-8")
    assert main(["fmt", str(script)]) == 0
    assert script.read_text(encoding="utf-8") == "Sit. [pause 30s] Go.\n"
