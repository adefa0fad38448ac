"""The deck: hands a device its frames, and knows to the frame what was heard.

A device calls `pull` from its own thread, in time, so that does nothing slow: it takes from a small store that `feed`
fills from the source. Pause, seek and stop are fades within what is handed over, never a stop of the device, which
would click; between them silence is handed over.
"""

from __future__ import annotations

import threading
from collections import deque
from typing import TYPE_CHECKING, Literal

from mindful.player.gain import Ramp
from mindful.player.intervals import Intervals
from mindful.units import frames

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from mindful.player.clock import Clock
    from mindful.player.sources import Source

Outcome = Literal["completed", "slept", "stopped", "failed", "lost"]
"""How it ended: at the end, by the sleep timer, by the person, by an error of the source, by a device that went."""
LEAD_IN_S = 0.3
"""Silence before the first sound: a device that wakes swallows what it is given first (measured: up to 0.3 s)."""
DRAIN_S = 0.5
"""Silence after the last sound, on top of the device's own buffer, before a sitting counts as heard to its end."""
FADE_S = 0.04
"""Fade of pause, seek and going on: short enough to feel prompt, long enough not to click."""
STOP_FADE_S = 0.4
SLEEP_FADE_S = 20.0
VOLUME_FADE_S = 0.08
STORE_S = 2.0
"""How much is kept ready for the device."""
READY_S = 0.4
"""How much must be ready before the sound begins, or goes on after it had to wait."""
BLOCK_S = 0.5
GAP_S = 5.0
"""A device asks several times a second; when it has not for so long, the computer slept."""


