"""`python -m tests.benchmarks`: measure the rows that are asked for, print the table, and maybe write it as JSON."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .measure import ChildError
from .peers import peers_rows
from .reading import hostile_rows, reading_rows
from .reminding import reminding_rows
from .renders import Renders
from .sameness import same_rows
from .startup import help_rows
from .table import Row, as_json, table_of
from .workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Measuring = Callable[[Workspace, Renders], Iterator[Row]]

MEASURED: dict[str, Measuring] = {
    "help": lambda workspace, _renders: help_rows(workspace),
    "reading": lambda workspace, _renders: reading_rows(workspace),
    "hostile": lambda workspace, _renders: hostile_rows(workspace),
    "cached": lambda _workspace, renders: renders.cached_rows(),
    "spoken": lambda _workspace, renders: renders.spoken_rows(),
    "start": lambda _workspace, renders: renders.start_rows(),
    "growth": lambda _workspace, renders: renders.growth_rows(),
    "long": lambda _workspace, renders: renders.long_rows(),
    "edit": lambda _workspace, renders: renders.edit_rows(),
    "same": lambda workspace, _renders: same_rows(workspace),
    "reminding": lambda workspace, _renders: reminding_rows(workspace),
    "peers": peers_rows,
}


@click.command()
@click.option("--only", type=click.Choice(list(MEASURED)), multiple=True, help="Measure this alone; may be repeated.")
@click.option("--long", "is_long", is_flag=True, help="Let the longest tracks last eight hours instead of one.")
@click.option("--json", "json_file", type=click.Path(path_type=Path, dir_okay=False), help="Write the table here, too.")
@click.option("--strict", is_flag=True, help="Exit with 1 when a target is not met.")
def main(*, only: tuple[str, ...], is_long: bool, json_file: Path | None, strict: bool) -> None:
    """Print the table of budgets, each row measured against its floor now."""
    from rich.console import Console

    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="mindful-benchmarks-") as folder:
        workspace = Workspace(Path(folder))
        renders = Renders(workspace, long_h=8 if is_long else 1)
        for name in only or MEASURED:
            click.echo(f"measuring {name} ...", err=True)
            rows += _measured(name, workspace, renders)
    if json_file:
        json_file.write_text(json.dumps(as_json(rows), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    Console(width=None if sys.stdout.isatty() else 200).print(table_of(rows))
    sys.exit(1 if strict and any(row.met is False for row in rows) else 0)


def _measured(name: str, workspace: Workspace, renders: Renders) -> list[Row]:
    """Return the rows of one name; a measurement that fails is a row that says so."""
    rows: list[Row] = []
    try:
        # What was measured before an error stays.
        rows.extend(MEASURED[name](workspace, renders))
    except ChildError as error:
        rows.append(Row(name=name, what="measurement failed", unit="s", measured=None, note=str(error)))
    return rows


if __name__ == "__main__":
    main()
