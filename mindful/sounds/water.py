"""Rain, heavy rain, a stream, and the two noises an ocean is made of, with the pace of its waves."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from mindful.sounds.noise import scattered, seconds, shaped, strength, wander
from mindful.units import SAMPLE_RATE_HZ

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from mindful.sounds.noise import Loop

DROPS_PER_S, HEAVY_DROPS_PER_S, BUBBLES_PER_S = 7.0, 40.0, 9.0
WAVE_S, WAVE_JITTER_S = 10.5, 1.2
"""A wave begins every so many seconds, sooner or later by up to the jitter: 8.1 to 12.9 s from one to the next."""
WAVE_RISE = 0.38
"""The part of a wave in which it swells; then it breaks and runs out."""
LOWEST_WAVE = 0.7
"""Height of the lowest wave; the highest is 1."""


def rain(generator: np.random.Generator) -> Loop:
    """Return a soft hiss that falls above 3 kHz, with single drops over it."""
    import numpy as np

    bed = shaped(generator, lambda hz: np.sqrt(hz / (hz + 350)) / (1 + (hz / 3_200) ** 2) ** 0.75)
    return bed + 2.2 * scattered(generator, DROPS_PER_S, _drop)


def heavy_rain(generator: np.random.Generator) -> Loop:
    """Return a dense, broad rush with a low rumble that comes and goes, and many drops."""
    import numpy as np

    rush = shaped(generator, lambda hz: 1 / (1 + (hz / 4_500) ** 2) ** 0.6)
    rumble = shaped(generator, lambda hz: 1 / (1 + (hz / 140) ** 2))
    drops = scattered(generator, HEAVY_DROPS_PER_S, _drop)
    return rush * (0.8 + 0.25 * wander(generator, 30, 6)) + 0.9 * rumble + 1.6 * np.asarray(drops)


def stream(generator: np.random.Generator) -> Loop:
    """Return water over stones: a bright murmur that never stands still, and bubbles whose pitch rises."""
    import numpy as np

    murmur = shaped(generator, lambda hz: np.sqrt(hz / (hz + 250)) / (1 + (hz / 1_400) ** 2) ** 0.7)
    splash = shaped(generator, lambda hz: (hz / (hz + 1_500)) / (1 + (hz / 5_000) ** 2))
    moved = murmur * (0.7 + 0.4 * wander(generator, 8, 0.6)) + 0.3 * splash * wander(generator, 4, 0.25)
    return moved + 3.6 * scattered(generator, BUBBLES_PER_S, _bubble)


def deep(generator: np.random.Generator) -> Loop:
    """Return the dark roar of the sea."""
    return shaped(generator, lambda hz: 1 / (1 + (hz / 320) ** 1.6))


def foam(generator: np.random.Generator) -> Loop:
    """Return the bright hiss of a breaking wave."""
    import numpy as np

    return 0.55 * shaped(generator, lambda hz: np.sqrt(hz / (hz + 500)) / (1 + (hz / 2_600) ** 2))


def _drop(chance: np.random.Generator) -> NDArray[np.float64]:
    """Return a short, falling ping."""
    import numpy as np

    time_s = seconds(0.06)
    hertz = chance.uniform(1_200, 3_800)
    envelope = np.minimum(time_s / 0.002, 1.0) * np.exp(-time_s / 0.012) * (1 - time_s / 0.06)
    ping: NDArray[np.float64] = np.sin(2 * math.pi * hertz * (1 - 2.5 * time_s) * time_s)
    return strength(chance) * envelope * ping


def _bubble(chance: np.random.Generator) -> NDArray[np.float64]:
    """Return a round blip whose pitch rises, as that of a bubble that comes up."""
    import numpy as np

    length_s = chance.uniform(0.05, 0.14)
    time_s = seconds(length_s)
    hertz, rise = chance.uniform(350, 1_300), chance.uniform(0.5, 2.5)
    envelope = np.minimum(time_s / 0.006, 1.0) * np.exp(-4 * time_s / length_s) * (1 - time_s / length_s)
    blip: NDArray[np.float64] = np.sin(2 * math.pi * hertz * (1 + rise * time_s) * time_s)
    return strength(chance) * envelope * blip


def swell(seed: int, start: int, frames: int) -> NDArray[np.float32]:
    """Return the height of the waves from a frame on, float32 ``[frames]`` between 0 and 1.

    A pure function of the seed and the place; only operations that IEEE 754 rounds exactly.
    """
    import numpy as np

    height = np.empty(frames, dtype=np.float32)
    at, end = start, start + frames
    wave = start // round(WAVE_S * SAMPLE_RATE_HZ) - 1
    while at < end:
        begin, until = _wave_start(seed, wave), _wave_start(seed, wave + 1)
        if until > at:
            last = min(end, until)
            x = np.arange(at - begin, last - begin) / (until - begin)
            u = np.where(x < WAVE_RISE, x * (1 / WAVE_RISE), (1 - x) * (1 / (1 - WAVE_RISE)))
            height[at - start : last - start] = u * u * (3 - 2 * u) * _chance(seed, wave, 1, LOWEST_WAVE, 1.0)
            at = last
        wave += 1
    return height


def _wave_start(seed: int, wave: int) -> int:
    return round((wave * WAVE_S + _chance(seed, wave, 0, -WAVE_JITTER_S, WAVE_JITTER_S)) * SAMPLE_RATE_HZ)


def _chance(seed: int, wave: int, what: int, low: float, high: float) -> float:
    import numpy as np

    # The wave before the first has the number -1, and the one before that is asked for its end.
    draws = np.random.Generator(np.random.Philox(key=[seed, wave + 2])).random(2)
    return float(low + (high - low) * draws[what])
