"""`mindful diff`: what people and programs are shown, from files, a pipe, and git."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from mindful.cli import main

if TYPE_CHECKING:
    from pathlib import Path

OLD = "# A\n\n## One\nFirst words.\n[pause 8s]\n\n## Two\nSecond words here, and a rather long sentence that goes on.\n"
NEW = OLD.replace("8s", "22s").replace("goes on", "goes on, beyond what eighty columns hold, for a while longer")


@pytest.fixture
def scripts(tmp_path: Path) -> tuple[str, str]:
    (tmp_path / "old.md").write_text(OLD, encoding="utf-8")
    (tmp_path / "new.md").write_text(NEW, encoding="utf-8")
    return str(tmp_path / "old.md"), str(tmp_path / "new.md")


def test_a_difference_is_readable_on_eighty_columns(
    scripts: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["diff", *scripts]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 80
    assert lines[0].startswith("A: 00:")
    assert [line.split()[0] for line in lines[2:4]] == ["One", "Two"]
    assert "  silence 8.0 s -> 22.0 s" in lines
    [at] = [line for line in lines if line.startswith("+14.0 s at 00:03")]
    assert at.endswith(", chapter One")
    assert any(line.startswith("  + Second words") and line.endswith("…") for line in lines)


def test_a_script_without_an_edit_stays_as_it_is(scripts: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", scripts[0], scripts[0]]) == 0
    assert capsys.readouterr().out.splitlines()[1:] == ["The track stays as it is, to the sample."]


def test_many_changes_of_silence_are_told_as_one_for_people_and_singly_for_programs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "many.md"
    file.write_text("## One\n" + "Rest now. [pause 5s]\n" * 9)
    changed = tmp_path / "changed.md"
    changed.write_text(file.read_text().replace("5s", "6s"))
    assert main(["diff", str(file), str(changed)]) == 0
    out = capsys.readouterr().out
    assert "+9.0 s at" in out
    assert "  silence in 9 places" in out
    assert main(["diff", str(file), str(changed), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [change["kind"] for change in found["changes"]] == ["silence"] * 9
    assert found["delta_s"] == pytest.approx(9.0)


def test_a_length_is_compared_for_both(scripts: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", *scripts, "--length", "40s"]) == 0
    assert capsys.readouterr().out.startswith("A: 00:40.0 -> 00:40.0 (0.0 s)")


def test_one_side_may_come_from_a_pipe(
    scripts: tuple[str, str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(OLD.encode())))
    assert main(["diff", "-", scripts[1], "--json"]) == 0
    assert {change["kind"] for change in json.loads(capsys.readouterr().out)["changes"]} == {"silence", "changed"}


def test_an_empty_pipe_is_told(
    scripts: tuple[str, str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(b"")))
    assert main(["diff", "-", scripts[1]]) == 1
    assert '"stdin" is empty' in capsys.readouterr().err


@pytest.mark.parametrize("words", [["-", "-"], ["a.md"], ["a.md", "b.md", "c.md"]])
def test_two_scripts_are_needed_and_one_pipe_at_most(words: list[str]) -> None:
    assert main(["diff", *words]) == 2


@pytest.mark.skipif(not shutil.which("git"), reason="git is not there")
def test_git_shows_the_difference_by_itself(tmp_path: Path) -> None:
    def git(*words: str) -> str:
        run = subprocess.run(["git", *words], cwd=tmp_path, capture_output=True, text=True, check=True, env=environ)
        return run.stdout

    who = {f"GIT_{role}_{what}": "a@b" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    environ = {**os.environ, **who, "HOME": str(tmp_path), "GIT_CONFIG_NOSYSTEM": "1"}
    git("init", "-q")
    git("config", "diff.mindful.command", f"'{sys.executable}' -m mindful diff")
    (tmp_path / ".gitattributes").write_text("*.md diff=mindful\n")
    (tmp_path / "a.md").write_text(OLD)
    git("add", ".")
    git("commit", "-qm", "first")
    (tmp_path / "a.md").write_text(OLD.replace("8s", "22s"))
    (tmp_path / "b.md").write_text(OLD)
    git("add", "-N", "b.md")
    out = git("diff")
    assert "+14.0 s at 00:03" in out
    assert "  + First words." in out
