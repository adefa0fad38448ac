"""Script -> the flat list of cues of one take: variables filled in, sentences split, gaps set between them."""

from __future__ import annotations

import bisect
import difflib
import re
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from mindful.errors import Place
from mindful.script.model import (
    NOWHERE,
    Audio,
    Bell,
    Finding,
    Heading,
    Mark,
    Node,
    ParagraphBreak,
    Pause,
    Rest,
    Say,
    Script,
    Sound,
    Unknown,
    UseRate,
    UseVoice,
    UseVolume,
)
from mindful.script.speakable import speakable, split_sentences

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ELLIPSIS = re.compile(r"\s*(?:\.{3,}|\u2026)(?:\s*(?:\.{3,}|\u2026))*\s*")
_VARIABLE = re.compile(r"\{\s*([^\W\d]\w*)\s*(?:\|([^{}]*))?\}")
UnknownCues = Literal["stop", "speak", "skip"]


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


@dataclass(frozen=True, kw_only=True, slots=True)
class Sentence:
    """One piece of speech, spoken in one breath of the engine."""

    text: str
    """As written, for captions."""
    words: str
    """As given to the engine."""
    voice: str
    rate_wpm: float
    gain_db: float = 0.0
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Silence:
    """A stretch of silence with the limits that fitting must keep."""

    kind: Literal["gap", "pause"]
    name: str
    """Which gap of the table, or ``pause`` or ``rest``."""
    natural_s: float
    min_s: float
    max_s: float
    """Infinite for the rest of the wanted length."""
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class ChapterStart:
    """A chapter begins at what follows."""

    title: str
    share_s: float | None = None


Cue = Sentence | Silence | ChapterStart | Bell | Sound | Audio | Mark


@dataclass(frozen=True, kw_only=True, slots=True)
class Take:
    """One reading of a script."""

    title: str
    cues: tuple[Cue, ...]
    findings: tuple[Finding, ...] = ()

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """All speech, in order."""
        return tuple(cue for cue in self.cues if isinstance(cue, Sentence))


@dataclass(frozen=True, kw_only=True, slots=True)
class Wishes:
    """What holds where the script says nothing."""

    voice: str = "piper:joe"
    rate_wpm: float = 138.0
    soundscape: Sound | None = None
    unknown: UnknownCues = "stop"
    title: str = "Untitled"


def expand(script: Script, *, values: Mapping[str, str] | None = None, wishes: Wishes | None = None) -> Take:
    """Lay one take of a script out as cues.

    Args:
        script: The script as read.
        values: Variables, which go before those of the front matter.
        wishes: Voice, rate and soundscape where the script states none, and what to do with unknown cues.

    Returns:
        The cues in order, every silence explicit, and the findings of this step (unknown variables).
    """
    return _Expander(script, values or {}, wishes or Wishes()).run()


