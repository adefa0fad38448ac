"""`mindful log forget`: sessions and notes deleted for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from mindful.cli.frame import Invocation, examples, pass_invocation, shared_options
from mindful.cli.practice import DAY, counted, open_log

if TYPE_CHECKING:
    from datetime import date

    from mindful.sessions.log import Forgotten


@click.command("forget", epilog=examples("mindful log forget --notes", "mindful log forget --before 2026-01-01"))
@click.option("--all", "everything", is_flag=True, help="Every session.")
@click.option("--before", type=DAY, metavar="DATE", help="The sessions of all days before this one.")
@click.option("--notes", is_flag=True, help="Every note; the sessions stay.")
@click.option("-y", "--yes", is_flag=True, help="Do not ask.")
@shared_options
@pass_invocation
def forget_command(invocation: Invocation, *, everything: bool, before: date | None, notes: bool, yes: bool) -> None:
    """Delete sessions or notes for good, also from what can be taken back and from the copies made before upgrades."""
    from mindful.practice.journal import Journal

    if everything + (before is not None) + notes != 1:
        raise click.UsageError("Say one of --all, --before DATE and --notes.", ctx=click.get_current_context())
    what = "every note" if notes else f"every session before {before}" if before else "every session"
    if not yes:
        click.confirm(f"This deletes {what} for good, and takes all undo along. Go on?", abort=True, err=True)
    with open_log(invocation) as log:
        forgotten = log.forget_notes() if notes else log.forget_before(before) if before else log.forget_all()
    if not notes:
        # The place where a track was left tells of a sitting too.
        Journal(invocation.folders.data).forget()
    _tell_forgotten(invocation, forgotten, notes=notes)


def _tell_forgotten(invocation: Invocation, forgotten: Forgotten, *, notes: bool) -> None:
    gone = counted(forgotten.notes, "note") if notes else counted(forgotten.sessions, "session")
    invocation.say(f"Deleted {gone}.")
    if forgotten.scrubbed:
        invocation.say("The log's own files hold nothing of it any more.")
    else:
        invocation.say(
            "Another program is reading the log, so that its journal may still hold some of it; run this again later."
        )
    invocation.say(
        "What mindful cannot reach: backups, files you exported, snapshots, and cells of an SSD may still keep copies."
    )
