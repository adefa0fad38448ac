"""The tone that goes along with a paced breath: it rises with the in-breath, rests, and falls with the out-breath."""

from __future__ import annotations

import math
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from mindful.units import SAMPLE_RATE_HZ, frames

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from mindful.sounds.clip import Clip

LOW_HZ, HIGH_HZ = 220.0, 330.0
"""A fifth, from a to e', in the range of a voice that hums; small speakers still carry it."""
PEAK_DBFS = -26.0
"""About -29 LUFS, 11 LU below speech at -18: heard without being listened to."""
HOLD_LEVEL = 0.45
"""What is left of the tone while the breath is held, as a factor: 7 dB softer, so that the next phase is heard."""
SECOND_DB = -22.0
"""The octave above, against the fundamental; a bare sine sounds like a test signal."""


@lru_cache(maxsize=8)
def tone(phases_s: tuple[float, float, float, float]) -> Clip:
    """Return the tone of one breath, in mono at 44.1 kHz, as long as its phases together.

    Pitch and level go along raised cosines and the phase of the wave runs through, so that nothing clicks; the level is
    zero at both ends, so that breaths follow each other without a seam.

    Args:
        phases_s: Seconds of breathing in, holding, breathing out and holding again.
    """
    import numpy as np

    from mindful.sounds.clip import Clip

    into, hold, out, rest = phases_s
    ends = [0.0, into, into + hold, into + hold + out, into + hold + out + rest]
    time_s = np.arange(frames(ends[-1])) / SAMPLE_RATE_HZ
    height = _curve(time_s, list(zip(ends, (0.0, 1.0, 1.0, 0.0, 0.0), strict=True)))
    turn = 2 * math.pi * np.cumsum(LOW_HZ * (HIGH_HZ / LOW_HZ) ** height) / SAMPLE_RATE_HZ
    held = HOLD_LEVEL if hold else 1.0
    knots = [(0.0, 0.0), (into / 2, 1.0), (ends[1], held), (ends[2], held), (ends[2] + out / 4, 1.0), (ends[3], 0.0)]
    level = _curve(time_s, [*knots, (ends[4], 0.0)])
    second = 10 ** (SECOND_DB / 20)
    wave = level * (np.sin(turn) + second * np.sin(2 * turn)) * 10 ** (PEAK_DBFS / 20) / (1 + second)
    return Clip(samples=wave.astype(np.float32)[:, None], sample_rate_hz=SAMPLE_RATE_HZ)


def _curve(time_s: NDArray[np.float64], knots: list[tuple[float, float]]) -> NDArray[np.float64]:
    """Return a curve through (time, value) pairs, a raised cosine from each to the next."""
    import numpy as np

    curve = np.full_like(time_s, knots[-1][1])
    for (start, first), (end, last) in pairwise(knots):
        if end > start:
            inside = (time_s >= start) & (time_s < end)
            part = (time_s[inside] - start) / (end - start)
            curve[inside] = first + (last - first) * (0.5 - 0.5 * np.cos(math.pi * part))
    return curve
