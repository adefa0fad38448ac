"""The air of a quiet room: what is left when nobody speaks, so that silence is no hole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mindful.sounds.noise import shaped

if TYPE_CHECKING:
    import numpy as np

    from mindful.sounds.noise import Loop

NAME = "room"
TONE_DB = -46.0
"""Against speech where it is nothing but room tone: an RMS of -64 dB beside speech at -18 LUFS, which a listener hears
end rather than sound; with the 3 dB more of an audio book it stays below the -60 dB that its shop allows."""
DULL_HZ, DARK_HZ = 150.0, 4_000.0
"""From the first on air falls by 6 dB an octave, as rooms measure between their walls; from the second it is as good as
gone, so that nothing hisses."""


def room(generator: np.random.Generator) -> Loop:
    """Return a dark, even rush without events."""
    import numpy as np

    return shaped(generator, lambda hz: 1 / np.sqrt(1 + (hz / DULL_HZ) ** 2) / (1 + (hz / DARK_HZ) ** 2))
