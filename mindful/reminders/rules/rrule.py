"""RRULE, the words of calendars (RFC 5545), as rules: a strict subset, refused in words where it ends. Pure.

Read are FREQ=DAILY, WEEKLY and MONTHLY with INTERVAL, BYDAY, BYMONTHDAY, BYHOUR, BYMINUTE, WKST, UNTIL and, with a
DTSTART, COUNT. Anything else is refused, since a rule that is read in part rings at wrong times.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import MAXYEAR, date, datetime, time, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from mindful.errors import ReminderError
from mindful.reminders.rules.model import EVERY_DAY, LAST, EveryDays, Interval, Monthly, Rule, Weekly
from mindful.reminders.rules.occurrences import zone
from mindful.reminders.rules.walls import planned_walls

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
"""The weekdays of RFC 5545, from 0, Monday."""
_HINT = 'Write it like "FREQ=WEEKLY;BYDAY=MO,WE;BYHOUR=7;BYMINUTE=30" or "FREQ=DAILY;BYHOUR=21;BYMINUTE=0".'
_KNOWN = {
    "FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "BYHOUR", "BYMINUTE", "BYSECOND", "WKST", "UNTIL", "COUNT",
}  # fmt: skip
_START = re.compile(r"DTSTART(?:;TZID=([^:;]+))?:(\d{8}T\d{6})(Z?)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """A rule as it was read, with the days between which it holds."""

    rule: Rule
    start_on: date | None = None
    """The first day; None is at once."""
    end_on: date | None = None
    """The last day; None is without end."""


def read_rrule(text: str, *, now: datetime, tz: ZoneInfo) -> Reading:
    """Read an RRULE as calendars write it, with or without ``RRULE:`` before it and a DTSTART line above it.

    Args:
        text: One line, or two.
        now: Aware; a rule of every second day without a DTSTART counts from its date.
        tz: The reminder's zone, for an UNTIL in UTC.

    Raises:
        ReminderError: It is no RRULE, or says what no rule of ours can; the message shows the part.
    """
    lines = text.replace("\\n", "\n").split()
    start = None
    if lines and lines[0].upper().startswith("DTSTART"):
        start = _read_start(lines.pop(0), tz)
    if len(lines) != 1:
        raise ReminderError(f'"{text.strip()}" is no RRULE.', hint=_HINT)
    return rule_of(lines[0], start=start, today=now.astimezone(tz).date(), tz=tz)


def rule_of(text: str, *, start: datetime | None, today: date, tz: ZoneInfo) -> Reading:
    """Read the parts of an RRULE.

    Args:
        text: The parts, such as ``FREQ=DAILY;INTERVAL=2``.
        start: The wall time of DTSTART, which gives whatever the parts leave open; None when there is none.
        today: What counts from a first day begins here without a DTSTART.
        tz: The zone of the wall times.

    Raises:
        ReminderError: As `read_rrule`.
    """
    parts = _parts(text)
    times = _times(parts, start)
    day = start.date() if start else None
    rule = _rule(parts, times, day, day or today)
    end_on = _end(parts, times, tz)
    if "COUNT" in parts:
        end_on = _end_of_count(_number(parts, "COUNT"), rule, times, start)
    return Reading(rule=rule, start_on=day, end_on=end_on)


def _in_zone(wall: datetime, tz: ZoneInfo, part: str) -> datetime:
    """Return a wall time of UTC as one of a zone."""
    try:
        return wall.replace(tzinfo=zone("UTC")).astimezone(tz).replace(tzinfo=None)
    except OverflowError:
        raise _refusal(part) from None


def _read_start(line: str, tz: ZoneInfo) -> datetime:
    match = _START.fullmatch(line.upper() if "TZID" not in line.upper() else line)
    if not match:
        raise _refusal(line)
    wall = _wall(match[2], line)
    if match[3]:
        return _in_zone(wall, tz, line)
    if match[1] and match[1] != tz.key:
        raise ReminderError(
            f'The zone of "{line}" is not the reminder\'s, {tz.key}.', hint=f"Give the option --tz {match[1]}."
        )
    return wall


def _parts(text: str) -> dict[str, str]:
    parts: dict[str, str] = {}
    for part in text.upper().removeprefix("RRULE:").strip(";").split(";"):
        name, _, value = part.partition("=")
        if name not in _KNOWN or not value or name in parts:
            raise _refusal(part)
        parts[name] = value
    if parts.get("BYSECOND", "0") != "0":
        raise _refusal(f"BYSECOND={parts['BYSECOND']}")
    return parts


def _refusal(part: str) -> ReminderError:
    return ReminderError(f'"{part}" cannot be part of a reminder\'s RRULE.', hint=_HINT)


def _number(parts: dict[str, str], name: str, default: int = 1) -> int:
    text = parts.get(name, str(default))
    if not text.isdecimal() or int(text) < 1:
        raise _refusal(f"{name}={text}")
    return int(text)


def _numbers(parts: dict[str, str], name: str, low: int, high: int) -> tuple[int, ...]:
    try:
        found = tuple(int(word) for word in parts[name].split(","))
    except ValueError:
        found = (high + 1,)
    if not all(low <= number <= high for number in found):
        raise _refusal(f"{name}={parts[name]}")
    return found


def _times(parts: dict[str, str], start: datetime | None) -> tuple[time, ...]:
    if not start and not {"BYHOUR", "BYMINUTE"} <= parts.keys():
        raise ReminderError("The RRULE does not say at what time of day: BYHOUR and BYMINUTE are missing.", hint=_HINT)
    if start and start.second:
        raise _refusal(f"DTSTART with {start.second} seconds")
    hours = _numbers(parts, "BYHOUR", 0, 23) if "BYHOUR" in parts else (start.hour,) if start else ()
    minutes = _numbers(parts, "BYMINUTE", 0, 59) if "BYMINUTE" in parts else (start.minute,) if start else ()
    return tuple(time(hour, minute) for hour in sorted(set(hours)) for minute in sorted(set(minutes)))


def _rule(parts: dict[str, str], times: tuple[time, ...], day: date | None, first_on: date) -> Rule:
    every = _number(parts, "INTERVAL")
    match parts.get("FREQ"):
        case "DAILY" if "BYMONTHDAY" not in parts and every == 1:
            return Weekly(times=times, weekdays=_weekdays(parts, None))
        case "DAILY" if "BYMONTHDAY" not in parts and "BYDAY" not in parts:
            return EveryDays(days=every, times=times, first_on=first_on)
        case "WEEKLY" if "BYMONTHDAY" not in parts:
            if every > 1 and parts.get("WKST", "MO") != "MO":
                raise _refusal(f"WKST={parts['WKST']}")
            if not day and "BYDAY" not in parts:
                raise ReminderError("The RRULE does not say on which days: BYDAY is missing.", hint=_HINT)
            weekdays = _weekdays(parts, day)
            return Weekly(times=times, weekdays=weekdays, every_weeks=every, first_on=first_on if every > 1 else None)
        case "MONTHLY" if every == 1 and not {"BYDAY", "BYMONTHDAY"} <= parts.keys():
            return _monthly(parts, times, day)
        case "MONTHLY" if every > 1:
            raise _refusal(f"INTERVAL={every}")
        case "DAILY" | "WEEKLY" | "MONTHLY":
            name = "BYMONTHDAY" if "BYMONTHDAY" in parts else "BYDAY"
            raise _refusal(f"{name}={parts[name]}")
        case None:
            raise ReminderError("The RRULE does not say how often: FREQ is missing.", hint=_HINT)
        case other:
            raise _refusal(f"FREQ={other}")


def _weekdays(parts: dict[str, str], day: date | None) -> tuple[int, ...]:
    if "BYDAY" not in parts:
        return (day.weekday(),) if day else EVERY_DAY
    words = parts["BYDAY"].split(",")
    if not set(words) <= set(DAYS):
        raise _refusal(f"BYDAY={parts['BYDAY']}")
    return tuple(DAYS.index(word) for word in words)


def _monthly(parts: dict[str, str], times: tuple[time, ...], day: date | None) -> Rule:
    if "BYDAY" in parts:
        words = [(word[:-2], word[-2:]) for word in parts["BYDAY"].split(",")]
        # A weekday without a number is every such day of the month: a weekly rule in disguise, which other parts of
        # the RFC limit further.
        if any(n not in {"1", "2", "3", "4", "5", "-1"} or weekday not in DAYS for n, weekday in words):
            raise _refusal(f"BYDAY={parts['BYDAY']}")
        return Monthly(times=times, nth_weekdays=tuple((int(n), DAYS.index(weekday)) for n, weekday in words))
    if "BYMONTHDAY" not in parts and not day:
        raise ReminderError("The RRULE does not say on which day: BYMONTHDAY or BYDAY is missing.", hint=_HINT)
    numbers = _numbers(parts, "BYMONTHDAY", LAST, 31) if "BYMONTHDAY" in parts else (day.day,) if day else ()
    if 0 in numbers:
        raise _refusal(f"BYMONTHDAY={parts['BYMONTHDAY']}")
    return Monthly(times=times, days=numbers)


def _wall(text: str, part: str) -> datetime:
    try:
        return datetime.strptime(text, "%Y%m%dT%H%M%S")  # noqa: DTZ007 -- a wall time
    except ValueError:
        raise _refusal(part) from None


def _end(parts: dict[str, str], times: tuple[time, ...], tz: ZoneInfo) -> date | None:
    """Return the last day of an UNTIL; one that ends between two times of a day is refused."""
    if "UNTIL" not in parts:
        return None
    part = f"UNTIL={parts['UNTIL']}"
    if "COUNT" in parts:
        raise _refusal(part)
    if parts["UNTIL"].startswith(str(MAXYEAR)):
        # What other programs write for "without end".
        return None
    if len(parts["UNTIL"]) == 8:
        return _wall(parts["UNTIL"] + "T000000", part).date()
    until = _wall(parts["UNTIL"].removesuffix("Z"), part)
    if parts["UNTIL"].endswith("Z"):
        until = _in_zone(until, tz, part)
    if until.time() >= times[-1]:
        return until.date()
    if until.time() < times[0]:
        return until.date() - timedelta(days=1)
    raise _refusal(part)


def _end_of_count(count: int, rule: Rule, times: tuple[time, ...], start: datetime | None) -> date:
    """Return the last day of a COUNT, which ends with a day's last time or is refused."""
    if start is None:
        raise _refusal(f"COUNT={count}")
    try:
        *_, (day, last) = islice(planned_walls(rule, start), count)
    except OverflowError:
        raise _refusal(f"COUNT={count}") from None
    if last.time() != times[-1]:
        raise _refusal(f"COUNT={count}")
    return day


