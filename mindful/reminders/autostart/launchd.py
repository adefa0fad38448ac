"""macOS: an agent of the person's own launchd."""

from __future__ import annotations

import plistlib
import re
import time
from typing import TYPE_CHECKING, Any

from mindful.config.folders import make_private
from mindful.reminders.autostart.port import (
    NAME,
    RESTART_S,
    STOP_S,
    WITHOUT_SERVICE,
    AutostartError,
    AutostartMissingError,
    Deeds,
    State,
)
from mindful.reminders.autostart.steps import AS_BEFORE, Steps, remove, remove_log, written

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mindful.reminders.autostart.port import Job, Run

_POLL_S = 0.5


def agent(job: Job) -> dict[str, Any]:
    """Return the agent as launchd.plist(5) has it. Pure."""
    environment = {"EnvironmentVariables": dict(job.environment)} if job.environment else {}
    return {
        "Label": NAME,
        "ProgramArguments": list(job.command),
        **environment,
        "WorkingDirectory": str(job.folder),
        "RunAtLoad": True,
        # Started again after a crash, and left alone after an end in good order.
        "KeepAlive": {"SuccessfulExit": False},
        "ThrottleInterval": RESTART_S,
        "ExitTimeOut": STOP_S,
        "ProcessType": "Background",
        # A sitting that was begun from a reminder outlasts the service.
        "AbandonProcessGroup": True,
        "StandardErrorPath": str(job.log),
    }


class Launchd:
    """The launchd of one person at the screen of a Mac."""

    name = "launchd"

    def __init__(
        self, *, folder: Path, log: Path, run: Run, user_id: int, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        """Take the folder of agents, the service's log, what runs a tool, whose launchd it is, and what waits."""
        self.file = folder / f"{NAME}.plist"
        self._log, self._run, self._sleep = log, run, sleep
        self._domain = f"gui/{user_id}"
        self._target = f"{self._domain}/{NAME}"

    def text(self, job: Job) -> str:
        """Return the property list."""
        return plistlib.dumps(agent(job), sort_keys=False).decode()

    def install(self, job: Job) -> Deeds:
        """Write the agent and have it loaded anew."""
        if self._run("launchctl", "print", self._domain).code != 0:
            raise AutostartMissingError(
                "launchd starts services for a person only while they are logged in at the screen.",
                hint=f"Log in there and run this again. {WITHOUT_SERVICE}",
            )
        # launchd makes the file, and not its folder.
        make_private(self._log.parent)
        steps = Steps(self._run, hint=f'{AS_BEFORE} "{self._log}" may tell more.')
        with written(self.file, self.text(job).encode(), back=self._back):
            self._unload(steps)
            if self._disabled():
                steps.must("launchctl", "enable", self._target)
            steps.must("launchctl", "bootstrap", self._domain, str(self.file))
        return Deeds(wrote=(self.file,), ran=steps.ran)

    def uninstall(self) -> Deeds:
        """Unload the agent; remove it and its log."""
        steps = Steps(self._run, hint="The service is still installed; run the same command again.")
        self._unload(steps)
        return Deeds(removed=remove(self.file) + remove_log(self._log), ran=steps.ran)

    def state(self) -> State:
        """Ask launchd."""
        told = self._run("launchctl", "print", self._target)
        state = re.search(r"^\s*state = (.+)$", told.out, re.MULTILINE)
        ended = re.search(r"^\s*last exit code = (.+)$", told.out, re.MULTILINE)
        words = [state[1]] if state else [told.err or "not loaded"]
        words += [f"last exit code {ended[1]}"] if ended else []
        return State(
            system=self.name,
            file=self.file,
            installed=self.file.exists(),
            enabled=self.file.exists() and not self._disabled(),
            running=bool(state and state[1] == "running"),
            detail=", ".join(words),
        )

    def _loaded(self) -> bool:
        return self._run("launchctl", "print", self._target).code == 0

    def _unload(self, steps: Steps) -> None:
        """Stop the agent and wait until it has gone: launchd refuses to load what is still going."""
        if not self._loaded():
            return
        steps.must("launchctl", "bootout", self._target)
        for _ in range(round(STOP_S / _POLL_S) + 10):
            if not self._loaded():
                return
            self._sleep(_POLL_S)
        raise AutostartError("The running service did not stop.", hint="Run the same command again in a while.")

    def _disabled(self) -> bool:
        """Tell whether somebody has switched the agent off; older systems say `true` for `disabled`."""
        told = self._run("launchctl", "print-disabled", self._domain)
        return re.search(rf'"{NAME}" => (disabled|true)', told.out) is not None

    def _back(self, former: bytes | None) -> None:
        self._run("launchctl", "bootout", self._target)
        if former is None:
            remove_log(self._log)
        else:
            self._run("launchctl", "bootstrap", self._domain, str(self.file))
