from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from mindful.cli import main

if TYPE_CHECKING:
    from pathlib import Path


def test_the_bash_script_loads_and_completes_a_command(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["completion", "bash"]) == 0
    script = tmp_path / "mindful.bash"
    script.write_text(capsys.readouterr().out, encoding="utf-8")
    bash = shutil.which("bash")
    assert bash, "the script is for bash"
    (tmp_path / "mindful").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m mindful "$@"\n', encoding="utf-8")
    (tmp_path / "mindful").chmod(0o755)
    ask = (
        f'PATH="{tmp_path}:$PATH"; source "{script}"; COMP_WORDS=(mindful conf); COMP_CWORD=1;'
        ' _mindful_completion mindful; printf "%s\\n" "${COMPREPLY[@]}"'
    )
    run = subprocess.run([bash, "--norc", "-euc", ask], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["config"]
    assert not run.stderr


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_ends_with_how_to_install_it(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", shell]) == 0
    out = capsys.readouterr().out
    assert "_MINDFUL_COMPLETE" in out
    assert out.splitlines()[-1].startswith(f"#   mindful completion {shell} > ")


def test_the_zsh_script_keeps_its_mark_in_the_first_line(capsys: pytest.CaptureFixture[str]) -> None:
    main(["completion", "zsh"])
    assert capsys.readouterr().out.startswith("#compdef mindful\n")


def test_another_shell_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", "tcsh"]) == 2
    assert "'bash', 'zsh', 'fish'" in capsys.readouterr().err
