"""Ducking: the soundscape steps back under speech, from times known in advance."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING

from mindful.units import frames

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    from numpy.typing import NDArray

DEPTH_DB = 8.0
"""How far the soundscape steps back."""
ATTACK_S = 0.7
"""It falls for this long before speech begins, and is down with the first word."""
RELEASE_S = 2.0
"""It takes this long to come back when speech has ended."""
HOLD_S = 1.5
"""Through a gap shorter than this it stays down: sentences of one paragraph are one stretch of speech."""


class Ducking:
    """The gain of a soundscape under stretches of speech; 1 far from any."""

    def __init__(self, spans: Iterable[tuple[int, int]], sample_rate_hz: int) -> None:
        """Prepare the curve.

        Args:
            spans: Where speech is, as (first frame, frame after the last), ordered by the first.
            sample_rate_hz: Frames a second.
        """
        self._fall, self._rise = _curves(sample_rate_hz)
        self._starts: list[int] = []
        self._ends: list[int] = []
        hold = frames(HOLD_S, sample_rate_hz)
        for start, end in spans:
            if self._ends and start - self._ends[-1] < hold:
                self._ends[-1] = max(self._ends[-1], end)
            else:
                self._starts.append(start)
                self._ends.append(end)

    def gain(self, start: int, count: int) -> NDArray[np.float32] | np.float32:
        """Return the gain of the frames from `start` on: float32 ``[count]``, or one number where it stays the same."""
        import numpy as np

        end = start + count
        first = bisect_right(self._ends, start - len(self._rise))
        last = bisect_left(self._starts, end + len(self._fall))
        down = np.float32(self._fall[-1])
        if first == last:
            return np.float32(1.0)
        if self._starts[first] <= start and end <= self._ends[first]:
            return down
        gain = np.ones(count, dtype=np.float32)
        for speech_start, speech_end in zip(self._starts[first:last], self._ends[first:last], strict=True):
            _lower(gain, self._fall, speech_start - len(self._fall) - start)
            gain[max(speech_start - start, 0) : max(speech_end - start, 0)] = down
            _lower(gain, self._rise, speech_end - start)
        return gain


def _lower(gain: NDArray[np.float32], curve: NDArray[np.float32], at: int) -> None:
    """Bring a gain down to a curve that begins at an index, which may lie before or behind it."""
    import numpy as np

    first, last = max(at, 0), min(at + len(curve), len(gain))
    if first < last:
        # The lower of the two: where a release meets the next attack, neither lifts what the other holds down.
        np.minimum(gain[first:last], curve[first - at : last - at], out=gain[first:last])


@lru_cache(maxsize=4)
def _curves(sample_rate_hz: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return the gains of the fall and of the rise: raised cosines in decibels, which have no audible corner.

    Tables rather than a formula for each block: the same bits wherever a block begins.
    """
    import numpy as np

    def curve(seconds: float) -> NDArray[np.float32]:
        steps = np.arange(1, frames(seconds, sample_rate_hz) + 1)
        depth_db = DEPTH_DB * (0.5 - 0.5 * np.cos(math.pi * steps / len(steps)))
        return (10 ** (-depth_db / 20)).astype(np.float32)

    return curve(ATTACK_S), curve(RELEASE_S)[::-1].copy()
