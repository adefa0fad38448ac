"""What is asked of the studio, and what it gives back."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from mindful.script.model import Finding
    from mindful.script.takes.take import UnknownCues

Loudness = Literal["quiet", "default", "podcast", "acx"]
"""The presets of `LEVELS`."""


def _nothing() -> Mapping[str, str]:
    return MappingProxyType({})


def _no_lengths() -> Mapping[str, float]:
    return MappingProxyType({})


@dataclass(frozen=True, kw_only=True, slots=True)
class Order:
    """One wish for a track; None leaves a matter to the script, then to the settings' default."""

    length_s: float | None = None
    """Exact length of the track."""
    fill: bool = False
    """Where the script cannot reach the length: put silence before the closing part, or shorten pauses further."""
    voice: str | None = None
    """Voice id, before the script's own."""
    chain: str | None = None
    """One of `CHAINS`, how the voice is treated; before the script's own."""
    room_tone: bool | None = None
    """Whether the air of a room is heard where no soundscape plays; before the script's own."""
    chapter_tail: bool | None = None
    """Whether the last words of each chapter ring on for longer; before the script's own."""
    soundscape: str | None = None
    """As in a script, ``rain -22dB``; ``off`` for none; before the script's own."""
    values: Mapping[str, str] = field(default_factory=_nothing)
    """Variables of the script."""
    seed: int | None = None
    """Another seed varies what is left to chance: the voice's small inflections, the drops of the rain."""
    take: int = 1
    """Another take is another reading by the voice."""
    unknown: UnknownCues = "stop"
    """What to do with bracketed text that is no cue."""
    pause_words_s: Mapping[str, float] = field(default_factory=_no_lengths)
    """How long pauses are whose length is a word, where the script says nothing."""
    loudness: Loudness = "default"
    default_voice: str = "piper:joe"
    """The voice where neither the order nor the script names one."""
    default_rate_wpm: float = 138.0
    default_chain: str = "warm"
    default_room_tone: bool | None = None
    """None leaves it to chain and loudness."""
    default_chapter_tail: bool = False
    default_soundscape: str | None = None
    author: str | None = None
    """For the tags of a script that names none."""
    licence: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """How far the work has come."""

    stage: Literal["measuring", "preparing", "speaking", "mixing"]
    done: float
    """Sentences for measuring and speaking, soundscapes for preparing, seconds of the track for mixing."""
    total: float
    what: str = ""
    """The sentence that is being spoken, the soundscape that is being prepared."""


class Progress(Protocol):
    """Is told how far the work has come; called from one thread, often."""

    def __call__(self, report: Report, /) -> None:
        """Take one report."""
        ...


def no_progress(report: Report, /) -> None:
    """Tell nobody."""
    del report


@dataclass(frozen=True, kw_only=True, slots=True)
class Track:
    """A finished track."""

    script: Path
    path: Path
    duration_s: float
    speech_lufs: float | None
    """Loudness of the speech alone; None for a track that was skipped before it was measured."""
    track_lufs: float | None
    true_peak_dbtp: float | None
    chapters: tuple[dict[str, Any], ...]
    sentences: int
    sentences_cached: int
    """How many of them had been spoken before."""
    skipped: bool
    """Whether nothing had changed since it was made."""
    elapsed_s: float
    manifest: Path
    captions: tuple[Path, ...] = ()
    warnings: tuple[str, ...] = ()
    """A sentence for each sound that is louder than a resting listener expects."""
    unsafe: tuple[Finding, ...] = ()
    """Safety errors of its script, which stop no render but are told; those of a skipped track were told before."""

    def as_json(self) -> dict[str, Any]:
        """Return the track as JSON values; the layout is stable across versions."""
        return {
            "script": str(self.script),
            "path": str(self.path),
            "duration_s": self.duration_s,
            "speech_lufs": self.speech_lufs,
            "track_lufs": self.track_lufs,
            "true_peak_dbtp": self.true_peak_dbtp,
            "chapters": list(self.chapters),
            "sentences": self.sentences,
            "sentences_cached": self.sentences_cached,
            "skipped": self.skipped,
            "elapsed_s": round(self.elapsed_s, 3),
            "manifest": str(self.manifest),
            "captions": [str(path) for path in self.captions],
            "warnings": list(self.warnings),
        }
