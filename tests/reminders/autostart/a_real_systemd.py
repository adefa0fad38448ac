"""What the tests have a real systemd do, in a world of its own; prints what was seen as JSON.

It is started as the first process of new namespaces of mounts and processes, where /run holds nothing of the machine.
"""

from __future__ import annotations

import dataclasses
import json
import os
import subprocess
import sys
import time
from pathlib import Path

from mindful.reminders.autostart import AutostartError, Job, find_system, run_tool

NO_ANSWER = 77
"""The exit code where systemd does not come up."""


def start_systemd() -> None:
    """Start the systemd of a person, and wait until it answers or half a minute has passed."""
    subprocess.run(["mount", "-t", "tmpfs", "tmpfs", "/run"], check=True)
    # The mark by which systemd knows that it runs the machine.
    Path("/run/systemd/system").mkdir(parents=True)
    Path("/run/person").mkdir(mode=0o700)
    os.environ["XDG_RUNTIME_DIR"] = "/run/person"
    os.environ.pop("DBUS_SESSION_BUS_ADDRESS", None)
    subprocess.Popen(["/lib/systemd/systemd", "--user"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(300):
        if run_tool("systemctl", "--user", "show", "--property=Version").code == 0:
            return
        time.sleep(0.1)
    sys.exit(NO_ANSWER)


def act(program: str, environment: dict[str, str]) -> dict[str, object]:
    """Install the program twice, take it away, and try one that does not start."""
    log = Path.home() / "log"
    systemd = find_system("systemd", log=log)
    job = Job(python=program, environment=environment, folder=Path.home(), log=log)
    seen: dict[str, object] = {"before": short(systemd.state())}
    systemd.install(job)
    seen["installed"] = short(systemd.state())
    systemd.install(job)
    seen["installed again"] = short(systemd.state())
    systemd.uninstall()
    seen["uninstalled"] = short(systemd.state())
    try:
        systemd.install(dataclasses.replace(job, python="/bin/false"))
    except AutostartError as error:
        seen["error"] = error.message
    seen["after the error"] = short(systemd.state())
    seen["left"] = [str(file) for file in (Path.home() / ".config").rglob(f"*{'mindful'}*")]
    return seen


def short(state: object) -> list[object]:
    """Return the answers of a state."""
    return [getattr(state, name) for name in ("installed", "enabled", "running", "detail")]


if __name__ == "__main__":
    start_systemd()
    json.dump(act(sys.argv[1], json.loads(sys.argv[2])), sys.stdout)
