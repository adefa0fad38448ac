"""What is played: a finished track, decoded from any place, or a track that is still being made."""

from __future__ import annotations

import threading
from contextlib import closing
from typing import TYPE_CHECKING, Protocol

from mindful.errors import PlayerError
from mindful.player.spool import Spool
from mindful.sounds.decoder import Decoder, stated_frames

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray


class Source(Protocol):
    """A stream of float32 ``[frames, 2]`` at 44.1 kHz that can be read from any place. Used from one thread only."""

    @property
    def frames(self) -> int:
        """Its whole length, as far as it is known."""
        ...

    @property
    def made(self) -> int:
        """How many of its frames, from the first on, are there already; safe to ask from any thread."""
        ...

    @property
    def ended(self) -> bool:
        """Whether the last frame has been read."""
        ...

    def read(self, count: int) -> NDArray[np.float32]:
        """Return up to `count` of the next frames; none at the end, or while they are still being made.

        Raises:
            MindfulError: They cannot be read, or could not be made.
        """
        ...

    def seek(self, frame: int) -> None:
        """Go on from a frame."""
        ...

    def close(self) -> None:
        """Let go of files and processes."""
        ...


class TrackSource:
    """A finished track in any format that ffmpeg reads."""

    def __init__(self, path: Path, frames: int | None = None) -> None:
        """Open a track.

        Args:
            path: Its file.
            frames: Its length where it is known, as from its manifest; else the file is asked.

        Raises:
            SoundError: It is no audio.
        """
        self._path = path
        self.frames = stated_frames(path) if frames is None else frames
        self.ended = False
        self._at = 0
        self._decoder: Decoder | None = None

    @property
    def made(self) -> int:
        """All of it."""
        return self.frames

    def read(self, count: int) -> NDArray[np.float32]:
        """Return the next frames.

        Raises:
            SoundError: The file is broken from its beginning.
        """
        if self._decoder is None:
            self._decoder = Decoder(self._path, self._at)
        block = self._decoder.read(count)
        self._at += len(block)
        if len(block) < count:
            self.ended = True
            if not self._at:
                self._decoder.check(0)
            # What a file states of its length may be a guess; its end is not.
            self.frames = self._at
        return block

    def seek(self, frame: int) -> None:
        """Go on from a frame."""
        self.close()
        self._at, self.ended = min(max(frame, 0), self.frames), False

    def close(self) -> None:
        """Let ffmpeg go."""
        if self._decoder is not None:
            self._decoder.close()
            self._decoder = None


class LiveSource:
    """A track that is made while it is played: a thread runs ahead, and what it has made can be gone back to."""

    def __init__(self, blocks: Generator[NDArray[np.float32], None, None], frames: int, folder: Path) -> None:
        """Begin to make it.

        Args:
            blocks: Makes the track, in order; run to its end or closed, in a thread of its own.
            frames: How long the track will be.
            folder: Where what was made is kept meanwhile, in a file that has no name.

        Raises:
            PlayerError: The folder cannot be written to.
        """
        self.frames = frames
        self._blocks = blocks
        self._spool = Spool(folder)
        self._at = 0
        self._closing = threading.Event()
        self._error: BaseException | None = None
        self._maker = threading.Thread(target=self._make, name="make", daemon=True)
        self._maker.start()

    @property
    def made(self) -> int:
        """What was made so far."""
        return self._spool.frames

    @property
    def ended(self) -> bool:
        """Whether all was made, and read."""
        return not self._maker.is_alive() and self._error is None and self._at >= self._spool.frames

    def read(self, count: int) -> NDArray[np.float32]:
        """Return the next frames that are made. Raises what the making failed with, when its place is reached."""
        block = self._spool.read(self._at, count)
        if not len(block) and self._error is not None:
            raise self._error
        self._at += len(block)
        return block

    def seek(self, frame: int) -> None:
        """Go on from a frame, which may have to be made first."""
        self._at = min(max(frame, 0), self.frames)

    def close(self) -> None:
        """Stop making; waits for what is at work, which is a sentence at most."""
        self._closing.set()
        self._maker.join()
        self._spool.close()

    def _make(self) -> None:
        try:
            with closing(self._blocks):
                for block in self._blocks:
                    self._spool.append(block)
                    if self._closing.is_set():
                        return
        except OSError as error:
            self._error = PlayerError(
                f"What is being made cannot be kept while it plays: {error.strerror or error}.",
                hint="Make some room on the disk, or render the track first and play the file.",
            )
            self._error.__cause__ = error
        except Exception as error:  # noqa: BLE001 -- raised again in `read`, by the thread that can tell of it
            self._error = error
