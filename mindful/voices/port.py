"""The port every voice engine meets: plain words and a style in, samples out.

An engine knows nothing of our script language. Everything that is the same for all engines (speakable text, cache,
trim, resampling, effects, level) is done around it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from mindful.sounds.clip import Clip

NATURAL_RATE_WPM = 138.0
"""The default speaking rate: inside the 130-145 words a minute that listeners of guided practice find easy."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Style:
    """How words are to be spoken."""

    rate_wpm: float = NATURAL_RATE_WPM
    """Speaking rate in words a minute over a passage of sentences; higher is faster."""
    seed: int = 0
    """Another seed gives another reading where the engine has chance in it."""
    take: int = 1
    """First reading is 1; like the seed, but meant for "once more, please"."""


@dataclass(frozen=True, kw_only=True, slots=True)
class VoiceInfo:
    """What a person may want to know of a voice before using it."""

    id: str
    """``engine:name``, as scripts and commands write it."""
    engine: str
    name: str
    language: str
    """BCP 47 tag, such as ``en-US``."""
    gender: str | None
    sample_rate_hz: int
    licence: str
    licence_url: str | None
    commercial_use: bool | None
    """None where the licence or the data it was trained on leave it open."""
    note: str | None
    """One sentence of caution or advice."""
    source: str
    """Where it came from, such as a package and its version."""
    sha256: str | None
    """Hash of its model file."""
    size_bytes: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class WordTime:
    """One spoken word and when it sounds within its clip."""

    word: str
    start_s: float
    end_s: float


@dataclass(frozen=True, kw_only=True, eq=False, slots=True)
class Speech:
    """What a voice returns for one sentence."""

    clip: Clip
    """Mono, at the voice's own rate, trimmed of silence at both ends."""
    word_times: tuple[WordTime, ...] = ()
    """Empty where the engine cannot tell."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Availability:
    """Whether an engine can speak here, and if not, why and what to do."""

    ok: bool
    reason: str | None = None
    hint: str | None = None


class Voice(Protocol):
    """One voice of an engine, ready to speak. Safe to call from several threads."""

    info: VoiceInfo

    def speak(self, words: str, style: Style) -> Speech:
        """Speak one sentence. Raises VoiceError with a full sentence when it cannot."""
        ...

    def measure(self, words: str, style: Style) -> int | None:
        """Tell the exact frames `speak` would return, at the voice's own rate, without speaking; None if it cannot."""
        ...

    def estimate_s(self, words: str, style: Style) -> float:
        """Guess the seconds `speak` would take, for plans with voices that cannot measure."""
        ...

    def fingerprint(self, style: Style) -> str:
        """Name everything but the words that shapes the samples: engine, version, model hash, settings, style."""
        ...


class Engine(Protocol):
    """A speech engine.

    An entry point of the group ``mindful.voices`` names what makes one: a callable that takes the folder for caches
    (None: keep nothing).
    """

    name: str

    def available(self) -> Availability:
        """Tell whether it can speak on this machine. Cheap, never raises."""
        ...

    def voices(self) -> tuple[VoiceInfo, ...]:
        """List its voices, best first; empty when it is not available."""
        ...

    def voice(self, name: str) -> Voice:
        """Return the voice of that name (the part of the id after the colon). Raises VoiceMissingError."""
        ...


def guess_s(words: str, style: Style) -> float:
    """Return the seconds that words take at the rate of a style; at least half a second."""
    return max(0.5, len(words.split()) * 60 / style.rate_wpm)
