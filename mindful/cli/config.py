"""`mindful config`: show and change the settings."""

from __future__ import annotations

import click

from mindful.cli.frame import Invocation, examples, pass_invocation, shared_options
from mindful.cli.show import print_json, print_table


@click.group("config", epilog=examples("mindful config show --origin", "mindful config set voice piper:joe"))
@shared_options
def command() -> None:
    """Show and change your settings.

    A command's own option wins over its environment variable, that over your settings file, that over the default.
    """


@command.command("show", epilog=examples("mindful config show", "mindful config show --origin --json"))
@click.option("--origin", is_flag=True, help="Say where each value comes from.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@shared_options
@pass_invocation
def show(invocation: Invocation, *, origin: bool, as_json: bool) -> None:
    """Show every setting, its value and what it means."""
    from mindful.config import SETTINGS

    settings = invocation.settings
    if as_json:
        print_json(
            [
                {
                    "name": known.name,
                    "value": known.shown(settings.text(known.name)),
                    "origin": settings.origin(known.name),
                    "default": known.default,
                    "meaning": known.meaning,
                }
                for known in SETTINGS
            ]
        )
        return
    headers = ("setting", "value", "from" if origin else "meaning")
    print_table(
        headers,
        [
            (
                known.name,
                known.shown(settings.text(known.name)),
                settings.origin(known.name) if origin else known.meaning,
            )
            for known in SETTINGS
        ],
    )


@command.command("set", epilog=examples("mindful config set format m4b", 'mindful config set soundscape "rain -22dB"'))
@click.argument("key")
@click.argument("value")
@shared_options
@pass_invocation
def set_(invocation: Invocation, *, key: str, value: str) -> None:
    """Set KEY to VALUE in your settings file."""
    from mindful.config import set_setting, setting

    set_setting(invocation.folders.settings_file, key, value)
    invocation.say(f"{key} is now {setting(key).shown(value.strip())}.")


@command.command("unset", epilog=examples("mindful config unset format"))
@click.argument("key")
@shared_options
@pass_invocation
def unset(invocation: Invocation, *, key: str) -> None:
    """Take KEY out of your settings file, so that its default counts again."""
    from mindful.config import unset_setting

    found = unset_setting(invocation.folders.settings_file, key)
    invocation.say(f"{key} is back to its default." if found else f"{key} was not set.")


@command.command("path", epilog=examples("mindful config path"))
@shared_options
@pass_invocation
def path(invocation: Invocation) -> None:
    """Print where your settings file is, or would be."""
    click.echo(invocation.folders.settings_file)
