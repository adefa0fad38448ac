"""The voice chain, measured: what each preset does to spectrum, dynamics and room, and what all of them keep."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pyebur128
import pytest

from mindful import config
from mindful.script import front_matter
from mindful.sounds.clip import Clip
from mindful.voices import chain
from mindful.voices.presets import CHAINS

if TYPE_CHECKING:
    from numpy.typing import NDArray

RATE = 44_100


def clip_of(wave: NDArray[np.float64]) -> Clip:
    return Clip(samples=wave.astype(np.float32)[:, None], sample_rate_hz=RATE)


def noise(seconds: float) -> NDArray[np.float64]:
    """Return steady pink noise, which a compressor turns down evenly."""
    count = round(seconds * RATE)
    spectrum = np.fft.rfft(np.random.default_rng(3).standard_normal(count))
    spectrum[1:] /= np.sqrt(np.arange(1, len(spectrum)))
    wave = np.fft.irfft(spectrum, count)
    return np.asarray(0.1 * wave / wave.std())


def level_db(wave: NDArray[np.float32] | NDArray[np.float64]) -> float:
    return 10 * math.log10(float((wave.astype(np.float64) ** 2).mean()) + 1e-20)


def response_db(name: str, hertz: float) -> float:
    """Return what a chain makes of a third of an octave, against what it makes of that around 1 kHz."""
    before = noise(6)
    after = chain.finish(clip_of(before), CHAINS[name])[: len(before), 0]

    def gain(middle: float) -> float:
        axis = np.fft.rfftfreq(len(before), 1 / RATE)
        band = (axis > middle * 2 ** (-1 / 6)) & (axis < middle * 2 ** (1 / 6))
        power = [float((np.abs(np.fft.rfft(wave))[band] ** 2).sum()) for wave in (before, after)]
        return 10 * math.log10(power[1] / power[0])

    return gain(hertz) - gain(1_000)


def test_settings_scripts_and_the_table_have_the_same_names() -> None:
    assert tuple(CHAINS) == config.CHAINS == front_matter.CHAINS


@pytest.mark.parametrize(
    ("name", "hertz", "expected_db"),
    [
        *(("warm", 250, -2.2), ("warm", 12_000, -1.8), ("warm", 500, -0.6)),
        *(("plain", 250, 0.0), ("plain", 3_000, 0.0), ("plain", 12_000, 0.0)),
        *(("intimate", 140, 1.8), ("intimate", 3_000, -1.4), ("intimate", 12_000, -3.3)),
    ],
)
def test_a_preset_has_its_colour(name: str, hertz: float, expected_db: float) -> None:
    assert response_db(name, hertz) == pytest.approx(expected_db, abs=0.5)


@pytest.mark.parametrize("name", CHAINS)
def test_rumble_is_taken_out(name: str) -> None:
    assert response_db(name, 15) < -8
    assert response_db(name, 15) < response_db(name, 30) - 4


def test_presets_differ_in_how_near_soft_words_are_to_loud_ones() -> None:
    syllables = np.repeat([1.0, 0.2] * 6, RATE // 4)  # 14 dB apart
    wave = noise(3) * syllables
    apart = {}
    for name, preset in CHAINS.items():
        done = chain.finish(clip_of(wave), preset)[: len(wave), 0]
        # The last 100 ms of each syllable, when the compressor has settled.
        loud, soft = (np.concatenate([done[at - 4_410 : at] for at in range(edge, len(wave) + 1, RATE // 2)])
                      for edge in (RATE // 4, RATE // 2))  # fmt: skip
        apart[name] = level_db(loud) - level_db(soft)
    assert apart["plain"] == pytest.approx(20 * math.log10(5), abs=0.5)
    assert apart["warm"] < apart["plain"] - 0.6
    assert apart["intimate"] < apart["warm"] - 1


def test_presets_differ_in_the_room_that_is_heard() -> None:
    wave = noise(0.5)
    after_db = {}
    for name, preset in CHAINS.items():
        done = chain.finish(clip_of(wave), preset)[:, 0]
        after_db[name] = level_db(done[len(wave) + RATE // 100 : len(wave) + RATE // 5]) - level_db(done[: len(wave)])
        assert level_db(done[-RATE // 10 :]) < -90
    assert after_db["plain"] < -70
    assert -70 < after_db["intimate"] < after_db["warm"] - 3
    assert -45 < after_db["warm"] < -20


@pytest.mark.parametrize("name", CHAINS)
def test_nothing_clicks_where_a_clip_was_cut(name: str) -> None:
    """A cosine cut at both its crests would begin and end with a step of its whole height."""
    wave = 0.3 * np.cos(2 * math.pi * 200 * np.arange(RATE) / RATE)
    done = chain.finish(clip_of(wave), CHAINS[name])[:, 0]
    steps = np.abs(np.diff(np.concatenate([np.zeros(1, np.float32), done, np.zeros(1, np.float32)])))
    # The wave itself makes steps of 0.03 of its height, and more while the compressor takes hold.
    assert steps.max() < 0.07 * np.abs(done).max()


@pytest.mark.parametrize("name", CHAINS)
def test_neighbouring_sentences_have_one_level_and_keep_the_ceiling(name: str, clips: tuple[Clip, ...]) -> None:
    loudness = []
    for clip in clips:
        done = chain.finish(clip, CHAINS[name])
        count = chain.track_frames(clip.frames, clip.sample_rate_hz)
        assert count == 2 * clip.frames
        both = np.repeat(done[:count], 2, axis=1)
        state = pyebur128.R128State(
            2, RATE, pyebur128.MeasurementMode.MODE_I | pyebur128.MeasurementMode.MODE_TRUE_PEAK
        )
        state.add_frames(both.reshape(-1), count)
        loudness.append(pyebur128.get_loudness_global(state))
        assert 20 * math.log10(pyebur128.get_true_peak(state, 0)) < chain.CEILING_DBTP + 0.2
        assert done[-1, 0] == 0
    assert max(loudness) - min(loudness) < 1.5
    assert np.mean(loudness) == pytest.approx(chain.SPEECH_LUFS, abs=0.3)


def test_a_chain_gives_the_same_samples_again() -> None:
    clip = clip_of(noise(0.3))
    assert np.array_equal(chain.finish(clip, CHAINS["warm"]), chain.finish(clip, CHAINS["warm"]))


def test_a_silent_clip_stays_silent() -> None:
    assert not chain.finish(clip_of(np.zeros(2_205)), CHAINS["warm"]).any()
