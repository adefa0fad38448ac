"""Reminders to and from calendars: RFC 5545 by the icalendar library. Pure: bytes out, bytes in.

A rule that RRULE can say becomes one event for each time of the day, since calendars read a DTSTART more surely than
BYHOUR. What it cannot say (random times, the sun's, cron's) becomes one event for each coming time up to a horizon,
and a note says so. No event carries a title or a message unless it is asked to.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile
from typing import TYPE_CHECKING, Any, cast

from icalendar import Alarm, Calendar, Event, vRecur

from mindful.errors import ReminderError
from mindful.reminders.observances import time_zone
from mindful.reminders.rules.model import EveryDays, Interval, Monthly, Once, Rule, Weekly
from mindful.reminders.rules.notation import read_rule, write_rule
from mindful.reminders.rules.occurrences import instant_of, occurrences, zone
from mindful.reminders.rules.rrule import rule_of, write_rrule
from mindful.reminders.rules.walls import at_midnight, planned_walls

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from zoneinfo import ZoneInfo

SUMMARY = "Time for your pause"
"""What an event is called: nothing that a shared calendar would give away."""
FLOATING = "floating"
"""The zone of a reminder that follows the person."""
HORIZON_DAYS = 90
"""How far ahead what has no RRULE is written out."""
LENGTH_S = 600.0
"""How long an event is shown in a calendar, unless the practice's length is known."""
_ID, _RULE = "X-MINDFUL-REMINDER", "X-MINDFUL-RULE"
_PRODUCT = "-//mindful//reminders//EN"


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """A reminder as a calendar is given it."""

    id: str
    """It makes the events' UIDs, which stay the same from export to export."""
    rule: Rule
    tz: str
    """An IANA name, or `FLOATING`."""
    start_on: date | None = None
    end_on: date | None = None
    summary: str = SUMMARY
    """Shown by calendars; the default says nothing of the practice."""
    length_s: float = LENGTH_S


@dataclass(frozen=True, kw_only=True, slots=True)
class Exported:
    """A calendar, and what it could not say."""

    content: bytes
    notes: tuple[str, ...]
    """One sentence for each reminder that is written out in dates."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Imported:
    """The reminders of a calendar, and what is none."""

    entries: tuple[Entry, ...]
    notes: tuple[str, ...]
    """One sentence for each event that was left out."""


def write_ics(entries: Iterable[Entry], *, now: datetime, here: ZoneInfo, horizon_days: int = HORIZON_DAYS) -> Exported:
    """Write reminders as a calendar with an alarm at each time.

    Args:
        entries: The reminders.
        now: Aware; events without a first day begin here.
        here: Where the person is, for a floating reminder that is written out in dates.
        horizon_days: How far ahead what has no RRULE is written out.
    """
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    notes: list[str] = []
    entries = tuple(entries)
    for name in sorted({entry.tz for entry in entries} - {FLOATING}):
        calendar.add_component(time_zone(zone(name), now))
    for entry in entries:
        if isinstance(entry.rule, Once | Weekly | EveryDays | Monthly | Interval):
            events = _recurring(entry, now, here)
        else:
            events = _written_out(entry, now, here, now + timedelta(days=horizon_days))
            until = (now + timedelta(days=horizon_days)).astimezone(here)
            notes.append(
                f'A calendar has no words for the times of reminder "{entry.id}": '
                f"they are written out until {until:%Y-%m-%d}. Export again to go on."
            )
        for event in events:
            event.add("dtstamp", now.astimezone(UTC).replace(microsecond=0))
            calendar.add_component(event)
    return Exported(content=calendar.to_ical(), notes=tuple(notes))


def _recurring(entry: Entry, now: datetime, here: ZoneInfo) -> Iterator[Event]:
    """Yield one event for each time of the day, beginning with the first planned wall time from now on."""
    tz = here if entry.tz == FLOATING else zone(entry.tz)
    since = max(now.astimezone(tz).replace(tzinfo=None), at_midnight(entry.start_on or date.min))
    for at, shift_days in _times(entry.rule):
        walls = (wall for day, wall in planned_walls(entry.rule, since) if wall.time() == at)
        first = next((wall for wall in walls if _planned_day(wall, shift_days) >= (entry.start_on or date.min)), None)
        if first is None or (entry.end_on and _planned_day(first, shift_days) > entry.end_on):
            continue
        event = _event(entry, first if entry.tz == FLOATING else first.replace(tzinfo=tz), f"{at:%H%M}")
        if words := write_rrule(entry.rule, shift_days):
            if entry.end_on:
                last = datetime.combine(entry.end_on + timedelta(days=shift_days), at)
                words += f";UNTIL={_until(last, None if entry.tz == FLOATING else tz)}"
            event.add("rrule", vRecur.from_ical(words))
        yield event


def _times(rule: Rule) -> Iterator[tuple[time, int]]:
    """Yield the times of a rule's day, each with the days it lies behind the day it belongs to: 0, or 1."""
    if isinstance(rule, Interval):
        midnight = datetime(2001, 1, 1)  # noqa: DTZ001 -- a wall time; a Monday
        daily = replace(rule, weekdays=(0,))
        for _, wall in takewhile(lambda pair: pair[0] == midnight.date(), planned_walls(daily, midnight)):
            yield wall.time(), (wall.date() - midnight.date()).days
    elif isinstance(rule, Once):
        yield rule.at.time(), 0
    elif isinstance(rule, Weekly | EveryDays | Monthly):
        yield from ((at, 0) for at in rule.times)


