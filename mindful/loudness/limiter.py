"""A limiter that holds a true-peak ceiling and leaves alone, to the last bit, what does not reach it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mindful.loudness.peaks import PIECE, SEGMENT, peak_bounds, peaks_above

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_CHUNK = 128 * SEGMENT
"""Frames worked on at once, always on this grid of the stream: thus the same bits whatever blocks come in."""
_LOOK_AHEAD_S = 0.006
"""The gain begins to fall this long before a peak, along half a raised cosine: no click, no audible dip."""
_RELEASE_DB_PER_S = 30.0
"""Slow against a wave, quick against a word."""
_MARGIN_DB = 0.1
"""A peak that must come down comes down this far below the ceiling, for what four-fold oversampling does not see."""


class Limiter:
    """Holds a stream of blocks below a true-peak ceiling; what comes out is as long as what went in.

    The gain is one for all channels. Its reduction is known ahead of each peak, so there is nothing to overshoot.
    """

    def __init__(self, ceiling_dbtp: float, sample_rate_hz: int) -> None:
        self._ceiling = 10 ** (ceiling_dbtp / 20)
        self._release_db = _RELEASE_DB_PER_S / sample_rate_hz
        self._reach = min(round(_LOOK_AHEAD_S * sample_rate_hz), _CHUNK)
        self._received = self._sent = 0
        self._carry_db = 0.0
        # What has not left yet, behind a piece of what has; and the reduction wanted in the chunks before and behind
        # that seam, as far as known. None is no reduction.
        self._stream: NDArray[np.float32] | None = None
        self._wanted_db: list[NDArray[np.float64] | None] = [None]

    def process(self, block: NDArray[np.float32]) -> NDArray[np.float32]:
        """Take the next block, float32 ``[frames, channels]``, and return what is ready, maybe nothing."""
        self._received += len(block)
        return self._advance(block)

    def flush(self) -> NDArray[np.float32]:
        """Return the rest of the stream; nothing may come after it."""
        import numpy as np

        if self._stream is None:
            return np.zeros((0, 2), dtype=np.float32)
        return self._advance(np.zeros((3 * _CHUNK, self._stream.shape[1]), dtype=np.float32))

    def _advance(self, block: NDArray[np.float32]) -> NDArray[np.float32]:
        """Take a block; return the chunks whose gain is now known: those whose successor was judged.

        A chunk is judged when the one after it is there.
        """
        import numpy as np

        if self._stream is None:
            self._stream = np.zeros((PIECE, block.shape[1]), dtype=np.float32)
        stream = self._stream = np.concatenate([self._stream, block])
        chunks, judged = (len(stream) - PIECE) // _CHUNK, len(self._wanted_db) - 1
        if chunks - 1 > judged:
            self._judge(stream, judged, chunks - 1)
        ready = max(len(self._wanted_db) - 2, 0)
        self._stream = stream[ready * _CHUNK :]
        sent = stream[PIECE : PIECE + min(ready * _CHUNK, self._received - self._sent)]
        self._sent += len(sent)
        if any(wanted is not None for wanted in self._wanted_db):
            sent = np.concatenate([sent[:0], *(self._apply(stream, at) for at in range(ready))])[: len(sent)]
        del self._wanted_db[:ready]
        return sent

    def _judge(self, stream: NDArray[np.float32], first: int, last: int) -> None:
        """Work out the reduction wanted in the chunks from `first` up to `last`, which is context."""
        begin, end = PIECE + first * _CHUNK, PIECE + last * _CHUNK
        bounds = peak_bounds(stream[begin - PIECE : end + PIECE], self._ceiling)
        for chunk in range(first, last):
            piece = (chunk - first) * _CHUNK // PIECE
            is_hot = bounds is not None and bounds[piece : piece + _CHUNK // PIECE].max() > self._ceiling
            self._wanted_db.append(self._released(self._over_db(stream, chunk) if is_hot else None))

    def _over_db(self, stream: NDArray[np.float32], chunk: int) -> NDArray[np.float64] | None:
        """Return by how much each frame of a chunk must come down, or None when none must."""
        import numpy as np

        begin = PIECE + chunk * _CHUNK
        peaks = peaks_above(stream[begin - SEGMENT : begin + _CHUNK + SEGMENT], self._ceiling)
        if peaks is None or peaks.max() <= self._ceiling:
            return None
        over = np.maximum(peaks, np.float32(1e-9)).astype(np.float64) / self._ceiling
        return np.where(over > 1, 20 * np.log10(over) + _MARGIN_DB, 0.0)

    def _released(self, over_db: NDArray[np.float64] | None) -> NDArray[np.float64] | None:
        """Let a reduction go back at the release rate only, over chunks."""
        import numpy as np

        if over_db is None and not self._carry_db:
            return None
        slope = self._release_db * np.arange(1, _CHUNK + 1)
        start = np.zeros(_CHUNK) if over_db is None else over_db
        held = np.maximum(np.maximum.accumulate(start + slope), self._carry_db) - slope
        wanted: NDArray[np.float64] = np.maximum(held, 0.0)
        self._carry_db = float(wanted[-1])
        return wanted

    def _apply(self, stream: NDArray[np.float32], at: int) -> NDArray[np.float32]:
        """Return a chunk brought down, knowing the reduction wanted before, in and after it."""
        import numpy as np

        chunk = stream[PIECE + at * _CHUNK : PIECE + (at + 1) * _CHUNK]
        near, none, reach = self._wanted_db[at : at + 3], np.zeros(_CHUNK), self._reach
        if all(part is None for part in near):
            return chunk
        parts = [none if part is None else part for part in near]
        wanted = np.concatenate([parts[0][_CHUNK - reach :], parts[1], parts[2][:reach]])
        # Highest of the next `reach` frames, then a smooth mean of the last: never below what the frame itself wants.
        ahead = _highest_of_next(wanted, reach + 1)[: reach + _CHUNK]
        window = np.hanning(reach + 3)[1:-1]
        reduction_db = np.convolve(ahead, window / window.sum(), "valid")
        if not reduction_db.any():
            return chunk
        return chunk * (10 ** (-reduction_db / 20)).astype(np.float32)[:, None]


def _highest_of_next(values: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    """Return the highest of each value and its followers, `count` together; beyond the end there is nothing, 0.

    By doubling: the highest of 2n is that of two neighbouring highest of n.
    """
    import numpy as np

    highest = np.concatenate([values, np.zeros(count)])
    width = 1
    while width < count:
        step = min(width, count - width)
        highest[:-step] = np.maximum(highest[:-step], highest[step:])
        width += step
    return highest[: len(values)]
