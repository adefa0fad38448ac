"""`mindful remind export` and `mindful remind import`: reminders to and from calendars."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mindful.cli.frame import Invocation, examples, pass_invocation, shared_options
from mindful.cli.practice import counted, printable
from mindful.cli.reminding import as_json, open_reminders, said, tell_done, tell_troubles
from mindful.cli.show import print_json
from mindful.errors import ReminderError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mindful.cli.reminding import Reminders
    from mindful.reminders.ics import Entry
    from mindful.reminders.ledger import Reminder

_SHOWN = 60
"""Signs of an event's name that a sentence about it repeats."""


@click.command("export", epilog=examples("mindful remind export reminders.ics", "mindful remind export - | head"))
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True, dir_okay=False))
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@click.option("--json", "json_wanted", is_flag=True, help="Print what was written as JSON; not with -.")
@shared_options
@pass_invocation
def export_command(invocation: Invocation, *, file: Path, force: bool, json_wanted: bool) -> None:
    """Write your reminders to FILE as a calendar with alarms (.ics); - is standard output.

    Events say nothing of what you practise, unless a reminder shows its title.
    """
    from mindful.reminders.ics import write_ics

    with open_reminders(invocation) as opened:
        reminders, troubles = opened.book.all()
    exported = write_ics(map(_entry, reminders), now=opened.now, here=opened.here)
    if str(file) == "-":
        if json_wanted:
            raise click.UsageError("--json and - both want standard output.", click.get_current_context())
        sys.stdout.buffer.write(exported.content)
    else:
        _write(file, exported.content, force=force)
        row = {"file": str(file), "reminders": len(reminders), "notes": list(exported.notes)}
        tell_done(invocation, f"Wrote {counted(len(reminders), 'reminder')} to {file}.", row if json_wanted else None)
    for note in exported.notes:
        invocation.say(note)
    tell_troubles(invocation, troubles)


@click.command(
    "import", epilog=examples("mindful remind import reminders.ics", "mindful remind import work.ics --json")
)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("-y", "--yes", is_flag=True, help="Save without asking.")
@click.option("--json", "json_wanted", is_flag=True, help="Print what was added as JSON, and do not ask.")
@shared_options
@pass_invocation
def import_command(invocation: Invocation, *, file: Path, yes: bool, json_wanted: bool) -> None:
    """Add the reminders of the calendar FILE (.ics); those you have already are left as they are."""
    from mindful.reminders.ics import read_ics
    from mindful.reminders.ledger.book import id_of
    from mindful.reminders.phrases import echo

    try:
        content = file.read_bytes()
    except OSError as error:
        raise ReminderError(f'"{file}" cannot be read: {error.strerror or error}.') from error
    with open_reminders(invocation) as opened:
        imported = read_ics(content, here=opened.here)
        known = {reminder.id for reminder in opened.book.all()[0]}
        there = [entry for entry in imported.entries if id_of(entry.id) in known]
        new, notes = _reminders(invocation, opened, [entry for entry in imported.entries if entry not in there])
        for note in (*imported.notes, *notes):
            invocation.say(note)
        for reminder in new:
            tz = reminder.zone(opened.here)
            invocation.say(echo(reminder.rule, tz, opened.now, start_on=reminder.start_on, end_on=reminder.end_on))
        asks = new and not (yes or json_wanted) and sys.stdin.isatty() and sys.stdout.isatty()
        if asks and not click.confirm("Add them?", default=True, err=True):
            invocation.say("Nothing was added.")
            return
        saved = opened.book.add_many(new, now=opened.now)
    if json_wanted:
        print_json([as_json(reminder, (), opened.now) for reminder in saved])
    invocation.say(
        f"Added {counted(len(saved), 'reminder')}" + (f"; {len(there):,} you have already." if there else ".")
    )  # fmt: skip


def _entry(reminder: Reminder) -> Entry:
    from mindful.reminders.ics import LENGTH_S, SUMMARY, Entry

    return Entry(
        id=reminder.id,
        rule=reminder.rule,
        tz=reminder.tz,
        start_on=reminder.start_on,
        end_on=reminder.end_on,
        summary=(reminder.show_title and reminder.title) or SUMMARY,
        length_s=reminder.length_s or LENGTH_S,
    )


def _reminders(invocation: Invocation, opened: Reminders, entries: Iterable[Entry]) -> tuple[list[Reminder], list[str]]:
    """Return the entries that can be reminders and are still to come, and sentences about the others."""
    found: dict[str, Reminder] = {}
    notes, past = [], 0
    for entry in entries:
        try:
            reminder = _reminder(invocation, opened, entry)
        except ReminderError as error:
            notes.append(f'"{printable(entry.summary[:_SHOWN])}" was left out. {error.message}')
            continue
        if reminder.after(opened.now, opened.here) is None:
            past += 1
        elif found.setdefault(reminder.id, reminder) is not reminder:
            notes.append(f'"{printable(entry.summary)}" was left out. It goes by the name of another one.')
    if past:
        notes.append(f"Left out: {counted(past, 'event')} that will not come any more.")
    return list(found.values()), notes


def _reminder(invocation: Invocation, opened: Reminders, entry: Entry) -> Reminder:
    from mindful.reminders.ics import SUMMARY
    from mindful.reminders.ledger import Reminder
    from mindful.reminders.ledger.book import id_of
    from mindful.reminders.phrases import Reading

    reading = Reading(rule=entry.rule, start_on=entry.start_on, end_on=entry.end_on)
    return Reminder(
        id=id_of(entry.id),
        rule=entry.rule,
        phrase=said(None, reading),
        tz=entry.tz,
        start_on=entry.start_on,
        end_on=entry.end_on,
        title="" if entry.summary == SUMMARY else entry.summary,
        channels=invocation.settings.value("channels"),
        created=opened.now,
        updated=opened.now,
    )


def _write(file: Path, content: bytes, *, force: bool) -> None:
    """Write a calendar; one that is there is written over only when asked to be."""
    from mindful.config import written_whole

    if file.exists() and not force:
        raise ReminderError(f'"{file}" is there already.', hint="Name another file, or add --force.")
    try:
        with written_whole(file) as out:
            out.write(content)
    except OSError as error:
        raise ReminderError(f'"{file}" cannot be written: {error.strerror or error}.') from error
