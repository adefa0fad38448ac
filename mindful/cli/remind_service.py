"""`mindful remind service`: have the reminder service started at login, or no longer, and see how it is."""

from __future__ import annotations

import dataclasses
import shlex
from typing import TYPE_CHECKING

import click

from mindful.cli.frame import Invocation, examples, pass_invocation, shared_options
from mindful.cli.reminding import local, open_reminders
from mindful.cli.show import print_json
from mindful.reminders.ledger.pulse import ALIVE, Pulse

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from mindful.reminders.autostart import Deeds, State, System
    from mindful.reminders.ledger import Heartbeat

json_option = click.option("--json", "json_wanted", is_flag=True, help="Print what was done as JSON.")
_SYSTEMS = ("systemd", "launchd", "windows")


@click.group("service", epilog=examples("mindful remind service install", "mindful remind service status --json"))
@shared_options
def service_group() -> None:
    """Have reminders come from login to logout, without a terminal."""


@service_group.command(
    "install",
    epilog=examples("mindful remind service install", "mindful remind service install --print --for launchd"),
)
@click.option("--print", "only_print", is_flag=True, help="Show what the system would be told; nothing is installed.")
@click.option(
    "--for", "system_name", type=click.Choice(_SYSTEMS), help="The system to print for; this machine's by default."
)
@json_option
@shared_options
@pass_invocation
def install_command(invocation: Invocation, *, only_print: bool, system_name: str | None, json_wanted: bool) -> None:
    """Start the reminder service now and at every login.

    It uses the folders and settings that hold here. Run it again after mindful has moved or been upgraded.
    """
    from mindful.reminders.autostart import find_system, name_of_this_system, this_job

    if system_name and not only_print:
        raise click.UsageError("--for goes with --print.", ctx=click.get_current_context())
    job = this_job(library=invocation.library)
    system = find_system(system_name or name_of_this_system(), log=job.log)
    if only_print:
        click.echo(system.text(job), nl=False)
        return
    words = "Reminders start now, and whenever you log in. `mindful remind service uninstall` takes that back."
    _tell(invocation, system.install(job), words, json_wanted=json_wanted)


@service_group.command("uninstall", epilog=examples("mindful remind service uninstall"))
@json_option
@shared_options
@pass_invocation
def uninstall_command(invocation: Invocation, *, json_wanted: bool) -> None:
    """Stop the reminder service and start it no more; your reminders stay as they are."""
    deeds = _this_system().uninstall()
    nothing = not deeds.removed and not deeds.ran
    words = "Nothing was installed." if nothing else "Reminders no longer start when you log in."
    _tell(invocation, deeds, words, json_wanted=json_wanted)


@service_group.command(
    "status", epilog=examples("mindful remind service status", "mindful remind service status --json")
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@shared_options
@pass_invocation
def status_command(invocation: Invocation, *, as_json: bool) -> None:
    """Show whether the service is installed, starts at login, and is running; and when it last gave a sign of life."""
    state = _this_system().state()
    with open_reminders(invocation) as opened:
        beats, now, here = Pulse(opened.store).beats(), opened.now, opened.here
    if as_json:
        print_json(state_row(state) | {"signs": [_sign_row(beat, now) for beat in beats]})
        return
    for line in [*state_lines(state), *(_sign_line(beat, now, here) for beat in beats)]:
        click.echo(line)
    if not beats:
        click.echo("No service has given a sign of life of late.")


def state_row(state: State) -> dict[str, str | bool | None]:
    """Return a state as JSON has it."""
    return dataclasses.asdict(state) | {"file": str(state.file) if state.file and state.installed else None}


def state_lines(state: State) -> list[str]:
    """Return a state as people read it."""
    answers = {"installed": state.installed, "starts at login": state.enabled, "running": state.running}
    lines = [f"{question}: {'yes' if answer else 'no'}" for question, answer in answers.items()]
    if state.file and state.installed:
        lines.append(f"file: {state.file}")
    return [*lines, f"{state.system} says: {state.detail}"] if state.detail else lines


def _sign_row(beat: Heartbeat, now: datetime) -> dict[str, str | bool | None]:
    return {
        "owner": beat.owner,
        "alive": abs(now - beat.at) < ALIVE,
        "at": beat.at.isoformat(),
        "started": beat.started.isoformat(),
        "next_due": beat.next_due.isoformat() if beat.next_due else None,
        "version": beat.version,
        "trouble": beat.trouble,
    }


def _sign_line(beat: Heartbeat, now: datetime, here: ZoneInfo) -> str:
    alive = "sends reminders" if abs(now - beat.at) < ALIVE else "is silent"
    next_due = f", looks next at {local(beat.next_due, here)}" if beat.next_due else ""
    trouble = f". {beat.trouble}" if beat.trouble else ""
    return f"{beat.owner} {alive}: sign of life at {local(beat.at, here)}{next_due}{trouble}"


def _this_system() -> System:
    from mindful.reminders.autostart import find_system, log_file, name_of_this_system

    return find_system(name_of_this_system(), log=log_file())


def _tell(invocation: Invocation, deeds: Deeds, words: str, *, json_wanted: bool) -> None:
    if json_wanted:
        print_json(
            {
                "wrote": list(map(str, deeds.wrote)),
                "removed": list(map(str, deeds.removed)),
                "ran": [shlex.join(each) for each in deeds.ran],
                "hint": deeds.hint,
            }
        )
        return
    for file in deeds.wrote:
        invocation.say(f"Wrote {file}")
    for each in deeds.ran:
        invocation.say(f"Ran {shlex.join(each)}")
    for file in deeds.removed:
        invocation.say(f"Removed {file}")
    if deeds.hint:
        invocation.say(deeds.hint)
    invocation.say(words)
