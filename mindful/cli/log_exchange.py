"""`mindful log import` and `mindful log export`: the log comes from other programs, and goes to them."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mindful.cli.frame import Invocation, examples, pass_invocation, shared_options
from mindful.cli.practice import DAY, counted, local_start, minutes, open_log, printable
from mindful.cli.show import print_json, print_table
from mindful.errors import FAILED
from mindful.sessions.exchange import FOREIGN, READABLE, WITHOUT_ZONE, WRITABLE
from mindful.sessions.model import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from zoneinfo import ZoneInfo

    from mindful.sessions.exchange import Batch, Rejected
    from mindful.sessions.exchange.rows import Progress
    from mindful.sessions.log import SessionLog
    from mindful.sessions.model import Session

_LARGE = 2 * 2**20
"""Bytes. A smaller file is read before anybody looks for a bar."""
_MANY = 1000
"""Sessions. Fewer are added at once."""
_FEW = 5
"""Sessions that are shown before an import."""
_SOME = 20
"""Lines that cannot be read, of those told; --json tells all."""
_NAMES = {
    "insight-timer": "Insight Timer",
    "apple-health": "Apple Health",
    "loop": "Loop Habit Tracker",
    "meditate": "meditate",
    "csv": "a table of mindful",
    "jsonl": "a backup of mindful",
}


@click.command(
    "import",
    epilog=examples(
        "mindful log import insight.csv --tz Europe/Berlin --dry-run",
        "mindful log import export.zip",
        "mindful log import backup.jsonl --json",
        "mindful log import --undo",
    ),
)
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--format", type=click.Choice(READABLE), help="Format of the file; told by its content by default.")
@click.option("--tz", metavar="ZONE", help="Time zone of a file that names none, such as Europe/Berlin.")
@click.option("--habit", metavar="NAME", help="Habit to import, from an export of Loop that holds several.")
@click.option("--dry-run", is_flag=True, help="Only show what would be imported.")
@click.option("-y", "--yes", is_flag=True, help="Import without asking.")
@click.option("--undo", is_flag=True, help="Take the last import back.")
@click.option("--json", "json_wanted", is_flag=True, help="Print JSON, and do not ask.")
@shared_options
@pass_invocation
def import_command(
    invocation: Invocation,
    *,
    file: Path | None,
    format: str | None,
    tz: str | None,
    habit: str | None,
    dry_run: bool,
    yes: bool,
    undo: bool,
    json_wanted: bool,
) -> int:
    """Add the sessions in FILE to your log: of Insight Timer, Apple Health, Loop, meditate, or mindful itself.

    Importing the same file again adds nothing twice. What cannot be read is told line by line, and the rest is
    imported. On a terminal, sessions of another program are shown first.
    """
    from mindful.sessions.exchange import Reading, find_zone, format_of, gather, new_in, read_rows

    if undo:
        return _undo(invocation, json_wanted=json_wanted)
    if file is None:
        raise click.UsageError("Name the FILE to import.", click.get_current_context())
    asks = not (yes or json_wanted or dry_run) and sys.stdin.isatty() and sys.stdout.isatty()
    zone = find_zone(tz) if tz else None
    form = format or format_of(file)
    chosen = _habit(invocation, file, habit, asks=asks) if form == "loop" else None
    reading = Reading(zone=zone or _zone(invocation, form, asks=asks), now=datetime.now(UTC), habit=chosen)
    large = file.is_file() and file.stat().st_size > _LARGE
    with _bar(invocation, f"Reading {file.name}", shown=large) as progress:
        batch = gather(read_rows(file, form, reading, progress))
    with open_log(invocation) as log:
        if not dry_run and not (asks and form in FOREIGN):
            return _tell(invocation, *_add(invocation, log, batch), batch.rejected, json_wanted=json_wanted)
        new = new_in(batch, log)
        if json_wanted:
            return _tell(invocation, len(new), len(batch.sessions) - len(new), batch.rejected, json_wanted=True)
        _show(invocation, new, batch, f"{file} ({_NAMES[form]})")
        if new and not dry_run and click.confirm("Import them?", err=True):
            return _tell(invocation, *_add(invocation, log, batch), (), json_wanted=False)
    invocation.say("Nothing was imported." if asks else "Nothing was imported; this only shows it.")
    return 0


@click.command(
    "export",
    epilog=examples(
        "mindful log export backup.jsonl --private",
        "mindful log export practice.csv --since 2026-01-01",
        "mindful log export - --format health-connect > sessions.json",
    ),
)
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@click.option(
    "--format", type=click.Choice(WRITABLE), help="Format of the file; by default that of its suffix, else jsonl."
)
@click.option("--private", is_flag=True, help="Write notes, moods and tensions as well.")
@click.option("--since", type=DAY, metavar="DATE", help="Only from this day on.")
@click.option("--until", type=DAY, metavar="DATE", help="Only to this day, itself included.")
@click.option("--kind", type=click.Choice(KINDS), help="Only of this kind.")
@shared_options
@pass_invocation
def export_command(
    invocation: Invocation,
    *,
    file: Path,
    format: str | None,
    private: bool,
    since: date | None,
    until: date | None,
    kind: str | None,
) -> None:
    """Write the sessions of your log to FILE, the oldest first; - is standard output.

    A backup is a jsonl file with --private: nothing is lost in it. Only you may read the file.
    """
    from mindful.sessions.exchange import format_for, has_length, write_private, written

    form = format or format_for(file.name)
    with open_log(invocation) as log:
        sessions = log.find(since=since, until=until, kind=kind)
    sessions.reverse()
    if form == "health-connect":
        missing = sum(not has_length(session) for session in sessions)
        sessions = [session for session in sessions if has_length(session)]
        if missing:
            invocation.say(f"Left out, as Health Connect has no place for them: {missing} without length.")
    texts = written(sessions, form, private=private)
    if str(file) == "-":
        # Bytes, since a terminal's letters and ends of lines are not those of the file.
        sys.stdout.buffer.writelines(text.encode() for text in texts)
    else:
        write_private(file, texts)
        invocation.say(f"Wrote {counted(len(sessions), 'session')} to {file}.")
    if not private and form != "insight-timer":
        invocation.say("Notes, moods and tensions are left out; --private writes them as well.")


def _add(invocation: Invocation, log: SessionLog, batch: Batch) -> tuple[int, int]:
    total = len(batch.sessions)
    with _bar(invocation, "Adding sessions", shown=total > _MANY) as progress:
        return log.import_batch(_followed(batch.sessions, progress) if progress else batch.sessions)


def _followed(sessions: Sequence[Session], progress: Progress) -> Iterator[Session]:
    for number, session in enumerate(sessions, start=1):
        yield session
        if not number % _MANY:
            progress(number, len(sessions))


def _undo(invocation: Invocation, *, json_wanted: bool) -> int:
    with open_log(invocation) as log:
        undone = log.undo("import")
    taken_out = undone.taken_out if undone else 0
    if json_wanted:
        print_json({"removed": taken_out})
    else:
        invocation.say(
            f"Took {counted(taken_out, 'session')} out again." if undone else "There is no import to take back."
        )
    return 0


def _habit(invocation: Invocation, file: Path, wanted: str | None, *, asks: bool) -> str:
    from mindful.sessions.exchange import choose_habit, habits_in

    habits = habits_in(file)
    if wanted is None and asks and len(habits) > 1:
        names = [habit.name for habit in habits]
        likely = [habit.name for habit in habits if habit.is_practice]
        wanted = click.prompt(
            "Which habit is your practice?",
            type=click.Choice(names, case_sensitive=False),
            default=likely[0] if len(likely) == 1 else None,
            err=True,
        )
    chosen = choose_habit(habits, wanted)
    if wanted is None and len(habits) > 1:
        invocation.say(f'Of {len(habits)} habits, "{chosen.name}" is taken; --habit names another.')
    return chosen.name


def _zone(invocation: Invocation, form: str, *, asks: bool) -> ZoneInfo:
    from mindful.sessions.exchange import find_zone, system_zone

    zone = system_zone()
    if form in WITHOUT_ZONE and asks:
        return find_zone(click.prompt("The file names no time zone. Which one is it?", default=zone.key, err=True))
    if form in WITHOUT_ZONE:
        invocation.say(f"The file names no time zone; it is read as {zone.key}. --tz names another.")
    return zone


def _show(invocation: Invocation, new: Sequence[Session], batch: Batch, what: str) -> None:
    there = len(batch.sessions) - len(new)
    click.echo(f"{what}: {len(new)} to add, {there} already there, {len(batch.rejected)} that cannot be read.")
    if new:
        days = [local_start(session).date() for session in (new[0], new[-1])]
        click.echo(f"From {days[0]} to {days[1]}:\n")
        print_table(
            ("started", "zone", "minutes", "kind", "title"),
            [
                (
                    f"{local_start(session):%Y-%m-%d %H:%M}",
                    session.tz,
                    minutes(session.practised_s),
                    session.kind,
                    printable(session.title or ""),
                )
                for session in new[:_FEW]
            ],
        )
        if len(new) > _FEW:
            click.echo(f"and {len(new) - _FEW} more.")
        click.echo()
    _tell_rejected(invocation, batch.rejected)


def _tell(invocation: Invocation, added: int, there: int, rejected: Sequence[Rejected], *, json_wanted: bool) -> int:
    if json_wanted:
        rows = [{"line": row.line, "reason": row.reason} for row in rejected]
        print_json({"added": added, "already_there": there, "rejected": rows})
    else:
        _tell_rejected(invocation, rejected)
        known = f"; {there} already there" if there else ""
        hint = " Take it back with: mindful log import --undo" if added else ""
        invocation.say(f"Added {counted(added, 'session')}{known}.{hint}")
    return FAILED if rejected and not added and not there else 0


def _tell_rejected(invocation: Invocation, rejected: Sequence[Rejected]) -> None:
    if rejected:
        invocation.say(f"Lines that cannot be read: {len(rejected)}.")
    for row in rejected[:_SOME]:
        invocation.say(f"line {row.line}: {row.reason}")
    if len(rejected) > _SOME:
        invocation.say(f"and {len(rejected) - _SOME} more; --json tells them all.")


@contextmanager
def _bar(invocation: Invocation, words: str, *, shown: bool) -> Iterator[Progress | None]:
    """Show a bar, and give what moves it; None where there is too little to do for one."""
    if not shown:
        yield None
        return
    from mindful.cli.show import progress

    with progress(quiet=invocation.quiet) as bar:
        task = bar.add_task(words, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
