"""`mindful remind remove`, `undo`, `pause`, `resume`, `skip` and `snooze`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import click

from mindful.cli.frame import Invocation, examples, pass_invocation, shared_options
from mindful.cli.practice import counted
from mindful.cli.reminding import INSTANT, SPAN, complete_id, instant_in, local, open_reminders, tell_done
from mindful.cli.show import print_json
from mindful.errors import ReminderError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime, timedelta

    from mindful.cli.reminding import Reminders
    from mindful.reminders.ledger import Reminder

    Decorated = TypeVar("Decorated", bound="Callable[..., Any]")

ids_argument = click.argument("ids", nargs=-1, metavar="[ID]...", shell_complete=complete_id)
id_argument = click.argument("id", shell_complete=complete_id)


def until_when(command: Decorated) -> Decorated:
    """Give a command the two options that say until when, of which one may be given."""
    for option in (
        click.option("--until", type=INSTANT, metavar="TIME", help="Until when, such as 18:30 or 2027-03-08."),
        click.option("--for", "span", type=SPAN, help="For how long, such as 20m, 3d or 1w."),
    ):
        command = option(command)
    return command


def _one_of(span: timedelta | None, until: datetime | None) -> None:
    if span and until:
        raise click.UsageError("Give one of: --for, --until.", click.get_current_context())


json_option = click.option("--json", "json_wanted", is_flag=True, help="Print what was done as JSON.")


@click.command("remove", epilog=examples("mindful remind remove 7Q2K9M"))
@click.argument("ids", nargs=-1, required=True, metavar="ID...", shell_complete=complete_id)
@json_option
@shared_options
@pass_invocation
def remove_command(invocation: Invocation, *, ids: tuple[str, ...], json_wanted: bool) -> None:
    """Remove reminders; `mindful remind undo` brings the last one back. What became of them stays in the log."""
    with open_reminders(invocation) as opened:
        names = opened.book.remove(*ids, now=opened.now)
    if json_wanted:
        print_json({"removed": names})
        return
    for name in names:
        invocation.say(f"Removed: {name}. Take it back with: mindful remind undo")


@click.command("undo", epilog=examples("mindful remind undo"))
@json_option
@shared_options
@pass_invocation
def undo_command(invocation: Invocation, *, json_wanted: bool) -> None:
    """Take the last change back: a reminder that was added, edited or removed."""
    with open_reminders(invocation) as opened:
        undone = opened.book.undo(now=opened.now)
    if json_wanted:
        print_json({"change": undone[0], "name": undone[1]} if undone else None)
        return
    if undone is None:
        invocation.say("There is nothing to take back.")
        return
    change, name = undone
    done = {"add": "is gone again", "edit": "is as before", "remove": "is back"}[change]
    invocation.say(f"Took back the last change: {name} {done}.")


@click.command(
    "pause", epilog=examples("mindful remind pause --for 1w", "mindful remind pause 7Q2K9M --until 2027-03-08")
)
@ids_argument
@until_when
@json_option
@shared_options
@pass_invocation
def pause_command(
    invocation: Invocation,
    *,
    ids: tuple[str, ...],
    span: timedelta | None,
    until: datetime | None,
    json_wanted: bool,
) -> None:
    """Send no reminders for a while: those named, or all; without a time, until you resume them."""
    from mindful.reminders.decisions import EVERY_REMINDER
    from mindful.reminders.ledger.pauses import pause

    _one_of(span, until)
    with open_reminders(invocation) as opened:
        scopes = [opened.book.get(each).id for each in ids] or [EVERY_REMINDER]
        end = opened.now + span if span else instant_in(until, opened.here) if until else None
        pause(opened.store, scopes, since=opened.now, until=end)
        what = counted(len(ids), "reminder") if ids else "all reminders"
        till = f"until {local(end, opened.here)}" if end else "until you resume them: mindful remind resume"
        row = {"paused": scopes, "until": end.isoformat() if end else None}
        tell_done(invocation, f"Paused {what} {till}.", row if json_wanted else None)


@click.command("resume", epilog=examples("mindful remind resume", "mindful remind resume 7Q2K9M"))
@ids_argument
@json_option
@shared_options
@pass_invocation
def resume_command(invocation: Invocation, *, ids: tuple[str, ...], json_wanted: bool) -> None:
    """Send reminders again: those named, or all. What came due meanwhile stays unsent."""
    from mindful.reminders.decisions import EVERY_REMINDER
    from mindful.reminders.ledger.pauses import resume

    with open_reminders(invocation) as opened:
        scopes = [opened.book.get(each).id for each in ids] or [EVERY_REMINDER]
        ended = resume(opened.store, scopes, now=opened.now)
        others = any(one.scope == EVERY_REMINDER and one.holds(opened.now) for one in opened.book.pauses())
    words = f"Ended {counted(ended, 'pause')}." if ended else "No pause of that kind was going on."
    tell_done(invocation, words, {"ended": ended} if json_wanted else None)
    if ids and others:
        invocation.say("All reminders are paused still; end that with: mindful remind resume")


@click.command("skip", epilog=examples("mindful remind skip 7Q2K9M", "mindful remind skip 7Q2K9M --undo"))
@id_argument
@click.option("--undo", is_flag=True, help="Let it come after all.")
@json_option
@shared_options
@pass_invocation
def skip_command(
    invocation: Invocation,
    /,
    id: str,  # noqa: A002 -- the name of the argument
    *,
    undo: bool,
    json_wanted: bool,
) -> None:
    """Leave out the next time of the reminder ID, and only that."""
    from mindful.reminders.ledger.pauses import skip, unsettle

    with open_reminders(invocation) as opened:
        reminder = opened.book.get(id)
        when = _next(reminder, opened)
        if undo:
            back = unsettle(opened.store, reminder)
            words = f"It comes {when} as planned." if back else "Its next time was not skipped or moved."
        elif skip(opened.store, reminder, now=opened.now):
            words = f"Left out: {when}. Let it come after all with: mindful remind skip {id} --undo"
        else:
            words = "Its next time is skipped or moved already."
    row = {"occurrence_key": reminder.next_key, "skipped": not undo}
    tell_done(invocation, words, row if json_wanted else None)


@click.command(
    "snooze", epilog=examples("mindful remind snooze 7Q2K9M --for 20m", "mindful remind snooze 7Q2K9M --until 18:30")
)
@id_argument
@until_when
@json_option
@shared_options
@pass_invocation
def snooze_command(
    invocation: Invocation,
    /,
    id: str,  # noqa: A002 -- the name of the argument
    *,
    span: timedelta | None,
    until: datetime | None,
    json_wanted: bool,
) -> None:
    """Put off what the reminder ID has shown last; or move its next time, with --until.

    A reminder can be put off three times, until the end of your practice day; ten minutes unless you say.
    """
    from mindful.reminders.decisions import SNOOZE_S
    from mindful.reminders.ledger import Answers
    from mindful.reminders.ledger.pauses import move

    _one_of(span, until)
    with open_reminders(invocation) as opened:
        reminder = opened.book.get(id)
        tz = reminder.zone(opened.here)
        at = instant_in(until, tz) if until else None
        if at and at <= opened.now:
            raise ReminderError(f"{local(at, tz)} is past.", hint="Name a time that is still to come.")
        answers = Answers(opened.store, opened.here, day_start=opened.day_start)
        shown = answers.last_shown(reminder.id, opened.now)
        if shown:
            by_s = (at - opened.now).total_seconds() if at else span.total_seconds() if span else SNOOZE_S
            again = answers.act(reminder.id, shown.occurrence_key, "snooze", opened.now, snooze_s=by_s)
            row: dict[str, Any] = {"occurrence_key": again.key, "due": again.due.isoformat()} if again else {}
            words = (
                f"It comes again {local(again.due, tz)}."
                if again
                else "It was put off three times, or the day would be over; its next time stays as planned."
            )
            tell_done(invocation, words, row if json_wanted else None)
        elif at:
            moved = move(opened.store, reminder, at, here=opened.here, now=opened.now)
            row = {"occurrence_key": reminder.next_key, "due": at.isoformat()} if moved else {}
            words = f"Moved to {local(at, tz)}." if moved else "Its next time is skipped or moved already."
            tell_done(invocation, words, row if json_wanted else None)
        else:
            raise ReminderError(
                "Nothing of it was shown that waits for an answer.",
                hint=f"Its next time, {_next(reminder, opened)}, can be moved with --until, or left out with skip.",
            )


def _next(reminder: Reminder, opened: Reminders) -> str:
    """Return the next planned time of a reminder; raises ReminderError where there is none."""
    if reminder.next_due is None:
        raise ReminderError("It comes no more.", hint="Give it another time with: mindful remind edit")
    return local(reminder.next_due, reminder.zone(opened.here))
