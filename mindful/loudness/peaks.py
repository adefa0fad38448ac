"""True peaks: the height of the wave between its samples, by four-fold oversampling (BS.1770-4, annex 2).

Oversampling costs far more than everything else done to a block, so it is done only where a bound does not already
tell that the peak cannot matter.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SEGMENT = 64
"""Frames judged at once; longer than half the interpolating filter, so that neighbours bound what reaches in."""
PIECE = 16 * SEGMENT
"""Frames that one bound stands for where nearly everything is passed over."""
_PHASES = 4
_HALF_TAPS = 12
_KAISER_BETA = 6.0
"""With 24 taps a phase: flat within 0.05 dB to 18 kHz at 44.1 kHz."""
_HOT_AT_ONCE = 512
"""Segments oversampled together; keeps the working set near 2 MB."""


@lru_cache(maxsize=1)
def _interpolators() -> NDArray[np.float32]:
    """Return the windowed-sinc filters of the three places between two samples, float32 ``[3, 24]``."""
    import numpy as np

    offsets = np.arange(1 - _HALF_TAPS, _HALF_TAPS + 1)
    filters = []
    for phase in range(1, _PHASES):
        at = phase / _PHASES - offsets
        window = np.i0(_KAISER_BETA * np.sqrt(1 - (at / _HALF_TAPS) ** 2)) / np.i0(_KAISER_BETA)
        taps = np.sinc(at) * window
        filters.append(taps / taps.sum())
    return np.array(filters, dtype=np.float32)


@lru_cache(maxsize=1)
def worst_gain() -> float:
    """Return how far above the highest sample nearby a peak between samples can stand, as a factor; a certain bound."""
    import numpy as np

    return float(np.abs(_interpolators()).sum(axis=1).max()) * (1 + 1e-6)


@lru_cache(maxsize=1)
def _bend_gains() -> tuple[float, float]:
    """Return how far a peak between two samples can stand above both, for each unit of bend and of slope nearby.

    What an interpolating filter makes beyond the straight line between two samples is a sum of second differences,
    and, as its taps are rounded, a trace of the first. The sums of their weights bound it, whatever the samples.
    """
    import numpy as np

    bend, slope = 0.0, 0.0
    for phase, taps in enumerate(_interpolators().astype(np.float64), start=1):
        beyond = taps.copy()
        beyond[_HALF_TAPS - 1 : _HALF_TAPS + 1] -= (1 - phase / _PHASES, phase / _PHASES)
        sums = np.cumsum(beyond)
        bends = np.cumsum(sums)
        bend = max(bend, float(np.abs(bends[:-2]).sum()))
        slope = max(slope, abs(float(bends[-2])))
    return bend * (1 + 1e-6), slope * (1 + 1e-6)


def peak_bounds(samples: NDArray[np.float32], floor: float) -> NDArray[np.float32] | None:
    """Return what no true peak exceeds, piece by piece.

    Args:
        samples: float32 ``[n * PIECE, channels]``, contiguous; the first and the last piece are context only.
        floor: Peaks up to this amplitude are of no interest.

    Returns:
        float32 ``[n - 2]``, where a peak counts to the piece of the frame before it; None when none exceeds the floor.
    """
    import numpy as np

    channels, flat = samples.shape[1], samples.reshape(-1)
    near = _near(flat, channels)
    if near.max(initial=0.0) * worst_gain() <= floor:
        return None
    bends = np.zeros_like(flat)
    inner = bends[channels:-channels]
    np.subtract(flat[channels:-channels], flat[: -2 * channels], out=inner)
    inner += flat[channels:-channels]
    inner -= flat[2 * channels :]
    bend, slope = _bend_gains()
    # No two samples lie further apart than twice the height of the higher.
    return _bounded(near * np.float32(1 + 2 * slope) + np.float32(bend) * _near(bends, channels))


def _near(flat: NDArray[np.float32], channels: int) -> NDArray[np.float32]:
    """Return the height of each piece that has neighbours, with what reaches in from these."""
    import numpy as np

    pieces, reach = flat.reshape(-1, PIECE * channels), SEGMENT * channels
    heights: NDArray[np.float32] = np.maximum(pieces.max(axis=1), -pieces.min(axis=1))[1:-1]
    np.maximum(heights, np.abs(pieces[:-2, -reach:]).max(axis=1), out=heights)
    np.maximum(heights, np.abs(pieces[2:, :reach]).max(axis=1), out=heights)
    return heights


def _bounded(bounds: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return bounds a little higher, for what is lost by single precision."""
    import numpy as np

    return bounds * np.float32(1 + 1e-5)


