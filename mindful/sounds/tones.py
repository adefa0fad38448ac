"""A drone, a pad of slow chords, and beats between tones: sums of sines whose periods divide their loop."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from mindful.sounds.noise import lufs
from mindful.units import SAMPLE_RATE_HZ

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from mindful.sounds.noise import Loop

DRONE_PERIOD = 802
"""Frames of the lowest tone, 55 Hz; all others are its harmonics."""
DRONE_LENGTH = 5_000 * DRONE_PERIOD
DRONE = (
    (1, -4.0, 3),
    (2, 0.0, 5),
    (3, -5.0, 7),
    (4, -9.0, 4),
    (5, -19.0, 11),
    (6, -14.0, 9),
    (8, -20.0, 13),
    (9, -26.0, 8),
)
"""(harmonic, level in dB, how often it swells in the loop of 91 s)."""

PAD_PERIOD = 2_406
"""Frames of the tone all notes are multiples of, 18.3 Hz: pure intervals."""
PAD_HOP, PAD_SLOT = 220 * PAD_PERIOD, 312 * PAD_PERIOD
"""A chord every 12 s; it lasts 17, so that it gives way over 5."""
CHORDS = (
    (6, 12, 15, 18, 24),
    (10, 12, 15, 20, 24),
    (6, 9, 12, 18, 24, 30),
    (8, 16, 20, 24),
    (12, 15, 18, 27),
    (9, 18, 24, 27),
)
"""Notes as multiples of 18.3 Hz. Even ones rest on the tonic, odd ones lead away: vi, IV and V with a fourth."""
PAD_OVERTONES_DB = (0.0, -16.0, -28.0)
HIGHEST_HZ = 1_000.0
"""Nothing of drone and pad is above."""

CARRIER_HZ, BEAT_HZ = 200, 6
"""Both sides of a beat hear whole hertz, so that a loop of one second has no seam in eight hours."""


def drone(generator: np.random.Generator) -> Loop:
    """Return one low chord of harmonics that swell and sink, each at its own pace, unlike on both sides."""
    import numpy as np

    time = np.arange(DRONE_LENGTH)
    loop = np.zeros((DRONE_LENGTH, 2))
    for number, (harmonic, level_db, swells) in enumerate(DRONE):
        angle = 2 * math.pi * harmonic * np.arange(DRONE_PERIOD) / DRONE_PERIOD
        for side, quarter in enumerate((0.0, math.pi / 2 * (-1) ** number)):
            slow = 2 * math.pi * ((swells + side) * time / DRONE_LENGTH + generator.random())
            wave = _repeated(10 ** (level_db / 20) * np.sin(angle + quarter), DRONE_LENGTH)
            loop[:, side] += wave * (1 + 0.6 * np.cos(slow))
    return loop


def pad(generator: np.random.Generator) -> Loop:
    """Return the chords of the table one after another, each as long as a slot and as loud as the others."""
    import numpy as np

    chords = (_chord(notes, generator) for notes in CHORDS)
    return np.concatenate([chord * 10 ** (-lufs(chord) / 20) for chord in chords])


def _chord(notes: tuple[int, ...], generator: np.random.Generator) -> Loop:
    import numpy as np

    time = np.arange(PAD_SLOT)
    chord = np.zeros((PAD_SLOT, 2))
    for note in notes:
        # A note has the same phase in every chord: where it stays, it goes on.
        angle = 2 * math.pi * note * np.arange(PAD_PERIOD) / PAD_PERIOD + note
        for overtone, level_db in enumerate(PAD_OVERTONES_DB, start=1):
            if overtone * note * SAMPLE_RATE_HZ / PAD_PERIOD > HIGHEST_HZ:
                continue
            level = 10 ** (level_db / 20) / math.sqrt(note)
            slow = 1 + 0.3 * np.cos(2 * math.pi * (generator.integers(1, 4) * time / PAD_SLOT + generator.random()))
            left, right = np.sin(overtone * angle), np.sin(overtone * angle + math.pi / 2 * (-1) ** note)
            chord[:, 0] += level * slow * _repeated(left, PAD_SLOT)
            chord[:, 1] += level * (2 - slow) * _repeated(right, PAD_SLOT)
    return chord


def _repeated(period: NDArray[np.float64], frames: int) -> NDArray[np.float64]:
    """Return a wave of so many frames from one period of it: a thousand times fewer sines than frames."""
    import numpy as np

    return np.tile(period, frames // len(period))


def binaural(_generator: np.random.Generator) -> Loop:
    """Return two tones, one for each ear, whose difference is heard as a beat with headphones."""
    import numpy as np

    return np.stack([_tone(CARRIER_HZ), _tone(CARRIER_HZ + BEAT_HZ)], axis=1)


def isochronic(_generator: np.random.Generator) -> Loop:
    """Return one tone on both sides that comes and goes softly at the pace of the beat."""
    import numpy as np

    pulse = 0.5 - 0.5 * np.cos(2 * math.pi * BEAT_HZ * np.arange(SAMPLE_RATE_HZ) / SAMPLE_RATE_HZ)
    tone = _tone(CARRIER_HZ) * pulse
    return np.stack([tone, tone], axis=1)


def _tone(hertz: float) -> NDArray[np.float64]:
    import numpy as np

    return np.sin(2 * math.pi * hertz * np.arange(SAMPLE_RATE_HZ) / SAMPLE_RATE_HZ)
