"""Linux: a unit of the person's own systemd.

Left out on purpose: `NoNewPrivileges=` and all that implies it would break a person's own commands that are snaps or
use sudo, and `PrivateTmp=` would hide the sockets of X11. Neither would keep the service from anything the person's
other programs can do.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from mindful.reminders.autostart.port import (
    DESCRIPTION,
    NAME,
    RESTART_S,
    STOP_S,
    WITHOUT_SERVICE,
    AutostartMissingError,
    Deeds,
    State,
)
from mindful.reminders.autostart.steps import AS_BEFORE, Steps, remove, written

if TYPE_CHECKING:
    from pathlib import Path

    from mindful.reminders.autostart.port import Job, Ran, Run

UNIT = f"{NAME}.service"
WATCHDOG_S = 120
"""How long the service may be silent before it counts as hung: four ticks of 30 s."""
_TARGET = "default.target"
_SHOWN = ("UnitFileState", "ActiveState", "SubState", "Result")

# Ordered after the desktop, so that at logout the service ends, and can still show something, before the desktop does.
# No part of it: a desktop that comes and goes while the person's systemd stays would stop the service for good, and a
# machine without one has reminders too. default.target is reached on both, at login.
#
# Only the service itself is stopped: a command that delivers a reminder ends by itself, and a sitting that was begun
# from a reminder outlasts an upgrade. A core dump would hold what a person keeps private.
_TEXT = """\
[Unit]
Description={description}
After=graphical-session.target

[Service]
Type=notify
ExecStart=:{command}
{environment}Restart=on-failure
RestartSec={restart_s}s
WatchdogSec={watchdog_s}s
TimeoutStopSec={stop_s}s
KillMode=process
LimitCORE=0

[Install]
WantedBy={target}
"""


def unit(job: Job) -> str:
    """Return the text of the unit; its colon keeps systemd from reading `$` in the command. Pure."""
    # systemd runs no program with such a character in its path, as in /home/o'brien; env, in its place, does.
    through = ("/usr/bin/env",) if set(job.python) & set("'\"\\") else ()
    return _TEXT.format(
        description=DESCRIPTION,
        command=" ".join(map(quoted, (*through, *job.command))),
        environment="".join(f"Environment={quoted(f'{name}={text}')}\n" for name, text in job.environment.items()),
        restart_s=RESTART_S,
        watchdog_s=WATCHDOG_S,
        stop_s=STOP_S,
        target=_TARGET,
    )


def quoted(word: str) -> str:
    """Return a word as systemd.syntax(7) and systemd.unit(5) want it: in quotes, escaped, without specifiers."""
    return '"' + word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%") + '"'


class Systemd:
    """The systemd of one person."""

    name = "systemd"

    def __init__(self, *, folder: Path, run: Run, graphical: bool) -> None:
        """Take the folder of units, what runs a tool, and whether the person sits at a desktop."""
        self.file = folder / UNIT
        self._link = folder / f"{_TARGET}.wants" / UNIT
        self._run, self._graphical = run, graphical

    def text(self, job: Job) -> str:
        """Return the unit."""
        return unit(job)

    def install(self, job: Job) -> Deeds:
        """Write the unit, enable it, start it anew."""
        answer = self._manager()
        if answer.code != 0:
            raise AutostartMissingError(
                "There is no systemd here that starts services for a person, as in many containers.",
                hint=WITHOUT_SERVICE,
            )
        steps = Steps(self._run, hint=f"{AS_BEFORE} `journalctl --user --unit {NAME}` may tell more.")
        with written(self.file, self.text(job).encode(), back=self._back):
            steps.must("systemctl", "--user", "daemon-reload")
            steps.must("systemctl", "--user", "enable", UNIT)
            # Rather than `enable --now`, which leaves a running service as it is after an upgrade.
            steps.must("systemctl", "--user", "restart", UNIT)
        return Deeds(wrote=(self.file,), ran=steps.ran, hint=self._linger())

    def uninstall(self) -> Deeds:
        """Stop and disable the unit, and remove it."""
        if not self._installed() and not self._link.is_symlink():
            return Deeds()
        steps = Steps(self._run, hint="The service is still installed; run the same command again.")
        managed = self._manager().code == 0
        if managed and self._installed():
            steps.must("systemctl", "--user", "disable", "--now", UNIT)
        removed = remove(self.file, self._link)
        with suppress(OSError):
            self._link.parent.rmdir()
        if managed:
            steps.may("systemctl", "--user", "daemon-reload")
            # A unit that failed stays listed until it is forgotten.
            steps.may("systemctl", "--user", "reset-failed", UNIT)
        return Deeds(removed=removed, ran=steps.ran)

    def state(self) -> State:
        """Ask systemd."""
        told = self._run("systemctl", "--user", "show", UNIT, f"--property={','.join(_SHOWN)}")
        rows = dict(line.split("=", 1) for line in told.out.splitlines() if "=" in line)
        active, result = rows.get("ActiveState", ""), rows.get("Result", "")
        detail = f"{active} ({rows.get('SubState', '')})" if active else told.err or "there is no systemctl"
        return State(
            system=self.name,
            file=self.file,
            installed=self._installed(),
            enabled=rows.get("UnitFileState") == "enabled",
            running=active in {"active", "reloading"},
            detail=detail if result in {"", "success"} else f"{detail}, {result}",
        )

    def _installed(self) -> bool:
        return self.file.is_symlink() or self.file.exists()

    def _manager(self) -> Ran:
        """Ask for something that only a running systemd of the person's own can answer."""
        return self._run("systemctl", "--user", "show", "--property=Version")

    def _back(self, former: bytes | None) -> None:
        if former is None:
            self._run("systemctl", "--user", "disable", "--now", UNIT)
            self.file.unlink(missing_ok=True)
        self._run("systemctl", "--user", "daemon-reload")
        self._run("systemctl", "--user", *(("reset-failed",) if former is None else ("restart",)), UNIT)

    def _linger(self) -> str | None:
        told = self._run("loginctl", "show-user", "--property=Linger", "--value")
        if self._graphical or told.code != 0 or told.out != "no":
            return None
        return "Reminders come while you are logged in; `loginctl enable-linger` lets them come at any time."
