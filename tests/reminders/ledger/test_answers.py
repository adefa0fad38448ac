"""What the person does: put off, answer, practise, or let it be; and how reminders grow fewer then, without blame."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import TYPE_CHECKING

import pytest

from mindful.errors import ReminderError
from mindful.reminders.ledger import Answers
from mindful.reminders.rules import Interval, Weekly

if TYPE_CHECKING:
    from mindful.reminders.delivery.port import ActionName
    from mindful.reminders.ledger import Reminder
    from tests.reminders.conftest import Desk

KEY = "2027-05-03T07:30"


@pytest.fixture
def sent(desk: Desk) -> Reminder:
    """Return a reminder that was sent at half past seven."""
    added = desk.add(follow_up=True)
    assert desk.send("2027-05-03 07:30") == [KEY]
    return added


def test_what_is_put_off_comes_ten_minutes_later(desk: Desk, sent: Reminder) -> None:
    again = desk.answers.act(sent.id, KEY, "snooze", desk.now)
    assert again
    assert (again.key, again.due) == (f"{KEY}~1", desk.at("2027-05-03 07:40"))
    assert desk.rows()[f"{KEY}~1"] == ("waiting", "You put it off until 07:40.")
    assert desk.send("2027-05-03 07:39") == []
    assert desk.send("2027-05-03 07:40") == [f"{KEY}~1"]


def test_it_can_be_put_off_three_times(desk: Desk, sent: Reminder) -> None:
    key = KEY
    for number in (1, 2, 3):
        again = desk.answers.act(sent.id, key, "snooze", desk.now, snooze_s=300)
        assert again
        assert again.key == f"{KEY}~{number}"
        desk.now = again.due
        [key] = desk.send()
    assert desk.answers.act(sent.id, key, "snooze", desk.now) is None
    assert desk.send("2027-05-03 20:00") == []


def test_a_button_pressed_twice_puts_off_once(desk: Desk, sent: Reminder) -> None:
    for _ in range(2):
        desk.answers.act(sent.id, KEY, "snooze", desk.now)
    assert desk.send("2027-05-03 08:00") == [f"{KEY}~1"]


def test_nothing_is_put_off_beyond_the_practice_day(desk: Desk) -> None:
    added = desk.add(rule=Weekly(times=(time(23, 30),)))
    [key] = desk.send("2027-05-03 23:30")
    assert desk.answers.act(added.id, key, "snooze", desk.now, snooze_s=4.6 * 3600) is None
    late = desk.answers.act(added.id, key, "snooze", desk.now, snooze_s=4 * 3600)
    assert late
    assert late.due == desk.at("2027-05-04 03:30")


def test_what_was_put_off_survives_an_edit_and_a_restart(desk: Desk, sent: Reminder) -> None:
    desk.answers.act(sent.id, KEY, "snooze", desk.now)
    desk.book.edit(sent.id, now=desk.now, title="Tea", rule=Weekly(times=(time(21),)))
    with desk.restarted():
        assert desk.send("2027-05-03 07:40") == [f"{KEY}~1"]


def test_a_reminder_that_is_removed_takes_what_was_put_off_along(desk: Desk, sent: Reminder) -> None:
    desk.answers.act(sent.id, KEY, "snooze", desk.now)
    desk.book.remove(sent.id, now=desk.now)
    assert desk.send("2027-05-03 07:40") == []
    assert desk.rows()[f"{KEY}~1"] == ("missed", "The reminder was removed, or cannot be read.")
    with pytest.raises(ReminderError, match="removed meanwhile"):
        desk.answers.act(sent.id, KEY, "start", desk.now)


def test_it_comes_once_more_when_nobody_answers_and_never_again(desk: Desk, sent: Reminder) -> None:
    assert desk.rows()[f"{KEY}+1"] == ("waiting", "To follow up, unless you answer.")
    desk.now = desk.at("2027-05-03 08:00")
    [claim] = desk.claim().claims
    assert (claim.key, claim.follow_up) == (f"{KEY}+1", True)
    desk.mark(claim)
    assert desk.get(sent).unanswered == 1
    assert desk.send("2027-05-03 20:00") == []
    assert list(desk.states()) == [KEY, f"{KEY}+1"]


@pytest.mark.parametrize("action", ["start", "skip", "snooze"])
def test_after_an_answer_there_is_no_follow_up(desk: Desk, sent: Reminder, action: ActionName) -> None:
    desk.answers.act(sent.id, KEY, action, desk.now)
    assert desk.rows()[f"{KEY}+1"] == ("done", "You have answered the first one.")
    assert f"{KEY}+1" not in desk.send("2027-05-03 08:00")
    assert desk.get(sent).unanswered == 0


@pytest.mark.usefixtures("sent")
def test_after_a_practice_there_is_no_follow_up(desk: Desk) -> None:
    desk.practise("2027-05-03 07:45")
    assert desk.send("2027-05-03 08:00") == []
    assert desk.rows()[f"{KEY}+1"] == ("done", "You have practised since the first one.")


def test_a_practice_before_it_does_not_keep_the_follow_up_away(desk: Desk, sent: Reminder) -> None:
    desk.practise("2027-05-03 06:45")
    assert desk.send("2027-05-03 08:00") == [f"{KEY}+1"]
    assert desk.get(sent).unanswered == 1


def test_a_practice_answers_what_was_sent_before_it_began(desk: Desk, sent: Reminder) -> None:
    assert desk.answers.practised(desk.now) == []
    desk.practise("2027-05-03 07:29")
    assert desk.answers.practised(desk.now) == []
    desk.practise("2027-05-03 07:45")
    [shown] = desk.answers.practised(desk.at("2027-05-03 07:50"))
    assert (shown.channel, shown.handle, shown.delivery.occurrence_key) == ("outbox", "1", KEY)
    assert desk.get(sent).unanswered == 0
    assert desk.states()[f"{KEY}+1"] == "done"
    assert desk.answers.practised(desk.now) == []


@pytest.mark.usefixtures("sent")
def test_a_notification_of_the_day_before_is_not_looked_for(desk: Desk) -> None:
    desk.practise("2027-05-04 07:31")
    assert desk.answers.practised(desk.at("2027-05-04 07:31")) == []


def test_the_newest_unanswered_one_is_found(desk: Desk, sent: Reminder) -> None:
    found = desk.answers.last_shown(sent.id, desk.now)
    assert found
    assert (found.occurrence_key, found.state) == (KEY, "sent")
    desk.answers.act(sent.id, KEY, "skip", desk.now)
    assert desk.answers.last_shown(sent.id, desk.now) is None
    assert Answers(desk.store, desk.here).last_shown("another", desk.now) is None


def test_a_bell_is_not_followed_up_and_needs_no_answer(desk: Desk) -> None:
    added = desk.add(rule=Interval(every_min=60, start=time(9), end=time(17)), follow_up=True)
    for hour in range(9, 18):
        assert len(desk.send(f"2027-05-03 {hour:02}:00")) == 1
    assert desk.get(added).unanswered == 0
    assert len(desk.rows()) == 9


def days_sent(desk: Desk, days: int) -> list[int]:
    """Let days pass at half past seven and return which of them, counted from 0, had a reminder."""
    found = []
    for day in range(days):
        wall = f"{date(2027, 5, 3) + timedelta(days=day)} 07:30"
        if desk.send(wall):
            found.append(day)
    return found


def test_unanswered_reminders_grow_fewer_ask_once_and_rest(desk: Desk) -> None:
    added = desk.add()
    asked = []
    found = []
    for day in range(120):
        for claim in desk.claim(f"{date(2027, 5, 3) + timedelta(days=day)} 07:30").claims:
            desk.mark(claim)
            found.append(day)
            if claim.ask:
                asked.append(day)
    # Daily five times, every second day five times, then weekly; the fifteenth asks, and is the last.
    assert found == [0, 1, 2, 3, 4, 6, 8, 10, 12, 14, 21, 28, 35, 42, 49]
    assert asked == [49]
    rows = desk.rows(added)
    assert len(rows) == 120
    assert rows["2027-05-08T07:30"] == ("resting", "After some unanswered reminders, one comes every second day.")
    assert rows["2027-05-18T07:30"] == ("resting", "After some unanswered reminders, one comes once a week.")
    assert rows["2027-06-22T07:30"] == ("resting", "These reminders rest until you answer or change one.")


def test_an_answer_brings_them_back_each_day(desk: Desk) -> None:
    added = desk.add()
    assert days_sent(desk, 7) == [0, 1, 2, 3, 4, 6]
    desk.answers.act(added.id, "2027-05-09T07:30", "skip", desk.now)
    assert [bool(desk.send(f"2027-05-{day} 07:30")) for day in (10, 11, 12)] == [True, True, True]


def test_a_practice_brings_them_back_each_day(desk: Desk) -> None:
    desk.add()
    days_sent(desk, 7)
    desk.practise("2027-05-09 22:00")
    assert [bool(desk.send(f"2027-05-{day} 07:30")) for day in (10, 11, 12)] == [True, True, True]


def test_an_edit_brings_them_back_each_day(desk: Desk) -> None:
    added = desk.add()
    days_sent(desk, 60)
    desk.book.edit(added.id, now=desk.now, title="Another name")
    assert [bool(desk.send(f"2027-07-{day:02} 07:30")) for day in (2, 3, 4)] == [True, True, True]


def test_whoever_has_not_answered_for_days_is_not_followed_up(desk: Desk) -> None:
    desk.add(follow_up=True)
    desk.send("2027-05-03 07:30")
    desk.send("2027-05-03 08:00")
    desk.send("2027-05-04 07:30")
    assert list(desk.states()) == [KEY, f"{KEY}+1", "2027-05-04T07:30"]


def test_what_is_put_off_is_not_held_back_by_unanswered_ones(desk: Desk) -> None:
    added = desk.add()
    days_sent(desk, 7)
    assert desk.answers.act(added.id, "2027-05-09T07:30", "snooze", desk.now)
    assert desk.send("2027-05-09 07:40") == ["2027-05-09T07:30~1"]
