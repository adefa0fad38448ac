"""What the README shows works as it stands there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from mindful.cli.frame import PURPOSE

CHECKOUT = Path(__file__).parents[1]
README = (CHECKOUT / "README.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"(?P<note><!--[^\n]*-->\n)?^```(?P<kind>sh|python)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
BLOCKS = list(BLOCK.finditer(README))


def test_the_readme_opens_with_the_two_commands_each_on_one_line() -> None:
    assert [block["text"] for block in BLOCKS[:2]] == [
        "python3 -m venv .venv && .venv/bin/python -m pip install . && .venv/bin/mindful demo\n",
        'python3 -m venv .venv && .venv/bin/python -m pip install -e ".[test]" && .venv/bin/python -m pytest\n',
    ]


def test_the_readme_says_what_it_is_for_word_for_word() -> None:
    assert PURPOSE in README


def test_every_link_of_the_readme_leads_to_a_file() -> None:
    targets = re.findall(r"\]\(([^)]+)\)", README)
    assert len(targets) > 5
    assert [target for target in targets if not (CHECKOUT / target).exists()] == []


def test_every_command_block_of_the_readme_runs_as_it_stands(tmp_path: Path) -> None:
    """The first two blocks make environments of their own: .ci/run runs them."""
    home = tmp_path / "home"
    (home / "bin").mkdir(parents=True)
    bash = shutil.which("bash")
    assert bash, "the README's commands are for a POSIX shell"
    for name, words in {"python": "", "mindful": "-m mindful"}.items():
        (home / "bin" / name).write_text(f'#!/bin/sh\nexec "{sys.executable}" {words} "$@"\n', encoding="utf-8")
        (home / "bin" / name).chmod(0o755)
    environ = {
        **os.environ,
        "PATH": f"{home / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "MINDFUL_LIBRARY": str(tmp_path / "library"),
        "MINDFUL_DATA": str(tmp_path / "data"),
    }
    runs = 0
    for block in BLOCKS[2:]:
        if block["note"] and "not run by the tests" in block["note"]:
            continue
        shell = [bash, "-euo", "pipefail", "-c"] if block["kind"] == "sh" else [sys.executable, "-c"]
        run = subprocess.run(
            [*shell, block["text"]], cwd=home, env=environ, capture_output=True, text=True, check=False, timeout=300
        )
        if run.returncode:
            pytest.fail(f"{block['text']}\nexit code {run.returncode}\n{run.stdout}\n{run.stderr}")
        runs += 1
    assert runs >= 8
