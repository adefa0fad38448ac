"""Gains that move without a click: pause, seek, volume and the fade into sleep are all this."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Ramp:
    """A gain that stands, or is on its way to another value along a smooth step, whose slope is 0 at both ends."""

    def __init__(self, gain: float) -> None:
        self._from = self._to = gain
        self._length = self._at = 0

    @property
    def left(self) -> int:
        """Frames until it has arrived; 0 when it stands."""
        return self._length - self._at

    @property
    def target(self) -> float:
        """Where it stands or goes."""
        return self._to

    @property
    def now(self) -> float:
        """The gain of the next frame."""
        return self._to if not self.left else float(self._gain(self._at))

    def move(self, to: float, length: int) -> None:
        """Go to a gain within `length` frames, from wherever it is now; 0 frames is at once."""
        self._from, self._to = self.now, to
        self._at, self._length = 0, length

    def take(self, count: int) -> NDArray[np.float32] | np.float32:
        """Return the gains of the next frames, float32 ``[count, 1]``, or one number while it stands."""
        import numpy as np

        if not self.left:
            return np.float32(self._to)
        gains = np.full(count, self._to, dtype=np.float32)
        moving = min(count, self.left)
        gains[:moving] = self._gain(np.arange(self._at, self._at + moving))
        self._at += moving
        return gains[:, None]

    def _gain(self, at: NDArray[np.int64] | int) -> NDArray[np.float64] | float:
        x = (at + 1) / self._length
        return self._from + (self._to - self._from) * (x * x * (3 - 2 * x))
