"""The loudness presets: one table of numbers, and what a track made by one of them is held to."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from mindful import encoder
from mindful.errors import FormatError
from mindful.script.model import Finding, Sound

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mindful.loudness import Rms
    from mindful.script.takes.take import Take


@dataclass(frozen=True, kw_only=True, slots=True)
class Level:
    """How loud a track is."""

    offset_db: float
    """Shift of the whole mix; the voice stands at -18 LUFS before it."""
    ceiling_dbtp: float = -2.5
    """Limit of the mix: a decibel below the promised -1.5 dBTP, which lossy coding may use up."""
    room_tone: bool = False
    """Whether the air of a room is heard in silence, unless somebody says otherwise."""
    for_acx: bool = False
    """Whether it is made to the rules of a shop of audio books: the voice alone, as MP3, held to its figures."""


LEVELS: Mapping[str, Level] = MappingProxyType({
    "quiet": Level(offset_db=-5.0),
    "default": Level(offset_db=0.0),
    "podcast": Level(offset_db=2.0),
    # The voice has an RMS of some -21.4 dB at -18 LUFS. 3 dB more, less what the limiter takes, are -19 in speech:
    # the whole file stays above -23 with half of it silent. Peaks are held a decibel below the rule, for the coding.
    # Digital silence, which such shops send back, is filled with the air of a room.
    "acx": Level(offset_db=3.0, ceiling_dbtp=-4.0, room_tone=True, for_acx=True),
})  # fmt: skip
ACX_RMS_DB = (-23.0, -18.0)
ACX_PEAK_DB = -3.0
ACX_FLOOR_DB = -60.0
"""Of the Audiobook Creation Exchange's submission requirements: RMS of each file, highest peak, noise between words."""
_ACX = "The loudness acx is that of audio books"


def format_for(level: Level, name: str) -> encoder.Format:
    """Return the format of a track, from its name or the file's ending.

    Raises:
        FormatError: There is none, or not at this level.
    """
    found = encoder.format_of(name)
    if not level.for_acx:
        return found
    if found.name != encoder.AUDIOBOOK_MP3.name:
        raise FormatError(
            f"{_ACX}, which are MP3 files, not {found.name}.", hint="Ask for --format mp3, or another --loudness."
        )
    return encoder.AUDIOBOOK_MP3


def findings_of_level(level: Level, take: Take) -> Iterator[Finding]:
    """Yield an error for each soundscape of a take whose level is for the voice alone."""
    for cue in take.cues if level.for_acx else ():
        if isinstance(cue, Sound) and cue.name:
            hint = "Take it out, render with --soundscape off, or choose another --loudness."
            message = f'{_ACX}, where a voice speaks alone, and "{cue.name}" sounds here.'
            yield Finding(code="E116", severity="error", message=message, hint=hint, place=cue.place)


def acx_warnings(measured: Rms) -> Iterator[str]:
    """Yield a sentence for each figure of a finished mix that is outside of the rules."""
    lowest, highest = ACX_RMS_DB
    rms, floor = measured.rms_db, measured.floor_db
    wanted = f"audio books want {lowest:g} to {highest:g} dB"
    if rms is None or rms < lowest:
        said = "nothing" if rms is None else f"{rms:.1f} dB"
        yield f"The RMS of the track is {said}, and {wanted}; ask for a shorter track, with less silence."
    elif rms > highest:
        yield f"The RMS of the track is {rms:.1f} dB, and {wanted}; lower the volume of the voice in the script."
    if measured.peak_db is not None and measured.peak_db > ACX_PEAK_DB:
        yield f"The highest peak is {measured.peak_db:.1f} dB, and audio books want {ACX_PEAK_DB:g} dB at most."
    if floor is not None and floor > ACX_FLOOR_DB:
        yield f"The softest moment has {floor:.1f} dB, and audio books want {ACX_FLOOR_DB:g} dB at most in a pause."
