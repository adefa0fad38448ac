"""The root mean square of a whole stream, and that of its softest moment, as shops of audio books measure them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOMENT_S = 0.5
"""The floor is the softest stretch of this length."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Rms:
    """What a meter found, in dB against full scale; None for digital silence."""

    rms_db: float | None
    """Of everything, the mean of both channels' energy; a sine at full scale has -3.01 dB."""
    floor_db: float | None
    """Of the softest moment."""
    peak_db: float | None
    """The highest sample."""


class RmsMeter:
    """Measures a stream of blocks."""

    def __init__(self, sample_rate_hz: int) -> None:
        self._moment = round(MOMENT_S * sample_rate_hz)
        self._waiting: list[NDArray[np.float32]] = []
        self._sum, self._frames, self._peak = 0.0, 0, 0.0
        self._softest = math.inf

    def add(self, block: NDArray[np.float32]) -> None:
        """Take the next block, float32 ``[frames, channels]`` of any number of frames."""
        import numpy as np

        if not len(block):
            return
        self._peak = max(self._peak, float(np.abs(block).max()))
        samples = np.concatenate([*self._waiting, block])
        whole = len(samples) // self._moment * self._moment
        moments = samples[:whole].reshape(-1, self._moment * samples.shape[1]).astype(np.float64)
        energies = np.einsum("ij,ij->i", moments, moments) / samples.shape[1]
        if len(energies):
            self._softest = min(self._softest, float(energies.min()) / self._moment)
        self._sum += float(energies.sum())
        self._frames += whole
        self._waiting = [samples[whole:]]

    def report(self) -> Rms:
        """Return what was found so far, whole moments only."""
        mean = self._sum / self._frames if self._frames else 0.0
        return Rms(rms_db=_power_db(mean), floor_db=_power_db(self._softest), peak_db=_power_db(self._peak**2))


def _power_db(power: float) -> float | None:
    return 10 * math.log10(power) if 0 < power < math.inf else None
