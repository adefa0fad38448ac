"""The ladder: how each kind of trouble is told, and the exit code it gives."""

from __future__ import annotations

import errno
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import click
import pytest

from mindful.cli import entry, main
from mindful.errors import (
    EncoderMissingError,
    FindingsError,
    LengthError,
    MindfulError,
    Place,
    SettingsError,
    VoiceMissingError,
)

if TYPE_CHECKING:
    from pathlib import Path


def fail_with(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> int:
    @click.command()
    def command() -> None:
        raise error

    monkeypatch.setattr(entry, "group", command)
    return main([])


@pytest.mark.parametrize(
    ("kind", "code"),
    [(MindfulError, 1), (LengthError, 1), (SettingsError, 2), (FindingsError, 3), (VoiceMissingError, 4),
     (EncoderMissingError, 4)],
)  # fmt: skip
def test_our_own_error_is_a_sentence_a_hint_and_its_exit_code(
    kind: type[MindfulError], code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (
        fail_with(monkeypatch, kind("It is so.", hint="Do this.", place=Place(line=3, column=7, file="a.md"))) == code
    )
    assert capsys.readouterr() == ("", "error: a.md:3:7: It is so.\nDo this.\n")


def test_an_error_without_place_and_hint_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert fail_with(monkeypatch, MindfulError("It is so.")) == 1
    assert capsys.readouterr().err == "error: It is so.\n"


def test_on_a_terminal_the_paragraph_is_wrapped_and_its_lines_kept(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    path = "/a/long/path-with-hyphens/that-is-never-broken/in-the-middle.md"
    fail_with(monkeypatch, MindfulError(f"Some words that come before\n{path} and some words that come after it."))
    lines = capsys.readouterr().err.splitlines()
    assert lines == ["error: Some words that come before", path, "and some words that come after it."]


def test_verbose_shows_what_the_library_below_said(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG", logger="mindful")
    fail_with(monkeypatch, MindfulError("It is so."))
    assert "Where it came from" in caplog.text
    assert "MindfulError" in caplog.text


def test_a_wrong_option_is_2_and_points_to_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["config", "show", "--origni"]) == 2
    err = capsys.readouterr().err
    assert err == "error: No such option '--origni'. Did you mean '--origin'?\nTry 'mindful config show --help'.\n"


def test_an_error_of_click_that_is_no_usage_keeps_its_code(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert fail_with(monkeypatch, click.ClickException("No.")) == 1
    assert capsys.readouterr().err == "error: No.\n"


def test_no_command_at_all_shows_the_help_on_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    out, err = capsys.readouterr()
    assert not out
    assert err.startswith("Usage: mindful")


@pytest.mark.parametrize("error", [KeyboardInterrupt(), click.Abort(), EOFError()])
def test_an_interrupt_is_130_and_one_clean_line(
    error: BaseException, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert fail_with(monkeypatch, error) == 130
    assert capsys.readouterr().err.strip() == "Stopped."


def test_the_exit_code_a_command_chooses_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    assert fail_with(monkeypatch, click.exceptions.Exit(3)) == 3


@pytest.mark.parametrize(("name", "words"), [("/x/track.mp3", ' while writing "/x/track.mp3"'), (None, "")])
def test_a_full_disk_is_a_sentence(
    name: str | None, words: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert fail_with(monkeypatch, OSError(errno.ENOSPC, "No space left on device", name)) == 1
    assert capsys.readouterr().err.startswith(f"error: The disk is full{words}.\n")


@pytest.mark.parametrize("error", [ValueError("a bug"), OSError(errno.EIO, "I/O error")])
def test_a_bug_keeps_its_traceback(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(type(error)):
        fail_with(monkeypatch, error)


@pytest.mark.parametrize("words", [["--help"], ["config", "show", "--json"]])
def test_a_reader_that_goes_away_is_no_complaint(words: list[str], tmp_path: Path) -> None:
    with (tmp_path / "err").open("wb") as err:
        running = subprocess.Popen([sys.executable, "-m", "mindful", *words], stdout=subprocess.PIPE, stderr=err)
        assert running.stdout
        running.stdout.close()
        assert running.wait(timeout=60) == 1
    assert (tmp_path / "err").read_bytes() == b""


def test_a_program_without_an_output_runs_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    assert main(["config", "show", "--json"]) == 0


def test_ctrl_c_in_the_midst_of_work_ends_clean() -> None:
    code = """
import sys, time, click
from mindful.cli import entry

@click.command()
def work():
    print("at work", flush=True)
    time.sleep(60)

entry.group = work
sys.exit(entry.main([]))
"""
    running = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert running.stdout
    assert running.stdout.readline() == "at work\n"
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=60)
    assert (running.returncode, out, err.strip()) == (130, "", "Stopped.")
