"""A bell and a line on the terminal the service runs in."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from mindful.reminders.delivery.masking import on_one_line
from mindful.reminders.delivery.port import Availability, Receipt

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from mindful.reminders.delivery.port import Action, Message, Surroundings

NAME = "terminal"
TTY = Path("CONOUT$" if sys.platform == "win32" else "/dev/tty")
"""The terminal of this process, wherever its output goes."""
_BELL = "\a"


class TerminalChannel:
    """The terminal of this process."""

    name = NAME

    def __init__(self, now: Callable[[], datetime], tty: Path = TTY) -> None:
        """Take the local time, and the terminal."""
        self._now, self._tty = now, tty

    def available(self) -> Availability:
        """Tell whether there is a terminal."""
        try:
            os.close(self._open())
        except OSError as error:
            return Availability(ok=False, reason=_missing(error), hint="Start `mindful remind run` in a terminal.")
        return Availability(ok=True)

    def send(self, message: Message, actions: Sequence[Action] = ()) -> Receipt:
        """Ring, and write the time and the message on a line."""
        del actions  # it cannot be clicked
        # What a message holds of control characters would be obeyed by the terminal.
        words = on_one_line(" ".join(filter(None, (f"{message.title}.", message.body))))
        line = f"{_BELL}{self._now():%H:%M}  {words}\r\n"
        try:
            terminal = self._open()
        except OSError as error:
            return Receipt(channel=NAME, state="failed", detail=_missing(error), lasting=True)
        with os.fdopen(terminal, "wb") as out:
            out.write(line.encode())
        return Receipt(channel=NAME, state="delivered", detail="It stands on the terminal.")

    def withdraw(self, handle: str) -> bool:
        """Do nothing: a line that was read cannot be unwritten."""
        del handle
        return False

    def close(self) -> None:
        """Hold nothing."""

    def _open(self) -> int:
        # Without O_NOCTTY a service that has no terminal would make this one its own.
        return os.open(self._tty, os.O_WRONLY | getattr(os, "O_NOCTTY", 0))


def _missing(error: OSError) -> str:
    return f"There is no terminal to write to: {error.strerror or error}."


def channel(rest: str, surroundings: Surroundings) -> TerminalChannel:
    """Return the channel; the entry point ``terminal`` of the group ``mindful.delivery``."""
    del rest  # there is one terminal
    return TerminalChannel(surroundings.now)
