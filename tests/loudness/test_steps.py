from __future__ import annotations

import numpy as np
import pytest

from mindful.loudness import LoudnessMeter
from mindful.loudness.steps import largest_step

RATE = 44_100


def energies(*stretches: tuple[float, float]) -> list[float]:
    """Return the energy of each tenth of a second, for stretches of (LUFS, seconds)."""
    return [10 ** ((lufs + 0.691) / 10) for lufs, seconds in stretches for _ in range(round(10 * seconds))]


def test_speech_after_silence_is_no_step_and_a_shout_is() -> None:
    calm = largest_step(energies((-120, 10), (-18, 10), (-50, 10)), speech_lufs=-18)
    assert calm is not None
    assert abs(calm.rise_lu) == pytest.approx(8.0)
    loud = largest_step(energies((-34, 10), (-10, 5), (-34, 10)), speech_lufs=-18)
    assert loud is not None
    assert loud.at_s == 10.0
    assert loud.rise_lu == pytest.approx(16.0, abs=0.01)
    falls = largest_step(energies((-10, 10), (-34, 10)), speech_lufs=-18)
    assert falls is not None
    assert falls.rise_lu == pytest.approx(-16.0, abs=0.01)
    assert largest_step(energies((-18, 5)), speech_lufs=-18) is None


def test_the_meter_tells_the_step_of_what_it_heard() -> None:
    chance = np.random.default_rng(1)
    sound = (0.05 * chance.standard_normal((20 * RATE, 2))).astype(np.float32)
    sound[12 * RATE : 15 * RATE] *= 6
    meter = LoudnessMeter(RATE, spans=[(0, 10 * RATE)])
    meter.add(sound)
    step = meter.report().largest_step
    assert step is not None
    assert abs(step.rise_lu) == pytest.approx(15.5, abs=0.3)
    assert LoudnessMeter(RATE).report().largest_step is None
