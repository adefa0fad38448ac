"""What is due is decided once, with a reason, and nothing comes in a burst."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from mindful.errors import ReminderError
from mindful.reminders.decisions import EVERY_REMINDER, Quiet
from mindful.reminders.ledger import Reminder
from mindful.reminders.ledger.history import History
from mindful.reminders.ledger.pauses import move, pause, resume, skip, unsettle
from mindful.reminders.rules import EveryDays, Interval, Once, RandomTimes, Weekly

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from mindful.reminders.rules import Occurrence
    from tests.reminders.conftest import Desk

HOURLY = Interval(every_min=60, start=time(9), end=time(17))
NIGHT = Quiet(start=time(21), end=time(8))


def test_nothing_is_taken_before_it_is_due_and_it_is_taken_once(desk: Desk) -> None:
    added = desk.add()
    assert desk.claim("2027-05-03 07:29").claims == ()
    [claim] = desk.claim("2027-05-03 07:30").claims
    assert (claim.key, claim.due, claim.reason) == ("2027-05-03T07:30", desk.now, "On time.")
    assert (claim.until, claim.attempts, claim.owner) == (desk.now + timedelta(seconds=180), 1, "here/1")
    assert desk.states() == {"2027-05-03T07:30": "claimed"}
    assert desk.claim().claims == ()
    assert desk.mark(claim)
    assert desk.rows() == {"2027-05-03T07:30": ("sent", "On time.")}
    assert desk.get(added).next_key == "2027-05-04T07:30"
    assert desk.get(added).last_sent == desk.now


def test_the_receipts_of_every_channel_are_kept(desk: Desk) -> None:
    desk.add()
    desk.send("2027-05-03 07:30")
    [sent] = History(desk.store).find()
    assert sent.sent_at == desk.now
    assert sent.results == (
        {"channel": "outbox", "state": "delivered", "detail": "It lies in the outbox.", "handle": "1", "attempts": 1},
    )


def test_a_practice_is_caught_up_once_within_half_a_day(desk: Desk) -> None:
    desk.add(rule=Weekly(times=(time(7, 30), time(9), time(11))))
    assert desk.send("2027-05-03 15:00") == ["2027-05-03T11:00"]
    earlier = "A later one was due by the time this one could be sent."
    assert desk.rows() == {
        "2027-05-03T07:30": ("missed", earlier),
        "2027-05-03T09:00": ("missed", earlier),
        "2027-05-03T11:00": ("sent", "Caught up, 4 hours late."),
    }


def test_a_practice_that_is_too_late_is_missed(desk: Desk) -> None:
    desk.add()
    assert desk.send("2027-05-03 19:31") == []
    assert desk.rows() == {"2027-05-03T07:30": ("missed", "It could have been sent only 12 hours late.")}


def test_bells_are_never_caught_up(desk: Desk) -> None:
    desk.add(rule=HOURLY)
    assert desk.send("2027-05-03 12:30") == []
    assert desk.states() == {f"2027-05-03T{hour:02}:00": "missed" for hour in range(9, 13)}
    assert desk.send("2027-05-03 13:01") == ["2027-05-03T13:00"]


def test_of_a_long_absence_a_hundred_are_listed_and_the_rest_counted(desk: Desk) -> None:
    desk.add(rule=HOURLY)
    # Nine a day: from the 3rd to the 22nd at noon there were 19 days and four bells.
    assert desk.send("2027-05-22 12:00") == ["2027-05-22T12:00"]
    rows = desk.rows()
    assert len(rows) == 101
    assert next(iter(rows.values())) == (
        "missed",
        "A later one was due by the time this one could be sent. 74 before it were missed in the same way.",
    )
    assert sum("before it" in reason for _, reason in rows.values()) == 1


def test_an_absence_of_ten_years_is_no_burst_and_no_long_search(desk: Desk) -> None:
    added = desk.add(rule=Interval(every_min=15, start=time(0), end=time(23, 45)))
    assert desk.send("2037-05-03 12:00") == ["2037-05-03T12:00"]
    assert len(desk.rows(added)) == 101
    assert desk.get(added).next_key == "2037-05-03T12:15"


def test_a_pause_is_the_reason_while_it_holds(desk: Desk) -> None:
    one, other = desk.add(), desk.add()
    pause(desk.store, [one.id], since=desk.now, until=desk.at("2027-05-04 12:00"))
    assert desk.send("2027-05-03 07:30") == ["2027-05-03T07:30"]
    assert desk.rows(one) == {"2027-05-03T07:30": ("paused", "Reminders are paused until 2027-05-04 12:00.")}
    assert desk.states(other) == {"2027-05-03T07:30": "sent"}
    assert len(desk.send("2027-05-04 12:00")) == 1
    # Due within the pause: it is not caught up behind it.
    assert desk.states(one)["2027-05-04T07:30"] == "paused"
    assert len(desk.send("2027-05-05 07:30")) == 2


def test_a_pause_of_all_until_further_notice_ends_when_it_is_resumed(desk: Desk) -> None:
    added = desk.add()
    pause(desk.store, [EVERY_REMINDER], since=desk.now, until=None)
    assert desk.send("2027-05-03 07:30") == []
    assert desk.rows(added) == {"2027-05-03T07:30": ("paused", "Reminders are paused until you resume them.")}
    desk.now = desk.at("2027-05-03 08:00")
    assert resume(desk.store, [EVERY_REMINDER], now=desk.now) == 1
    assert resume(desk.store, [EVERY_REMINDER], now=desk.now) == 0
    assert desk.send() == []
    assert desk.send("2027-05-04 07:30") == ["2027-05-04T07:30"]


def test_a_new_pause_takes_the_place_of_the_one_that_holds(desk: Desk) -> None:
    pause(desk.store, ["a", "b"], since=desk.now, until=None)
    pause(desk.store, ["a"], since=desk.now, until=desk.now + timedelta(days=1))
    assert {one.scope: one.until for one in desk.book.pauses()} == {"a": desk.now + timedelta(days=1), "b": None}
    with pytest.raises(ReminderError, match="ends after it begins"):
        pause(desk.store, ["a"], since=desk.now, until=desk.now)


def test_a_holiday_that_is_still_to_come_can_be_taken_back(desk: Desk) -> None:
    pause(desk.store, [EVERY_REMINDER], since=desk.at("2027-06-01 00:00"), until=desk.at("2027-06-08 00:00"))
    resume(desk.store, [EVERY_REMINDER], now=desk.now)
    assert desk.book.pauses() == []


def test_quiet_hours_judge_the_moment_of_sending(desk: Desk) -> None:
    desk.add(quiet=NIGHT)
    assert desk.send("2027-05-03 07:30") == []
    assert desk.rows() == {"2027-05-03T07:30": ("quiet", "Quiet hours are 21:00-08:00.")}
    desk.add(quiet=NIGHT, rule=Weekly(times=(time(20),)))
    assert desk.send("2027-05-03 21:30") == []
    assert desk.states()["2027-05-03T20:00"] == "quiet"


def test_who_has_practised_already_is_not_reminded(desk: Desk) -> None:
    once, ten, anyway = desk.add(skip_if_done=True), desk.add(skip_if_done=True, min_minutes=10), desk.add()
    desk.practise("2027-05-03 07:00", minutes=6)
    assert len(desk.send("2027-05-03 07:30")) == 2
    assert desk.rows(once) == {"2027-05-03T07:30": ("done", "You have practised for 6 minutes already.")}
    assert desk.states(ten) == desk.states(anyway) == {"2027-05-03T07:30": "sent"}
    assert len(desk.send("2027-05-04 07:30")) == 3


def test_a_practice_after_midnight_counts_for_the_evening_before(desk: Desk) -> None:
    desk.add(skip_if_done=True)
    desk.practise("2027-05-03 03:59")
    assert desk.send("2027-05-03 07:30") == ["2027-05-03T07:30"]


def test_what_is_skipped_beforehand_is_not_sent_and_the_next_one_is(desk: Desk) -> None:
    added = desk.add()
    assert skip(desk.store, added, now=desk.now)
    assert not skip(desk.store, added, now=desk.now)
    assert desk.send("2027-05-03 07:30") == []
    assert desk.rows() == {"2027-05-03T07:30": ("skipped", "You chose to skip this one.")}
    assert desk.send("2027-05-04 07:30") == ["2027-05-04T07:30"]


@pytest.mark.parametrize("wall", ["2027-05-03 09:15", "2027-05-03 06:45", "2027-05-05 18:00"])
def test_what_is_moved_beforehand_comes_then_and_not_as_planned(desk: Desk, wall: str) -> None:
    added = desk.add(end_on=date(2027, 5, 3))
    assert move(desk.store, added, desk.at(wall), here=desk.here, now=desk.now)
    assert History(desk.store).settled([added])[added.id].reason == f"You moved this one to {wall}."
    moments = sorted(["2027-05-03 07:30", wall])
    sent = [desk.send(moment) for moment in moments]
    assert sent[moments.index(wall)] == ["2027-05-03T07:30"]
    assert sent[1 - moments.index(wall)] == []
    assert desk.rows() == {"2027-05-03T07:30": ("sent", "On time.")}


def test_what_was_skipped_or_moved_can_come_as_planned_after_all(desk: Desk) -> None:
    added = desk.add()
    skip(desk.store, added, now=desk.now)
    assert unsettle(desk.store, added)
    assert not unsettle(desk.store, added)
    move(desk.store, added, desk.at("2027-05-03 20:00"), here=desk.here, now=desk.now)
    assert unsettle(desk.store, added)
    assert desk.send("2027-05-03 07:30") == ["2027-05-03T07:30"]
    assert not unsettle(desk.store, added)
    assert desk.send("2027-05-03 20:00") == []


def test_what_comes_no_more_cannot_be_skipped_or_moved(desk: Desk) -> None:
    over = desk.add(end_on=date(2027, 5, 1))
    assert not skip(desk.store, over, now=desk.now)
    assert not move(desk.store, over, desk.now, here=desk.here, now=desk.now)


def test_the_bells_of_a_window_have_a_row_each(desk: Desk) -> None:
    added = desk.add(rule=RandomTimes(count=3, start=time(9), end=time(18), gap_min=60))
    sent: list[str] = []
    for minute in range(9 * 60, 18 * 60 + 1):
        sent += desk.send(f"2027-05-03 {minute // 60:02}:{minute % 60:02}")
    assert sent == ["2027-05-03T09:00", "2027-05-03T09:00#2", "2027-05-03T09:00#3"]
    assert desk.states(added) == dict.fromkeys(sent, "sent")


def test_more_than_a_transaction_takes_comes_in_several(desk: Desk) -> None:
    desk.book.add_many([desk.reminder() for _ in range(25)], now=desk.now)
    first = desk.claim("2027-05-03 07:30", limit=10)
    assert (len(first.claims), first.decided, first.more) == (10, 10, True)
    second, third = desk.claim(limit=10), desk.claim(limit=10)
    assert [(len(one.claims), one.more) for one in (second, third)] == [(10, True), (5, False)]
    taken = [claim.reminder.id for one in (first, second, third) for claim in one.claims]
    assert len(set(taken)) == 25


def test_the_longest_due_is_sent_first(desk: Desk) -> None:
    late = desk.add(rule=Weekly(times=(time(9),)))
    early = desk.add(rule=Weekly(times=(time(8),)))
    assert [one.reminder.id for one in desk.claim("2027-05-03 10:00").claims] == [early.id, late.id]


def test_what_comes_once_comes_once(desk: Desk) -> None:
    added = desk.add(rule=Once(at=desk.now.replace(tzinfo=None, hour=9, minute=0)))
    assert desk.send("2027-05-03 09:00") == ["2027-05-03T09:00"]
    assert desk.get(added).next_due is None
    assert desk.send("2028-05-03 09:00") == []


def test_a_step_of_days_counts_from_its_first_day_whatever_was_missed(desk: Desk) -> None:
    desk.add(rule=EveryDays(days=2, times=(time(8),), first_on=date(2027, 5, 3)))
    sent = [desk.send(f"2027-05-{day:02} 08:00") for day in (3, 4, 6, 7, 8, 9)]
    assert [bool(keys) for keys in sent] == [True, False, False, True, False, True]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"quiet": NIGHT, "skip_if_done": True}, "You have practised for 10 minutes already."),
        ({"quiet": NIGHT}, "Quiet hours are 21:00-08:00."),
    ],
)
def test_of_several_reasons_the_one_that_lies_nearest_to_the_person_is_told(
    desk: Desk, fields: dict[str, Any], reason: str
) -> None:
    desk.add(**fields)
    desk.practise("2027-05-03 06:00")
    desk.send("2027-05-03 07:30")
    assert [told for _, told in desk.rows().values()] == [reason]


def test_a_fault_of_ours_in_one_reminder_keeps_no_other_back(berlin: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    faulty, sound = berlin.add(), berlin.add()
    after = Reminder.after

    def fail_one(reminder: Reminder, moment: datetime, here: ZoneInfo) -> Occurrence | None:
        if reminder.id == faulty.id:
            raise TypeError
        return after(reminder, moment, here)

    monkeypatch.setattr(Reminder, "after", fail_one)
    assert [one.reminder.id for one in berlin.claim("2027-05-03 07:30").claims] == [sound.id]
    assert berlin.rows(faulty) == {"2027-05-03T07:30": ("failed", "Its next times cannot be told: TypeError.")}
