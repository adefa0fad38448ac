"""The book: reminders are added, changed, removed and brought back, and a damaged one harms no other."""

from __future__ import annotations

import dataclasses
from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from mindful.errors import ReminderError, StoreError
from mindful.reminders.decisions import EVERY_REMINDER, Quiet
from mindful.reminders.ledger.book import new_id
from mindful.reminders.ledger.pauses import move, pause
from mindful.reminders.rules import Interval, Monthly, Once, Weekly
from mindful.store import REMINDERS

if TYPE_CHECKING:
    from mindful.reminders.ledger import Reminder
    from tests.reminders.conftest import Desk

EVERYTHING: dict[str, Any] = {
    "title": "Morning", "message": "Sit, {name}; 100 % ☼", "tz": "Asia/Kathmandu", "start_on": date(2027, 5, 1),
    "end_on": date(2027, 12, 31), "target": "body-scan", "length_s": 600.0, "channels": ("desktop", "apprise:phone"),
    "catch_up_s": 3600.0, "skip_if_done": True, "min_minutes": 2.5, "quiet": Quiet(start=time(21), end=time(8)),
    "anchor": "After I pour my coffee", "show_title": True, "follow_up": True,
}  # fmt: skip


def test_what_is_added_comes_back_as_it_was_with_its_next_time(desk: Desk) -> None:
    added = desk.add(**EVERYTHING)
    assert desk.get(added) == added
    assert (added.next_due, added.next_key) == (desk.at("2027-05-04 07:30", "Asia/Kathmandu"), "2027-05-04T07:30")
    assert {name: getattr(added, name) for name in EVERYTHING} == EVERYTHING


def test_the_next_time_is_the_first_after_now(desk: Desk) -> None:
    added = desk.add()
    assert (added.next_key, added.next_due) == ("2027-05-03T07:30", desk.at("2027-05-03 07:30"))
    over = desk.add(rule=Once(at=desk.now.replace(tzinfo=None) - timedelta(days=1)))
    assert (over.next_key, over.next_due) == (None, None)


def test_all_of_many_are_added_or_none(desk: Desk) -> None:
    many = [desk.reminder() for _ in range(1200)]
    assert len(desk.book.add_many(many, now=desk.now)) == 1200
    further = [desk.reminder(), many[0]]
    with pytest.raises(StoreError, match="already holds one of that name"):
        desk.book.add_many(further, now=desk.now)
    assert len(desk.book.all()[0]) == 1200


def test_the_one_that_comes_next_is_listed_first_and_those_that_come_no_more_last(desk: Desk) -> None:
    over = desk.add(title="over", end_on=date(2027, 5, 1))
    late = desk.add(title="late", rule=Weekly(times=(time(21),)))
    soon = desk.add(title="soon")
    assert desk.book.all() == ([soon, late, over], [])


@pytest.mark.parametrize("part", [slice(None), slice(22, None), slice(0, 12)])
def test_an_id_may_be_shortened_from_either_end_in_any_case(desk: Desk, part: slice) -> None:
    named = desk.add(id="01J9ZZZZZZZZZZZZZZZZZZ4ABC")
    desk.add(id="01J8ZZZZZZZZZZZZZZZZZZ4ABD")
    assert desk.book.get(f" {named.id[part].lower()} ") == named


def test_a_short_id_that_two_have_or_none_is_told(desk: Desk) -> None:
    desk.add(id="01J9ZZZZZZZZZZZZZZZZZZ4ABC")
    desk.add(id="01J9ZZZZZZZZZZZZZZZZZZ5ABC")
    with pytest.raises(ReminderError, match="Several reminders have") as told:
        desk.book.get("abc")
    assert told.value.hint == "Give more of the id."
    for absent in ("XYZ", "%", "_", "", "01J9ZZZZZZZZZZZZZZZZZZ4AB%"):
        with pytest.raises(ReminderError, match="There is no reminder"):
            desk.book.get(absent)


def test_an_edit_of_when_finds_the_next_time_anew_and_another_leaves_it(desk: Desk) -> None:
    added = desk.add()
    desk.now = desk.at("2027-05-03 09:00")
    titled = desk.book.edit(added.id, now=desk.now, title="Tea")
    # It was due while nobody looked, and is not lost by a new name.
    assert (titled.next_key, titled.rev, titled.title) == ("2027-05-03T07:30", 2, "Tea")
    moved = desk.book.edit(added.id, now=desk.now, rule=Weekly(times=(time(10),)), phrase="daily at 10")
    assert (moved.next_key, moved.rev) == ("2027-05-03T10:00", 3)
    assert desk.get(added) == moved


