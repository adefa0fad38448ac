from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import xmlschema

from mindful.reminders.autostart import AutostartError, AutostartMissingError, Job, Ran
from mindful.reminders.autostart.windows import NAMESPACE, TaskScheduler, start, task

if TYPE_CHECKING:
    from tests.reminders.autostart.conftest import RecordedTools

SCHEMA = xmlschema.XMLSchema(Path(__file__).with_name("task.xsd"))
USER = "HOUSE\\jö & co"
RUN, END = "schtasks /Run /TN mindful-reminders", "schtasks /End /TN mindful-reminders"
DELETE = "schtasks /Delete /TN mindful-reminders /F"
CREATE = "schtasks /Create /TN mindful-reminders /XML "
UNKNOWN = Ran(code=1, err="ERROR: The system cannot find the file specified.")
ODD = "a 'b' \"c\" %TEMP% $(Arg0) \\ ü 🔔"


@pytest.fixture
def scheduler(tools: RecordedTools, job: Job) -> TaskScheduler:
    job.log.parent.parent.mkdir()
    tools.answer("schtasks /Query", UNKNOWN)
    return TaskScheduler(user=USER, log=job.log, run=tools)


def rows(text: str | bytes) -> dict[str, str]:
    """Return path -> text of every element of a task, after the schema has been asked."""
    SCHEMA.validate(text)
    root = xmlschema.XMLResource(text).root
    found = {}

    def walk(element: object, path: str) -> None:
        for child in element:  # type: ignore[attr-defined]
            name = f"{path}/{child.tag.removeprefix(f'{{{NAMESPACE}}}')}".strip("/")
            found[name] = (child.text or "").strip()
            walk(child, name)

    walk(root, "")
    return found


def test_the_task_obeys_the_schema_and_runs_as_the_person_who_logs_in(job: Job) -> None:
    found = rows(task(job, USER))
    assert found["Triggers/LogonTrigger/UserId"] == found["Principals/Principal/UserId"] == USER
    assert found["Principals/Principal/LogonType"] == "InteractiveToken"
    assert found["Principals/Principal/RunLevel"] == "LeastPrivilege"
    assert found["Actions/Exec/Command"] == job.python
    assert found["Actions/Exec/Arguments"].startswith('-P -c "')
    assert found["Actions/Exec/Arguments"].endswith('" remind run')


def test_the_task_runs_on_batteries_without_an_end_and_comes_back_after_a_crash(job: Job) -> None:
    found = rows(task(job, USER))
    assert found["Settings/ExecutionTimeLimit"] == "PT0S"
    assert found["Settings/DisallowStartIfOnBatteries"] == found["Settings/StopIfGoingOnBatteries"] == "false"
    assert found["Settings/RestartOnFailure/Interval"] == "PT1M"
    assert found["Triggers/LogonTrigger/Repetition/Interval"] == "PT5M"
    assert found["Settings/MultipleInstancesPolicy"] == "IgnoreNew"
    assert found["Settings/Hidden"] == "true"


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("<Hidden>true</Hidden>", "<Hidden>yes</Hidden>"),
        ("<Interval>PT1M</Interval>", "<Interval>PT30S</Interval>"),
        ("<Count>255</Count>", "<Count>999</Count>"),
        ('Context="Author"', 'Context="Nobody"'),
        ("<LogonTrigger>", "<LogonTrigger><UserId>jo</UserId>"),
    ],
)
def test_the_schema_would_tell_of_a_slip_in_the_task(job: Job, right: str, wrong: str) -> None:
    text = task(job, USER)
    assert right in text
    with pytest.raises(xmlschema.XMLSchemaValidationError):
        rows(text.replace(right, wrong))


def test_the_started_python_has_the_variables_and_a_log_where_there_is_no_standard_error(tmp_path: Path) -> None:
    log = tmp_path / "reminders 100%.log"
    code = start({"MINDFUL_DATA": ODD}, log)
    assert code.isascii()
    assert "%" not in code
    assert "$" not in code
    # As under pythonw: no standard streams; mindful's own way in is replaced by one that tells what it sees.
    replaced = code.replace(
        "from mindful.cli import main; sys.exit(main())",
        "import json; json.dump([os.environ['MINDFUL_DATA'], sys.argv[1:]], sys.__stdout__); print('heard')",
    )
    silent = f"import sys; sys.stdout = sys.stderr = None; {replaced}"
    ran = subprocess.run(
        [sys.executable, "-P", "-c", silent, "remind", "run"], capture_output=True, check=True, text=True
    )
    assert json.loads(ran.stdout) == [ODD, ["remind", "run"]]
    assert log.read_text(encoding="utf-8") == "heard\n"


