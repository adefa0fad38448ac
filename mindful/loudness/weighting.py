"""The K-weighting of BS.1770-4 over a stream of blocks, a tenth of a second at a time, by matrix products."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    _Floats = NDArray[np.floating[Any]]

_LONGEST_STRETCH = 50
"""Frames of a stretch, at most. Longer ones cost more products, shorter ones more of what joins them [measured]."""
_MOST_STRETCHES = 16
"""Stretches that are joined by one product."""
_SMALL = 262_144
"""Multiplications of a product that OpenBLAS works out in one thread; waking a second costs more than it saves."""
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

        self.step = round(sample_rate_hz / 10)
        self.stretch = _divisor(self.step, _LONGEST_STRETCH)
        self.group = _divisor(self.step // self.stretch, _MOST_STRETCHES)
        memory = np.zeros((_ORDER, self.stretch + _ORDER))
        memory[:, self.stretch :] = np.eye(_ORDER)
        out = np.zeros((self.stretch, self.stretch + _ORDER))
        for at in range(self.stretch):
            out[at, at] = 1.0
            for number, (b0, b1, b2, a1, a2) in enumerate(sections(sample_rate_hz)):
                # Transposed direct form II.
                one, two = memory[2 * number : 2 * number + 2]
                sample, out[at] = out[at].copy(), b0 * out[at] + one
                memory[2 * number], memory[2 * number + 1] = (
                    b1 * sample - a1 * out[at] + two,
                    b2 * sample - a2 * out[at],
                )
        self.sound_of_samples = np.ascontiguousarray(out[:, : self.stretch].T).astype(np.float32)
        self.sound_of_memory = np.ascontiguousarray(out[:, self.stretch :].T).astype(np.float32)
        self.memory_of_samples = np.ascontiguousarray(memory[:, : self.stretch].T).astype(np.float32)
        self._join(np.ascontiguousarray(memory[:, self.stretch :].T))

    def _join(self, power: NDArray[np.float64]) -> None:
        """Work out what a group of stretches does to the memory, from what one does to it."""
        import numpy as np

        powers = [np.eye(_ORDER)]
        for _ in range(self.group):
            powers.append(powers[-1] @ power)
        none = np.zeros((_ORDER, _ORDER))
        within = [[powers[to - by - 1] if by < to else none for to in range(self.group)] for by in range(self.group)]
        self.before_each_of_added = np.block(within)
        self.before_each_of_memory = np.hstack(powers[:-1])
        self.after_of_added = np.vstack(powers[-2::-1])
        self.powers = [powers[-1]]
        while np.abs(self.powers[-1]).max() > _FORGOTTEN:
            self.powers.append(self.powers[-1] @ self.powers[-1])


@lru_cache(maxsize=8)
def _matrices(sample_rate_hz: int) -> _Matrices:
    return _Matrices(sample_rate_hz)


def _divisor(number: int, most: int) -> int:
    """Return the largest divisor of a number that is not above a limit."""
    return next(divisor for divisor in range(min(most, number), 0, -1) if number % divisor == 0)


class KWeighting:
    """The filter with its memory, of which whole steps of a tenth of a second come out."""

    def __init__(self, sample_rate_hz: int) -> None:
        self._matrices = _matrices(sample_rate_hz)
        self._memory: NDArray[np.float64] | None = None
        self._waiting: list[NDArray[np.float32]] = []

    @property
    def step(self) -> int:
        """Frames of a step."""
        return self._matrices.step

    def filter(self, block: NDArray[np.float32]) -> NDArray[np.float32]:
        """Take the next block, float32 ``[frames, channels]``, and return the whole steps that have come together.

        Returns:
            float32 ``[channels, n * step]``; the first belongs to the first frame that was not returned before.
        """
        import numpy as np

        frames = sum(map(len, self._waiting)) + len(block)
        rest = frames % self.step
        if rest == frames:
            self._waiting.append(block.copy())
            return np.zeros((block.shape[1], 0), dtype=np.float32)
        parts = [*self._waiting, block[: len(block) - rest]]
        self._waiting = [block[len(block) - rest :].copy()]
        samples = np.empty((block.shape[1], frames - rest), dtype=np.float32)
        return self._weighted(np.concatenate([part.T for part in parts], axis=1, out=samples))

    def flush(self) -> NDArray[np.float32]:
        """Return what is left, less than a step; nothing may come after it."""
        import numpy as np

        if not self._waiting:
            return np.zeros((1, 0), dtype=np.float32)
        left, channels = sum(map(len, self._waiting)), self._waiting[0].shape[1]
        return self.filter(np.zeros((-left % self.step, channels), dtype=np.float32))[:, :left]

    def _weighted(self, samples: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return whole steps weighted, ``[channels, n * step]``."""
        import numpy as np

        channels = len(samples)
        if self._memory is None:
            self._memory = np.zeros((channels, _ORDER))
        if not samples.any() and not np.abs(self._memory).max() > _FORGOTTEN:
            self._memory[:] = 0.0
            return samples
        cut = samples.reshape(-1, self._matrices.stretch)
        sound = _product(cut, self._matrices.sound_of_samples)
        sound += _product(self._remembered(cut, channels), self._matrices.sound_of_memory)
        return sound.reshape(channels, -1)

    def _remembered(self, cut: NDArray[np.float32], channels: int) -> _Floats:
        """Return the memory before each stretch, float32 ``[stretches, 4]``, and keep that after the last.

        Each is what its predecessor becomes, plus what the samples between add: summed up within groups by a product,
        and over groups by doubling.

        Args:
            cut: float32 ``[stretches, frames]``, channel after channel.
            channels: How many these are.
        """
        import numpy as np

        matrices = self._matrices
        of_each = _product(cut, matrices.memory_of_samples)
        added: _Floats = of_each.astype(np.float64).reshape(-1, matrices.group * _ORDER)
        memory = np.empty((channels, len(added) // channels + 1, _ORDER))
        memory[:, 0] = self._memory
        memory[:, 1:] = _product(added, matrices.after_of_added).reshape(channels, -1, _ORDER)
        for number, power in enumerate(matrices.powers):
            distance = 1 << number
            if distance >= memory.shape[1]:
                break
            memory[:, distance:] += memory[:, :-distance] @ power
        self._memory = memory[:, -1].copy()
        before = _product(added, matrices.before_each_of_added)
        before += _product(memory[:, :-1].reshape(-1, _ORDER), matrices.before_each_of_memory)
        return before.astype(np.float32).reshape(-1, _ORDER)


def _product(rows: _Floats, matrix: _Floats) -> _Floats:
    """Return rows ``[n, k]`` times a matrix ``[k, m]``, by products that one thread works out."""
    import numpy as np

    together = _divisor(len(rows), _SMALL // matrix.size)
    product: _Floats = np.matmul(rows.reshape(-1, together, rows.shape[1]), matrix)
    return product.reshape(len(rows), -1)
