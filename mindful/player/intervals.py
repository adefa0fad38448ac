"""Which frames of a source were heard, in the order in which they were: the truth about a sitting. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class Intervals:
    """Stretches of a source as (first frame, frame after the last).

    ``[[0, 76800], [192000, 288000]]`` is a sitting with a skip. A stretch that is heard twice stands there twice.
    """

    def __init__(self, stretches: Iterable[tuple[int, int]] = ()) -> None:
        self._stretches: list[list[int]] = []
        for start, end in stretches:
            self.add(start, end - start)

    def add(self, start: int, count: int) -> None:
        """Add `count` frames from `start` on; what goes on where the last stretch ended makes that one longer."""
        if count <= 0:
            return
        if self._stretches and self._stretches[-1][1] == start:
            self._stretches[-1][1] = start + count
        else:
            self._stretches.append([start, start + count])

    @property
    def frames(self) -> int:
        """How many frames were heard."""
        return sum(end - start for start, end in self._stretches)

    def within(self, first: int, last: int) -> int:
        """Return how many of the frames from `first` to before `last` were heard."""
        return sum(max(0, min(end, last) - max(start, first)) for start, end in self._stretches)

    def as_json(self) -> list[list[int]]:
        """Return the stretches as JSON values."""
        return [list(stretch) for stretch in self._stretches]
