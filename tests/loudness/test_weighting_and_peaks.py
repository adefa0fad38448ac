from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.signal import sosfilt

from mindful.loudness import peaks
from mindful.loudness.weighting import KWeighting, sections

RATE = 44_100


def test_the_sections_are_those_of_the_standard_at_48_khz() -> None:
    """ITU-R BS.1770-4, tables 1 and 2."""
    shelf, high_pass = sections(48_000)
    assert shelf == pytest.approx(
        (1.53512485958697, -2.69169618940638, 1.19839281085285, -1.69065929318241, 0.73248077421585), abs=1e-6
    )
    assert high_pass == pytest.approx((1.0, -2.0, 1.0, -1.99004745483398, 0.99007225036621), abs=1e-8)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(1, 5_000), min_size=1, max_size=6), st.integers(0, 99))
def test_weighting_by_stretches_is_the_recursive_filter(sizes: list[int], seed: int) -> None:
    chance = np.random.default_rng(seed)
    sound = (0.1 * chance.standard_normal((sum(sizes), 2))).astype(np.float32)
    # A deep tone and a silence: what the high-pass remembers longest.
    sound[:, 0] += 0.3 * np.sin(np.arange(len(sound)) * 2 * np.pi * 25 / RATE).astype(np.float32)
    sound[len(sound) // 2 : len(sound) * 3 // 4] = 0
    rows = np.array([[b0, b1, b2, 1.0, a1, a2] for b0, b1, b2, a1, a2 in sections(RATE)])
    expected = sosfilt(rows, sound.T.astype(np.float64))
    weighting, at, parts = KWeighting(RATE), 0, []
    for size in sizes:
        parts.append(weighting.filter(sound[at : at + size]))
        at += size
    assert all(part.shape[1] % weighting.step == 0 for part in parts)
    weighted = np.concatenate([*parts, weighting.flush()], axis=1)
    assert np.abs(weighted - expected).max() < 3e-5


@pytest.mark.parametrize("rate", [8_000, 11_025, 48_000, 192_000])
def test_weighting_goes_at_any_rate(rate: int) -> None:
    sound = (0.1 * np.random.default_rng(1).standard_normal((rate // 2 + 77, 1))).astype(np.float32)
    rows = np.array([[b0, b1, b2, 1.0, a1, a2] for b0, b1, b2, a1, a2 in sections(rate)])
    weighting = KWeighting(rate)
    weighted = np.concatenate([weighting.filter(sound), weighting.flush()], axis=1)
    assert np.abs(weighted - sosfilt(rows, sound.T.astype(np.float64))).max() < 1e-4


def test_silence_after_silence_is_silence_and_what_rings_is_not_lost() -> None:
    weighting = KWeighting(RATE)
    silence = np.zeros((RATE, 1), dtype=np.float32)
    assert not weighting.filter(silence).any()
    weighting.filter(np.full((500, 1), 0.5, dtype=np.float32))
    assert weighting.filter(silence).any()
    assert not weighting.filter(silence).any()
    assert not weighting.flush().any()
    assert KWeighting(RATE).flush().shape == (1, 0)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 9_999), st.sampled_from(["noise", "square", "tone", "speech"]))
def test_the_bound_of_a_peak_is_never_below_the_peak(seed: int, kind: str) -> None:
    chance = np.random.default_rng(seed)
    windows = chance.standard_normal((20, peaks.SEGMENT + 23, 2))
    if kind == "square":
        windows = np.sign(windows)
    if kind == "tone":
        step, phase = chance.uniform(0.01, 3.1, (20, 1, 2)), chance.uniform(0, 6, (20, 1, 2))
        windows = np.sin(step * np.arange(peaks.SEGMENT + 23)[None, :, None] + phase)
    if kind == "speech":
        windows = np.cumsum(windows, axis=1) / 10
    single = windows.astype(np.float32)
    found, bound = peaks._oversampled(single).max(axis=1), peaks._bound(single)
    assert (bound >= found).all()


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 9_999), st.floats(0.01, 3.1), st.integers(1, 2))
def test_the_bound_of_a_piece_is_never_below_its_peaks(seed: int, step: float, channels: int) -> None:
    chance = np.random.default_rng(seed)
    sound = (
        chance.standard_normal((5 * peaks.PIECE, channels)) * np.sin(np.arange(5 * peaks.PIECE) * step / 900)[:, None]
    )
    sound += np.sin(np.arange(5 * peaks.PIECE) * step)[:, None]
    single = sound.astype(np.float32)
    found = peaks.peaks_above(single[peaks.PIECE - peaks.SEGMENT : peaks.SEGMENT - peaks.PIECE], 0.0)
    assert found is not None
    bounds = peaks.peak_bounds(single, 0.0)
    assert bounds is not None
    assert (bounds >= found.reshape(3, -1).max(axis=1)).all()
    assert peaks.peak_bounds(single, 99.0) is None


def test_the_bound_is_near_for_a_smooth_wave() -> None:
    """What saves the oversampling: nearly all of speech that does not reach the ceiling is passed over."""
    wave = np.sin(2 * np.pi * 500 * np.arange(peaks.SEGMENT + 23) / RATE).astype(np.float32)
    assert peaks._bound(wave[None, :, None])[0] < 1.01
