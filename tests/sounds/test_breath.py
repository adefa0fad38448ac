"""The tone of a paced breath, measured."""

import numpy as np
import pyebur128
import pytest
from scipy.signal import hilbert

from mindful.sounds.breath import HIGH_HZ, LOW_HZ, tone

RATE = 44_100


def pitch_hz(samples: np.ndarray, at_s: float) -> float:
    """Return the strongest frequency of half a second around a time."""
    part = samples[round((at_s - 0.25) * RATE) : round((at_s + 0.25) * RATE)] * np.hanning(RATE // 2)
    spectrum = np.abs(np.fft.rfft(part, 8 * RATE))
    return float(np.argmax(spectrum) / 8)


def test_it_is_as_long_as_the_phases_and_begins_and_ends_in_silence() -> None:
    clip = tone((4.0, 7.0, 8.0, 1.5))
    assert clip.samples.shape == (round(20.5 * RATE), 1)
    assert abs(clip.samples[0, 0]) < 1e-4
    assert np.abs(clip.samples[19 * RATE :]).max() < 1e-4


def test_it_rises_rests_and_falls() -> None:
    samples = tone((4.0, 4.0, 4.0, 4.0)).samples[:, 0]
    pitches = [pitch_hz(samples, at_s) for at_s in (0.6, 2.0, 3.6, 6.0, 8.5, 10.0, 11.4)]
    assert pitches[:3] == sorted(pitches[:3])
    assert pitches[3] == pytest.approx(HIGH_HZ, abs=1)
    assert pitches[4:] == sorted(pitches[4:], reverse=True)
    assert LOW_HZ - 1 < min(pitches) < LOW_HZ + 20


def test_no_step_is_larger_than_its_highest_wave_can_make() -> None:
    samples = tone((3.0, 2.0, 5.0, 1.0)).samples[:, 0].astype(float)
    steps = np.abs(np.diff(np.concatenate([samples, samples])))
    peak = np.abs(samples).max()
    assert steps.max() < 1.3 * peak * 2 * np.pi * HIGH_HZ / RATE


def test_its_level_is_calm_beside_speech() -> None:
    samples = tone((5.0, 0.0, 5.0, 0.0)).samples.astype(np.float64)
    state = pyebur128.R128State(1, RATE, pyebur128.MeasurementMode.MODE_I)
    state.add_frames(np.ascontiguousarray(np.tile(samples, (3, 1)).reshape(-1)), 3 * len(samples))
    assert -33 < pyebur128.get_loudness_global(state) < -27


def test_held_breath_is_softer_than_the_way_there() -> None:
    level = np.abs(hilbert(tone((4.0, 4.0, 4.0, 0.0)).samples[:, 0].astype(float)))
    assert level[6 * RATE] < 0.6 * level[2 * RATE]
