"""The calendar and the weeks as text for a terminal, readable without colour and, if need be, in ASCII alone.

The shade of a day is told by its sign; colour is one hue and adds nothing that must be seen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mindful.sessions.grid import DAYS, SHADES, shade

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.text import Text

    from mindful.sessions.grid import Week

HUE = "cyan"
_SIGNS = {False: "·░▒▓█", True: ".-+*#"}
"""By whether only ASCII can be shown; one for each shade."""
_EIGHTHS = ("", "▏", "▎", "▍", "▌", "▋", "▊", "▉")
_LABEL = 5
"""Columns before the calendar."""


def weeks_that_fit(width: int) -> int:
    """Return how many weeks of a calendar fit into so many columns, a year at most."""
    return max(4, min(53, (width - _LABEL) // 2))


def calendar(weeks: Sequence[Week], *, ascii_only: bool = False) -> Iterator[Text]:
    """Yield the lines of a calendar: months above, a line for each weekday, a legend below.

    Args:
        weeks: The oldest first; each takes two columns.
        ascii_only: Use no other signs than those of ASCII.
    """
    from rich.text import Text

    signs = _SIGNS[ascii_only]
    yield Text(_months(weeks).rstrip(), style="dim")
    for index, day in enumerate(DAYS):
        line = Text(f"{day:<{_LABEL}}", style="dim")
        for week in weeks:
            minutes = week.minutes[index]
            level = 0 if minutes is None else shade(minutes)
            line.append(f"{' ' if minutes is None else signs[level]} ", style=f"not dim {HUE}" if level else "dim")
        line.rstrip()
        yield line
    legend = Text(" " * _LABEL, style="dim")
    for level, (sign, meaning) in enumerate(zip(signs, SHADES, strict=True)):
        legend.append(sign, style=f"not dim {HUE}" if level else "dim").append(f" {meaning}   ")
    legend.append("minutes")
    yield legend


def _months(weeks: Sequence[Week]) -> str:
    line = " " * _LABEL
    for index, week in enumerate(weeks):
        at = _LABEL + 2 * index
        # The name of a month takes two weeks; there is room for it at the end as well.
        if week.begins_month() and len(line.rstrip()) < at:
            line = line.ljust(at) + f"{week.month} "
    return line


def bars(weeks: Sequence[Week], *, width: int, ascii_only: bool = False) -> Iterator[Text]:
    """Yield a line for each week: its Monday, a bar, and its minutes.

    Args:
        weeks: The oldest first.
        width: Columns for a whole line.
        ascii_only: Use no other signs than those of ASCII.
    """
    from rich.text import Text

    most = max(*(week.total for week in weeks), 1)
    room = max(10, min(48, width - 24))
    for week in weeks:
        line = Text(f"{week.monday}  ", style="dim")
        line.append(_bar(week.total / most * room, ascii_only=ascii_only), style=f"not dim {HUE}")
        line.append(
            f" {week.total:,.0f} min" if week.total else _SIGNS[ascii_only][0], style="not dim" if week.total else "dim"
        )
        yield line


def _bar(columns: float, *, ascii_only: bool) -> str:
    if ascii_only:
        return "#" * max(round(columns), columns > 0)
    eighths = max(round(columns * 8), columns > 0)
    return "█" * (eighths // 8) + _EIGHTHS[eighths % 8]
