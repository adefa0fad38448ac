"""`mindful new`: a script to begin with."""

from __future__ import annotations

import shlex

import click

from mindful.cli.frame import Invocation, examples, pass_invocation, shared_options
from mindful.studio.beginning import TEMPLATES, begin_script


@click.command(epilog=examples('mindful new "Evening pause"', 'mindful new "Before sleep" --template sleep'))
@click.argument("title")
@click.option(
    "--template",
    type=click.Choice(TEMPLATES),
    default="sit",
    show_default=True,
    help="What kind of practice to begin with.",
)
@shared_options
@pass_invocation
def command(invocation: Invocation, title: str, template: str) -> None:
    """Write a script to begin with into the library, ready to render, and yours to change.

    It never writes over a file. Your settings' author and licence stand in it.
    """
    settings = invocation.settings
    path = begin_script(
        title,
        invocation.folders.library,
        template=template,
        author=settings.value("author"),
        licence=settings.value("licence"),
    )
    click.echo(path)
    name = shlex.quote(str(path))
    invocation.say(f"""
The script is yours to change, in any text editor: {path}

What to do next:
  mindful check {name}
  mindful render {name}""")
