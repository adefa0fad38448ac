"""The player: a source, a device, and the deck between them, with a thread that keeps the deck fed."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from mindful.errors import PlayerError
from mindful.player.clock import SystemClock
from mindful.player.deck import STOP_FADE_S, Deck
from mindful.units import frames

if TYPE_CHECKING:
    from mindful.player.clock import Clock
    from mindful.player.deck import Outcome
    from mindful.player.devices import Device
    from mindful.player.intervals import Intervals
    from mindful.player.sources import Source

VOLUME_STEP_DB = 2.0
VOLUME_RANGE_DB = (-40.0, 0.0)
"""Louder than the track is made would cut its peaks off."""
LOST_S = 5.0
"""A device that has not asked for so long, while we were awake, is gone."""
_LOOK_S = 0.5
_IDLE_S = 0.02


@dataclass(frozen=True, kw_only=True, slots=True)
class Status:
    """How it stands at one moment."""

    position: int
    """The next frame to be heard."""
    frames: int
    """Length of the source, as far as it is known."""
    made: int
    """How much of it is there."""
    heard: int
    """How many frames were heard."""
    paused: bool
    waiting: bool
    """It would play, and what comes next is not there yet."""
    volume_db: float
    gaps_s: tuple[float, ...]
    """How long the computer slept, each time."""


class Player:
    """Plays one source on one device, once. A context manager, which lets go of both at its end."""

    def __init__(
        self, source: Source, device: Device, *, clock: Clock | None = None, start: int = 0, volume_db: float = 0.0
    ) -> None:
        """Set up.

        Args:
            source: What to play.
            device: Where to.
            clock: The time; the computer's by default.
            start: The first frame to be heard.
            volume_db: 0 is as the track was made, the most there is.
        """
        self._source, self._device = source, device
        self._clock = clock or SystemClock()
        self._volume_db = _within(volume_db)
        self._deck = Deck(source, self._clock, start=start, volume=_factor(self._volume_db), buffer=device.buffer)
        self._closing = threading.Event()
        self._feeder = threading.Thread(target=self._feed, name="feed", daemon=True)
        self._seen = (0, self._clock.monotonic())
        self._silent_s = 0.0

    def __enter__(self) -> Self:
        """Begin to play.

        Raises:
            PlayerError: The device does not start.
        """
        self._feeder.start()
        try:
            self._device.start(self._deck.pull)
        except PlayerError:
            self._close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        """Stop at once what still plays, and let go."""
        self._device.stop()
        self._close()

    # -- how it stands ---------------------------------------------------------------------------------------------

    @property
    def status(self) -> Status:
        """How it stands now."""
        deck = self._deck
        return Status(
            position=deck.position,
            frames=self._source.frames,
            made=self._source.made,
            heard=deck.heard.frames,
            paused=deck.paused,
            waiting=deck.waiting,
            volume_db=self._volume_db,
            gaps_s=tuple(deck.gaps_s),
        )

    @property
    def heard(self) -> Intervals:
        """What was heard, to the frame."""
        return self._deck.heard

    @property
    def outcome(self) -> Outcome | None:
        """How it ended; None while it has not, which is until the last frame has left the device."""
        self._look_for_device()
        return self._deck.outcome if self._deck.done else None

    @property
    def error(self) -> BaseException | None:
        """What the source failed with."""
        return self._deck.error

    @property
    def underruns(self) -> int:
        """How often the device had to wait for frames that were made already."""
        return self._deck.underruns

    # -- commands --------------------------------------------------------------------------------------------------

    def toggle(self) -> None:
        """Pause, or go on."""
        if self._deck.paused:
            self._deck.resume()
        else:
            self._deck.pause()

    def pause(self) -> None:
        """Stand still, until `toggle`."""
        self._deck.pause()

    def seek(self, frame: int) -> None:
        """Go on from another place; beyond what is made it waits there."""
        self._deck.seek(frame)

    def skip(self, seconds: float) -> None:
        """Go forward, or back when negative."""
        self._deck.seek(self._deck.position + frames(seconds))

    def change_volume(self, steps: int) -> None:
        """Make it louder, or softer when negative."""
        self._volume_db = _within(self._volume_db + steps * VOLUME_STEP_DB)
        self._deck.set_volume(_factor(self._volume_db))

    def sleep_after(self, seconds: float) -> None:
        """Fade out and end by itself when so much was heard."""
        self._deck.sleep_after(frames(seconds))

    def pause_after_gap(self) -> None:
        """Stand still when the computer wakes from sleep, for somebody to go on."""
        self._deck.pauses_after_gap = True

    def stop(self, fade_s: float = STOP_FADE_S) -> None:
        """Fade out and end; `outcome` tells when it has."""
        self._deck.end("stopped", fade_s)

    # -- inside ----------------------------------------------------------------------------------------------------

    def _feed(self) -> None:
        while not self._closing.is_set():
            try:
                busy = self._deck.feed()
            except Exception as error:  # noqa: BLE001 -- it is told by whoever waits for the outcome
                self._deck.fail(error)
                return
            if not busy:
                self._closing.wait(_IDLE_S)

    def _look_for_device(self) -> None:
        """Notice a device that asks no more; time in which nobody looked, as in sleep, does not count."""
        pulls, then = self._seen
        now = self._clock.monotonic()
        self._seen = (self._deck.pulls, now)
        self._silent_s = self._silent_s + min(now - then, _LOOK_S) if pulls == self._deck.pulls else 0.0
        if self._silent_s > LOST_S:
            self._deck.abandon()

    def _close(self) -> None:
        self._closing.set()
        self._feeder.join()
        self._source.close()


def _within(volume_db: float) -> float:
    low, high = VOLUME_RANGE_DB
    return min(max(volume_db, low), high)


def _factor(gain_db: float) -> float:
    return float(10 ** (gain_db / 20))
