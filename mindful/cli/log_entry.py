"""`mindful log add` and `mindful log edit`.

A note is written in an editor or at a prompt and a mood is given at one, never as an argument, which a shell would
remember and `ps` would show.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

import click

from mindful.cli.frame import Invocation, examples, pass_invocation, shared_options
from mindful.cli.practice import MINUTES, MOMENT, as_json, in_words, open_log, short_id
from mindful.cli.show import print_json
from mindful.errors import SessionError
from mindful.sessions.model import KINDS, SCALE

if TYPE_CHECKING:
    from collections.abc import Callable
    from zoneinfo import ZoneInfo

    from mindful.sessions.model import Session

    Decorated = TypeVar("Decorated", bound="Callable[..., Any]")


def details(command: Decorated) -> Decorated:
    """Give a command the options that say what a session was like."""
    options = (
        click.option("--kind", type=click.Choice(KINDS), help="Kind of practice."),
        click.option("--title", metavar="TEXT", help="What you call it."),
        click.option("--at", type=MOMENT, help="When it began, such as 2027-03-01T07:00."),
        click.option("--tz", metavar="ZONE", help="Time zone it began in, such as Europe/Berlin."),
        click.option("--difficult/--no-difficult", default=None, help="Mark it as hard, or take the mark away."),
        click.option("--mood", is_flag=True, help="Ask for mood and tension, before and after."),
        click.option("--json", "json_wanted", is_flag=True, help="Print the session as JSON."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.command(
    "add",
    epilog=examples(
        "mindful log add --minutes 10",
        "mindful log add --at 2027-03-01T07:00 --tz America/Los_Angeles --minutes 10 --kind body-scan",
    ),
)
@click.option("--minutes", "length", type=MINUTES, required=True, help="How long you practised.")
@details
@click.option("--note", is_flag=True, help="Write a note, in your editor or at a prompt.")
@shared_options
@pass_invocation
def add_command(
    invocation: Invocation,
    *,
    length: timedelta,
    kind: str | None,
    title: str | None,
    at: datetime | None,
    tz: str | None,
    difficult: bool | None,
    mood: bool,
    json_wanted: bool,
    note: bool,
) -> None:
    """Add a session by hand; it began now unless --at says when.

    A time that the clocks leap over in spring is taken for as long after the leap, one that comes twice in autumn for
    the first.
    """
    from ulid import ULID

    from mindful.sessions.exchange.zones import find_zone, system_zone
    from mindful.sessions.model import Session

    now = datetime.now(UTC)
    fields: dict[str, Any] = _start(at or now.replace(microsecond=0), find_zone(tz) if tz else system_zone())
    fields |= {"kind": kind or "sit", "title": title or None, "difficult": bool(difficult)}
    if mood:
        fields |= _ask_mood()
    if note:
        fields["note"] = _ask_note(None)
    fields |= {"practised_s": length.total_seconds(), "ended_at": fields["started_at"] + length}
    session = Session(id=str(ULID()), created=now, updated=now, **fields)
    with open_log(invocation) as log:
        log.add(session)
    _tell(invocation, "Added", session, json_wanted=json_wanted)


@click.command(
    "edit",
    epilog=examples("mindful log edit 7Q2K9M --minutes 12 --kind walk", "mindful log edit 7Q2K9M --note"),
)
@click.argument("id")
@click.option("--minutes", "length", type=MINUTES, help="How long you practised.")
@details
@click.option("--note/--no-note", default=None, help="Write its note, in your editor or at a prompt; or drop it.")
@shared_options
@pass_invocation
def edit_command(
    invocation: Invocation,
    *,
    id: str,  # noqa: A002 -- the name of the argument
    length: timedelta | None,
    kind: str | None,
    title: str | None,
    at: datetime | None,
    tz: str | None,
    difficult: bool | None,
    mood: bool,
    json_wanted: bool,
    note: bool | None,
) -> None:
    """Change the session ID; what you do not name stays.

    --at moves the whole session. --tz alone moves no instant, only the zone it counts in. An empty --title takes the
    title away.
    """
    with open_log(invocation) as log:
        session = log.get(id)
        given = {"kind": kind, "difficult": difficult}
        changes: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
        if title is not None:
            changes["title"] = title or None
        changes |= _times(session, at=at, tz=tz, length=length)
        if mood:
            changes |= _ask_mood()
        if note is not None:
            changes["note"] = _ask_note(session.note) if note else None
        if not changes:
            raise click.UsageError("Say what to change, such as --minutes 12.", ctx=click.get_current_context())
        edited = log.edit(session.id, **changes)
    _tell(invocation, "Now", edited, json_wanted=json_wanted)


def _start(moment: datetime, zone: ZoneInfo) -> dict[str, Any]:
    """Return the fields of a session's start; a moment without an offset is read on the wall of the zone."""
    from mindful.sessions.exchange.zones import at_local_time, offset_s

    try:
        instant = moment.astimezone(UTC) if moment.tzinfo else at_local_time(moment, zone)
        return {"started_at": instant, "tz": zone.key, "utc_offset_s": offset_s(instant, zone)}
    except OverflowError as error:
        raise SessionError(f"The time {moment} is out of the calendar.") from error


def _times(session: Session, *, at: datetime | None, tz: str | None, length: timedelta | None) -> dict[str, Any]:

    from mindful.sessions.exchange.zones import find_zone

    changes: dict[str, Any] = {}
    if at or tz:
        changes = _start(at or session.started_at, find_zone(tz or session.tz))
        changes["ended_at"] = changes["started_at"] + (session.ended_at - session.started_at)
    if length:
        changes["practised_s"] = length.total_seconds()
        changes["ended_at"] = changes.get("started_at", session.started_at) + length
    return changes


def _ask_note(now: str | None) -> str | None:
    """Return the note a person writes; leaving it empty or unsaved keeps the one that is there."""
    if os.environ.get("VISUAL") or os.environ.get("EDITOR"):
        written = click.edit(now or "", extension=".txt")
        return now if written is None else written.strip() or None
    written = click.prompt("Note (Enter leaves it as it is)", default="", show_default=False, err=True)
    return written.strip() or now


def _ask_mood() -> dict[str, int]:
    """Return the moods and tensions a person gives; Enter skips one."""
    low, high = SCALE
    asked = {
        "mood_before": "Mood before", "mood_after": "Mood after",
        "tension_before": "Tension before", "tension_after": "Tension after",
    }  # fmt: skip
    given = {}
    for name, words in asked.items():
        answer = click.prompt(f"{words}, {low} to {high} (Enter skips)", default="", show_default=False, err=True)
        if answer.strip():
            given[name] = click.IntRange(low, high)(answer.strip())
    return given


def _tell(invocation: Invocation, what: str, session: Session, *, json_wanted: bool) -> None:
    if json_wanted:
        print_json(as_json(session))
    invocation.say(f"{what}: {in_words(session)} ({short_id(session)}).")
