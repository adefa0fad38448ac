"""Rules through every turn of the clock: nights of twenty zones, and a slow reference that walks the minutes."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, takewhile
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from cronsim import CronSim
from hypothesis import given, settings
from hypothesis import strategies as st

from mindful.reminders.rules import (
    LAST,
    Cron,
    EveryDays,
    Interval,
    Monthly,
    Occurrence,
    Once,
    RandomTimes,
    Rule,
    Weekly,
    next_due,
    occurrences,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

ZONES = [
    "Europe/Berlin", "Europe/London", "Europe/Dublin", "America/New_York", "America/St_Johns", "America/Santiago",
    "America/Asuncion", "America/Havana", "America/Nuuk", "Australia/Lord_Howe", "Australia/Sydney",
    "Pacific/Auckland", "Pacific/Chatham", "Pacific/Apia", "Africa/Casablanca", "Africa/Cairo", "Asia/Gaza",
    "Asia/Beirut", "Asia/Tehran", "Asia/Kathmandu", "Antarctica/Troll",
]  # fmt: skip
NIGHT = [time(hour, minute) for hour in range(4) for minute in (0, 30)]
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def turns(tz: ZoneInfo, first_year: int = 2010, last_year: int = 2029) -> list[datetime]:
    """Return the noons in UTC before each turn of a zone's clock."""
    noon = datetime(first_year, 1, 1, 12, tzinfo=UTC)
    found = []
    while noon.year <= last_year:
        if noon.astimezone(tz).utcoffset() != (noon + DAY).astimezone(tz).utcoffset():
            found.append(noon)
        noon += DAY
    return found


TURNS = {name: turns(ZoneInfo(name)) for name in ZONES}


