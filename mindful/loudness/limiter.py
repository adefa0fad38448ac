"""A limiter that holds a true-peak ceiling and leaves alone, to the last bit, what does not reach it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mindful.loudness.peaks import SEGMENT, height, peaks_above, worst_gain

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
        self._waiting: list[NDArray[np.float32]] = []
        self._waiting_frames = 0
        self._received = self._sent = 0
        self._carry_db = 0.0
        # The last three chunks, and the reduction wanted in the two that have a successor; None is no reduction.
        self._chunks: list[NDArray[np.float32]] = []
        self._wanted_db: list[NDArray[np.float64] | None] = [None, None]

    def process(self, block: NDArray[np.float32]) -> NDArray[np.float32]:
        """Take the next block, float32 ``[frames, channels]``, and return what is ready, maybe nothing."""
        import numpy as np

        self._waiting.append(block)
        self._waiting_frames += len(block)
        self._received += len(block)
        if self._waiting_frames < _CHUNK:
            return block[:0]
        samples = np.concatenate(self._waiting)
        whole = len(samples) // _CHUNK * _CHUNK
        self._waiting, self._waiting_frames = [samples[whole:]], len(samples) - whole
        ready = [self._advance(samples[at : at + _CHUNK]) for at in range(0, whole, _CHUNK)]
        return self._send([chunk for chunk in ready if chunk is not None] or [block[:0]])

    def flush(self) -> NDArray[np.float32]:
        """Return the rest of the stream; nothing may come after it."""
        import numpy as np

        if not self._received:
            return np.zeros((0, 2), dtype=np.float32)
        silence = np.zeros((_CHUNK, self._waiting[0].shape[1]), dtype=np.float32)
        rest = np.concatenate([*self._waiting, silence])[:_CHUNK]
        ready = [self._advance(chunk) for chunk in (rest, silence, silence)]
        return self._send([chunk for chunk in ready if chunk is not None])

    def _send(self, chunks: list[NDArray[np.float32]]) -> NDArray[np.float32]:
        import numpy as np

        block = np.concatenate(chunks)[: self._received - self._sent]
        self._sent += len(block)
        return block

    def _advance(self, chunk: NDArray[np.float32]) -> NDArray[np.float32] | None:
        """Take a chunk; return the one before its predecessor, whose gain is now known, or None at the beginning."""
        self._chunks.append(chunk)
        if len(self._chunks) == 1:
            self._chunks.insert(0, chunk[:0])
            return None
        before, now, after = self._chunks[-3], self._chunks[-2], self._chunks[-1]
        wanted = self._released(self._over_db(before, now, after))
        ready = self._apply(before, wanted) if len(before) else None
        self._wanted_db = [self._wanted_db[1], wanted]
        self._chunks = [now, after]
        return ready

    def _over_db(
        self, before: NDArray[np.float32], now: NDArray[np.float32], after: NDArray[np.float32]
    ) -> NDArray[np.float64] | None:
        """Return by how much each frame of a chunk must come down, or None when none must."""
        import numpy as np

        if max(map(height, (before[-SEGMENT:], now, after[:SEGMENT]))) * worst_gain() <= self._ceiling:
            return None
        context = before[-SEGMENT:] if len(before) else np.zeros_like(now[:SEGMENT])
        peaks = peaks_above(np.concatenate([context, now, after[:SEGMENT]]), self._ceiling)
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

    def _apply(self, chunk: NDArray[np.float32], following: NDArray[np.float64] | None) -> NDArray[np.float32]:
        """Bring a chunk down, knowing the reduction wanted before, in and after it."""
        import numpy as np

        previous, own = self._wanted_db
        if previous is None and own is None and following is None:
            return chunk
        none, reach = np.zeros(_CHUNK), self._reach
        parts = [none if part is None else part for part in (previous, own, following)]
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
