"""Fades and changes of real soundscapes, measured in the mix: nothing that rests is startled."""

from __future__ import annotations

import math
import os
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyebur128
import pytest

from mindful.mixer import mix
from mindful.sounds.soundscapes import open_soundscape
from mindful.timeline import Event, Timeline

if TYPE_CHECKING:
    from numpy.typing import NDArray

RATE = 44_100


def mixed(*events: Event, seconds: float) -> NDArray[np.float32]:
    """Mix soundscapes alone, with those of the tests' own cache."""

    def nothing(_: object) -> NDArray[np.float32]:
        raise AssertionError

    cache = Path(os.environ["MINDFUL_CACHE"]) / "soundscapes"
    told = Timeline(title="t", frames=round(seconds * RATE), range_frames=(0, None), events=events)
    blocks = mix(
        told,
        speech=nothing,
        bells=nothing,  # type: ignore[arg-type]
        soundscape=lambda name: open_soundscape(name, seed=1, cache=cache),
        audio=nothing,  # type: ignore[arg-type]
    )
    return np.concatenate(list(blocks))


def sound(start_s: float, name: str) -> Event:
    return Event(kind="sound", start=round(start_s * RATE), frames=0, name=name, gain_db=-16.0, fade_s=4.0)


def momentary_lufs(samples: NDArray[np.float32]) -> list[float]:
    """Return the loudness of the last 400 ms at each tenth of a second, by libebur128."""
    state = pyebur128.R128State(2, RATE, pyebur128.MeasurementMode.MODE_M)
    levels = []
    for at in range(0, len(samples) - RATE // 10 + 1, RATE // 10):
        state.add_frames(samples[at : at + RATE // 10].reshape(-1), RATE // 10)
        levels.append(float(pyebur128.get_loudness_momentary(state)))
    return levels


def test_a_track_begins_and_ends_gently_over_four_seconds() -> None:
    samples = mixed(sound(0, "white"), seconds=20)
    levels = momentary_lufs(samples)
    full = float(np.mean(levels[60:140]))
    assert full == pytest.approx(-34, abs=0.5)
    # Half of the power half-way; the loudness of 400 ms lags by half of that.
    assert levels[21] == pytest.approx(full - 3, abs=0.8)
    assert levels[181] == pytest.approx(full - 3, abs=0.8)
    assert levels[5] < full - 12
    assert levels[199] < full - 15
    opening, end = np.array(levels[4:42]), np.array(levels[160:200])
    assert np.diff(opening).min() > -0.4
    assert np.diff(end).max() < 0.4
    assert np.diff(levels[10:]).max() < 2.5
    assert np.abs(samples[:100]).max() < 1e-4
    assert np.abs(samples[-100:]).max() < 1e-4


def test_a_chapter_with_another_soundscape_comes_without_a_dip_or_a_swell() -> None:
    levels = momentary_lufs(mixed(sound(0, "pink"), sound(10, "white"), seconds=24))
    around = levels[60:180]
    assert max(around) - min(around) < 2
    means = [float(np.mean(levels[at : at + 10])) for at in range(60, 170, 10)]
    assert max(means) - min(means) < 1


@pytest.mark.parametrize("names", [("rain", "ocean"), ("brown", "night")])
def test_no_change_has_a_click(names: tuple[str, str]) -> None:
    samples = mixed(sound(0, names[0]), sound(10, names[1]), seconds=22)[:, 0].astype(np.float64)
    steps = np.abs(np.diff(samples))
    # Where the change begins and ends, and where blocks of two seconds meet, nothing moves faster than elsewhere.
    for at in (10 * RATE, 14 * RATE, *range(88_200, len(samples), 88_200)):
        around = np.delete(steps[at - RATE : at + RATE], np.s_[RATE - 3 : RATE + 3])
        assert steps[at - 2 : at + 2].max() <= around.max()
    assert 10 * math.log10((samples[8 * RATE : 9 * RATE] ** 2).mean()) > -50
