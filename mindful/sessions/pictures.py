"""The calendar and the minutes by week as a picture, drawn by matplotlib, which is imported only here and only then.

One hue from light to dark, told apart by its lightness, so that it can be read without seeing colours and in print.
"""

from __future__ import annotations

import io
from html import escape
from typing import TYPE_CHECKING, Any, Literal

from mindful.sessions.grid import DAYS, SHADES, shade, spoken

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from mindful.sessions.grid import Week

WEEKS = 53
"""Of a picture: a year, and the week it began in."""
_SHADES = ("#eceff0", "#b9dcd9", "#7fbdb9", "#3f918f", "#125a5c")
"""From no practice to the most; lightness falls by equal steps."""
_INK, _FAINT, _BAR = "#25383b", "#6b7c80", "#3f918f"
_INCHES = (11.0, 5.2)
_DOTS_PER_INCH = 160


def picture(weeks: tuple[Week, ...], form: Literal["svg", "png"], *, title: str) -> bytes:
    """Return the calendar, and below it the minutes by week, as the bytes of a file.

    Args:
        weeks: The oldest first.
        form: SVG with its words as text, a title and a description; or PNG with both in its metadata.
        title: Stands above the picture.
    """
    import matplotlib as mpl
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    style: Any = {
        "font.family": ["DejaVu Sans", "sans-serif"],
        "text.color": _INK,
        "axes.labelcolor": _FAINT,
        "xtick.color": _FAINT,
        "ytick.color": _FAINT,
        "svg.fonttype": "none",
        # The same log gives the same file.
        "svg.hashsalt": "mindful",
    }
    out = io.BytesIO()
    with mpl.rc_context(style):
        figure = Figure(figsize=_INCHES, facecolor="white")
        FigureCanvasAgg(figure)
        _draw(figure, weeks, title)
        metadata: dict[str, Any] = {"Title": title, "Description": spoken(weeks)}
        metadata |= {"Date": None, "Creator": "mindful"} if form == "svg" else {"Software": "mindful"}
        figure.savefig(out, format=form, dpi=_DOTS_PER_INCH, metadata=metadata)
    return _accessible(out.getvalue(), spoken(weeks)) if form == "svg" else out.getvalue()


def _draw(figure: Figure, weeks: tuple[Week, ...], title: str) -> None:
    calendar, bars = figure.subplots(2, 1, height_ratios=(1.25, 1), sharex=True)
    figure.subplots_adjust(left=0.075, right=0.975, top=0.85, bottom=0.13, hspace=0.42)
    figure.text(0.075, 0.94, title, fontsize=15, fontweight="bold", va="center")
    _draw_calendar(calendar, weeks)
    _draw_bars(bars, weeks)


def _draw_calendar(axes: Axes, weeks: tuple[Week, ...]) -> None:
    from matplotlib.patches import Patch, Rectangle

    for column, week in enumerate(weeks):
        for row, minutes in enumerate(week.minutes):
            if minutes is not None:
                spot = (column - 0.43, row - 0.43)
                axes.add_patch(Rectangle(spot, 0.86, 0.86, facecolor=_SHADES[shade(minutes)], linewidth=0))
    axes.set_xlim(-0.7, len(weeks) - 0.3)
    axes.set_ylim(6.6, -0.6)
    axes.set_yticks(range(7), DAYS, fontsize=8.5)
    axes.set_title("Practised minutes by day", loc="left", fontsize=10.5, color=_FAINT, pad=6)
    patches = [Patch(facecolor=color, label=meaning) for color, meaning in zip(_SHADES, SHADES, strict=True)]
    axes.legend(
        handles=patches,
        loc="lower right",
        bbox_to_anchor=(1.0, 1.0),
        ncols=len(SHADES),
        frameon=False,
        fontsize=8.5,
        handlelength=1,
        handleheight=1,
        columnspacing=1.4,
        handletextpad=0.5,
        borderpad=0.2,
    )
    _name_months(axes, weeks)
    _without_frame(axes)


def _draw_bars(axes: Axes, weeks: tuple[Week, ...]) -> None:
    from matplotlib.ticker import MaxNLocator

    totals = [week.total for week in weeks]
    axes.bar(range(len(weeks)), totals, width=0.74, color=_BAR)
    axes.set_ylim(0, max(*totals, 28) * 1.08)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=4, integer=True))
    axes.tick_params(axis="y", labelsize=8.5)
    axes.grid(axis="y", color="#dfe5e6", linewidth=0.8)
    axes.set_axisbelow(True)
    axes.set_title("Practised minutes by week", loc="left", fontsize=10.5, color=_FAINT, pad=6)
    _name_months(axes, weeks)
    _without_frame(axes)


def _name_months(axes: Axes, weeks: tuple[Week, ...]) -> None:
    begun = [index for index, week in enumerate(weeks) if week.begins_month()]
    # The month that was under way, where its name does not run into the next.
    if not begun or begun[0] > 2:
        begun.insert(0, 0)
    labels = [_month_label(weeks[index], first=index == begun[0]) for index in begun]
    axes.set_xticks(begun, labels, fontsize=8.5)
    axes.tick_params(axis="x", labelbottom=True)


def _month_label(week: Week, *, first: bool) -> str:
    # Every label has two lines, so that the months stand on one.
    return f"{week.month}\n{week.sunday.year if first or week.month == 'Jan' else ''}"


def _without_frame(axes: Axes) -> None:
    axes.tick_params(length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)


def _accessible(svg: bytes, description: str) -> bytes:
    """Say that the whole is one picture, and describe it, for screen readers; its title is there already."""
    head, mark, rest = svg.partition(b"</title>")
    head = head.replace(b"<svg ", b'<svg role="img" ', 1)
    return head + mark + f"\n <desc>{escape(description)}</desc>".encode() + rest
