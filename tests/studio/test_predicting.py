from __future__ import annotations

import pytest

from mindful.studio.levels import LEVELS
from mindful.studio.predicting import predicted_speech_lufs
from mindful.timeline import Event, Timeline


def timeline(*spoken: tuple[int, float]) -> Timeline:
    """Return a track of sentences, each with its frames and its gain, one after the other."""
    events = [Event("pause", 0, 1_000)]
    for frames, gain_db in spoken:
        events.append(Event("speech", events[-1].end, frames, gain_db=gain_db))
    return Timeline(title="", frames=events[-1].end, range_frames=(0, None), events=tuple(events))


@pytest.mark.parametrize(("loudness", "lufs"), [("quiet", -23.0), ("default", -18.0), ("podcast", -16.0)])
def test_speech_is_predicted_at_the_level_of_its_preset(loudness: str, lufs: float) -> None:
    assert predicted_speech_lufs(timeline((9_000, 0), (500, 0)), LEVELS[loudness]) == pytest.approx(lufs)


def test_a_gain_counts_for_as_long_as_it_lasts() -> None:
    # A third of the time at a quarter of the power: (2 + 1/4) / 3 of it, 1.25 dB less.
    predicted = predicted_speech_lufs(timeline((20_000, 0), (10_000, -6.0206)), LEVELS["default"])
    assert predicted == pytest.approx(-19.249, abs=0.001)


def test_what_is_gated_in_a_measurement_is_not_predicted_either() -> None:
    assert predicted_speech_lufs(timeline((20_000, 0), (10_000, -15)), LEVELS["default"]) == pytest.approx(-18.0)


def test_a_track_without_speech_has_nothing_to_predict() -> None:
    assert predicted_speech_lufs(timeline(), LEVELS["default"]) is None
