"""Write the pages of docs/ that come out of the code: settings.md, commands.md, checks.md and the schema of editor/.

Run it after a change of a setting, an option or a code: `python docs/generate.py`. A test fails while a page is behind.
"""

from __future__ import annotations

import json
from pathlib import Path

import click

from mindful.cli.frame import PURPOSE, group
from mindful.config import settings_page
from mindful.script.checks.codes import checks_page
from mindful.script.schema import front_matter_schema

FOLDER = Path(__file__).parent
EXIT_CODES = """\
Exit codes: 0 done, 1 failed, 2 called wrongly, 3 findings to look at, 4 something needed is missing, 130 interrupted.
Data goes to stdout, talk and progress to stderr; `--json` is stable across versions."""


def commands_page() -> str:
    """Return docs/commands.md: the help of every command, as the command line shows it."""
    parts = [
        "# Commands",
        "<!-- Written by docs/generate.py from the commands themselves; change them there. -->",
        PURPOSE,
        EXIT_CODES,
    ]
    root = group.make_context("mindful", [], resilient_parsing=True, terminal_width=100)
    for name in group.list_commands(root):
        command = group.get_command(root, name)
        if command:
            parts += _sections(command, click.Context(command, parent=root, info_name=name))
    return "\n\n".join(parts) + "\n"


def schema_text() -> str:
    """Return docs/editor/front-matter.schema.json."""
    return json.dumps(front_matter_schema(), indent=2, ensure_ascii=False) + "\n"


def _sections(command: click.Command, context: click.Context) -> list[str]:
    level = "#" * (context.command_path.count(" ") + 1)
    parts = [f"{level} {context.command_path}", f"```text\n{command.get_help(context).rstrip()}\n```"]
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            parts += _sections(inner, click.Context(inner, parent=context, info_name=name))
    return parts


if __name__ == "__main__":
    (FOLDER / "settings.md").write_text(settings_page(), encoding="utf-8")
    (FOLDER / "commands.md").write_text(commands_page(), encoding="utf-8")
    (FOLDER / "checks.md").write_text(checks_page(), encoding="utf-8")
    (FOLDER / "editor" / "front-matter.schema.json").write_text(schema_text(), encoding="utf-8")
