"""The soundscape that goes along with paced breaths, measured."""

from __future__ import annotations

import math
import os
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from mindful.script.model import Pause
from mindful.sounds.breathing import CALM, EMPTY, FULL, SETTLE, Breathing, Phase, ways_of
from mindful.sounds.soundscapes import open_soundscape
from mindful.studio.desk import Desk
from mindful.studio.order import Order
from mindful.studio.producing import stream
from mindful.studio.samples import plan_preview

if TYPE_CHECKING:
    from numpy.typing import NDArray

RATE = 44_100


class Flat:
    """A bed of ones, on which the gain can be read."""

    def block(self, start: int, frames: int) -> NDArray[np.float32]:
        """Return ones."""
        del start
        return np.ones((frames, 2), np.float32)


def phases(start_s: float, *named_s: tuple[str, float]) -> list[Phase]:
    """Return phases that follow each other."""
    made, at = [], round(start_s * RATE)
    for name, seconds in named_s:
        made.append(Phase(name, at, round(seconds * RATE)))
        at += round(seconds * RATE)
    return made


BOX = (("in", 4.0), ("hold", 4.0), ("out", 4.0), ("rest", 4.0))
PACED = [*phases(10, *BOX, *BOX), *phases(60, ("in", 4.0), ("out", 6.0))]


def gains(block: int = 100_000) -> NDArray[np.float32]:
    bed = Breathing(air=Flat(), ways=ways_of(PACED))  # type: ignore[arg-type]
    return np.concatenate([bed.block(at, block) for at in range(0, 90 * RATE, block)])[:, 0]


@pytest.mark.parametrize(
    ("at_s", "gain"),
    [
        *((0, CALM), (10, CALM), (14, FULL), (18, FULL), (22, EMPTY), (26, EMPTY), (30, FULL), (38, EMPTY)),
        *((42, EMPTY), (42 + SETTLE / RATE, CALM), (59, CALM), (64, FULL), (70, EMPTY), (80, CALM)),
    ],
)
def test_it_swells_with_the_in_breath_rests_and_sinks_with_the_out_breath(at_s: float, gain: float) -> None:
    assert gains()[round(at_s * RATE)] == pytest.approx(gain, abs=1e-3)


def test_it_moves_one_way_within_a_phase_and_without_a_step() -> None:
    gain = gains().astype(float)
    assert np.all(np.diff(gain[10 * RATE : 14 * RATE]) >= 0)
    assert np.all(np.diff(gain[18 * RATE : 22 * RATE]) <= 0)
    # The steepest part of a smooth step is 1.5 times its mean.
    assert np.abs(np.diff(gain)).max() < 1.6 * (FULL - EMPTY) / (4 * RATE)


@pytest.mark.parametrize("block", [997, 3 * RATE, 90 * RATE])
def test_the_blocks_do_not_matter(block: int) -> None:
    assert np.array_equal(gains(block)[: 89 * RATE], gains()[: 89 * RATE])


def test_breaths_that_begin_while_it_settles_go_on_from_there() -> None:
    soon = [*phases(0, ("in", 2.0), ("out", 2.0)), *phases(5, ("in", 2.0))]
    first, second, third, fourth, last = ways_of(soon)
    assert (first.to_gain, second.to_gain, third.to_gain, fourth.to_gain, last.to_gain) == (
        *(FULL, EMPTY, CALM, FULL, CALM),
    )
    assert EMPTY < fourth.from_gain == third.gain(fourth.start) < CALM
    assert ways_of([]) == ()


def test_a_preview_lets_it_be_heard_with_breaths() -> None:
    desk = Desk(cache=Path(os.environ["MINDFUL_CACHE"]))
    plan = plan_preview("breath", length_s=25, seed=0, desk=desk)
    assert plan.timeline.duration_s == pytest.approx(25.6)
    heard = np.concatenate(list(stream(plan, Order(), desk)))

    def level_db(at_s: float) -> float:
        part = heard[round((at_s - 0.5) * RATE) : round((at_s + 0.5) * RATE)].astype(np.float64)
        return 10 * math.log10(float((part**2).mean()))

    full, empty = [level_db(0.3 + at_s) for at_s in (4, 14)], [level_db(0.3 + at_s) for at_s in (10, 20)]
    assert np.mean(full) - np.mean(empty) == pytest.approx(20 * math.log10(FULL / EMPTY), abs=2.5)
    assert not any(isinstance(node, Pause) and node.natural_s == 25 for node in plan.script.body)


def test_with_others_it_still_breathes() -> None:
    loops = Path(os.environ["MINDFUL_CACHE"]) / "soundscapes"
    both = open_soundscape("breath+brown", seed=0, cache=loops, phases=PACED).block(14 * RATE, RATE)
    calm = open_soundscape("breath+brown", seed=0, cache=loops).block(14 * RATE, RATE)
    assert (both.astype(float) ** 2).sum() > 1.5 * (calm.astype(float) ** 2).sum()