class _Expander:
    """Walks over the nodes; remembers what stands between the last sound and the next."""

    def __init__(self, script: Script, values: Mapping[str, str], wishes: Wishes) -> None:
        front = script.front
        self.script = script
        self.values = {**front.vars, **values}
        self.wishes = wishes
        self.findings: list[Finding] = []
        self.cues: list[Cue] = []
        self.gaps = {
            name: replace(
                gap,
                natural_s=(s := front.gaps_s.get(name, gap.natural_s)),
                min_s=min(s, gap.min_s),
                max_s=max(s, gap.max_s),
            )
            for name, gap in GAPS.items()
        }
        self.voice = self.script_voice = front.voice or wishes.voice
        self.rate_wpm = self.script_rate_wpm = _rate(front.rate, wishes.rate_wpm)
        self.gain_db = front.volume_db
        self.between: list[Cue] = []
        self.gap: str | None = "lead-in"

    def run(self) -> Take:
        soundscape = self.script.front.soundscape or self.wishes.soundscape
        if soundscape:
            self.cues.append(soundscape)
        for node in self.script.body:
            self._node(node)
        self.gap = "lead-out"
        self._close_gap()
        title = self._fill(self.script.title or self.wishes.title, NOWHERE)
        return Take(title=title, cues=tuple(self.cues), findings=tuple(self.findings))

    def _node(self, node: Node) -> None:
        match node:
            case Say():
                self._say(node)
            case ParagraphBreak():
                self._widen("paragraph")
            case Heading():
                self._widen("section")
                self.between.append(ChapterStart(title=self._fill(node.title, node.place), share_s=node.share_s))
            case Pause():
                limits = {"natural_s": node.natural_s, "min_s": node.min_s, "max_s": node.max_s}
                self.between.append(Silence(kind="pause", name="pause", place=node.place, **limits))
            case Rest():
                self.between.append(rest_of_length(node.place))
            case Bell() | Audio():
                self._sound(node)
            case Sound() | Mark():
                self.between.append(node)
            case Unknown() if self.wishes.unknown == "speak":
                self._say(Say(text=node.text.strip("[](){}<>*_ "), place=node.place))
            case _:
                self._setting(node)

    def _setting(self, node: Node) -> None:
        match node:
            case UseVoice():
                self.voice = node.voice or self.script_voice
            case UseRate():
                self.rate_wpm = _rate(node, self.script_rate_wpm)
            case UseVolume():
                self.gain_db = node.gain_db

    # -- silence between sounds ------------------------------------------------------------------------------------

    def _widen(self, name: str) -> None:
        """Let the silence before the next sound be at least this gap."""
        if self.gap not in {"lead-in", "lead-out"} and (
            self.gap is None or self.gaps[self.gap].natural_s < self.gaps[name].natural_s
        ):
            self.gap = name

    def _close_gap(self) -> None:
        """Set the silence before a sound: the pauses written there, else the gap that stands there."""
        between, self.between = self.between, []
        if not between and self.gap:
            self.cues.append(self._gap_cue(self.gap))
            self.gap = "sentence"
            return
        pauses = [cue for cue in between if isinstance(cue, Silence)]
        if pauses:
            self.cues += between
            if self.gap == "lead-out" and all(pause.name == "rest" for pause in pauses):
                self.cues.append(self._gap_cue("lead-out"))
        else:
            self.cues += [cue for cue in between if not isinstance(cue, ChapterStart)]
            if self.gap:
                self.cues.append(self._gap_cue(self.gap))
            self.cues += [cue for cue in between if isinstance(cue, ChapterStart)]
        self.gap = "sentence"

    def _gap_cue(self, name: str) -> Silence:
        gap = self.gaps[name]
        return Silence(kind="gap", name=name, natural_s=gap.natural_s, min_s=gap.min_s, max_s=gap.max_s)

    def _sound(self, cue: Cue) -> None:
        self._close_gap()
        self.cues.append(cue)

    # -- speech ----------------------------------------------------------------------------------------------------

    def _say(self, say: Say) -> None:
        text, shifts = self._substitute(say)
        at = 0
        for ellipsis in (*ELLIPSIS.finditer(text), None):
            end = len(text) if ellipsis is None else ellipsis.start()
            for start, stop in _sentences(text, at, end):
                self._sentence(text[start:stop], _origin(say, shifts, start))
            if ellipsis is not None:
                self._widen("soft")
                at = ellipsis.end()

    def _sentence(self, text: str, place: Place) -> None:
        words = speakable(text, language=self.script.front.language, lexicon=self.script.front.lexicon)
        if not any(map(str.isalnum, words)):
            return
        self._close_gap()
        self.cues.append(
            Sentence(
                text=text, words=words, voice=self.voice, rate_wpm=self.rate_wpm, gain_db=self.gain_db, place=place
            )
        )

    def _substitute(self, say: Say) -> tuple[str, list[tuple[int, int]]]:
        """Fill the variables in; return the text and (new offset, old offset) where the two part."""
        if "{" not in say.text:
            return say.text, [(0, 0)]
        pieces, shifts, length, at = [], [(0, 0)], 0, 0
        for variable in _VARIABLE.finditer(say.text):
            value = self._value(variable, _origin(say, [(0, 0)], variable.start()))
            pieces += [say.text[at : variable.start()], value]
            length += variable.start() - at + len(value)
            at = variable.end()
            shifts.append((length, at))
        pieces.append(say.text[at:])
        return "".join(pieces), shifts

    def _fill(self, text: str, place: Place) -> str:
        return _VARIABLE.sub(lambda variable: self._value(variable, place), text)

    def _value(self, variable: re.Match[str], place: Place) -> str:
        name, default = variable[1], variable[2]
        if name in self.values:
            return " ".join(self.values[name].split())
        if default is not None:
            return default.strip()
        near = _nearest(name, tuple(self.values))
        hint = (
            f'Did you mean "{{{near[0]}}}"?'
            if near
            else f"Give it a value with --set {name}=... or under vars: in the front matter."
        )
        message = f'The variable "{{{name}}}" has no value.'
        self.findings.append(Finding(code="E103", severity="error", message=message, hint=hint, place=place))
        return name


@lru_cache(maxsize=64)
def _nearest(name: str, names: tuple[str, ...]) -> list[str]:
    return difflib.get_close_matches(name, names, n=1)


def rest_of_length(place: Place = NOWHERE) -> Silence:
    """Return the silence that takes whatever remains of a wanted length."""
    return Silence(kind="pause", name="rest", natural_s=0.0, min_s=0.0, max_s=float("inf"), place=place)


def _rate(use: UseRate | None, base_wpm: float) -> float:
    if use is None:
        return base_wpm
    return use.wpm if use.wpm is not None else base_wpm * (use.factor or 1.0)


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for begin, stop in split_sentences(text[start:end]):
        yield start + begin, start + stop


def _origin(say: Say, shifts: list[tuple[int, int]], offset: int) -> Place:
    """Return where in the script the character at an offset of the filled-in text stands."""
    new, old = shifts[bisect.bisect_right(shifts, (offset, 1 << 60)) - 1]
    at = old + offset - new
    if not say.origins:
        return say.place
    start, place = say.origins[max(0, bisect.bisect_right(say.origins, at, key=lambda origin: origin[0]) - 1)]
    return Place(file=place.file, line=place.line, column=place.column + at - start)
