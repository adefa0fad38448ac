"""Mixing a track block by block: what is due is fetched, what still sounds is added up, what has ended is let go.

The samples do not depend on how the track is cut into blocks: a sample is the sum of its parts in the order of their
events, and every gain is a function of the frame's place in the track.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mindful.mixer.ducking import Ducking
from mindful.mixer.layers import layers_of
from mindful.sounds import breath, indoors
from mindful.units import frames

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import numpy as np
    from numpy.typing import NDArray

    from mindful.mixer.layers import Layer, Soundscape
    from mindful.sounds.clip import Clip
    from mindful.timeline import Event, Timeline

RING_OUT_S = 4.0
"""What still rings when the track ends fades over this long before it."""


def mix(
    timeline: Timeline,
    *,
    speech: Callable[[Event], NDArray[np.float32]],
    bells: Callable[[Event], Clip],
    soundscape: Callable[[str], Soundscape],
    audio: Callable[[str], Clip],
    breath: Callable[[tuple[float, float, float, float]], Clip] = breath.tone,
    block_frames: int = 88_200,
) -> Iterator[NDArray[np.float32]]:
    """Mix a track, block by block.

    Args:
        timeline: What happens when.
        speech: Called once for each speech event, in order, when the block that holds its start is made. Returns
            float32 ``[frames, 1 or 2]`` at the level of speech; what is longer than the event is a tail that rings on
            under what follows.
        bells: Called once for each kind of strike: name, pitch and softness. Returns one strike with its whole tail, at
            the timeline's rate.
        soundscape: Called once for each soundscape's name, when it is first heard.
        audio: Called once for each audio event, when it is due; the part beyond the event's length is left out.
        breath: Called for each breath that a tone accompanies, with the seconds of its phases.
        block_frames: Frames of a block; the samples are the same, bit for bit, whatever it is.

    Yields:
        float32 ``[frames, 2]``, a new array each time, in total exactly as long as the timeline. Where nothing sounds
        it is digital silence. Peaks are not limited here.
    """
    parts = _Parts(timeline, speech=speech, bells=bells, audio=audio, breath=breath)
    beds = _Beds(timeline, soundscape)
    for start in range(0, timeline.frames, block_frames):
        block = beds.block(start, min(block_frames, timeline.frames - start))
        parts.add_to(block, start)
        yield block


class _Beds:
    """The soundscapes with their fades, under speech."""

    def __init__(self, timeline: Timeline, soundscape: Callable[[str], Soundscape]) -> None:
        # A recording the author brings is as a rule a voice, or music: the soundscape makes room for it as well.
        spoken = [(event.start, event.end) for event in timeline.events if event.kind in {"speech", "audio"}]
        self._ducking = Ducking(spoken, timeline.sample_rate_hz)
        self._layers = layers_of(timeline)
        self._soundscape = soundscape
        self._found: dict[str, Soundscape] = {}

    def block(self, start: int, count: int) -> NDArray[np.float32]:
        """Return what sounds from a frame on, float32 ``[count, 2]``, or silence."""
        import numpy as np

        audible = [(layer, gain) for layer in self._layers if np.any(gain := layer.gain(start, count))]
        if not audible:
            return np.zeros((count, 2), dtype=np.float32)
        ducked = self._ducking.gain(start, count)
        # The air of a room is what is heard beside the voice: it stays where it is.
        gains = (gain if layer.name == indoors.NAME else gain * ducked for layer, gain in audible)
        heard = (
            _turned(self._of(layer).block(start, count), gain) for (layer, _), gain in zip(audible, gains, strict=True)
        )
        together = next(heard)
        for samples in heard:
            together += samples
        return together

    def _of(self, layer: Layer) -> Soundscape:
        if layer.name not in self._found:
            self._found[layer.name] = self._soundscape(layer.name)
        return self._found[layer.name]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Part:
    """A sound with a beginning and an end, in its place."""

    start: int
    samples: NDArray[np.float32]
    """float32 ``[frames, 1 or 2]``."""
    gain: np.float32
    fade_from: int
    """The frame from which it fades to the end of the track, if it lasts until then."""

    @property
    def end(self) -> int:
        """The frame after its last."""
        return self.start + len(self.samples)


class _Parts:
    """Speech, bells and recordings: waiting, sounding, gone."""

    def __init__(
        self,
        timeline: Timeline,
        *,
        speech: Callable[[Event], NDArray[np.float32]],
        bells: Callable[[Event], Clip],
        audio: Callable[[str], Clip],
        breath: Callable[[tuple[float, float, float, float]], Clip],
    ) -> None:
        self._speech, self._bells, self._audio, self._breath = speech, bells, audio, breath
        self._end = timeline.frames
        self._ring_out_from = timeline.frames - frames(RING_OUT_S, timeline.sample_rate_hz)
        # Stable: what begins at the same frame keeps the order of its events.
        self._due = sorted(_due(timeline), key=lambda due: due[0])
        self._next = 0
        self._sounding: list[_Part] = []
        self._struck: dict[tuple[str, str | None, bool], Clip] = {}

    def add_to(self, block: NDArray[np.float32], start: int) -> None:
        """Add what sounds from a frame on."""
        end = start + len(block)
        while self._next < len(self._due) and self._due[self._next][0] < end:
            self._sounding.append(self._fetch(*self._due[self._next]))
            self._next += 1
        for part in self._sounding:
            self._add_part(block, start, part)
        self._sounding = [part for part in self._sounding if part.end > end]

    def _fetch(self, start: int, event: Event) -> _Part:
        import numpy as np

        name = event.name or ""
        fade_from = max(self._ring_out_from, start)
        if event.kind == "speech":
            samples = self._speech(event)
            fade_from = max(self._ring_out_from, event.end)
        elif event.kind == "audio":
            samples = self._audio(name).samples[: event.frames]
            fade_from = self._end
        elif event.tone_s:
            samples = self._breath(event.tone_s).samples
        else:
            kind = (name, event.pitch, event.soft)
            if kind not in self._struck:
                self._struck[kind] = self._bells(event)
            samples = self._struck[kind].samples
        return _Part(start=start, samples=samples, gain=np.float32(10 ** (event.gain_db / 20)), fade_from=fade_from)

    def _add_part(self, block: NDArray[np.float32], start: int, part: _Part) -> None:
        first, last = max(part.start, start), min(part.end, start + len(block))
        rings_past = part.end > self._end
        edge = min(max(part.fade_from, first), last) if rings_past else last
        _add(block[first - start : edge - start], part.samples[first - part.start : edge - part.start], part.gain)
        if edge < last:
            fade = part.gain * _falling(edge, last, part.fade_from, self._end)
            _add(block[edge - start : last - start], part.samples[edge - part.start : last - part.start], fade)


def _due(timeline: Timeline) -> Iterator[tuple[int, Event]]:
    """Say what begins when; a bell begins with every strike."""
    for event in timeline.events:
        if event.kind in {"speech", "audio"} or event.tone_s:
            yield event.start, event
        elif event.kind == "bell":
            for strike in range(event.count or 1):
                yield event.start + frames(strike * (event.every_s or 0.0), timeline.sample_rate_hz), event


def _falling(first: int, last: int, begin: int, end: int) -> NDArray[np.float32]:
    """Return the gains of a stretch of a fade from 1 at `begin` to 0 at `end`; exactly rounded operations only."""
    import numpy as np

    x = (end - np.arange(first, last)) / (end - begin)
    return (x * x * (3 - 2 * x)).astype(np.float32)


def _turned(samples: NDArray[np.float32], gain: NDArray[np.float32] | np.float32) -> NDArray[np.float32]:
    """Turn samples, float32 ``[frames, 2]``, up or down in place, and return them."""
    import numpy as np

    if np.ndim(gain) == 0:
        samples *= gain
    else:
        # A pair as one complex number: four times as fast as broadcasting a gain over pairs.
        samples.view(np.complex64)[:, 0] *= gain
    return samples


def _add(block: NDArray[np.float32], samples: NDArray[np.float32], gain: NDArray[np.float32] | np.float32) -> None:
    """Add samples times a gain; each way gives the same bits, and is the quickest for its shapes."""
    import numpy as np

    if samples.shape[1] == 1:
        mono = samples[:, 0] * gain
        block[:, 0] += mono
        block[:, 1] += mono
    elif np.ndim(gain) == 0:
        block += samples * gain
    else:
        pairs = block.view(np.complex64)
        pairs += samples.view(np.complex64) * gain[:, None]  # type: ignore[index] # an array, as its dimensions say