def write_rrule(rule: Rule, shift_days: int = 0) -> str | None:
    """Write the RRULE of a rule's days, to which a DTSTART gives the time of day; None where RFC 5545 has no words.

    Args:
        rule: Any rule; a random, a sun's, a cron's and a single one have no RRULE.
        shift_days: 1 for times behind the midnight that a window crosses.
    """
    match rule:
        case EveryDays():
            return f"FREQ=DAILY;INTERVAL={rule.days}"
        case Monthly(days=days, nth_weekdays=()):
            return f"FREQ=MONTHLY;BYMONTHDAY={','.join(map(str, days))}"
        case Monthly(days=(), nth_weekdays=pairs):
            return "FREQ=MONTHLY;BYDAY=" + ",".join(f"{n}{DAYS[weekday]}" for n, weekday in pairs)
        case Weekly(every_weeks=every) if every > 1:
            return f"FREQ=WEEKLY;INTERVAL={every};BYDAY={_by_day(rule.weekdays)};WKST=MO"
        case Weekly() | Interval():
            weekdays = tuple(sorted((weekday + shift_days) % 7 for weekday in rule.weekdays))
            return "FREQ=DAILY" if weekdays == EVERY_DAY else f"FREQ=WEEKLY;BYDAY={_by_day(weekdays)}"
        case _:
            return None


def _by_day(weekdays: tuple[int, ...]) -> str:
    return ",".join(DAYS[weekday] for weekday in weekdays)
