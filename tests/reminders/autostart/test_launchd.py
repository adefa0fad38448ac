from __future__ import annotations

import dataclasses
import plistlib
from typing import TYPE_CHECKING

import pytest

from mindful.reminders.autostart import AutostartError, AutostartMissingError, Job, Ran
from mindful.reminders.autostart.launchd import Launchd

if TYPE_CHECKING:
    from pathlib import Path

    from tests.reminders.autostart.conftest import RecordedTools

TARGET = "gui/501/mindful-reminders"
NOT_LOADED = Ran(code=113, err='Could not find service "mindful-reminders" in domain for user gui: 501')
RUNNING = Ran(
    code=0, out=f"{TARGET} = {{\n\tactive count = 1\n\tstate = running\n\tlast exit code = (never exited)\n}}"
)


@pytest.fixture
def launchd(tmp_path: Path, tools: RecordedTools, job: Job) -> Launchd:
    tools.answer("launchctl print gui/501", Ran(code=0))
    tools.answer(f"launchctl print {TARGET}", NOT_LOADED)
    job.log.parent.parent.mkdir()
    return Launchd(folder=tmp_path / "LaunchAgents", log=job.log, run=tools, user_id=501, sleep=lambda _: None)


@pytest.fixture
def bootstrap(launchd: Launchd) -> str:
    return f"launchctl bootstrap gui/501 {launchd.file}"


def test_the_agent_reads_back_as_what_launchd_is_to_do(launchd: Launchd, job: Job) -> None:
    odd = "/Users/jo/a & <b> ü"
    text = launchd.text(dataclasses.replace(job, environment={"MINDFUL_DATA": odd}))
    assert plistlib.loads(text.encode()) == {
        "Label": "mindful-reminders",
        "ProgramArguments": ["/opt/mindful/bin/python", "-P", "-m", "mindful", "remind", "run"],
        "EnvironmentVariables": {"MINDFUL_DATA": odd},
        "WorkingDirectory": str(job.folder),
        "RunAtLoad": True,
        "KeepAlive": {"SuccessfulExit": False},
        "ThrottleInterval": 30,
        "ExitTimeOut": 90,
        "ProcessType": "Background",
        "AbandonProcessGroup": True,
        "StandardErrorPath": str(job.log),
    }
    assert "EnvironmentVariables" not in launchd.text(dataclasses.replace(job, environment={}))


def test_installing_loads_the_agent_and_makes_the_folder_of_its_log(
    launchd: Launchd, tools: RecordedTools, job: Job, bootstrap: str
) -> None:
    deeds = launchd.install(job)
    assert tools.changes() == [bootstrap]
    assert deeds.wrote == (launchd.file,)
    assert launchd.file.read_text(encoding="utf-8") == launchd.text(job)
    assert job.log.parent.is_dir()


def test_a_loaded_agent_has_gone_before_it_is_loaded_anew(
    launchd: Launchd, tools: RecordedTools, job: Job, bootstrap: str
) -> None:
    tools.answer(f"launchctl print {TARGET}", RUNNING, RUNNING, RUNNING, NOT_LOADED)
    launchd.install(job)
    assert tools.changes() == [f"launchctl bootout {TARGET}", bootstrap]
    assert tools.ran.count(f"launchctl print {TARGET}") == 4


def test_an_agent_that_does_not_go_is_told_of(launchd: Launchd, tools: RecordedTools) -> None:
    tools.answer(f"launchctl print {TARGET}", RUNNING)
    with pytest.raises(AutostartError, match="did not stop"):
        launchd.uninstall()


@pytest.mark.parametrize("word", ["disabled", "true"])
def test_an_agent_that_was_switched_off_is_switched_on(
    launchd: Launchd, tools: RecordedTools, job: Job, bootstrap: str, word: str
) -> None:
    tools.answer("launchctl print-disabled", Ran(code=0, out=f'\t"mindful-reminders" => {word}\n'))
    launchd.install(job)
    assert tools.changes() == [f"launchctl enable {TARGET}", bootstrap]
    assert not launchd.state().enabled


def test_nobody_at_the_screen_means_nothing_is_written(launchd: Launchd, tools: RecordedTools, job: Job) -> None:
    tools.answer("launchctl print gui/501", Ran(code=125, err="Domain does not support specified action"))
    with pytest.raises(AutostartMissingError, match=r"logged in at the screen.* `mindful remind run`"):
        launchd.install(job)
    assert not launchd.file.parent.exists()
    assert not job.log.parent.exists()


def test_a_first_agent_that_fails_leaves_nothing(
    launchd: Launchd, tools: RecordedTools, job: Job, bootstrap: str
) -> None:
    tools.answer(bootstrap, Ran(code=5, err="Bootstrap failed: 5: Input/output error"))
    with pytest.raises(AutostartError, match=r"Bootstrap failed: 5.* All is again as it was before"):
        launchd.install(job)
    assert tools.ran[-1] == f"launchctl bootout {TARGET}"
    assert list(launchd.file.parent.iterdir()) == []
    assert not job.log.parent.exists()


def test_a_new_agent_that_fails_makes_way_for_the_former(
    launchd: Launchd, tools: RecordedTools, job: Job, bootstrap: str
) -> None:
    launchd.install(job)
    tools.answer(bootstrap, Ran(code=5), Ran(code=0))
    with pytest.raises(AutostartError):
        launchd.install(dataclasses.replace(job, environment={}))
    assert launchd.file.read_text(encoding="utf-8") == launchd.text(job)
    assert tools.ran[-2:] == [f"launchctl bootout {TARGET}", bootstrap]


def test_uninstalling_leaves_neither_agent_nor_log(launchd: Launchd, tools: RecordedTools, job: Job) -> None:
    launchd.install(job)
    job.log.write_text("a complaint\n", encoding="utf-8")
    tools.answer(f"launchctl print {TARGET}", RUNNING, NOT_LOADED)
    deeds = launchd.uninstall()
    assert deeds.removed == (launchd.file, job.log)
    assert [" ".join(words) for words in deeds.ran] == [f"launchctl bootout {TARGET}"]
    assert list(launchd.file.parent.iterdir()) == []
    assert not job.log.parent.exists()
    assert launchd.uninstall() == type(deeds)()


def test_the_state_is_what_launchd_says(launchd: Launchd, tools: RecordedTools, job: Job) -> None:
    before = launchd.state()
    assert (before.installed, before.enabled, before.running, before.detail) == (False, False, False, NOT_LOADED.err)
    launchd.install(job)
    tools.answer(f"launchctl print {TARGET}", RUNNING)
    state = launchd.state()
    assert (state.installed, state.enabled, state.running) == (True, True, True)
    assert state.detail == "running, last exit code (never exited)"
    tools.answer(f"launchctl print {TARGET}", Ran(code=0, out="\tstate = not running\n\tlast exit code = 1\n"))
    assert not launchd.state().running
    assert launchd.state().detail == "not running, last exit code 1"
