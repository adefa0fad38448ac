"""What a rule was understood as, in one sentence, and its next times. Pure.

The sentence of every rule but a cron's is a phrase itself: reading it gives the same rule.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from mindful.reminders.rules.model import (
    EVERY_DAY,
    LAST,
    AtSun,
    Cron,
    EveryDays,
    Interval,
    Monthly,
    Once,
    RandomTimes,
    Rule,
    Weekly,
)
from mindful.reminders.rules.occurrences import occurrences

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime, time
    from zoneinfo import ZoneInfo

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ORDINALS = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", LAST: "last"}
_SUFFIXES = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}


def describe(rule: Rule) -> str:
    """Say in one sentence when a rule comes, by the 24-hour clock: ``Monday to Friday at 07:30``."""
    match rule:
        case Weekly(every_weeks=1):
            return f"{_days(rule.weekdays)} at {_times(rule.times)}."
        case Weekly():
            days = _listed(_WEEKDAYS[day] for day in rule.weekdays)
            return f"Every {rule.every_weeks} weeks on {days} at {_times(rule.times)}, from {rule.first_on}."
        case EveryDays():
            return f"Every {rule.days} days at {_times(rule.times)}, from {rule.first_on}."
        case Interval():
            window = f"between {rule.start:%H:%M} and {rule.end:%H:%M}"
            return f"Every {_minutes(rule.every_min, one='')} {window}, {_lower(_days(rule.weekdays))}."
        case RandomTimes():
            window = f"between {rule.start:%H:%M} and {rule.end:%H:%M}"
            apart = f"at random, at least {_minutes(rule.gap_min)} apart"
            return f"{rule.count} times {window}, {apart}, {_lower(_days(rule.weekdays))}."
        case Monthly():
            return f"Monthly on {_listed(_month_days(rule))} at {_times(rule.times)}."
        case Once():
            return f"Once on {rule.at:%Y-%m-%d} at {rule.at:%H:%M}."
        case AtSun():
            return _at_sun(rule)
        case Cron():
            return f'At the times of the cron expression "{rule.expression}".'


def echo(
    rule: Rule, tz: ZoneInfo, after: datetime, *, seed: str = "", start_on: date | None = None,
    end_on: date | None = None, count: int = 3,
) -> str:  # fmt: skip
    """Say when a rule comes and, below, its next times, so that a misreading is seen before it is saved.

    Arguments as `rules.next_due`.
    """
    bounds = (f"From {start_on}." if start_on else "", f"Until {end_on}." if end_on else "")
    first = " ".join(filter(None, (describe(rule), *bounds)))
    coming = islice(occurrences(rule, tz, after, seed=seed, start_on=start_on, end_on=end_on), count)
    lines = [f"  {found.local:%a %Y-%m-%d %H:%M}" for found in coming]
    return "\n".join([first, *(lines or ["  It does not come any more."])])


def _at_sun(rule: AtSun) -> str:
    side = "before" if rule.offset_min < 0 else "after"
    offset = f"{_minutes(abs(rule.offset_min))} {side}" if rule.offset_min else "at"
    name = f" ({rule.place.name})" if rule.place.name else ""
    place = f"near {_degrees(rule.place.latitude_deg)},{_degrees(rule.place.longitude_deg)}{name}"
    return f"{_days(rule.weekdays)} {offset} {rule.event} {place}, else at {rule.fallback:%H:%M}."


def _minutes(minutes: int, one: str = "1 ") -> str:
    number, unit = (minutes // 60, "hour") if minutes % 60 == 0 else (minutes, "minute")
    return f"{one}{unit}" if number == 1 else f"{number} {unit}s"


def _degrees(angle: float) -> str:
    return f"{angle:.6f}".rstrip("0").rstrip(".")


def _days(weekdays: tuple[int, ...]) -> str:
    if weekdays == EVERY_DAY:
        return "Every day"
    if len(weekdays) > 2 and weekdays[-1] - weekdays[0] == len(weekdays) - 1:
        return f"{_WEEKDAYS[weekdays[0]]} to {_WEEKDAYS[weekdays[-1]]}"
    return _listed(_WEEKDAYS[day] for day in weekdays)


def _lower(days: str) -> str:
    return "every day" if days == "Every day" else days


def _month_days(rule: Monthly) -> Iterable[str]:
    for day in rule.days:
        yield "the last day" if day == LAST else f"the {day}{_SUFFIXES.get(day, 'th')}"
    for n, weekday in rule.nth_weekdays:
        yield f"the {_ORDINALS[n]} {_WEEKDAYS[weekday]}"


def _times(times: tuple[time, ...]) -> str:
    return _listed(f"{at:%H:%M}" for at in times)


def _listed(items: Iterable[str]) -> str:
    *most, last = items
    return f"{', '.join(most)} and {last}" if most else last
