"""`mindful stats`: the practice log from afar, in figures and pictures."""

from __future__ import annotations

import os
import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from mindful.cli.frame import Invocation, examples, pass_invocation, shared_options
from mindful.cli.practice import DAY, MOMENT, counted, open_log
from mindful.cli.show import print_json
from mindful.errors import SessionError
from mindful.units import spell

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rich.console import Console

    from mindful.sessions.statistics import Pairs, Share, Statistics

_WEEKS = 8
"""Of the bars on a screen."""
_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command(
    "stats",
    epilog=examples("mindful stats", "mindful stats --since 2027-01-01 --json", "mindful stats --svg practice.svg"),
)
@click.option("--since", type=DAY, metavar="DATE", help="Count only sessions from this day on.")
@click.option("--json", "json_wanted", is_flag=True, help="Print JSON.")
@click.option("--svg", type=_FILE, metavar="FILE", help="Draw the calendar and the weeks into an SVG file instead.")
@click.option("--png", type=_FILE, metavar="FILE", help="Draw the calendar and the weeks into a PNG file instead.")
@click.option("--now", type=MOMENT, help="Look back from this time instead of now, such as 2027-03-04T21:00.")
@shared_options
@pass_invocation
def command(
    invocation: Invocation,
    *,
    since: date | None,
    json_wanted: bool,
    svg: Path | None,
    png: Path | None,
    now: datetime | None,
) -> None:
    """Look back on your practice: days, minutes, returns, kinds, times of day, a calendar.

    Nothing here is a goal. Streaks are shown only if you ask for them: mindful config set stats_streak on
    """
    from mindful.sessions.days import today
    from mindful.sessions.regularity import Wish
    from mindful.sessions.statistics import look_back

    settings = invocation.settings
    # A time without an offset is read on this computer's wall.
    moment = now if now and now.tzinfo else (now or datetime.now().astimezone()).astimezone()
    with open_log(invocation) as log:
        tallies = log.tallies(since=since, until=moment)
    wish = Wish(days_a_week=settings.value("days_a_week"), rest_days=settings.value("rest_days"))
    figures = look_back(tallies, today=today(moment, day_start=settings.value("day_start")), wish=wish)
    for form, file in (("svg", svg), ("png", png)):
        if file:
            _draw(figures, form, file)  # type: ignore[arg-type]
            invocation.say(f"Drew {file}.")
    if json_wanted:
        print_json(_as_json(figures))
    elif not (svg or png):
        _print(invocation, figures, streak=settings.value("stats_streak"))


def _as_json(figures: Statistics) -> dict[str, Any]:
    from mindful.sessions.regularity import steadiness_word

    return {
        "today": figures.today.isoformat(),
        "sittings": figures.sittings,
        "total_minutes": _minutes(figures.total_s),
        "longest_minutes": _minutes(figures.longest_s),
        "days": figures.days,
        "days_last_14": figures.days_last_14,
        "days_last_28": figures.days_last_28,
        "returns": figures.returns,
        "steadiness": round(figures.steadiness, 4),
        "steadiness_word": steadiness_word(figures.steadiness),
        "practised_today": figures.practised_today,
        "streak_days": figures.streaks.current,
        "longest_streak_days": figures.streaks.longest,
        "by_kind": _shares_as_json(figures.by_kind),
        "by_time_of_day": _shares_as_json(figures.by_time_of_day),
        "mood": _pairs_as_json(figures.mood),
        "tension": _pairs_as_json(figures.tension),
        "minutes_by_day": {day.isoformat(): _minutes(s) for day, s in figures.seconds_by_day.items()},
    }


def _minutes(seconds: float) -> float:
    return round(seconds / 60, 1)


def _shares_as_json(shares: Mapping[str, Share]) -> dict[str, Any]:
    return {name: {"sittings": share.sittings, "minutes": _minutes(share.seconds)} for name, share in shares.items()}


def _pairs_as_json(pairs: Pairs) -> dict[str, Any]:
    return {
        "n": pairs.sittings,
        "median_change": pairs.median_change,
        "pairs": [{"before": before, "after": after, "sittings": n} for before, after, n in pairs.pairs],
    }


