"""Phrases and cron expressions -> rules. Small and strict: whatever is not wholly understood is refused. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, NoReturn, cast

from mindful.errors import ReminderError
from mindful.reminders.phrases import days, hours
from mindful.reminders.phrases.cursor import Clause, Cursor, Name, refuse, write_it
from mindful.reminders.rules.model import (
    EVERY_DAY,
    AtSun,
    Cron,
    EveryDays,
    Interval,
    Monthly,
    Once,
    RandomTimes,
    Rule,
    Weekly,
    window_min,
)
from mindful.reminders.rules.rrule import Reading
from mindful.reminders.rules.walls import planned_walls

if TYPE_CHECKING:
    from collections.abc import Callable

    from mindful.reminders.places import Place

_READERS: tuple[Callable[[Cursor], list[Clause] | None], ...] = (
    days.every, hours.sun, hours.gap_or_random, hours.count, days.dates, days.month_days, days.weekdays, hours.times,
    days.bounds, hours.window, hours.place, hours.otherwise,
)  # fmt: skip
"""Who may understand what comes next, in this order: `at sunset` is asked for before `at 7:30`."""
MAX_GAP_MIN = 30
"""The gap between random bells where the phrase states none: half of an even share of the window, at most this."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Kind:
    """A kind of phrase: what it must say and what it may."""

    needs: tuple[Name, ...]
    may: tuple[Name, ...] = ()


_BOUNDS: tuple[Name, ...] = ("from", "until")
_KINDS: dict[Name, _Kind] = {
    "sun": _Kind(needs=("sun",), may=("days", "place", "else", *_BOUNDS)),
    "every minutes": _Kind(needs=("every minutes", "window"), may=("days", *_BOUNDS)),
    "window": _Kind(needs=("count", "window"), may=("days", "a day", "random", "gap", *_BOUNDS)),
    "date": _Kind(needs=("date", "at"), may=("once",)),
    "once": _Kind(needs=("date", "at"), may=("once",)),
    "month days": _Kind(needs=("monthly", "month days", "at"), may=_BOUNDS),
    "monthly": _Kind(needs=("monthly", "month days", "at"), may=_BOUNDS),
    "every days": _Kind(needs=("every days", "at"), may=_BOUNDS),
    "count": _Kind(needs=("count", "at"), may=("days", "a day", *_BOUNDS)),
    "days": _Kind(needs=("days", "at"), may=("every weeks", *_BOUNDS)),
}
"""By the clause that gives the kind; the first that was said counts."""
_MISSING = {
    "at": 'the time of day, such as "at 7:30"', "window": 'between what hours, such as "between 9:00 and 17:00"',
    "date": 'the date, such as "on 2027-03-01"', "count": 'how often, such as "3 times" or "every 90 minutes"',
    "days": 'the days, such as "daily" or "on weekdays"', "month days": 'the day, such as "on the 1st"',
    "monthly": 'how often, such as "monthly"',
}  # fmt: skip


def read_phrase(phrase: str, *, now: datetime, place: Place | None = None, fallback: time | None = None) -> Reading:
    """Read a phrase such as ``weekdays at 7:30`` or ``every 90 minutes between 9:00 and 17:00``.

    Args:
        phrase: As the person wrote it.
        now: The wall time where the person is, aware or not: ``tomorrow`` and the first of ``every 2 days`` go by it.
        place: Where the sun is looked at, when the phrase names no place.
        fallback: The time of day when the sun does not set or rise, when the phrase names none.

    Raises:
        ReminderError: The phrase was not understood; the message names the part, the hint shows two examples.
    """
    now = now.replace(tzinfo=None)
    clauses = _clauses(phrase, now.date())
    like: Name = next((name for name in _KINDS if name in clauses), "days")
    kind = _KINDS[like]
    for clause in clauses.values():
        if clause.name not in {*kind.needs, *kind.may}:
            rest = next((clauses[name].text for name in (like, *kind.needs) if name in clauses), phrase.strip())
            refuse(clause.text, phrase, like=like, why=f'does not go with "{rest}"')
    for name in kind.needs:
        if name not in clauses:
            _miss(_MISSING[name], phrase, like)
    first, last = _value(clauses, "from"), _value(clauses, "until")
    if first and last and last < first:
        refuse(clauses["until"].text, phrase, why="comes before its beginning")
    try:
        rule = _rule(like, clauses, phrase, now=now, place=place, fallback=fallback)
    except ReminderError as error:
        if error.hint:
            raise
        part = clauses[kind.needs[0]].text
        raise ReminderError(
            f'"{part}" was not understood in "{phrase.strip()}". {error.message}', hint=write_it(kind.needs[0])
        ) from error
    return Reading(rule=rule, start_on=first, end_on=last)


def read_time(text: str) -> time:
    """Read a time of day such as ``7:30``, ``7:30pm``, ``noon`` or ``9``.

    Raises:
        ReminderError: It is none.
    """
    cursor = Cursor(text, date.min)
    clock = hours.clock(cursor)
    if clock is None or cursor.peek():
        refuse(text.strip(), text, like="at")
    return clock.at


