"""The bells and soundscapes that a script can name, with their licences; light to import."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import Literal

SOUNDSCAPE_GAIN_DB = -16.0
"""Against speech, where a script states none."""
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
    caution: str | None = None
    """Why a script that uses it must state `cautions:` in its front matter; None where it need not."""


_BEATS = "Beats may be unwelcome to people with epilepsy, and are no treatment."
_SOUNDSCAPES: tuple[tuple[str, str] | tuple[str, str, str], ...] = (
    ("rain", "Steady rain with single drops."),
    ("heavy-rain", "A dense downpour with a low rumble."),
    ("ocean", "Slow waves on a beach, one every ten seconds or so."),
    ("stream", "Water over stones, with bubbles."),
    ("wind", "Gusts in trees."),
    ("fire", "A log fire that crackles now and then."),
    ("night", "Still air and a few crickets."),
    ("brown", "Brown noise, deep and even."),
    ("pink", "Pink noise, even to the ear."),
    ("white", "White noise, bright and even."),
    ("room", "The air of a quiet room, dark and even; at -46 dB it is the room tone under a voice."),
    ("drone", "One low chord of harmonics that swell and sink."),
    ("pad", "Slow, soft chords that follow each other without an end."),
    ("breath", "Soft air that swells and sinks with the breaths a script paces, and is even elsewhere."),
    ("binaural", "Two tones, one for each ear, that beat six times a second; for headphones.", _BEATS),
    ("isochronic", "A tone that comes and goes six times a second.", _BEATS),
)


def _soundscape(name: str, description: str, caution: str | None = None) -> SoundInfo:
    return SoundInfo(
        kind="soundscape", name=name, description=description, default_gain_db=SOUNDSCAPE_GAIN_DB, caution=caution
    )


_SOUNDS = (
    SoundInfo(kind="bell", name="bowl", description="A singing bowl, struck softly; rings for about sixteen seconds."),
    SoundInfo(kind="bell", name="temple", description="A large temple bell, far and deep; twenty seconds."),
    SoundInfo(kind="bell", name="chime", description="A small, clear chime; rings for about six seconds."),
    SoundInfo(kind="bell", name="rin", description="A bright bowl on a cushion, as in a zendo; eleven seconds."),
    SoundInfo(kind="bell", name="woodblock", description="A wooden block, dry and short; half a second."),
    *(_soundscape(*row) for row in _SOUNDSCAPES),
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
