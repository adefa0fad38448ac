"""What a script holds, as frozen values, each with its place in the text (left out of equality)."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from mindful.errors import Place

if TYPE_CHECKING:
    from collections.abc import Mapping

Severity = Literal["error", "warning", "note"]
NOWHERE = Place(line=1, column=1)
"""The place of a value that was not read from a text."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """Something a check noticed in a script."""

    code: str
    """Stable, such as ``E101``: E error, W warning, N note, S safety."""
    severity: Severity
    message: str
    """What is the matter, in one sentence that shows the offending text."""
    hint: str | None = None
    """What to do about it."""
    place: Place = NOWHERE


@dataclass(frozen=True, kw_only=True, slots=True)
class Node:
    """Anything in the body of a script."""

    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Say(Node):
    """Words to be spoken: one block of text or a piece of one, still unsplit and with its `{variables}`."""

    text: str
    """As captions show it: no markup, white space folded."""
    origins: tuple[tuple[int, Place], ...] = field(default=(), compare=False)
    """Offsets into the text, rising, and the place of each in the script."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ParagraphBreak(Node):
    """A blank line between blocks of text."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Heading(Node):
    """The beginning of a chapter."""

    title: str
    share_s: float | None = None
    """The part of the length its heading states, as in ``## Body (3 min)``."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Pause(Node):
    """Silence that the script asks for."""

    natural_s: float
    """Its length when no length of the track is wanted."""
    min_s: float
    """The least that fitting may make of it."""
    max_s: float
    """The most that fitting may make of it."""
    unitless: bool = field(default=False, compare=False)
    """Whether it was written without a unit, so that milliseconds may be meant."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Rest(Node):
    """``[pause rest]``: whatever remains of the wanted length."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Bell(Node):
    """Strikes of a bell."""

    name: str = "bowl"
    count: int = 1
    every_s: float = 6.0
    """From strike to strike."""
    gain_db: float = 0.0
    """0 is as loud as the bell is made."""
    pitch: Literal["low", "high"] | None = None
    """A larger or a smaller bell; None is the one of that name."""
    soft: bool = False
    """Struck with a softer mallet."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Sound(Node):
    """A change of the soundscape under all that follows."""

    name: str | None
    """A soundscape's name, several joined by ``+`` that sound together, or a file's; None turns it off."""
    gain_db: float | None = None
    """Relative to the level of speech; None is the default."""
    fade_s: float | None = None
    """Length of the crossfade; None is the default."""

    @property
    def layers(self) -> tuple[str, ...]:
        """The names of what sounds together; a file, whose name has a suffix, sounds alone."""
        name = self.name or ""
        return (name,) if "." in name else tuple(layer for layer in name.split("+") if layer)


@dataclass(frozen=True, kw_only=True, slots=True)
class Audio(Node):
    """The author's own recording, played in place."""

    path: str
    gain_db: float = 0.0


@dataclass(frozen=True, kw_only=True, slots=True)
class UseVoice(Node):
    """Another voice from here on; None is the script's own."""

    voice: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class UseRate(Node):
    """Another speaking rate from here on."""

    wpm: float | None = None
    """Words a minute."""
    factor: float | None = None
    """Relative to the script's rate; both None is the script's own."""


@dataclass(frozen=True, kw_only=True, slots=True)
class UseVolume(Node):
    """Another loudness of the voice from here on, relative to natural; 0 is the default."""

    gain_db: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark(Node):
    """A named instant."""

    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Unknown(Node):
    """A bracketed group that is no cue: never spoken, never dropped in silence."""

    text: str
    """With its brackets, as written."""
    nearest: str | None = None
    """A cue it may have meant."""


def _no_strings() -> Mapping[str, str]:
    return MappingProxyType({})


@dataclass(frozen=True, kw_only=True, slots=True)
class FrontMatter:
    """What the head of a script states; None where it says nothing."""

    title: str | None = None
    author: str | None = None
    licence: str | None = None
    language: str = "en"
    description: str | None = None
    length_s: float | None = None
    voice: str | None = None
    rate: UseRate | None = None
    volume_db: float = 0.0
    soundscape: Sound | None = None
    seed: int | None = None
    vars: Mapping[str, str] = field(default_factory=_no_strings)
    lexicon: Mapping[str, str] = field(default_factory=_no_strings)
    cover: str | None = None
    gaps_s: Mapping[str, float] = field(default_factory=dict)
    """Natural seconds of gaps by name (`sentence`, `paragraph`, `section`, `soft`) that differ from the table."""
    about: Mapping[str, str] = field(default_factory=_no_strings)
    """kind, level, eyes, anchor, cautions, evidence, reviewed_by, reviewed_on."""
    places: Mapping[str, Place] = field(default_factory=dict, compare=False)
    """Where each key stands."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Script:
    """A script as read: everything a take is made from."""

    title: str | None
    front: FrontMatter = field(default_factory=FrontMatter)
    body: tuple[Node, ...] = ()
    findings: tuple[Finding, ...] = field(default=(), compare=False)
    """What the reader noticed; it never stops at the first problem."""
    file: str | None = field(default=None, compare=False)
