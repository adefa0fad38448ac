"""`mindful remind`: reminders; each command has its own module, or shares one with its kin."""

from __future__ import annotations

import click

from mindful.cli.frame import Invocation, examples, pass_invocation, shared_options
from mindful.cli.remind_add import add_command, edit_command
from mindful.cli.remind_calendar import export_command, import_command
from mindful.cli.remind_change import (
    pause_command,
    remove_command,
    resume_command,
    skip_command,
    snooze_command,
    undo_command,
)
from mindful.cli.remind_channel import channel_command
from mindful.cli.remind_list import list_command, log_command, show_list
from mindful.cli.remind_next import next_command
from mindful.cli.remind_run import run_command, test_command, tick_command
from mindful.cli.remind_service import service_group


@click.group(
    "remind",
    invoke_without_command=True,
    epilog=examples(
        'mindful remind add "weekdays at 7:30" --play body-scan --length 10m',
        "mindful remind",
        "mindful remind log",
        "mindful remind service install",
    ),
)
@shared_options
@pass_invocation
@click.pass_context
def command(context: click.Context, invocation: Invocation) -> None:
    """Be reminded of your practice; without a command, list your reminders.

    They come at the time on the clock wherever you are, once on nights when clocks are changed, and at most once when
    the machine was off. `mindful remind log` says why each of them came, or did not.
    """
    if not context.invoked_subcommand:
        show_list(invocation, json_wanted=False)


for each in (
    add_command, list_command, edit_command, remove_command, undo_command, pause_command, resume_command, skip_command,
    snooze_command, next_command, log_command, test_command, run_command, tick_command, channel_command, export_command,
    import_command, service_group,
):  # fmt: skip
    command.add_command(each)
