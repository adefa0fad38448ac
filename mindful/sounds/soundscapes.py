"""Soundscapes as seamless loops: sums of layers whose lengths share no factor, so that their sum repeats after years.

Each layer is one large inverse FFT, hence periodic. Built once, kept on disk, and mapped into memory; a block is a pure
function of the seed and the place in the track.
"""

from __future__ import annotations

import math
import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from mindful.errors import SoundError
from mindful.units import SAMPLE_RATE_HZ

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

VERSION = 2
"""Part of every kept loop's name: to be raised with any change that shapes samples."""
LENGTHS = (2**13 * 7**3, 3**8 * 5**4)
"""Frames of the two layers, 63.7 s and 93.0 s: coprime, so that their sum repeats after 72,000 hours only.

Products of small primes, which a Fourier transform likes: 61 * 44100 + 1 and 97 * 44100 + 3 took ten times as long.
"""
LEVEL_LUFS = -18.0
SECOND_LAYER_DB = -3.0
"""Of the longer layer against the shorter one."""
_QUIETEST_HZ = 25.0
"""Below this no loudspeaker of ours sounds, and energy would only cost headroom."""


@dataclass(frozen=True, kw_only=True, eq=False, slots=True)
class Soundscape:
    """Loops that sound together."""

    layers: tuple[NDArray[np.float32], ...]
    """float32 ``[length, 2]`` each."""

    def block(self, start: int, frames: int) -> NDArray[np.float32]:
        """Return the frames from `start` on, float32 ``[frames, 2]``, at -18 LUFS."""
        import numpy as np

        block = np.zeros((frames, 2), dtype=np.float32)
        for layer in self.layers:
            done = 0
            while done < frames:
                at = (start + done) % len(layer)
                part = layer[at : at + frames - done]
                block[done : done + len(part)] += part
                done += len(part)
        return block


def open_soundscape(name: str, *, seed: int, cache: Path | None) -> Soundscape:
    """Return a soundscape, from its kept loops where they are there.

    Args:
        name: rain, ocean or brown.
        seed: Another seed gives other drops and waves.
        cache: Folder of kept loops; None keeps nothing.

    Raises:
        SoundError: There is no such soundscape.
    """
    if name not in _MAKERS:
        raise SoundError(f'There is no soundscape "{name}".', hint=f"There are {', '.join(_MAKERS)}.")
    files = [cache / f"{name}-{seed}-{at}-{VERSION}.npy" for at in range(len(LENGTHS))] if cache else []
    kept = [_load(file, length) for file, length in zip(files, LENGTHS, strict=True)] if files else []
    layers = [layer for layer in kept if layer is not None]
    if len(layers) < len(LENGTHS):
        layers = _build(name, seed)
        for file, layer in zip(files, layers, strict=False):
            _keep(file, layer)
    return Soundscape(layers=tuple(layers))


def _load(file: Path, length: int) -> NDArray[np.float32] | None:
    """Map a kept loop into memory; None when it is not there or is not what it should be."""
    import numpy as np

    with suppress(OSError, ValueError, EOFError):
        loop: NDArray[np.float32] = np.load(file, mmap_mode="r", allow_pickle=False)
        if loop.shape == (length, 2) and loop.dtype == np.float32:
            return loop
    return None


def _keep(file: Path, layer: NDArray[np.float32]) -> None:
    """Keep a loop; where the folder takes nothing, do without."""
    import numpy as np

    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=file.stem, suffix=".part", dir=file.parent)
        aside = Path(name)
        try:
            with os.fdopen(handle, "wb") as stream:
                np.save(stream, layer)
            aside.replace(file)
        finally:
            aside.unlink(missing_ok=True)


def _build(name: str, seed: int) -> list[NDArray[np.float32]]:
    import numpy as np

    layers = [_MAKERS[name](length, _generator(name, seed, at), at) for at, length in enumerate(LENGTHS)]
    layers = [layer * gain for layer, gain in zip(layers, (1.0, 10 ** (SECOND_LAYER_DB / 20)), strict=True)]
    # The layers are independent, so that their powers add up.
    power = sum(_weighted_power(layer) for layer in layers)
    gain = 10 ** ((LEVEL_LUFS + 0.691) / 20) / math.sqrt(power)
    return [(layer * gain).astype(np.float32) for layer in layers]


def _generator(name: str, seed: int, layer: int) -> np.random.Generator:
    import numpy as np

    return np.random.Generator(np.random.Philox(key=[seed, int.from_bytes(name.encode()[:7], "little") * 8 + layer]))


