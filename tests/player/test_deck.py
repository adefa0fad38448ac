from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mindful.player.deck import DRAIN_S, FADE_S, LEAD_IN_S, SLEEP_FADE_S, STORE_S
from mindful.player.gain import Ramp
from mindful.player.intervals import Intervals

if TYPE_CHECKING:
    from tests.player.conftest import Bench

RATE_HZ = 44_100
CLICK = 0.01
"""A step from one frame to the next that could be heard; the fades' steepest is 0.0009."""


def test_silence_leads_in_all_is_heard_and_the_device_is_drained(bench: Bench) -> None:
    out = bench.run(LEAD_IN_S + 10 + DRAIN_S)
    lead_in = round(LEAD_IN_S * RATE_HZ)
    assert not out[:lead_in].any()
    assert (out[lead_in : lead_in + 10 * RATE_HZ] == 1).all()
    assert not out[lead_in + 10 * RATE_HZ :].any()
    assert bench.heard == [[0, 10 * RATE_HZ]]
    assert bench.deck.outcome == "completed"
    assert bench.deck.done
    assert bench.deck.underruns == 0


def test_a_sitting_is_not_complete_before_its_last_frame_has_left_the_device(bench: Bench) -> None:
    bench.run(LEAD_IN_S + 10 + 0.1)
    assert bench.deck.outcome == "completed"
    assert not bench.deck.done


@pytest.mark.parametrize("step", [1_000, 4_410, 22_050])
def test_the_devices_step_changes_nothing(make_bench: type[Bench], step: int) -> None:
    bench = make_bench(3 * RATE_HZ)
    bench.run(4, step)
    assert bench.heard == [[0, 3 * RATE_HZ]]


def test_a_pause_loses_no_frame_and_does_not_click(bench: Bench) -> None:
    bench.run(2)
    bench.deck.pause()
    assert bench.deck.paused
    paused = bench.run(5)
    assert not paused[round(FADE_S * RATE_HZ) :].any()
    assert bench.deck.paused
    bench.deck.pause()
    bench.deck.resume()
    bench.run(10)
    assert bench.heard == [[0, 10 * RATE_HZ]]
    assert bench.deck.outcome == "completed"
    assert np.abs(np.diff(bench.out[round(0.5 * RATE_HZ) : round(15 * RATE_HZ)])).max() < CLICK


def test_a_pause_taken_back_at_once_does_not_click(bench: Bench) -> None:
    bench.run(2)
    bench.deck.pause()
    bench.run(FADE_S / 2, 441)
    bench.deck.resume()
    assert not bench.deck.paused
    bench.run(1)
    assert np.abs(np.diff(bench.out[round(0.5 * RATE_HZ) :])).max() < CLICK


def test_a_skip_is_in_the_intervals_and_does_not_click(bench: Bench) -> None:
    bench.run(LEAD_IN_S + 2)
    bench.deck.seek(5 * RATE_HZ)
    assert bench.deck.position == 5 * RATE_HZ
    bench.run(7)
    (first, left), (landed, end) = bench.heard
    assert (first, landed, end) == (0, 5 * RATE_HZ, 10 * RATE_HZ)
    assert left == 2 * RATE_HZ + round(FADE_S * RATE_HZ)
    assert np.abs(np.diff(bench.out[round(0.5 * RATE_HZ) : round(7 * RATE_HZ)])).max() < CLICK


def test_going_back_is_heard_twice(bench: Bench) -> None:
    bench.run(LEAD_IN_S + 3)
    bench.deck.seek(-5)
    bench.run(12)
    assert bench.heard[1] == [0, 10 * RATE_HZ]
    assert bench.deck.heard.frames > 13 * RATE_HZ


def test_a_seek_in_a_pause_stays_a_pause(bench: Bench) -> None:
    bench.run(1)
    bench.deck.pause()
    bench.run(1)
    bench.deck.seek(8 * RATE_HZ)
    assert not bench.run(1).any()
    assert bench.deck.paused
    assert bench.deck.position == 8 * RATE_HZ
    bench.deck.resume()
    bench.run(3)
    assert bench.heard[-1] == [8 * RATE_HZ, 10 * RATE_HZ]


def test_a_pause_in_the_middle_of_a_seek_stands_at_its_target(bench: Bench) -> None:
    bench.run(1)
    bench.deck.seek(8 * RATE_HZ)
    bench.deck.pause()
    bench.run(1)
    assert bench.deck.paused
    assert bench.deck.position == 8 * RATE_HZ


def test_a_pause_and_going_on_in_the_middle_of_a_seek_arrive(bench: Bench) -> None:
    bench.run(1)
    bench.deck.seek(8 * RATE_HZ)
    bench.deck.pause()
    bench.deck.seek(9 * RATE_HZ)
    bench.deck.resume()
    bench.run(3)
    assert bench.heard[-1] == [9 * RATE_HZ, 10 * RATE_HZ]


