"""This machine: which system it has, and how the system's tools are run."""

from __future__ import annotations

import getpass
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from mindful.errors import ReminderError
from mindful.reminders.autostart.port import STOP_S, WITHOUT_SERVICE, AutostartMissingError, Ran

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mindful.reminders.autostart.port import Run, System

_PLATFORMS = {"linux": "systemd", "darwin": "launchd", "win32": "windows"}
_TOOL_S = 2.0 * STOP_S + 30
"""A restart stops one service and starts another, and a tool waits for both."""


def name_of_this_system(platform: str | None = None) -> str:
    """Return `systemd`, `launchd` or `windows`: that of this platform, or of one that `sys.platform` may name.

    Raises:
        AutostartMissingError: There is none that mindful knows.
    """
    platform = platform or sys.platform
    try:
        return _PLATFORMS[platform]
    except KeyError:
        raise AutostartMissingError(
            f"mindful cannot have its reminders started at login on {platform}.", hint=WITHOUT_SERVICE
        ) from None


def find_system(name: str, *, log: Path, run: Run | None = None, environ: Mapping[str, str] | None = None) -> System:
    """Return one of the systems by its name.

    Args:
        name: `systemd`, `launchd` or `windows`.
        log: Where the service's complaints go.
        run: Runs a tool; `run_tool` by default.
        environ: The environment variables; the process's own by default.

    Raises:
        ReminderError: There is no system of that name.
    """
    environ = os.environ if environ is None else environ
    if name not in _MAKERS:
        raise ReminderError(f'There is no system "{name}".', hint=f"It is one of {', '.join(_MAKERS)}.")
    return _MAKERS[name](log, run or run_tool, environ)


def run_tool(*words: str) -> Ran:
    """Run a tool of the system to its end, without a shell and without input."""
    try:
        ran = subprocess.run(
            words,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=_TOOL_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Ran(code=124, err=f"it did not end within {_TOOL_S:g} seconds")
    except OSError as error:
        return Ran(code=127, err=error.strerror or str(error))
    return Ran(code=ran.returncode, out=ran.stdout.strip(), err=ran.stderr.strip())


def _systemd(log: Path, run: Run, environ: Mapping[str, str]) -> System:
    from mindful.reminders.autostart.systemd import Systemd

    del log  # the journal keeps it
    config = environ.get("XDG_CONFIG_HOME", "")
    # The specification wants relative paths ignored.
    base = Path(config) if Path(config).is_absolute() else Path.home() / ".config"
    graphical = any(environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))
    return Systemd(folder=base / "systemd" / "user", run=run, graphical=graphical)


def _launchd(log: Path, run: Run, environ: Mapping[str, str]) -> System:
    from mindful.reminders.autostart.launchd import Launchd

    del environ
    # Windows has no such number, and only prints what a Mac would be told.
    user_id: int = getattr(os, "getuid", int)()
    return Launchd(folder=Path.home() / "Library" / "LaunchAgents", log=log, run=run, user_id=user_id)


def _windows(log: Path, run: Run, environ: Mapping[str, str]) -> System:
    from mindful.reminders.autostart.windows import TaskScheduler

    user = environ.get("USERNAME") or getpass.getuser()
    domain = environ.get("USERDOMAIN")
    return TaskScheduler(user=f"{domain}\\{user}" if domain else user, log=log, run=run)


_MAKERS: dict[str, Callable[[Path, Run, Mapping[str, str]], System]] = {
    "systemd": _systemd,
    "launchd": _launchd,
    "windows": _windows,
}
