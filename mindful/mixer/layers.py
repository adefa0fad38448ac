"""Layers: which soundscapes sound when, and how loud, with their crossfades."""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from mindful.units import frames

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

    from mindful.timeline import Event, Timeline

FADE_S = 4.0
"""Length of a soundscape's fade where the timeline states none."""


class Soundscape(Protocol):
    """A sound without beginning or end."""

    def block(self, start: int, frames: int) -> NDArray[np.float32]:
        """Return the frames from `start` on, counted from the beginning of the track.

        Returns:
            float32 ``[frames, 2]`` at the natural level of -18 LUFS; the same samples however a stretch is cut. It is
            the caller's, to be changed.
        """


@dataclass(frozen=True, kw_only=True, slots=True)
class Ramp:
    """The power of a layer on its way from one value to another, where it stays."""

    start: int
    """First frame."""
    frames: int
    """How long the way is; 0 is at once."""
    from_power: float
    """The square of the gain before."""
    to_power: float
    """The square of the gain after."""

    def power(self, at: int) -> float:
        """Return the power at a frame from the ramp's start on."""
        if at - self.start >= self.frames:
            return self.to_power
        x = (at - self.start) / self.frames
        return max(self.from_power + (self.to_power - self.from_power) * (x * x * (3 - 2 * x)), 0.0)

    def gains(self, start: int, end: int) -> NDArray[np.float32]:
        """Return the gains of a stretch within the way.

        Powers go along a smooth step, so those of two layers that change places always add up to the same. Only
        operations that IEEE 754 rounds exactly: the same bits wherever a block begins.
        """
        import numpy as np

        x = np.arange(start - self.start, end - self.start) / self.frames
        power = self.from_power + (self.to_power - self.from_power) * (x * x * (3 - 2 * x))
        return np.sqrt(np.maximum(power, 0.0)).astype(np.float32)


class Layer:
    """The gain of one soundscape over the whole track."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._ramps: list[Ramp] = []
        self._starts: list[int] = []

    def move(self, start: int, length: int, to_power: float) -> None:
        """Let the power move to a value from a frame on, from wherever it is then; frames in ascending order."""
        if to_power == (self._ramps[-1].to_power if self._ramps else 0.0):
            return
        from_power = self._ramps[-1].power(start) if self._ramps else 0.0
        self._ramps.append(Ramp(start=start, frames=length, from_power=from_power, to_power=to_power))
        self._starts.append(start)

    def gain(self, start: int, count: int) -> NDArray[np.float32] | np.float32:
        """Return the gain of the frames from `start` on: float32 ``[count]``, or one number where it stays the same."""
        import numpy as np

        stretches = list(self._stretches(start, start + count))
        if len(stretches) == 1 and not isinstance(stretches[0][2], Ramp):
            return stretches[0][2]
        gain = np.empty(count, dtype=np.float32)
        for first, last, what in stretches:
            gain[first - start : last - start] = what.gains(first, last) if isinstance(what, Ramp) else what
        return gain

    def _stretches(self, start: int, end: int) -> Iterator[tuple[int, int, Ramp | np.float32]]:
        """Cut a stretch where ramps begin and end; each part comes with its ramp, or its gain."""
        import numpy as np

        at = start
        index = bisect_right(self._starts, start) - 1
        while at < end:
            ramp = self._ramps[index] if index >= 0 else None
            until = min(end, self._starts[index + 1]) if index + 1 < len(self._starts) else end
            if ramp is None:
                yield at, until, np.float32(0.0)
            else:
                arrived = min(max(ramp.start + ramp.frames, at), until)
                if at < arrived:
                    yield at, arrived, ramp
                if arrived < until:
                    yield arrived, until, np.float32(math.sqrt(ramp.to_power))
            at, index = until, index + 1


def layers_of(timeline: Timeline) -> tuple[Layer, ...]:
    """Return every soundscape of a track with its gain over time.

    A change is an equal-power crossfade that begins at its event. The first soundscape fades in, the last fades out
    with the end of the track, each over its own length. The same soundscape at another gain moves there.
    """
    rate = timeline.sample_rate_hz
    changes = [event for event in timeline.events if event.kind == "sound" and event.start < timeline.frames]
    layers: dict[str, Layer] = {}
    for change in changes:
        fade = frames(FADE_S if change.fade_s is None else change.fade_s, rate)
        if change is changes[-1]:
            fade = _fitting(fade, change, timeline.frames)
        if change.name is not None:
            layers.setdefault(change.name, Layer(change.name))
        for layer in layers.values():
            layer.move(change.start, fade, 10 ** (change.gain_db / 10) if layer.name == change.name else 0.0)
        if change is changes[-1] and change.name is not None:
            layers[change.name].move(timeline.frames - fade, fade, 0.0)
    return tuple(layers.values())


def _fitting(fade: int, last: Event, end: int) -> int:
    """Shorten the last fade so that it, and the fade to the end that mirrors it, fit into what is left of the track."""
    left = end - last.start
    return min(fade, left if last.name is None else left // 2)
