"""The child's side of a measurement: prepare a task, run it once, and tell what it cost.

Run as `python -m tests.benchmarks.child MODULE FUNCTION` with the arguments as JSON on standard input; the answer is
JSON on standard output. A process for each measurement, so that none pays for what another imported or kept in memory.
"""

from __future__ import annotations

import importlib
import json
import resource
import sys
import time
from pathlib import Path

_KIB = 1024


def main() -> None:
    """Measure the task named in the arguments."""
    module, function = sys.argv[1:]
    work = getattr(importlib.import_module(module), function)(**json.load(sys.stdin))
    own, others = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    began = time.perf_counter()
    result = work()
    wall_s = time.perf_counter() - began
    cost = {
        "wall_s": wall_s,
        "own_cpu_s": _cpu_s(resource.RUSAGE_SELF) - own.ru_utime - own.ru_stime,
        "children_cpu_s": _cpu_s(resource.RUSAGE_CHILDREN) - others.ru_utime - others.ru_stime,
        "own_peak_bytes": _own_peak_bytes(),
        "children_peak_bytes": _peak_bytes(resource.RUSAGE_CHILDREN),
    }
    json.dump({"result": result, "cost": cost}, sys.stdout)


def _cpu_s(who: int) -> float:
    usage = resource.getrusage(who)
    return usage.ru_utime + usage.ru_stime


def _own_peak_bytes() -> int:
    """Return the most memory this process ever had resident.

    Linux hands the parent's peak on in `getrusage` when a process is started, so that its own figure is read elsewhere.
    """
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return _peak_bytes(resource.RUSAGE_SELF)
    peak = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(peak.split()[1]) * _KIB


def _peak_bytes(who: int) -> int:
    """Return `ru_maxrss` in bytes: macOS counts bytes, others KiB."""
    return resource.getrusage(who).ru_maxrss * (1 if sys.platform == "darwin" else _KIB)


if __name__ == "__main__":
    main()
