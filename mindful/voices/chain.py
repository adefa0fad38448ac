"""From what an engine speaks to what stands in a track: 44.1 kHz, the voice chain, one level, and a short tail.

What is the same for every voice and preset is here; what colours a voice stands in `presets.py`.
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
    from mindful.voices.presets import Band, Chain

VERSION = 2
"""Part of the key of every kept clip: to be raised with any change that shapes samples."""
SPEECH_LUFS = -18.0
"""Every sentence has this loudness, so that none jumps out; heard from both sides."""
CEILING_DBTP = -4.0
"""Of one sentence; leaves the mix room for bell and soundscape."""
BEFORE_COMPRESSION_LUFS = -24.0
"""Each sentence comes into the compressor at one loudness, so that it is pressed alike."""
LIMITING_MAY_TAKE_DB = 0.1
"""Less than anybody hears, and than sentences differ by in a meter."""
TAIL_S = 0.6
"""The reverb has fallen below -90 dBFS by then; the last tenth of a second fades to nothing."""
TAIL_FADE_S = 0.1
EDGE_FADE_S = 0.004
"""Takes away the step where a clip was trimmed; too short to be heard."""


def track_frames(voice_frames: int, rate_hz: int) -> int:
    """Return how many frames a clip has in the track, from those it has at the voice's own rate."""
    return round(voice_frames * SAMPLE_RATE_HZ / rate_hz)


def finish(clip: Clip, chain: Chain) -> NDArray[np.float32]:
    """Make a spoken clip ready for the mix, through a chain.

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
    treated: NDArray[np.float32] = _board(chain)(np.ascontiguousarray(padded.T), SAMPLE_RATE_HZ).T
    treated = _levelled(treated, count)
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


def _levelled(treated: NDArray[np.float32], count: int) -> NDArray[np.float32]:
    """Bring the first `count` frames to the level of speech, and all peaks below the ceiling.

    Limiting takes some loudness away where a voice has high peaks; once more by that much brings it back to a tenth of
    a decibel, where more would only press.
    """
    import numpy as np

    gain_db = SPEECH_LUFS - integrated_lufs(treated[:count], SAMPLE_RATE_HZ)
    limited = _limited(treated * np.float32(10 ** (gain_db / 20)))
    lost_db = SPEECH_LUFS - integrated_lufs(limited[:count], SAMPLE_RATE_HZ)
    if lost_db <= LIMITING_MAY_TAKE_DB:
        return limited
    return _limited(treated * np.float32(10 ** ((gain_db + lost_db) / 20)))


def _limited(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    import numpy as np

    limiter = Limiter(CEILING_DBTP, SAMPLE_RATE_HZ)
    return np.concatenate([limiter.process(samples), limiter.flush()])


def _board(chain: Chain) -> Any:
    """Return a fresh set of effects: they hold state, and several threads speak at once."""
    effects = _effects()
    board = [effects.HighpassFilter(chain.high_pass_hz), *map(_filter, chain.bands)]
    if chain.ratio > 1:
        board.append(
            effects.Compressor(
                threshold_db=chain.threshold_db,
                ratio=chain.ratio,
                attack_ms=chain.attack_ms,
                release_ms=chain.release_ms,
            )
        )
    if chain.wet:
        room = {"room_size": chain.room, "damping": chain.damping, "width": 0.0}
        board.append(effects.Reverb(wet_level=chain.wet, dry_level=1 - chain.wet, **room))
    return effects.Pedalboard(board)


def _filter(band: Band) -> Any:
    effects = _effects()
    kind = {"peak": effects.PeakFilter, "low shelf": effects.LowShelfFilter, "high shelf": effects.HighShelfFilter}
    return kind[band.shape](band.hz, band.gain_db, band.q)


@cache
def _effects() -> Any:
    import pedalboard

    return pedalboard
