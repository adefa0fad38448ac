from __future__ import annotations

import platform
import subprocess
import sys

import pytest

FAULTS = """
import resource
import numpy as np
from mindful.studio.heap import keep_freed_memory

keep_freed_memory()
for _ in range(5):
    np.ones(700_000, dtype=np.uint8)
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
for _ in range(100):
    np.ones(700_000, dtype=np.uint8), np.ones(700_000, dtype=np.uint8)
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="elsewhere memory is kept, or not, without our asking")
def test_the_memory_of_a_block_is_there_for_the_next() -> None:
    """A block has 170 pages: 34,000 faults where each is given back."""
    done = subprocess.run([sys.executable, "-c", FAULTS], capture_output=True, text=True, check=True)
    assert int(done.stdout) < 2_000
