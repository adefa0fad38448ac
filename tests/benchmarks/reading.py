"""What a text costs before anything sounds: an ordinary one, and those that an enemy would write."""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING

from .measure import in_child
from .table import Row
from .tasks import bound_all, expand_all, lay_out
from .texts import HOSTILE, MANY, long_script, nested_repeats, open_parts, repeated, short_lines, spelled_pauses

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .workspace import Workspace

READING_LIMIT_MS = 50.0
_SCRIPT_CHARACTERS = 100_000
LINES_LIMIT_MS = 100.0
_LINES = 11_000
_ROUNDS = 3
_DAY_LINES, _PARTS = 30_000, 10
MEMORY_GROWTH_LIMIT = 1.2
"""How much more than ten times the memory a script of ten times the length may take."""
_SHORT_CHARACTERS = 25_000
"""Of the shorter of two hostile texts, a quarter of the longer: four times as long takes a linear reader four times as
long, and a quadratic one sixteen times."""
GROWTH_LIMIT = 8.0
HOSTILE_LIMIT_MS = 5_000.0
_MANY_CHARACTERS = 1_000_000
MANY_LIMIT_MS, FORMAT_LIMIT_MS = 1_000.0, 1_000.0
_WORTH_JUDGING_MS = 60.0
"""Below this, how the time grows is noise."""


def reading_rows(_workspace: Workspace) -> Iterator[Row]:
    """Read, expand and lay out a script of 100 kB, each time in a fresh process, after a script of a few lines."""
    text = long_script(_SCRIPT_CHARACTERS)
    runs = [in_child(lay_out, text=text)[0] for _ in range(_ROUNDS)]
    steps_ms = {step: 1000 * statistics.median(run[step] for run in runs) for step in runs[0]}
    floor_ms, first_ms = steps_ms.pop("split"), steps_ms.pop("first script")
    yield Row(
        name="reading",
        what="read + expand + lay out 100 kB, CPU",
        unit="ms",
        measured=sum(cost_ms for step, cost_ms in steps_ms.items() if step != "fit"),
        floor=floor_ms,
        limit=READING_LIMIT_MS,
        target=f"<= {READING_LIMIT_MS:g} ms",
        note=f"floor: one regular expression that splits into words; {len(text)} characters, medians of {_ROUNDS}",
    )
    for step, cost_ms in steps_ms.items():
        note = "instead of laying out, when a length is wanted" if step == "fit" else ""
        yield Row(name="reading", what=f"  {step}", unit="ms", measured=cost_ms, note=note)
    note = "a script of a few lines before that, which imports the reader of front matter"
    yield Row(name="reading", what="  first script", unit="ms", measured=first_ms, note=note)
    yield _lines_row()
    yield _memory_row()


def _lines_row() -> Row:
    text = short_lines(_LINES)
    runs = [in_child(lay_out, text=text)[0] for _ in range(_ROUNDS)]
    return Row(
        name="reading",
        what=f"read + expand + lay out {_LINES:,} short lines, CPU",
        unit="ms",
        measured=1000 * statistics.median(run["read"] + run["expand"] + run["lay out"] for run in runs),
        floor=1000 * statistics.median(run["split"] for run in runs),
        limit=LINES_LIMIT_MS,
        target=f"<= {LINES_LIMIT_MS:g} ms",
        note=f"floor: as above; {len(text)} characters",
    )


