from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING

import numpy as np
import pyebur128
import pytest

from mindful.errors import SoundError
from mindful.sounds import bells, catalogue

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

RATE = 44_100
SPEECH_LUFS = -18.0
KINDS = list(itertools.product(catalogue.bell_names(), (None, *bells.PITCHES), (False, True)))


def envelope(wave: NDArray[np.float64], low_hz: float = 20.0, high_hz: float = 20_000.0) -> NDArray[np.float64]:
    """Return the height of a wave within a band, by the analytic signal."""
    spectrum = np.fft.fft(wave)
    hertz = np.fft.fftfreq(len(wave), 1 / RATE)
    spectrum[(hertz < low_hz) | (hertz > high_hz)] = 0
    return 2 * np.abs(np.fft.ifft(spectrum))


def loudest_lufs(samples: NDArray[np.float32]) -> float:
    """Return the highest momentary loudness, by libebur128."""
    state = pyebur128.R128State(2, RATE, pyebur128.MeasurementMode.MODE_M)
    heard = []
    for at in range(0, 2 * RATE, RATE // 10):
        part = np.zeros((RATE // 10, 2))
        there = samples[at : at + RATE // 10]
        part[: len(there)] = there
        state.add_frames(part.reshape(-1), len(part))
        heard.append(float(pyebur128.get_loudness_momentary(state)))
    return max(heard)


def test_the_catalogue_lists_the_bells_of_the_table() -> None:
    assert catalogue.bell_names() == tuple(bells.BELLS)


@pytest.mark.parametrize(("name", "pitch", "soft"), KINDS)
def test_a_strike_rises_in_20_to_40_ms_and_never_startles(name: str, pitch: str | None, soft: bool) -> None:
    samples = bells.strike(name, pitch=pitch, soft=soft).samples
    wave = samples[: round(0.2 * RATE), 0].astype(np.float64)
    # Over 10 ms: one period of the lowest bell.
    height = np.convolve(envelope(wave), np.ones(441) / 441, "same")
    peak = height[: round(0.06 * RATE)].max()
    assert 0.013 < np.argmax(height > 0.9 * peak) / RATE < 0.04
    assert np.abs(samples[: round(0.002 * RATE)]).max() < 0.05 * np.abs(samples).max()
    assert loudest_lufs(samples) <= SPEECH_LUFS + 6.0
    # It sounds at once, and does not bloom later.
    assert np.abs(samples[: round(0.15 * RATE)]).max() > 0.8 * np.abs(samples).max()


@pytest.mark.parametrize("name", catalogue.bell_names())
def test_a_bell_rings_out_and_ends_in_silence(name: str) -> None:
    clip = bells.strike(name)
    level = np.abs(clip.samples).max(axis=1)
    assert clip.duration_s == pytest.approx(bells.ring_s(name))
    assert 20 * math.log10(level.max()) == pytest.approx(bells.BELLS[name].peak_dbfs, abs=0.1)
    assert level[-10:].max() < 1e-4
    assert abs(float(clip.samples.mean())) < 1e-3


@pytest.mark.parametrize(("name", "pitch", "factor"), [("bowl", None, 1), ("bowl", "low", 2 / 3), ("rin", "high", 1.5)])
def test_a_bell_has_the_partials_of_its_table_and_of_its_size(name: str, pitch: str | None, factor: float) -> None:
    samples = bells.strike(name, pitch=pitch).samples[: 4 * RATE, 0]
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    assert np.argmax(spectrum) / 4 == pytest.approx(bells.BELLS[name].fundamental_hz * factor, rel=0.005)


@pytest.mark.parametrize("name", ["bowl", "chime", "rin"])
@pytest.mark.parametrize("partial", [0, 1])
def test_a_partial_falls_by_60_db_in_the_time_of_its_table(name: str, partial: int) -> None:
    bell = bells.BELLS[name]
    ratio = bell.partials[partial][0]
    expected_s = bell.t60_s * ratio**bells.DECAY_EXPONENT
    wave = bells.strike(name).samples[:, 0].astype(np.float64)
    height = envelope(wave, 0.97 * bell.fundamental_hz * ratio, 1.03 * bell.fundamental_hz * ratio)
    # From where the mallet is gone to where the clip begins to fade, or the partial is 50 dB down; beats average out.
    heard = height[round(0.3 * RATE) : round(min(bell.ring_s - bells.FADE_OUT_S, 0.8 * expected_s) * RATE)]
    slope = np.polyfit(np.arange(len(heard)) / RATE, 20 * np.log10(heard), 1)[0]
    assert -60 / slope == pytest.approx(expected_s, rel=0.12)


def test_a_soft_strike_is_softer_and_duller() -> None:
    def brightness(soft: bool) -> float:
        power = np.abs(np.fft.rfft(bells.strike("bowl", soft=soft).samples[:RATE, 0])) ** 2
        return float(power[1_000:].sum() / power.sum())

    assert np.abs(bells.strike("bowl", soft=True).samples).max() < 0.7 * np.abs(bells.strike("bowl").samples).max()
    assert brightness(soft=True) < 0.25 * brightness(soft=False)


def test_a_strike_is_kept_and_made_again_when_damaged(tmp_path: Path) -> None:
    first = bells.strike("chime", cache=tmp_path).samples
    [file] = tmp_path.iterdir()
    assert np.array_equal(bells.strike("chime", cache=tmp_path).samples, first)
    assert [*tmp_path.iterdir()] == [file]
    bells.strike("chime", pitch="high", soft=True, cache=tmp_path)
    assert len([*tmp_path.iterdir()]) == 2
    file.write_bytes(file.read_bytes()[:1_000])
    assert np.array_equal(bells.strike("chime", cache=tmp_path).samples, first)


def test_an_unknown_bell_or_pitch_is_refused() -> None:
    with pytest.raises(SoundError, match="no bell"):
        bells.strike("gong")
    with pytest.raises(SoundError, match="loud"):
        bells.strike("bowl", pitch="loud")
