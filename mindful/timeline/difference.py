"""Two timelines -> what an edit does to the track in time: each change with its place, chapter and seconds. Pure.

What is heard in both tracks is found as the longest common run of events. Whatever is left was added, removed or
changed, and the silence before each event is compared too, so that all changes together are the difference of the two
lengths.
"""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mindful.timeline.model import Event, Timeline

_SILENT = ("gap", "pause")
_ALIKE = 0.5
"""From this ratio of common words on, one sentence is another one that was edited."""
_WORD = re.compile(r"\w+")
_LOOK_AHEAD = 8
"""How many sentences further on an edited one is looked for."""
_MOST_COMPARED = 4000
"""Above so many events those that come over and over are left out of the search, which would be slow."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """One thing that an edit did to a track."""

    kind: Literal["added", "removed", "changed", "silence"]
    delta_s: float
    """What it adds to the length, the silence before it included."""
    at_s: float
    """Where in the new track."""
    old_at_s: float
    """Where in the old track."""
    chapter: str
    """Of the new track; of the old one for what was removed. Empty where there are none."""
    old: str | None = None
    """What was heard: the sentence, the bell, the sound; for silence its seconds, as ``5.0 s``."""
    new: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ChapterChange:
    """A chapter before and after; None where there was or is none."""

    title: str
    old_s: float | None
    new_s: float | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """All that an edit did to a track."""

    title: str
    old_s: float
    new_s: float
    chapters: tuple[ChapterChange, ...]
    changes: tuple[Change, ...]
    """By their place in the new track."""
    estimated: bool = False
    """Whether a voice could not tell its lengths, so that times are guesses."""

    @property
    def delta_s(self) -> float:
        """How much longer the track has become."""
        return self.new_s - self.old_s

    def as_json(self) -> dict[str, Any]:
        """Return the difference as JSON values; the layout is stable across versions."""
        return {
            "title": self.title,
            "old_s": self.old_s,
            "new_s": self.new_s,
            "delta_s": self.delta_s,
            "estimated": self.estimated,
            "chapters": [{"title": row.title, "old_s": row.old_s, "new_s": row.new_s} for row in self.chapters],
            "changes": [
                {name: getattr(change, name) for name in Change.__dataclass_fields__} for change in self.changes
            ],
        }


def difference(old: Timeline, new: Timeline) -> Difference:
    """Compare two tracks.

    Returns:
        The changes; their `delta_s` add up to the difference of the lengths, but for what is below a tenth of a
        millisecond in each.
    """
    before, after = _heard(old), _heard(new)
    changes = _all_changes(before, after, _Tracks(old=old, new=new))
    return Difference(
        title=new.title or old.title,
        old_s=old.duration_s,
        new_s=new.duration_s,
        chapters=tuple(_chapters(old, new)),
        changes=tuple(sorted(changes, key=lambda change: change.at_s)),
        estimated=old.estimated or new.estimated,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class _Heard:
    """Something heard, with the silence before it; the end of the track is one too."""

    event: Event | None
    start: int
    """Frame at which the silence before it begins."""
    silence: int
    is_soft: bool
    """Whether nobody wrote that silence: it is gaps only, whose lengths follow from what stands around them."""
    frames: int

    @property
    def key(self) -> tuple[object, ...]:
        """What two events share when they sound the same."""
        if self.event is None:
            return ("end",)
        return tuple(self.event._replace(start=0, frames=0, place=None))


@dataclass(frozen=True, kw_only=True, slots=True)
class _Tracks:
    old: Timeline
    new: Timeline


@dataclass(frozen=True, kw_only=True, slots=True)
class _Where:
    """Where in a track a pair stands that has no part in it: the frame at which it would begin."""

    frame: int


def _heard(timeline: Timeline) -> list[_Heard]:
    heard: list[_Heard] = []
    since, is_soft = 0, True
    for event in timeline.events:
        if event.kind in _SILENT:
            is_soft = is_soft and event.kind == "gap"
            continue
        # What sounds within a breathing exercise takes no time of its own.
        silence, length = max(0, event.start - since), max(0, event.end - max(since, event.start))
        heard.append(_Heard(event=event, start=since, silence=silence, is_soft=is_soft, frames=length))
        since, is_soft = max(since, event.end), True
    heard.append(_Heard(event=None, start=since, silence=timeline.frames - since, is_soft=is_soft, frames=0))
    return heard


def _pairs(before: Sequence[_Heard], after: Sequence[_Heard]) -> Iterator[tuple[_Heard | _Where, _Heard | _Where]]:
    """Yield what belongs together, in order; where one side has nothing there stands its place."""
    ours, theirs = [item.key for item in before], [item.key for item in after]
    matcher = SequenceMatcher(None, ours, theirs, autojunk=len(ours) + len(theirs) > _MOST_COMPARED)
    for tag, i, i_end, j, j_end in matcher.get_opcodes():
        if tag == "equal":
            yield from zip(before[i:i_end], after[j:j_end], strict=True)
        else:
            yield from _edited(before, after, range(i, i_end), range(j, j_end))


def _edited(
    before: Sequence[_Heard], after: Sequence[_Heard], old: range, new: range
) -> Iterator[tuple[_Heard | _Where, _Heard | _Where]]:
    """Pair what was edited within a stretch that differs; the rest was removed or added."""
    j = new.start
    for i in old:
        found = next((k for k in range(j, min(j + _LOOK_AHEAD, new.stop)) if _alike(before[i], after[k])), None)
        if found is None:
            yield before[i], _Where(frame=after[j].start)
            continue
        for k in range(j, found):
            yield _Where(frame=before[i].start), after[k]
        yield before[i], after[found]
        j = found + 1
    for k in range(j, new.stop):
        yield _Where(frame=before[old.stop].start), after[k]


def _alike(one: _Heard, other: _Heard) -> bool:
    if one.event is None or other.event is None or one.event.kind != other.event.kind:
        return False
    if one.event.kind != "speech":
        return True
    words, others = (_WORD.findall((item.text or "").casefold()) for item in (one.event, other.event))
    return SequenceMatcher(None, words, others, autojunk=False).ratio() >= _ALIKE


def _all_changes(before: Sequence[_Heard], after: Sequence[_Heard], tracks: _Tracks) -> list[Change]:
    changes: list[Change] = []
    edited = False  # the pair before this one was added or removed
    for one, other in _pairs(before, after):
        if isinstance(one, _Where) and isinstance(other, _Heard):
            length = other.silence + other.frames
            changes.append(_change("added", length, tracks, one.frame, other, new=_name(other)))
        elif isinstance(one, _Heard) and isinstance(other, _Where):
            length = one.silence + one.frames
            changes.append(_change("removed", -length, tracks, one, other.frame, old=_name(one)))
        elif isinstance(one, _Heard) and isinstance(other, _Heard):
            if edited and one.is_soft and other.is_soft:
                # The gap after a new sentence is another one than before it: part of the same edit.
                longer = (other.silence - one.silence) / tracks.new.sample_rate_hz
                changes[-1] = replace(changes[-1], delta_s=changes[-1].delta_s + longer)
                changes += _compared(replace(one, silence=other.silence), other, tracks)
            else:
                changes += _compared(one, other, tracks)
        edited = isinstance(one, _Where) or isinstance(other, _Where)
    return changes


def _compared(one: _Heard, other: _Heard, tracks: _Tracks) -> Iterator[Change]:
    rate = tracks.new.sample_rate_hz
    longer = other.silence - one.silence
    # Fitting carries rounding from silence to silence: one sample is no edit.
    if abs(longer) > 1:
        old, new = (f"{item.silence / rate:.1f} s" for item in (one, other))
        yield _change("silence", longer, tracks, one.start, other.start, old=old, new=new)
    if one.key != other.key or one.frames != other.frames:
        yield _change("changed", other.frames - one.frames, tracks, one, other, old=_name(one), new=_name(other))


def _change(
    kind: Literal["added", "removed", "changed", "silence"],
    delta: int,
    tracks: _Tracks,
    old_at: _Heard | int,
    new_at: _Heard | int,
    **heard: str,
) -> Change:
    old_frame, new_frame = (at if isinstance(at, int) else at.start + at.silence for at in (old_at, new_at))
    chapter = _chapter(tracks.old, old_frame) if kind == "removed" else _chapter(tracks.new, new_frame)
    rate = tracks.new.sample_rate_hz
    return Change(
        kind=kind,
        delta_s=delta / rate,
        at_s=new_frame / rate,
        old_at_s=old_frame / rate,
        chapter=chapter,
        **heard,
    )


def _chapter(timeline: Timeline, frame: int) -> str:
    at = bisect.bisect_right(timeline.chapters, frame, key=lambda chapter: chapter.start) - 1
    return timeline.chapters[at].title if at >= 0 else ""


def _name(item: _Heard) -> str:
    """Return how something heard is called: a sentence by its words, all else by kind and name."""
    event = item.event
    if event is None:
        return "the end"
    if event.kind == "speech":
        return event.text or ""
    name = f"{event.kind} {event.name or 'off'}" if event.kind == "sound" else f"{event.kind} {event.name or ''}"
    count = f" x{event.count}" if event.count and event.count > 1 else ""
    gain = f" {event.gain_db:+g}dB" if event.gain_db else ""
    return f"{name.strip()}{count}{gain}"


def _chapters(old: Timeline, new: Timeline) -> Iterator[ChapterChange]:
    """Pair chapters by their titles, in order; those that only one track has stand where they stand in it."""
    ours, theirs = old.chapters, new.chapters
    matcher = SequenceMatcher(None, [c.title for c in ours], [c.title for c in theirs], autojunk=False)
    for tag, i, i_end, j, j_end in matcher.get_opcodes():
        if tag == "equal":
            for one, other in zip(ours[i:i_end], theirs[j:j_end], strict=True):
                yield ChapterChange(
                    title=one.title, old_s=one.frames / old.sample_rate_hz, new_s=other.frames / new.sample_rate_hz
                )
            continue
        for one in ours[i:i_end]:
            yield ChapterChange(title=one.title, old_s=one.frames / old.sample_rate_hz, new_s=None)
        for other in theirs[j:j_end]:
            yield ChapterChange(title=other.title, old_s=None, new_s=other.frames / new.sample_rate_hz)
