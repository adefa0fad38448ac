"""What a take holds: the cues of one reading of a script, every silence explicit. Values only; `expand.py` makes them."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, NamedTuple

from mindful.script.model import NOWHERE, At, Audio, Bell, Finding, Mark, Sound
from mindful.script.tuples import equal_anywhere

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mindful.errors import Place

TOO_MANY = "E115"
"""The code of the finding that a take has more cues than can be laid out."""
MOST_CUES = 100_000
"""Of one take; a day of practice has fewer."""
UnknownCues = Literal["stop", "speak", "skip"]
PhaseName = Literal["in", "hold", "out", "rest"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Gap:
    """Limits of a soft silence, in seconds."""

    natural_s: float
    min_s: float
    max_s: float


GAPS = {
    "sentence": Gap(natural_s=0.8, min_s=0.4, max_s=6.0),
    "soft": Gap(natural_s=1.0, min_s=0.4, max_s=4.0),
    "paragraph": Gap(natural_s=2.5, min_s=1.0, max_s=30.0),
    "section": Gap(natural_s=4.0, min_s=2.0, max_s=60.0),
    "lead-in": Gap(natural_s=2.0, min_s=2.0, max_s=2.0),
    "lead-out": Gap(natural_s=4.0, min_s=4.0, max_s=4.0),
}
"""Silence that nobody wrote: between sentences, at an ellipsis, between paragraphs and chapters, at both ends."""


@equal_anywhere
class Sentence(NamedTuple):
    """One piece of speech, spoken in one breath of the engine."""

    text: str
    """As written, for captions."""
    words: str
    """As given to the engine."""
    voice: str
    rate_wpm: float
    gain_db: float = 0.0
    place: Place = NOWHERE


@equal_anywhere
class Silence(NamedTuple):
    """A stretch of silence with the limits that fitting must keep."""

    kind: Literal["gap", "pause"]
    name: str
    """Which gap of the table, or ``pause`` or ``rest``."""
    natural_s: float
    min_s: float
    max_s: float
    """Infinite for the rest of the wanted length."""
    bell: Bell | None = None
    """Struck within it, `Bell.every_s` apart."""
    place: Place = NOWHERE


@dataclass(frozen=True, kw_only=True, slots=True)
class Phase:
    """A part of a paced breath; it always lasts as long as it says."""

    name: PhaseName
    """``rest`` is the hold after breathing out."""
    seconds: float
    words: tuple[Sentence, ...] = ()
    """What may be spoken as it begins, the longest first; the first that fits into it is."""
    tone_s: tuple[float, float, float, float] | None = None
    """On the first phase of a breath that a tone accompanies: the lengths of its four phases."""
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class ChapterStart:
    """A chapter begins at what follows."""

    title: str
    share_s: float | None = None


Cue = Sentence | Silence | Phase | ChapterStart | Bell | Sound | Audio | Mark | At


def _as_written() -> Mapping[int, int]:
    return MappingProxyType({})


@dataclass(frozen=True, kw_only=True, slots=True)
class Choices:
    """What a take plays of the parts that a script leaves open; by default the least."""

    repeats: Mapping[int, int] = field(default_factory=_as_written)
    """How often each `Repeat` is played, by its index in the body, where it is more than its least."""
    optional: frozenset[int] = frozenset()
    """Which `OptionalPart` are played, by their indexes in the body."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Take:
    """One reading of a script."""

    title: str
    cues: tuple[Cue, ...]
    findings: tuple[Finding, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether all of it is there; one with too many cues is cut."""
        return all(finding.code != TOO_MANY for finding in self.findings)

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """All speech, in order, with every wording that a phase of breath leaves open."""
        return tuple(sentences_of(self.cues))


def sentences_of(cues: tuple[Cue, ...]) -> Iterator[Sentence]:
    """Yield all that may be spoken, in order."""
    for cue in cues:
        if isinstance(cue, Sentence):
            yield cue
        elif isinstance(cue, Phase):
            yield from cue.words


def _no_lengths() -> Mapping[str, float]:
    return MappingProxyType({})


@dataclass(frozen=True, kw_only=True, slots=True)
class Wishes:
    """What holds where the script says nothing, and what a take is made for."""

    voice: str = "piper:joe"
    rate_wpm: float = 138.0
    soundscape: Sound | None = None
    unknown: UnknownCues = "stop"
    title: str = "Untitled"
    length_s: float | None = None
    """The wanted length of the track, which conditions may ask for."""
    seed: int = 0
    """Chooses among alternatives."""
    pause_words_s: Mapping[str, float] = field(default_factory=_no_lengths)
    """How long pauses are whose length is a word, by entry of `words.PAUSE_LENGTHS_S`, where the script says nothing."""


def rest_of_length(place: Place = NOWHERE, bell: Bell | None = None) -> Silence:
    """Return the silence that takes whatever remains of a wanted length."""
    return Silence(kind="pause", name="rest", natural_s=0.0, min_s=0.0, max_s=float("inf"), bell=bell, place=place)
