"""WAV and FLAC, 16 bit, written by libsndfile: no ffmpeg, and the same samples give the same bytes."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Self

from mindful.units import SAMPLE_RATE_HZ

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    import numpy as np
    from _typeshed import ReadableBuffer
    from numpy.typing import NDArray

    from mindful.encoder.formats import Format

_DITHER_SEED = 1
_RIFF_BYTES = 2**32 - 2**24
"""A plain WAV counts its bytes in 32 bits; 16 MiB are left for header, tags and cover."""


def container(format: Format, frames: int) -> str:
    """Return libsndfile's name of the container: plain WAV up to 4 GB, RF64 beyond, or FLAC."""
    if format.name == "flac":
        return "FLAC"
    return "WAV" if frames * 4 <= _RIFF_BYTES else "RF64"


class Dither:
    """From float to 16 bit with triangular dither of +-1 step (TPDF), which turns distortion of soft tails into hiss.

    Frame n always gets the same noise, so blocks of any size give the same samples. Samples that are exactly zero
    stay zero: digital silence needs no dither, and a track's silence is to be silent.
    """

    def __init__(self) -> None:
        import numpy as np

        self._bits = np.random.PCG64(_DITHER_SEED)

    def __call__(self, block: NDArray[np.float32]) -> NDArray[np.int16]:
        """Return the next block as int16 ``[frames, 2]``."""
        import numpy as np

        # One raw 64-bit number a frame holds the two uniform numbers that each of its two samples needs.
        uniform = self._bits.random_raw(len(block)).view(np.uint16).reshape(-1, 2, 2).astype(np.float32)
        noise = (uniform[:, :, 0] - uniform[:, :, 1]) / 65536
        steps = block * np.float32(32768) + noise * (block != 0)
        whole: NDArray[np.int16] = np.clip(np.rint(steps), -32768, 32767).astype(np.int16)
        return whole


class PcmFile:
    """A WAV or FLAC file being written."""

    def __init__(self, part: Path, *, container: str) -> None:
        import soundfile

        self._file = _HonestFile(part)
        self._dither = Dither()
        self._sound = soundfile.SoundFile(self._file, "w", SAMPLE_RATE_HZ, 2, "PCM_16", format=container)

    def write(self, block: NDArray[np.float32]) -> None:
        """Write one block, float32 ``[frames, 2]``.

        Raises:
            OSError: The disk is full.
        """
        self._sound.write(self._dither(block))
        self._file.check()

    def finish(self) -> None:
        """Write what is still held back. Raises OSError as `write` does."""
        self._sound.close()
        self._file.check()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._sound.close()
        self._file.close()


class _HonestFile(io.FileIO):
    """A file that remembers why a write failed, which libsndfile does not hand on.

    A failed write is reported to libsndfile as done, since it would raise an assertion; `check` raises the cause.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(path, "w+")
        self._trouble: OSError | None = None

    def write(self, data: ReadableBuffer) -> int:
        rest = memoryview(data).cast("B")
        size = len(rest)
        try:
            while rest and not self._trouble:
                rest = rest[super().write(rest) :]
        except OSError as error:
            self._trouble = error
        return size

    def check(self) -> None:
        """Raise what went wrong since the file was opened."""
        if self._trouble:
            raise self._trouble
