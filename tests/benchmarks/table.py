"""A row of the table of budgets, and how the table is printed and written as JSON."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.table import Table

_DIGITS = {"s": 2, "ms": 1, "MB": 0, "x": 2, "files": 0}


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One figure beside its floor and its target; lower is better for all of them."""

    name: str
    """As `--only` takes it; several rows may share it."""
    what: str
    unit: Literal["s", "ms", "MB", "x", "files"]
    """Of measured, floor and limit; MB are 10^6 bytes, x is a factor."""
    measured: float | None
    """None when it could not be measured."""
    floor: float | None = None
    """What the same work takes at least, or what it is compared with, measured in the same run."""
    limit: float | None = None
    """What `measured` may not exceed; None for a figure that is told, not judged."""
    target: str = ""
    """The limit in the words of the budget."""
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """Measured by floor; None where there is no floor."""
        return self.measured / self.floor if self.measured is not None and self.floor else None

    @property
    def met(self) -> bool | None:
        """Whether the target is met; None where there is none."""
        if self.measured is None:
            return False
        return None if self.limit is None else self.measured <= self.limit

    def as_json(self) -> dict[str, Any]:
        """Return the row as JSON values."""
        fields = ("name", "what", "unit", "measured", "floor", "ratio", "limit", "target", "met", "note")
        return {field: getattr(self, field) for field in fields}


def as_json(rows: Sequence[Row]) -> dict[str, Any]:
    """Return the table as JSON values, with what a reader must know of the machine."""
    return {
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "cpus": os.cpu_count(),
        "rows": [row.as_json() for row in rows],
    }


def table_of(rows: Sequence[Row]) -> Table:
    """Return the table for people."""
    from rich.markup import escape
    from rich.table import Table

    table = Table(title="Budgets of mindful", title_justify="left")
    for heading in ("name", "what"):
        table.add_column(heading)
    for heading in ("measured", "floor", "ratio"):
        table.add_column(heading, justify="right", no_wrap=True)
    for heading in ("target", "met", "note"):
        table.add_column(heading)
    before = None
    for row in rows:
        if before is not None and row.name != before:
            table.add_section()
        name, before = ("" if row.name == before else row.name), row.name
        ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
        measured, floor = _figure(row.measured, row.unit), _figure(row.floor, row.unit)
        met = {True: "yes", False: "[red]no[/red]", None: ""}[row.met]
        table.add_row(name, row.what, measured, floor, ratio, row.target, met, escape(row.note))
    return table


def _figure(value: float | None, unit: str) -> str:
    return "" if value is None else f"{value:.{_DIGITS[unit]}f} {unit}"
