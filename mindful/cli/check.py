"""`mindful check`: what to look at in scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from mindful.cli.frame import Invocation, examples, pass_invocation, shared_options
from mindful.cli.orders import desk_from, order_from
from mindful.cli.show import print_json
from mindful.errors import FINDINGS

if TYPE_CHECKING:
    from pathlib import Path

    from mindful.script.model import Finding

_ESCAPES = {"%": "%25", "\r": "%0D", "\n": "%0A"}
"""How a workflow command writes what would end it."""
_PROPERTY_ESCAPES = _ESCAPES | {":": "%3A", ",": "%2C"}


@click.command(epilog=examples("mindful check evening.md", "mindful check scripts/ --format github"))
@click.argument("scripts", nargs=-1, required=True, metavar="SCRIPT|FOLDER...")
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text", help="How to list.")
@shared_options
@pass_invocation
def command(invocation: Invocation, scripts: tuple[str, ...], form: str) -> int:
    """Read scripts and list what to look at: errors that stop a render, warnings, notes.

    Each line is FILE:LINE:COLUMN: CODE message (what to do). The exit code is 3 when there is an error. A warning or a
    note that is there on purpose is silenced by a comment above it: <!-- check: ignore W204 the reason -->.
    """
    from mindful.library import find_scripts
    from mindful.studio.planning import check_script

    order, desk = order_from(invocation), desk_from(invocation)
    found = [
        (path, finding)
        for path in find_scripts(scripts, invocation.folders.library)
        for finding in check_script(path, order, desk)
    ]
    if form == "json":
        print_json([as_json(path, finding) for path, finding in found])
    for path, finding in found if form != "json" else ():
        click.echo(line_of(path, finding) if form == "text" else _annotation(path, finding))
    if not found:
        invocation.say("Nothing to mention.")
    return FINDINGS if any(finding.severity == "error" for _, finding in found) else 0


def as_json(path: Path, finding: Finding) -> dict[str, Any]:
    """Return a finding as JSON values; the layout is stable across versions."""
    return {
        "file": _file(path, finding),
        "line": finding.place.line,
        "column": finding.place.column,
        "code": finding.code,
        "severity": finding.severity,
        "message": finding.message,
        "hint": finding.hint,
    }


def line_of(path: Path, finding: Finding) -> str:
    """Return a finding as one line, as editors and compilers write it."""
    hint = f" ({finding.hint})" if finding.hint else ""
    place = finding.place
    return f"{_file(path, finding)}:{place.line}:{place.column}: {finding.code} {finding.message}{hint}"


def _annotation(path: Path, finding: Finding) -> str:
    """Return a finding as an annotation of a workflow on GitHub."""
    level = {"error": "error", "warning": "warning", "note": "notice"}[finding.severity]
    file = _escaped(_file(path, finding), _PROPERTY_ESCAPES)
    text = _escaped(f"{finding.message} {finding.hint or ''}".strip(), _ESCAPES)
    place = finding.place
    return f"::{level} file={file},line={place.line},col={place.column},title={finding.code}::{text}"


def _file(path: Path, finding: Finding) -> str:
    """Return the file a finding is about, which may be one that the script includes."""
    return finding.place.file or str(path)


def _escaped(text: str, escapes: dict[str, str]) -> str:
    return "".join(escapes.get(character, character) for character in text)
