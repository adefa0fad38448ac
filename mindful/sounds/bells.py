"""Bells by modal synthesis: a table of partials each, struck softly."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mindful.errors import SoundError
from mindful.units import SAMPLE_RATE_HZ, frames

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from mindful.sounds.clip import Clip

PEAK_DBFS = -12.0
"""Peak of one strike; speech at -18 LUFS peaks at about -4, so that no bell stands out."""
DECAY_EXPONENT = -0.85
"""A partial of ratio r dies away in r**-0.85 of the fundamental's time."""
FADE_OUT_S = 1.0
"""At the end of the clip, where the ring is 50 dB down."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Bell:
    """What a bell is made of."""

    fundamental_hz: float
    t60_s: float
    """Time in which the fundamental falls by 60 dB."""
    attack_s: float
    ring_s: float
    """How long a strike is heard."""
    partials: tuple[tuple[float, float, float], ...]
    """(ratio to the fundamental, level in dB, detuning of the doublet's upper half as a fraction)."""
    strike_db: float
    """The soft noise of the mallet, relative to the fundamental."""


BELLS = {
    "bowl": Bell(
        fundamental_hz=194.0,
        t60_s=20.0,
        attack_s=0.03,
        ring_s=16.0,
        partials=(
            (1.0, 0.0, 0.003),
            (2.98, -7.0, 0.004),
            (5.70, -15.0, 0.005),
            (9.0, -24.0, 0.006),
            (12.8, -32.0, 0.008),
        ),
        strike_db=-30.0,
    ),
    "chime": Bell(
        fundamental_hz=880.0,
        t60_s=7.0,
        attack_s=0.02,
        ring_s=6.0,
        partials=((1.0, 0.0, 0.0012), (2.76, -9.0, 0.0015), (5.40, -20.0, 0.002), (8.93, -30.0, 0.002)),
        strike_db=-36.0,
    ),
}
"""Bowl: partials 1 : 2.98 : 5.70 : 9.0 : 12.8. Chime: those of a free bar, 1 : 2.76 : 5.40 : 8.93."""


def ring_s(name: str) -> float:
    """Return how long a strike of a bell is heard. Raises SoundError for a name that is no bell's."""
    return _bell(name).ring_s


def strike(name: str, seed: int = 0) -> Clip:
    """Return one strike of a bell with all of its ring, in stereo at 44.1 kHz.

    Args:
        name: One of `BELLS`.
        seed: Varies the noise of the mallet.

    Raises:
        SoundError: There is no such bell.
    """
    import numpy as np

    from mindful.sounds.clip import Clip

    bell = _bell(name)
    time_s = np.arange(frames(bell.ring_s)) / SAMPLE_RATE_HZ
    channels = [
        _ring(bell, time_s, shift) + _mallet(bell, time_s, seed + side) for side, shift in enumerate((1.0, 1.15))
    ]
    samples = np.stack(channels, axis=1)
    attack, fade = frames(bell.attack_s), frames(FADE_OUT_S)
    samples[:attack] *= (0.5 - 0.5 * np.cos(math.pi * np.arange(attack) / attack))[:, None]
    samples[-fade:] *= (0.5 + 0.5 * np.cos(math.pi * np.arange(1, fade + 1) / fade))[:, None]
    samples *= 10 ** (PEAK_DBFS / 20) / np.abs(samples).max()
    return Clip(samples=samples.astype(np.float32), sample_rate_hz=SAMPLE_RATE_HZ)


def _bell(name: str) -> Bell:
    if name not in BELLS:
        raise SoundError(f'There is no bell "{name}".', hint=f"There are {', '.join(BELLS)}.")
    return BELLS[name]


def _ring(bell: Bell, time_s: NDArray[np.float64], shift: float) -> NDArray[np.float64]:
    """Add up doublets that start in phase; random phases would make the bell bloom instead of sounding.

    `shift` widens the doublets of one side, so that left and right beat at a different pace.
    """
    import numpy as np

    ring = np.zeros_like(time_s)
    for ratio, level_db, detuning in bell.partials:
        frequency = bell.fundamental_hz * ratio
        decay = np.exp(-math.log(1000) * time_s / (bell.t60_s * ratio**DECAY_EXPONENT))
        lower = np.sin(2 * math.pi * frequency * time_s)
        upper = np.sin(2 * math.pi * frequency * (1 + detuning * shift) * time_s)
        # The lower half is a little stronger: beats, but no silence between them.
        ring += 10 ** (level_db / 20) * decay * (0.62 * lower + 0.38 * upper)
    return ring


def _mallet(bell: Bell, time_s: NDArray[np.float64], seed: int) -> NDArray[np.float64]:
    """Return the short, dull noise of felt on metal."""
    import numpy as np
    from scipy.signal import butter, sosfilt

    noise = np.random.Generator(np.random.Philox(key=seed)).standard_normal(len(time_s))
    dull = sosfilt(butter(2, 900, fs=SAMPLE_RATE_HZ, output="sos"), noise)
    knock: NDArray[np.float64] = 10 ** (bell.strike_db / 20) * 8 * dull * np.exp(-time_s / 0.03)
    return knock
