"""Script -> the flat list of cues of one take: parts chosen, sentences found, gaps set between them."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mindful.script.collecting import uncollected
from mindful.script.model import NOWHERE, OPENERS, End, Finding, If, Node, OneOf, OptionalPart, Repeat, Script
from mindful.script.nesting import OF_PARTS, ends_of
from mindful.script.takes.cueing import Cueing
from mindful.script.takes.take import MOST_CUES, TOO_MANY, Choices, Take, Wishes
from mindful.script.wording.spoken import Wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

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
        self.parts = tuple(_open_parts(script.body, self.ends))
        """The parts that are left open, in their order."""
        self.walked = 0
        """How many nodes were gone through so far for all the takes."""
        self._take: tuple[Choices, Take] | None = None

    def take(self, choices: Choices | None = None) -> Take:
        """Return the take of some choices; without any, repeats are played as seldom as may be, and no optional part."""
        choices = choices or Choices()
        if self._take is None or self._take[0] != choices:
            with uncollected():
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


def _open_parts(body: tuple[Node, ...], beginnings: Iterable[int]) -> list[OpenPart]:
    found = []
    for index in sorted(beginnings):
        node = body[index]
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
    """Goes over the nodes once, into the parts that are played, as often as they are."""

    def __init__(self, expansion: Expansion, choices: Choices) -> None:
        self.expansion, self.choices = expansion, choices
        self.script, self.wishes, self.wording = expansion.script, expansion.wishes, expansion.wording
        self.cueing = Cueing(self.script, self.wishes, self.wording)
        self.open: list[list[int]] = []
        """[index of the beginning, how often it is still to be played] of the parts around the node."""
        self.visits: dict[int, int] = {}

    def run(self) -> Take:
        too_long = self._walk()
        self.cueing.end()
        title = self.wording.fill(self.script.title or self.wishes.title, NOWHERE)
        findings = dict.fromkeys([*self.wording.findings, *too_long])
        return Take(title=title, cues=tuple(self.cueing.cues), findings=tuple(findings))

    def _walk(self) -> list[Finding]:
        body, cueing = self.script.body, self.cueing
        at, steps = 0, 0
        while at < len(body):
            steps += 1
            if cueing.is_full() or steps > _MOST_STEPS:
                self.expansion.walked += steps
                return [_too_many_cues(body[self.open[0][0]] if self.open else body[at])]
            node = body[at]
            if type(node) not in OF_PARTS:
                cueing.add(node)
                at += 1
            elif isinstance(node, OPENERS):
                at = self._enter(node, at)
            elif isinstance(node, End):
                at = self._leave(at)
            else:
                at = self.expansion.ends[self.open[-1][0]][-1]
        self.expansion.walked += steps
        return [_too_many_cues(body[-1])] if cueing.is_full() else []

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


def _too_many_cues(node: Node) -> Finding:
    message = f"With its repeats the script has more than {MOST_CUES:,} cues."
    hint = "Repeat less, or take a part out; a day of practice has fewer."
    return Finding(code=TOO_MANY, severity="error", message=message, hint=hint, place=node.place)
