"""`mindful ground`: two minutes that lead back into the room, by voice or, where none can be heard, by text."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

import click

from mindful.cli.frame import Invocation, examples, pass_invocation, shared_options
from mindful.cli.sitting import Manner, grounding_piece, hold
from mindful.errors import MindfulError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mindful.practice.lines import Line


@click.command(epilog=examples("mindful ground", "mindful ground --text"))
@click.option("--text", "as_text", is_flag=True, help="Read it instead of hearing it.")
@click.option("--device", metavar="NAME", help="Sound device, by a part of its name; null makes no sound.")
@shared_options
@pass_invocation
def command(invocation: Invocation, *, as_text: bool, device: str | None) -> int:
    """Come back into the room: two minutes of grounding at once, eyes open, a plain voice and no bells.

    Where no voice or no sound device works, the words come as text, at the same pace. q or Ctrl-C stops it.
    """
    if not as_text:
        from mindful.practice.playing import Wish

        manner = Manner(device=device, volume_db=0.0, log=None, sliders=False, note=False, as_json=False)
        try:
            return hold(invocation, grounding_piece(invocation)(), manner, Wish())
        except (MindfulError, ImportError) as error:
            invocation.say(f"It cannot be heard just now, so here it is to read. ({_why(error)})\n")
    from mindful.practice.grounding import grounding_lines

    # Nobody is there to be kept company in a pipe.
    show_lines(grounding_lines(), time.sleep if sys.stdout.isatty() else None)
    invocation.say("\nPeople to reach, and what helps you: mindful support")
    return 0


def show_lines(lines: Iterable[Line], wait: Callable[[float], None] | None) -> None:
    """Print lines one after another, each when it would be said.

    Args:
        lines: In order.
        wait: Lets a number of seconds pass; None prints them at once.
    """
    from mindful.units import SAMPLE_RATE_HZ

    now = 0.0
    for line in lines:
        start = line.start / SAMPLE_RATE_HZ
        # The first line is wanted at once.
        if wait is not None and now:
            wait(max(start - now, 0.0))
        now = start
        click.echo(line.text)


def _why(error: Exception) -> str:
    return error.message if isinstance(error, MindfulError) else "A part of mindful is missing."
