"""What a log looks like from afar: totals, days, kinds, times of day, moods. Pure, over light rows.

Totals never fall, and nothing here judges: there is no goal that is missed and no comparison with anybody.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mindful.sessions.days import day_of, number_of
from mindful.sessions.regularity import Streaks, Wish, days_within, returns, steadiness, streaks

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

TIMES_OF_DAY = {"morning": range(4, 12), "afternoon": range(12, 17), "evening": range(17, 22), "night": range(22, 28)}
"""Name -> hours of the local time; the night goes on to 4."""
_TIME_OF_HOUR = [
    name for hour in range(24) for name, hours in TIMES_OF_DAY.items() if hour in hours or hour + 24 in hours
]
FEW_PAIRS = 5
"""With fewer pairs of before and after than this, there is nothing to say."""
FEW_WORDS = "too few to say"
OFTEN_WORST = (
    "People often start when they feel worst, so what comes after tends to be nearer the middle, whatever they do."
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Tallies:
    """What a log counts out of its sessions: the light rows that statistics are made of, in any order."""

    days: Sequence[tuple[int, float]]
    """Practice day as a day number, practised seconds."""
    kinds: Sequence[tuple[str, int, float, float]]
    """Kind, sittings, practised seconds, those of the longest."""
    hours: Sequence[tuple[int, int, float]]
    """Hour of the local time at the start (0 to 23), sittings, practised seconds."""
    mood: Sequence[tuple[int, int, int]] = ()
    """Mood before, mood after, sittings with this pair."""
    tension: Sequence[tuple[int, int, int]] = ()
    """Tension before, tension after, sittings with this pair."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Share:
    """The sessions of one kind, or of one time of day."""

    sittings: int
    seconds: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Pairs:
    """What somebody noted before and after, for mood or tension."""

    pairs: Sequence[tuple[int, int, int]]
    """Before and after, 0 to 10, and how many sittings have this pair; sorted."""

    @property
    def sittings(self) -> int:
        """How many sittings have a pair."""
        return sum(count for _, _, count in self.pairs)

    @property
    def median_change(self) -> float | None:
        """The median of after less before; None when there are too few to say."""
        if self.sittings < FEW_PAIRS:
            return None
        changes = sorted(change for before, after, count in self.pairs for change in [after - before] * count)
        middle = len(changes) // 2
        return (changes[middle] + changes[-middle - 1]) / 2


@dataclass(frozen=True, kw_only=True, slots=True)
class Statistics:
    """The figures of a log on a day."""

    today: date
    """The practice day they are told on."""
    sittings: int
    total_s: float
    """Practised time."""
    longest_s: float
    """Practised time of the longest sitting."""
    days: int
    """Practice days in all."""
    days_last_14: int
    """Practice days of the last 14 days, today included."""
    days_last_28: int
    returns: int
    """Times of coming back after two days or more without practice."""
    steadiness: float
    """From 0 to 1; see `mindful.sessions.regularity.steadiness`."""
    streaks: Streaks
    seconds_by_day: Mapping[date, float]
    """Practice day -> practised time; days without practice are left out, sorted."""
    by_kind: Mapping[str, Share]
    """The most frequent first."""
    by_time_of_day: Mapping[str, Share]
    """From morning to night; times without a session are left out."""
    mood: Pairs
    tension: Pairs

    @property
    def practised_today(self) -> bool:
        """Whether today has practice; until then it is still open."""
        return self.today in self.seconds_by_day


def look_back(tallies: Tallies, *, today: date, wish: Wish | None = None) -> Statistics:
    """Return the statistics of a log.

    Args:
        tallies: As `SessionLog.tallies` counts them.
        today: The practice day of now.
        wish: How somebody would like to practise; five days a week by default.
    """
    by_day = dict(sorted(tallies.days))
    days, now = list(by_day), number_of(today)
    # Who flew west over the date line may have practised on the day that comes next here.
    latest = max(now, min(now + 1, *days[-1:], now + 1))
    wish = wish or Wish()
    kinds = sorted(tallies.kinds, key=lambda row: (-row[1], row[0]))
    return Statistics(
        today=today,
        sittings=sum(sittings for _, sittings, _, _ in kinds),
        total_s=sum(by_day.values()),
        longest_s=max((longest for _, _, _, longest in kinds), default=0.0),
        days=len(days),
        days_last_14=days_within(days, first=latest - 13, last=latest),
        days_last_28=days_within(days, first=latest - 27, last=latest),
        returns=returns(days),
        steadiness=steadiness(days, today=now, wish=wish),
        streaks=streaks(days, today=now, wish=wish),
        seconds_by_day={day_of(day): seconds for day, seconds in by_day.items()},
        by_kind={kind: Share(sittings=sittings, seconds=seconds) for kind, sittings, seconds, _ in kinds},
        by_time_of_day=_by_time_of_day(tallies.hours),
        mood=Pairs(pairs=sorted(tallies.mood)),
        tension=Pairs(pairs=sorted(tallies.tension)),
    )


def _by_time_of_day(hours: Sequence[tuple[int, int, float]]) -> dict[str, Share]:
    shares = {}
    for name in TIMES_OF_DAY:
        inside = [(sittings, seconds) for hour, sittings, seconds in hours if _TIME_OF_HOUR[hour] == name]
        if inside:
            shares[name] = Share(sittings=sum(row[0] for row in inside), seconds=sum(row[1] for row in inside))
    return shares