def _weighted_power(loop: NDArray[np.float64]) -> float:
    """Return the K-weighted power of a loop, both channels added, from its spectrum (BS.1770-4).

    The curve is the published pair of filters at 48 kHz, evaluated at the frequencies of the loop.
    """
    import numpy as np
    from scipy.signal import freqz

    frequencies = np.fft.rfftfreq(len(loop), 1 / SAMPLE_RATE_HZ)
    angles = 2 * math.pi * frequencies / 48_000
    curve = np.ones(len(frequencies))
    for above, below in (
        ((1.53512485958697, -2.69169618940638, 1.19839281085285), (1.0, -1.69065929318241, 0.73248077421585)),
        ((1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621)),
    ):
        curve *= np.abs(freqz(above, below, worN=angles)[1]) ** 2
    spectrum = np.abs(np.fft.rfft(loop, axis=0)) ** 2
    return float(2 * (spectrum * curve[:, None]).sum() / len(loop) ** 2)


def _noise(
    length: int, generator: np.random.Generator, shape: Callable[[NDArray[np.float64]], NDArray[np.float64]]
) -> NDArray[np.float64]:
    """Return a periodic stereo noise whose spectrum follows a curve of amplitude over frequency; RMS 1 a channel."""
    import numpy as np

    frequencies = np.fft.rfftfreq(length, 1 / SAMPLE_RATE_HZ)
    amplitude = shape(np.maximum(frequencies, 1.0))
    # A soft fall below what can be heard, and none of the mean.
    amplitude = amplitude / (1 + (_QUIETEST_HZ / np.maximum(frequencies, 1.0)) ** 4)
    amplitude[0] = 0.0
    channels = []
    for _ in range(2):
        phases = generator.uniform(0, 2 * math.pi, len(frequencies))
        channels.append(np.fft.irfft(amplitude * np.exp(1j * phases), length))
    noise = np.stack(channels, axis=1)
    level: NDArray[np.float64] = np.sqrt((noise**2).mean(axis=0))
    return noise / level


def _brown(length: int, generator: np.random.Generator, _layer: int) -> NDArray[np.float64]:
    """-6 dB an octave."""
    return _noise(length, generator, lambda hz: 1 / hz)


def _rain(length: int, generator: np.random.Generator, layer: int) -> NDArray[np.float64]:
    """A soft hiss that falls above 3 kHz, with single drops over it in the shorter layer."""
    import numpy as np

    bed = _noise(length, generator, lambda hz: np.sqrt(hz / (hz + 350)) / (1 + (hz / 3_200) ** 2) ** 0.75)
    if layer:
        return bed
    return bed + 1.1 * _drops(length, generator)


def _drops(length: int, generator: np.random.Generator) -> NDArray[np.float64]:
    """Return about seven drops a second, each a short falling ping, wrapping around the loop's end."""
    import numpy as np

    drops = np.zeros((length, 2))
    size = round(0.06 * SAMPLE_RATE_HZ)
    time_s = np.arange(size) / SAMPLE_RATE_HZ
    envelope = np.minimum(time_s / 0.002, 1.0) * np.exp(-time_s / 0.012)
    for _ in range(7 * length // SAMPLE_RATE_HZ):
        start = int(generator.integers(length))
        hertz = generator.uniform(1_200, 3_800)
        level = generator.exponential(1.0)
        pan = generator.uniform(0.15, 0.85)
        ping = level * envelope * np.sin(2 * math.pi * hertz * (1 - 0.15 * time_s / 0.06) * time_s)
        at = (start + np.arange(size)) % length
        drops[at] += ping[:, None] * np.array([math.sqrt(1 - pan), math.sqrt(pan)])
    return drops


def _ocean(length: int, generator: np.random.Generator, layer: int) -> NDArray[np.float64]:
    """Waves every seven to fourteen seconds: they swell slowly, break, and run out, brighter as they break."""
    import numpy as np

    dark = _noise(length, generator, lambda hz: 1 / (1 + (hz / 320) ** 1.6))
    foam = _noise(length, generator, lambda hz: np.sqrt(hz / (hz + 500)) / (1 + (hz / 2_600) ** 2))
    if layer:
        # The far sea: even, and far softer than the waves, which one layer alone makes so that their pace stays.
        return 0.25 * dark
    swell = _swell(length, generator)[:, None]
    return dark * (0.25 + 0.9 * swell) + 0.55 * foam * swell**2


def _swell(length: int, generator: np.random.Generator) -> NDArray[np.float64]:
    """Return the height of the waves, 0 to 1, periodic over the loop."""
    import numpy as np

    count = round(length / SAMPLE_RATE_HZ / 10.2)
    spans = generator.uniform(8.0, 13.0, count)
    edges = np.round(np.concatenate([[0], np.cumsum(spans / spans.sum() * length)])).astype(int)
    swell = np.empty(length)
    for start, end in pairwise(edges):
        x = np.arange(end - start) / (end - start)
        rise = 0.38
        up = 0.5 - 0.5 * np.cos(math.pi * np.minimum(x / rise, 1.0))
        down = 0.5 + 0.5 * np.cos(math.pi * np.clip((x - rise) / (1 - rise), 0.0, 1.0))
        swell[start:end] = up * down * generator.uniform(0.7, 1.0)
    return swell


_MAKERS: dict[str, Callable[[int, np.random.Generator, int], NDArray[np.float64]]] = {
    "rain": _rain,
    "ocean": _ocean,
    "brown": _brown,
}