def test_an_edit_that_no_reminder_can_be_like_changes_nothing(desk: Desk) -> None:
    added = desk.add()
    for wrong in (
        {"tz": "Mars/Base"},
        {"channels": ()},
        {"catch_up_s": 1e9},
        {"min_minutes": -1},
        {"title": "a" * 501},
    ):
        with pytest.raises(ReminderError):
            desk.book.edit(added.id, now=desk.now, **wrong)
    with pytest.raises(ReminderError, match="before it begins"):
        desk.book.edit(added.id, now=desk.now, start_on=date(2027, 5, 9), end_on=date(2027, 5, 8))
    assert desk.get(added) == added


def test_what_is_removed_is_gone_and_never_sent(desk: Desk) -> None:
    added = desk.add(title="Evening")
    assert desk.book.remove(added.id[-6:], now=desk.now) == ["Evening"]
    assert desk.book.all() == ([], [])
    assert desk.send("2027-05-03 07:30") == []
    with pytest.raises(ReminderError, match="There is no reminder"):
        desk.get(added)


def test_the_last_change_is_taken_back_whatever_it_was(desk: Desk) -> None:
    added = desk.add(**EVERYTHING)
    assert desk.book.undo(now=desk.now) == ("add", "Morning")
    assert desk.book.all() == ([], [])
    assert desk.book.undo(now=desk.now) is None

    added = desk.add(**EVERYTHING)
    desk.book.edit(
        added.id,
        now=desk.now + timedelta(seconds=1),
        title="Noon",
        quiet=None,
        rule=Monthly(days=(1,), times=(time(12),)),
    )
    assert desk.book.undo(now=desk.now + timedelta(seconds=2)) == ("edit", "Noon")
    assert without_when(desk.get(added)) == without_when(added)
    assert desk.get(added).next_due == added.next_due

    desk.book.remove(added.id, now=desk.now + timedelta(seconds=3))
    assert desk.book.undo(now=desk.now + timedelta(seconds=4)) == ("remove", "Morning")
    assert without_when(desk.get(added)) == without_when(added)
    assert desk.book.undo(now=desk.now) is None


def without_when(reminder: Reminder) -> Reminder:
    """Return a reminder but for the moment of its last change."""
    return dataclasses.replace(reminder, updated=reminder.created)


def test_what_was_removed_comes_back_at_its_next_time_and_not_in_a_burst(desk: Desk) -> None:
    added = desk.add()
    desk.book.remove(added.id, now=desk.now)
    desk.now = desk.at("2027-05-20 12:00")
    desk.book.undo(now=desk.now)
    assert desk.get(added).next_key == "2027-05-21T07:30"
    assert desk.send() == []


def test_an_undone_edit_keeps_what_was_sent_meanwhile(desk: Desk) -> None:
    added = desk.add()
    desk.book.edit(added.id, now=desk.now, title="Noon")
    assert desk.send("2027-05-03 07:30") == ["2027-05-03T07:30"]
    desk.book.undo(now=desk.now)
    undone = desk.get(added)
    assert (undone.title, undone.last_sent, undone.unanswered) == ("", desk.now, 0)
    assert undone.next_key == "2027-05-04T07:30"


def test_a_removed_one_is_not_in_the_way_of_one_that_comes_back(desk: Desk) -> None:
    added = desk.add(title="from a calendar")
    desk.book.remove(added.id, now=desk.now)
    desk.add(id=added.id, title="again")
    assert [one.title for one in desk.book.all()[0]] == ["again"]


def test_pauses_are_listed(desk: Desk) -> None:
    pause(desk.store, [EVERY_REMINDER], since=desk.now, until=None)
    assert [(one.scope, one.since, one.until) for one in desk.book.pauses()] == [(EVERY_REMINDER, desk.now, None)]


def test_a_new_id_sorts_behind_an_older_one() -> None:
    assert len(new_id()) == 26


