"""`mindful remind next`: say when a phrase would remind, without saving anything."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING

import click

from mindful.cli.frame import Invocation, examples, pass_invocation, shared_options
from mindful.cli.reminding import read_when, when_options, zone_here
from mindful.cli.show import print_json

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from mindful.reminders.rules import Occurrence


@click.command(
    "next",
    epilog=examples(
        'mindful remind next "weekdays at 7:30"',
        'mindful remind next "daily at 2:30" --tz Europe/Berlin --after 2027-03-27T12:00 --count 5 --json',
        'mindful remind next --cron "30 7 * * 1-5"',
    ),
)
@click.argument("phrase", required=False)
@when_options
@click.option("--tz", metavar="ZONE", help="Time zone, such as Europe/Berlin; this machine's by default.")
@click.option("--after", metavar="TIME", help="Times later than this one, such as 2027-03-27T12:00; now by default.")
@click.option("--count", type=click.IntRange(1, 1000), default=3, show_default=True, help="How many times to show.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@shared_options
@pass_invocation
def next_command(
    invocation: Invocation,
    *,
    phrase: str | None,
    cron: str | None,
    rrule: str | None,
    tz: str | None,
    after: str | None,
    count: int,
    place: str | None,
    fallback: str | None,
    as_json: bool,
) -> None:
    """Show when PHRASE would remind you. Nothing is saved."""
    from mindful.reminders.phrases import describe
    from mindful.reminders.rules import RandomTimes, occurrences, zone

    here = zone(tz) if tz else zone_here()
    moment = _moment(after, here)
    reading = read_when(phrase, cron=cron, rrule=rrule, place=place, fallback=fallback, tz=here, now=moment)
    if reading is None:
        raise click.UsageError("Give one of: a phrase, --cron, --rrule.", click.get_current_context())
    coming = occurrences(reading.rule, here, moment, start_on=reading.start_on, end_on=reading.end_on)
    found = list(islice(coming, count))
    if as_json:
        print_json([_row(occurrence) for occurrence in found])
        return
    invocation.say(describe(reading.rule))
    if isinstance(reading.rule, RandomTimes):
        invocation.say("Random times are drawn anew for each reminder: a saved one has others, and keeps them.")
    if not found:
        invocation.say("It does not come any more.")
    for occurrence in found:
        click.echo(f"{occurrence.local:%a %Y-%m-%d %H:%M}")


def _row(occurrence: Occurrence) -> dict[str, str]:
    return {
        "local": occurrence.local.isoformat(),
        "utc": occurrence.due.isoformat(),
        "occurrence_key": occurrence.key,
    }


def _moment(text: str | None, here: ZoneInfo) -> datetime:
    """Read --after; a time without an offset is one of the reminder's zone."""
    if text is None:
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(
            f'"{text}" is no time; write it like 2027-03-27T12:00.', param_hint="--after"
        ) from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=here)).astimezone(UTC)
