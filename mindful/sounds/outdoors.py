"""Wind in trees, a fire, and a summer night."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from mindful.sounds.noise import LENGTH, scattered, seconds, shaped, strength, wander
from mindful.units import SAMPLE_RATE_HZ

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from mindful.sounds.noise import Loop

CRACKLES_PER_S, POPS_PER_S = 11.0, 0.7
CRICKETS = ((4_150.0, 0.62, 3), (4_480.0, 0.71, 4), (3_900.0, 0.83, 3), (4_820.0, 0.57, 2))
"""(pitch in hertz, seconds from chirp to chirp, pulses a chirp) of each insect."""
_PULSE_S = 0.018
"""From pulse to pulse within a chirp."""


def wind(generator: np.random.Generator) -> Loop:
    """Return a low, soft rush with gusts, in which leaves are heard when it is strong."""
    import numpy as np

    low = shaped(generator, lambda hz: 1 / (1 + (hz / 260) ** 1.5))
    leaves = shaped(generator, lambda hz: (hz / (hz + 700)) / (1 + (hz / 2_400) ** 2))
    gust = wander(generator, 24, 3.5)
    whistle = shaped(generator, lambda hz: np.exp(-((np.log2(hz / 520) / 0.35) ** 2)))
    return low * (0.35 + 0.9 * gust) + 0.5 * leaves * gust**2 + 0.28 * whistle * gust * wander(generator, 9, 2)


def fire(generator: np.random.Generator) -> Loop:
    """Return a deep, breathing flame with crackles and, now and then, a pop."""
    import numpy as np

    flame = shaped(generator, lambda hz: 1 / (1 + (hz / 110) ** 1.5)) * (0.7 + 0.5 * wander(generator, 5, 0.4))
    hiss = shaped(generator, lambda hz: np.sqrt(hz / (hz + 900)) / (1 + (hz / 4_000) ** 2))
    crackles = scattered(generator, CRACKLES_PER_S, lambda chance: _crack(chance, 0.010, 0.5))
    pops = scattered(generator, POPS_PER_S, lambda chance: _crack(chance, 0.045, 1.0))
    return flame + 0.10 * hiss + 1.1 * crackles + 1.2 * pops


def night(generator: np.random.Generator) -> Loop:
    """Return still air and a few crickets, near and far."""
    import numpy as np

    air = shaped(generator, lambda hz: 1 / (1 + (hz / 500) ** 1.1))
    chirps = np.zeros((LENGTH, 2))
    for number, cricket in enumerate(CRICKETS):
        pan = (number + 0.5) / len(CRICKETS)
        chirps += _cricket(generator, *cricket)[:, None] * np.array([math.sqrt(1 - pan), math.sqrt(pan)])
    return 0.35 * air + 0.5 * chirps


def _crack(chance: np.random.Generator, decay_s: float, level: float) -> NDArray[np.float64]:
    """Return a burst of coloured noise that dies at once; softened at its beginning, so that it does not startle."""
    import numpy as np

    decay_s *= chance.uniform(0.5, 1.5)
    time_s = seconds(6 * decay_s)
    hertz = chance.uniform(700, 3_500)
    noise = chance.standard_normal(len(time_s))
    # A leaky difference of a leaky sum: a broad band around one pitch.
    ring = np.convolve(noise, np.exp(-seconds(0.004) * 900) * np.cos(2 * math.pi * hertz * seconds(0.004)))
    envelope = np.minimum(time_s / 0.001, 1.0) * np.exp(-time_s / decay_s) * (1 - time_s / time_s[-1])
    burst: NDArray[np.float64] = ring[: len(time_s)] * envelope / max(float(ring.std()), 1e-9)
    return level * strength(chance) * burst


def _cricket(chance: np.random.Generator, hertz: float, every_s: float, pulses: int) -> NDArray[np.float64]:
    """Return one insect through the loop: chirps of a few pulses, at its own pace, resting now and then."""
    import numpy as np

    line = np.zeros(LENGTH)
    time_s = seconds(pulses * _PULSE_S)
    shape = np.sin(math.pi * np.minimum((time_s % _PULSE_S) / (0.8 * _PULSE_S), 1.0)) ** 2
    chirp = shape * np.sin(2 * math.pi * hertz * time_s)
    count = round(LENGTH / SAMPLE_RATE_HZ / every_s)
    awake = np.convolve(chance.standard_normal(count), np.ones(9), "same") > -2.0
    for number in range(count):
        start = round((number + chance.uniform(-0.03, 0.03)) * LENGTH / count)
        level = chance.uniform(0.6, 1.0) if awake[number] else 0.0
        line[(start + np.arange(len(chirp))) % LENGTH] += level * chirp
    return line
