"""What the service of this person, of this installation, is to run."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from mindful.config.folders import APP_NAME
from mindful.config.spec import SETTINGS
from mindful.errors import ReminderError
from mindful.reminders.autostart.port import Job

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_FOLDERS = ("MINDFUL_LIBRARY", "MINDFUL_DATA", "MINDFUL_CACHE")
_BASES = ("XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_DOCUMENTS_DIR")
"""Where the folders are when they are not named; a shell may set these where a login does not."""


def this_job(
    *, library: Path | None = None, environ: Mapping[str, str] | None = None, python: str = sys.executable
) -> Job:
    """Return the job that sees the same folders and settings as the process that asks.

    Args:
        library: The library a person asked for; None leaves it to the environment.
        environ: The environment variables; the process's own by default.
        python: The interpreter to run.

    Raises:
        ReminderError: A variable may hold a password, or holds a character that no file of a service can hold.
    """
    environ = os.environ if environ is None else environ
    kept = dict(_kept(environ))
    if library is not None:
        kept["MINDFUL_LIBRARY"] = _whole(str(library))
    return Job(
        python=_without_window(python),
        environment=kept,
        folder=Path.home(),
        log=log_file(),
    )


def log_file() -> Path:
    """Return where the service complains on systems that keep no log of it themselves."""
    import platformdirs

    return platformdirs.user_log_path(APP_NAME, appauthor=False) / "reminders.log"


def _kept(environ: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name in (*_FOLDERS, *_BASES):
        if text := environ.get(name, "").strip():
            yield name, _whole(text) if name in _FOLDERS else text
    for setting in SETTINGS:
        if text := environ.get(setting.variable, "").strip():
            if setting.shown(text) != text:
                raise ReminderError(
                    f"{setting.variable} may hold a password, and the file of a service is no place for one.",
                    hint=f"Keep it with `mindful config set {setting.name}`, unset the variable, and run this again.",
                )
            yield setting.variable, text


def _whole(text: str) -> str:
    """Make a folder's name hold from wherever the service runs."""
    return str(Path(text).expanduser().absolute())


def _without_window(python: str) -> str:
    """Prefer the interpreter beside Windows' python.exe that opens no console window."""
    silent = Path(python).with_name("pythonw.exe")
    return str(silent) if silent.is_file() else python
