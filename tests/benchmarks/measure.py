"""The parent's side of a measurement: start a child, wait for it not too long, and read what its task cost.

A task is a function of a module that prepares, and returns the work to be measured as a function without arguments.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
"""Of the repository, from which children are started."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Cost:
    """What a piece of work took."""

    wall_s: float
    own_cpu_s: float
    """CPU seconds, user and system, of the child's own process."""
    children_cpu_s: float
    """CPU seconds of the programs it ran and waited for, such as ffmpeg."""
    own_peak_bytes: int
    """The most memory the child had resident, preparation and imports included."""
    children_peak_bytes: int
    """The same for the largest of the programs it ran; Linux tells no less than the child's own when it ran them."""

    @property
    def cpu_s(self) -> float:
        """CPU seconds of all processes."""
        return self.own_cpu_s + self.children_cpu_s


class ChildError(Exception):
    """A child took too long, or ended with an error; the message tells which."""


def in_child(
    task: Callable[..., Callable[[], Any]], *, timeout_s: float = 3600.0, **arguments: Any
) -> tuple[Any, Cost]:
    """Measure a task in a process of its own.

    Args:
        task: Prepares and returns the work; its module is imported by the child.
        timeout_s: Wall seconds after which the child is ended.
        arguments: The task's, as JSON values.

    Returns:
        What the work returned, as JSON values, and its cost.

    Raises:
        ChildError: The task raised, or took longer than it may.
    """
    command = [sys.executable, "-m", f"{__package__}.child", task.__module__, task.__qualname__]
    try:
        done = subprocess.run(
            command,
            input=json.dumps(arguments),
            capture_output=True,
            text=True,
            cwd=ROOT,
            timeout=timeout_s,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ChildError(f"{task.__qualname__} took more than {timeout_s:g} s.") from error
    if done.returncode:
        said = done.stderr.strip().splitlines() or [f"exit code {done.returncode}"]
        raise ChildError(f"{task.__qualname__}: {said[-1]}")
    answer = json.loads(done.stdout)
    return answer["result"], Cost(**answer["cost"])
