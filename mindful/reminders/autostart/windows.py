"""Windows: a task of the Task Scheduler, which the scheduler keeps itself."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from mindful.config.folders import make_private
from mindful.reminders.autostart.port import DESCRIPTION, NAME, WITHOUT_SERVICE, AutostartMissingError, Deeds, State
from mindful.reminders.autostart.steps import AS_BEFORE, Steps, remove_log, write

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mindful.reminders.autostart.port import Job, Ran, Run

    _Rows = Mapping[str, "str | _Rows"]

NAMESPACE = "http://schemas.microsoft.com/windows/2004/02/mit/task"
_NONE = 127
_STATE = f"(Get-ScheduledTask -TaskPath '\\' -TaskName '{NAME}' -ErrorAction Stop).State"
"""schtasks tells the state in the language of the system, PowerShell in English everywhere."""
_SETTINGS: _Rows = {
    "AllowStartOnDemand": "true",
    # The shortest time and the highest number that the scheduler takes.
    "RestartOnFailure": {"Interval": "PT1M", "Count": "255"},
    "MultipleInstancesPolicy": "IgnoreNew",
    "DisallowStartIfOnBatteries": "false",
    "StopIfGoingOnBatteries": "false",
    "AllowHardTerminate": "true",
    "StartWhenAvailable": "true",
    "RunOnlyIfNetworkAvailable": "false",
    "WakeToRun": "false",
    "Enabled": "true",
    "Hidden": "true",
    "IdleSettings": {"StopOnIdleEnd": "false", "RestartOnIdle": "false"},
    # No limit; the scheduler would stop the service after 72 hours.
    "ExecutionTimeLimit": "PT0S",
    "RunOnlyIfIdle": "false",
}


def task(job: Job, user: str) -> str:
    """Return the task as XML in plain ASCII, without a declaration: it reads the same in every encoding. Pure.

    Within a trigger the order is the schema's, which wants it.
    """
    root = ET.Element("Task", {"version": "1.2", "xmlns": NAMESPACE})
    _fill(ET.SubElement(root, "RegistrationInfo"), {"Description": DESCRIPTION})
    # An exit code other than 0 is no failure to the scheduler: the repetition starts a service that has crashed.
    logon: _Rows = {"Repetition": {"Interval": "PT5M"}, "UserId": user}
    _fill(ET.SubElement(root, "Triggers"), {"LogonTrigger": logon})
    principal = ET.SubElement(ET.SubElement(root, "Principals"), "Principal", {"id": "Author"})
    _fill(principal, {"UserId": user, "LogonType": "InteractiveToken", "RunLevel": "LeastPrivilege"})
    _fill(ET.SubElement(root, "Settings"), _SETTINGS)
    arguments = subprocess.list2cmdline(["-P", "-c", start(job.environment, job.log), *job.words])
    run = {"Command": job.python, "Arguments": arguments, "WorkingDirectory": str(job.folder)}
    _fill(ET.SubElement(root, "Actions", {"Context": "Author"}), {"Exec": run})
    ET.indent(root)
    text: bytes = ET.tostring(root, encoding="us-ascii", xml_declaration=False)
    return text.decode("ascii") + "\n"


def start(environment: Mapping[str, str], log: Path) -> str:
    """Return Python that starts mindful: a task has no environment of its own, and pythonw no standard error.

    It holds no `%` and no `$`, in which the scheduler would look for variables. Pure.
    """
    literals = [ascii(value).replace("%", "\\x25").replace("$", "\\x24") for value in (str(log), dict(environment))]
    return (
        "import os, sys; "
        f"log = open({literals[0]}, 'a', 1, 'utf-8'); "
        "sys.stdout = sys.stdout or log; sys.stderr = sys.stderr or log; "
        f"os.environ.update({literals[1]}); "
        "from mindful.cli import main; sys.exit(main())"
    )


class TaskScheduler:
    """The Task Scheduler, for one person."""

    name = "windows"

    def __init__(self, *, user: str, log: Path, run: Run) -> None:
        r"""Take the person as ``DOMAIN\name``, the service's log, and what runs a tool."""
        self._user, self._log, self._run = user, log, run

    def text(self, job: Job) -> str:
        """Return the task."""
        return task(job, self._user)

    def install(self, job: Job) -> Deeds:
        """Register the task and start it anew."""
        known = self._query()
        if known.code == _NONE:
            raise AutostartMissingError("There is no Task Scheduler here.", hint=WITHOUT_SERVICE)
        make_private(self._log.parent)
        steps = Steps(self._run, hint=AS_BEFORE)
        with tempfile.TemporaryDirectory(prefix=f"{NAME}-") as folder:
            file = Path(folder) / f"{NAME}.xml"
            # With the byte order mark by which schtasks knows the encoding.
            write(file, f'<?xml version="1.0" encoding="UTF-16"?>\n{self.text(job)}'.encode("utf-16"))
            steps.must("schtasks", "/Create", "/TN", NAME, "/XML", str(file), "/F")
        if known.code == 0:
            steps.hint = "The task is registered, and the next login starts it."
            steps.may("schtasks", "/End", "/TN", NAME)
        try:
            steps.must("schtasks", "/Run", "/TN", NAME)
        except BaseException:
            if known.code != 0:
                self._run("schtasks", "/Delete", "/TN", NAME, "/F")
                remove_log(self._log)
            raise
        return Deeds(ran=steps.ran)

    def uninstall(self) -> Deeds:
        """Stop the task and have the scheduler forget it; remove its log."""
        steps = Steps(self._run, hint="The service is still installed; run the same command again.")
        if self._query().code == 0:
            steps.may("schtasks", "/End", "/TN", NAME)
            steps.must("schtasks", "/Delete", "/TN", NAME, "/F")
        return Deeds(removed=remove_log(self._log), ran=steps.ran)

    def state(self) -> State:
        """Ask the scheduler."""
        told = self._run("powershell", "-NoProfile", "-NonInteractive", "-Command", _STATE)
        installed = told.code == 0
        return State(
            system=self.name,
            file=None,
            installed=installed,
            enabled=installed and told.out != "Disabled",
            running=told.out == "Running",
            detail=told.out if installed else " ".join(told.err.split()),
        )

    def _query(self) -> Ran:
        return self._run("schtasks", "/Query", "/TN", NAME)


def _fill(parent: ET.Element, rows: _Rows) -> None:
    for name, content in rows.items():
        child = ET.SubElement(parent, name)
        if isinstance(content, str):
            child.text = content
        else:
            _fill(child, content)
