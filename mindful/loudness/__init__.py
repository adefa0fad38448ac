"""Loudness: measuring by ITU-R BS.1770-4, and holding a true-peak ceiling. No files, no voices, no timeline."""

from mindful.loudness.limiter import Limiter
from mindful.loudness.meter import LoudnessMeter, LoudnessReport, integrated_lufs, level_curve
from mindful.loudness.peaks import true_peak_dbtp
from mindful.loudness.rms import Rms, RmsMeter
from mindful.loudness.steps import Step

__all__ = [
    "Limiter",
    "LoudnessMeter",
    "LoudnessReport",
    "Rms",
    "RmsMeter",
    "Step",
    "integrated_lufs",
    "level_curve",
    "true_peak_dbtp",
]