def planned(rule: Rule, wall: datetime) -> bool:
    """Say from the definition of a rule whether it plans a wall time."""
    day, at = wall.date(), wall.time()
    match rule:
        case Weekly(first_on=None):
            return at in rule.times and day.weekday() in rule.weekdays
        case Weekly(first_on=date() as first_on):
            monday, first = day - day.weekday() * DAY, first_on - first_on.weekday() * DAY
            weeks = (monday - first).days // 7
            goes = at in rule.times and day.weekday() in rule.weekdays and day >= first_on
            return goes and weeks % rule.every_weeks == 0
        case EveryDays():
            return at in rule.times and day >= rule.first_on and (day - rule.first_on).days % rule.days == 0
        case Interval():
            for begins in (day, day - DAY):
                start, end = datetime.combine(begins, rule.start), datetime.combine(begins, rule.end)
                end += DAY if rule.end < rule.start else timedelta(0)
                since = (wall - start) // MINUTE
                if begins.weekday() in rule.weekdays and start <= wall <= end and since % rule.every_min == 0:
                    return True
            return False
        case Monthly():
            last = (day.replace(day=28) + 4 * DAY).replace(day=1) - DAY
            nths = {(1 + (day.day - 1) // 7, day.weekday())} | (
                {(LAST, day.weekday())} if day > last - 7 * DAY else set()
            )
            return at in rule.times and (day.day in rule.days or bool(nths & set(rule.nth_weekdays)) or (
                LAST in rule.days and day == last
            ))  # fmt: skip
        case Once():
            return wall == rule.at
        case Cron():
            return next(CronSim(rule.expression, wall - timedelta(seconds=1))) == wall
    raise AssertionError(rule)


def walked(rule: Rule, tz: ZoneInfo, after: datetime, end: datetime) -> Iterator[tuple[str, datetime]]:
    """Yield keys and instants by looking at the clock every minute: the slow reference."""
    instant = after - timedelta(hours=26)
    seen: set[datetime] = set()
    moved: dict[datetime, datetime] = {}
    before = instant.astimezone(tz).replace(tzinfo=None)
    while instant <= end:
        wall = instant.astimezone(tz).replace(tzinfo=None, fold=0)
        missing = before + MINUTE
        while missing < wall:
            # Each minute that the clock left out comes as much later as the clock was moved.
            moved[instant + (missing - before - MINUTE)] = missing
            missing += MINUTE
        rings = wall if wall not in seen and planned(rule, wall) else moved.get(instant)
        if rings and instant > after and (rings == wall or planned(rule, rings)):
            yield rings.isoformat(timespec="minutes"), instant
        seen.add(wall)
        before = wall
        instant += MINUTE


def until(end: datetime, found: Iterator[Occurrence]) -> Iterator[Occurrence]:
    """Yield the occurrences up to an instant."""
    return takewhile(lambda one: one.due <= end, found)


clocks = st.sampled_from([time(hour, minute) for hour in (0, 1, 2, 3, 7, 23) for minute in (0, 15, 30, 45)])
some_times = st.lists(clocks, min_size=1, max_size=3).map(tuple)
some_weekdays = st.sets(st.integers(0, 6), min_size=1).map(tuple)


@st.composite
def rules_near(draw: st.DrawFn, day: date) -> Rule:
    """Draw a rule that may ring around a day."""
    times = draw(some_times)
    first_on = day + draw(st.integers(-20, 3)) * DAY
    kind = draw(st.sampled_from(["daily", "weekly", "weeks", "days", "interval", "monthly", "nth", "once", "cron"]))
    match kind:
        case "daily":
            return Weekly(times=times)
        case "weekly":
            return Weekly(times=times, weekdays=draw(some_weekdays))
        case "weeks":
            weekdays = draw(some_weekdays)
            return Weekly(times=times, weekdays=weekdays, every_weeks=draw(st.integers(2, 3)), first_on=first_on)
        case "days":
            return EveryDays(days=draw(st.integers(2, 5)), times=times, first_on=first_on)
        case "interval":
            start, end = draw(st.lists(clocks, min_size=2, max_size=2, unique=True))
            every = draw(st.sampled_from([7, 15, 20, 60]))
            length = (datetime.combine(day, end) - datetime.combine(day, start)) % DAY // MINUTE
            return Interval(every_min=min(every, length), start=start, end=end, weekdays=draw(some_weekdays))
        case "monthly":
            return Monthly(times=times, days=tuple(draw(st.sets(st.sampled_from([*range(1, 32), LAST]), min_size=1))))
        case "nth":
            return Monthly(times=times, nth_weekdays=((draw(st.sampled_from([1, 2, 3, 4, 5, LAST])), day.weekday()),))
        case "once":
            return Once(at=datetime.combine(day + draw(st.integers(-1, 2)) * DAY, times[0]))
    cron = ["*/20 * * * *", "30 2 * * *", "15 0-3 * * 0,6", "0 1,2 28-31 * 1", "5 */2 * * *", "30 23 L * *"]
    return Cron(expression=draw(st.sampled_from(cron)))


@st.composite
def nights(draw: st.DrawFn) -> tuple[ZoneInfo, datetime, Rule]:
    """Draw a zone, an instant near one of its turns, and a rule."""
    name = draw(st.sampled_from(ZONES))
    noon = draw(st.sampled_from(TURNS[name])) if TURNS[name] else datetime(2027, 3, 27, 12, tzinfo=UTC)
    after = noon + draw(st.integers(-24 * 60, 36 * 60)) * MINUTE + draw(st.integers(0, 59)) * timedelta(seconds=1)
    return ZoneInfo(name), after, draw(rules_near(noon.date()))


@settings(max_examples=100, deadline=None)
@given(nights())
def test_next_due_agrees_with_walking_the_minutes(night: tuple[ZoneInfo, datetime, Rule]) -> None:
    tz, after, rule = night
    end = after.replace(second=0) + timedelta(hours=40)
    expected = list(walked(rule, tz, after.replace(second=0) - MINUTE, end))
    expected = [(key, due) for key, due in expected if due > after]
    found = until(end, occurrences(rule, tz, after))
    assert [(one.key, one.due) for one in found] == expected


@pytest.mark.parametrize("name", ZONES)
def test_a_daily_time_of_the_night_comes_once_on_every_day(name: str) -> None:
    tz = ZoneInfo(name)
    for noon in TURNS[name] or [datetime(2027, 3, 27, 12, tzinfo=UTC)]:
        days = sorted({(noon + hours * timedelta(hours=1)).astimezone(tz).date() for hours in range(-48, 72)})
        for at in NIGHT:
            first = datetime.combine(days[0], time(), tz) - MINUTE
            last = datetime.combine(days[-1] + DAY, time(), tz) - MINUTE
            found = list(until(last, occurrences(Weekly(times=(at,)), tz, first)))
            assert [one.key for one in found] == [f"{day}T{at:%H:%M}" for day in days]
            for one, day in zip(found, days, strict=True):
                assert one.local.date() == day
                assert one.local.fold == 0
                assert one.local.time() == at or timedelta(minutes=30) <= after_gap(one, at) <= timedelta(hours=2)


def after_gap(one: Occurrence, at: time) -> timedelta:
    """Return how far an occurrence was moved, which its clock must have been turned by."""
    before = (one.due - timedelta(hours=3)).astimezone(one.local.tzinfo).utcoffset()
    offset = one.local.utcoffset()
    assert before is not None
    assert offset is not None
    moved = one.local.replace(tzinfo=None) - datetime.combine(one.local.date(), at)
    assert moved == offset - before
    return moved


def test_berlin_spring_and_autumn() -> None:
    tz = ZoneInfo("Europe/Berlin")
    rule = Weekly(times=(time(2, 30),))
    spring = list(islice(occurrences(rule, tz, datetime(2027, 3, 27, 12, tzinfo=UTC)), 2))
    assert [(one.key, one.local.isoformat()) for one in spring] == [
        ("2027-03-28T02:30", "2027-03-28T03:30:00+02:00"),
        ("2027-03-29T02:30", "2027-03-29T02:30:00+02:00"),
    ]
    autumn = list(islice(occurrences(rule, tz, datetime(2027, 10, 30, 12, tzinfo=UTC)), 2))
    assert [one.due.isoformat() for one in autumn] == ["2027-10-31T00:30:00+00:00", "2027-11-01T01:30:00+00:00"]


def test_a_moved_time_and_a_planned_one_at_the_same_instant_are_one() -> None:
    tz = ZoneInfo("Europe/Berlin")
    rule = Interval(every_min=30, start=time(1), end=time(4))
    found = islice(occurrences(rule, tz, datetime(2027, 3, 27, 23, tzinfo=UTC)), 5)
    keys = [one.key[11:] for one in found]
    assert keys == ["01:00", "01:30", "03:00", "03:30", "04:00"]


def test_a_day_that_a_zone_skipped_gives_nothing_twice() -> None:
    tz = ZoneInfo("Pacific/Apia")
    after = datetime(2011, 12, 29, 12, tzinfo=tz)
    daily = islice(occurrences(Weekly(times=(time(7),)), tz, after), 2)
    assert [one.key for one in daily] == ["2011-12-31T07:00", "2012-01-01T07:00"]
    once = next_due(Once(at=datetime(2011, 12, 30, 9)), tz, after)  # noqa: DTZ001 -- a wall time
    assert once is not None
    assert once.local.isoformat() == "2011-12-31T09:00:00+14:00"
    bells = RandomTimes(count=3, start=time(9), end=time(18), gap_min=30)
    days = [one.key[:10] for one in islice(occurrences(bells, tz, after), 12)]
    assert "2011-12-30" not in days
    assert days.count("2011-12-31") == days.count("2012-01-01") == 3


def test_a_clock_set_back_finds_the_same_keys_again() -> None:
    tz = ZoneInfo("Europe/Berlin")
    rule = Weekly(times=(time(2, 30), time(7, 30)))
    now = datetime(2027, 10, 31, 6, tzinfo=UTC)
    again = {one.key for one in islice(occurrences(rule, tz, now - timedelta(hours=8)), 3)}
    first = {one.key for one in islice(occurrences(rule, tz, now - timedelta(hours=6)), 3)}
    assert first == again == {"2027-10-31T02:30", "2027-10-31T07:30", "2027-11-01T02:30"}


def test_a_journey_keeps_the_key_of_a_floating_time() -> None:
    rule = Weekly(times=(time(7, 30),))
    berlin = next_due(rule, ZoneInfo("Europe/Berlin"), datetime(2027, 5, 1, 0, tzinfo=UTC))
    assert berlin is not None
    new_york = next_due(rule, ZoneInfo("America/New_York"), berlin.due)
    assert new_york is not None
    assert new_york.key == berlin.key == "2027-05-01T07:30"
