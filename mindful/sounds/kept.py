"""Samples kept on disk, as NumPy files mapped into memory; a damaged one is a miss, and nothing here raises."""

from __future__ import annotations

import mmap
from contextlib import suppress
from typing import TYPE_CHECKING

from mindful.config import written_whole

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray


def load(file: Path) -> NDArray[np.float32] | None:
    """Return kept samples, float32 ``[frames, 2]``, read only; None when they are not there or damaged."""
    import numpy as np

    with suppress(OSError, ValueError, EOFError):
        samples: NDArray[np.float32] = np.load(file, mmap_mode="r", allow_pickle=False)
        if samples.ndim == 2 and samples.shape[1] == 2 and samples.dtype == np.float32:
            return samples
    return None


def let_go(samples: NDArray[np.float32]) -> None:
    """Let the system have back the memory of kept samples that were read; they are there again when they are asked for.

    A loop would else become resident as a whole, 33 MB, while a block of it takes one.
    """
    below: object = samples.base
    if isinstance(below, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED"):
        below.madvise(mmap.MADV_DONTNEED)


def keep(file: Path, samples: NDArray[np.float32]) -> None:
    """Keep samples; where the folder takes nothing, do without."""
    import numpy as np

    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        with written_whole(file, durable=False) as stream:
            np.save(stream, samples)
