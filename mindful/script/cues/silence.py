"""The values that a pause becomes: how far it may stretch, and what words and bare figures stand for. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mindful.script.cues.cue_error import CueError
from mindful.script.cues.words import PAUSE_LENGTHS_S
from mindful.script.model import Pause

if TYPE_CHECKING:
    from collections.abc import Mapping

STRETCH_MAX, STRETCH_MIN = 6.0, 0.5
"""How far fitting may stretch or shorten a plain pause, as factors of its natural length."""
UNITLESS_ERROR_ABOVE, UNITLESS_DOUBT_ABOVE = 300.0, 60.0
"""A pause without a unit is in seconds; above the first it is refused, above the second milliseconds may be meant."""
LEAST_BRACED_MS = 100.0
"""A bare number in braces is in milliseconds from here on; a smaller one would be no silence, and is in seconds."""
_WORD_OF_LENGTH = {seconds: word for word, seconds in PAUSE_LENGTHS_S.items()}


def plain_pause(seconds: float, *, unitless: bool = False) -> Pause:
    """Return a pause that fitting may shorten to half and stretch to six times."""
    return Pause(natural_s=seconds, min_s=seconds * STRETCH_MIN, max_s=seconds * STRETCH_MAX, unitless=unitless)


def said_pause(seconds: float) -> Pause:
    """Return a pause whose length was told by a word."""
    return replace(plain_pause(seconds), word=_WORD_OF_LENGTH.get(seconds))


def with_word_lengths(pause: Pause, lengths_s: Mapping[str, float]) -> Pause:
    """Return a pause with the length that somebody has set for its word, by entry of `PAUSE_LENGTHS_S`."""
    seconds = lengths_s.get(pause.word or "")
    if seconds is None:
        return pause
    return replace(pause, natural_s=seconds, min_s=seconds * STRETCH_MIN, max_s=seconds * STRETCH_MAX)


def unitless_s(number: float, text: str, opener: str) -> float:
    """Return how many seconds a number without a unit stands for.

    Raises:
        CueError: It may as well be milliseconds.
    """
    if opener == "{":
        return number / 1000 if number >= LEAST_BRACED_MS else number
    if number > UNITLESS_ERROR_ABOVE:
        raise CueError(
            f'A pause of "{text}" has no unit: seconds or milliseconds?',
            hint=f"Write [pause {text}s] or [pause {text}ms].",
            code="E108",
        )
    return number
