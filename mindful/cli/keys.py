"""Single keys from the terminal, without Enter: over ssh and in tmux as well, and the terminal restored afterwards.

The usual libraries wait for a key until one comes, and would take the first letter of what is typed after the music
has ended; here is a wait that ends.
"""

from __future__ import annotations

import os
import re
import sys
import time
from collections import deque
from importlib import import_module
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from types import TracebackType

    from mindful.practice.playing import Command

KEYS: dict[str, Command] = {
    " ": "toggle", "k": "toggle",
    "left": "back", "right": "forward",
    "shift-left": "previous", "shift-right": "next", "p": "previous", "n": "next",
    "+": "louder", "=": "louder", "up": "louder",
    "-": "softer", "_": "softer", "down": "softer",
    "g": "ground",
    "q": "stop",
}  # fmt: skip
"""Key -> what it asks for. Letters stand in for shift-arrows, which some terminals keep to themselves."""
HELP_KEYS = frozenset("?h")
_SEQUENCE = re.compile(r"\x1b(?:\[[0-9;]*|O)([A-Za-z~])|\x1b?(.)", re.DOTALL)
_ARROWS = {"A": "up", "B": "down", "C": "right", "D": "left"}
_RXVT_ARROWS = {"c": "shift-right", "d": "shift-left"}
_WINDOWS_ARROWS = {"H": "up", "P": "down", "M": "right", "K": "left"}
_IS_WINDOWS = os.name == "nt"
_REST_S = 0.03
"""The rest of a key's sequence comes within this, on a slow line too."""


def names_of(typed: str) -> list[str]:
    """Return the names of the keys behind what a terminal sent: a letter as itself, ``left``, ``shift-left``."""
    names = []
    for found in _SEQUENCE.finditer(typed):
        final, letter = found.groups()
        if final is None:
            names.append(letter.lower())
        elif final in _RXVT_ARROWS:
            names.append(_RXVT_ARROWS[final])
        elif final in _ARROWS:
            shift = "shift-" if ";2" in found[0] and final in "CD" else ""
            names.append(f"{shift}{_ARROWS[final]}")
    return names


class Keys:
    """The keyboard of a POSIX terminal, as a context manager."""

    def __init__(self, handle: int | None = None) -> None:
        self._handle = sys.stdin.fileno() if handle is None else handle
        self._waiting: deque[str] = deque()
        self._gone = False

    def __enter__(self) -> Self:
        """Let keys through one by one, unseen; Ctrl-C and Ctrl-Z do as ever."""
        import signal
        import termios

        self._saved = termios.tcgetattr(self._handle)
        self._single()
        # After Ctrl-Z and `fg` the shell has put the terminal back.
        self._on_return = signal.signal(signal.SIGCONT, lambda *_: self._single())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Put the terminal back as it was."""
        import signal
        import termios

        signal.signal(signal.SIGCONT, self._on_return)
        termios.tcsetattr(self._handle, termios.TCSADRAIN, self._saved)

    def key(self, wait_s: float) -> str | None:
        """Return the name of the next key, or None when none came for so long."""
        if not self._waiting:
            self._waiting.extend(names_of(self._typed(wait_s)))
        return self._waiting.popleft() if self._waiting else None

    def _single(self) -> None:
        import tty

        tty.setcbreak(self._handle)

    def _typed(self, wait_s: float) -> str:
        import select

        if self._gone:
            time.sleep(wait_s)
            return ""
        if not select.select([self._handle], [], [], wait_s)[0]:
            return ""
        data = os.read(self._handle, 256)
        self._gone = not data
        if data.endswith((b"\x1b", b"\x1b[", b"\x1bO")) and select.select([self._handle], [], [], _REST_S)[0]:
            data += os.read(self._handle, 256)
        return data.decode("utf-8", "ignore")


class WindowsKeys:
    """The keyboard of a Windows console, as a context manager."""

    def __init__(self) -> None:
        self._console: Any = import_module("msvcrt")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Do nothing; the console was left as it was."""

    def key(self, wait_s: float) -> str | None:
        """Return the name of the next key, or None when none came for so long."""
        until = time.monotonic() + wait_s
        while not self._console.kbhit():
            if time.monotonic() >= until:
                return None
            time.sleep(0.01)
        letter = str(self._console.getwch())
        if letter in "\0\xe0":
            return _WINDOWS_ARROWS.get(str(self._console.getwch()))
        if letter == "\x03":
            raise KeyboardInterrupt
        return letter.lower()


def keyboard() -> Keys | WindowsKeys:
    """Return the keyboard of this system."""
    return WindowsKeys() if _IS_WINDOWS else Keys()
