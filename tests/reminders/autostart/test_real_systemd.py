"""A real systemd of a person, hidden from the machine, is told of the service by its real tools."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

NO_ANSWER = 77
ALONE = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"]
PROGRAM = """\
#!/usr/bin/env python3
import json, os, signal, socket, sys, time

with open(os.path.join(os.path.dirname(__file__), "starts.jsonl"), "a") as starts:
    print(json.dumps([sys.argv[1:], os.environ["MINDFUL_DATA"], os.environ["WATCHDOG_USEC"]]), file=starts)
address = os.environ["NOTIFY_SOCKET"]
socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM).sendto(b"READY=1", address.replace("@", "\\0", 1))
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
while True:
    time.sleep(1)
"""


@pytest.mark.apt
@pytest.mark.skipif(sys.platform != "linux", reason="systemd is Linux's")
def test_a_service_comes_and_goes_as_a_real_systemd_tells(tmp_path: Path) -> None:
    # A person's own namespace does not do: systemd may make no control groups in it.
    if os.getuid() != 0 or subprocess.run([*ALONE, "true"], capture_output=True, check=False).returncode != 0:
        pytest.skip("only root can hide a systemd, and only where namespaces are allowed")
    odd = 'o\'brien "c" 100% $HOME \\ ü'
    program = tmp_path / odd / "python"
    program.parent.mkdir()
    program.write_text(PROGRAM, encoding="utf-8")
    program.chmod(0o755)
    environ = {name: text for name, text in os.environ.items() if not name.startswith(("XDG_", "MINDFUL_"))}
    driver = Path(__file__).with_name("a_real_systemd.py")
    ran = subprocess.run(
        [*ALONE, sys.executable, "-P", str(driver), str(program), json.dumps({"MINDFUL_DATA": odd})],
        capture_output=True, text=True, check=False, timeout=120, env=environ | {"HOME": str(tmp_path)},
    )  # fmt: skip
    if ran.returncode == NO_ANSWER:
        pytest.skip("systemd does not run inside of this machine's namespaces")
    assert ran.returncode == 0, ran.stderr
    seen = json.loads(ran.stdout)
    gone, here = [False, False, False, "inactive (dead)"], [True, True, True, "active (running)"]
    assert (seen["before"], seen["installed"], seen["installed again"]) == (gone, here, here)
    assert (seen["uninstalled"], seen["after the error"], seen["left"]) == (gone, gone, [])
    assert "`systemctl --user restart mindful-reminders.service` did not succeed" in seen["error"]
    starts = [json.loads(line) for line in (program.parent / "starts.jsonl").read_text(encoding="utf-8").splitlines()]
    assert starts == [[["-P", "-m", "mindful", "remind", "run"], odd, "120000000"]] * 2
