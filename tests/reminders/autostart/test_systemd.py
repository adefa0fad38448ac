from __future__ import annotations

import dataclasses
import os
import re
import subprocess
from typing import TYPE_CHECKING

import pytest

from mindful.errors import FAILED, MISSING
from mindful.reminders.autostart import AutostartError, AutostartMissingError, Job, Ran
from mindful.reminders.autostart.systemd import UNIT, Systemd, unit

if TYPE_CHECKING:
    from pathlib import Path

    from tests.reminders.autostart.conftest import RecordedTools

ODD = "py th;on 100% $HOME %h ü"
ODDER = "o'brien \"\\"
RELOAD, ENABLE = "systemctl --user daemon-reload", f"systemctl --user enable {UNIT}"
RESTART, DISABLE = f"systemctl --user restart {UNIT}", f"systemctl --user disable --now {UNIT}"
FORGET = f"systemctl --user reset-failed {UNIT}"
NO_BUS = Ran(code=1, err="Failed to connect to bus: No medium found")


@pytest.fixture
def systemd(tmp_path: Path, tools: RecordedTools) -> Systemd:
    return Systemd(folder=tmp_path / "user", run=tools, graphical=True)


def verify(file: Path, text: str) -> subprocess.CompletedProcess[str]:
    """Let systemd itself read a unit."""
    file.write_text(text, encoding="utf-8")
    environ = {**os.environ, "XDG_RUNTIME_DIR": str(file.parent)}
    return subprocess.run(
        ["systemd-analyze", "verify", "--user", "--man=no", str(file)],
        capture_output=True, text=True, check=False, env=environ,
    )  # fmt: skip


def test_the_unit_waits_for_readiness_and_comes_back_after_a_crash(job: Job) -> None:
    lines = unit(job).splitlines()
    assert 'ExecStart=:"/opt/mindful/bin/python" "-P" "-m" "mindful" "remind" "run"' in lines
    assert 'Environment="MINDFUL_DATA=/home/jo/my data"' in lines
    assert {"Type=notify", "Restart=on-failure", "RestartSec=30s", "WatchdogSec=120s", "TimeoutStopSec=90s"} < set(
        lines
    )
    assert lines[-2:] == ["[Install]", "WantedBy=default.target"]
    assert not any(line.startswith("PartOf=") for line in lines), "logging out of a desktop would stop it for good"


@pytest.mark.apt
@pytest.mark.parametrize("name", [ODD, ODD + ODDER])
def test_systemd_reads_the_unit_without_a_word_and_finds_the_program_at_an_odd_path(
    tmp_path: Path, job: Job, name: str
) -> None:
    program = tmp_path / name / "python"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\n", encoding="utf-8")
    program.chmod(0o755)
    text = unit(dataclasses.replace(job, python=str(program), environment={"MINDFUL_DATA": name, "MINDFUL_VOICE": ""}))
    read = verify(tmp_path / UNIT, text)
    assert (read.returncode, read.stderr) == (0, "")


def test_a_path_that_systemd_itself_would_not_run_goes_through_env(job: Job) -> None:
    text = unit(dataclasses.replace(job, python="/home/o'brien/python"))
    assert """ExecStart=:"/usr/bin/env" "/home/o'brien/python" "-P" "-m" """ in text
    assert "/usr/bin/env" not in unit(job)


@pytest.mark.apt
@pytest.mark.parametrize(("right", "wrong"), [("WatchdogSec=120s", "WatchdogSec=soon"), ("LimitCORE=0", "LimitCore=0")])
def test_systemd_would_tell_of_a_slip_in_the_unit(tmp_path: Path, job: Job, right: str, wrong: str) -> None:
    text = unit(dataclasses.replace(job, python="/bin/sh"))
    assert right in text
    said = verify(tmp_path / UNIT, text.replace(right, wrong)).stderr
    assert re.search(r"Failed to parse .* soon|Unknown key .*'LimitCore'", said)


