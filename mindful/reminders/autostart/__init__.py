"""Starting the reminder service when a person logs in, by the system they have.

One port, one file for each system: a systemd user unit, a launchd agent, a task of the Windows Task Scheduler. What a
system is told is a pure function of a `Job`; running its tools is passed in, so that tests can record it.
"""

from mindful.reminders.autostart.job import log_file, this_job
from mindful.reminders.autostart.machine import find_system, name_of_this_system, run_tool
from mindful.reminders.autostart.port import (
    NAME,
    AutostartError,
    AutostartMissingError,
    Deeds,
    Job,
    Ran,
    Run,
    State,
    System,
)

__all__ = [
    "NAME",
    "AutostartError",
    "AutostartMissingError",
    "Deeds",
    "Job",
    "Ran",
    "Run",
    "State",
    "System",
    "find_system",
    "log_file",
    "name_of_this_system",
    "run_tool",
    "this_job",
]
