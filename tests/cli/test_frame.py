"""The frame: what `mindful --help` imports and says, and what every command has."""

from __future__ import annotations

import logging
import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import click
import pytest

from mindful.cli import main
from mindful.cli.frame import PURPOSE, SECTIONS, Invocation, group, pass_invocation, shared_options

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAMES = [name for rows in SECTIONS.values() for name in rows]
HEAVY = (
    "numpy", "scipy", "onnx", "onnxruntime", "piper", "sqlalchemy", "apscheduler", "rich", "soundfile", "soxr",
    "pedalboard", "pydub", "pyttsx3", "PIL", "mutagen", "ruamel", "tomlkit", "platformdirs", "num2words",
)  # fmt: skip


def all_commands(command: click.Command, path: tuple[str, ...]) -> Iterator[tuple[str, click.Command]]:
    yield " ".join(path), command
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            yield from all_commands(inner, (*path, name))


def loaded(name: str) -> click.Command:
    command = group.get_command(click.Context(group), name)
    assert command is not None
    return command


def test_help_imports_nothing_heavy_and_none_of_the_commands() -> None:
    code = (
        "import sys, mindful.cli\n"
        "assert mindful.cli.main(['--help']) == 0\n"
        "print('\\n'.join(name for name in sys.modules), file=sys.stderr)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    modules = set(run.stderr.split())
    assert modules.isdisjoint(HEAVY)
    ours = {name for name in modules if name.startswith("mindful")}
    assert ours <= {"mindful", "mindful.cli", "mindful.cli.entry", "mindful.cli.frame", "mindful.errors"}


def test_help_says_what_it_is_for_and_what_it_is_not(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["-h"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert PURPOSE in said
    assert PURPOSE.startswith("mindful helps you make, play and remember guided relaxation and mindfulness practice")
    assert PURPOSE.endswith("does not assess risk, and nobody is watching what you enter.")


def test_help_lists_every_command_under_its_section(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--help"])
    out = capsys.readouterr().out
    for title, rows in SECTIONS.items():
        section = out.split(f"{title}:\n")[1].split("\n\n")[0]
        assert [line.split()[0] for line in section.splitlines()] == list(rows)
    assert max(map(len, out.splitlines())) <= 80


@pytest.mark.parametrize("name", NAMES)
def test_every_command_and_its_own_commands_explain_themselves_with_a_real_example(name: str) -> None:
    for path, command in all_commands(loaded(name), ("mindful", name)):
        assert command.help, path
        first = command.help.splitlines()[0]
        assert re.match(r"[A-Z].*\.$", command.help.split("\n\n")[0].replace("\n", " ").strip()), (path, first)
        assert f"\n  {path} " in f"{command.epilog} \n" or f"\n  {path}\n" in f"{command.epilog}\n", path


@pytest.mark.parametrize("name", NAMES)
def test_every_command_takes_the_shared_options_and_explains_each_of_its_own(name: str) -> None:
    for path, command in all_commands(loaded(name), ("mindful", name)):
        options = {flag for option in command.params for flag in option.opts}
        assert {"-q", "--quiet", "-v", "--verbose", "--library"} <= options, path
        assert all(option.help for option in command.params if isinstance(option, click.Option)), path


@pytest.mark.parametrize("name", NAMES)
def test_the_short_flag_for_help_works_everywhere(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([name, "-h"]) == 0
    assert capsys.readouterr().out.startswith(f"Usage: mindful {name}")


def test_the_version_is_the_packages(capsys: pytest.CaptureFixture[str]) -> None:
    import importlib.metadata

    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"mindful {importlib.metadata.version('mindful-audio')}\n"


def test_the_module_does_what_the_command_does() -> None:
    run = subprocess.run([sys.executable, "-m", "mindful", "--version"], capture_output=True, text=True, check=True)
    assert run.stdout.startswith("mindful ")


def test_a_mistyped_command_gets_a_suggestion(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["traks"]) == 2
    assert capsys.readouterr().err == "error: No such command 'traks'. Did you mean 'tracks'?\nTry 'mindful --help'.\n"
    assert main(["config", "shaw"]) == 2
    assert "Did you mean 'show'?" in capsys.readouterr().err


def test_shared_options_count_before_and_after_the_command(tmp_path: Path) -> None:
    seen: list[Invocation] = []

    @click.group()
    @shared_options
    def top() -> None:
        """Top."""

    @top.command()
    @shared_options
    @pass_invocation
    def inner(invocation: Invocation) -> None:
        seen.append(invocation)

    top(["-q", "inner", "--library", str(tmp_path)], standalone_mode=False)
    top(["--library", "/elsewhere", "inner", "--library", str(tmp_path), "--quiet"], standalone_mode=False)
    top(["inner"], standalone_mode=False)
    assert seen == [Invocation(quiet=True, library=tmp_path)] * 2 + [Invocation()]
    assert seen[0].folders.library == tmp_path


def test_quiet_is_quiet_and_talk_goes_to_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    Invocation(quiet=True).say("hello")
    assert capsys.readouterr() == ("", "")
    Invocation().say("hello")
    assert capsys.readouterr() == ("", "hello\n")


def test_verbose_lets_the_log_through(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    log = logging.getLogger("mindful")
    monkeypatch.setattr(log, "handlers", [])
    monkeypatch.setattr(log, "level", log.level)
    assert main(["config", "path", "--verbose"]) == 0
    log.debug("details")
    assert capsys.readouterr().err == "details\n"


@pytest.mark.parametrize("name", ["--help", "config show --origin"])
def test_no_color_and_a_pipe_mean_no_escape_codes(name: str) -> None:
    environ = {**os.environ, "NO_COLOR": "1", "FORCE_COLOR": "", "TERM": "xterm-256color"}
    run = subprocess.run(
        [sys.executable, "-m", "mindful", *name.split()], capture_output=True, text=True, check=True, env=environ
    )
    assert "\x1b" not in run.stdout + run.stderr
