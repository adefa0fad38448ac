"""Shaped noise without a seam, the short events that lie on it, and how loud a whole loop is."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from mindful.units import SAMPLE_RATE_HZ

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    Loop = NDArray[np.float64]
    """float64 ``[frames, 2]``, whose end meets its beginning."""

LENGTH = 3**8 * 5**4
"""Frames of a loop, 93.0 s; a product of small primes, which a Fourier transform likes."""
_QUIETEST_HZ = 25.0
"""Below this no loudspeaker of ours sounds, and energy would only cost headroom."""
STRONGEST = 3.0
"""Of an event, where the mean is 1."""
_K_CURVE = (
    ((1.53512485958697, -2.69169618940638, 1.19839281085285), (1.0, -1.69065929318241, 0.73248077421585)),
    ((1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621)),
)
"""The two filters of BS.1770-4, (above, below) the fraction, for 48 kHz."""


def shaped(generator: np.random.Generator, curve: Callable[[Loop], Loop]) -> Loop:
    """Return a loop of noise, its sides unlike each other, of RMS 1.

    Args:
        generator: Draws the phases.
        curve: The amplitude at each of an array of frequencies in hertz, 1 and above.
    """
    import numpy as np

    hertz = np.maximum(np.fft.rfftfreq(LENGTH, 1 / SAMPLE_RATE_HZ), 1.0)
    # A soft fall below what can be heard, and none of the mean.
    amplitude = (curve(hertz) / (1 + (_QUIETEST_HZ / hertz) ** 4)).astype(np.float32)
    amplitude[0] = 0.0
    noise = np.empty((LENGTH, 2))
    for side in (0, 1):
        phases = np.float32(2 * math.pi) * generator.random(len(hertz), dtype=np.float32)
        spectrum = np.empty(len(hertz), dtype=np.complex64)
        spectrum.real, spectrum.imag = amplitude * np.cos(phases), amplitude * np.sin(phases)
        noise[:, side] = np.fft.irfft(spectrum, LENGTH)
        noise[:, side] /= noise[:, side].std()
    return noise


def wander(generator: np.random.Generator, slowest_s: float, fastest_s: float) -> NDArray[np.float64]:
    """Return a slow, endless movement between 0 and 1, ``[frames, 1]``, whose parts last between two times."""
    import numpy as np

    seconds = LENGTH / SAMPLE_RATE_HZ
    first, last = round(seconds / slowest_s), round(seconds / fastest_s)
    spectrum = np.zeros(LENGTH // 2 + 1, dtype=np.complex128)
    spectrum[first : last + 1] = np.exp(2j * math.pi * generator.random(last + 1 - first))
    line = np.fft.irfft(spectrum, LENGTH)
    # Through a soft curve, so that it dwells neither at the top nor at the bottom.
    movement: NDArray[np.float64] = 0.5 + 0.5 * np.tanh(line / line.std())
    return movement[:, None]


def scattered(
    generator: np.random.Generator, per_second: float, event: Callable[[np.random.Generator], NDArray[np.float64]]
) -> Loop:
    """Return a loop of short events at random places, each somewhere between left and right.

    Args:
        generator: Draws places and sides.
        per_second: How many there are on average.
        event: Makes one, ``[frames]``, at the level it is to have.
    """
    import numpy as np

    loop = np.zeros((LENGTH, 2))
    for _ in range(round(per_second * LENGTH / SAMPLE_RATE_HZ)):
        sound, start, pan = event(generator), int(generator.integers(LENGTH)), generator.uniform(0.15, 0.85)
        both = sound[:, None] * np.array([math.sqrt(1 - pan), math.sqrt(pan)])
        before_end = LENGTH - start
        loop[start : start + len(both)] += both[:before_end]
        # What begins at the end of the loop goes on at its beginning.
        loop[: max(len(both) - before_end, 0)] += both[before_end:]
    return loop


def strength(chance: np.random.Generator) -> float:
    """Return how strong an event is: most are weak and few are strong, none so strong that it startles."""
    return min(float(chance.exponential(1.0)), STRONGEST)


def seconds(duration_s: float) -> NDArray[np.float64]:
    """Return the times of the frames of a short event."""
    import numpy as np

    return np.arange(round(duration_s * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ


def lufs(loop: Loop) -> float:
    """Return the gated loudness of a loop by BS.1770-4, filtered as a whole by its spectrum."""
    import numpy as np

    z = np.exp(-2j * math.pi * np.fft.rfftfreq(len(loop), 1 / SAMPLE_RATE_HZ) / 48_000)
    curve = np.ones(len(z), dtype=np.complex128)
    for above, below in _K_CURVE:
        curve *= np.polyval(above[::-1], z) / np.polyval(below[::-1], z)
    weighted = np.fft.irfft(np.fft.rfft(loop, axis=0) * curve[:, None], len(loop), axis=0)
    step = SAMPLE_RATE_HZ // 10
    whole = len(loop) // step * step
    steps = (weighted[:whole] ** 2).sum(axis=1).reshape(-1, step).mean(axis=1)
    blocks = np.convolve(steps, np.ones(4) / 4, "valid")
    gate = blocks[blocks > 1e-7].mean() / 10
    return float(-0.691 + 10 * math.log10(blocks[blocks > gate].mean()))
