"""`mindful log`: the sessions of practice, listed, shown, removed; `log_entry` adds and edits, `log_forget` forgets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import click

from mindful.cli.frame import Invocation, examples, pass_invocation, shared_options
from mindful.cli.log_entry import add_command, edit_command
from mindful.cli.log_exchange import export_command, import_command
from mindful.cli.log_forget import forget_command
from mindful.cli.practice import (
    DAY,
    as_json,
    counted,
    in_words,
    local_start,
    minutes,
    open_log,
    printable,
    short_id,
)
from mindful.cli.show import print_json, print_table
from mindful.sessions.model import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from mindful.sessions.model import Session

    Decorated = TypeVar("Decorated", bound="Callable[..., Any]")

_PAGE = 20
"""Sessions in the table unless --limit says otherwise."""


def filters(command: Decorated) -> Decorated:
    """Give a command the options that say which sessions are wanted."""
    options = (
        click.option("--since", type=DAY, metavar="DATE", help="Only from this day on."),
        click.option("--until", type=DAY, metavar="DATE", help="Only to this day, itself included."),
        click.option("--kind", type=click.Choice(KINDS), help="Only of this kind."),
        click.option("--text", metavar="TEXT", help="Only with this in title or note."),
        click.option(
            "--limit",
            type=click.IntRange(min=1),
            help=f"How many at most: {_PAGE} in the table and all with --json unless you say.",
        ),
        click.option("--json", "json_wanted", is_flag=True, help="Print the sessions with all their fields as JSON."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.group(
    "log",
    invoke_without_command=True,
    epilog=examples("mindful log", "mindful log --since 2027-03-01 --kind sit", "mindful log add --minutes 10"),
)
@filters
@click.option("--undo", is_flag=True, help="Take the last change back.")
@shared_options
@pass_invocation
@click.pass_context
def command(context: click.Context, invocation: Invocation, /, *, undo: bool, **wanted: Any) -> None:
    """Show your practice log, the newest session first, and change it.

    Days are your practice days: a sitting after midnight and before your day start counts for the day before.
    """
    if context.invoked_subcommand:
        return
    if undo:
        _undo(invocation)
    else:
        _list(invocation, **wanted)


@command.command("list", epilog=examples("mindful log list --since 2027-03-01", "mindful log list --json"))
@filters
@shared_options
@pass_invocation
def list_(invocation: Invocation, /, **wanted: Any) -> None:
    """List sessions, the newest first; without options it is what `mindful log` shows."""
    _list(invocation, **wanted)


def _list(
    invocation: Invocation,
    *,
    since: date | None,
    until: date | None,
    kind: str | None,
    text: str | None,
    limit: int | None,
    json_wanted: bool,
) -> None:
    wanted: dict[str, Any] = {"since": since, "until": until, "kind": kind, "text": text}
    with open_log(invocation) as log:
        sessions = log.find(**wanted, limit=limit if limit or json_wanted else _PAGE)
        if json_wanted:
            print_json([as_json(session) for session in sessions])
            return
        if not sessions:
            asked = any(value is not None for value in wanted.values())
            begin = (
                "Your log is empty so far. What you play goes into it; or add a sitting: mindful log add --minutes 10"
            )
            invocation.say("No session is like that." if asked else begin)
            return
        print_table(("date", "time", "kind", "title", "min", "note", "id"), map(_row, sessions))
        rest = log.count(**wanted) - len(sessions)
        if rest > 0:
            invocation.say(f"There {'is' if rest == 1 else 'are'} {rest:,} more; --limit and --since reach them.")


def _row(session: Session) -> tuple[str, ...]:
    start = local_start(session)
    return (
        f"{start:%Y-%m-%d}",
        f"{start:%H:%M}",
        session.kind,
        printable(session.title or ""),
        minutes(session.practised_s),
        "note" if session.note else "",
        short_id(session),
    )


@command.command("show", epilog=examples("mindful log show 7Q2K9M", "mindful log show 7Q2K9M --json"))
@click.argument("id")
@click.option("--json", "json_wanted", is_flag=True, help="Print JSON.")
@shared_options
@pass_invocation
def show(invocation: Invocation, *, id: str, json_wanted: bool) -> None:  # noqa: A002 -- the name of the argument
    """Show the session ID with everything it holds, its note too."""
    with open_log(invocation) as log:
        session = log.get(id)
    if json_wanted:
        print_json(as_json(session))
        return
    held = as_json(session) | {"started_at": f"{local_start(session):%Y-%m-%d %H:%M:%S} {session.tz}"}
    for name, value in held.items():
        if value is not None and name != "note":
            words = ("yes" if value else "no") if isinstance(value, bool) else printable(str(value))
            click.echo(f"{name.replace('_', ' '):<16}{words}")
    if session.note:
        click.echo(f"\n{session.note}")


@command.command("remove", epilog=examples("mindful log remove 7Q2K9M"))
@click.argument("id")
@shared_options
@pass_invocation
def remove(invocation: Invocation, *, id: str) -> None:  # noqa: A002 -- the name of the argument
    """Remove the session ID; `mindful log undo` brings it back."""
    with open_log(invocation) as log:
        removed = log.remove(id)
    invocation.say(f"Removed: {in_words(removed)}. Take it back with: mindful log undo")


@command.command("undo", epilog=examples("mindful log undo"))
@shared_options
@pass_invocation
def undo(invocation: Invocation) -> None:
    """Take the last change back: an add, edit, remove or import. The last ten of each are kept for this."""
    _undo(invocation)


def _undo(invocation: Invocation) -> None:
    with open_log(invocation) as log:
        undone = log.undo()
    if undone is None:
        invocation.say("There is nothing to take back.")
        return
    done = (
        f"{counted(undone.put_back, 'session')} as before"
        if undone.put_back
        else f"{counted(undone.taken_out, 'session')} taken out again"
    )
    made = f"{undone.made_at.astimezone():%Y-%m-%d %H:%M}"
    invocation.say(f"Took back the last change, {undone.kind} of {made}: {done}.")


for further in (add_command, edit_command, import_command, export_command, forget_command):
    command.add_command(further)
