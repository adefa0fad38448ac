"""`mindful remind add` and `mindful remind edit`."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import click

from mindful.cli.frame import Invocation, examples, pass_invocation, shared_options
from mindful.cli.orders import DURATION
from mindful.cli.reminding import SPAN, as_json, complete_id, open_reminders, read_when, said, short_id, when_options
from mindful.cli.show import print_json

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import timedelta

    from mindful.cli.reminding import Reminders
    from mindful.reminders.decisions import Quiet
    from mindful.reminders.ledger import Reminder

    Decorated = TypeVar("Decorated", bound="Callable[..., Any]")

_NONE = "none"


def _quiet(text: str) -> Quiet:
    from mindful.reminders.decisions import read_quiet

    return read_quiet(text)


def _seconds(text: str) -> float:
    span: timedelta = SPAN(text)
    return span.total_seconds()


_TAKEN_AWAY_BY_NONE: tuple[tuple[str, str, str | None, Callable[[str], Any]], ...] = (
    ("title", "title", "", str),
    ("message", "message", "", str),
    ("anchor", "anchor", "", str),
    ("target", "target", None, str),
    ("length_s", "length_s", None, DURATION),
    ("quiet_hours", "quiet", None, _quiet),
    ("catch_up", "catch_up_s", None, _seconds),
)
"""Option, the field it fills, what the field is without it, and what reads it."""


def wishes(command: Decorated) -> Decorated:
    """Give a command the options that say of what and how a person wants to be reminded."""
    options = (
        click.option("--title", metavar="TEXT", help="What lists call it."),
        click.option("--play", "target", metavar="SCRIPT|TRACK", help="What you practise; Start plays it."),
        click.option("--length", "length_s", metavar="DURATION", help="How long you practise, such as 10m."),
        click.option("--message", metavar="TEXT", help="Your own words; shown only with --show-title."),
        click.option("--anchor", metavar="TEXT", help='What it follows, such as "after I pour my coffee".'),
        click.option("--tz", metavar="ZONE", help="Such as Europe/Berlin; floating, the default, follows you."),
        click.option("--quiet", "quiet_hours", metavar="HOURS", help="Hours without it, such as 21:00-08:00."),
        click.option("--catch-up", metavar="SPAN", help="How late it may still come: 12h, and nothing for a bell."),
        click.option("--channel", "channels", multiple=True, metavar="NAME", help="How it comes, in your order."),
        click.option("--if-not-done/--always", "skip_if_done", default=None, help="Only if you have not practised."),
        click.option("--min-minutes", type=click.FloatRange(0, 1440), help="Practice that counts as done, in minutes."),
        click.option("--follow-up/--no-follow-up", default=None, help="Come once more when you have not reacted."),
        click.option("--show-title/--discreet", default=None, help="Show title and message on the screen."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.command(
    "add",
    epilog=examples(
        'mindful remind add "weekdays at 7:30" --play body-scan --length 10m',
        'mindful remind add "daily at 21:00" --anchor "after I brush my teeth" --if-not-done',
        'mindful remind add "3 times between 9:00 and 18:00" --title "One breath" --channel sound',
        'mindful remind add --cron "30 7 * * 1-5" --tz Europe/Berlin --yes --json',
    ),
)
@click.argument("phrase", required=False)
@when_options
@wishes
@click.option("-y", "--yes", is_flag=True, help="Save without asking.")
@click.option("--json", "json_wanted", is_flag=True, help="Print the reminder as JSON, and do not ask.")
@partial(shared_options, quiet=("-q",))
@pass_invocation
def add_command(invocation: Invocation, /, phrase: str | None, *, yes: bool, json_wanted: bool, **given: Any) -> int:
    """Remind when PHRASE says, such as "weekdays at 7:30"; it is shown with its next times before it is saved.

    What stands on your screen says nothing of what you practise, unless you add --show-title.
    """
    from mindful.reminders.ledger import Reminder
    from mindful.reminders.ledger.book import new_id

    with open_reminders(invocation) as opened:
        when, wished = _when(opened, phrase, given), _wished(invocation, given)
        if not when:
            raise click.UsageError('Say when, such as "weekdays at 7:30".', click.get_current_context())
        reminder = Reminder(id=new_id(), created=opened.now, updated=opened.now, **(_usual(invocation) | when | wished))
        if not _agreed(invocation, opened, reminder, ask=not (yes or json_wanted)):
            invocation.say("Nothing was saved.")
            return 0
        saved = opened.book.add(reminder, now=opened.now)
        if json_wanted:
            print_json(as_json(saved, opened.book.pauses(), opened.now))
            return 0
        invocation.say(f"Saved as {short_id(saved.id)}. Take it back with: mindful remind undo")
        _tell_whether_it_runs(invocation, opened)
    return 0


@click.command(
    "edit",
    epilog=examples(
        'mindful remind edit 7Q2K9M "weekdays at 8:00"',
        "mindful remind edit 7Q2K9M --play breathing-space --length none",
        "mindful remind edit 7Q2K9M --channel desktop --channel apprise:phone",
    ),
)
@click.argument("id", shell_complete=complete_id)
@click.argument("phrase", required=False)
@when_options
@wishes
@click.option("-y", "--yes", is_flag=True, help="Save without asking.")
@click.option("--json", "json_wanted", is_flag=True, help="Print the reminder as JSON, and do not ask.")
@partial(shared_options, quiet=("-q",))
@pass_invocation
def edit_command(
    invocation: Invocation,
    /,
    id: str,  # noqa: A002 -- the name of the argument
    phrase: str | None,
    *,
    yes: bool,
    json_wanted: bool,
    **given: Any,
) -> int:
    """Change the reminder ID; what you do not name stays. `mindful remind undo` takes it back.

    The word none takes a title, a message, an anchor, quiet hours or what is played away.
    """
    from dataclasses import replace

    with open_reminders(invocation) as opened:
        old = opened.book.get(id)
        changes = _when(opened, phrase, given) | _wished(invocation, given)
        if not changes:
            raise click.UsageError("Name what to change.", click.get_current_context())
        agreed = _agreed(
            invocation, opened, replace(old, **changes), ask="rule" in changes and not (yes or json_wanted)
        )
        if not agreed:
            invocation.say("Nothing was changed.")
            return 0
        edited = opened.book.edit(old.id, now=opened.now, **changes)
        if json_wanted:
            print_json(as_json(edited, opened.book.pauses(), opened.now))
        else:
            invocation.say(f"Changed {short_id(edited.id)}. Take it back with: mindful remind undo")
    return 0


def _when(opened: Reminders, phrase: str | None, given: dict[str, Any]) -> dict[str, Any]:
    """Return the fields that say when; the options that do are taken out of what was given."""
    from mindful.reminders.ledger import FLOATING
    from mindful.reminders.rules import zone

    tz = given.pop("tz")
    beside = {name: given.pop(name) for name in ("cron", "rrule", "place", "fallback")}
    fields: dict[str, Any] = {}
    if tz is not None:
        fields["tz"] = FLOATING if tz.lower() == FLOATING else zone(tz).key
    where = opened.here if fields.get("tz", FLOATING) == FLOATING else zone(fields["tz"])
    reading = read_when(phrase, **beside, tz=where, now=opened.now)
    if reading:
        fields |= {
            "rule": reading.rule, "phrase": said(phrase, reading), "start_on": reading.start_on,
            "end_on": reading.end_on,
        }  # fmt: skip
    return fields


def _usual(invocation: Invocation) -> dict[str, Any]:
    """Return what a new reminder is like unless its wishes say otherwise."""
    return {"channels": invocation.settings.value("channels")}


def _wished(invocation: Invocation, given: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a reminder that options name; none takes one away."""
    fields = {name: value for name, value in given.items() if value is not None and value != ()}
    for option, field, nothing, read in _TAKEN_AWAY_BY_NONE:
        if option in fields:
            text = fields.pop(option)
            fields[field] = nothing if text.lower() == _NONE else read(text)
    if fields.get("target"):
        fields["target"] = _target(invocation, fields["target"], with_length=bool(fields.get("length_s")))
    if "channels" in fields:
        _look_at_channels(invocation, fields["channels"])
    if "message" in fields and not fields.get("show_title"):
        invocation.say("Your message is kept, and stays off the screen unless you add --show-title.")
    return fields


