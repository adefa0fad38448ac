"""The longer tail of a chapter's last words, measured."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from mindful.voices import chain, tail
from mindful.voices.presets import CHAINS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mindful.sounds.clip import Clip

RATE = 44_100


def level_db(samples: NDArray[np.float32]) -> float:
    return 10 * math.log10(float((samples.astype(np.float64) ** 2).mean()) + 1e-20)


def test_the_last_words_ring_on_and_those_before_them_are_untouched(clips: tuple[Clip, ...]) -> None:
    count = chain.track_frames(clips[0].frames, clips[0].sample_rate_hz)
    finished = chain.finish(clips[0], CHAINS["warm"])
    rung = tail.ring_on(finished, count)
    untouched = count - round(tail.FED_S * RATE)
    assert rung.shape == (count + round(tail.TAIL_S * RATE), 1)
    assert np.array_equal(rung[:untouched], finished[:untouched])
    # While words are spoken the room is far below them; when they have ended it is heard.
    assert level_db(rung[untouched:count] - finished[untouched:count]) < level_db(finished[untouched:count]) - 12
    heard = level_db(finished[:count]) - level_db(rung[count : count + RATE // 4])
    assert 12 < heard < 28
    assert level_db(rung[count + RATE : count + RATE * 5 // 4]) > level_db(finished[count + RATE // 2 :]) + 20
    assert abs(rung[-1, 0]) < 1e-6


def test_it_dies_away_evenly_in_about_three_seconds(clips: tuple[Clip, ...]) -> None:
    count = chain.track_frames(clips[0].frames, clips[0].sample_rate_hz)
    rung = tail.ring_on(chain.finish(clips[0], CHAINS["warm"]), count)[count:]
    fifths = [level_db(rung[at : at + RATE // 5]) for at in range(RATE // 5, 3 * RATE, RATE // 5)]
    slope = np.polyfit(np.arange(len(fifths)) / 5, fifths, 1)[0]
    assert 2.3 < -60 / slope < 3.8
    assert max(np.diff(fifths)) < 1


def test_words_shorter_than_what_feeds_the_room_ring_on_too() -> None:
    short = np.full((1_000, 1), 0.1, np.float32)
    assert np.abs(tail.ring_on(short, 400)[2_000:]).max() > 0
