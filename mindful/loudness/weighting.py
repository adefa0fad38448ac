"""The K-weighting of BS.1770-4 over a stream of blocks, worked out in stretches of 64 frames by matrix products."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_STRETCH = 64
"""Frames of one stretch."""
_TOGETHER = 32
"""Stretches of one product: small enough that no library of linear algebra spreads it over several threads."""
_ORDER = 4
"""Numbers the filter remembers: two for each second-order section."""
_FORGOTTEN = 1e-12
"""A memory this faint is left out."""

Sections = tuple[tuple[float, float, float, float, float], ...]


@lru_cache(maxsize=8)
def sections(sample_rate_hz: int) -> Sections:
    """Return head shelf and high-pass for any rate as (b0, b1, b2, a1, a2) each.

    The standard tabulates them at 48 kHz; these are the analogue prototypes behind that table, by bilinear transform.
    """
    warp, quality = math.tan(math.pi * 1681.974450955533 / sample_rate_hz), 0.7071752369554196
    high = 10 ** (3.999843853973347 / 20)
    slope = high**0.4996667741545416 * warp / quality
    norm = 1 + warp / quality + warp * warp
    shelf = (high + slope + warp * warp, 2 * (warp * warp - high), high - slope + warp * warp)
    shelf_below = (2 * (warp * warp - 1), 1 - warp / quality + warp * warp)
    first = tuple(value / norm for value in (*shelf, *shelf_below))
    warp, quality = math.tan(math.pi * 38.13547087602444 / sample_rate_hz), 0.5003270373238773
    norm = 1 + warp / quality + warp * warp
    below = (2 * (warp * warp - 1) / norm, (1 - warp / quality + warp * warp) / norm)
    # The standard leaves the gain of the high-pass at 1, -2, 1 over its normalised denominator.
    return first, (1.0, -2.0, 1.0, *below)  # type: ignore[return-value] # five each


class _Matrices:
    """What a stretch becomes: each a linear function of its samples and of the memory before it."""

    def __init__(self, sample_rate_hz: int) -> None:
        """Send every unit sample and every unit memory through the filter once."""
        import numpy as np

        memory = np.zeros((_ORDER, _STRETCH + _ORDER))
        memory[:, _STRETCH:] = np.eye(_ORDER)
        out = np.zeros((_STRETCH, _STRETCH + _ORDER))
        for at in range(_STRETCH):
            out[at, at] = 1.0
            for number, (b0, b1, b2, a1, a2) in enumerate(sections(sample_rate_hz)):
                # Transposed direct form II.
                one, two = memory[2 * number : 2 * number + 2]
                sample, out[at] = out[at].copy(), b0 * out[at] + one
                memory[2 * number], memory[2 * number + 1] = (
                    b1 * sample - a1 * out[at] + two,
                    b2 * sample - a2 * out[at],
                )
        self.sound_of_samples = np.ascontiguousarray(out[:, :_STRETCH].T).astype(np.float32)
        self.sound_of_memory = np.ascontiguousarray(out[:, _STRETCH:].T).astype(np.float32)
        self.memory_of_samples = np.ascontiguousarray(memory[:, :_STRETCH].T).astype(np.float32)
        self.powers = [np.ascontiguousarray(memory[:, _STRETCH:].T)]
        while np.abs(self.powers[-1]).max() > _FORGOTTEN:
            self.powers.append(self.powers[-1] @ self.powers[-1])


@lru_cache(maxsize=8)
def _matrices(sample_rate_hz: int) -> _Matrices:
    return _Matrices(sample_rate_hz)


class KWeighting:
    """The filter with its memory."""

    def __init__(self, sample_rate_hz: int) -> None:
        import numpy as np

        self._matrices = _matrices(sample_rate_hz)
        self._memory = np.zeros((2, _ORDER))
        # Samples since the last whole stretch, which the next call begins with again.
        self._rest = np.zeros((0, 2), dtype=np.float32)

    def filter(self, block: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return a block, float32 ``[frames, 1 or 2]``, weighted: float32 ``[2, frames]``; one channel is doubled."""
        import numpy as np

        ready, count = len(self._rest), len(self._rest) + len(block)
        stretches = -(-count // _STRETCH)
        samples = np.zeros((2, stretches * _STRETCH), dtype=np.float32)
        samples[:, :ready] = self._rest.T
        samples[:, ready:count] = block.T
        whole = count // _STRETCH
        self._rest = samples[:, whole * _STRETCH : count].T.copy()
        if not samples.any() and not np.abs(self._memory).max() > _FORGOTTEN:
            self._memory[:] = 0.0
            return samples[:, ready:count]
        cut = samples.reshape(2, stretches, _STRETCH)
        memory = self._remembered(cut)
        self._memory = memory[:, whole].copy()
        sound = _product(cut, self._matrices.sound_of_samples)
        sound += memory[:, :-1].astype(np.float32) @ self._matrices.sound_of_memory
        return sound.reshape(2, -1)[:, ready:count]

    def _remembered(self, cut: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return the memory before each stretch and after the last, ``[2, stretches + 1, 4]``.

        Each is what its predecessor becomes, plus what the samples between add; summed by doubling.
        """
        import numpy as np

        memory = np.empty((2, cut.shape[1] + 1, _ORDER))
        memory[:, 0] = self._memory
        memory[:, 1:] = _product(cut, self._matrices.memory_of_samples)
        for number, power in enumerate(self._matrices.powers):
            step = 1 << number
            if step >= memory.shape[1]:
                break
            memory[:, step:] += memory[:, :-step] @ power
        return memory


def _product(cut: NDArray[np.float32], matrix: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return each stretch times a matrix, in products of a few stretches."""
    import numpy as np

    flat = cut.reshape(-1, _STRETCH)
    out = np.empty((len(flat), matrix.shape[1]), dtype=np.float32)
    whole = len(flat) // _TOGETHER * _TOGETHER
    many = flat[:whole].reshape(-1, _TOGETHER, _STRETCH)
    np.matmul(many, matrix, out=out[:whole].reshape(-1, _TOGETHER, matrix.shape[1]))
    np.matmul(flat[whole:], matrix, out=out[whole:])
    return out.reshape(2, -1, matrix.shape[1])
