"""Fitting: how long every silence becomes, so that the track has the wanted length to the sample. Pure."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from mindful.errors import LengthError
from mindful.script.takes.take import ChapterStart, Sentence, Silence, rest_of_length
from mindful.timeline.items import STARTS_WITH_TRACK_S, Item, span
from mindful.units import SAMPLE_RATE_HZ, clock, frames

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

SQUEEZED_PAUSE_S = 1.0
"""The least that filling down to a short length leaves of a plain pause; as short as a paragraph gap gets."""
_ENDLESS = float("inf")


def fit(
    items: list[Item],
    wanted: int,
    *,
    fill: bool,
    reach: tuple[int, int | None] | None,
    stated_frames: int | None,
) -> tuple[list[Item], tuple[int, int | None]]:
    """Give every silence the length at which the whole has the wanted one.

    Args:
        items: Of one take, at natural length.
        wanted: Frames of the track.
        fill: When nothing else reaches the length, put silence before the closing part, or let pauses shrink further.
        reach: Shortest and longest track of all takes, for the error; None where there is but this one.
        stated_frames: The length that the shares of chapters are parts of; None where the script states none.

    Returns:
        The items, and the shortest and longest track that they could have been.

    Raises:
        LengthError: The wanted length cannot be met; the message holds the range that can.
    """
    shortest, longest = span(items)
    if fill and longest is not None and wanted > longest:
        items = _fill(items)
    elif fill and wanted < shortest:
        items = _squeeze(items)
    shortest, longest = span(items)
    if wanted < shortest or (longest is not None and wanted > longest):
        raise _out_of_range(wanted, (shortest, longest), reach)
    fitted: list[Item] = []
    for chapter, frames_of_it in _shares(items, wanted, stated_frames):
        fitted += _fit_silences(chapter, frames_of_it)
    return fitted, (shortest, longest)


# -- silences ----------------------------------------------------------------------------------------------------------


def _fit_silences(items: list[Item], wanted: float) -> list[Item]:
    natural = sum(item.frames for item in items)
    rests = sum(1 for item in items if item.longest == _ENDLESS)
    if rests and natural <= wanted:
        share = (wanted - natural) / rests
        return [item._replace(frames=share) if item.longest == _ENDLESS else item for item in items]
    elastic = Counter(_limits(item) for item in items if item.shortest != item.longest)
    fixed = sum(item.frames for item in items if item.shortest == item.longest)
    factor = _factor(elastic, wanted - fixed)
    lengths = {limits: _stretched(limits, factor) for limits in elastic}
    return [
        item if item.shortest == item.longest else Item(item.cue, lengths[_limits(item)], item.shortest, item.longest)
        for item in items
    ]


def _limits(item: Item) -> tuple[float, float, float]:
    return item.frames, item.shortest, item.longest


def _stretched(limits: tuple[float, float, float], factor: float) -> float:
    natural, shortest, longest = limits
    return min(max(factor * natural, shortest), longest)


def _factor(elastic: Mapping[tuple[float, float, float], int], wanted: float) -> float:
    """Find k by bisection: the total grows with k, from the shortest to the longest track."""

    def total(factor: float) -> float:
        return sum(count * _stretched(limits, factor) for limits, count in elastic.items())

    low, high = 0.0, 1.0
    while total(high) < wanted and high < 1e6:
        high *= 2
    for _ in range(100):
        middle = (low + high) / 2
        if total(middle) < wanted:
            low = middle
        else:
            high = middle
    return high


# -- shares of chapters ------------------------------------------------------------------------------------------------


def _shares(items: list[Item], wanted: int, stated_frames: int | None) -> Iterable[tuple[list[Item], float]]:
    """Part the wanted length among the chapters, where one states its share; else all is one stretch.

    Chapters that state none weigh what they last by nature or, where the script states its length, what the others
    leave of it.
    """
    starts = [at for at, item in enumerate(items) if isinstance(item.cue, ChapterStart)]
    if not any(map(_share_s, items)):
        return [(items, wanted)]
    before = starts[1:] if sum(item.frames for item in items[: starts[0]]) <= frames(STARTS_WITH_TRACK_S) else starts
    edges = [0, *(at for at in before if at > 0), len(items)]
    chapters = [items[start:end] for start, end in pairwise(edges)]
    natural = [sum(item.frames for item in chapter) for chapter in chapters]
    stated = [max(map(_share_s, chapter)) * SAMPLE_RATE_HZ for chapter in chapters]
    rest = sum(length for length, share in zip(natural, stated, strict=True) if not share)
    left = (stated_frames or 0) - sum(stated)
    scale = left / rest if left > 0 and rest else 1.0
    weights = [share or length * scale for length, share in zip(natural, stated, strict=True)]
    limits = [
        (weight, sum(item.shortest for item in chapter), sum(item.longest for item in chapter))
        for weight, chapter in zip(weights, chapters, strict=True)
    ]
    factor = _factor(Counter(limits), wanted)
    return [(chapter, _stretched(own, factor)) for chapter, own in zip(chapters, limits, strict=True)]


def _share_s(item: Item) -> float:
    return (item.cue.share_s or 0.0) if isinstance(item.cue, ChapterStart) else 0.0


# -- what fills --------------------------------------------------------------------------------------------------------


def _fill(items: list[Item]) -> list[Item]:
    """Put the rest of the length before the closing chapter when that is short, else before the closing paragraph."""
    speech = [at for at, item in enumerate(items) if isinstance(item.cue, Sentence)]
    chapter = max((at for at, item in enumerate(items) if isinstance(item.cue, ChapterStart)), default=0)
    closing = [at for at in speech if at > chapter]
    if chapter and closing and len(closing) <= len(speech) / 4:
        at = closing[0] - 1
    else:
        gaps = (
            at
            for at, item in enumerate(items)
            if isinstance(item.cue, Silence) and speech and speech[0] < at < speech[-1] and item.cue.name != "soft"
        )
        wide = list(gaps)
        paragraphs = [at for at in wide if items[at].cue.name != "sentence"]  # type: ignore[union-attr] # silences only
        at = (paragraphs or wide or [len(items) - 1])[-1]
    while at > 0 and not isinstance(items[at].cue, Silence):
        at -= 1
    rest = Item(cue=rest_of_length(), frames=0.0, shortest=0.0, longest=_ENDLESS)
    return [*items[:at], rest, *items[at:]]


def _squeeze(items: Sequence[Item]) -> list[Item]:
    """Let plain pauses give way further; `exactly` and the author's own ranges keep their limits."""
    least = frames(SQUEEZED_PAUSE_S)
    return [
        item._replace(shortest=min(item.shortest, least))
        if isinstance(item.cue, Silence) and item.cue.kind == "pause" and item.shortest < item.frames
        else item
        for item in items
    ]


# -- what cannot be met ------------------------------------------------------------------------------------------------


def _out_of_range(wanted: int, own: tuple[int, int | None], reach: tuple[int, int | None] | None) -> LengthError:
    if reach and (wanted < reach[0] or (reach[1] is not None and wanted > reach[1])):
        own = reach
    shortest, longest = own
    low = _up(shortest)
    if longest is None:
        span_of_it, hint = f"{clock(low)} or longer", "Ask for a longer track."
    elif wanted < shortest:
        span_of_it, hint = (
            f"{clock(low)} to {clock(longest // SAMPLE_RATE_HZ)}",
            "Ask for a longer track, shorten the script, or let its pauses shrink further with --fill.",
        )
    else:
        span_of_it = f"{clock(low)} to {clock(longest // SAMPLE_RATE_HZ)}"
        hint = "Put [pause rest] where silence may take the remaining time, or use --fill."
    return LengthError(
        f"A track of {clock(wanted / SAMPLE_RATE_HZ)} cannot be made: this script can last {span_of_it}.", hint=hint
    )


def _up(whole: int) -> int:
    """Return seconds, rounded up, so that the length named can be met."""
    return -(-whole // SAMPLE_RATE_HZ)
