"""What was made while it is played, kept losslessly on the disk in a file without a name: gone with the process."""

from __future__ import annotations

import io
import tempfile
import threading
from bisect import bisect_right
from typing import TYPE_CHECKING

from mindful.errors import PlayerError
from mindful.units import SAMPLE_RATE_HZ

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray


class Spool:
    """Blocks one after another, each as FLAC of 24 bit: rain takes 13 MB a minute, silence nothing.

    One thread appends while another reads.
    """

    def __init__(self, folder: Path) -> None:
        """Open an empty one. Raises PlayerError when the folder cannot be written to."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 -- lives as long as the spool
        except OSError as error:
            raise PlayerError(
                f'The folder "{folder}" cannot be written to: {error.strerror or error}.',
                hint="Name another one with MINDFUL_CACHE, or render the track first and play the file.",
            ) from error
        self._lock = threading.Lock()
        self._starts: list[int] = []
        self._places: list[tuple[int, int]] = []
        self.frames = 0
        """How much it holds."""

    def append(self, block: NDArray[np.float32]) -> None:
        """Add a block, float32 ``[frames, 2]``. Raises OSError when there is no room."""
        import soundfile

        packed = io.BytesIO()
        # The fastest level: the others save a hundredth.
        soundfile.write(packed, block, SAMPLE_RATE_HZ, format="FLAC", subtype="PCM_24", compression_level=0.0)
        data = packed.getbuffer()
        with self._lock:
            place = self._file.seek(0, io.SEEK_END)
            self._file.write(data)
            self._starts.append(self.frames)
            self._places.append((place, len(data)))
            self.frames += len(block)

    def read(self, start: int, count: int) -> NDArray[np.float32]:
        """Return up to `count` frames from `start` on, none beyond what it holds; to the end of one block at most."""
        import numpy as np
        import soundfile

        with self._lock:
            if start >= self.frames:
                return np.zeros((0, 2), dtype=np.float32)
            index = bisect_right(self._starts, start) - 1
            place, size = self._places[index]
            self._file.seek(place)
            data = self._file.read(size)
        first = start - self._starts[index]
        block: NDArray[np.float32] = soundfile.read(
            io.BytesIO(data), frames=count, start=first, dtype="float32", always_2d=True
        )[0]
        return block

    def close(self) -> None:
        """Let the file go."""
        self._file.close()
