"""When a rule comes next: planned wall times -> instants, through every turn of a zone's clock. Pure.

A time in a gap moves forward by the gap, a time in a fold happens once, the first. Where a moved time meets a planned
one there is one occurrence, the planned. A day that a zone skipped is one long gap.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from mindful.errors import ReminderError
from mindful.reminders.places import sun_at
from mindful.reminders.rules.model import AtSun, RandomTimes, Rule, window_min
from mindful.reminders.rules.walls import ONE_DAY, at_midnight, planned_days, planned_walls

if TYPE_CHECKING:
    from collections.abc import Iterator

_WIDEST_GAP = timedelta(hours=25)
"""Longer than any gap of a zone's clock; the widest are the days that Pacific zones skipped."""
_NOTHING = timedelta(0)
_NOON = time(12)


@dataclass(frozen=True, kw_only=True, slots=True)
class Occurrence:
    """One coming of a reminder."""

    key: str
    """The planned wall time, ``2027-03-28T02:30``; ``...#2`` for the second bell of a window that begins then.

    It stays the same on a fold night, when a clock is set back and on a journey, so that a ledger of keys never lets
    one occurrence happen twice.
    """
    due: datetime
    """The instant, in UTC."""
    local: datetime
    """The same instant on the clock of the reminder's zone."""


