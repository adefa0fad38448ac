"""Measuring loudness by ITU-R BS.1770-4: K-weighting, 400 ms blocks a quarter apart, two gates."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mindful.loudness.peaks import PeakMeter, decibels
from mindful.loudness.steps import Step, largest_step
from mindful.loudness.weighting import KWeighting

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from mindful.loudness.rms import Rms

_STEPS_A_BLOCK = 4
_SHORT_TERM = 30
"""Steps of a short-term loudness, 3 s."""
_ABSOLUTE_GATE_LUFS = -70.0
_RELATIVE_GATE_LU = -10.0
_OFFSET_LUFS = -0.691
"""Makes a 997 Hz sine at full scale in one channel read -3.01 LUFS."""


@dataclass(frozen=True, kw_only=True, slots=True)
class LoudnessReport:
    """What a meter found; None stands for a figure that silence does not have."""

    speech_lufs: float | None
    """Integrated loudness of the chosen spans alone, as if they followed each other without a pause."""
    track_lufs: float | None
    """Integrated loudness of everything."""
    true_peak_dbtp: float | None
    largest_step: Step | None = None
    """The largest change of level between neighbouring stretches; None for a track without speech, or a short one."""
    rms: Rms | None = None
    """Of everything; None where nobody asked for it."""


def integrated_lufs(samples: NDArray[np.float32], sample_rate_hz: int) -> float:
    """Return the integrated, gated loudness of a whole sound in LUFS; silence is minus infinity.

    A sound shorter than 400 ms is measured as one block without gates.

    Args:
        samples: float32 ``[frames, channels]``, full scale 1.0. One channel counts as the two it will be heard from,
            3.01 LU above what a meter for mono tells.
        sample_rate_hz: Frames a second.
    """
    weighting = KWeighting(sample_rate_hz)
    energies = _Energies(weighting.step)
    energies.add(weighting.filter(samples))
    energies.add(weighting.flush())
    return energies.integrated_lufs()


def level_curve(blocks: Iterable[NDArray[np.float32]], sample_rate_hz: int) -> list[float]:
    """Return the short-term loudness of a stream at each tenth of a second, in LUFS: the mean of 3 s around it.

    Args:
        blocks: float32 ``[frames, channels]``.
        sample_rate_hz: Frames a second.
    """
    import numpy as np

    weighting = KWeighting(sample_rate_hz)
    energies = _Energies(weighting.step)
    for block in blocks:
        energies.add(weighting.filter(block))
    means = np.array(energies.means())
    if not len(means):
        return []
    padded = np.pad(means, (_SHORT_TERM // 2, _SHORT_TERM - 1 - _SHORT_TERM // 2), mode="edge")
    energy = np.convolve(padded, np.ones(_SHORT_TERM) / _SHORT_TERM, "valid")
    curve: list[float] = (_OFFSET_LUFS + 10 * np.log10(energy + 1e-15)).tolist()
    return curve


class LoudnessMeter:
    """Measures a stream of blocks: its loudness, that of chosen spans, and its true peak."""

    def __init__(self, sample_rate_hz: int, *, spans: Sequence[tuple[int, int]] = ()) -> None:
        """Start measuring.

        Args:
            sample_rate_hz: Frames a second.
            spans: Stretches of the stream to be measured on their own (the speech), as (first frame, frame after the
                last), in order and without overlap.
        """
        self._weighting = KWeighting(sample_rate_hz)
        self._track, self._speech = _Energies(self._weighting.step), _Energies(self._weighting.step)
        self._peak = PeakMeter()
        self._spans = spans
        self._next_span = 0
        self._at = 0

    def add(self, block: NDArray[np.float32]) -> None:
        """Take the next block, float32 ``[frames, channels]`` of any number of frames."""
        if len(block):
            self._peak.add(block)
            self._add_weighted(self._weighting.filter(block))

    def report(self) -> LoudnessReport:
        """Return what was found; nothing may come after it."""
        self._add_weighted(self._weighting.flush())
        speech_lufs = _finite(self._speech.integrated_lufs())
        return LoudnessReport(
            speech_lufs=speech_lufs,
            track_lufs=_finite(self._track.integrated_lufs()),
            true_peak_dbtp=_finite(decibels(self._peak.peak)),
            largest_step=None if speech_lufs is None else largest_step(self._track.means(), speech_lufs=speech_lufs),
        )

    def _add_weighted(self, weighted: NDArray[np.float32]) -> None:
        self._track.add(weighted)
        end = self._at + weighted.shape[1]
        while self._next_span < len(self._spans):
            first, last = self._spans[self._next_span]
            if first < end and last > self._at:
                self._speech.add(weighted[:, max(first - self._at, 0) : last - self._at])
            if last > end:
                break
            self._next_span += 1
        self._at = end


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


class _Energies:
    """Energy of a K-weighted stream in steps of 100 ms: eight hours are 288,000 numbers."""

    def __init__(self, step: int) -> None:
        self._step = step
        self._sums: list[float] = []
        self._part = 0.0
        self._part_frames = 0

    def add(self, weighted: NDArray[np.float32]) -> None:
        """Take the next stretch, float32 ``[1 or 2, frames]``; one channel counts as two."""
        count = weighted.shape[1]
        head = min(self._step - self._part_frames, count) if self._part_frames else 0
        self._add_part(weighted[:, :head])
        whole = (count - head) // self._step * self._step
        steps = weighted[:, head : head + whole].reshape(len(weighted), -1, self._step)
        self._sums += _energies(steps).tolist()
        self._add_part(weighted[:, head + whole :])

    def _add_part(self, weighted: NDArray[np.float32]) -> None:
        self._part += float(_energies(weighted))
        self._part_frames += weighted.shape[1]
        if self._part_frames == self._step:
            self._sums.append(self._part)
            self._part, self._part_frames = 0.0, 0

    def means(self) -> list[float]:
        """Return the mean energy of each whole step so far."""
        return [total / self._step for total in self._sums]

    def integrated_lufs(self) -> float:
        """Return the gated loudness so far."""
        import numpy as np

        sums = np.array(self._sums)
        if len(sums) < _STEPS_A_BLOCK:
            frames = len(sums) * self._step + self._part_frames
            return _lufs((float(sums.sum()) + self._part) / frames) if frames else -math.inf
        blocks = np.convolve(sums, np.ones(_STEPS_A_BLOCK), "valid") / (_STEPS_A_BLOCK * self._step)
        blocks = blocks[blocks > _energy(_ABSOLUTE_GATE_LUFS)]
        if not len(blocks):
            return -math.inf
        gate = _lufs(float(blocks.mean())) + _RELATIVE_GATE_LU
        return _lufs(float(blocks[blocks > _energy(gate)].mean()))


def _energies(weighted: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return the sums of squares of ``[1 or 2, ..., frames]`` over both channels, ``[...]``."""
    import numpy as np

    sums: NDArray[np.float64] = np.vecdot(weighted, weighted).astype(np.float64).sum(axis=0)
    return sums * (2 / len(weighted))


def _lufs(energy: float) -> float:
    return _OFFSET_LUFS + 10 * math.log10(energy) if energy > 0 else -math.inf


def _energy(lufs: float) -> float:
    return float(10 ** ((lufs - _OFFSET_LUFS) / 10))