def test_a_seek_before_anything_sounds_is_at_once(bench: Bench) -> None:
    bench.deck.seek(9 * RATE_HZ)
    bench.run(3)
    assert bench.heard == [[9 * RATE_HZ, 10 * RATE_HZ]]


def test_a_seek_to_the_end_ends_it(bench: Bench) -> None:
    bench.run(1)
    bench.deck.seek(99 * RATE_HZ)
    bench.run(2)
    assert bench.deck.outcome == "completed"


def test_stopping_fades_out_and_drains(bench: Bench) -> None:
    bench.run(2)
    bench.deck.end("stopped")
    assert bench.run(0.2)[-1] > 0
    bench.deck.seek(0)
    bench.deck.pause()
    bench.run(2)
    assert bench.deck.outcome == "stopped"
    assert bench.deck.done
    assert bench.deck.position == bench.deck.heard.frames
    bench.deck.end("slept")
    bench.deck.seek(0)
    bench.deck.pause()
    assert bench.deck.outcome == "stopped"


def test_stopping_in_a_pause_is_at_once(bench: Bench) -> None:
    bench.run(2)
    bench.deck.pause()
    bench.run(1)
    bench.deck.end("stopped")
    assert bench.deck.outcome == "stopped"


def test_starting_at_a_place_fades_in(make_bench: type[Bench]) -> None:
    bench = make_bench(start=5 * RATE_HZ)
    out = bench.run(1)
    assert bench.heard[0][0] == 5 * RATE_HZ
    assert np.abs(np.diff(out)).max() < CLICK


def test_volume_moves_without_a_click(bench: Bench) -> None:
    bench.run(1)
    bench.deck.set_volume(0.5)
    out = bench.run(1)
    assert out[-1] == 0.5
    assert np.abs(np.diff(out)).max() < CLICK
    assert bench.deck.volume == 0.5


def test_the_sleep_timer_is_silent_when_its_time_has_come(make_bench: type[Bench]) -> None:
    bench = make_bench(100 * RATE_HZ)
    bench.deck.sleep_after(60 * RATE_HZ)
    out = bench.run(65)
    assert bench.deck.outcome == "slept"
    assert bench.deck.heard.frames == 60 * RATE_HZ
    begin = round((LEAD_IN_S + 60 - SLEEP_FADE_S) * RATE_HZ)
    assert out[begin - 1] == 1
    assert out[begin + 8 * RATE_HZ] < 0.7
    assert np.abs(np.diff(out[RATE_HZ:])).max() < CLICK


def test_somebody_awake_can_stop_while_it_fades_to_sleep(make_bench: type[Bench]) -> None:
    bench = make_bench(100 * RATE_HZ)
    bench.deck.sleep_after(10 * RATE_HZ)
    bench.run(7)
    bench.deck.end("stopped")
    bench.run(1)
    assert bench.deck.outcome == "stopped"


def test_what_is_not_made_yet_is_waited_for_and_is_no_underrun(make_bench: type[Bench]) -> None:
    bench = make_bench()
    bench.source.made = 0
    assert not bench.run(2).any()
    assert bench.deck.waiting
    bench.source.made = RATE_HZ
    bench.run(3)
    assert bench.deck.waiting
    assert bench.heard == [[0, RATE_HZ]]
    bench.source.made = 10 * RATE_HZ
    bench.run(10)
    assert bench.heard == [[0, 10 * RATE_HZ]]
    assert bench.deck.underruns == 0


def test_what_comes_too_late_is_an_underrun(bench: Bench) -> None:
    bench.run(1)
    bench.source.slow = True
    bench.run(STORE_S + 1)
    assert bench.deck.underruns == 1
    assert bench.deck.waiting
    bench.source.slow = False
    bench.run(12)
    assert bench.heard == [[0, 10 * RATE_HZ]]


