"""The user's own audio: a short file as a clip, a long one as a soundscape that is read block by block."""

from __future__ import annotations

import math
import subprocess
import weakref
from functools import lru_cache
from typing import TYPE_CHECKING, Self

from mindful.errors import EncoderMissingError, SoundError
from mindful.sounds import ffmpeg
from mindful.units import SAMPLE_RATE_HZ

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from mindful.sounds.clip import Clip

CLIP_LIMIT_S = 3_600
"""A recording that a script plays as a whole is held in memory; an hour is 1.3 GB."""
LEVEL_DBFS = -18.0
"""Root mean square that a soundscape's file is brought to."""
CROSSFADE_S = 3.0
"""Where a looped file begins again."""
_FRAME_BYTES = 8
_HINT = "Try it in a player; convert it to WAV or FLAC if it plays there."


def load_clip(path: Path) -> Clip:
    """Read a recording as stereo at 44.1 kHz, in any format that ffmpeg reads.

    Raises:
        SoundError: It cannot be read, or holds no sound.
    """
    import numpy as np

    from mindful.sounds.clip import Clip

    with _Decoder(path) as decoder:
        samples = decoder.read(CLIP_LIMIT_S * SAMPLE_RATE_HZ + 1)
        if len(samples) <= CLIP_LIMIT_S * SAMPLE_RATE_HZ:
            decoder.check(len(samples))
    if len(samples) > CLIP_LIMIT_S * SAMPLE_RATE_HZ:
        raise SoundError(f'"{path}" is longer than an hour.', hint="Cut it, or use it as a soundscape.")
    return Clip(samples=np.ascontiguousarray(samples), sample_rate_hz=SAMPLE_RATE_HZ)


def clip_frames(path: Path) -> int:
    """Return how many frames `load_clip` gives. Raises as it does."""
    return load_clip(path).frames


def open_file_soundscape(path: Path, *, cache: Path | None) -> FileSoundscape:
    """Open a file as a soundscape: looped with a crossfade, at the level of the others.

    Raises:
        SoundError: It cannot be read, or holds no sound.
    """
    del cache  # nothing is kept of it: reading is as quick as mapping would be
    status = path.stat()
    count, level = _measure(path, status.st_mtime_ns, status.st_size)
    return FileSoundscape(path, count, level)


@lru_cache(maxsize=16)
def _measure(path: Path, _changed_ns: int, _size: int) -> tuple[int, float]:
    """Return the frames of a file and their root mean square, read once in pieces."""
    import numpy as np

    total, energy = 0, 0.0
    with _Decoder(path) as decoder:
        while len(piece := decoder.read(10 * SAMPLE_RATE_HZ)):
            total += len(piece)
            energy += float(np.square(piece, dtype=np.float64).sum())
        decoder.check(total)
    if energy <= 0:
        raise SoundError(f'"{path}" holds nothing but silence.', hint="Choose another file.")
    return total, math.sqrt(energy / (2 * total))


class FileSoundscape:
    """A file without end. Blocks are cheapest in order; going back opens the file anew."""

    def __init__(self, path: Path, count: int, level: float) -> None:
        self._path, self._count = path, count
        self._fade = min(round(CROSSFADE_S * SAMPLE_RATE_HZ), count // 4)
        self._gain = 10 ** (LEVEL_DBFS / 20) / level
        self._period = count - self._fade
        self._head: NDArray[np.float32] | None = None
        self._decoder: _Decoder | None = None
        self._at = 0

    def block(self, start: int, frames: int) -> NDArray[np.float32]:
        """Return the frames from `start` on, float32 ``[frames, 2]``.

        Raises:
            SoundError: The file can no longer be read.
        """
        import numpy as np

        parts, done = [], 0
        while done < frames:
            at = (start + done) % self._period
            part = self._read(at, min(frames - done, self._period - at))
            if start + done >= self._period:
                self._blend_tail(part, at)
            parts.append(part)
            done += len(part)
        return np.concatenate(parts) * np.float32(self._gain)

    def _blend_tail(self, part: NDArray[np.float32], at: int) -> None:
        """Let the end of the last round sound on under the beginning of this one, at equal power."""
        import numpy as np

        last = min(at + len(part), self._fade)
        if at >= last:
            return
        x = np.arange(at, last) / self._fade * (math.pi / 2)
        tail = self._tail()[at:last]
        part[: last - at] = part[: last - at] * np.sin(x)[:, None] + tail * np.cos(x)[:, None]

    def _tail(self) -> NDArray[np.float32]:
        if self._head is None:
            with _Decoder(self._path) as decoder:
                decoder.skip(self._period)
                self._head = decoder.read(self._fade)
        return self._head

    def _read(self, at: int, count: int) -> NDArray[np.float32]:
        if self._decoder is None or at < self._at:
            if self._decoder:
                self._decoder.close()
            self._decoder, self._at = _Decoder(self._path), 0
        self._decoder.skip(at - self._at)
        part = self._decoder.read(count)
        self._at = at + len(part)
        if len(part) < count:
            raise SoundError(f'"{self._path}" changed while it was being read.', hint="Run the command again.")
        return part


class _Decoder:
    """ffmpeg as a stream of float32 stereo frames at 44.1 kHz."""

    def __init__(self, path: Path) -> None:
        try:
            program = ffmpeg.find()
        except EncoderMissingError as error:
            raise SoundError(f'"{path}" cannot be read: {error.message}', hint=error.hint) from error
        self._path = path
        self._process = subprocess.Popen(
            [
                program, "-v", "error", "-nostdin", "-i", f"file:{path}", "-map", "0:a:0",
                "-ac", "2", "-ar", str(SAMPLE_RATE_HZ), "-f", "f32le", "-",
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip

        # A soundscape is let go in the middle of its file, and with it this reader.
        weakref.finalize(self, _end, self._process)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def read(self, count: int) -> NDArray[np.float32]:
        """Return the next frames, fewer at the end of the file."""
        import numpy as np

        data = self._process.stdout.read(count * _FRAME_BYTES) if self._process.stdout else b""
        whole = len(data) // _FRAME_BYTES * _FRAME_BYTES
        return np.frombuffer(data[:whole], dtype="<f4").reshape(-1, 2).copy()

    def skip(self, count: int) -> None:
        """Pass over frames, without holding them all."""
        while count > 0:
            step = min(count, 10 * SAMPLE_RATE_HZ)
            if len(self.read(step)) < step:
                return
            count -= step

    def check(self, total: int) -> None:
        """Raise SoundError when ffmpeg failed, or gave nothing."""
        failed = self._process.wait() != 0
        if failed or not total:
            raise SoundError(f'The sound file "{self._path}" cannot be read: it is broken, or is no audio.', hint=_HINT)

    def close(self) -> None:
        """Let ffmpeg go."""
        _end(self._process)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    if process.stdout:
        process.stdout.close()
    process.wait()
