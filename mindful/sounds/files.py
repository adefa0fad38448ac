"""The user's own audio: a recording as a clip, through pydub; a long file as a soundscape, read block by block."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from mindful.errors import SoundError
from mindful.sounds.decoder import Decoder, broken, ffmpeg_for
from mindful.units import SAMPLE_RATE_HZ

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from mindful.sounds.clip import Clip

CLIP_LIMIT_S = 3_600
"""A recording that a script plays as a whole is held in memory; an hour is 1.3 GB."""
EDGE_FADE_S = 0.005
"""Takes away the step where a recording was cut; too short to be heard."""
LEVEL_LUFS = -18.0
"""Loudness that a soundscape's file is brought to: that of speech, against which a script sets its gain."""
CROSSFADE_S = 3.0
"""Where a looped file begins again."""


def load_clip(path: Path) -> Clip:
    """Read a recording as stereo at 44.1 kHz, in any format that ffmpeg reads; its edges are faded against clicks.

    Raises:
        SoundError: It cannot be read, holds no sound, or is longer than an hour.
    """
    import numpy as np

    from mindful.sounds.clip import Clip

    recording = _decoded(path)
    if recording.duration_seconds > CLIP_LIMIT_S:
        raise SoundError(f'"{path}" is longer than an hour.', hint="Cut it, or use it as a soundscape.")
    full_scale = float(1 << (8 * recording.sample_width - 1))
    samples = np.array(recording.get_array_of_samples(), dtype=np.float32).reshape(-1, recording.channels) / full_scale
    if recording.channels > 2:
        samples = samples.mean(axis=1, keepdims=True, dtype=np.float32)
    if recording.frame_rate != SAMPLE_RATE_HZ:
        import soxr

        # pydub's own set_frame_rate is linear: its images stand at -21 dB, these at -143.
        samples = soxr.resample(samples, recording.frame_rate, SAMPLE_RATE_HZ, quality="HQ")
    stereo = np.repeat(samples, 2, axis=1) if samples.shape[1] == 1 else np.ascontiguousarray(samples)
    # pydub's own fades drop a frame.
    fade = min(round(EDGE_FADE_S * SAMPLE_RATE_HZ), len(stereo) // 2)
    ramp = np.linspace(0, 1, fade, endpoint=False, dtype=np.float32)[:, None]
    stereo[:fade] *= ramp
    stereo[len(stereo) - fade :] *= ramp[::-1]
    return Clip(samples=stereo, sample_rate_hz=SAMPLE_RATE_HZ)


def _decoded(path: Path) -> Any:
    """Return a recording as a pydub segment, decoded a second beyond the limit at most."""
    from pydub import AudioSegment
    from pydub.exceptions import CouldntDecodeError

    AudioSegment.converter = ffmpeg_for(path)
    try:
        # An open file rather than its name: pydub would read a WAV by itself, and take floating point for integers.
        # The way by temporary files needs no ffprobe, which the package imageio-ffmpeg does not bring.
        with path.open("rb") as file:
            recording = AudioSegment.from_file_using_temporary_files(file, duration=CLIP_LIMIT_S + 1)
    except (CouldntDecodeError, OSError) as error:
        raise broken(path) from error
    if not len(recording):
        raise broken(path)
    return recording


def open_file_soundscape(
    path: Path, *, lufs_of: Callable[[Iterable[NDArray[np.float32]]], float | None]
) -> FileSoundscape:
    """Open a file as a soundscape: looped with a crossfade, at the level of the others.

    Args:
        path: The file, in any format that ffmpeg reads and of any length.
        lufs_of: Measures the integrated loudness of a stream of blocks; None for silence.

    Raises:
        SoundError: It cannot be read, or holds no sound.
    """
    status = path.stat()
    count, loudness = _measure(path, lufs_of, status.st_mtime_ns, status.st_size)
    return FileSoundscape(path, count, 10 ** ((LEVEL_LUFS - loudness) / 20))


@lru_cache(maxsize=16)
def _measure(
    path: Path, lufs_of: Callable[[Iterable[NDArray[np.float32]]], float | None], _changed_ns: int, _size: int
) -> tuple[int, float]:
    """Return the frames of a file and its loudness, read once in pieces."""
    total = 0

    def pieces() -> Iterator[NDArray[np.float32]]:
        nonlocal total
        with Decoder(path) as decoder:
            while len(piece := decoder.read(10 * SAMPLE_RATE_HZ)):
                total += len(piece)
                yield piece
            decoder.check(total)

    loudness = lufs_of(pieces())
    if loudness is None:
        raise SoundError(f'"{path}" holds nothing but silence.', hint="Choose another file.")
    return total, loudness


class FileSoundscape:
    """A file without end. Blocks are cheapest in order; going back opens the file anew."""

    def __init__(self, path: Path, count: int, gain: float) -> None:
        self._path = path
        self._fade = min(round(CROSSFADE_S * SAMPLE_RATE_HZ), count // 4)
        self._gain = gain
        self._period = count - self._fade
        self._head: NDArray[np.float32] | None = None
        self._decoder: Decoder | None = None
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
            with Decoder(self._path) as decoder:
                decoder.skip(self._period)
                self._head = decoder.read(self._fade)
        return self._head

    def _read(self, at: int, count: int) -> NDArray[np.float32]:
        if self._decoder is None or at < self._at:
            if self._decoder:
                self._decoder.close()
            self._decoder, self._at = Decoder(self._path), 0
        self._decoder.skip(at - self._at)
        part = self._decoder.read(count)
        self._at = at + len(part)
        if len(part) < count:
            raise SoundError(f'"{self._path}" changed while it was being read.', hint="Run the command again.")
        return part