def test_a_device_that_asks_too_late_for_its_buffer_has_run_dry(make_bench: type[Bench]) -> None:
    bench = make_bench(buffer=RATE_HZ // 4)
    bench.run(1)
    bench.clock.now += 0.2
    bench.run(1)
    assert bench.deck.underruns == 1
    bench.deck.pause()
    bench.run(1)
    bench.clock.now += 1
    bench.run(1)
    assert bench.deck.underruns == 1


@pytest.mark.parametrize("command", ["pause", "seek", "end"])
def test_a_command_while_the_sound_is_late_is_obeyed(bench: Bench, command: str) -> None:
    bench.run(1)
    bench.source.slow = True
    bench.run(STORE_S - 0.01)
    if command == "pause":
        bench.deck.pause()
    elif command == "seek":
        bench.deck.seek(0)
    else:
        bench.deck.end("stopped", 5)
    bench.run(1)
    assert bench.deck.paused == (command == "pause")
    assert (bench.deck.outcome == "stopped") == (command == "end")
    assert (bench.deck.position == 0) == (command == "seek")


def test_a_seek_while_a_block_is_being_read_drops_that_block(bench: Bench) -> None:
    bench.run(1)
    read = bench.source.read

    def read_meanwhile(count: int) -> np.ndarray:
        block = read(count)
        bench.deck.pause()
        bench.deck.pull(4_410)
        bench.deck.seek(9 * RATE_HZ)
        bench.source.read = read  # type: ignore[method-assign]
        return block

    bench.source.read = read_meanwhile  # type: ignore[method-assign]
    bench.run(1)
    bench.deck.resume()
    bench.run(2)
    assert bench.heard[-1] == [9 * RATE_HZ, 10 * RATE_HZ]


def test_a_computer_that_slept_is_noticed_and_not_counted(bench: Bench) -> None:
    bench.run(1)
    bench.clock.now += 3_600
    bench.run(15)
    assert bench.deck.gaps_s == [pytest.approx(3_600, abs=1)]
    assert bench.deck.heard.frames == 10 * RATE_HZ
    assert bench.deck.outcome == "completed"


def test_where_somebody_can_go_on_it_stands_still_after_sleep(bench: Bench) -> None:
    bench.deck.pauses_after_gap = True
    bench.run(1)
    bench.clock.now += 3_600
    bench.run(1)
    assert bench.deck.paused
    bench.deck.resume()
    bench.run(12)
    assert bench.heard == [[0, 10 * RATE_HZ]]


def test_a_source_that_fails_ends_it_and_keeps_what_was_heard(bench: Bench) -> None:
    bench.run(1)
    error = OSError("gone")
    bench.deck.fail(error)
    bench.run(STORE_S + 2)
    assert bench.deck.outcome == "failed"
    assert bench.deck.error is error
    assert bench.deck.heard.frames > 0


def test_going_elsewhere_in_a_source_that_failed_ends_it(bench: Bench) -> None:
    bench.run(1)
    bench.deck.fail(OSError("gone"))
    bench.deck.seek(0)
    bench.run(2)
    assert bench.deck.outcome == "failed"


def test_a_device_that_went_ends_it_at_once(bench: Bench) -> None:
    bench.run(1)
    bench.deck.abandon()
    assert bench.deck.done
    assert bench.deck.outcome == "lost"
    bench.deck.abandon()
    assert not bench.deck.feed()


COMMANDS = st.lists(
    st.tuples(
        st.sampled_from(["pause", "resume", "seek", "volume", "slow", "fast"]),
        st.integers(0, 6 * RATE_HZ),
        st.floats(0.01, 1.0),
    ),
    max_size=12,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(COMMANDS)
def test_whatever_is_asked_nothing_clicks_and_what_was_heard_adds_up(
    make_bench: type[Bench], commands: list[tuple[str, int, float]]
) -> None:
    bench = make_bench(5 * RATE_HZ)
    for command, frame, seconds in commands:
        match command:
            case "pause":
                bench.deck.pause()
            case "resume":
                bench.deck.resume()
            case "seek":
                bench.deck.seek(frame)
            case "volume":
                bench.deck.set_volume(frame / (6 * RATE_HZ))
            case _:
                bench.source.slow = command == "slow"
        bench.run(seconds, 1_000)
    bench.source.slow = False
    bench.deck.set_volume(1.0)
    bench.deck.resume()
    bench.run(8)
    assert bench.deck.outcome == "completed"
    assert all(0 <= start < end <= 5 * RATE_HZ for start, end in bench.heard)
    # A frame at the end of a fade is heard at a gain of nothing.
    sounding = np.count_nonzero(bench.out)
    assert sounding <= bench.deck.heard.frames
    if not bench.deck.underruns and not any(command in {"slow", "volume"} for command, _, _ in commands):
        assert bench.deck.heard.frames - sounding <= 2 * len(commands)
        # The track's own first and last frame are steps of this source.
        assert np.count_nonzero(np.abs(np.diff(bench.out)) > CLICK) <= 2


def test_a_ramp_that_is_moved_on_its_way_goes_on_from_where_it_is() -> None:
    ramp = Ramp(0.0)
    ramp.move(1.0, 100)
    first = np.asarray(ramp.take(50)).reshape(-1)
    assert ramp.left == 50
    ramp.move(0.0, 100)
    second = np.asarray(ramp.take(150)).reshape(-1)
    assert abs(second[0] - first[-1]) < CLICK * 5
    assert second[99:].max() == 0
    assert ramp.now == ramp.target == 0


def test_intervals_join_what_goes_on_and_count_what_lies_within() -> None:
    heard = Intervals([(0, 100), (100, 150), (400, 500)])
    heard.add(7, 0)
    assert heard.as_json() == [[0, 150], [400, 500]]
    assert heard.frames == 250
    assert heard.within(140, 410) == 20
