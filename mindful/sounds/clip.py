"""A clip: a short piece of sound held in memory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mindful.errors import SoundError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, kw_only=True, eq=False, slots=True)
class Clip:
    """Samples and their rate."""

    samples: NDArray[np.float32]
    """float32 ``[frames, channels]``, full scale is 1.0; one or two channels."""
    sample_rate_hz: int
    """Frames a second."""

    def __post_init__(self) -> None:
        """Refuse what is no sound."""
        if self.samples.ndim != 2 or self.samples.shape[1] not in (1, 2):
            raise SoundError(f"A clip has one or two channels of samples, not the shape {self.samples.shape}.")
        if self.sample_rate_hz <= 0:
            raise SoundError(f"A clip has a positive sample rate, not {self.sample_rate_hz}.")

    @property
    def frames(self) -> int:
        """How many frames it has."""
        return int(self.samples.shape[0])

    @property
    def duration_s(self) -> float:
        """How long it lasts, in seconds."""
        return self.frames / self.sample_rate_hz
