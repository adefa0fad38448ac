"""`mindful plan`: how a track would be laid out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from mindful.cli.frame import Invocation, examples, pass_invocation, shared_options
from mindful.cli.orders import desk_from, order_from, order_options
from mindful.cli.show import print_json, print_table, progress

if TYPE_CHECKING:
    from mindful.studio.order import Report
    from mindful.studio.planning import Plan
    from mindful.timeline import Event, Timeline


@click.command(epilog=examples("mindful plan body-scan --length 10m", "mindful plan evening.md --json"))
@click.argument("script")
@order_options
@click.option("--json", "as_json", is_flag=True, help="Print the timeline as JSON.")
@shared_options
@pass_invocation
def command(invocation: Invocation, /, script: str, *, as_json: bool, **given: Any) -> None:
    """Show how a track would be laid out, without speaking: its length, its range, its chapters and events.

    The times are exact with a voice that can tell how long it will speak; else the plan says that it is an estimate.
    """
    from mindful.library import find_script
    from mindful.studio.planning import plan

    path = find_script(script, invocation.folders.library)
    with progress(quiet=invocation.quiet) as bar:
        task = bar.add_task("Measuring the sentences", total=None)

        def show(report: Report) -> None:
            bar.update(task, total=report.total, completed=report.done)

        made = plan(path, order_from(invocation, **given), desk_from(invocation), progress=show)
    if as_json:
        print_json(made.timeline.as_json())
        return
    _show(made, invocation)


def _show(made: Plan, invocation: Invocation) -> None:
    from mindful.cli.check import line_of

    timeline = made.timeline
    click.echo(f"{timeline.title}: {_exact_clock(timeline.duration_s)}{' (an estimate)' if timeline.estimated else ''}")
    click.echo(f"It can be fitted to {_range(timeline)}.")
    click.echo()
    chapters = {chapter.start: chapter.title for chapter in timeline.chapters}
    rows = []
    for event in timeline.events:
        if title := chapters.pop(event.start, None):
            rows.append((_at(event.start, timeline), "chapter", "", title))
        rows.append(
            (_at(event.start, timeline), event.kind, f"{event.frames / timeline.sample_rate_hz:.1f} s", _what(event))
        )
    print_table(["at", "what", "for", ""], rows)
    for finding in made.findings:
        invocation.say(line_of(made.path, finding))


def _exact_clock(seconds: float) -> str:
    return f"{int(seconds // 60)}:{seconds % 60:05.2f}"


def _at(frame: int, timeline: Timeline) -> str:
    return _exact_clock(frame / timeline.sample_rate_hz)


def _range(timeline: Timeline) -> str:
    low, high = timeline.range_frames
    shortest = _at(low, timeline)
    return f"any length from {shortest} on" if high is None else f"{shortest} to {_at(high, timeline)}"


def _what(event: Event) -> str:
    match event.kind:
        case "speech":
            return event.text or ""
        case "bell":
            return f"{event.name} x{event.count}" if event.count != 1 else str(event.name)
        case "sound":
            return (
                f"{event.name} {event.gain_db:+g}dB, fade {event.fade_s:g} s"
                if event.name
                else f"off, fade {event.fade_s:g} s"
            )
        case _:
            return event.name or ""
