"""Starting a practice from a notification: in a window with a terminal where there is one, where it can be paused."""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from mindful.errors import PlayerError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_LOG = logging.getLogger("mindful")
_MODULE = "mindful"
_DESKTOP = ("DISPLAY", "WAYLAND_DISPLAY")
_TERMINALS: tuple[tuple[str, tuple[str, ...]], ...] = (
    # The desktop's own choice first: the freedesktop.org proposal, then Debian's alternatives.
    ("xdg-terminal-exec", ()),
    ("x-terminal-emulator", ("-e",)),
    ("gnome-terminal", ("--",)),
    ("konsole", ("-e",)),
    ("xfce4-terminal", ("-x",)),
    ("kitty", ()),
    ("foot", ()),
    ("alacritty", ("-e",)),
    ("xterm", ("-e",)),
)
"""Program -> what stands before the command it runs."""


def command_of(target: str | None, length_s: float | None, program: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the command that practises: what is named, for so long, or sits in silence where nothing is named.

    Args:
        target: As `mindful play` takes it; None sits.
        length_s: Of the practice; None leaves it to the script, and sits for ten minutes.
        program: How mindful is called; this very Python by default.
    """
    # -P keeps what lies in the folder of the service from posing as a module.
    called = tuple(program) or (_with_window(sys.executable), "-P", "-m", _MODULE)
    if target is None:
        return (*called, "timer", f"{round(length_s or 600)}s")
    length = () if length_s is None else ("--length", f"{length_s:g}s")
    return (*called, "play", *length, "--", target)


def _with_window(python: str) -> str:
    """Prefer the interpreter with a console to Windows' pythonw.exe, by which the service runs."""
    program = Path(python)
    beside = program.with_name("python.exe")
    return str(beside) if program.name.lower() == "pythonw.exe" and beside.is_file() else python


def _as_typed(command: Sequence[str]) -> Sequence[str]:
    return command[command.index(_MODULE) :] if _MODULE in command else command


def start(
    command: Sequence[str],
    *,
    environ: Mapping[str, str] | None = None,
    which: Callable[[str], str | None] = shutil.which,
    platform: str = sys.platform,
) -> subprocess.Popen[bytes]:
    """Start a practice in a process of its own, which outlives this one.

    Raises:
        PlayerError: It does not start.
    """
    environ = with_desktop(os.environ) if environ is None else environ
    words, flags = _in_a_window(command, environ, which, platform)
    try:
        return subprocess.Popen(
            words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=dict(environ),
            start_new_session=platform != "win32", creationflags=flags,
        )  # fmt: skip
    except OSError as error:
        raise PlayerError(
            f"The practice does not start: {error.strerror or error}.",
            hint=f"Start it with: {' '.join(_as_typed(command))}",
        ) from error


def with_desktop(environ: Mapping[str, str]) -> Mapping[str, str]:
    """Return variables with those of a desktop that began after this process: systemd has been told of them."""
    if sys.platform != "linux" or any(environ.get(name) for name in _DESKTOP):
        return environ
    try:
        told = subprocess.run(
            ["systemctl", "--user", "show-environment"],  # noqa: S607 -- whichever the system has
            capture_output=True, text=True, timeout=5, check=False
        ).stdout  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return environ
    pairs = (line.partition("=") for line in told.splitlines())
    return {**environ, **{name: text for name, _, text in pairs if name in {*_DESKTOP, "XAUTHORITY"}}}


def _in_a_window(
    command: Sequence[str], environ: Mapping[str, str], which: Callable[[str], str | None], platform: str
) -> tuple[list[str], int]:
    if platform == "win32":
        return list(command), getattr(subprocess, "CREATE_NEW_CONSOLE", 0)
    if platform == "darwin":
        # Terminal takes a line of the shell, inside a string of AppleScript.
        import shlex

        line = shlex.join(command).replace("\\", "\\\\").replace('"', '\\"')
        return ["osascript", "-e", f'tell application "Terminal" to do script "{line}"'], 0
    if any(environ.get(name) for name in _DESKTOP):
        for program, before in _TERMINALS:
            if found := which(program):
                return [found, *before, *command], 0
    _LOG.info("There is no window for a terminal here: the practice plays without one.")
    return list(command), 0