def peaks_above(samples: NDArray[np.float32], floor: float) -> NDArray[np.float32] | None:
    """Return the true peak between each frame and the next, over all channels, where it may exceed a floor.

    Args:
        samples: float32 ``[frames, channels]``; frames is a multiple of `SEGMENT`, and the first and the last segment
            are context only.
        floor: Peaks up to this amplitude are of no interest.

    Returns:
        float32 ``[frames - 2 * SEGMENT]``, zero wherever the bound tells that the floor is not exceeded; None when
        that is everywhere.
    """
    import numpy as np

    segments = samples.reshape(-1, SEGMENT * samples.shape[1])
    loudest = np.maximum(segments.max(axis=1), -segments.min(axis=1))
    near = np.maximum(np.maximum(loudest[:-2], loudest[1:-1]), loudest[2:])
    hot = np.flatnonzero(near * worst_gain() > floor)
    if not len(hot):
        return None
    found: NDArray[np.float32] | None = None
    reach = np.arange(1 - _HALF_TAPS, SEGMENT + _HALF_TAPS)
    for at in range(0, len(hot), _HOT_AT_ONCE):
        some = hot[at : at + _HOT_AT_ONCE]
        windows = samples[(some[:, None] + 1) * SEGMENT + reach]
        bent = _bound(windows) > floor
        if bent.any():
            found = np.zeros((len(near), SEGMENT), dtype=np.float32) if found is None else found
            found[some[bent]] = _oversampled(windows[bent])
    return None if found is None else found.reshape(-1)


def _bound(windows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return what no peak within windows ``[n, SEGMENT + 23, channels]`` exceeds, ``[n]``: near for a smooth wave."""
    import numpy as np

    bend, slope = _bend_gains()
    first = np.diff(windows, axis=1)
    within = slice(_HALF_TAPS - 1, _HALF_TAPS + SEGMENT)
    highest = np.abs(windows[:, within]).max(axis=(1, 2))
    return _bounded(
        highest
        + np.float32(bend) * np.abs(np.diff(first, axis=1)).max(axis=(1, 2))
        + np.float32(slope) * np.abs(first).max(axis=(1, 2))
    )


def _oversampled(windows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the peaks within windows ``[n, SEGMENT + 23, channels]`` as ``[n, SEGMENT]``.

    Tap by tap rather than by matrix product: the same bits whatever the number of windows or threads.
    """
    import numpy as np

    highest = np.abs(windows[:, _HALF_TAPS - 1 : _HALF_TAPS - 1 + SEGMENT])
    for taps in _interpolators():
        between = np.zeros_like(highest)
        for at, tap in enumerate(taps):
            between += tap * windows[:, at : at + SEGMENT]
        np.maximum(highest, np.abs(between), out=highest)
    peaks: NDArray[np.float32] = highest.max(axis=2)
    return peaks


class PeakMeter:
    """Finds the highest true peak of a stream of blocks."""

    def __init__(self) -> None:
        self._peak = 0.0
        # What came last: a piece of context, and at least one whose peaks reach into what comes next.
        self._tail: NDArray[np.float32] | None = None

    def add(self, block: NDArray[np.float32]) -> None:
        """Take the next block, float32 ``[frames, channels]``."""
        import numpy as np

        if self._tail is None:
            self._tail = np.zeros((2 * PIECE, block.shape[1]), dtype=np.float32)
        loudest = max(height(self._tail), height(block))
        if loudest * worst_gain() <= self._peak:
            self._tail = np.concatenate([self._tail, block[-2 * PIECE :]])[-2 * PIECE :]
            return
        samples = np.concatenate([self._tail, block])
        whole = len(samples) // PIECE * PIECE
        self._peak = _highest(samples[:whole], max(self._peak, loudest))
        self._tail = samples[whole - 2 * PIECE :]

    @property
    def peak(self) -> float:
        """The highest true peak so far, as if the stream ended here; an amplitude, 1.0 is full scale."""
        import numpy as np

        if self._tail is None:
            return 0.0
        ending = np.concatenate([self._tail, np.zeros((2 * PIECE, self._tail.shape[1]), dtype=np.float32)])
        return _highest(ending[: len(ending) // PIECE * PIECE], self._peak)


def height(samples: NDArray[np.float32]) -> float:
    """Return the highest absolute value of samples; 0 for none."""
    return max(float(samples.max()), -float(samples.min())) if len(samples) else 0.0


def _highest(samples: NDArray[np.float32], peak: float) -> float:
    """Return the highest true peak of whole pieces, the first and the last left out, or `peak` where none exceeds it.

    The pieces that may hold the highest are looked at first; as a rule they spare the others.
    """
    bounds = peak_bounds(samples, peak)
    if bounds is None:
        return peak
    for piece in bounds.argsort()[::-1]:
        if bounds[piece] <= peak:
            break
        begin = (int(piece) + 1) * PIECE
        found = peaks_above(samples[begin - SEGMENT : begin + PIECE + SEGMENT], peak)
        if found is not None:
            peak = max(peak, float(found.max()))
    return peak


def true_peak_dbtp(samples: NDArray[np.float32], sample_rate_hz: int) -> float:
    """Return the highest true peak of a whole sound in dBTP; silence is minus infinity.

    Args:
        samples: float32 ``[frames, channels]``, full scale 1.0.
        sample_rate_hz: From 192 kHz on, oversampling has nothing left to find and the highest sample counts.
    """
    if sample_rate_hz >= 192_000:
        return decibels(height(samples))
    meter = PeakMeter()
    meter.add(samples)
    return decibels(meter.peak)


def decibels(amplitude: float) -> float:
    """Return an amplitude in decibels of full scale; zero is minus infinity."""
    return 20 * math.log10(amplitude) if amplitude > 0 else -math.inf
