"""Any audio file as a stream of float32 stereo frames at 44.1 kHz, through ffmpeg, from any place in it."""

from __future__ import annotations

import re
import subprocess
import weakref
from typing import TYPE_CHECKING, Self

from mindful.errors import EncoderMissingError, SoundError
from mindful.sounds import ffmpeg
from mindful.units import SAMPLE_RATE_HZ, frames

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

_FRAME_BYTES = 8
_RUN_UP_S = 1
"""Lossy codecs need what came before to decode what comes: measured, MP3 and AAC are wrong for their first 50 ms."""
_DURATION = re.compile(r"Duration: (\d+):(\d\d):(\d\d\.\d+)")


class Decoder:
    """ffmpeg, reading one file."""

    def __init__(self, path: Path, start: int = 0) -> None:
        """Begin to read.

        Args:
            path: The file, in any format that ffmpeg reads.
            start: The first frame wanted. The frames from there on are those of a whole decoding.

        Raises:
            SoundError: There is no ffmpeg.
        """
        self._path = path
        # ffmpeg is sent to a whole second, which it finds to the sample, and the rest is passed over here.
        second = max(start // SAMPLE_RATE_HZ - _RUN_UP_S, 0)
        self._process = subprocess.Popen(
            [
                ffmpeg_for(path), "-v", "error", "-nostdin", *(["-ss", str(second)] if second else []),
                "-i", f"file:{path}", "-map", "0:a:0",
                "-ac", "2", "-ar", str(SAMPLE_RATE_HZ), "-f", "f32le", "-",
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip

        # A reader is let go in the middle of its file.
        weakref.finalize(self, _end, self._process)
        self.skip(start - second * SAMPLE_RATE_HZ)

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
            raise broken(self._path)

    def close(self) -> None:
        """Let ffmpeg go."""
        _end(self._process)


def stated_frames(path: Path) -> int:
    """Return how many frames a file says it has, at 44.1 kHz; a file without a table of contents makes a guess.

    Raises:
        SoundError: It is no audio, or does not say.
    """
    asked = subprocess.run(
        [ffmpeg_for(path), "-hide_banner", "-nostdin", "-i", f"file:{path}"],
        capture_output=True, check=False, text=True, errors="replace",
    )  # fmt: skip
    found = _DURATION.search(asked.stderr)
    if not found or "Audio:" not in asked.stderr:
        raise broken(path)
    hours, minutes, seconds = found.groups()
    return frames(int(hours) * 3600 + int(minutes) * 60 + float(seconds))


def ffmpeg_for(path: Path) -> str:
    """Return where ffmpeg is; SoundError that names the file where there is none."""
    try:
        return ffmpeg.find()
    except EncoderMissingError as error:
        raise SoundError(f'"{path}" cannot be read: {error.message}', hint=error.hint) from error


def broken(path: Path) -> SoundError:
    """Return the error of a file that is no sound."""
    return SoundError(
        f'The sound file "{path}" cannot be read: it is broken, or is no audio.',
        hint="Try it in a player; convert it to WAV or FLAC if it plays there.",
    )


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    if process.stdout:
        process.stdout.close()
    process.wait()
