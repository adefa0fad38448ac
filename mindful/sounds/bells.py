"""Bells by modal synthesis: a table of partials each, struck softly, in three sizes."""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mindful.errors import SoundError
from mindful.sounds import kept
from mindful.units import SAMPLE_RATE_HZ, frames

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from mindful.sounds.clip import Clip

VERSION = 1
"""Part of every kept strike's name: to be raised with any change of how a table becomes samples."""
PITCHES = {"low": 2 / 3, "high": 3 / 2}
"""Factor of all frequencies: a bell a fifth larger, or a fifth smaller, than the one of the table."""
SOFT_ATTACK_S = 0.04
"""The slowest attack that still is a strike."""
SOFT_TILT_DB = -6.0
"""A softer mallet wakes the high partials less: by this much for each factor of e in the ratio to the fundamental."""
SOFT_PEAK_DB = -4.0
"""And the whole bell less."""
DECAY_EXPONENT = -0.85
"""A partial of ratio r dies away in r**-0.85 of the fundamental's time."""
FADE_OUT_S = 1.0
"""At the end of the clip, or over its second half where that is shorter; the ring is far down by then."""
_MALLET_DECAY_S, _MALLET_HZ = 0.03, 900.0
_INAUDIBLE_DB = -110.0
"""A partial is not worked out below this."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Bell:
    """What a bell is made of."""

    fundamental_hz: float
    t60_s: float
    """Time in which the fundamental falls by 60 dB."""
    attack_s: float
    ring_s: float
    """How long a strike is heard."""
    peak_dbfs: float
    """Peak of one strike. Speech stands at -18 LUFS; no strike is more than 6 LU above it at any moment."""
    partials: tuple[tuple[float, float, float], ...]
    """(ratio to the fundamental, level in dB, detuning of the doublet's upper half as a fraction)."""
    strike_db: float
    """The soft noise of the mallet, relative to the fundamental."""


BELLS = {
    "bowl": Bell(
        fundamental_hz=194.0, t60_s=20.0, attack_s=0.03, ring_s=16.0, peak_dbfs=-12.0, strike_db=-30.0,
        partials=(
            (1.0, 0.0, 0.003),
            (2.98, -7.0, 0.004),
            (5.70, -15.0, 0.005),
            (9.0, -24.0, 0.006),
            (12.8, -32.0, 0.008),
        ),
    ),
    "temple": Bell(
        fundamental_hz=110.0, t60_s=26.0, attack_s=0.03, ring_s=20.0, peak_dbfs=-9.0, strike_db=-34.0,
        partials=(
            (1.0, -4.0, 0.004),
            (2.0, 0.0, 0.003),
            (2.4, -6.0, 0.004),
            (3.0, -9.0, 0.004),
            (4.0, -12.0, 0.005),
            (5.33, -20.0, 0.006),
            (6.67, -26.0, 0.008),
        ),
    ),
    "chime": Bell(
        fundamental_hz=880.0, t60_s=7.0, attack_s=0.02, ring_s=6.0, peak_dbfs=-13.0, strike_db=-36.0,
        partials=((1.0, 0.0, 0.0012), (2.76, -9.0, 0.0015), (5.40, -20.0, 0.002), (8.93, -30.0, 0.002)),
    ),
    "rin": Bell(
        fundamental_hz=523.0, t60_s=14.0, attack_s=0.025, ring_s=11.0, peak_dbfs=-13.0, strike_db=-34.0,
        partials=((1.0, 0.0, 0.0016), (2.71, -8.0, 0.002), (5.15, -17.0, 0.0024), (8.28, -27.0, 0.003)),
    ),
    "woodblock": Bell(
        fundamental_hz=420.0, t60_s=0.5, attack_s=0.02, ring_s=0.7, peak_dbfs=-8.0, strike_db=-22.0,
        partials=((1.0, 0.0, 0.0), (1.48, -5.0, 0.0), (2.57, -12.0, 0.0), (3.9, -20.0, 0.0)),
    ),
}  # fmt: skip
"""Bowl and rin: a struck shell's modes, near 1 : 2.8 : 5.4 : 8.7. Temple: the hum, prime, tierce, quint and nominal of
a cast bell. Chime: a free bar's, 1 : 2.76 : 5.40 : 8.93. Woodblock: a hollow of wood, without beats."""


def ring_s(name: str) -> float:
    """Return how long a strike of a bell is heard, the same in every size. Raises SoundError for no bell's name."""
    return _bell(name).ring_s


def strike(
    name: str, *, pitch: str | None = None, soft: bool = False, seed: int = 0, cache: Path | None = None
) -> Clip:
    """Return one strike of a bell with all of its ring, in stereo at 44.1 kHz.

    Args:
        name: One of `BELLS`.
        pitch: One of `PITCHES`; None is the bell as it stands in the table.
        soft: Whether the mallet is wound in felt: a slower attack, fewer high partials, 4 dB less.
        seed: Varies the noise of the mallet.
        cache: Folder of kept strikes; None keeps nothing.

    Raises:
        SoundError: There is no such bell, or pitch.
    """
    from mindful.sounds.clip import Clip

    bell = _bell(name)
    if pitch is not None and pitch not in PITCHES:
        raise SoundError(f'A bell is not "{pitch}".', hint=f"It may be {' or '.join(PITCHES)}.")
    key = hashlib.sha256(repr((VERSION, bell, pitch, soft, seed)).encode()).hexdigest()[:16]
    file = cache / f"{name}-{key}.npy" if cache else None
    samples = kept.load(file) if file else None
    if samples is None or len(samples) != frames(bell.ring_s):
        samples = _struck(bell, PITCHES.get(pitch or "", 1.0), seed, soft=soft)
        if file:
            kept.keep(file, samples)
    return Clip(samples=samples, sample_rate_hz=SAMPLE_RATE_HZ)


def _bell(name: str) -> Bell:
    if name not in BELLS:
        raise SoundError(f'There is no bell "{name}".', hint=f"There are {', '.join(BELLS)}.")
    return BELLS[name]


def _struck(bell: Bell, factor: float, seed: int, *, soft: bool) -> NDArray[np.float32]:
    """Return one strike, float32 ``[frames, 2]``."""
    import numpy as np

    samples = _ring(bell, factor, SOFT_TILT_DB if soft else 0.0)
    mallet = _mallet(bell, seed) * (0.5 if soft else 1.0)
    samples[: len(mallet)] += mallet
    attack = frames(SOFT_ATTACK_S if soft else bell.attack_s)
    fade = min(frames(FADE_OUT_S), len(samples) // 2)
    samples[:attack] *= (0.5 - 0.5 * np.cos(math.pi * np.arange(attack) / attack))[:, None]
    samples[-fade:] *= (0.5 + 0.5 * np.cos(math.pi * np.arange(1, fade + 1) / fade))[:, None]
    peak_db = bell.peak_dbfs + (SOFT_PEAK_DB if soft else 0.0)
    samples *= 10 ** (peak_db / 20) / np.abs(samples).max()
    return samples.astype(np.float32)


def _ring(bell: Bell, factor: float, tilt_db: float) -> NDArray[np.float64]:
    """Add up doublets that start in phase; random phases would make the bell bloom instead of sounding.

    Those of the right side are a little wider than those of the left, so that the sides beat at a different pace.
    """
    import numpy as np

    ring = np.zeros((frames(bell.ring_s), 2))
    for ratio, level_db, detuning in bell.partials:
        softened_db = level_db + tilt_db * math.log(ratio)
        t60_s = bell.t60_s * ratio**DECAY_EXPONENT
        count = min(len(ring), frames((softened_db - _INAUDIBLE_DB) / 60 * t60_s))
        time_s = np.arange(count) / SAMPLE_RATE_HZ
        angle = 2 * math.pi * bell.fundamental_hz * factor * ratio * time_s
        decay = 10 ** (softened_db / 20) * np.exp(-math.log(1000) * time_s / t60_s)
        # The lower half is a little stronger: beats, but no silence between them.
        lower = 0.62 * np.sin(angle)
        for side, width in enumerate((1.0, 1.15)):
            ring[:count, side] += decay * (lower + 0.38 * np.sin(angle * (1 + detuning * width)))
    return ring


def _mallet(bell: Bell, seed: int) -> NDArray[np.float64]:
    """Return the short, dull noise of felt on metal, ``[frames, 2]``."""
    import numpy as np

    time_s = np.arange(min(frames(10 * _MALLET_DECAY_S), frames(bell.ring_s))) / SAMPLE_RATE_HZ
    noise = np.random.Generator(np.random.Philox(key=seed)).standard_normal((len(time_s), 2))
    spectrum = np.fft.rfft(noise, axis=0)
    hertz = np.fft.rfftfreq(len(time_s), 1 / SAMPLE_RATE_HZ)
    dull = np.fft.irfft(spectrum / np.sqrt(1 + (hertz / _MALLET_HZ) ** 4)[:, None], len(time_s), axis=0)
    knock: NDArray[np.float64] = 10 ** (bell.strike_db / 20) * 8 * dull * np.exp(-time_s / _MALLET_DECAY_S)[:, None]
    return knock