def _draw(figures: Statistics, form: Literal["svg", "png"], file: Path) -> None:
    from mindful.sessions.grid import weeks
    from mindful.sessions.pictures import WEEKS, picture

    year = weeks(figures.seconds_by_day, last=figures.today, count=WEEKS)
    data = picture(year, form, title=f"Practice from {year[0].monday} to {figures.today}")
    try:
        # A record of practice is private: only its owner may read a file that is new.
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
            out.write(data)
    except OSError as error:
        raise SessionError(
            f'"{file}" cannot be written: {error.strerror or error}.', hint="Name another file."
        ) from error


def _print(invocation: Invocation, figures: Statistics, *, streak: bool) -> None:
    from rich.console import Console
    from rich.text import Text

    from mindful.sessions.grid import weeks
    from mindful.sessions.sketches import bars, calendar, weeks_that_fit

    if not figures.sittings:
        invocation.say(
            "Your log is empty so far. What you play goes into it; or add a sitting: mindful log add --minutes 10"
        )
        return
    console = Console(file=sys.stdout, highlight=False, emoji=False, markup=False)
    ascii_only = not console.encoding.startswith("utf")
    console.print(Text(_days(figures), style="bold"))
    console.print()
    _print_lines(console, [*_lines(figures, streak=streak)])
    console.print()
    shown = weeks(figures.seconds_by_day, last=figures.today, count=weeks_that_fit(console.width))
    for line in calendar(shown, ascii_only=ascii_only):
        console.print(line, no_wrap=True)
    console.print()
    for line in bars(shown[-_WEEKS:], width=console.width, ascii_only=ascii_only):
        console.print(line, no_wrap=True)


def _print_lines(console: Console, lines: Sequence[tuple[str, str]]) -> None:
    """Print names and values: folded in their column on a terminal, each in one line in a pipe."""
    from rich.table import Table
    from rich.text import Text

    if not console.is_terminal:
        for name, value in lines:
            click.echo(f"{name:<15}{value}".rstrip())
        return
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style="dim", no_wrap=True)
    for name, value in lines:
        table.add_row(name, Text(value))
    console.print(table)


def _days(figures: Statistics) -> str:
    return f"Practice on {figures.days_last_14} of the last 14 days, and on {figures.days_last_28} of the last 28."


def _lines(figures: Statistics, *, streak: bool) -> Iterator[tuple[str, str]]:
    from mindful.sessions.regularity import steadiness_word
    from mindful.sessions.statistics import OFTEN_WORST

    yield (
        "sittings",
        f"{figures.sittings:,}, {spell(round(figures.total_s))} in all, on {counted(figures.days, 'day')}",
    )
    yield "longest", spell(round(figures.longest_s))
    if figures.returns:
        yield "returns", f"{counted(figures.returns, 'time')} you came back after two days or more"
    yield "steadiness", steadiness_word(figures.steadiness)
    if streak:
        still = "" if figures.practised_today else ", today still open"
        yield "streak", f"{counted(figures.streaks.current, 'day')}{still}; the longest had {figures.streaks.longest:,}"
    yield "by kind", _shares(figures.by_kind)
    yield "by time of day", _shares(figures.by_time_of_day)
    for name, pairs in (("mood", figures.mood), ("tension", figures.tension)):
        if pairs.pairs:
            yield name, _pairs(pairs)
    if figures.mood.pairs or figures.tension.pairs:
        yield "", OFTEN_WORST


def _shares(shares: Mapping[str, Share]) -> str:
    return ", ".join(f"{name} {share.sittings:,}" for name, share in shares.items())


def _pairs(pairs: Pairs) -> str:
    from mindful.sessions.statistics import FEW_WORDS

    raw = ", ".join(f"{before} to {after} ({n:,})" for before, after, n in pairs.pairs)
    change = pairs.median_change
    told = FEW_WORDS if change is None else f"median change {change:+g} (n = {pairs.sittings:,})"
    return f"{told}; before to after (times): {raw}"
