"""What the pages for newcomers show works as it stands there, block after block, in a folder of one's own."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[1] / "docs"
BLOCK = re.compile(r"(?P<note><!--[^\n]*-->\n)?^```sh\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
PAGES = ("first-steps.md", "cookbook.md", "troubleshooting.md")


def blocks(page: str) -> list[str]:
    """Return the commands of a page that can run here."""
    text = (DOCS / page).read_text(encoding="utf-8")
    return [block["text"] for block in BLOCK.finditer(text) if "not run by the tests" not in (block["note"] or "")]


def environment(home: Path) -> dict[str, str]:
    """Make a home with the commands python and mindful on its path, and nothing of the person's."""
    (home / "bin").mkdir()
    for name, words in {"python": "", "mindful": "-m mindful"}.items():
        (home / "bin" / name).write_text(f'#!/bin/sh\nexec "{sys.executable}" {words} "$@"\n', encoding="utf-8")
        (home / "bin" / name).chmod(0o755)
    path = f"{home / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, "PATH": path, "MINDFUL_LIBRARY": str(home / "library"), "MINDFUL_DATA": str(home / "data")}


@pytest.mark.parametrize("page", [page for page in PAGES if blocks(page)])
def test_every_command_block_of_a_page_runs_as_it_stands(page: str, tmp_path: Path) -> None:
    bash = shutil.which("bash")
    assert bash, "the commands of the pages are for a POSIX shell"
    # One shell for a whole page, as a reader has.
    script = "\n".join(blocks(page))
    environ = environment(tmp_path)
    run = subprocess.run(
        [bash, "-euxo", "pipefail", "-c", script],
        cwd=tmp_path, env=environ, capture_output=True, text=True, check=False, timeout=600,
    )  # fmt: skip
    if run.returncode:
        pytest.fail(f"exit code {run.returncode}\n{run.stdout}\n{run.stderr}")


@pytest.mark.parametrize("page", PAGES)
def test_every_link_of_a_page_leads_to_a_file(page: str) -> None:
    targets = re.findall(r"\]\(([^)#]+)", (DOCS / page).read_text(encoding="utf-8"))
    assert [target for target in targets if not (DOCS / target).exists()] == []


def test_every_recipe_is_there() -> None:
    prose = re.sub(
        r"^```.*?^```$", "", (DOCS / "cookbook.md").read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL
    )
    titles = re.findall(r"^## (.+)$", prose, re.MULTILINE)
    assert titles == [
        "My voice", "My music", "Ten minutes for tonight", "A kit for a patient", "A teacher's repository, with CI",
    ]  # fmt: skip