def test_installing_writes_a_private_unit_and_starts_it_anew(systemd: Systemd, tools: RecordedTools, job: Job) -> None:
    for _ in range(2):
        tools.ran.clear()
        deeds = systemd.install(job)
        assert tools.changes() == [RELOAD, ENABLE, RESTART]
        assert [" ".join(words) for words in deeds.ran] == tools.changes()
        assert deeds.wrote == (systemd.file,)
        assert systemd.file.read_text(encoding="utf-8") == unit(job)
        assert [file.name for file in systemd.file.parent.iterdir()] == [UNIT]
    if os.name == "posix":
        assert systemd.file.stat().st_mode & 0o777 == 0o600


def test_without_a_systemd_of_ones_own_nothing_is_written(systemd: Systemd, tools: RecordedTools, job: Job) -> None:
    tools.answer("systemctl", NO_BUS)
    with pytest.raises(AutostartMissingError, match=r"no systemd here.* `mindful remind run`.* cron") as error:
        systemd.install(job)
    assert error.value.exit_code == MISSING
    assert not systemd.file.parent.exists()


@pytest.mark.parametrize("step", [RELOAD, ENABLE, RESTART])
def test_a_first_installation_that_fails_leaves_nothing(
    systemd: Systemd, tools: RecordedTools, job: Job, step: str
) -> None:
    tools.answer(step, Ran(code=1, err="Unit is\n  bad."))
    with pytest.raises(AutostartError) as error:
        systemd.install(job)
    assert error.value.exit_code == FAILED
    assert error.value.message == f'`{step}` did not succeed: "Unit is bad.".'
    assert error.value.hint == (
        "All is again as it was before. `journalctl --user --unit mindful-reminders` may tell more."
    )
    assert tools.ran[-3:] == [DISABLE, RELOAD, FORGET]
    assert list(systemd.file.parent.iterdir()) == []


def test_a_new_unit_that_fails_makes_way_for_the_former(systemd: Systemd, tools: RecordedTools, job: Job) -> None:
    systemd.install(job)
    tools.answer(RESTART, Ran(code=1), Ran(code=0))
    with pytest.raises(AutostartError, match="it ended with exit code 1"):
        systemd.install(dataclasses.replace(job, environment={}))
    assert systemd.file.read_text(encoding="utf-8") == unit(job)
    assert tools.ran[-2:] == [RELOAD, RESTART]


def test_the_same_unit_that_fails_to_start_stays(systemd: Systemd, tools: RecordedTools, job: Job) -> None:
    systemd.install(job)
    tools.answer(RESTART, Ran(code=1))
    with pytest.raises(AutostartError):
        systemd.install(job)
    assert systemd.file.read_text(encoding="utf-8") == unit(job)
    assert tools.ran[-1] == RESTART


def test_ctrl_c_while_the_service_starts_leaves_nothing(systemd: Systemd, job: Job, tools: RecordedTools) -> None:
    def interrupted(*words: str) -> Ran:
        if "restart" in words:
            raise KeyboardInterrupt
        return tools(*words)

    systemd._run = interrupted
    with pytest.raises(KeyboardInterrupt):
        systemd.install(job)
    assert list(systemd.file.parent.iterdir()) == []


def test_a_folder_that_cannot_be_written_to_is_told_of(tmp_path: Path, tools: RecordedTools, job: Job) -> None:
    (tmp_path / "user").write_text("", encoding="utf-8")
    systemd = Systemd(folder=tmp_path / "user", run=tools, graphical=True)
    with pytest.raises(AutostartError, match=f'{UNIT}" cannot be written: '):
        systemd.install(job)
    assert tools.changes() == []


def test_a_file_that_cannot_replace_another_leaves_no_half_of_itself(
    systemd: Systemd, tools: RecordedTools, job: Job
) -> None:
    (systemd.file / "in the way").mkdir(parents=True)
    with pytest.raises(AutostartError, match="cannot be written"):
        systemd.install(job)
    assert [file.name for file in systemd.file.parent.iterdir()] == [UNIT]
    assert tools.changes() == []