def zone(name: str) -> ZoneInfo:
    """Return the zone of an IANA name such as ``Europe/Berlin``.

    Raises:
        ReminderError: There is no such zone.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ReminderError(
            f'There is no time zone called "{name}".', hint="Write it like Europe/Berlin or America/New_York."
        ) from error


def next_due(
    rule: Rule,
    tz: ZoneInfo,
    after: datetime,
    *,
    seed: str = "",
    start_on: date | None = None,
    end_on: date | None = None,
) -> Occurrence | None:
    """Return the first occurrence later than an instant, or None when there is none before the year 9999.

    Args:
        rule: What was planned.
        tz: The reminder's zone; for a floating reminder the zone where the person is now.
        after: Aware. An occurrence at this very instant is not returned.
        seed: The reminder's id; it decides random times and nothing else.
        start_on: The first planned day.
        end_on: The last planned day; a window that begins on it ends as it would.

    Raises:
        ValueError: `after` has no zone.
    """
    if after.tzinfo is None:
        raise ValueError("after must be an aware datetime")
    after = after.astimezone(UTC)
    try:
        clock = after.astimezone(tz)
        since = clock.replace(tzinfo=None, fold=0) - _just_skipped(clock, after, tz)
        first, last = start_on or date.min, end_on or date.max
        since = max(since, at_midnight(first))
        if isinstance(rule, RandomTimes | AtSun):
            return _next_by_day(rule, tz, after=after, since=since.date(), first=first, last=last, seed=seed)
        return _next_by_wall(rule, tz, after=after, since=since, first=first, last=last)
    except OverflowError:
        return None


def occurrences(
    rule: Rule,
    tz: ZoneInfo,
    after: datetime,
    *,
    seed: str = "",
    start_on: date | None = None,
    end_on: date | None = None,
) -> Iterator[Occurrence]:
    """Yield every occurrence later than an instant, in order; for most rules without end. Arguments as `next_due`."""
    while found := next_due(rule, tz, after, seed=seed, start_on=start_on, end_on=end_on):
        yield found
        after = found.due


def instant_of(wall: datetime, tz: ZoneInfo) -> datetime:
    """Return when a naive wall time comes, in UTC: the first of two, or moved forward by the gap it lies in.

    The offset before the turn gives both, which is what fold 0 means (PEP 495; RFC 5545, 3.3.5, says the same).
    """
    return wall.replace(tzinfo=tz, fold=0).astimezone(UTC)


def _just_skipped(clock: datetime, after: datetime, tz: ZoneInfo) -> timedelta:
    """Return how much a zone's clock was moved forward of late: the planned times of that gap may still be to come.

    In no zone do two turns of the clock lie within 25 hours of each other, so that comparing offsets finds each.
    """
    before = (after - _WIDEST_GAP).astimezone(tz).utcoffset() or _NOTHING
    return max((clock.utcoffset() or _NOTHING) - before, _NOTHING)


def _next_by_wall(
    rule: Rule, tz: ZoneInfo, *, after: datetime, since: datetime, first: date, last: date
) -> Occurrence | None:
    best: tuple[datetime, datetime] | None = None
    clock = since
    for day, wall in planned_walls(rule, since):
        # Nothing planned behind the best one's own clock can come before it.
        if day > last or (best and wall > clock):
            break
        due = instant_of(wall, tz)
        # Of two at one instant the later planned is the one that the gap did not move.
        if due > after and day >= first and (best is None or due <= best[0]):
            best = due, wall
            clock = due.astimezone(tz).replace(tzinfo=None)
    return _occurrence(*best, tz) if best else None


def _next_by_day(
    rule: RandomTimes | AtSun, tz: ZoneInfo, *, after: datetime, since: date, first: date, last: date, seed: str
) -> Occurrence | None:
    # A window may have begun on the day before. The sun of a far place may be half a day off, its offset another half.
    margin = ONE_DAY if isinstance(rule, RandomTimes) else 2 * ONE_DAY
    best: Occurrence | None = None
    for day in planned_days(rule, max(since - margin, first)):
        if day > last or (best and day > best.local.date() + margin):
            break
        for found in _bells(rule, tz, day, seed) if isinstance(rule, RandomTimes) else (_at_sun(rule, tz, day),):
            if found.due > after and (best is None or found.due <= best.due):
                best = found
    return best


def _occurrence(due: datetime, planned: datetime, tz: ZoneInfo, mark: str = "") -> Occurrence:
    key = planned.replace(tzinfo=None).isoformat(timespec="minutes")
    return Occurrence(key=key + mark, due=due, local=due.astimezone(tz))


def _bells(rule: RandomTimes, tz: ZoneInfo, day: date, seed: str) -> Iterator[Occurrence]:
    """Yield the bells of the window that begins on a day, drawn evenly from all sets that keep the gap.

    The window is measured in real minutes, so that a turn of the clock takes no bell and no gap.
    """
    start = datetime.combine(day, rule.start)
    opens = instant_of(start, tz)
    if opens.astimezone(tz).replace(tzinfo=None) - start >= ONE_DAY:
        return  # the zone skipped this day, and its window with it
    closes = instant_of(start + timedelta(minutes=window_min(rule.start, rule.end)), tz)
    length_min = int((closes - opens) / timedelta(minutes=1))
    gap_min = min(rule.gap_min, length_min // max(rule.count - 1, 1))
    free_min = length_min - (rule.count - 1) * gap_min
    drawn = sorted(_draw(seed, day, bell) % (free_min + 1) for bell in range(rule.count))
    for bell, minute in enumerate(drawn):
        due = opens + timedelta(minutes=minute + bell * gap_min)
        yield _occurrence(due, start, tz, f"#{bell + 1}" if bell else "")


def _draw(seed: str, day: date, bell: int) -> int:
    """Return a number that depends on nothing but its arguments, on any machine and in any version of Python."""
    return int.from_bytes(sha256(f"{seed}\n{day}\n{bell}".encode()).digest()[:8])


def _at_sun(rule: AtSun, tz: ZoneInfo, day: date) -> Occurrence:
    event = sun_at(rule.event, rule.place, instant_of(datetime.combine(day, _NOON), tz))
    if event is None:
        wall = datetime.combine(day, rule.fallback)
        return _occurrence(instant_of(wall, tz), wall, tz)
    due = event + timedelta(minutes=rule.offset_min)
    return _occurrence(due, due.astimezone(tz), tz)
