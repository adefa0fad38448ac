"""Endless sound from a loop: long stretches of it, each from another place drawn by chance, joined by crossfades.

A loop alone comes round every minute and a half, and a wave or a drop that is heard twice at the same distance is
noticed. Spliced, the order never returns: which stretch follows is drawn from the seed and the number of the stretch,
so that a block is a pure function of the seed and the place in the track.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from mindful.sounds import kept
from mindful.units import SAMPLE_RATE_HZ

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, kw_only=True, slots=True)
class Cut:
    """Where a loop may be cut, and how stretches are joined."""

    hop: int = 12 * SAMPLE_RATE_HZ
    """Frames from the beginning of one stretch to that of the next."""
    fade: int = 2 * SAMPLE_RATE_HZ
    """Frames of the crossfade at the beginning of each."""
    step: int = 1
    """Stretches are shifted by multiples of this only: the period of a tone, which thus goes on unbroken."""
    slot: int = 0
    """Frames of a part that is only used from its beginning, such as a chord; stretches take even and odd ones in turn,
    so that none follows itself. 0 is none."""
    alike: bool = False
    """Whether any two stretches are so alike that their gains, rather than their powers, add up to 1."""


class Spliced:
    """A loop that has become endless."""

    def __init__(self, loop: NDArray[np.float32], cut: Cut, seed: int) -> None:
        """Take a loop, float32 ``[frames, 2]``."""
        self._loop, self._cut, self._seed = loop, cut, seed

    def block(self, start: int, frames: int) -> NDArray[np.float32]:
        """Return the frames from `start` on, float32 ``[frames, 2]``; the same however a stretch is cut in blocks."""
        import numpy as np

        block = np.empty((frames, 2), dtype=np.float32)
        at, end = start, start + frames
        while at < end:
            stretch, into = divmod(at, self._cut.hop)
            fading = into < self._cut.fade
            until = min(end, at - into + (self._cut.fade if fading else self._cut.hop))
            part = block[at - start : until - start]
            self._read(self._shift(stretch), at, part)
            if fading:
                rising, falling = _fades(self._cut.fade, self._cut.alike)
                before = np.empty_like(part)
                self._read(self._shift(stretch - 1), at, before)
                # A pair as one complex number, which is quicker than broadcasting a gain over pairs.
                part.view(np.complex64)[:, 0] *= rising[into : into + until - at]
                before.view(np.complex64)[:, 0] *= falling[into : into + until - at]
                part += before
            at = until
        kept.let_go(self._loop)
        return block

    def _read(self, shift: int, start: int, out: NDArray[np.float32]) -> None:
        """Fill `out` from the loop, which begins again at its end."""
        done = 0
        while done < len(out):
            at = (start + shift + done) % len(self._loop)
            part = self._loop[at : at + len(out) - done]
            out[done : done + len(part)] = part
            done += len(part)

    @lru_cache(maxsize=4)  # noqa: B019  # a handful of small numbers, let go with the process
    def _shift(self, stretch: int) -> int:
        """Return by how much a stretch is shifted against the loop."""
        import numpy as np

        cut = self._cut
        # The stretch before the first fades out under it.
        chance = np.random.Generator(np.random.Philox(key=[self._seed, stretch + 1]))
        if cut.slot:
            pairs = len(self._loop) // cut.slot // 2
            wanted = (2 * int(chance.integers(pairs)) + stretch % 2) * cut.slot
            return (wanted - stretch * cut.hop) % len(self._loop)
        return cut.step * int(chance.integers(len(self._loop) // cut.step))


@lru_cache(maxsize=8)
def _fades(frames: int, alike: bool) -> tuple[NDArray[np.float32], NDArray[np.float32]]:  # a cache's key
    """Return the rising and the falling gain of a crossfade, float32 ``[frames]``."""
    import numpy as np

    x = (np.arange(frames) + 0.5) / frames
    rising = x * x * (3 - 2 * x) if alike else np.sin(x * (math.pi / 2))
    falling = 1 - rising if alike else rising[::-1]
    return rising.astype(np.float32), falling.astype(np.float32)
