"""ffmpeg as the encoder: float32 blocks into its standard input, a file out."""

from __future__ import annotations

import contextlib
import errno
import signal
import subprocess
import threading
from collections import deque
from typing import IO, TYPE_CHECKING, Self, cast

from mindful.encoder.part import disk_error
from mindful.errors import EncoderError
from mindful.sounds.ffmpeg import find
from mindful.units import SAMPLE_RATE_HZ

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from types import TracebackType

    import numpy as np
    from numpy.typing import NDArray

_PIPE_BYTES = 1 << 20
"""Three seconds of sound; with the 64 KiB a pipe has at first, both sides mostly wait for each other."""

_FULL = {
    errno.ENOSPC: "No space left on device",
    errno.EDQUOT: "Disk quota exceeded",
    errno.EFBIG: "File too large",
}


class FfmpegPipe:
    """A running ffmpeg that writes one file; leaving the `with` block ends it in any case.

    It is a process group of its own: Ctrl-C reaches us alone, and we end it.
    """

    def __init__(self, part: Path, out: Path, *, inputs: Sequence[str], arguments: Sequence[str]) -> None:
        self._out = out
        command = [find(), "-hide_banner", "-nostdin", "-nostats", "-loglevel", "error", "-y"]
        command += ["-f", "f32le", "-ar", str(SAMPLE_RATE_HZ), "-ac", "2", "-i", "pipe:0"]
        # Without "file:", a colon in a path would be read as a protocol.
        command += [*inputs, "-map", "0:a", "-bitexact", *arguments, f"file:{part}"]
        try:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                bufsize=0,
                process_group=0,
            )
        except OSError as error:
            raise EncoderError(
                f"The encoder {command[0]} does not start: {error.strerror}.",
                hint="Run mindful doctor, or choose wav or flac, which need no ffmpeg.",
            ) from error
        self._stdin = cast("IO[bytes]", self._process.stdin)
        self._said: deque[bytes] = deque(maxlen=50)
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        _widen(self._stdin)

    def _listen(self) -> None:
        # An unread pipe fills up, and ffmpeg would wait for us while we wait for it.
        for line in self._process.stderr or ():
            self._said.append(line)

    def write(self, block: NDArray[np.float32]) -> None:
        """Encode one block, float32 ``[frames, 2]``.

        Raises:
            EncoderError: ffmpeg has ended.
        """
        import numpy as np

        rest = np.ascontiguousarray(block, dtype="<f4").data.cast("B")
        try:
            while rest:
                rest = rest[self._stdin.write(rest) :]
        except OSError as error:
            self._process.wait()
            raise self._failure() from error

    def finish(self) -> None:
        """Wait until the file is whole.

        Raises:
            EncoderError: ffmpeg failed.
        """
        with contextlib.suppress(OSError):
            self._stdin.close()
        code = self._process.wait()
        self._listener.join()
        # ffmpeg 5.1 returns 0 when the disk fills while it writes a file's last bytes, and only says so.
        if code or self._full():
            raise self._failure()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End ffmpeg if it still runs, and leave neither a process nor a pipe behind."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        self._listener.join()
        for stream in (self._process.stdin, self._process.stderr):
            if stream:
                with contextlib.suppress(OSError):
                    stream.close()

    def _full(self) -> int | None:
        said = b"".join(self._said).decode(errors="replace")
        if self._process.returncode == -getattr(signal, "SIGXFSZ", signal.SIGABRT):
            return errno.EFBIG
        return next((number for number, words in _FULL.items() if words in said), None)

    def _failure(self) -> EncoderError:
        self._listener.join()
        code = self._process.returncode
        if full := self._full():
            return disk_error(self._out, full, _FULL[full])
        lines = [line.decode(errors="replace").strip() for line in self._said]
        how = f"exit code {code}" if code >= 0 else f"signal {-code}"
        return EncoderError(
            f"The encoder ffmpeg stopped before {self._out} was finished ({how})"
            + (f": {lines[-1]}" if lines else "."),
            hint="Try again, or choose wav or flac, which need no ffmpeg.",
        )


def _widen(stream: IO[bytes]) -> None:
    """Make a pipe hold a whole block where the system lets us (Linux)."""
    with contextlib.suppress(ImportError, AttributeError, OSError):
        import fcntl

        fcntl.fcntl(stream.fileno(), fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
