from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from mindful.mixer import mix
from mindful.sounds.clip import Clip
from mindful.timeline import Event, Timeline

RATE = 44_100
Sound = NDArray[np.float32]


class Flat:
    """A soundscape of one value, on which every gain can be read."""

    def block(self, start: int, frames: int) -> Sound:
        """Return ones."""
        del start
        return np.ones((frames, 2), np.float32)


def timeline(*events: Event, seconds: float = 30) -> Timeline:
    ordered = tuple(sorted(events, key=lambda event: event.start))
    return Timeline(title="t", frames=round(seconds * RATE), range_frames=(0, None), events=ordered)


def speech(start_s: float, seconds: float, **more: float) -> Event:
    return Event(kind="speech", start=round(start_s * RATE), frames=round(seconds * RATE), text="x", **more)  # type: ignore[arg-type]


def mixed(told: Timeline, block_frames: int = 88_200, tail: int = 0) -> Sound:
    blocks = mix(
        told,
        speech=lambda event: np.full((event.frames + tail, 1), 0.25, np.float32),
        bells=lambda _: Clip(samples=np.full((10 * RATE, 2), 0.1, np.float32), sample_rate_hz=RATE),
        soundscape=lambda _: Flat(),
        audio=lambda _: Clip(samples=np.full((90 * RATE, 2), 0.05, np.float32), sample_rate_hz=RATE),
        block_frames=block_frames,
    )
    return np.concatenate(list(blocks))


RAIN = Event(kind="sound", start=0, frames=0, name="rain", gain_db=0.0, fade_s=2.0)
EVERYTHING = timeline(
    RAIN,
    speech(5, 2),
    speech(8, 2),
    Event(kind="bell", start=12 * RATE, frames=3 * RATE, name="bowl", count=2, every_s=2.0),
    Event(kind="sound", start=14 * RATE, frames=0, name="ocean", gain_db=-6.0, fade_s=3.0),
    Event(kind="audio", start=16 * RATE, frames=RATE, name="a.wav", gain_db=-3.0),
    speech(20, 1),
    Event(kind="bell", start=24 * RATE, frames=3 * RATE, name="bowl"),
)


@pytest.mark.parametrize("block_frames", [1_000, 12_345, 30 * RATE])
def test_the_samples_do_not_depend_on_the_blocks(block_frames: int) -> None:
    whole = mixed(EVERYTHING)
    assert whole.shape == (30 * RATE, 2)
    assert np.array_equal(mixed(EVERYTHING, block_frames), whole)


def test_where_nothing_sounds_there_is_digital_silence() -> None:
    out = mixed(timeline(speech(5, 2)))
    assert not out[: 5 * RATE].any()
    assert not out[7 * RATE :].any()
    assert np.all(out[5 * RATE : 7 * RATE] == np.float32(0.25))


def test_the_soundscape_is_eight_decibels_lower_under_speech_and_stays_so_in_short_gaps() -> None:
    told = timeline(RAIN, speech(10, 2, gain_db=-200.0), speech(13, 2, gain_db=-200.0))
    level = 20 * np.log10(np.maximum(mixed(told)[:, 0], 1e-9))
    assert level[round(9.29 * RATE)] == pytest.approx(0, abs=0.01)
    assert level[round(10.0 * RATE)] == pytest.approx(-8, abs=0.01)
    assert level[round(12.5 * RATE)] == pytest.approx(-8, abs=0.01)
    assert level[round(16.0 * RATE)] == pytest.approx(-4, abs=0.1)
    assert level[round(17.01 * RATE)] == pytest.approx(0, abs=0.01)
    assert np.abs(np.diff(level[5 * RATE : 20 * RATE])).max() < 0.01


def test_the_air_of_a_room_stays_where_it_is_under_speech() -> None:
    air = Event(kind="sound", start=0, frames=0, name="room", gain_db=-40.0, fade_s=2.0)
    level = mixed(timeline(air, speech(10, 2, gain_db=-200.0)))[4 * RATE : 20 * RATE]
    assert np.ptp(level) == 0


def test_a_change_of_soundscape_keeps_the_power() -> None:
    told = timeline(RAIN, Event(kind="sound", start=10 * RATE, frames=0, name="ocean", gain_db=0.0, fade_s=4.0))
    out = mixed(told)[round(9.9 * RATE) : round(14.1 * RATE), 0]
    # Two flat signals add up in voltage: root 2 in the middle is equal power for independent ones.
    assert out.max() == pytest.approx(2**0.5, abs=0.01)
    assert mixed(told)[0, 0] == pytest.approx(0, abs=1e-3)
    assert mixed(told)[-1, 0] == pytest.approx(0, abs=1e-3)


def test_sound_off_is_silence_after_its_fade() -> None:
    told = timeline(RAIN, Event(kind="sound", start=10 * RATE, frames=0, name=None, fade_s=2.0))
    out = mixed(told)
    assert out[8 * RATE].all()
    assert not out[13 * RATE :].any()


def test_a_tail_rings_on_and_fades_only_with_the_end_of_the_track() -> None:
    told = timeline(speech(5, 1), Event(kind="bell", start=24 * RATE, frames=3 * RATE, name="bowl"))
    out = mixed(told, tail=RATE)
    assert np.all(out[round(6.5 * RATE)] == np.float32(0.25))
    assert out[round(25.9 * RATE), 0] == np.float32(0.1)
    assert 0 < out[28 * RATE, 0] < 0.1
    assert out[-1, 0] == pytest.approx(0, abs=1e-4)


def test_speech_is_asked_for_in_order_and_not_before_it_is_due() -> None:
    told = timeline(speech(5, 1), speech(15, 1), speech(25, 1))
    asked: list[int] = []

    def spoken(event: Event) -> Sound:
        asked.append(event.start)
        return np.zeros((event.frames, 1), np.float32)

    nothing = Clip(samples=np.zeros((1, 2), np.float32), sample_rate_hz=RATE)
    blocks = mix(told, speech=spoken, bells=lambda _: nothing, soundscape=lambda _: Flat(), audio=lambda _: nothing)
    seen = []
    for number, _ in enumerate(blocks, start=1):
        seen.append((number, len(asked)))
    assert (2, 0) in seen
    assert (3, 1) in seen
    assert (7, 1) in seen
    assert asked == [5 * RATE, 15 * RATE, 25 * RATE]
