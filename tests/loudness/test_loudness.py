from __future__ import annotations

import math

import numpy as np
import pyebur128
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from mindful.loudness import Limiter, LoudnessMeter, integrated_lufs, true_peak_dbtp

RATE = 44_100
Sound = NDArray[np.float32]


def noise(seconds: float, level: float, seed: int = 1) -> Sound:
    chance = np.random.default_rng(seed)
    return (level * chance.standard_normal((round(seconds * RATE), 2))).astype(np.float32)


def sine(hertz: float, level: float, seconds: float = 5) -> Sound:
    wave = level * np.sin(2 * math.pi * hertz * np.arange(round(seconds * RATE)) / RATE)
    return np.stack([wave, wave], axis=1).astype(np.float32)


SPARSE = np.concatenate([noise(3, 0.1), np.zeros((20 * RATE, 2), np.float32), noise(2, 0.02, 2)])


@pytest.mark.parametrize("samples", [noise(6, 0.1), sine(60, 0.3), sine(997, 0.5), sine(9_000, 0.05), SPARSE])
def test_loudness_agrees_with_libebur128(samples: Sound) -> None:
    state = pyebur128.R128State(2, RATE, pyebur128.MeasurementMode.MODE_I)
    state.add_frames(np.ascontiguousarray(samples.astype(np.float64)).reshape(-1), len(samples))
    assert integrated_lufs(samples, RATE) == pytest.approx(pyebur128.get_loudness_global(state), abs=0.05)


def test_one_channel_counts_as_two() -> None:
    both = sine(500, 0.2)
    assert integrated_lufs(both[:, :1], RATE) == pytest.approx(integrated_lufs(both, RATE), abs=1e-6)


def test_silence_and_nothing_have_no_loudness() -> None:
    assert integrated_lufs(np.zeros((RATE, 2), np.float32), RATE) == -math.inf
    assert integrated_lufs(np.zeros((0, 2), np.float32), RATE) == -math.inf
    report = LoudnessMeter(RATE).report()
    assert report.speech_lufs is report.track_lufs is report.true_peak_dbtp is None


def test_a_sound_shorter_than_a_block_is_measured_as_one() -> None:
    assert integrated_lufs(sine(997, 0.5, 0.2), RATE) == pytest.approx(integrated_lufs(sine(997, 0.5), RATE), abs=0.3)


def test_the_meter_measures_the_spans_alone_whatever_the_blocks() -> None:
    speech, quiet = noise(4, 0.1), noise(6, 0.001, 3)
    track = np.concatenate([quiet, speech, quiet, speech])
    spans = [(6 * RATE, 10 * RATE), (16 * RATE, 20 * RATE)]
    found = []
    for size in (1_000, 88_200, len(track)):
        meter = LoudnessMeter(RATE, spans=spans)
        for at in range(0, len(track), size):
            meter.add(track[at : at + size])
        meter.add(track[:0])
        report = meter.report()
        assert report.speech_lufs == pytest.approx(integrated_lufs(speech, RATE), abs=0.1)
        found.append(report)
    assert found[0].true_peak_dbtp == found[1].true_peak_dbtp == found[2].true_peak_dbtp


@pytest.mark.parametrize("samples", [noise(1, 0.2), sine(11_025.0, 0.9, 1), sine(7_000, 0.4, 1)])
def test_true_peak_agrees_with_libebur128(samples: Sound) -> None:
    state = pyebur128.R128State(2, RATE, pyebur128.MeasurementMode.MODE_TRUE_PEAK)
    state.add_frames(np.ascontiguousarray(samples.astype(np.float64)).reshape(-1), len(samples))
    expected = 20 * math.log10(max(pyebur128.get_true_peak(state, channel) for channel in (0, 1)))
    assert true_peak_dbtp(samples, RATE) == pytest.approx(expected, abs=0.3)


def limited(samples: Sound, sizes: list[int], ceiling: float = -2.5) -> Sound:
    limiter, parts, at = Limiter(ceiling, RATE), [], 0
    for size in sizes:
        parts.append(limiter.process(samples[at : at + size]))
        at += size
    parts.append(limiter.process(samples[at:]))
    parts.append(limiter.flush())
    return np.concatenate(parts)


@pytest.mark.parametrize("loud", [noise(3, 0.7), 2 * sine(200, 1.0, 3), np.sign(sine(440, 1.0, 2)).astype(np.float32)])
def test_the_ceiling_holds(loud: Sound) -> None:
    out = limited(loud, [])
    assert out.shape == loud.shape
    state = pyebur128.R128State(2, RATE, pyebur128.MeasurementMode.MODE_TRUE_PEAK)
    state.add_frames(np.ascontiguousarray(out.astype(np.float64)).reshape(-1), len(out))
    assert 20 * math.log10(max(pyebur128.get_true_peak(state, channel) for channel in (0, 1))) <= -2.3


def test_what_stays_below_the_ceiling_is_not_touched() -> None:
    soft = noise(2, 0.05)
    assert np.array_equal(limited(soft, [100, 5_000]), soft)
    assert len(Limiter(-2.5, RATE).flush()) == 0


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(1, 30_000), max_size=5))
def test_the_blocks_do_not_matter(sizes: list[int]) -> None:
    loud = noise(1.5, 0.4)
    assert np.array_equal(limited(loud, sizes), limited(loud, []))
