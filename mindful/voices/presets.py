"""The presets of the voice chain: one table of numbers, to be tuned by a person who listens.

All three keep the level of speech, which `chain.py` sets last. They differ in colour, in how much the loud and the soft
of a sentence are brought together, and in the room that is heard around the voice.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, kw_only=True, slots=True)
class Band:
    """A part of the spectrum that is raised or lowered."""

    shape: Literal["peak", "low shelf", "high shelf"]
    hz: float
    """Centre of a peak, corner of a shelf."""
    gain_db: float
    q: float = 0.7071
    """Width of a peak, higher is narrower; steepness of a shelf, which has no bump up to 0.7071."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Chain:
    """How a voice is treated on its way into the track."""

    description: str = field(repr=False)
    """For people; the other figures shape samples, and their text is a part of the key of every kept clip."""
    high_pass_hz: float
    """Below this there is only rumble; the lowest tone of a deep voice is near 80 Hz."""
    bands: tuple[Band, ...] = ()
    threshold_db: float = -24.0
    """Level above which the compressor works. A sentence comes into it at -24 LUFS: at -24 dB it works on stressed
    syllables alone, lower on most of the sentence."""
    ratio: float = 1.0
    """Decibels going in for each that comes out above the threshold; 1 leaves a sentence as it is."""
    attack_ms: float = 8.0
    """Long enough to let the beginning of a consonant through, which carries the word."""
    release_ms: float = 180.0
    """About a syllable: shorter is heard as a tremble, longer presses the soft word after a loud one."""
    room: float = 0.0
    """Size of the room, from 0 to 1."""
    damping: float = 0.7
    """How dull its walls are, from 0 to 1; hard ones hiss at every s."""
    wet: float = 0.0
    """Part of the sound that comes from the room, from 0 to 1; 0 is none."""
    room_tone: bool = field(default=False, repr=False)
    """Whether the air of the room is heard where no soundscape plays, unless somebody says otherwise."""


CHAINS: Mapping[str, Chain] = MappingProxyType({
    # The default. -2 dB at 250 Hz takes away the boom that small speakers make of it, -2 dB above 6.5 kHz the edge of
    # an s; 2:1 brings a swallowed word back; the small room keeps a voice in headphones from standing inside the head.
    "warm": Chain(
        description="calm and rounded, in a small room",
        high_pass_hz=80.0,
        bands=(
            Band(shape="peak", hz=250.0, gain_db=-2.0, q=0.9),
            Band(shape="high shelf", hz=6_500.0, gain_db=-2.0, q=0.7),
        ),
        ratio=2.0,
        room=0.18,
        wet=0.06,
    ),
    # For further work in an editor, and for those who like the voice as it is: rumble is out, the level set, no more.
    "plain": Chain(description="as the voice came, without colour or room", high_pass_hz=80.0),
    # As if spoken close by. A near microphone lifts what is below 200 Hz; what is near is neither sharp nor in a room,
    # and soft words are nearly as near as loud ones, so that it is pressed more. Silence after it would be a hole,
    # which the air of the room fills.
    "intimate": Chain(
        description="close by, soft and full, for headphones and the night",
        high_pass_hz=50.0,
        bands=(
            Band(shape="low shelf", hz=200.0, gain_db=2.5),
            Band(shape="peak", hz=3_000.0, gain_db=-1.5, q=0.8),
            Band(shape="high shelf", hz=6_000.0, gain_db=-3.5),
        ),
        threshold_db=-30.0,
        ratio=2.5,
        room=0.08,
        damping=0.9,
        wet=0.03,
        room_tone=True,
    ),
})  # fmt: skip