def read_cron(expression: str) -> Reading:
    """Read a cron expression of five fields, as cronsim does.

    Raises:
        ReminderError: It is none.
    """
    return Reading(rule=Cron(expression=expression))


def _clauses(phrase: str, today: date) -> dict[Name, Clause]:
    cursor = Cursor(phrase, today)
    found: dict[Name, Clause] = {}
    while cursor.peek():
        first = cursor.at
        if found:
            cursor.take(",")
        start = cursor.at
        for clause in _understood(cursor, first):
            whole = replace(clause, text=cursor.text_from(start))
            if clause.name in found:
                cursor.refuse(whole.text, "says something a second time")
            found[clause.name] = whole
            cursor.like = clause.name if clause.name in _KINDS or clause.name == "count" else cursor.like
    return found


def _understood(cursor: Cursor, first: int) -> list[Clause]:
    """Read one clause; it may say two things, as `the 1st of every month` does."""
    start = cursor.at
    for reader in _READERS:
        clauses = reader(cursor)
        if clauses:
            return clauses
        cursor.at = start
    return cursor.refuse_from(start if start < len(cursor.tokens) else first)


def _miss(what: str, phrase: str, like: str) -> NoReturn:
    raise ReminderError(f'"{phrase.strip()}" does not say {what}.', hint=write_it(like))


def _value(clauses: dict[Name, Clause], name: Name, default: Any = None) -> Any:
    return clauses[name].value if name in clauses else default


def _rule(
    like: Name, clauses: dict[Name, Clause], phrase: str, *, now: datetime, place: Place | None, fallback: time | None
) -> Rule:
    times = _value(clauses, "at", ())
    weekdays = _value(clauses, "days", EVERY_DAY)
    start, end = _value(clauses, "window", (time(), time()))
    match like:
        case "sun":
            return _at_sun(clauses, phrase, place, fallback)
        case "every minutes":
            return Interval(every_min=clauses["every minutes"].value, start=start, end=end, weekdays=weekdays)
        case "window":
            count = clauses["count"].value
            even = window_min(start, end) // (2 * max(count, 1))
            gap_min = _value(clauses, "gap", max(min(even, MAX_GAP_MIN), 1))
            return RandomTimes(count=count, start=start, end=end, gap_min=gap_min, weekdays=weekdays)
        case "date" | "once":
            if len(times) > 1:
                refuse(clauses["at"].text, phrase, like="date", why="is more than one time")
            return Once(at=datetime.combine(clauses["date"].value, times[0]))
        case "month days" | "monthly":
            return _monthly(clauses["month days"], times, phrase)
        case "every days":
            number = clauses["every days"].value
            if number == 1:
                return Weekly(times=times)
            first_on = _value(clauses, "from") or _first_day(Weekly(times=times), now)
            return EveryDays(days=number, times=times, first_on=first_on)
        case _:
            return _weekly(clauses, phrase, now)


def _weekly(clauses: dict[Name, Clause], phrase: str, now: datetime) -> Weekly:
    if "days" not in clauses and "a day" not in clauses:
        _miss(_MISSING["days"], phrase, "days")
    times, weekdays = clauses["at"].value, _value(clauses, "days", EVERY_DAY)
    if "count" in clauses and clauses["count"].value != len(times):
        refuse(clauses["count"].text, phrase, why=f'does not go with "{clauses["at"].text}"')
    weekly = Weekly(times=times, weekdays=weekdays)
    every = _value(clauses, "every weeks", 1)
    if every == 1:
        return weekly
    first_on = _value(clauses, "from") or _first_day(weekly, now)
    return replace(weekly, every_weeks=every, first_on=first_on)


def _first_day(rule: Weekly, now: datetime) -> date:
    """Return the day of a rule's first time that is still to come."""
    return next(day for day, _ in planned_walls(rule, now + timedelta(seconds=1)))


def _monthly(clause: Clause, times: tuple[time, ...], phrase: str) -> Monthly:
    plain = [number for number, weekday in clause.value if weekday is None]
    pairs = [(number, weekday) for number, weekday in clause.value if weekday is not None]
    if plain and pairs:
        # "the 1st and 3rd monday" is two different things.
        refuse(clause.text, phrase, like="monthly", why="mixes days of the month with weekdays")
    return Monthly(times=times, days=tuple(plain), nth_weekdays=tuple(pairs))


def _at_sun(clauses: dict[Name, Clause], phrase: str, place: Place | None, fallback: time | None) -> AtSun:
    event, offset_min = clauses["sun"].value
    place = _value(clauses, "place", place)
    fallback = _value(clauses, "else", fallback)
    if place is None:
        _miss('where, such as "near 52.52,13.41" or "in Berlin"', phrase, "sun")
    if fallback is None:
        # North of the Arctic Circle the sun does not set in June.
        _miss('when on days without one, such as "else 20:00"', phrase, "sun")
    return AtSun(
        event=event, place=cast("Place", place), fallback=cast("time", fallback), offset_min=offset_min,
        weekdays=_value(clauses, "days", EVERY_DAY),
    )  # fmt: skip
