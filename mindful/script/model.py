"""What a script holds, as frozen values, each with its place in the text (left out of equality)."""

from __future__ import annotations

import bisect
from dataclasses import dataclass, field, fields
from functools import cache
from operator import itemgetter
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, Self

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

    @property
    def stops_render(self) -> bool:
        """Whether nothing can be rendered while it stands; what is unsafe is said, and left to whoever makes the track."""
        return self.severity == "error" and not self.code.startswith("S")


@dataclass(frozen=True, kw_only=True, slots=True)
class Node:
    """Anything in the body of a script."""

    place: Place = field(default=NOWHERE, compare=False)
    """Of its first character."""
    end: Place | None = field(default=None, compare=False)
    """Of the character after its last; None for a value that was not read from a text."""

    def placed(self, place: Place, end: Place) -> Self:
        """Return the same with its places, as `dataclasses.replace` would in twice the time; a script has thousands."""
        new = object.__new__(type(self))
        for name in _own_fields(type(self)):  # type: ignore[arg-type] # a class is hashable
            _set(new, name, getattr(self, name))
        _set(new, "place", place)
        _set(new, "end", end)
        return new


_set = object.__setattr__  # past the freezing


@cache
def _own_fields(kind: type[Node]) -> tuple[str, ...]:
    """Return the names of what a kind of node holds beside its places."""
    return tuple(one.name for one in fields(kind) if one.name not in {"place", "end"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Say(Node):
    """Words to be spoken: one block of text or a piece of one, still unsplit and with its `{variables}`."""

    text: str
    """As captions show it: no markup, white space folded."""
    origins: tuple[tuple[int, Place], ...] = field(default=(), compare=False)
    """Offsets into the text, rising, and the place of each in the script."""

    def place_at(self, offset: int) -> Place:
        """Return where in the script a character of the text stands."""
        if not self.origins:
            return self.place
        row = bisect.bisect_right(self.origins, offset, key=itemgetter(0)) - 1 if len(self.origins) > 1 else 0
        start, place = self.origins[max(0, row)]
        return place if start == offset else Place(place.line, place.column + offset - start, place.file)


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
    bell: Bell | None = None
    """Struck again and again within it, `Bell.every_s` apart, but not at its ends."""
    unitless: bool = field(default=False, compare=False)
    """Whether it was written without a unit, so that milliseconds may be meant."""
    word: str | None = field(default=None, compare=False)
    """The entry of `words.PAUSE_LENGTHS_S` that tells its length; None where a number does."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Rest(Node):
    """``[pause rest]``: whatever remains of the wanted length."""

    bell: Bell | None = None
    """As in a `Pause`."""


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


BreathCues = Literal["spoken", "tone", "silent"]
"""How somebody who breathes is told of each phase."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Breathe(Node):
    """Paced breathing; it is never stretched."""

    phases_s: tuple[float, float, float, float]
    """How long to breathe in, to hold, to breathe out, and to hold again; 0 leaves a hold out."""
    cycles: int = 1
    """How many breaths."""
    for_s: float | None = None
    """The time that `cycles` comes from, where the script states a time instead."""
    cues: BreathCues = "spoken"


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
class At(Node):
    """A time of the track at which what follows begins, where no length is wanted."""

    time_s: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Include(Node):
    """Another file, read in this place."""

    path: str
    """Relative to the file it stands in."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Repeat(Node):
    """What stands from here to its `End` is played several times."""

    at_least: int
    """How often, where no length is wanted."""
    at_most: int
    """How often, where the wanted length calls for it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class OptionalPart(Node):
    """What stands from here to its `End` is played where the wanted length leaves room."""

    rank: int = 1
    """Lower ones come first."""


@dataclass(frozen=True, kw_only=True, slots=True)
class If(Node):
    """What stands from here to its `Else` or `End` is played under a condition."""

    name: str
    """A variable, or ``length``: the wanted length of the track."""
    operator: Literal["", "=", ">=", "<=", ">", "<"] = ""
    """Empty: whether the variable has a value."""
    value: str = ""
    """What a variable is compared with; for the length as it was written."""
    length_s: float | None = None
    """What the wanted length is compared with, in seconds."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Else(Node):
    """From here to the `End`: where the condition of the `If` does not hold."""


@dataclass(frozen=True, kw_only=True, slots=True)
class OneOf(Node):
    """From here to its `End` stand alternatives, of which the seed chooses one."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Or(Node):
    """The next alternative of a `OneOf` begins."""


@dataclass(frozen=True, kw_only=True, slots=True)
class End(Node):
    """The innermost open `Repeat`, `OptionalPart`, `If` or `OneOf` ends."""


OPENERS = (Repeat, OptionalPart, If, OneOf)
"""What begins a part."""


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
    lengths_s: tuple[float, ...] = ()
    """The lengths of track it is written for, in seconds, rising."""
    voice: str | None = None
    rate: UseRate | None = None
    chain: str | None = None
    """How the voice is treated, one of `CHAINS`."""
    room_tone: bool | None = None
    chapter_tail: bool | None = None
    volume_db: float = 0.0
    soundscape: Sound | None = None
    seed: int | None = None
    vars: Mapping[str, str] = field(default_factory=_no_strings)
    lexicon: Mapping[str, str] = field(default_factory=_no_strings)
    lexicon_files: tuple[str, ...] = ()
    """Files of the same kind, whose words count where `lexicon` has none."""
    cover: str | None = None
    pause_words_s: Mapping[str, float] = field(default_factory=dict)
    """Natural seconds of pauses whose length is a word, by entry of `words.PAUSE_LENGTHS_S`, that differ from it."""
    gaps_s: Mapping[str, float] = field(default_factory=dict)
    """Natural seconds of gaps by name (`sentence`, `paragraph`, `section`, `soft`) that differ from the table."""
    about: Mapping[str, str] = field(default_factory=_no_strings)
    """kind, level, eyes, anchor, cautions, evidence, reviewed_by, reviewed_on."""
    places: Mapping[str, Place] = field(default_factory=dict, compare=False)
    """Where each key stands."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Ignore:
    """A comment that silences findings on purpose."""

    codes: tuple[str, ...]
    """Of the findings, such as ``W204``; none where the comment names none."""
    reason: str
    covers: int
    """The line whose findings are silenced."""
    place: Place = NOWHERE


@dataclass(frozen=True, kw_only=True, slots=True)
class Script:
    """A script as read: everything a take is made from."""

    title: str | None
    front: FrontMatter = field(default_factory=FrontMatter)
    body: tuple[Node, ...] = ()
    findings: tuple[Finding, ...] = field(default=(), compare=False)
    """What the reader noticed; it never stops at the first problem."""
    ignores: tuple[Ignore, ...] = field(default=(), compare=False)
    file: str | None = field(default=None, compare=False)
