"""Soundscapes by name: loops made once and kept on disk, spliced into sound that never comes round.

A block is a pure function of the seed and the place in the track.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from mindful.errors import SoundError
from mindful.sounds import breathing, indoors, kept, outdoors, tones, water
from mindful.sounds.noise import lufs, shaped
from mindful.sounds.splice import Cut, Spliced
from mindful.units import SAMPLE_RATE_HZ

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from mindful.sounds.noise import Loop

VERSION = 3
"""Part of every kept loop's name: to be raised with any change that shapes samples."""
LEVEL_LUFS = -18.0
"""Of every soundscape: that of speech, against which a script sets its gain."""
AND = "+"
"""Between the names of soundscapes that sound together, as in ``rain+brown``."""


class Bed(Protocol):
    """A sound without beginning or end."""

    def block(self, start: int, frames: int) -> NDArray[np.float32]:
        """Return the frames from `start` on, float32 ``[frames, 2]``."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Recipe:
    """How a soundscape is made."""

    loops: tuple[Callable[[np.random.Generator], Loop], ...]
    cut: Cut = field(default_factory=Cut)
    waves: bool = False
    """Whether two loops, a deep and a bright one, rise and fall as waves do."""
    breathes: bool = False
    """Whether it swells and sinks with paced breaths."""


_TONE = Cut(hop=20 * SAMPLE_RATE_HZ, fade=8 * SAMPLE_RATE_HZ, step=tones.DRONE_PERIOD, alike=True)
_CHORDS = Cut(hop=tones.PAD_HOP, fade=tones.PAD_SLOT - tones.PAD_HOP, slot=tones.PAD_SLOT)
_BEAT = Cut(hop=3_600 * SAMPLE_RATE_HZ, fade=1, step=SAMPLE_RATE_HZ, alike=True)

RECIPES: Mapping[str, Recipe] = {
    "rain": Recipe(loops=(water.rain,)),
    "heavy-rain": Recipe(loops=(water.heavy_rain,)),
    "ocean": Recipe(loops=(water.deep, water.foam), waves=True),
    "stream": Recipe(loops=(water.stream,)),
    "wind": Recipe(loops=(outdoors.wind,), cut=Cut(hop=20 * SAMPLE_RATE_HZ, fade=5 * SAMPLE_RATE_HZ)),
    "fire": Recipe(loops=(outdoors.fire,)),
    "night": Recipe(loops=(outdoors.night,), cut=Cut(hop=30 * SAMPLE_RATE_HZ, fade=6 * SAMPLE_RATE_HZ)),
    "brown": Recipe(loops=(lambda generator: shaped(generator, lambda hz: 1 / hz),)),
    "pink": Recipe(loops=(lambda generator: shaped(generator, lambda hz: hz**-0.5),)),
    "white": Recipe(loops=(lambda generator: shaped(generator, lambda hz: hz**0),)),
    indoors.NAME: Recipe(loops=(indoors.room,)),
    "drone": Recipe(loops=(tones.drone,), cut=_TONE),
    "pad": Recipe(loops=(tones.pad,), cut=_CHORDS),
    breathing.NAME: Recipe(loops=(breathing.air,), breathes=True),
    "binaural": Recipe(loops=(tones.binaural,), cut=_BEAT),
    "isochronic": Recipe(loops=(tones.isochronic,), cut=_BEAT),
}


def open_soundscape(name: str, *, seed: int, cache: Path | None, phases: Sequence[breathing.Phase] = ()) -> Bed:
    """Return a soundscape at -18 LUFS, from its kept loops where they are there.

    Args:
        name: One of `RECIPES`, or several joined by ``+``, which sound together.
        seed: Another seed gives another order of drops and waves.
        cache: Folder of kept loops, which are the same for every seed; None keeps nothing.
        phases: The paced breaths of the track, which ``breath`` goes along with.

    Raises:
        SoundError: There is no such soundscape.
    """
    names = name.split(AND)
    for one in names:
        if one not in RECIPES:
            raise SoundError(f'There is no soundscape "{one}".', hint=f"There are {', '.join(RECIPES)}.")
    beds = [_open(one, seed, cache, phases) for one in names]
    return beds[0] if len(beds) == 1 else Together(tuple(beds))


@dataclass(frozen=True, slots=True)
class Together:
    """Several soundscapes at once, as loud together as each alone."""

    beds: tuple[Bed, ...]

    def block(self, start: int, frames: int) -> NDArray[np.float32]:
        """Return the frames from `start` on, float32 ``[frames, 2]``."""
        import numpy as np

        together = self.beds[0].block(start, frames)
        for bed in self.beds[1:]:
            together += bed.block(start, frames)
        together *= np.float32(len(self.beds) ** -0.5)
        return together


@dataclass(frozen=True, kw_only=True, slots=True)
class Waves:
    """A sea: the deep roar rises with each wave, and the foam hisses as it breaks."""

    deep: Bed
    foam: Bed
    seed: int

    def block(self, start: int, frames: int) -> NDArray[np.float32]:
        """Return the frames from `start` on, float32 ``[frames, 2]``."""
        import numpy as np

        swell = water.swell(self.seed, start, frames)
        sea, foam = self.deep.block(start, frames), self.foam.block(start, frames)
        # A pair as one complex number, which is quicker than broadcasting a gain over pairs.
        sea.view(np.complex64)[:, 0] *= swell * np.float32(0.9) + np.float32(0.25)
        foam.view(np.complex64)[:, 0] *= swell * swell
        sea += foam
        return sea


def _open(name: str, seed: int, cache: Path | None, phases: Sequence[breathing.Phase]) -> Bed:
    recipe = RECIPES[name]
    loops = _loops(name, recipe, cache)
    # Each loop is cut at places of its own.
    beds = [Spliced(loop, recipe.cut, 2 * seed + number) for number, loop in enumerate(loops)]
    if recipe.waves:
        return Waves(deep=beds[0], foam=beds[1], seed=seed)
    if recipe.breathes:
        return breathing.Breathing(air=beds[0], ways=breathing.ways_of(phases))
    return beds[0]


def _loops(name: str, recipe: Recipe, cache: Path | None) -> list[NDArray[np.float32]]:
    """Return the loops of a soundscape, kept from the last time or made now."""
    import numpy as np

    files = [cache / f"{name}-{number}-{VERSION}.npy" for number in range(len(recipe.loops))] if cache else []
    found = [loop for file in files if (loop := kept.load(file)) is not None]
    if len(found) == len(recipe.loops):
        return found
    key = int.from_bytes(name.encode()[:8], "little")
    made = [make(np.random.Generator(np.random.Philox(key=[key, number]))) for number, make in enumerate(recipe.loops)]
    gain = 10 ** ((LEVEL_LUFS - _made_lufs(made, recipe)) / 20)
    loops = [(loop * gain).astype(np.float32) for loop in made]
    for file, loop in zip(files, loops, strict=False):
        kept.keep(file, loop)
    return loops


def _made_lufs(made: list[Loop], recipe: Recipe) -> float:
    """Return how loud loops are together, at the level they were made at."""
    import numpy as np

    if not recipe.waves:
        return lufs(made[0])
    beds = [Spliced(loop.astype(np.float32), recipe.cut, number) for number, loop in enumerate(made)]
    return lufs(Waves(deep=beds[0], foam=beds[1], seed=0).block(0, len(made[0])).astype(np.float64))
