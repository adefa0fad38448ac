"""`mindful timer`: a silent sitting with bells."""

from __future__ import annotations

from typing import Any

import click

from mindful.cli.frame import Invocation, examples, pass_invocation, shared_options
from mindful.cli.orders import DURATION, desk_from
from mindful.cli.sitting import STRETCH, grounding_piece, hold, manner_from, manner_options


class TimerCommand(click.Command):
    """A command that takes ``--bell every 5m`` as people say it, and ``--bell 5m`` as they type it."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the words of the command line."""
        plain = [word for at, word in enumerate(args) if word != "every" or not at or args[at - 1] != "--bell"]
        return super().parse_args(ctx, plain)


@click.command(
    cls=TimerCommand,
    epilog=examples(
        "mindful timer 20m",
        "mindful timer 30m --bell 10m --sound rain",
        "mindful timer 45m --bell every 15m --prepare 30s",
    ),
)
@click.argument("length", type=DURATION)
@click.option(
    "--bell",
    "bell_every_s",
    type=DURATION,
    metavar="[every] TIME",
    help="A softer bell each time so much has passed: 5m.",
)
@click.option("--sound", metavar="SOUND", help='Sound underneath, such as "rain -22dB".')
@click.option(
    "--prepare", "prepare_s", type=STRETCH, default="10s", show_default=True, metavar="TIME",
    help="Time to settle before the first bell.",
)  # fmt: skip
@manner_options
@shared_options
@pass_invocation
def command(
    invocation: Invocation,
    /,
    length: float,
    *,
    bell_every_s: float | None,
    sound: str | None,
    prepare_s: float,
    **given: Any,
) -> int:
    """Sit in silence for LENGTH: one bell begins it, three end it and ring out.

    The time from the first bell to the last ones is logged as a sitting.
    """
    from mindful.practice.playing import Wish
    from mindful.practice.timer import Timer, open_timer

    manner = manner_from(given)
    timer = Timer(length_s=length, prepare_s=prepare_s, bell_every_s=bell_every_s, sound=sound)
    piece = open_timer(timer, desk_from(invocation))
    return hold(invocation, piece, manner, Wish(volume_db=manner.volume_db), grounding=grounding_piece(invocation))
