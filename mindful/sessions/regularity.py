"""How regularly somebody practises, told from the practice days alone: returns, streaks, steadiness. Pure.

Days are day numbers (see `mindful.sessions.days`), sorted, each once.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from mindful.sessions.days import week_of, weekday_of

if TYPE_CHECKING:
    from collections.abc import Sequence

AWAY_DAYS = 2
"""As many days without practice, and the next sitting is a return."""
FREE_DAYS = 2
"""Of each week, Monday to Sunday, beside the rest days; they break no streak."""
_HALF_LIFE = 13
"""Of steadiness, in days, for a wish of every day: as in Loop Habit Tracker, whose score this is.
https://github.com/iSoron/uhabits/blob/dev/uhabits-core/src/jvmMain/java/org/isoron/uhabits/core/models/Score.kt"""
_WORDS = ("light", "now and then", "taking root", "steady", "very steady")
"""For a fifth of the scale each."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Wish:
    """How somebody would like to practise."""

    days_a_week: int = 5
    """From 1 to 7."""
    rest_days: frozenset[int] = frozenset()
    """Weekdays on which nothing is planned: 0 is Monday."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Streaks:
    """Practice days that follow on one another, with rest days and free days in between."""

    current: int
    """Practice days in the one that reaches to today, which is still open."""
    longest: int
    """Practice days in the longest of all."""


def returns(days: Sequence[int]) -> int:
    """Return how many times somebody came back after two days or more without practice."""
    return sum(later - earlier > AWAY_DAYS for earlier, later in pairwise(days))


def days_within(days: Sequence[int], *, first: int, last: int) -> int:
    """Return how many of the days lie between two days, both included."""
    return bisect_right(days, last) - bisect_left(days, first)


def streaks(days: Sequence[int], *, today: int, wish: Wish) -> Streaks:
    """Return the streaks: a week may lack two days beside its rest days, and today counts only once it has practice."""
    longest = run = 0
    missed: Counter[int] = Counter()
    for earlier, later in zip((None, *days), (*days, None), strict=True):
        if earlier is not None:
            run += 1
            longest = max(longest, run)
            end = today if later is None else later
            if _broken(range(earlier + 1, end), missed, wish):
                run = 0
                missed.clear()
    return Streaks(current=run, longest=longest)


def _broken(gap: range, missed: Counter[int], wish: Wish) -> bool:
    """Tell whether the days of a gap break the streak; `missed` holds the misses of each week so far."""
    for day in gap:
        if weekday_of(day) not in wish.rest_days:
            missed[week_of(day)] += 1
            if missed[week_of(day)] > FREE_DAYS:
                return True
    return False


def steadiness(days: Sequence[int], *, today: int, wish: Wish) -> float:
    """Return how steady practice has been of late, from 0 to near 1.

    Each day moves the score a little towards its check: ``m = 0.5 ** (sqrt(f) / 13)``, then
    ``score * m + check * (1 - m)``. f is the wished days for each day; the check is 1 when the seven days that end
    there hold as many practice days as wished, and the part of it that they hold otherwise. A wish of every day looks
    at the day alone. Today counts only once it has practice.
    """
    if not days:
        return 0.0
    last = max(days[-1], today if today in days[-1:] else today - 1)
    keep = 0.5 ** ((wish.days_a_week / 7) ** 0.5 / _HALF_LIFE)
    window = 1 if wish.days_a_week == 7 else 7
    wanted = 1 if wish.days_a_week == 7 else wish.days_a_week
    practised = set(days)
    score, within = 0.0, 0
    for day in range(days[0], last + 1):
        within += (day in practised) - (day - window in practised)
        score = score * keep + min(1.0, within / wanted) * (1 - keep)
    return score


def steadiness_word(score: float) -> str:
    """Return a word for a steadiness."""
    return _WORDS[min(int(score * len(_WORDS)), len(_WORDS) - 1)]
