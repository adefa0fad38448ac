"""`mindful remind`: the rules of reminders, as phrases; each command has its own module."""

from __future__ import annotations

import click

from mindful.cli.frame import examples, shared_options
from mindful.cli.remind_next import next_command


@click.group("remind", epilog=examples('mindful remind next "weekdays at 7:30"'))
@shared_options
def command() -> None:
    """Say when you would like to be reminded, and see how that is understood."""


command.add_command(next_command)
