"""Nights when clocks change, a day that a zone skipped, and a clock that is set: one row for each occurrence."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from mindful.reminders.rules import Interval, Weekly

if TYPE_CHECKING:
    from tests.reminders.conftest import Desk

TICK = timedelta(minutes=1)


def walk(desk: Desk, since: str, until: str) -> list[tuple[str, str]]:
    """Tick every minute from one wall time to another; the keys sent, with the wall time of sending."""
    sent = []
    desk.now, end = desk.at(since), desk.at(until)
    while desk.now <= end:
        sent += [(key, f"{desk.now.astimezone(desk.here):%Y-%m-%d %H:%M}") for key in desk.send()]
        desk.now += TICK
    return sent


NIGHTS = {
    "Berlin, spring": ("Europe/Berlin", time(2, 30), "2027-03-28", "03:30"),
    "Berlin, autumn": ("Europe/Berlin", time(2, 30), "2027-10-31", "02:30"),
    "Lord Howe, spring": ("Australia/Lord_Howe", time(2, 15), "2027-10-03", "02:45"),
    "Lord Howe, autumn": ("Australia/Lord_Howe", time(1, 45), "2027-04-04", "01:45"),
}


@pytest.mark.parametrize("night", NIGHTS.values(), ids=NIGHTS)
def test_each_night_has_one_and_in_a_gap_it_comes_moved_forward(
    berlin: Desk, night: tuple[str, time, str, str]
) -> None:
    zone, at, turn, clock = night
    berlin.here = ZoneInfo(zone)
    days = [(date.fromisoformat(turn) + timedelta(days=day)).isoformat() for day in (-1, 0, 1)]
    berlin.now = berlin.at(f"{days[0]} 01:00")
    added = berlin.add(rule=Weekly(times=(at,)))
    clocks = (f"{at:%H:%M}", clock, f"{at:%H:%M}")
    sent = [one for day in days for one in walk(berlin, f"{day} 01:00", f"{day} 04:00")]
    assert sent == [(f"{day}T{at:%H:%M}", f"{day} {clock}") for day, clock in zip(days, clocks, strict=True)]
    assert berlin.states(added) == {key: "sent" for key, _ in sent}


def test_the_day_that_samoa_skipped_comes_with_the_next(berlin: Desk) -> None:
    berlin.here = ZoneInfo("Pacific/Apia")
    berlin.now = berlin.at("2011-12-29 07:00")
    added = berlin.add()
    sent = walk(berlin, "2011-12-29 07:00", "2011-12-29 09:00") + walk(berlin, "2011-12-31 00:00", "2011-12-31 09:00")
    # There was no 30th: its reminder moves forward by the gap, a day, and meets that of the 31st.
    assert sent == [("2011-12-29T07:30", "2011-12-29 07:30"), ("2011-12-31T07:30", "2011-12-31 07:30")]
    assert list(berlin.states(added)) == ["2011-12-29T07:30", "2011-12-31T07:30"]


@pytest.mark.parametrize("back", [timedelta(minutes=5), timedelta(hours=2), timedelta(days=3)])
def test_a_clock_that_is_set_back_sends_nothing_twice(desk: Desk, back: timedelta) -> None:
    hourly: dict[str, Any] = {"rule": Interval(every_min=60, start=time(0), end=time(23))}
    practice, bell = desk.add(), desk.add(**hourly)
    sent = desk.send("2027-05-03 07:00") + desk.send("2027-05-03 07:30") + desk.send("2027-05-03 08:00")
    assert sent == ["2027-05-03T07:00", "2027-05-03T07:30", "2027-05-03T08:00"]
    end = desk.now
    desk.now -= back
    step = back / 40
    while desk.now <= end:
        assert desk.send() == []
        desk.now += step
    assert desk.send("2027-05-03 09:00") == ["2027-05-03T09:00"]
    assert len(desk.rows(practice)) == 1
    assert len(desk.rows(bell)) == 3


def test_a_clock_that_is_set_back_does_not_bring_what_was_put_off_twice(desk: Desk) -> None:
    added = desk.add()
    [key] = desk.send("2027-05-03 07:30")
    desk.answers.act(added.id, key, "snooze", desk.now)
    assert desk.send("2027-05-03 07:40") == [f"{key}~1"]
    assert desk.send("2027-05-03 05:40") == []
    assert desk.send("2027-05-03 07:40") == []


def test_a_clock_that_jumps_eight_hours_brings_one_catch_up(desk: Desk) -> None:
    desk.add(rule=Weekly(times=(time(7), time(9), time(12))))
    assert desk.send("2027-05-03 06:59") == []
    assert desk.send("2027-05-03 14:59") == ["2027-05-03T12:00"]
    assert list(desk.states().values()) == ["missed", "missed", "sent"]


def test_instants_in_the_ledger_are_in_utc(desk: Desk) -> None:
    added = desk.add()
    assert added.next_due == datetime(2027, 5, 3, 5, 30, tzinfo=UTC)
    assert desk.get(added).next_due == added.next_due