def _planned_day(wall: datetime, shift_days: int) -> date:
    return wall.date() - timedelta(days=shift_days)


def _until(last: datetime, tz: ZoneInfo | None) -> str:
    """Return an UNTIL: in UTC beside a DTSTART with a zone, else floating as that is (RFC 5545, 3.3.10)."""
    return f"{last:%Y%m%dT%H%M%S}" if tz is None else f"{instant_of(last, tz):%Y%m%dT%H%M%SZ}"


def _written_out(entry: Entry, now: datetime, here: ZoneInfo, until: datetime) -> Iterator[Event]:
    tz = here if entry.tz == FLOATING else zone(entry.tz)
    coming = occurrences(entry.rule, tz, now, seed=entry.id, start_on=entry.start_on, end_on=entry.end_on)
    for found in takewhile(lambda one: one.due <= until, coming):
        event = _event(entry, found.due, found.key)
        event.add(_RULE, write_rule(entry.rule))
        event.add("X-MINDFUL-TZ", entry.tz)
        if entry.start_on:
            event.add("X-MINDFUL-START-ON", entry.start_on.isoformat())
        if entry.end_on:
            event.add("X-MINDFUL-END-ON", entry.end_on.isoformat())
        yield event


def _event(entry: Entry, start: datetime, mark: str) -> Event:
    event = Event()
    event.add("uid", f"{entry.id}-{mark}@mindful")
    event.add("summary", entry.summary)
    event.add("dtstart", start)
    event.add("duration", timedelta(seconds=entry.length_s))
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    event.add(_ID, entry.id)
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", entry.summary)
    alarm.add("trigger", timedelta(0))
    event.add_component(alarm)
    return event


def read_ics(content: bytes, *, here: ZoneInfo) -> Imported:
    """Read the reminders of a calendar; events that no rule of ours can say are left out, each with a note.

    Events of one reminder of ours come together again when their days agree; other events are reminders of their own.

    Args:
        content: A file as calendars export it.
        here: The zone for times that are given in UTC.

    Raises:
        ReminderError: It is no calendar.
    """
    try:
        calendar = Calendar.from_ical(content)
    except (ValueError, IndexError, KeyError) as error:
        raise ReminderError("This is no calendar in the format of RFC 5545 (.ics).") from error
    entries: dict[tuple[object, ...], Entry] = {}
    notes: list[str] = []
    for event in calendar.walk("VEVENT"):
        try:
            entry = _entry(event, here)
        except ReminderError as error:
            notes.append(f'"{_name(event)}" was left out. {error.message}')
            continue
        except (AttributeError, TypeError, ValueError, OverflowError):
            # What icalendar could not parse it keeps as something without the usual attributes.
            notes.append(f'"{_name(event)}" was left out. It is damaged.')
            continue
        key = _gathering_key(entry)
        entries[key] = _joined(entries[key], entry) if key in entries else entry
    return Imported(entries=tuple(entries.values()), notes=tuple(notes))


