"""How commands show things: JSON and tables on stdout, talk and progress on stderr.

rich is imported only by what needs it; it honours NO_COLOR by itself.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any, TextIO

import click

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import Console
    from rich.progress import Progress

    from mindful.errors import MindfulError

_TEXT_WIDTH = 100
"""Longer lines of prose are hard to read, however wide the terminal."""


def print_json(value: Any) -> None:
    """Print a value as JSON on stdout, for programs; its layout is a promise."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def print_table(headers: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows in aligned columns on stdout; None shows as an empty cell.

    On a terminal a long cell folds inside its column; in a pipe each row stays one line, which `grep` and `cut` like.
    """
    table = [tuple(header.upper() for header in headers)]
    table += [tuple("" if cell is None else str(cell) for cell in row) for row in rows]
    if sys.stdout.isatty():
        _print_folded(table)
        return
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    for row in table:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def _print_folded(table: Sequence[Sequence[str]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    folded = Table(*table[0], box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="")
    for column in folded.columns:
        column.overflow = "fold"
    for row in table[1:]:
        folded.add_row(*map(Text, row))
    Console(file=sys.stdout).print(folded)


def print_cards(rows: Sequence[Sequence[str | None]]) -> None:
    """Print rows whose last two cells are sentences for a terminal: these stand below the others and have its width.

    The last of them is dimmed: it is an aside to the one before.
    """
    from rich.console import Console
    from rich.padding import Padding
    from rich.text import Text

    width = min(Console(file=sys.stdout).width, _TEXT_WIDTH)
    screen = Console(file=sys.stdout, width=width, highlight=False)
    columns = [max(len(cell or "") for cell in column) for column in zip(*rows, strict=True)][:-2]
    for *head, sentence, aside in rows:
        first = "  ".join((cell or "").ljust(size) for cell, size in zip(head, columns, strict=True))
        screen.print(Text(first.rstrip(), style="bold", no_wrap=True, overflow="ellipsis"))
        for text, style in ((sentence, ""), (aside, "dim")):
            if text:
                screen.print(Padding(Text(text, style=style), (0, 0, 0, 2)))


def console() -> Console:
    """Return a rich console on stderr, for what people look at while a command works."""
    from rich.console import Console

    return Console(file=sys.stderr, highlight=False, emoji=False)


def progress(*, quiet: bool) -> Progress:
    """Return a progress display on stderr: what is being done, a bar, how far, how long still.

    Use it as a context manager. It shows nothing when asked for quiet or when stderr is no terminal.
    """
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn
    from rich.table import Column

    # The sentence being spoken may be long: it gives way first, and the rest of the line stays where it is.
    what = TextColumn(
        "{task.description}", markup=False, table_column=Column(ratio=1, no_wrap=True, overflow="ellipsis")
    )
    return Progress(
        what,
        BarColumn(bar_width=24),
        TaskProgressColumn(),
        TimeRemainingColumn(),
        console=console(),
        expand=True,
        transient=True,
        disable=quiet or not sys.stderr.isatty(),
    )


def explain(error: MindfulError) -> None:
    """Tell of an error of ours as a calm paragraph on stderr."""
    import logging

    where = f"{error.place}: " if error.place else ""
    tell(f"{where}{error.message}", error.hint)
    # Shown with --verbose only: what the libraries below said.
    logging.getLogger("mindful").debug("Where it came from:", exc_info=error)


def tell(message: str, hint: str | None) -> None:
    """Print what went wrong on stderr, and below it what to do."""
    click.echo(wrapped(f"error: {message}", sys.stderr), err=True)
    if hint:
        click.echo(wrapped(hint, sys.stderr), err=True)


def wrapped(text: str, stream: TextIO) -> str:
    """Wrap each line of a text for the terminal that a stream is; where it is none the lines stay whole."""
    import shutil
    import textwrap

    if not stream.isatty():
        return text
    width = min(shutil.get_terminal_size().columns, _TEXT_WIDTH)
    lines = (textwrap.fill(line, width, break_long_words=False, break_on_hyphens=False) for line in text.splitlines())
    return "\n".join(lines)


def log_to_stderr() -> None:
    """Let the library's log through to stderr, for --verbose."""
    import logging

    log = logging.getLogger("mindful")
    log.handlers = [logging.StreamHandler()]
    log.setLevel(logging.DEBUG)
