"""Reminders to calendars and back; icalendar and recurring-ical-events are the readers that must agree with us."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import recurring_ical_events  # type: ignore[import-untyped] # it has no types
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from mindful.errors import ReminderError
from mindful.reminders.ics import FLOATING, Entry, Exported, Imported, read_ics, write_ics
from mindful.reminders.rules import (
    LAST,
    AtSun,
    Cron,
    EveryDays,
    Interval,
    Monthly,
    Once,
    Place,
    RandomTimes,
    Rule,
    Weekly,
    occurrences,
)

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2027, 3, 20, 12, 7, tzinfo=UTC)
MORNING, NIGHT = (time(7, 30),), (time(2, 30),)
EXPRESSIBLE: list[Rule] = [
    Weekly(times=(time(2, 30), time(7, 30), time(21))),
    Weekly(times=NIGHT, weekdays=(0, 2, 6)),
    Weekly(times=MORNING, weekdays=(0, 6), every_weeks=2, first_on=date(2027, 3, 1)),
    EveryDays(days=3, times=(time(2, 30), time(20)), first_on=date(2027, 3, 1)),
    Interval(every_min=90, start=time(1), end=time(7), weekdays=(0, 1, 2, 3, 4, 6)),
    Interval(every_min=60, start=time(22), end=time(2), weekdays=(4, 5)),
    Monthly(times=(time(2, 30), time(9)), days=(1, 28, LAST)),
    Monthly(times=NIGHT, nth_weekdays=((LAST, 6), (2, 1))),
    Once(at=datetime(2027, 3, 28, 2, 30)),  # noqa: DTZ001 -- a wall time
]
WRITTEN_OUT: list[Rule] = [
    RandomTimes(count=3, start=time(9), end=time(18), gap_min=30),
    AtSun(event="sunset", place=Place(latitude_deg=52.52, longitude_deg=13.41, name="Home, 1"), fallback=time(20)),
    Cron(expression="30 2 * * *"),
]


def write(rule: Rule, tz: str = "Europe/Berlin", now: datetime = NOW, **more: Any) -> Exported:
    entry = Entry(id="01JREMINDER", rule=rule, tz=tz, **more)
    return write_ics([entry], now=now, here=BERLIN)


def read(content: bytes) -> Imported:
    return read_ics(content, here=BERLIN)


def walk(content: bytes, name: str = "VEVENT") -> list[Any]:
    """Return the components of a calendar."""
    return list(Calendar.from_ical(content).walk(name))


def calendar_of(*lines: str) -> bytes:
    """Return a calendar of one event."""
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//EN", "BEGIN:VEVENT", "UID:1", "SUMMARY:Yoga"]
    return "\r\n".join([*head, *lines, "END:VEVENT", "END:VCALENDAR", ""]).encode()


def shown(content: bytes, until: datetime) -> list[datetime]:
    """Return when a calendar program shows events, by recurring-ical-events."""
    return shown_between(content, NOW, until)


def shown_between(content: bytes, since: datetime, until: datetime) -> list[datetime]:
    events: list[Any] = recurring_ical_events.of(Calendar.from_ical(content)).between(since, until)
    return sorted({event["DTSTART"].dt.astimezone(UTC) for event in events})


def ours(entry: Entry, until: datetime) -> list[datetime]:
    tz = BERLIN if entry.tz == FLOATING else ZoneInfo(entry.tz)
    found = occurrences(entry.rule, tz, NOW, seed=entry.id, start_on=entry.start_on, end_on=entry.end_on)
    return [one.due for one in takewhile(lambda one: one.due < until, found)]


@pytest.mark.parametrize("rule", [*EXPRESSIBLE, *WRITTEN_OUT])
@pytest.mark.parametrize("tz", ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"])
def test_a_calendar_shows_what_next_due_says(rule: Rule, tz: str) -> None:
    until = NOW + timedelta(days=60)
    entry = Entry(id="01JREMINDER", rule=rule, tz=tz)
    assert shown(write(rule, tz).content, until) == ours(entry, until)


@pytest.mark.parametrize("rule", EXPRESSIBLE)
def test_autumn_nights_agree_too(rule: Rule) -> None:
    october = datetime(2027, 10, 20, 12, tzinfo=UTC)
    entry = Entry(id="01JREMINDER", rule=rule, tz="Europe/Berlin")
    content = write(rule, now=october).content
    until = october + timedelta(days=30)
    assert shown_between(content, october, until) == [due for due in ours(entry, until) if due > october]


@pytest.mark.parametrize("rule", [*EXPRESSIBLE, *WRITTEN_OUT])
@pytest.mark.parametrize("tz", ["Europe/Berlin", FLOATING])
def test_the_round_trip_keeps_the_times(rule: Rule, tz: str) -> None:
    before = Entry(id="01JREMINDER", rule=rule, tz=tz)
    imported = read(write(rule, tz).content)
    assert imported.notes == ()
    until = NOW + timedelta(days=60)
    times = sorted({due for entry in imported.entries for due in ours(entry, until)})
    assert times == ours(before, until)
    assert {(entry.id, entry.tz) for entry in imported.entries} == {("01JREMINDER", tz)}


@pytest.mark.parametrize("rule", [EXPRESSIBLE[0], EXPRESSIBLE[1], EXPRESSIBLE[6], EXPRESSIBLE[7], *WRITTEN_OUT])
def test_the_round_trip_gives_the_rule_itself(rule: Rule) -> None:
    bounds: dict[str, Any] = {"start_on": date(2027, 3, 22), "end_on": date(2027, 5, 31)}
    (entry,) = read(write(rule, **bounds).content).entries
    assert entry.rule == rule
    assert entry.end_on == date(2027, 5, 31)
    assert entry.start_on is not None
    assert entry.start_on >= date(2027, 3, 22)


@settings(max_examples=40, deadline=None)
@given(
    st.sets(st.integers(0, 6), min_size=1), st.sets(st.integers(0, 95), min_size=1, max_size=3), st.integers(1, 3),
    st.integers(0, 40), st.integers(0, 60),
)  # fmt: skip
def test_bounds_survive_the_round_trip(
    weekdays: set[int], quarters: set[int], weeks: int, first: int, length: int
) -> None:
    times = tuple(time(quarter // 4, quarter % 4 * 15) for quarter in quarters)
    start_on = NOW.date() + timedelta(days=first)
    rule = Weekly(
        times=times, weekdays=tuple(weekdays), every_weeks=weeks, first_on=start_on if weeks > 1 else None
    )  # fmt: skip
    before = Entry(
        id="a", rule=rule, tz="Europe/Berlin", start_on=start_on, end_on=start_on + timedelta(days=length)
    )  # fmt: skip
    exported = write_ics([before], now=NOW, here=BERLIN)
    until = NOW + timedelta(days=120)
    assert shown(exported.content, until) == ours(before, until)
    imported = read(exported.content).entries
    assert sorted({due for entry in imported for due in ours(entry, until)}) == ours(before, until)


def test_an_event_is_discreet_and_has_an_alarm_at_its_time() -> None:
    exported = write(Weekly(times=MORNING, weekdays=(0, 1, 2, 3, 4)), length_s=180)
    (event,) = walk(exported.content)
    assert event["summary"] == "Time for your pause"
    assert event["uid"] == "01JREMINDER-0730@mindful"
    assert event["dtstart"].to_ical() == b"20270322T073000"
    assert event["dtstart"].params["TZID"] == "Europe/Berlin"
    assert event["rrule"].to_ical() == b"FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
    assert event["duration"].dt == timedelta(minutes=3)
    assert (event["class"], event["transp"]) == ("PRIVATE", "TRANSPARENT")
    (alarm,) = walk(exported.content, "VALARM")
    assert (alarm["action"], alarm["description"], alarm["trigger"].dt) == (
        "DISPLAY", "Time for your pause", timedelta(0),
    )  # fmt: skip
    assert [zone["tzid"] for zone in walk(exported.content, "VTIMEZONE")] == ["Europe/Berlin"]
    assert exported.notes == ()
    assert write(Weekly(times=MORNING, weekdays=(0, 1, 2, 3, 4)), length_s=180) == exported


def test_the_title_is_shown_only_when_it_is_asked_for() -> None:
    (event,) = walk(write(Weekly(times=MORNING), summary="Body scan").content)
    assert event["summary"] == "Body scan"


def test_a_floating_reminder_has_no_zone() -> None:
    content = write(Weekly(times=MORNING), FLOATING, end_on=date(2027, 5, 1)).content
    (event,) = walk(content)
    assert event["dtstart"].dt == datetime(2027, 3, 21, 7, 30)  # noqa: DTZ001 -- a floating time
    assert event["rrule"].to_ical() == b"FREQ=DAILY;UNTIL=20270501T073000"
    assert not walk(content, "VTIMEZONE")


@pytest.mark.parametrize("name", ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"])
def test_a_zone_turns_its_clock_when_the_rfc_would_say(name: str) -> None:
    tz = ZoneInfo(name)
    (component,) = walk(write(Weekly(times=MORNING), name).content, "VTIMEZONE")
    assert component["tzid"] == name
    observances = component.subcomponents
    for observance in observances:
        # The onset is a time of the clock that ends.
        onset = observance["dtstart"].dt.replace(tzinfo=UTC) - observance["tzoffsetfrom"].td
        assert onset.astimezone(tz).utcoffset() == observance["tzoffsetto"].td
        assert (onset - timedelta(seconds=1)).astimezone(tz).utcoffset() == observance["tzoffsetfrom"].td
        assert (observance.name == "DAYLIGHT") == bool(onset.astimezone(tz).dst())
    assert len(observances) == (1 if name == "Asia/Kathmandu" else 23)


@pytest.mark.parametrize("rule", WRITTEN_OUT)
def test_what_no_rrule_can_say_is_written_out_and_said(rule: Rule) -> None:
    exported = write(rule)
    (note,) = exported.notes
    assert note == (
        'A calendar has no words for the times of reminder "01JREMINDER": they are written out until 2027-06-18. '
        "Export again to go on."
    )
    events = walk(exported.content)
    uids = [str(event["uid"]) for event in events]
    assert len(set(uids)) == len(uids) >= 89
    assert uids[0].startswith("01JREMINDER-2027-03-2")


def test_what_is_over_is_not_written() -> None:
    assert not walk(write(Weekly(times=MORNING), end_on=date(2027, 3, 1)).content)
    past = Once(at=datetime(2027, 3, 1, 9))  # noqa: DTZ001 -- a wall time
    assert not walk(write(past).content)


def test_an_event_of_another_program_becomes_a_reminder() -> None:
    (entry,) = read(
        calendar_of(
            "DTSTART;TZID=America/New_York:20270301T183000", "DTEND;TZID=America/New_York:20270301T190000",
            "RRULE:FREQ=WEEKLY;BYDAY=MO,TH;COUNT=10",
        )
    ).entries  # fmt: skip
    assert entry == Entry(
        id="1", rule=Weekly(times=(time(18, 30),), weekdays=(0, 3)), tz="America/New_York",
        start_on=date(2027, 3, 1), end_on=date(2027, 4, 1), summary="Yoga", length_s=1800.0,
    )  # fmt: skip


def test_times_in_utc_become_the_persons_unless_they_recur() -> None:
    (once,) = read(calendar_of("DTSTART:20270301T183000Z")).entries
    assert (once.rule, once.tz) == (Once(at=datetime(2027, 3, 1, 19, 30)), "Europe/Berlin")  # noqa: DTZ001 -- a wall time
    (daily,) = read(calendar_of("DTSTART:20270301T183000Z", "RRULE:FREQ=DAILY")).entries
    assert (daily.rule, daily.tz, daily.length_s) == (Weekly(times=(time(18, 30),)), "UTC", 600.0)


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        (["DTSTART;VALUE=DATE:20270301"], "It has no time of day."),
        ([], "It has no time of day."),
        (["DTSTART:20270301T183015"], "to the minute"),
        (["DTSTART:20270301T183000", "RRULE:FREQ=YEARLY"], '"FREQ=YEARLY" cannot be part'),
        (["DTSTART:20270301T183000", "RRULE:FREQ=DAILY", "EXDATE:20270302T183000"], "leaves out some of its dates"),
        (["DTSTART:20270301T183000", "RDATE:20270302T183000"], "further dates"),
        (["DTSTART:20270301T183000", "RECURRENCE-ID:20270302T183000"], "changes one date"),
        (["DTSTART:20270301T183000", "RRULE:FREQ=DAILY", "RRULE:FREQ=WEEKLY"], "several rules"),
        (["DTSTART:20270301T183000", "X-MINDFUL-RULE:{}"], "cannot be read"),
        (["DTSTART:20270301T183000", "DTEND;VALUE=DATE:20270302"], "It is damaged."),
        (["DTSTART;TZID=Nowhere/City:20270301T183000"], ""),
    ],
)  # fmt: skip
def test_an_event_that_no_rule_can_say_is_left_out_and_said(lines: list[str], why: str) -> None:
    imported = read(calendar_of(*lines))
    if not why:
        # An unknown zone is read by icalendar as floating.
        assert [entry.tz for entry in imported.entries] == [FLOATING]
        return
    assert imported.entries == ()
    (note,) = imported.notes
    assert note.startswith('"Yoga" was left out. ')
    assert why in note


@pytest.mark.parametrize("content", [b"", b"hello", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", b"\xff\xfe\x00"])
def test_what_is_no_calendar_is_refused(content: bytes) -> None:
    with pytest.raises(ReminderError, match="no calendar"):
        read(content)


def test_several_reminders_stay_apart() -> None:
    one = Entry(id="a", rule=Weekly(times=MORNING), tz="Europe/Berlin")
    other = replace(one, id="b", rule=Weekly(times=(time(9), time(18))))
    imported = read(write_ics([one, other], now=NOW, here=BERLIN).content)
    assert [(entry.id, entry.rule) for entry in imported.entries] == [("a", one.rule), ("b", other.rule)]
