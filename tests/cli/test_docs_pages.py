"""The pages of docs/ that come out of the code are current, and speak of every command."""

from __future__ import annotations

import runpy
from pathlib import Path

from mindful.cli.frame import SECTIONS

DOCS = Path(__file__).parents[2] / "docs"


def test_the_command_reference_is_current_and_holds_every_command() -> None:
    page = (DOCS / "commands.md").read_text(encoding="utf-8")
    assert page == runpy.run_path(str(DOCS / "generate.py"))["commands_page"](), "run: python docs/generate.py"
    for rows in SECTIONS.values():
        for name in rows:
            assert f"\n## mindful {name}\n" in page