def test_the_started_python_is_mindful(tmp_path: Path) -> None:
    code = start({}, tmp_path / "reminders.log")
    ran = subprocess.run([sys.executable, "-P", "-c", code, "--version"], capture_output=True, check=True, text=True)
    assert ran.stdout.startswith("mindful ")


def test_installing_registers_the_task_and_leaves_no_file(
    scheduler: TaskScheduler, tools: RecordedTools, job: Job
) -> None:
    odd = dataclasses.replace(job, environment={"MINDFUL_DATA": ODD})
    deeds = scheduler.install(odd)
    create, run = tools.changes()
    assert create.startswith(CREATE)
    assert run == RUN
    assert [" ".join(words) for words in deeds.ran] == [create, run]
    assert tools.read.startswith((b"\xff\xfe", b"\xfe\xff"))
    assert rows(tools.read) == rows(task(odd, USER))
    assert not Path(create.removeprefix(CREATE).removesuffix(" /F")).exists()
    assert job.log.parent.is_dir()


def test_a_task_installed_before_is_ended_and_started_anew(
    scheduler: TaskScheduler, tools: RecordedTools, job: Job
) -> None:
    tools.answer("schtasks /Query", Ran(code=0))
    scheduler.install(job)
    assert tools.changes()[1:] == [END, RUN]
    tools.answer(RUN, Ran(code=1))
    with pytest.raises(AutostartError, match="the next login starts it"):
        scheduler.install(job)
    assert tools.changes()[-1] == RUN


def test_a_first_task_that_fails_leaves_nothing(scheduler: TaskScheduler, tools: RecordedTools, job: Job) -> None:
    tools.answer(RUN, Ran(code=1, err="ERROR: Access is denied."))
    with pytest.raises(AutostartError, match=r"Access is denied.* All is again as it was before"):
        scheduler.install(job)
    assert tools.changes()[-1] == DELETE
    assert not job.log.parent.exists()


def test_without_a_task_scheduler_nothing_is_tried(scheduler: TaskScheduler, tools: RecordedTools, job: Job) -> None:
    tools.answer("schtasks", Ran(code=127, err="No such file or directory"))
    with pytest.raises(AutostartMissingError, match="no Task Scheduler here"):
        scheduler.install(job)
    assert tools.changes() == []


def test_uninstalling_deletes_the_task_and_its_log(scheduler: TaskScheduler, tools: RecordedTools, job: Job) -> None:
    assert not scheduler.uninstall().ran
    scheduler.install(job)
    job.log.write_text("a complaint\n", encoding="utf-8")
    tools.ran.clear()
    tools.answer("schtasks /Query", Ran(code=0))
    deeds = scheduler.uninstall()
    assert tools.changes() == [END, DELETE]
    assert deeds.removed == (job.log,)
    assert not job.log.parent.exists()


@pytest.mark.parametrize(
    ("told", "installed", "enabled", "running"),
    [
        (Ran(code=0, out="Running"), True, True, True),
        (Ran(code=0, out="Ready"), True, True, False),
        (Ran(code=0, out="Disabled"), True, False, False),
        (Ran(code=1, err="Get-ScheduledTask : No MSFT_ScheduledTask\n objects found"), False, False, False),
    ],
)
def test_the_state_is_what_powershell_says(
    scheduler: TaskScheduler, tools: RecordedTools, *, told: Ran, installed: bool, enabled: bool, running: bool
) -> None:
    tools.answer("powershell", told)
    state = scheduler.state()
    assert (state.installed, state.enabled, state.running) == (installed, enabled, running)
    assert state.detail == (told.out or "Get-ScheduledTask : No MSFT_ScheduledTask objects found")
    assert state.file is None
