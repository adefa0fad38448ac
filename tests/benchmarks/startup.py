"""How long a person waits for the command to say anything."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from .measure import in_child
from .table import Row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .workspace import Workspace

HELP_FACTOR = 1.5
_ROUNDS = 15


def help_rows(_workspace: Workspace) -> Iterator[Row]:
    """Compare `mindful --help` with the import of click alone, by wall time: a person waits for it."""
    installed = Path(sys.executable).with_name("mindful")
    ours = [str(installed)] if installed.exists() else [sys.executable, "-m", "mindful"]
    commands = [[*ours, "--help"], [sys.executable, "-c", "import click"]]
    (help_s, click_s), _ = in_child(medians, commands=commands)
    yield Row(
        name="help",
        what="mindful --help against `import click`, wall",
        unit="ms",
        measured=1000 * help_s,
        floor=1000 * click_s,
        limit=1000 * HELP_FACTOR * click_s,
        target=f"<= {HELP_FACTOR} x floor",
        note=f"medians of {_ROUNDS}, turn by turn",
    )


def medians(commands: list[list[str]]) -> Callable[[], list[float]]:
    """Run commands in turn, once unmeasured for the compiled files; the work returns each one's median wall seconds."""
    for command in commands:
        subprocess.run(command, capture_output=True, check=True)

    def work() -> list[float]:
        rounds = [[_wall_s(command) for command in commands] for _ in range(_ROUNDS)]
        return [statistics.median(times) for times in zip(*rounds, strict=True)]

    return work


def _wall_s(command: list[str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, capture_output=True, check=True)
    return time.perf_counter() - began
