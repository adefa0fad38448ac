"""The bells and soundscapes that a script can name, with their licences; light to import."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import Literal

LICENCE = "CC0-1.0"
"""All are synthesised here; whoever renders them may do with them what they like."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SoundInfo:
    """What a person may want to know of a sound."""

    kind: Literal["bell", "soundscape"]
    name: str
    description: str
    licence: str = LICENCE
    default_gain_db: float = 0.0
    """Relative to speech for a soundscape, to the bell's own level for a bell."""


_SOUNDS = (
    SoundInfo(kind="bell", name="bowl", description="A singing bowl, struck softly; rings for about sixteen seconds."),
    SoundInfo(kind="bell", name="temple", description="A large temple bell, far and deep; twenty seconds."),
    SoundInfo(kind="bell", name="chime", description="A small, clear chime; rings for about six seconds."),
    SoundInfo(kind="bell", name="rin", description="A bright bowl on a cushion, as in a zendo; eleven seconds."),
    SoundInfo(kind="bell", name="woodblock", description="A wooden block, dry and short; half a second."),
    SoundInfo(kind="soundscape", name="rain", description="Steady rain with single drops.", default_gain_db=-16.0),
    SoundInfo(kind="soundscape", name="ocean", description="Slow waves on a beach.", default_gain_db=-16.0),
    SoundInfo(kind="soundscape", name="brown", description="Brown noise, deep and even.", default_gain_db=-16.0),
)


def all_sounds() -> tuple[SoundInfo, ...]:
    """List all sounds, bells first."""
    return _SOUNDS


def bell_names() -> tuple[str, ...]:
    """Return the names of the bells."""
    return tuple(sound.name for sound in _SOUNDS if sound.kind == "bell")


def soundscape_names() -> tuple[str, ...]:
    """Return the names of the soundscapes."""
    return tuple(sound.name for sound in _SOUNDS if sound.kind == "soundscape")


def nearest(name: str) -> str | None:
    """Return the name that is most like another one, or None."""
    near = difflib.get_close_matches(name.lower(), [sound.name for sound in _SOUNDS], n=1)
    return near[0] if near else None
