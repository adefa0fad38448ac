"""Choosing: which optional parts a wanted length has room for, and how often repeats are played. Pure.

Optional parts come first, those with the lowest number before the others, then one more round of each repeat in turn.
All is judged at natural silence; what is then missing or too much is left to the silences.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mindful.script.takes.take import Choices, Take
from mindful.timeline.items import measure, span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mindful.script.takes.expand import Expansion, OpenPart
    from mindful.script.takes.take import Sentence

_MOST_STEPS = 20_000
"""So many rounds and optional parts at most are looked at; a day of practice has fewer."""
_MOST_WORK = 250_000
"""So many nodes and cues at most are gone through to find the best choice; then the best so far is taken."""


def choose(
    expansion: Expansion,
    wanted: int | None,
    *,
    speech_frames: Mapping[Sentence, int],
    audio_frames: Mapping[str, int],
    bell_ring_s: Mapping[str, float],
) -> tuple[Take, tuple[int, int | None] | None]:
    """Return the take that comes nearest to a wanted length from below, and could be brought to it.

    Args:
        expansion: The script with the parts it leaves open.
        wanted: Frames of the track; None asks for the least take.
        speech_frames: The length of every sentence that any take may speak.
        audio_frames: As for `lay_out`.
        bell_ring_s: As for `lay_out`.

    Returns:
        The take, and the shortest and the longest track of all takes, in frames; None where there is but one take.
    """
    if not expansion.parts:
        return expansion.take(), None
    search = _Search(expansion, 0 if wanted is None else wanted, speech_frames, audio_frames, bell_ring_s)
    least = search.size(())
    steps = list(_steps(expansion.parts))
    chosen = [] if wanted is None else search.reach_further(search.fill(steps), steps)
    most = search.size(steps)
    return search.take(chosen), (least.shortest, most.longest)


def _steps(parts: Sequence[OpenPart]) -> Iterator[int]:
    """Yield what may be added to the least take, in order, as indexes of parts."""
    optional = [part for part in parts if part.optional]
    yield from (part.index for part in sorted(optional, key=lambda part: part.rank))
    repeats = [part for part in parts if not part.optional]
    left = _MOST_STEPS
    for more in range(max((part.at_most - part.at_least for part in repeats), default=0)):
        for part in repeats:
            if more < part.at_most - part.at_least and left:
                left -= 1
                yield part.index
        if not left:
            return


@dataclass(frozen=True, kw_only=True, slots=True)
class _Size:
    """How long a take is, in frames."""

    natural: float
    shortest: int
    longest: int | None


@dataclass
class _Search:
    """Looks for the steps to take, laying takes out as it goes."""

    expansion: Expansion
    wanted: int
    speech_frames: Mapping[Sentence, int]
    audio_frames: Mapping[str, int]
    bell_ring_s: Mapping[str, float]
    work: int = field(default=0, init=False)

    def take(self, steps: Sequence[int]) -> Take:
        """Return the take with some steps taken."""
        parts = {part.index: part for part in self.expansion.parts}
        repeats: dict[int, int] = {}
        for index in steps:
            if not parts[index].optional:
                repeats[index] = repeats.get(index, parts[index].at_least) + 1
        optional = frozenset(index for index in steps if parts[index].optional)
        return self.expansion.take(Choices(repeats=repeats, optional=optional))

    def size(self, steps: Sequence[int]) -> _Size:
        """Measure the take with some steps taken."""
        walked = self.expansion.walked
        take = self.take(steps)
        self.work += self.expansion.walked - walked + len(take.cues) + len(steps)
        lengths = [self.speech_frames[sentence] for sentence in take.sentences]
        items = measure(take.cues, lengths, self.audio_frames, self.bell_ring_s)
        shortest, longest = span(items)
        natural = sum(item.frames for item in items)
        return _Size(natural=natural if take.is_whole else float("inf"), shortest=shortest, longest=longest)

    def fill(self, steps: Sequence[int]) -> list[int]:
        """Take steps in order while the take stays within the wanted length; a part that does not fit is passed by."""
        chosen: list[int] = []
        left = list(steps)
        while left and self.work < _MOST_WORK:
            count = self._how_many_fit(chosen, left)
            chosen += left[:count]
            passed_by = left[count : count + 1]
            left = [index for index in left[count:] if index not in passed_by]
        return chosen

    def _how_many_fit(self, chosen: Sequence[int], left: Sequence[int]) -> int:
        """Return how many more steps fit, by doubling, then by bisection."""
        low, high = 0, 1
        while high <= len(left) and self._fits([*chosen, *left[:high]]):
            low, high = high, 2 * high
        high = min(high, len(left) + 1)
        while high - low > 1:
            middle = (low + high) // 2
            if self._fits([*chosen, *left[:middle]]):
                low = middle
            else:
                high = middle
        return low

    def _fits(self, steps: Sequence[int]) -> bool:
        return self.work < _MOST_WORK and self.size(steps).natural <= self.wanted

    def reach_further(self, chosen: list[int], steps: Sequence[int]) -> list[int]:
        """Take further steps where even the longest silences would not reach the length without them."""
        size = self.size(chosen)
        for index in _without(steps, chosen):
            if size.longest is None or size.longest >= self.wanted or self.work >= _MOST_WORK:
                break
            more = self.size([*chosen, index])
            if more.shortest <= self.wanted:
                chosen, size = [*chosen, index], more
        return chosen


def _without(steps: Sequence[int], chosen: Sequence[int]) -> Iterator[int]:
    """Yield the steps that were not taken."""
    taken: dict[int, int] = {}
    for index in chosen:
        taken[index] = taken.get(index, 0) + 1
    for index in steps:
        if taken.get(index, 0):
            taken[index] -= 1
        else:
            yield index
