"""What the C library does with memory that we free, where it can be told."""

from __future__ import annotations

from functools import cache

_LARGEST_BYTES = 8_000_000
"""Several times a block of the mix."""


@cache
def keep_freed_memory() -> None:
    """Let the C library keep what is freed up to a few megabytes, for the block that follows.

    glibc gives memory back whenever much of it is free at the end of its heap, and each block of the mix would be
    faulted in anew, page by page: a tenth of all the time a render takes beside its encoder [measured]. How much it
    keeps is twice the largest array that was ever freed (mallopt(3), M_MMAP_THRESHOLD), so one is. Its pages are
    never touched, and elsewhere nothing happens.
    """
    import numpy as np

    np.empty(_LARGEST_BYTES, dtype=np.uint8)
