"""The soundscape ``breath``: soft air that swells and sinks with the breaths a script paces, and is even elsewhere.

It says no word and has no pitch to follow, so that it may lie under spoken cues, under a tone, or alone.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from mindful.sounds.noise import shaped
from mindful.units import SAMPLE_RATE_HZ

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import numpy as np
    from numpy.typing import NDArray

    from mindful.sounds.noise import Loop
    from mindful.sounds.splice import Spliced

NAME = "breath"
CALM, FULL, EMPTY = 1.0, 1.78, 0.56
"""Gains where nobody paces the breath, when it is in, and when it is out: 5 dB above and below calm, so that a breath
moves by 10 dB, which is heard without being listened for."""
SETTLE = 5 * SAMPLE_RATE_HZ
"""Frames in which it comes back to calm after the last breath."""


class Phase(NamedTuple):
    """A stretch of a paced breath."""

    name: str
    """``in``, ``hold``, ``out``, or ``rest``, the hold after breathing out."""
    start: int
    """First frame, from the beginning of the track."""
    frames: int


class Way(NamedTuple):
    """The gain on its way from one value to another, where it stays until the next way begins."""

    start: int
    frames: int
    from_gain: float
    to_gain: float

    def gains(self, start: int, end: int) -> NDArray[np.float64]:
        """Return the gains of a stretch from its start on, along a smooth step; exactly rounded operations only."""
        import numpy as np

        x = np.minimum((np.arange(start, end) - self.start) / self.frames, 1.0)
        gains: NDArray[np.float64] = self.from_gain + (self.to_gain - self.from_gain) * (x * x * (3 - 2 * x))
        return gains

    def gain(self, at: int) -> float:
        """Return the gain at one frame."""
        return float(self.gains(at, at + 1)[0])


def ways_of(phases: Iterable[Phase]) -> tuple[Way, ...]:
    """Return how the gain moves: up while the breath goes in, down while it goes out, and to calm after the last.

    Args:
        phases: In order and without overlap.
    """
    return tuple(_moves(phases))


def _moves(phases: Iterable[Phase]) -> Iterator[Way]:
    at, end = Way(0, 1, CALM, CALM), 0
    for phase in phases:
        if at.to_gain != CALM and phase.start > end:
            at = Way(end, SETTLE, at.gain(end), CALM)
            yield at
        end = phase.start + phase.frames
        if phase.name in {"in", "out"}:
            at = Way(phase.start, phase.frames, at.gain(phase.start), FULL if phase.name == "in" else EMPTY)
            yield at
    if at.to_gain != CALM:
        yield Way(end, SETTLE, at.gain(end), CALM)


@dataclass(frozen=True, kw_only=True, slots=True)
class Breathing:
    """A bed of air whose level goes along with the breath."""

    air: Spliced
    ways: tuple[Way, ...]

    def block(self, start: int, frames: int) -> NDArray[np.float32]:
        """Return the frames from `start` on, float32 ``[frames, 2]``."""
        import numpy as np

        block = self.air.block(start, frames)
        # A pair as one complex number, which is quicker than broadcasting a gain over pairs.
        pairs = block.view(np.complex64)[:, 0]
        # Before the first way all is calm, a gain of 1.
        first, last = (bisect_right(self.ways, at, key=lambda way: way.start) for at in (start, start + frames - 1))
        ways = self.ways[max(first - 1, 0) : last]
        ends = [*(way.start for way in ways[1:]), start + frames]
        for way, end in zip(ways, ends, strict=False):
            at = max(way.start, start)
            pairs[at - start : end - start] *= way.gains(at, end).astype(np.float32)
        return block


def air(generator: np.random.Generator) -> Loop:
    """Return a soft rush with neither rumble nor hiss, as that of breath through an open mouth far away."""
    import numpy as np

    return shaped(generator, lambda hz: np.sqrt(hz / (hz + 300)) / (1 + (hz / 900) ** 2) ** 0.8)
