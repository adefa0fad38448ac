"""What `play` and `timer` share: their options, and how a sitting is held."""

from __future__ import annotations

import contextlib
import signal
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

import click

from mindful.cli.companion import Person
from mindful.cli.orders import DurationType
from mindful.cli.practice import open_log
from mindful.cli.show import print_json
from mindful.errors import INTERRUPTED, PlayerError, StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mindful.cli.frame import Invocation
    from mindful.practice.piece import Piece
    from mindful.practice.playing import Wish

    Decorated = TypeVar("Decorated", bound="Callable[..., Any]")


class StretchType(DurationType):
    """A duration with its unit, zero allowed, as seconds."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Read the text of an option."""
        text = str(value).strip()
        return 0.0 if text in {"0", "0s", "0m", "0:00"} else super().convert(value, param, ctx)


STRETCH = StretchType()


@dataclass(frozen=True, kw_only=True, slots=True)
class Manner:
    """How a sitting is held: what the options of both commands say."""

    device: str | None
    volume_db: float
    log: bool | None
    """Log it: even a short one, not at all, or as is usual (None)."""
    sliders: bool | None
    note: bool
    as_json: bool


def manner_options(command: Decorated) -> Decorated:
    """Give a command the options of `Manner`."""
    options = (
        click.option("--device", metavar="NAME", help="Sound device, by a part of its name; null makes no sound."),
        click.option(
            "--volume",
            "volume_db",
            type=click.FloatRange(-40, 0),
            default=0.0,
            metavar="DB",
            help="Volume in dB, from -40 to 0, which is as the track was made.",
        ),
        click.option(
            "--log/--no-log", default=None, help="Log it even below half a minute, or keep no trace of it at all."
        ),
        click.option(
            "--sliders/--no-sliders", default=None, help="Ask for mood and tension before and after, or do not ask."
        ),
        click.option("--note", is_flag=True, help="Ask for a note afterwards."),
        click.option("--json", "as_json", is_flag=True, help="Print what was heard as JSON at the end."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def manner_from(given: dict[str, Any]) -> Manner:
    """Take the options of `manner_options` out of those given."""
    return Manner(**{name: given.pop(name) for name in Manner.__slots__})


def hold(
    invocation: Invocation,
    piece: Piece,
    manner: Manner,
    wish: Wish,
    *,
    grounding: Callable[[], Piece] | None = None,
) -> int:
    """Hold a sitting with a piece from the questions before to the words after, and return the exit code.

    Args:
        invocation: The call.
        piece: What is practised with.
        manner: How.
        wish: From where, and for how long.
        grounding: Opens the grounding practice, for whoever asks for it meanwhile; None where there is none.

    Raises:
        MindfulError: With what, where and what to do; what was heard until then is logged.
    """
    from mindful.player import open_device
    from mindful.practice.feelings import Sliders
    from mindful.practice.practising import Keeping, practise

    if manner.log is not False:
        bring_home(invocation)
    data = invocation.folders.data
    keeping = None
    if manner.log is not False:
        keeping = Keeping(data=data, open_log=lambda: open_log(invocation), short_too=bool(manner.log))
    while True:
        companion = Person(
            invocation,
            sliders=Sliders(data),
            sliders_wanted=manner.sliders,
            note_wanted=manner.note,
            offers_grounding=grounding is not None,
        )
        device = open_device(manner.device)
        with _soft_signals():
            result = practise(piece, device, companion, wish=wish, keeping=keeping)
        played = result.played
        if manner.as_json:
            print_json(result.as_json())
        if played.error:
            raise played.error
        if played.sitting.outcome == "lost":
            raise PlayerError("The sound device went away.", hint="When it is back, go on with: mindful play --resume")
        if played.interrupted:
            return INTERRUPTED
        if played.asked is None or grounding is None:
            return 0
        piece, wish, manner = grounding(), replace(wish, start=0, sleep_after_s=None), replace(manner, sliders=False)


def bring_home(invocation: Invocation) -> None:
    """Log what an earlier sitting left behind when it broke off; trouble with the log does not stop a practice."""
    from mindful.practice.place import holds_any

    if not holds_any(invocation.folders.data):
        return
    try:
        with open_log(invocation):
            """Opening the log brings it home."""
    except StoreError as error:
        invocation.say(f"An earlier sitting waits to be logged. {error}")


@contextlib.contextmanager
def _soft_signals() -> Iterator[None]:
    """Let a closing terminal and a system going down stop the sitting as Ctrl-C does: softly, and logged."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    names = [name for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {name: signal.signal(getattr(signal, name), interrupt) for name in names}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler)


def grounding_piece(invocation: Invocation) -> Callable[[], Piece]:
    """Return what opens the grounding practice."""
    from mindful.cli.orders import desk_from, order_from
    from mindful.practice.grounding import open_grounding

    return lambda: open_grounding(order_from(invocation), desk_from(invocation))
