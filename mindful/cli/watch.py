"""What people see while a track is being made: which sentence is spoken, how much is mixed, how long still."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from mindful.cli.show import progress

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

    from rich.progress import Task, TaskID

    from mindful.studio.order import Report

_VERBS = {"measuring": "Measuring", "preparing": "Preparing", "speaking": "Speaking", "mixing": "Mixing"}

_TAKE_TURNS = {"measuring", "preparing", "speaking"}
"""Stages of which one is shown at a time, above or below the bar of the whole track."""


class Watch:
    """Shows the reports of one render as bars; a context manager and the progress callback in one."""

    def __init__(self, name: str, *, quiet: bool) -> None:
        self._name = name
        self._bars = progress(quiet=quiet)
        self._tasks: dict[str, TaskID] = {}

    @property
    def tasks(self) -> Sequence[Task]:
        """The bars, shown and hidden."""
        return self._bars.tasks

    def __enter__(self) -> Self:
        """Begin to show."""
        self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take the bars away."""
        self._bars.stop()

    def __call__(self, report: Report, /) -> None:
        """Show one report."""
        if self._bars.disable:
            return
        words = f"{_VERBS[report.stage]} {self._name if report.stage == 'mixing' else report.what}"
        if report.stage not in self._tasks:
            self._tasks[report.stage] = self._bars.add_task(words)
        task = self._tasks[report.stage]
        self._bars.update(task, completed=report.done, total=report.total, description=words, visible=True)
        for stage in _TAKE_TURNS - {report.stage} if report.stage in _TAKE_TURNS else ():
            if stage in self._tasks:
                self._bars.update(self._tasks[stage], visible=False)
