"""`mindful remind list` and `mindful remind log`: what is to come, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from mindful.cli.frame import Invocation, examples, pass_invocation, shared_options
from mindful.cli.practice import DAY, printable
from mindful.cli.reminding import (
    as_json,
    complete_id,
    delivery_as_json,
    instant_in,
    local,
    open_reminders,
    pause_of,
    short_id,
    tell_troubles,
)
from mindful.cli.show import print_json, print_table
from mindful.reminders.ledger.model import DELIVERY_STATES

if TYPE_CHECKING:
    from datetime import date

    from mindful.cli.reminding import Reminders
    from mindful.reminders.decisions import Pause
    from mindful.reminders.ledger import Delivery, Reminder

_PAGE = 20
"""Rows of the log unless --limit says otherwise."""


@click.command("list", epilog=examples("mindful remind list", "mindful remind list --json"))
@click.option("--json", "json_wanted", is_flag=True, help="Print all fields as JSON.")
@shared_options
@pass_invocation
def list_command(invocation: Invocation, *, json_wanted: bool) -> None:
    """List your reminders, the one that comes next first."""
    show_list(invocation, json_wanted=json_wanted)


def show_list(invocation: Invocation, *, json_wanted: bool) -> None:
    """Print the reminders of a person."""
    from mindful.reminders.ledger import History

    with open_reminders(invocation) as opened:
        reminders, troubles = opened.book.all()
        pauses = opened.book.pauses()
        settled = History(opened.store).settled(reminders)
    if json_wanted:
        print_json([as_json(reminder, pauses, opened.now) for reminder in reminders])
    elif reminders:
        rows = (_row(reminder, pauses, settled.get(reminder.id), opened) for reminder in reminders)
        print_table(("next", "when", "name", "by", "id"), rows)
    elif not troubles:
        invocation.say('You have no reminders yet. Begin with: mindful remind add "weekdays at 7:30"')
    tell_troubles(invocation, troubles)


def _row(reminder: Reminder, pauses: list[Pause], settled: Delivery | None, opened: Reminders) -> tuple[str, ...]:
    return (
        _next(reminder, pause_of(reminder, pauses, opened.now), settled, opened),
        reminder.phrase,
        printable(reminder.title or reminder.target or ""),
        ", ".join(reminder.channels),
        short_id(reminder.id),
    )


def _next(reminder: Reminder, paused: Pause | None, settled: Delivery | None, opened: Reminders) -> str:
    tz = reminder.zone(opened.here)
    if paused:
        return f"paused until {local(paused.until, tz)}" if paused.until else "paused"
    if reminder.next_due is None:
        return "comes no more"
    if settled is None:
        return local(reminder.next_due, tz)
    if settled.state == "waiting":
        return f"{local(settled.due, tz)} (moved)"
    further = reminder.after(reminder.next_due, opened.here)
    return f"{local(further.due, tz)} (one skipped)" if further else "skipped, comes no more"


@click.command(
    "log",
    epilog=examples(
        "mindful remind log", "mindful remind log 7Q2K9M --since 2027-03-01", "mindful remind log --state missed --json"
    ),
)
@click.argument("id", required=False, shell_complete=complete_id)
@click.option("--since", type=DAY, metavar="DATE", help="Only due on this day or later.")
@click.option("--until", type=DAY, metavar="DATE", help="Only due on this day or before.")
@click.option("--state", "states", multiple=True, type=click.Choice(DELIVERY_STATES), help="Only of this state.")
@click.option("--limit", type=click.IntRange(min=1), help=f"How many at most: {_PAGE} in the table, all with --json.")
@click.option("--json", "json_wanted", is_flag=True, help="Print all fields as JSON.")
@shared_options
@pass_invocation
def log_command(
    invocation: Invocation,
    /,
    id: str | None,  # noqa: A002 -- the name of the argument
    *,
    since: date | None,
    until: date | None,
    states: tuple[str, ...],
    limit: int | None,
    json_wanted: bool,
) -> None:
    """Show what became of each reminder, the newest first: why it came, or why it did not."""
    from datetime import MAXYEAR, datetime, time, timedelta

    from mindful.reminders.ledger import History

    with open_reminders(invocation) as opened:
        reminders, _ = opened.book.all()
        wanted: dict[str, Any] = {"reminder_id": opened.book.get(id).id if id else None, "states": states}
        if since:
            wanted["since"] = instant_in(datetime.combine(since, time()), opened.here)
        if until and until.year < MAXYEAR:
            wanted["until"] = instant_in(datetime.combine(until + timedelta(days=1), time()), opened.here)
        found = History(opened.store).find(**wanted, limit=limit if limit or json_wanted else _PAGE)
    if json_wanted:
        print_json([delivery_as_json(delivery) for delivery in found])
        return
    if not found:
        invocation.say("Nothing has come due yet." if not (id or since or until or states) else "Nothing is like that.")
        return
    by_id = {reminder.id: reminder for reminder in reminders}
    rows = (_log_row(delivery, by_id.get(delivery.reminder_id), opened) for delivery in found)
    print_table(("due", "name", "state", "why", "you", "id"), rows)


def _log_row(delivery: Delivery, reminder: Reminder | None, opened: Reminders) -> tuple[str, ...]:
    tz = reminder.zone(opened.here) if reminder else opened.here
    return (
        local(delivery.due, tz),
        printable(reminder.name if reminder else "(removed)"),
        delivery.state,
        printable(delivery.reason),
        delivery.acted or "",
        short_id(delivery.reminder_id),
    )