def _name(event: Any) -> str:
    """Return what an event is called, as far as a sentence about it can hold."""
    name = " ".join(str(event.get("summary", "An event")).split())
    return "".join(sign if sign.isprintable() else " " for sign in name)[:60]


def _entry(event: Any, here: ZoneInfo) -> Entry:
    summary = str(event.get("summary", SUMMARY))
    named = str(event.get(_ID) or event.get("uid") or summary)
    if _RULE in event:
        start_on, end_on = (_day(event.get(name)) for name in ("X-MINDFUL-START-ON", "X-MINDFUL-END-ON"))
        tz = str(event.get("X-MINDFUL-TZ", here.key))
        rule = read_rule(str(event[_RULE]))
        return Entry(
            id=named, rule=rule, tz=tz, start_on=start_on, end_on=end_on, summary=summary, length_s=_length_s(event)
        )
    start, tz = _start(event, here)
    for name, why in (
        ("exdate", "It leaves out some of its dates."), ("rdate", "It has further dates beside its rule."),
        ("recurrence-id", "It changes one date of another event."), ("exrule", "It has a rule of exceptions."),
    ):  # fmt: skip
        if name in event:
            raise ReminderError(why)
    if "rrule" not in event:
        return Entry(id=named, rule=Once(at=start), tz=tz, summary=summary, length_s=_length_s(event))
    words = event["rrule"]
    if isinstance(words, list):
        raise ReminderError("It has several rules.")
    reading = rule_of(
        cast("bytes", words.to_ical()).decode(), start=start, today=start.date(),
        tz=here if tz == FLOATING else zone(tz),
    )  # fmt: skip
    return Entry(
        id=named, rule=reading.rule, tz=tz, start_on=reading.start_on, end_on=reading.end_on, summary=summary,
        length_s=_length_s(event),
    )  # fmt: skip


def _start(event: Any, here: ZoneInfo) -> tuple[datetime, str]:
    """Return the wall time of a DTSTART and its zone."""
    start = event["dtstart"].dt if "dtstart" in event else None
    if not isinstance(start, datetime):
        raise ReminderError("It has no time of day.")
    if start.tzinfo is None:
        return start, FLOATING
    name = getattr(start.tzinfo, "key", None) or str(event["dtstart"].params.get("TZID", "UTC"))
    if name == "UTC" and "rrule" not in event:
        return start.astimezone(here).replace(tzinfo=None), here.key
    return start.replace(tzinfo=None), zone(name).key


def _length_s(event: Any) -> float:
    if "duration" in event:
        return float(event["duration"].dt.total_seconds())
    if "dtend" in event:
        return float((event["dtend"].dt - event["dtstart"].dt).total_seconds())
    return LENGTH_S


def _day(text: object) -> date | None:
    return date.fromisoformat(str(text)) if text else None


def _gathering_key(entry: Entry) -> tuple[object, ...]:
    """Return what the events of one reminder have in common: all but the time of day and the first day."""
    rule = entry.rule
    common: object = rule
    if isinstance(rule, Weekly | EveryDays | Monthly):
        common = write_rrule(rule)
    return entry.id, entry.tz, entry.end_on, type(rule), common


def _joined(one: Entry, other: Entry) -> Entry:
    """Put the times of two events of one reminder together."""
    first, second = one.rule, other.rule
    if not isinstance(first, Weekly | EveryDays | Monthly) or not isinstance(second, Weekly | EveryDays | Monthly):
        return one
    rule = replace(first, times=first.times + second.times)
    if not isinstance(rule, Monthly) and not isinstance(second, Monthly) and rule.first_on and second.first_on:
        rule = replace(rule, first_on=min(rule.first_on, second.first_on))
    days = [day for day in (one.start_on, other.start_on) if day]
    return replace(one, rule=rule, start_on=min(days, default=None))
