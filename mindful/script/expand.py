"""Script -> the flat list of cues of one take: parts chosen, sentences found, gaps set between them."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mindful.script.breath import phases
from mindful.script.model import (
    NOWHERE,
    OPENERS,
    At,
    Audio,
    Bell,
    Breathe,
    End,
    Finding,
    Heading,
    If,
    Mark,
    Node,
    OneOf,
    OptionalPart,
    ParagraphBreak,
    Pause,
    Repeat,
    Rest,
    Say,
    Script,
    Sound,
    Unknown,
    UseRate,
    UseVoice,
    UseVolume,
)
from mindful.script.nesting import OF_PARTS, ends_of
from mindful.script.silence import with_word_lengths
from mindful.script.take import (
    GAPS,
    MOST_CUES,
    TOO_MANY,
    ChapterStart,
    Choices,
    Cue,
    Sentence,
    Silence,
    Take,
    Wishes,
    rest_of_length,
)
from mindful.script.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Mapping

_MOST_STEPS = 2 * MOST_CUES
"""Of one walk over the nodes; repeats of nothing would otherwise never end."""
_NO = frozenset({"", "no", "false", "off", "0"})
"""Values of a variable that say that it is not so."""


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenPart:
    """A part of which the script leaves open whether, or how often, it is played."""

    index: int
    """Of its beginning in the body."""
    at_least: int
    at_most: int
    rank: int = 0
    """Lower ones are chosen first; 0 for a repeat."""
    optional: bool = False


def expand(
    script: Script,
    *,
    values: Mapping[str, str] | None = None,
    wishes: Wishes | None = None,
    choices: Choices | None = None,
) -> Take:
    """Lay one take of a script out as cues.

    Args:
        script: The script as read, its includes joined.
        values: Variables, which go before those of the front matter.
        wishes: What holds where the script says nothing, and the length and the seed the take is made for.
        choices: What to play of the parts that the script leaves open.

    Returns:
        The cues in order, every silence explicit, and the findings of this step: unknown variables, too many cues.
    """
    return Expansion(script, values=values, wishes=wishes).take(choices)


class Expansion:
    """A script whose words are known, of which takes with any choices are quickly made."""

    def __init__(
        self, script: Script, *, values: Mapping[str, str] | None = None, wishes: Wishes | None = None
    ) -> None:
        """Prepare a script; the arguments are those of `expand`."""
        self.script, self.wishes = script, wishes or Wishes()
        self.wording = Wording(script.front, values or {})
        self.ends = ends_of(script.body)
        self.parts = tuple(_open_parts(script.body))
        """The parts that are left open, in their order."""
        self.walked = 0
        """How many nodes were gone through so far for all the takes."""
        self._take: tuple[Choices, Take] | None = None

    def take(self, choices: Choices | None = None) -> Take:
        """Return the take of some choices; without any, repeats are played as seldom as may be, and no optional part."""
        choices = choices or Choices()
        if self._take is None or self._take[0] != choices:
            self._take = choices, _Walk(self, choices).run()
        return self._take[1]

    def everything_once(self) -> Choices:
        """Return the choices by which every optional part is played, and every repeat as seldom as may be."""
        return Choices(optional=frozenset(part.index for part in self.parts if part.optional))

    def holds(self, condition: If) -> bool:
        """Tell whether a condition is met by the wanted length, which may be unknown, and by the variables."""
        if condition.length_s is not None:
            return _compares(self.wishes.length_s, condition.operator, condition.length_s)
        value = " ".join(self.wording.values.get(condition.name, "").split()).lower()
        return value == condition.value.lower() if condition.operator else value not in _NO


def _open_parts(body: tuple[Node, ...]) -> list[OpenPart]:
    found = []
    for index, node in enumerate(body):
        if isinstance(node, OptionalPart):
            found.append(OpenPart(index=index, at_least=0, at_most=1, rank=node.rank, optional=True))
        elif isinstance(node, Repeat) and node.at_most > node.at_least:
            found.append(OpenPart(index=index, at_least=node.at_least, at_most=node.at_most))
    return found


def _compares(length_s: float | None, operator: str, wanted_s: float) -> bool:
    if length_s is None:
        return False
    match operator:
        case ">=":
            return length_s >= wanted_s
        case "<=":
            return length_s <= wanted_s
        case ">":
            return length_s > wanted_s
        case "<":
            return length_s < wanted_s
    return length_s == wanted_s


class _Walk:
    """Walks over the nodes once; remembers what stands between the last sound and the next."""

    def __init__(self, expansion: Expansion, choices: Choices) -> None:
        front = expansion.script.front
        self.expansion, self.choices = expansion, choices
        self.script, self.wishes, self.wording = expansion.script, expansion.wishes, expansion.wording
        self.cues: list[Cue] = []
        self.gaps = {name: _gap_cue(name, front.gaps_s.get(name)) for name in GAPS}
        self.voice = self.script_voice = front.voice or self.wishes.voice
        self.rate_wpm = self.script_rate_wpm = _rate(front.rate, self.wishes.rate_wpm)
        self.gain_db = front.volume_db
        self.between: list[Cue] = []
        self.gap: str | None = "lead-in"
        self.open: list[list[int]] = []
        """[index of the beginning, how often it is still to be played] of the parts around the node."""
        self.visits: dict[int, int] = {}

    def run(self) -> Take:
        soundscape = self.script.front.soundscape or self.wishes.soundscape
        if soundscape:
            self.cues.append(soundscape)
        too_long = self._walk()
        self.gap = "lead-out"
        self._close_gap()
        title = self.wording.fill(self.script.title or self.wishes.title, NOWHERE)
        findings = dict.fromkeys([*self.wording.findings, *too_long])
        return Take(title=title, cues=tuple(self.cues), findings=tuple(findings))

    # -- parts -----------------------------------------------------------------------------------------------------

    def _walk(self) -> list[Finding]:
        body = self.script.body
        at, steps = 0, 0
        while at < len(body):
            steps += 1
            if len(self.cues) + len(self.between) > MOST_CUES or steps > _MOST_STEPS:
                self.expansion.walked += steps
                return [_too_many_cues(body[self.open[0][0]] if self.open else body[at])]
            node = body[at]
            if not isinstance(node, OF_PARTS):
                self._node(node)
                at += 1
            elif isinstance(node, OPENERS):
                at = self._enter(node, at)
            elif isinstance(node, End):
                at = self._leave(at)
            else:
                at = self.expansion.ends[self.open[-1][0]][-1]
        self.expansion.walked += steps
        return [_too_many_cues(body[-1])] if len(self.cues) > MOST_CUES else []

    def _enter(self, node: Repeat | OptionalPart | If | OneOf, at: int) -> int:
        """Return the index from which a part is played, or that after its end where it is not."""
        *turns, end = self.expansion.ends[at]
        times, start = 1, at
        match node:
            case Repeat():
                times = self.choices.repeats.get(at, node.at_least)
            case OptionalPart() if at not in self.choices.optional:
                return end + 1
            case If() if not self.expansion.holds(node):
                if not turns:
                    return end + 1
                start = turns[0]
            case OneOf():
                start = [at, *turns][self._alternative(at, len(turns) + 1)]
        self.open.append([at, times])
        return start + 1

    def _alternative(self, at: int, count: int) -> int:
        """Choose by the seed; the next time the same part is played, the next alternative is."""
        visit = self.visits.get(at, 0)
        self.visits[at] = visit + 1
        # A hash that is the same on every machine and spreads neighbouring seeds.
        return (zlib.crc32(f"{self.wishes.seed}/{at}".encode()) + visit) % count

    def _leave(self, at: int) -> int:
        part = self.open[-1]
        if part[1] > 1:
            part[1] -= 1
            return part[0] + 1
        self.open.pop()
        return at + 1

    # -- nodes -----------------------------------------------------------------------------------------------------

    def _node(self, node: Node) -> None:
        match node:
            case Say():
                self._say(node)
            case ParagraphBreak():
                self._widen("paragraph")
            case Heading():
                self._widen("section")
                title = self.wording.fill(node.title, node.place)
                self.between.append(ChapterStart(title=title, share_s=node.share_s))
            case Pause():
                self.between.append(self._pause(node))
            case Rest():
                self.between.append(rest_of_length(node.place, node.bell))
            case Bell() | Audio():
                self._close_gap()
                self.cues.append(node)
            case Breathe():
                self._breathe(node)
            case Sound() | Mark() | At():
                self.between.append(node)
            case _:
                self._setting(node)

    def _setting(self, node: Node) -> None:
        match node:
            case Unknown() if self.wishes.unknown == "speak":
                self._say(Say(text=node.text.strip("[](){}<>*_ "), place=node.place))
            case UseVoice():
                self.voice = node.voice or self.script_voice
            case UseRate():
                self.rate_wpm = _rate(node, self.script_rate_wpm)
            case UseVolume():
                self.gain_db = node.gain_db

    def _pause(self, node: Pause) -> Silence:
        if node.word and node.word not in self.script.front.pause_words_s:
            node = with_word_lengths(node, self.wishes.pause_words_s)
        return Silence(
            kind="pause", name="pause", natural_s=node.natural_s, min_s=node.min_s, max_s=node.max_s, bell=node.bell,
            place=node.place,
        )  # fmt: skip

    def _breathe(self, node: Breathe) -> None:
        self._close_gap()
        language = self.script.front.language
        for phase in phases(node, language=language, voice=self.voice, rate_wpm=self.rate_wpm, gain_db=self.gain_db):
            self.cues.append(phase)

    def _say(self, say: Say) -> None:
        for piece in self.wording.pieces(say):
            if len(self.cues) > MOST_CUES:
                return
            if not piece.text:
                self._widen("soft")
                continue
            self._close_gap()
            self.cues.append(
                Sentence(
                    text=piece.text, words=piece.words, voice=self.voice, rate_wpm=self.rate_wpm, gain_db=self.gain_db,
                    place=piece.place,
                )
            )  # fmt: skip

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
            self.cues.append(self.gaps[self.gap])
            self.gap = "sentence"
            return
        pauses = [cue for cue in between if isinstance(cue, Silence)]
        if pauses:
            self.cues += between
            if self.gap == "lead-out" and all(pause.name == "rest" for pause in pauses):
                self.cues.append(self.gaps["lead-out"])
        else:
            self.cues += [cue for cue in between if not isinstance(cue, ChapterStart)]
            if self.gap:
                self.cues.append(self.gaps[self.gap])
            self.cues += [cue for cue in between if isinstance(cue, ChapterStart)]
        self.gap = "sentence"


def _gap_cue(name: str, natural_s: float | None) -> Silence:
    gap = GAPS[name]
    seconds = gap.natural_s if natural_s is None else natural_s
    return Silence(
        kind="gap", name=name, natural_s=seconds, min_s=min(seconds, gap.min_s), max_s=max(seconds, gap.max_s)
    )


def _too_many_cues(node: Node) -> Finding:
    message = f"With its repeats the script has more than {MOST_CUES:,} cues."
    hint = "Repeat less, or take a part out; a day of practice has fewer."
    return Finding(code=TOO_MANY, severity="error", message=message, hint=hint, place=node.place)


def _rate(use: UseRate | None, base_wpm: float) -> float:
    if use is None:
        return base_wpm
    return use.wpm if use.wpm is not None else base_wpm * (use.factor or 1.0)
