"""A reminder that follows the person, on journeys: no wall time twice, and what was passed over is on record."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from mindful.reminders.rules import Interval, Weekly

if TYPE_CHECKING:
    from tests.reminders.conftest import Desk

TOKYO, NEW_YORK, KIRITIMATI, HONOLULU = "Asia/Tokyo", "America/New_York", "Pacific/Kiritimati", "Pacific/Honolulu"


def fly(desk: Desk, zone: str) -> None:
    """Bring the person to another zone, at the same instant."""
    desk.here = ZoneInfo(zone)


def test_at_home_and_abroad_it_comes_by_the_clock_on_the_wall(desk: Desk) -> None:
    desk.add()
    assert desk.send("2027-05-03 07:30") == ["2027-05-03T07:30"]
    fly(desk, TOKYO)
    assert desk.send("2027-05-04 07:29") == []
    assert desk.send("2027-05-04 07:30") == ["2027-05-04T07:30"]
    fly(desk, NEW_YORK)
    assert desk.send("2027-05-05 07:30") == ["2027-05-05T07:30"]
    assert set(desk.states().values()) == {"sent"}


def test_one_with_a_zone_of_its_own_stays_there(desk: Desk) -> None:
    desk.add(tz="Europe/Berlin")
    fly(desk, TOKYO)
    assert desk.send("2027-05-03 07:30") == []
    assert desk.send("2027-05-03 14:30") == ["2027-05-03T07:30"]


def test_westwards_the_same_wall_time_does_not_come_twice(desk: Desk) -> None:
    desk.add(rule=Weekly(times=(time(7, 30), time(22))))
    assert desk.send("2027-05-03 07:30") == ["2027-05-03T07:30"]
    # Six hours back: half past seven in New York is half past one in the afternoon at home.
    fly(desk, NEW_YORK)
    assert desk.send("2027-05-03 07:30") == []
    assert desk.send("2027-05-03 22:00") == ["2027-05-03T22:00"]


def test_westwards_across_the_date_line_the_day_that_comes_again_has_no_second_reminder(desk: Desk) -> None:
    fly(desk, KIRITIMATI)
    desk.now = desk.at("2027-05-03 06:00")
    desk.add()
    assert desk.send("2027-05-03 07:30") == ["2027-05-03T07:30"]
    assert desk.send("2027-05-04 07:30") == ["2027-05-04T07:30"]
    # There it is the third again.
    fly(desk, HONOLULU)
    assert desk.send("2027-05-03 07:45") == []
    assert desk.send("2027-05-04 07:30") == []
    assert desk.send("2027-05-05 07:30") == ["2027-05-05T07:30"]


def test_eastwards_what_the_clock_passed_over_is_caught_up_once(desk: Desk) -> None:
    fly(desk, NEW_YORK)
    desk.now = desk.at("2027-05-02 20:00")
    desk.add()
    # It is ten in the morning of the third in Berlin; half past seven was two and a half hours ago.
    fly(desk, "Europe/Berlin")
    assert desk.send("2027-05-03 10:00") == ["2027-05-03T07:30"]
    assert desk.rows() == {"2027-05-03T07:30": ("sent", "Caught up, 2 hours late.")}
    assert desk.send("2027-05-03 20:00") == []
    assert desk.send("2027-05-04 07:30") == ["2027-05-04T07:30"]


def test_eastwards_what_cannot_be_caught_up_is_recorded_as_missed(desk: Desk) -> None:
    fly(desk, NEW_YORK)
    desk.now = desk.at("2027-05-02 06:00")
    desk.add(catch_up_s=3600.0)
    assert desk.send("2027-05-02 07:30") == ["2027-05-02T07:30"]
    # When it is six in New York, half past seven in Tokyo was half a day ago.
    fly(desk, TOKYO)
    assert desk.send("2027-05-03 19:00") == []
    assert desk.rows()["2027-05-03T07:30"] == ("missed", "It could have been sent only 11 hours late.")
    assert desk.send("2027-05-04 07:30") == ["2027-05-04T07:30"]


def test_bells_go_on_by_the_new_clock_and_none_is_rung_in_arrears(desk: Desk) -> None:
    desk.add(rule=Interval(every_min=60, start=time(9), end=time(17)))
    for hour in (9, 10, 11):
        assert len(desk.send(f"2027-05-03 {hour:02}:00")) == 1
    fly(desk, NEW_YORK)
    # It is a quarter past five in the morning; nine to eleven o'clock have been.
    assert desk.send("2027-05-03 05:15") == []
    assert [desk.send(f"2027-05-03 {hour:02}:00") for hour in (9, 10, 11, 12)] == [[], [], [], ["2027-05-03T12:00"]]


def test_there_and_back_within_a_day_comes_once(desk: Desk) -> None:
    desk.add()
    assert desk.send("2027-05-03 07:30") == ["2027-05-03T07:30"]
    for zone in (NEW_YORK, "Europe/Berlin", TOKYO, "Europe/Berlin"):
        fly(desk, zone)
        assert desk.send() == []
    assert desk.send("2027-05-04 07:30") == ["2027-05-04T07:30"]


def test_many_reminders_follow_in_several_transactions(desk: Desk) -> None:
    desk.book.add_many([desk.reminder() for _ in range(600)], now=desk.now)
    fly(desk, TOKYO)
    desk.now = desk.at("2027-05-03 14:00")
    assert desk.claim(limit=500).more
    while desk.claim().more:
        pass
    reminders, _ = desk.book.all()
    assert {one.next_due for one in reminders} == {desk.at("2027-05-04 07:30")}


def test_a_damaged_one_does_not_keep_the_others_from_following(desk: Desk) -> None:
    broken, sound = desk.add(), desk.add()
    desk.damage(broken, rule="{")
    fly(desk, NEW_YORK)
    assert desk.send("2027-05-03 06:00") == []
    assert desk.get(sound).next_due == desk.at("2027-05-03 07:30")


def test_one_that_comes_no_more_stays_so(desk: Desk) -> None:
    over = desk.add(end_on=desk.now.date().replace(day=1))
    fly(desk, NEW_YORK)
    desk.claim("2027-05-03 06:00")
    assert desk.get(over).next_due is None
