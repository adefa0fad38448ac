"""`mindful diff`: what an edit of a script does to the track, in time."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mindful.cli.frame import Invocation, examples, pass_invocation, shared_options
from mindful.cli.orders import DURATION, desk_from, order_from
from mindful.cli.show import print_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.text import Text

    from mindful.studio.desk import Desk
    from mindful.studio.order import Order
    from mindful.timeline import Change, ChapterChange, Difference, Timeline

_MOST_SILENCES = 5
"""So many changes of silence in one chapter are told one by one; more are told as one."""
_WIDTH = 80
_GIT_DRIVER_WORDS = 7
"""git calls a diff driver with path, old file, old id, old mode, new file, new id, new mode."""


@click.command(
    epilog=examples(
        "mindful diff evening.md evening-2.md", "git show HEAD:scripts/sit.md | mindful diff - scripts/sit.md"
    )
)
@click.argument("scripts", nargs=-1, required=True, metavar="OLD NEW")
@click.option("--length", "length_s", type=DURATION, help="Compare tracks of this length.")
@click.option("--json", "as_json", is_flag=True, help="Print the difference as JSON.")
@shared_options
@pass_invocation
def command(invocation: Invocation, scripts: tuple[str, ...], *, length_s: float | None, as_json: bool) -> None:
    """Show what an edit does to the finished track in time: the whole, the chapters, and every change.

    A script named - is read from a pipe; the files it names are looked for beside the other one. git can call this
    itself: set diff.mindful.command to "mindful diff", and write "scripts/*.md diff=mindful" into .gitattributes.
    """
    from mindful.library import find_script
    from mindful.timeline import difference

    old, new, home = _sides(scripts)
    if home is None:
        home = find_script(new if old == "-" else old, invocation.folders.library)
    order = order_from(invocation, length_s=length_s, unknown="skip")
    desk = desk_from(invocation)
    library = invocation.folders.library
    before, after = (_timeline(name, home, order, desk, library=library) for name in (old, new))
    found = difference(before, after)
    if as_json:
        print_json(found.as_json())
    else:
        _show(found)


def _sides(scripts: tuple[str, ...]) -> tuple[str, str, Path | None]:
    """Return the names of both scripts, and the path they stand for where git names it."""
    if len(scripts) == _GIT_DRIVER_WORDS:
        return scripts[1], scripts[4], Path(scripts[0])
    if len(scripts) != 2 or scripts == ("-", "-"):
        raise click.UsageError("Name two scripts, the old one and the new one; one of them may be - for a pipe.")
    return scripts[0], scripts[1], None


def _timeline(name: str, home: Path, order: Order, desk: Desk, *, library: Path) -> Timeline:
    """Lay one side out; a file that is not there, as git names it, is a track of no length."""
    from mindful.library import find_script
    from mindful.script.reader import read
    from mindful.studio.planning import plan, plan_script
    from mindful.studio.reading import complete, text_from
    from mindful.timeline import Timeline

    if name == os.devnull:
        return Timeline(title="", frames=0, range_frames=(0, 0), events=())
    if name == "-":
        script = read(text_from(sys.stdin.buffer.read(), "stdin"))
        return plan_script(complete(script, home, library), home, order, desk).timeline
    return plan(find_script(name, library), order, desk).timeline


# -- for people --------------------------------------------------------------------------------------------------------


def _show(found: Difference) -> None:
    from rich.console import Console

    width = None if sys.stdout.isatty() else _WIDTH
    console = Console(file=sys.stdout, width=width, highlight=False, emoji=False, soft_wrap=False)
    for line in _lines(found, console.width):
        console.print(line, no_wrap=True, overflow="ellipsis")


def _lines(found: Difference, width: int) -> Iterator[Text]:
    from rich.text import Text

    estimate = ", an estimate" if found.estimated else ""
    lengths = f"{_clock(found.old_s)} -> {_clock(found.new_s)} ({_signed(found.delta_s)}{estimate})"
    yield Text(f"{found.title}: {lengths}", "bold")
    if not found.changes:
        yield Text("The track stays as it is, to the sample.")
        return
    changed = [row for row in found.chapters if _moved(row)]
    if changed:
        yield Text()
        yield from _table(changed, width)
    for change in _gathered(found.changes):
        yield Text()
        where = f"at {_clock(change.at_s)}" + (f", chapter {change.chapter}" if change.chapter else "")
        yield Text(_signed(change.delta_s), _colour(change.delta_s)).append(f" {where}", "default")
        yield from _what(change)


def _table(rows: Iterable[ChapterChange], width: int) -> Iterator[Text]:
    from rich.text import Text

    for row in rows:
        title = Text(f"  {row.title}")
        title.truncate(width - 32, overflow="ellipsis", pad=True)
        old, new = (" - " if seconds is None else _clock(seconds) for seconds in (row.old_s, row.new_s))
        delta = (row.new_s or 0.0) - (row.old_s or 0.0)
        yield title.append(f"{old:>9} ->{new:>9} ").append(f"{_signed(delta):>9}", _colour(delta))


def _what(change: Change) -> Iterator[Text]:
    from rich.text import Text

    if change.kind == "silence":
        yield Text(f"  silence {change.old} -> {change.new}" if change.old else f"  silence in {change.new}")
        return
    if change.old is not None:
        yield Text(f"  - {change.old}", "red")
    if change.new is not None:
        yield Text(f"  + {change.new}", "green")


def _gathered(changes: Iterable[Change]) -> Iterator[Change]:
    """Make one of many changes of silence in a chapter, as another length brings them, where the first of them is."""
    from collections import Counter
    from dataclasses import replace

    changes = tuple(changes)
    silences = [change for change in changes if change.kind == "silence"]
    counts = Counter(change.chapter for change in silences)
    told: set[str] = set()
    for change in changes:
        if change.kind != "silence" or counts[change.chapter] <= _MOST_SILENCES:
            yield change
        elif change.chapter not in told:
            told.add(change.chapter)
            total = sum(other.delta_s for other in silences if other.chapter == change.chapter)
            yield replace(change, delta_s=total, old=None, new=f"{counts[change.chapter]} places")


def _moved(row: ChapterChange) -> bool:
    return row.old_s is None or row.new_s is None or abs(row.new_s - row.old_s) >= 0.05


def _clock(seconds: float) -> str:
    tenths = round(seconds * 10)
    return f"{tenths // 600:02}:{tenths % 600 / 10:04.1f}"


def _signed(seconds: float) -> str:
    return f"{seconds:+.1f} s" if abs(seconds) >= 0.05 else "0.0 s"


def _colour(seconds: float) -> str:
    return "green" if seconds >= 0.05 else "red" if seconds <= -0.05 else "default"