def test_uninstalling_stops_the_service_and_leaves_nothing(systemd: Systemd, tools: RecordedTools, job: Job) -> None:
    systemd.install(job)
    tools.ran.clear()
    deeds = systemd.uninstall()
    assert tools.changes() == [DISABLE, RELOAD, FORGET]
    assert deeds.removed == (systemd.file,)
    assert list(systemd.file.parent.iterdir()) == []
    tools.ran.clear()
    assert systemd.uninstall() == type(deeds)()
    assert tools.ran == []


def test_uninstalling_takes_file_and_link_away_where_no_systemd_answers(
    systemd: Systemd, tools: RecordedTools, job: Job
) -> None:
    systemd.install(job)
    link = systemd.file.parent / "default.target.wants" / UNIT
    link.parent.mkdir()
    link.symlink_to(systemd.file)
    tools.ran.clear()
    tools.answer("systemctl", NO_BUS)
    assert systemd.uninstall().removed == (systemd.file, link)
    assert tools.changes() == []
    assert list(systemd.file.parent.iterdir()) == []


def test_a_service_that_does_not_stop_stays_installed(systemd: Systemd, tools: RecordedTools, job: Job) -> None:
    systemd.install(job)
    tools.answer(DISABLE, Ran(code=124, err="it did not end within 210 seconds"))
    with pytest.raises(AutostartError, match="is still installed"):
        systemd.uninstall()
    assert systemd.file.exists()


def test_a_file_that_cannot_be_removed_is_told_of(systemd: Systemd) -> None:
    (systemd.file / "in the way").mkdir(parents=True)
    with pytest.raises(AutostartError, match=r"cannot be removed.* Remove it by hand"):
        systemd.uninstall()


@pytest.mark.parametrize(
    ("said", "enabled", "running", "detail"),
    [
        ("UnitFileState=enabled\nActiveState=active\nSubState=running\nResult=success", True, True, "active (running)"),
        (
            "Result=watchdog\nUnitFileState=enabled\nActiveState=activating\nSubState=auto-restart",
            True,
            False,
            "activating (auto-restart), watchdog",
        ),
        (
            "UnitFileState=disabled\nActiveState=inactive\nSubState=dead\nResult=success",
            False,
            False,
            "inactive (dead)",
        ),
    ],
)
def test_the_state_is_what_systemd_says(
    systemd: Systemd, tools: RecordedTools, job: Job, *, said: str, enabled: bool, running: bool, detail: str
) -> None:
    systemd.install(job)
    tools.answer(f"systemctl --user show {UNIT}", Ran(code=0, out=said))
    state = systemd.state()
    assert (state.installed, state.enabled, state.running, state.detail) == (True, enabled, running, detail)


def test_without_systemd_the_state_says_why_nothing_is_known(systemd: Systemd, tools: RecordedTools) -> None:
    tools.answer("systemctl", NO_BUS)
    state = systemd.state()
    assert (state.installed, state.enabled, state.running) == (False, False, False)
    assert state.detail == NO_BUS.err


@pytest.mark.parametrize(
    ("graphical", "linger", "told"),
    [
        (False, Ran(code=0, out="no"), True),
        (True, Ran(code=0, out="no"), False),
        (False, Ran(code=0, out="yes"), False),
        (False, Ran(code=127), False),
    ],
)
def test_lingering_is_spoken_of_only_where_it_would_help(
    tmp_path: Path, tools: RecordedTools, job: Job, *, graphical: bool, linger: Ran, told: bool
) -> None:
    tools.answer("loginctl", linger)
    hint = Systemd(folder=tmp_path, run=tools, graphical=graphical).install(job).hint
    assert (hint is not None and "`loginctl enable-linger`" in hint) == told
