"""A piece: anything that can be played, with what the screen and the log want to know of it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mindful.practice.lines import line_at
from mindful.sessions.model import KINDS
from mindful.units import SAMPLE_RATE_HZ, frames

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mindful.player import Source
    from mindful.practice.lines import Line
    from mindful.sessions.model import Kind
    from mindful.timeline import Chapter

BEGUN_S = 3.0
"""So far into a chapter, going back leads to its beginning rather than to the chapter before."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Piece:
    """A track, a script that is made while it plays, or a silent sitting."""

    title: str
    kind: Kind
    frames: int
    """Length at 44.1 kHz; for a foreign track as its file states it."""
    open: Callable[[], Source]
    """Begins to read or to make it."""
    recipe: Mapping[str, Any]
    """JSON values from which it can be opened again, to go on another day."""
    script_id: str | None = None
    """Name of its script, without folders: the log is not to tell where things lie."""
    track_id: str | None = None
    """Name of its file, without folders."""
    chapters: tuple[Chapter, ...] = ()
    lines: tuple[Line, ...] = ()
    counted: tuple[int, int] | None = None
    """First frame of what counts as practice, and the one after the last; None counts all of it."""

    @property
    def duration_s(self) -> float:
        """Length in seconds."""
        return self.frames / SAMPLE_RATE_HZ

    def chapter_at(self, frame: int) -> str:
        """Return the title of the chapter that a frame is in; empty where there are none."""
        index = self._chapter_index(frame)
        return self.chapters[index].title if index >= 0 else ""

    def line_at(self, frame: int) -> str:
        """Return what is being said at a frame."""
        return line_at(self.lines, frame)

    def chapter_start(self, frame: int, step: int) -> int:
        """Return where the next chapter begins, or with a `step` of -1 this one, or the one before when it has just."""
        index = self._chapter_index(frame)
        if step < 0 and index >= 0 and frame - self.chapters[index].start > frames(BEGUN_S):
            return self.chapters[index].start
        index += step
        if index >= len(self.chapters):
            return self.frames if self.chapters else frame
        return self.chapters[index].start if index >= 0 else 0

    def _chapter_index(self, frame: int) -> int:
        return bisect_right(self.chapters, frame, key=lambda chapter: chapter.start) - 1


def kind_of(stated: str | None, name: str) -> Kind:
    """Return the kind of practice that a script states, else the one its name holds, else a sitting."""
    stated = (stated or "").strip().lower().replace(" ", "-")
    low = name.lower().replace("_", "-").replace(" ", "-")
    for kind in KINDS:
        if stated == kind:
            return kind  # type: ignore[return-value] # one of the words of the literal
    for kind in KINDS:
        if kind in low and kind not in {"sit", "other"}:
            return kind  # type: ignore[return-value] # one of the words of the literal
    return "sit"
