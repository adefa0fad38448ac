"""Steps of loudness between neighbouring stretches of a track: what makes a resting listener start."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

WINDOW_S = 3.0
"""Two neighbouring stretches of this length are compared, at every second."""
FLOOR_BELOW_SPEECH_LU = 8.0
"""What is softer counts as if it were this far below speech: words after a silence are no step, they are expected."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """A change of level."""

    at_s: float
    """Where the second stretch begins."""
    rise_lu: float
    """How much louder it is than the first; negative where it is softer."""


def largest_step(levels: Sequence[float], *, speech_lufs: float) -> Step | None:
    """Return the largest step of a track, or None for one shorter than two stretches.

    Args:
        levels: Mean K-weighted energy of each 100 ms, channels added up.
        speech_lufs: Level of the speech.
    """
    import numpy as np

    length = round(WINDOW_S * 10)
    if len(levels) < 2 * length:
        return None
    energy = np.convolve(np.asarray(levels), np.ones(length) / length, "valid")
    lufs = np.maximum(10 * np.log10(energy + 1e-15) - 0.691, speech_lufs - FLOOR_BELOW_SPEECH_LU)
    rises = (lufs[length:] - lufs[:-length])[::10]
    at = int(np.abs(rises).argmax())
    return Step(at_s=at + WINDOW_S, rise_lu=float(rises[at]))