DAMAGE: dict[str, dict[str, Any]] = {
    "no JSON": {"rule": "{"},
    "another kind of rule": {"rule": '{"version": 1, "kind": "lunar"}'},
    "a rule of a later version": {"rule": '{"version": 2, "kind": "weekly"}'},
    "a number as the rule": {"rule": "5"},
    "a zone that is not there": {"tz": "Mars/Base"},
    "channels that are none": {"channels": "7"},
    "no channel": {"channels": "[]"},
    "a day that is not": {"start_on": "2027-02-30"},
    "quiet hours that are none": {"quiet": "late"},
    "an instant beyond all calendars": {"last_sent_us": 2**62},
    "a change beyond all calendars": {"updated_us": -(2**62)},
    "due before all calendars": {"next_due_us": -(2**62)},
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_row_is_told_and_set_aside_and_harms_no_other(desk: Desk, damage: dict[str, Any]) -> None:
    broken, sound = desk.add(title="broken"), desk.add(title="sound")
    desk.damage(broken, **damage)
    desk.now = desk.at("2027-05-03 07:30")
    found, trouble = desk.book.all()
    assert found == [sound]
    assert f'The reminder "{broken.id}" cannot be read' in trouble[0].message
    assert trouble[0].hint == f"Nothing of it was changed. Remove it with: mindful remind remove {broken.id[-6:]}"

    assert desk.send() == ["2027-05-03T07:30"]
    assert desk.states(sound) == {"2027-05-03T07:30": "sent"}
    [(state, reason)] = desk.rows(broken).values()
    assert state == "failed"
    assert "cannot be read" in reason
    # It is looked at no more; but for that the row is as it was.
    assert desk.send("2027-05-04 07:30") == ["2027-05-04T07:30"]
    assert len(desk.rows(broken)) == 1
    kept = {name: value for name, value in damage.items() if name != "next_due_us"}
    with desk.store.reading() as connection:
        row = connection.execute(select(REMINDERS).where(REMINDERS.c.id == broken.id)).mappings().one()
    assert {name: row[name] for name in kept} == kept


def test_a_damaged_reminder_can_be_removed_and_an_edit_refuses_it(desk: Desk) -> None:
    broken = desk.add(title="broken")
    desk.damage(broken, rule="{")
    for call in (desk.book.get, lambda name: desk.book.edit(name, now=desk.now, title="x")):
        with pytest.raises(StoreError, match="cannot be read"):
            call(broken.id)
    assert desk.book.remove(broken.id, now=desk.now) == ["broken"]
    assert desk.book.all() == ([], [])


def test_a_bell_is_known_by_its_rule(berlin: Desk) -> None:
    bell = berlin.add(rule=Interval(every_min=60, start=time(9), end=time(17)))
    assert (bell.bell, bell.latest_s) == (True, 0.0)
    assert (berlin.add().bell, berlin.add().latest_s, berlin.add(catch_up_s=60.0).latest_s) == (False, 43_200.0, 60.0)
    assert [one.name for one in (berlin.add(), berlin.add(target="ground"))] == ["daily at 7:30", "ground"]


def test_of_several_one_that_is_not_there_keeps_all(desk: Desk) -> None:
    first, second = desk.add(), desk.add()
    with pytest.raises(ReminderError, match="There is no reminder"):
        desk.book.remove(first.id, "ZZZZZZ", now=desk.now)
    assert len(desk.book.all()[0]) == 2
    assert len(desk.book.remove(first.id, second.id, now=desk.now)) == 2
    assert desk.book.all() == ([], [])


def test_a_time_that_was_moved_does_not_come_beside_the_new_one(desk: Desk) -> None:
    reminder = desk.add()
    assert move(desk.store, reminder, desk.at("2027-05-03 09:00"), here=desk.here, now=desk.now)
    desk.book.edit(reminder.id, now=desk.now, rule=Weekly(times=(time(8),)))
    assert desk.send("2027-05-03 08:00") == ["2027-05-03T08:00"]
    assert desk.send("2027-05-03 10:00") == []


def test_a_snooze_outlives_an_edit_of_the_time(desk: Desk) -> None:
    reminder = desk.add()
    (key,) = desk.send("2027-05-03 07:30")
    desk.answers.act(reminder.id, key, "snooze", desk.now)
    desk.book.edit(reminder.id, now=desk.now, rule=Weekly(times=(time(20),)))
    assert desk.send("2027-05-03 07:40") == [f"{key}~1"]
