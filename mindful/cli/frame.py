"""The frame every command hangs in: the table of commands, the options they share, and what a call carries along.

A new command is one line in `SECTIONS`. The module behind it is imported only when the command is called or its own
help is read, so that `mindful --help` stays as light as click.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from mindful import __version__

if TYPE_CHECKING:
    from collections.abc import Callable

    from mindful.config import Folders, Settings

    Decorated = TypeVar("Decorated", bound="Callable[..., Any]")

PURPOSE = (
    "mindful helps you make, play and remember guided relaxation and mindfulness practice and keep your own record. "
    "It does not diagnose, treat, monitor or prevent any illness, does not assess risk, "
    "and nobody is watching what you enter."
)

SECTIONS: dict[str, dict[str, tuple[str, str]]] = {
    "Begin": {
        "demo": ("mindful.cli.demo:command", "Make a first track, a three-minute breathing space."),
        "help": ("mindful.cli.help:command", "Show a sheet on a topic, such as the script language."),
        "doctor": ("mindful.cli.doctor:command", "Look at what is here and say what to do about what is not."),
    },
    "Make tracks": {
        "new": ("mindful.cli.new:command", "Begin a script, from a template."),
        "check": ("mindful.cli.check:command", "Read scripts and list what to look at."),
        "fmt": ("mindful.cli.fmt:command", "Write scripts in the canonical form."),
        "diff": ("mindful.cli.diff:command", "Show what an edit does to the track, in time."),
        "plan": ("mindful.cli.plan:command", "Show how a track would be laid out, without making it."),
        "render": ("mindful.cli.render:command", "Make tracks from scripts."),
        "tracks": ("mindful.cli.tracks:command", "List the tracks of the library."),
    },
    "Voices and sounds": {
        "voices": ("mindful.cli.voices:command", "List the voices, or have one say something."),
        "sounds": ("mindful.cli.sounds:command", "List bells and soundscapes, or hear one."),
    },
    "Practice": {
        "scripts": ("mindful.cli.scripts:command", "List the practices that are here."),
        "play": ("mindful.cli.play:command", "Play a track, or a script while it is being made."),
        "timer": ("mindful.cli.timer:command", "Sit in silence, with bells."),
        "log": ("mindful.cli.log:command", "Show your practice log, add to it, import, export, forget."),
        "stats": ("mindful.cli.stats:command", "Look back on your practice, in figures and pictures."),
        "remind": ("mindful.cli.remind:command", "Be reminded of your practice, and see why you were or were not."),
    },
    "When it is hard": {
        "ground": ("mindful.cli.ground:command", "Come back into the room, in two minutes."),
        "support": ("mindful.cli.support:command", "Show people to reach, and what helps you."),
        "safety": ("mindful.cli.safety:command", "Say what practice can stir up, and when to stop."),
    },
    "Your set-up": {
        "config": ("mindful.cli.config:command", "Show and change your settings."),
        "about": ("mindful.cli.about:command", "Say what it is for, its version, its licences."),
        "completion": ("mindful.cli.completion:command", "Print a script that completes commands in your shell."),
    },
}
"""Section -> command -> where it lives, and its line in `mindful --help`."""

CONTEXT_SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@dataclass(frozen=True, kw_only=True)
class Invocation:
    """What one call of the program carries to every command: the shared options, and what follows from them."""

    library: Path | None = None
    """The library asked for; None looks for one."""
    quiet: bool = False
    """No talk and no progress; errors still show."""
    verbose: bool = False

    @cached_property
    def folders(self) -> Folders:
        """The person's folders."""
        from mindful.config import find_folders

        return find_folders(library=self.library)

    @cached_property
    def settings(self) -> Settings:
        """The person's settings, from defaults, file and environment."""
        from mindful.config import load_settings

        return load_settings(self.folders.settings_file)

    def say(self, text: str) -> None:
        """Tell the person something on stderr, unless they asked for quiet."""
        if not self.quiet:
            from mindful.cli.show import wrapped

            click.echo(wrapped(text, sys.stderr), err=True)


pass_invocation = click.make_pass_decorator(Invocation, ensure=True)


def _keep(context: click.Context, option: click.Parameter, value: Any) -> None:
    """Add a shared option to the invocation; the innermost command that was given it wins."""
    invocation = context.ensure_object(Invocation)
    if value and option.name:
        context.obj = replace(invocation, **{option.name: value})
    if value and option.name == "verbose":
        from mindful.cli.show import log_to_stderr

        log_to_stderr()


def shared_options(command: Decorated, *, quiet: tuple[str, ...] = ("-q", "--quiet")) -> Decorated:
    """Give a command the options that every command has; they end up in its `Invocation`.

    Args:
        command: The command.
        quiet: How the option for quiet is written; a command whose --quiet means hours of the day has -q alone.
    """
    options = (
        click.option(*quiet, "quiet", is_flag=True, expose_value=False, callback=_keep, help="No talk, no progress."),
        click.option("-v", "--verbose", is_flag=True, expose_value=False, callback=_keep, help="Say more."),
        click.option(
            "--library",
            type=click.Path(path_type=Path, file_okay=False),
            metavar="FOLDER",
            expose_value=False,
            callback=_keep,
            help="Library of scripts and tracks to use.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def examples(*lines: str) -> str:
    r"""Return a command's examples for click's `epilog`; the \b keeps click from filling the lines."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


class LazyGroup(click.Group):
    """A group that knows its commands by name and line of help, and imports one only when it is wanted."""

    def __init__(self, *, sections: dict[str, dict[str, tuple[str, str]]], **rest: Any) -> None:
        self.sections = sections
        # Light stand-ins: click takes names for its suggestions from here, and `get_command` the real ones.
        listed = {
            name: click.Command(name, short_help=row[1]) for rows in sections.values() for name, row in rows.items()
        }
        super().__init__(commands=listed, **rest)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- click's signature
        """Return the names of the commands, in the order of the sections."""
        return list(self.commands)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 -- click's signature
        """Import and return a command, or None for a name that the table lacks."""
        for rows in self.sections.values():
            if cmd_name in rows:
                module, _, attribute = rows[cmd_name][0].partition(":")
                command: click.Command = getattr(import_module(module), attribute)
                command.short_help = rows[cmd_name][1]
                return command
        return None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 -- click's
        """Write the commands section by section, from the table alone."""
        width = max(map(len, self.commands))
        for title, rows in self.sections.items():
            with formatter.section(title):
                formatter.write_dl([(name.ljust(width), row[1]) for name, row in rows.items()])


@click.group(
    "mindful",
    cls=LazyGroup,
    sections=SECTIONS,
    help=PURPOSE,
    epilog=examples("mindful demo", "mindful render body-scan --length 10m", "mindful render --help"),
    context_settings=CONTEXT_SETTINGS,
)
@shared_options
@click.version_option(__version__, prog_name="mindful", message="%(prog)s %(version)s")
def group() -> None:
    """Hold the commands; click shows `PURPOSE` as the help."""
