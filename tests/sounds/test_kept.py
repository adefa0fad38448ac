from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from mindful.sounds import kept
from mindful.sounds.splice import Cut, Spliced

RATE = 44_100


def resident_mb() -> float:
    """Return how much of mapped files this process holds in memory."""
    lines = Path("/proc/self/status").read_text(encoding="ascii", errors="replace").splitlines()
    return next(int(line.split()[1]) / 1000 for line in lines if line.startswith("RssFile:"))


@pytest.mark.skipif(sys.platform != "linux", reason="reads what Linux tells of memory")
def test_a_kept_loop_is_not_held_in_memory_as_a_whole(tmp_path: Path) -> None:
    kept.keep(tmp_path / "loop.npy", np.ones((100 * RATE, 2), dtype=np.float32))
    loop = kept.load(tmp_path / "loop.npy")
    assert loop is not None
    bed = Spliced(loop, Cut(), 1)
    bed.block(0, RATE)
    before = resident_mb()
    for at in range(0, 200 * RATE, 2 * RATE):
        bed.block(at, 2 * RATE)
    assert resident_mb() - before < 10
    assert loop.sum(axis=0).tolist() == [100 * RATE, 100 * RATE]


def test_samples_that_are_no_file_s_are_left_alone() -> None:
    samples = np.ones((10, 2), dtype=np.float32)
    kept.let_go(samples)
    assert samples.all()
