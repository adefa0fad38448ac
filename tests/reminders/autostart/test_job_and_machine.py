from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mindful.errors import MISSING, ReminderError
from mindful.reminders.autostart import (
    AutostartMissingError,
    find_system,
    log_file,
    machine,
    name_of_this_system,
    run_tool,
    this_job,
)
from mindful.reminders.autostart.launchd import Launchd
from mindful.reminders.autostart.systemd import UNIT, Systemd

if TYPE_CHECKING:
    from tests.reminders.autostart.conftest import RecordedTools


def test_the_job_keeps_what_says_where_things_are_and_how_they_are_set() -> None:
    environ = {
        "MINDFUL_DATA": "/private/data",
        "MINDFUL_CACHE": " ",
        "XDG_DATA_HOME": "/elsewhere",
        "MINDFUL_VOICE": "system:en-us",
        "MINDFUL_CI": "1",
        "PATH": "/bin",
    }
    job = this_job(environ=environ)
    kept = {"MINDFUL_DATA": str(Path("/private/data").absolute())}
    assert job.environment == kept | {"XDG_DATA_HOME": "/elsewhere", "MINDFUL_VOICE": "system:en-us"}
    assert job.command == (sys.executable, "-P", "-m", "mindful", "remind", "run")
    assert (job.folder, job.log) == (Path.home(), log_file())


def test_folders_are_whole_and_the_library_asked_for_wins(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    job = this_job(library=Path("mine"), environ={"MINDFUL_DATA": "data", "MINDFUL_LIBRARY": "/other"})
    here = Path.cwd()
    assert job.environment == {"MINDFUL_DATA": str(here / "data"), "MINDFUL_LIBRARY": str(here / "mine")}


def test_a_password_stays_out_of_the_file_of_a_service() -> None:
    with pytest.raises(
        ReminderError, match=r"MINDFUL_DATABASE may hold a password.* `mindful config set database`"
    ) as told:
        this_job(environ={"MINDFUL_DATABASE": "postgresql://jo:secret@db/mindful"})
    assert "secret" not in str(told.value)
    plain = "postgresql://db/mindful"
    assert this_job(environ={"MINDFUL_DATABASE": plain}).environment["MINDFUL_DATABASE"] == plain


@pytest.mark.parametrize("bad", ["two\nlines", "\udcff", "bell\a"])
def test_what_no_file_of_a_service_can_hold_is_refused(bad: str) -> None:
    with pytest.raises(ReminderError, match="XDG_DATA_HOME holds a character"):
        this_job(environ={"XDG_DATA_HOME": f"/{bad}/x"})
    with pytest.raises(ReminderError, match="Python's path"):
        this_job(environ={}, python=f"/{bad}/python")


def test_windows_python_without_a_window_is_preferred(tmp_path: Path) -> None:
    (tmp_path / "pythonw.exe").write_bytes(b"")
    assert this_job(environ={}, python=str(tmp_path / "python.exe")).python == str(tmp_path / "pythonw.exe")


def test_every_platform_has_its_system_or_a_way_without() -> None:
    assert [name_of_this_system(name) for name in ("linux", "darwin", "win32")] == ["systemd", "launchd", "windows"]
    with pytest.raises(AutostartMissingError, match=r"on freebsd14.* cron") as error:
        name_of_this_system("freebsd14")
    assert error.value.exit_code == MISSING


def test_an_unknown_system_is_told_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(ReminderError, match="It is one of systemd, launchd, windows"):
        find_system("upstart", log=tmp_path / "log")


def test_units_lie_where_xdg_says(tmp_path: Path, tools: RecordedTools) -> None:
    for config, base in (("/etc/jo", Path("/etc/jo")), ("relative", Path.home() / ".config")):
        found = find_system("systemd", log=tmp_path / "log", run=tools, environ={"XDG_CONFIG_HOME": config})
        assert isinstance(found, Systemd)
        assert found.file == base / "systemd" / "user" / UNIT


def test_agents_lie_in_the_persons_library(tmp_path: Path, tools: RecordedTools) -> None:
    found = find_system("launchd", log=tmp_path / "log", run=tools, environ={})
    assert isinstance(found, Launchd)
    assert found.file == Path.home() / "Library" / "LaunchAgents" / "mindful-reminders.plist"


@pytest.mark.parametrize(("domain", "user"), [("HOUSE", "HOUSE\\jo"), (None, "jo")])
def test_tasks_name_the_person_with_their_domain(tmp_path: Path, domain: str | None, user: str) -> None:
    environ = {"USERNAME": "jo"} | ({"USERDOMAIN": domain} if domain else {})
    found = find_system("windows", log=tmp_path / "log", environ=environ)
    assert f"<UserId>{user}</UserId>" in found.text(this_job(environ={}))


def test_tools_are_run_to_their_end_with_what_they_said() -> None:
    code = "import sys; print('out'); print('err', file=sys.stderr); sys.exit(3)"
    ran = run_tool(sys.executable, "-c", code)
    assert (ran.code, ran.out, ran.err) == (3, "out", "err")


def test_a_tool_that_is_not_there_or_does_not_end_is_told_as_shells_do(monkeypatch: pytest.MonkeyPatch) -> None:
    assert run_tool("no-such-tool-of-any-system").code == 127
    monkeypatch.setattr(machine, "_TOOL_S", 0.2)
    ran = run_tool(sys.executable, "-c", "import time; time.sleep(60)")
    assert (ran.code, ran.err) == (124, "it did not end within 0.2 seconds")
