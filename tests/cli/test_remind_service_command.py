from __future__ import annotations

import json
import plistlib
import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from mindful.cli.frame import group
from mindful.errors import ReminderError
from mindful.reminders.autostart import AutostartError, Ran, State
from mindful.reminders.autostart.systemd import UNIT
from mindful.reminders.ledger import Heartbeat, Pulse
from mindful.store import open_store

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def data(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path_factory.mktemp("private") / "data"
    monkeypatch.setenv("MINDFUL_DATA", str(folder))
    return folder


def run(*args: str) -> Result:
    return CliRunner().invoke(group, ["remind", "service", *args], catch_exceptions=False)


class Tools:
    """A systemd that does what it is asked, or refuses to start."""

    def __init__(self) -> None:
        """Be willing."""
        self.refuses = False

    def __call__(self, *words: str) -> Ran:
        """Answer as systemctl and loginctl do."""
        if "restart" in words and self.refuses:
            return Ran(code=1, err="Job failed.")
        if "--property=Linger" in words:
            return Ran(code=0, out="no")
        said = "UnitFileState=enabled\nActiveState=active\nSubState=running\nResult=success" if UNIT in words else ""
        return Ran(code=0, out=said)


@pytest.fixture
def tools(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Tools:
    tools = Tools()
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr("mindful.reminders.autostart.machine.run_tool", tools)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    return tools


@pytest.mark.usefixtures("tools")
def test_a_service_is_installed_looked_at_and_taken_away(tmp_path: Path) -> None:
    file = tmp_path / "systemd" / "user" / UNIT
    installed = run("install", "--library", str(tmp_path / "mine"))
    assert (installed.exit_code, installed.stdout) == (0, "")
    assert installed.stderr.splitlines() == [
        f"Wrote {file}",
        "Ran systemctl --user daemon-reload",
        f"Ran systemctl --user enable {UNIT}",
        f"Ran systemctl --user restart {UNIT}",
        "Reminders come while you are logged in; `loginctl enable-linger` lets them come at any time.",
        "Reminders start now, and whenever you log in. `mindful remind service uninstall` takes that back.",
    ]
    assert f"MINDFUL_LIBRARY={tmp_path / 'mine'}" in file.read_text(encoding="utf-8")
    assert run("status").stdout.splitlines() == [
        "installed: yes",
        "starts at login: yes",
        "running: yes",
        f"file: {file}",
        "systemd says: active (running)",
        "No service has given a sign of life of late.",
    ]
    gone = run("uninstall")
    assert f"Removed {file}" in gone.stderr
    assert gone.stderr.endswith("Reminders no longer start when you log in.\n")
    assert not file.exists()
    assert run("uninstall").stderr == "Nothing was installed.\n"


@pytest.mark.usefixtures("tools")
def test_the_state_as_json_is_a_promise(tmp_path: Path) -> None:
    run("install", "--quiet")
    assert json.loads(run("status", "--json").stdout) == {
        "system": "systemd",
        "file": str(tmp_path / "systemd" / "user" / UNIT),
        "installed": True,
        "enabled": True,
        "running": True,
        "detail": "active (running)",
        "signs": [],
    }
    run("uninstall")
    assert json.loads(run("status", "--json").stdout)["file"] is None


@pytest.mark.usefixtures("tools")
def test_what_was_done_is_told_to_programs(tmp_path: Path) -> None:
    file = str(tmp_path / "systemd" / "user" / UNIT)
    done = json.loads(run("install", "--json").stdout)
    assert (done["wrote"], done["ran"][-1]) == ([file], f"systemctl --user restart {UNIT}")
    assert json.loads(run("uninstall", "--json").stdout)["removed"] == [file]
    assert json.loads(run("uninstall", "--json").stdout) == {"wrote": [], "removed": [], "ran": [], "hint": None}


@pytest.mark.usefixtures("tools")
def test_the_state_tells_of_the_last_sign_of_life(data: Path) -> None:
    now = datetime.now(UTC)
    with open_store(data) as store:
        for owner, ago_s, trouble in (("desk/01JA", 20, None), ("attic/01JB", 3600, "The disk is full.")):
            at = now - timedelta(seconds=ago_s)
            Pulse(store).beat(Heartbeat(owner=owner, at=at, started=at, next_due=now, version="1", trouble=trouble))
    desk, attic = run("status").stdout.splitlines()[-2:]
    assert re.fullmatch(r"desk/01JA sends reminders: sign of life at .+, looks next at .+", desk)
    assert re.fullmatch(r"attic/01JB is silent: sign of life at .+\. The disk is full\.", attic)
    signs = json.loads(run("status", "--json").stdout)["signs"]
    assert [(sign["owner"], sign["alive"]) for sign in signs] == [("desk/01JA", True), ("attic/01JB", False)]


def test_a_service_that_does_not_start_is_an_error(tools: Tools, tmp_path: Path) -> None:
    tools.refuses = True
    with pytest.raises(AutostartError, match="Job failed"):
        run("install")
    assert list((tmp_path / "systemd" / "user").iterdir()) == []


@pytest.mark.usefixtures("tools")
def test_printing_installs_nothing(tmp_path: Path) -> None:
    assert run("install", "--print").stdout.startswith("[Unit]\n")
    agent = plistlib.loads(run("install", "--print", "--for", "launchd").stdout_bytes)
    assert agent["ProgramArguments"][-2:] == ["remind", "run"]
    assert run("install", "--print", "--for", "windows").stdout.startswith("<Task ")
    assert list(tmp_path.iterdir()) == []


def test_another_system_can_only_be_printed_for() -> None:
    result = run("install", "--for", "windows")
    assert result.exit_code == 2
    assert "--for goes with --print" in result.stderr


def test_a_password_in_the_environment_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINDFUL_DATABASE", "postgresql://jo:secret@db/mindful")
    with pytest.raises(ReminderError, match="no place for one"):
        run("install", "--print", "--for", "systemd")


def test_a_state_without_words_ends_with_the_answers() -> None:
    from mindful.cli.remind_service import state_lines

    state = State(system="windows", file=None, installed=True, enabled=True, running=False)
    assert state_lines(state) == ["installed: yes", "starts at login: yes", "running: no"]
