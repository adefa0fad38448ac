"""The person at the terminal during a sitting: what they see, what they are asked, and the words at its end."""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING, Self

import click

from mindful.cli.screen import PlainLines, Screen
from mindful.practice.sitting import SHORTEST_S, Feelings
from mindful.sessions.model import SCALE
from mindful.units import spell

if TYPE_CHECKING:
    from types import TracebackType

    from mindful.cli.frame import Invocation
    from mindful.player import Status
    from mindful.practice.feelings import Sliders
    from mindful.practice.piece import Piece
    from mindful.practice.playing import Command, Played


class Person:
    """The person at the terminal: sees, presses keys, is asked. Where there is no terminal, lines and silence."""

    def __init__(
        self,
        invocation: Invocation,
        *,
        sliders: Sliders,
        sliders_wanted: bool | None,
        note_wanted: bool,
        offers_grounding: bool,
    ) -> None:
        """Look at the terminal.

        Args:
            invocation: The call.
            sliders: Whether the sliders are still wanted, by habit.
            sliders_wanted: Whether they are wanted this time; None leaves it to the habit.
            note_wanted: Whether to ask for a note.
            offers_grounding: Whether grounding is offered, once, to whoever stops early.
        """
        self._invocation, self._sliders, self._offers_grounding = invocation, sliders, offers_grounding
        sees = sys.stderr.isatty() and not invocation.quiet
        self.has_keys = sees and sys.stdin.isatty()
        self._asks = self.has_keys and (sliders.on if sliders_wanted is None else sliders_wanted)
        self._takes_note = self.has_keys and note_wanted
        self._front = _screen(has_keys=self.has_keys) if sees else PlainLines(quiet=invocation.quiet)
        self._before = Feelings()

    def __enter__(self) -> Self:
        """Show, while something plays."""
        self._front.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give the terminal back."""
        self._front.__exit__(kind, error, trace)

    def show(self, piece: Piece, status: Status) -> None:
        """Show how it stands."""
        self._front.show(piece, status)

    def command(self, wait_s: float) -> Command | None:
        """Return what is asked for."""
        return self._front.command(wait_s)

    def before(self) -> Feelings:
        """Ask how the person is, before."""
        if self._asks and self._sliders.is_new:
            click.echo(
                "Two questions before and two after, if you like: they stay on this machine, and Enter skips them.",
                err=True,
            )
        self._before = _feelings() if self._asks else Feelings()
        return self._before

    def tell(self, piece: Piece, played: Played, *, counts: bool) -> None:
        """Say how it ended: neutral where it was early, with one offer of grounding."""
        say, sitting = self._invocation.say, played.sitting
        heard = spell(sitting.practised_s)
        for gap in played.gaps_s:
            say(f"The computer slept for {spell(gap)} meanwhile; that is not counted.")
        if self._invocation.verbose:
            say(f"Sound that came too late for the device: {played.underruns} times.")
        if sitting.outcome == "slept":
            say(f"Faded out after {heard}.")
        elif sitting.completed:
            say(f"{piece.title}: {heard}.")
        elif sitting.practised_s < 1:
            say("Stopped.")
            return
        else:
            say(f"Stopped after {heard}." + (" That counts." if sitting.practised_s >= SHORTEST_S or counts else ""))
        early = sitting.outcome == "stopped" and not sitting.completed and played.asked is None
        if early and self._offers_grounding and sitting.kind != "grounding":
            say("To come back to the room first, if you like: mindful ground")

    def after(self) -> Feelings:
        """Ask how the person is, after."""
        if not self._asks:
            return Feelings()
        after = Feelings()
        # Ctrl-C skips the questions: the sitting is still to be logged.
        with contextlib.suppress(click.Abort):
            after = _feelings()
        with contextlib.suppress(OSError):
            if self._sliders.used(moved=self._before.told or after.told):
                click.echo("These questions stay away from now on; --sliders brings them back.", err=True)
        return after

    def note(self) -> str | None:
        """Take a note: a line at the prompt, or more in the person's editor."""
        if not self._takes_note:
            return None
        text = ""
        with contextlib.suppress(click.Abort):
            text = _ask("A note, if you like (Enter skips, e opens your editor): ")
        if text.lower() == "e":
            text = (click.edit("") or "").strip()
        return text or None


def _screen(*, has_keys: bool) -> Screen | PlainLines:
    from mindful.cli.keys import keyboard
    from mindful.cli.show import console

    # A terminal that cannot move its cursor gets lines.
    drawn = console()
    return PlainLines() if drawn.is_dumb_terminal else Screen(keyboard() if has_keys else None, drawn)


def _feelings() -> Feelings:
    return Feelings(
        mood=_scale("Mood, from 0 (low) to 10 (high): "), tension=_scale("Tension, from 0 (none) to 10 (strong): ")
    )


def _scale(question: str) -> int | None:
    while text := _ask(question):
        if text.isdecimal() and SCALE[0] <= int(text) <= SCALE[1]:
            return int(text)
        click.echo("A whole number from 0 to 10, or Enter to skip.", err=True)
    return None


def _ask(question: str) -> str:
    return str(click.prompt(question, default="", show_default=False, prompt_suffix="", err=True)).strip()