def _target(invocation: Invocation, name: str, *, with_length: bool) -> str:
    """Return a script or track as it is kept: a file by its whole path, others by their name."""
    from pathlib import Path

    from mindful.practice.opening import find_track

    track = find_track(name, invocation.folders)
    if track and with_length:
        raise click.UsageError(f'"{name}" is a finished track, which has a length of its own.')
    path = Path(name).expanduser()
    return str(path.absolute()) if path.is_file() else name


def _look_at_channels(invocation: Invocation, names: tuple[str, ...]) -> None:
    """Refuse channels that are not there, and tell of those that cannot send at this moment."""
    from mindful.reminders.service.office import open_office

    with open_office(invocation.folders.data) as office:
        for name in names:
            channel = office.registry.channel(name)
            kind, _, address = name.partition(":")
            if look_up := {"apprise": office.addresses.url, "command": office.addresses.command}.get(kind):
                look_up(address)
            available = channel.available()
            if not available.ok:
                invocation.say(f"{name} cannot send here at this moment: {available.reason}")


def _agreed(invocation: Invocation, opened: Reminders, reminder: Reminder, *, ask: bool) -> bool:
    """Say back how a reminder was understood, and ask whether that is right, where somebody can answer."""
    from mindful.reminders.phrases import echo

    invocation.say(
        echo(
            reminder.rule, reminder.zone(opened.here), opened.now, seed=reminder.id, start_on=reminder.start_on,
            end_on=reminder.end_on,
        )
    )  # fmt: skip
    if not (ask and sys.stdin.isatty() and sys.stdout.isatty()):
        return True
    return click.confirm("Is that right?", default=True, err=True)


def _tell_whether_it_runs(invocation: Invocation, opened: Reminders) -> None:
    from mindful.reminders.ledger.pulse import ALIVE, Pulse

    if not any(opened.now - beat.at < ALIVE for beat in Pulse(opened.store).beats()):
        invocation.say(
            "Nothing sends reminders at this moment. Begin with: mindful remind service install"
        )  # fmt: skip
