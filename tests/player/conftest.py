"""Fakes of the player: a source in memory, a clock that is set, a device that is asked by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from mindful.player.deck import Deck

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from mindful.player.devices import Pull

    MakeDeck = Callable[..., "Bench"]

RATE_HZ = 44_100


class FrozenClock:
    """Stands still until somebody sleeps, or sets it."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def monotonic(self) -> float:
        """Return the time."""
        return self.now

    def wall(self) -> float:
        """Return the time."""
        return self.now

    def sleep(self, seconds: float) -> None:
        """Be there at once."""
        self.now += seconds


class MemorySource:
    """A source that holds 1.0 everywhere, so that what comes out of a deck is its gain; `made` can be held back."""

    def __init__(self, frames: int) -> None:
        self.frames = self.made = frames
        self.at = 0
        self.closed = False
        self.trouble: Exception | None = None
        self.slow = False

    @property
    def ended(self) -> bool:
        """Whether all was read."""
        return self.at >= self.frames

    def read(self, count: int) -> NDArray[np.float32]:
        """Return ones."""
        if self.trouble:
            raise self.trouble
        count = 0 if self.slow else max(min(count, self.made - self.at), 0)
        self.at += count
        return np.ones((count, 2), dtype=np.float32)

    def seek(self, frame: int) -> None:
        """Go there."""
        self.at = frame

    def close(self) -> None:
        """Remember it."""
        self.closed = True


class HandDevice:
    """A device that asks when it is told to."""

    def __init__(self) -> None:
        self.name, self.buffer = "hand", 0
        self.pull: Pull | None = None
        self.stopped = False

    def start(self, pull: Pull) -> None:
        """Remember whom to ask."""
        self.pull = pull

    def stop(self) -> None:
        """Remember it."""
        self.stopped = True


class Bench:
    """A deck with a source and a clock, fed and asked in turn: no threads, no waiting."""

    def __init__(self, frames: int = 10 * RATE_HZ, *, start: int = 0, buffer: int = 0) -> None:
        self.source = MemorySource(frames)
        self.clock = FrozenClock()
        self.deck = Deck(self.source, self.clock, start=start, buffer=buffer)
        self.out = np.zeros(0, dtype=np.float32)

    def run(self, seconds: float, step: int = 4_410) -> NDArray[np.float32]:
        """Let so much time pass; return the left channel of what the device was given."""
        parts = []
        left = round(seconds * RATE_HZ)
        while left > 0:
            while self.deck.feed():
                pass
            parts.append(self.deck.pull(min(step, left))[:, 0])
            self.clock.sleep(min(step, left) / RATE_HZ)
            left -= step
        given = np.concatenate(parts) if parts else np.zeros(0, dtype=np.float32)
        self.out = np.concatenate([self.out, given])
        return given

    @property
    def heard(self) -> list[list[int]]:
        """What was heard."""
        return self.deck.heard.as_json()


@pytest.fixture
def bench() -> Bench:
    """Return a deck with ten seconds to play."""
    return Bench()


@pytest.fixture
def make_bench() -> type[Bench]:
    """Return the maker of decks."""
    return Bench


@pytest.fixture
def memory_source() -> type[MemorySource]:
    """Return the maker of sources."""
    return MemorySource


@pytest.fixture
def frozen_clock() -> FrozenClock:
    """Return a clock that stands still."""
    return FrozenClock()


@pytest.fixture
def hand_device() -> HandDevice:
    """Return a device that asks when told."""
    return HandDevice()
