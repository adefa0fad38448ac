"""What a system that starts programs at login has to do, and the values that go in and out."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from mindful.errors import FAILED, MISSING, ReminderError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

NAME = "mindful-reminders"
"""What every system calls the service."""
DESCRIPTION = "Reminders of mindful"
STOP_S = 90
"""How long a stopping service may take: the sends it has claimed are finished first."""
RESTART_S = 30
"""How long after a crash the service is started again: soon enough for a reminder, rare enough for a lasting fault."""

WITHOUT_SERVICE = (
    "Keep `mindful remind run` open in a terminal, "
    "or let cron run `mindful remind tick --once` every minute, with mindful's whole path."
)
"""How reminders come where nothing starts a service."""


class AutostartError(ReminderError):
    """The system did not start, stop or describe the service as it was asked to."""

    exit_code = FAILED


class AutostartMissingError(AutostartError):
    """There is nothing here that could start the service at login."""

    exit_code = MISSING


@dataclass(frozen=True, kw_only=True, slots=True)
class Job:
    """What is to run from login to logout."""

    python: str
    """The whole path of the interpreter."""
    words: tuple[str, ...] = ("remind", "run")
    """The words after `mindful`."""
    environment: Mapping[str, str]
    """The variables it needs besides those of a login."""
    folder: Path
    """Where it runs: the person's home."""
    log: Path
    """Where its complaints go on systems that keep none themselves."""

    def __post_init__(self) -> None:
        """Refuse what no unit file, plist or XML can hold. Raises ReminderError."""
        for name, text in (
            ("Python's path", self.python),
            ("The home folder", str(self.folder)),
            *self.environment.items(),
        ):
            # Cs are the lone surrogates that stand for bytes which are no UTF-8.
            if any(unicodedata.category(character) in {"Cc", "Cs"} for character in text):
                raise ReminderError(
                    f"{name} holds a character that the file of a service cannot hold: {text!a}.",
                    hint="Give it a plain name, and run the same command again.",
                )

    @property
    def command(self) -> tuple[str, ...]:
        """The program and its arguments; -P keeps what lies in the home folder from posing as a module."""
        return (self.python, "-P", "-m", "mindful", *self.words)


@dataclass(frozen=True, kw_only=True, slots=True)
class Ran:
    """What became of a tool of the system."""

    code: int
    """Its exit code; 127 where there is no such tool, as shells have it."""
    out: str = ""
    """Its standard output, without the space around it."""
    err: str = ""
    """Its standard error, likewise."""


class Run(Protocol):
    """Runs a tool of the system."""

    def __call__(self, *words: str) -> Ran:
        """Run a program with its arguments to its end, and tell what became of it; raises nothing."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Deeds:
    """What was done to a system, to be shown."""

    wrote: tuple[Path, ...] = ()
    removed: tuple[Path, ...] = ()
    ran: tuple[tuple[str, ...], ...] = ()
    """The tools that were run, with their arguments."""
    hint: str | None = None
    """What the person may want to know besides."""


@dataclass(frozen=True, kw_only=True, slots=True)
class State:
    """What the system says of the service."""

    system: str
    """`systemd`, `launchd` or `windows`."""
    file: Path | None
    """Where the service is described; None where the system keeps that to itself."""
    installed: bool
    enabled: bool
    """Whether the next login starts it."""
    running: bool
    detail: str = ""
    """The system's own words, or why it has none; may be empty."""


class System(Protocol):
    """What starts programs at login."""

    name: str

    def text(self, job: Job) -> str:
        """Return what the system is told. Pure."""
        ...

    def install(self, job: Job) -> Deeds:
        """Have the job started now and at every login; a job installed before is replaced and started anew.

        Raises:
            AutostartError: A tool did not succeed; all is again as it was, or the sentence says what is not.
            AutostartMissingError: There is no such system here.
        """
        ...

    def uninstall(self) -> Deeds:
        """Stop the service and take every trace of it away; where there is none, do nothing.

        Raises:
            AutostartError: The service could not be stopped; it is still installed.
        """
        ...

    def state(self) -> State:
        """Ask the system what it knows."""
        ...