def _memory_row() -> Row:
    lines = (13, _DAY_LINES // _PARTS, _DAY_LINES)
    empty, part, whole = (
        in_child(lay_out, text=short_lines(count), characters_a_second=100.0)[1].own_peak_bytes for count in lines
    )
    floor = _PARTS * (part - empty) / 1e6
    return Row(
        name="reading",
        what=f"memory for {_DAY_LINES:,} short lines, almost a day",
        unit="MB",
        measured=(whole - empty) / 1e6,
        floor=floor,
        limit=MEMORY_GROWTH_LIMIT * floor,
        target=f"<= {MEMORY_GROWTH_LIMIT:g} floors",
        note=f"floor: {_PARTS} times that of a {_PARTS}th; what the process takes for a few lines is left out",
    )


def hostile_rows(_workspace: Workspace) -> Iterator[Row]:
    """Read and expand repeated pieces; tell the slowest, and the one whose time grows fastest with its length."""
    sizes = (_SHORT_CHARACTERS, _SCRIPT_CHARACTERS)
    ordinary_ms = [1000 * in_child(expand_all, texts=[long_script(size)])[0][0] for size in sizes]
    times, _ = in_child(expand_all, texts=[repeated(piece, size) for piece in HOSTILE for size in sizes])
    times_ms = [1000 * seconds for seconds in times]
    found = list(zip(HOSTILE, times_ms[::2], times_ms[1::2], strict=True))
    slowest = sorted(found, key=lambda one: one[2], reverse=True)
    yield Row(
        name="hostile",
        what=f"slowest of {len(HOSTILE)} hostile texts of 100 kB, CPU",
        unit="ms",
        measured=slowest[0][2],
        floor=ordinary_ms[1],
        limit=HOSTILE_LIMIT_MS,
        target=f"<= {HOSTILE_LIMIT_MS / 1000:g} s",
        note="floor: an ordinary script; " + ", ".join(f"{_shown(piece)} {ms:.0f}" for piece, _, ms in slowest[:6]),
    )
    judged = [(piece, after / before) for piece, before, after in found if after >= _WORTH_JUDGING_MS]
    growth = sorted(judged, key=lambda one: one[1], reverse=True)
    yield Row(
        name="hostile",
        what="fastest growth of time from 25 to 100 kB",
        unit="x",
        measured=growth[0][1] if growth else 0.0,
        floor=ordinary_ms[1] / ordinary_ms[0],
        limit=GROWTH_LIMIT,
        target=f"<= {GROWTH_LIMIT:g} (linear is 4)",
        note=", ".join(f"{_shown(piece)} {factor:.1f}" for piece, factor in growth[:6]),
    )
    yield from _bound_rows(ordinary_ms[1])


def _bound_rows(ordinary_ms: float) -> Iterator[Row]:
    """Read, lay out, choose and format more than a script may have of anything."""
    times, _ = in_child(expand_all, texts=[repeated(piece, _MANY_CHARACTERS) for piece in MANY])
    slowest = sorted(zip(MANY, times, strict=True), key=lambda one: one[1], reverse=True)
    bounds, _ = in_child(
        bound_all,
        nested=nested_repeats(2_000),
        left_open=[open_parts(20_000, 0, 0), open_parts(0, 3_000, 0), open_parts(0, 0, 1_500)],
        to_format=spelled_pauses(30_000),
    )
    named = ", ".join(f"{_shown(piece)} {seconds:.1f}" for piece, seconds in slowest)
    for what, seconds, limit_ms, note in (
        ("slowest of texts of 1 MB", slowest[0][1], MANY_LIMIT_MS, f"seconds: {named}"),
        ("lay out 2,000 nested repeats", bounds["lay out"], MANY_LIMIT_MS, ""),
        ("choose among thousands of parts", bounds["choose"], MANY_LIMIT_MS, "20,000 optional, 3,000 and 1,500 nested"),
        ("format 30,000 pauses in 450 kB", bounds["format"], FORMAT_LIMIT_MS, ""),
    ):
        yield Row(
            name="hostile", what=f"{what}, CPU", unit="ms", measured=1000 * seconds, floor=ordinary_ms, limit=limit_ms,
            target=f"<= {limit_ms / 1000:g} s", note=note,
        )  # fmt: skip


def _shown(piece: str) -> str:
    return repr(piece if len(piece) < 20 else f"{piece[:8]}...")