class Deck:
    """The state of playing, shared by the device's thread, the feeding thread and the commands."""

    def __init__(self, source: Source, clock: Clock, *, start: int = 0, volume: float = 1.0, buffer: int = 0) -> None:
        """Set up at a place of a source.

        Args:
            source: What is played; only `feed` reads it.
            clock: For the gaps of a sleeping computer.
            start: The first frame to be heard.
            volume: Gain, 1 is unchanged.
            buffer: Frames that the device holds after they were handed to it.
        """
        self.source = source
        self.heard = Intervals()
        self.gaps_s: list[float] = []
        """How long the computer slept, each time."""
        self.underruns = 0
        """How often the device ran dry: it asked too late, or what was made was not there in time."""
        self.pulls = 0
        """How often the device has asked; stands still when the device is gone."""
        self.outcome: Outcome | None = None
        """How it ends, as soon as that is decided; `done` tells when it has."""
        self.error: BaseException | None = None
        self.pauses_after_gap = False
        """Whether it stands still when the computer wakes, rather than to sound into the room."""
        self._clock = clock
        self._lock, self._feeding = threading.RLock(), threading.Lock()
        self._store: deque[tuple[int, NDArray[np.float32]]] = deque()
        self._stored = 0
        self._at = start
        self._seek: int | None = start
        self._jumps = 0
        self._exhausted = False
        self._ready = False
        self._paused = False
        self._volume, self._fade = Ramp(volume), Ramp(0.0)
        self._after: Literal["pause", "seek", "end"] | None = None
        self._target: int | None = None
        self._lead_in = frames(LEAD_IN_S)
        self._ending: Outcome = "stopped"
        self._buffer_s = buffer / frames(1.0)
        self._drain = buffer + frames(DRAIN_S)
        self._sleep_at: int | None = None
        self._asked_at: float | None = None

    # -- what people ask -------------------------------------------------------------------------------------------

    @property
    def paused(self) -> bool:
        """Whether it stands still, or is about to."""
        return self._paused or self._after == "pause"

    @property
    def waiting(self) -> bool:
        """Whether it would play and has nothing to."""
        return not self._ready and not self._paused and self.outcome is None

    @property
    def done(self) -> bool:
        """Whether the last frame has left the device."""
        return self.outcome is not None and self._drain <= 0

    @property
    def position(self) -> int:
        """The next frame to be heard."""
        with self._lock:
            return self._at if self._target is None else self._target

    @property
    def volume(self) -> float:
        """The gain that was last asked for."""
        return self._volume.target

    # -- commands --------------------------------------------------------------------------------------------------

    def pause(self) -> None:
        """Fade out and stand still."""
        with self._lock:
            if not self.paused and self.outcome is None and self._after != "end":
                self._leave("pause", FADE_S)

    def resume(self) -> None:
        """Go on."""
        with self._lock:
            if self._after == "pause":
                self._after = None if self._target is None else "seek"
                self._fade.move(1.0 if self._after is None else 0.0, frames(FADE_S))
            self._paused = False

    def seek(self, frame: int) -> None:
        """Go on from another place, kept within the source; a pause stays a pause."""
        with self._lock:
            if self.outcome is not None or self._after == "end":
                return
            self._target = min(max(frame, 0), self.source.frames)
            if self._paused:
                self._jump()
            elif self._after is None:
                self._leave("seek", FADE_S)

    def set_volume(self, gain: float) -> None:
        """Move to another gain."""
        with self._lock:
            self._volume.move(gain, frames(VOLUME_FADE_S))

    def sleep_after(self, count: int) -> None:
        """Let it end by itself when `count` frames were heard, silent after a long fade."""
        self._sleep_at = count

    def end(self, outcome: Outcome, fade_s: float = STOP_FADE_S) -> None:
        """Fade out and end."""
        with self._lock:
            if self.outcome is None:
                self._ending = outcome
                self._leave("end", fade_s)

    def abandon(self) -> None:
        """End at once, because the device asks no more."""
        with self._lock:
            if self.outcome is None:
                self._close("lost")
            self._drain = 0

    def fail(self, error: BaseException) -> None:
        """End where the source cannot go on: what it gave until then is still heard."""
        with self._lock:
            self.error = error
            self._exhausted = True

    # -- feeding ---------------------------------------------------------------------------------------------------

    def feed(self) -> bool:
        """Bring one block from the source; tells whether there was one to bring."""
        with self._feeding:
            with self._lock:
                if self.outcome is not None or (self._seek is None and self._is_full()):
                    return False
                seek, self._seek = self._seek, None
                jumps = self._jumps
            if seek is not None:
                self.source.seek(seek)
            block = self.source.read(frames(BLOCK_S))
            with self._lock:
                if jumps != self._jumps:
                    return True
                self._exhausted = self.source.ended
                if len(block):
                    start = self._at + self._stored
                    self._store.append((start, block))
                    self._stored += len(block)
                return bool(len(block))

    def _is_full(self) -> bool:
        return self._exhausted or self._stored >= frames(STORE_S)

    # -- handing over ----------------------------------------------------------------------------------------------

    def pull(self, count: int) -> NDArray[np.float32]:
        """Return the next `count` frames for the device, float32 ``[count, 2]``; silence where nothing is played."""
        import numpy as np

        block = np.zeros((count, 2), dtype=np.float32)
        with self._lock:
            self.pulls += 1
            self._look_at_clock()
            done = min(self._lead_in, count)
            self._lead_in -= done
            while done < count and self._flows():
                start, samples = self._take(self._step(count - done))
                gain = self._volume.take(len(samples)) * self._fade.take(len(samples))
                block[done : done + len(samples)] = samples * gain
                self.heard.add(start, len(samples))
                done += len(samples)
                self._arrive()
            if self.outcome is not None:
                self._drain -= count - done
        return block

    def _flows(self) -> bool:
        """Tell whether there is something to hand over; notes it when there should be and is not."""
        if self.outcome is not None or self._paused:
            return False
        if self._exhausted and not self._stored and self._seek is None:
            self._close("failed" if self.error else "completed")
            return False
        if not self._ready:
            if not (self._exhausted or self._stored >= frames(READY_S)) or self._seek is not None:
                return False
            self._ready = True
            self._fade.move(1.0, 0 if not self.heard.frames and not self._at else frames(FADE_S))
        if not self._stored:
            self._starve()
        return self._stored > 0

    def _starve(self) -> None:
        """Stand in silence until there is enough again; a fade under way has arrived with that."""
        self._ready = False
        self._fade.move(0.0, 0)
        self.underruns += self.source.made > self._at
        self._arrive()

    def _step(self, count: int) -> int:
        """Return how many frames may be handed over before something is to be decided."""
        if self._sleep_at is not None and self._after is None:
            left = self._sleep_at - self.heard.frames
            fade = min(frames(SLEEP_FADE_S), self._sleep_at // 2)
            if left <= fade:
                self.end("slept", max(left, 1) / frames(1.0))
            else:
                count = min(count, left - fade)
        return min(count, self._fade.left or count, self._volume.left or count)

    def _take(self, count: int) -> tuple[int, NDArray[np.float32]]:
        start, samples = self._store.popleft()
        if len(samples) > count:
            self._store.appendleft((start + count, samples[count:]))
            samples = samples[:count]
        self._stored -= len(samples)
        self._at = start + len(samples)
        return start, samples

    def _arrive(self) -> None:
        """Do what was waiting for the fade to reach silence."""
        if self._after is None or self._fade.left:
            return
        if self._after == "end":
            self._close(self._ending)
            return
        if self._after == "pause":
            self._stand()
        if self._target is not None:
            self._jump()

    def _leave(self, then: Literal["pause", "seek", "end"], fade_s: float) -> None:
        """Fade out, and do something then; at once where nothing sounds."""
        self._after = then
        sounds = self._ready and not self._paused
        self._fade.move(0.0, frames(fade_s) if sounds else 0)
        if not sounds:
            self._arrive()

    def _stand(self) -> None:
        self._after, self._paused, self._ready = None, True, False

    def _jump(self) -> None:
        self._store.clear()
        self._stored = 0
        if self._target is not None:
            self._at = self._seek = self._target
            self._jumps += 1
        self._target = None
        self._exhausted = self.error is not None
        if self.error:
            self._seek = None
        self._ready = False
        self._after = None

    def _close(self, outcome: Outcome) -> None:
        self.outcome, self._after = outcome, None
        self._store.clear()
        self._stored = 0

    def _look_at_clock(self) -> None:
        now = self._clock.wall()
        since = 0.0 if self._asked_at is None else now - self._asked_at
        self._asked_at = now
        if since > GAP_S:
            self.gaps_s.append(since)
            if self.pauses_after_gap and self.outcome is None and self._after is None:
                self._fade.move(0.0, 0)
                self._stand()
        elif self._buffer_s and since > self._buffer_s and self._ready:
            self.underruns += 1
