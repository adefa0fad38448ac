"""From what an engine speaks to what stands in a track: 44.1 kHz, the voice chain, one level, and a short tail.

Every figure is here, to be tuned by a person who listens.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from mindful.loudness import Limiter, integrated_lufs
from mindful.units import SAMPLE_RATE_HZ, frames

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from mindful.sounds.clip import Clip

VERSION = 1
"""Part of the key of every kept clip: to be raised with any change that shapes samples."""
SPEECH_LUFS = -18.0
"""Every sentence has this loudness, so that none jumps out; heard from both sides."""
CEILING_DBTP = -4.0
"""Of one sentence; leaves the mix room for bell and soundscape."""
BEFORE_COMPRESSION_LUFS = -24.0
"""Each sentence comes into the compressor at one loudness, so that it is pressed alike."""
TAIL_S = 0.6
"""The reverb has fallen below -90 dBFS by then; the last tenth of a second fades to nothing."""
TAIL_FADE_S = 0.1
EDGE_FADE_S = 0.004
"""Takes away the step where a clip was trimmed; too short to be heard."""

HIGH_PASS_HZ = 80
WARMTH_HZ, WARMTH_DB, WARMTH_Q = 250, -2.0, 0.9
SIBILANCE_HZ, SIBILANCE_DB, SIBILANCE_Q = 6_500, -2.0, 0.7
THRESHOLD_DB, RATIO, ATTACK_MS, RELEASE_MS = -24.0, 2.0, 8.0, 180.0
ROOM, DAMPING, WET = 0.18, 0.7, 0.06


def track_frames(voice_frames: int, rate_hz: int) -> int:
    """Return how many frames a clip has in the track, from those it has at the voice's own rate."""
    return round(voice_frames * SAMPLE_RATE_HZ / rate_hz)


def finish(clip: Clip) -> NDArray[np.float32]:
    """Make a spoken clip ready for the mix.

    Returns:
        float32 ``[track_frames(clip) + tail, 1]``; the tail is the reverb alone.
    """
    import numpy as np

    samples = _resampled(clip)
    count = len(samples)
    _fade_edges(samples)
    loudness = integrated_lufs(samples, SAMPLE_RATE_HZ)
    if not np.isfinite(loudness):
        # An engine may speak silence for a sign it does not know; there is nothing to level.
        return np.concatenate([samples, np.zeros((frames(TAIL_S), 1), dtype=np.float32)])
    samples *= np.float32(10 ** ((BEFORE_COMPRESSION_LUFS - loudness) / 20))
    padded = np.concatenate([samples, np.zeros((frames(TAIL_S), 1), dtype=np.float32)])
    treated: NDArray[np.float32] = _board()(np.ascontiguousarray(padded.T), SAMPLE_RATE_HZ).T
    gain_db = SPEECH_LUFS - integrated_lufs(treated[:count], SAMPLE_RATE_HZ)
    treated = _limited(treated * np.float32(10 ** (gain_db / 20)))
    fade = frames(TAIL_FADE_S)
    treated[-fade:] *= np.linspace(1, 0, fade, dtype=np.float32)[:, None]
    return np.ascontiguousarray(treated)


def _resampled(clip: Clip) -> NDArray[np.float32]:
    import numpy as np

    mono = clip.samples.mean(axis=1, dtype=np.float32)[:, None]
    wanted = track_frames(clip.frames, clip.sample_rate_hz)
    if clip.sample_rate_hz != SAMPLE_RATE_HZ:
        import soxr

        mono = soxr.resample(mono, clip.sample_rate_hz, SAMPLE_RATE_HZ, quality="HQ")
    samples = np.zeros((wanted, 1), dtype=np.float32)
    samples[: len(mono)] = mono[:wanted]
    return samples


def _fade_edges(samples: NDArray[np.float32]) -> None:
    import numpy as np

    fade = min(frames(EDGE_FADE_S), len(samples) // 2)
    ramp = np.linspace(0, 1, fade, endpoint=False, dtype=np.float32)[:, None]
    samples[:fade] *= ramp
    samples[len(samples) - fade :] *= ramp[::-1]


def _limited(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    import numpy as np

    limiter = Limiter(CEILING_DBTP, SAMPLE_RATE_HZ)
    return np.concatenate([limiter.process(samples), limiter.flush()])


def _board() -> Any:
    """Return a fresh set of effects: they hold state, and several threads speak at once."""
    effects = _effects()
    return effects.Pedalboard(
        [
            effects.HighpassFilter(HIGH_PASS_HZ),
            effects.PeakFilter(WARMTH_HZ, WARMTH_DB, WARMTH_Q),
            effects.HighShelfFilter(SIBILANCE_HZ, SIBILANCE_DB, SIBILANCE_Q),
            effects.Compressor(threshold_db=THRESHOLD_DB, ratio=RATIO, attack_ms=ATTACK_MS, release_ms=RELEASE_MS),
            effects.Reverb(room_size=ROOM, damping=DAMPING, wet_level=WET, dry_level=1 - WET, width=0.0),
        ]
    )


@cache
def _effects() -> Any:
    import pedalboard

    return pedalboard
