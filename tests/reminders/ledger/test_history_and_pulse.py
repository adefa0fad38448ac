"""Looking back at what became of occurrences, and at the signs of life of services."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING

import pytest

from mindful.reminders.ledger import Heartbeat, History, Pulse
from mindful.reminders.ledger.pauses import move, skip
from mindful.reminders.rules import Weekly

if TYPE_CHECKING:
    from tests.reminders.conftest import Desk


def test_the_newest_is_found_first_and_can_be_asked_for_by_reminder_time_and_state(desk: Desk) -> None:
    one, other = desk.add(), desk.add(rule=Weekly(times=(time(20),)))
    for day in range(3, 7):
        desk.send(f"2027-05-{day:02} 07:30")
        desk.send(f"2027-05-{day + (day == 5):02} 20:00")
    history = History(desk.store)
    keys = [found.occurrence_key for found in history.find()]
    assert keys == sorted(keys, reverse=True)
    assert {found.reminder_id for found in history.find(reminder_id=one.id)} == {one.id}
    assert [found.occurrence_key for found in history.find(reminder_id=other.id, states=["missed"])] == [
        "2027-05-05T20:00"
    ]
    since, until = desk.at("2027-05-04 07:30"), desk.at("2027-05-05 07:30")
    assert [found.occurrence_key for found in history.find(since=since, until=until)] == [
        "2027-05-04T20:00", "2027-05-04T07:30",
    ]  # fmt: skip
    assert [found.occurrence_key for found in history.find(limit=1)] == ["2027-05-06T20:00"]


def test_what_is_settled_beforehand_is_found_for_each_reminder(desk: Desk) -> None:
    many = desk.book.add_many([desk.reminder() for _ in range(600)], now=desk.now)
    skip(desk.store, many[3], now=desk.now)
    move(desk.store, many[599], desk.at("2027-05-03 09:00"), here=desk.here, now=desk.now)
    settled = History(desk.store).settled(many)
    assert {of: row.state for of, row in settled.items()} == {many[3].id: "skipped", many[599].id: "waiting"}


def test_what_is_old_and_settled_is_pruned(desk: Desk) -> None:
    desk.add()
    for day in (3, 4, 5):
        desk.send(f"2027-05-{day:02} 07:30")
    [claim] = desk.claim("2027-05-06 07:30").claims
    history = History(desk.store)
    assert history.prune(desk.at("2028-06-06 00:00")) == 0
    # 400 days later what was due before that instant goes, but for what is still in somebody's hands.
    assert history.prune(desk.at("2027-05-04 07:30") + timedelta(days=400)) == 1
    assert history.prune(desk.at("2027-06-06 00:00"), kept=timedelta(days=1)) == 2
    assert list(desk.states()) == [claim.key]


def beat(desk: Desk, owner: str, trouble: str | None = None) -> Heartbeat:
    """Write a sign of life and return it."""
    made = Heartbeat(
        owner=owner, at=desk.now, started=desk.now - timedelta(hours=1), next_due=None, version="1", trouble=trouble
    )
    Pulse(desk.store).beat(made)
    return made


def test_a_service_has_one_sign_of_life_the_newest(desk: Desk) -> None:
    beat(desk, "here/1")
    desk.now += timedelta(seconds=30)
    here = beat(desk, "here/1", trouble="The disk is full.")
    desk.now += timedelta(seconds=1)
    there = beat(desk, "there/2")
    pulse = Pulse(desk.store)
    assert pulse.beats() == [there, here]
    pulse.stop("there/2")
    assert pulse.beats() == [here]


def test_signs_of_life_of_a_week_ago_go(desk: Desk) -> None:
    beat(desk, "gone/1")
    desk.now += timedelta(days=7, seconds=1)
    here = beat(desk, "here/2")
    assert Pulse(desk.store).beats() == [here]


def test_the_next_look_is_the_first_of_dues_leases_and_waits(desk: Desk) -> None:
    pulse = Pulse(desk.store)
    assert pulse.next_look() is None
    desk.add()
    assert pulse.next_look() == desk.at("2027-05-03 07:30")
    [claim] = desk.claim("2027-05-03 07:30").claims
    assert pulse.next_look() == claim.until
    desk.mark(claim)
    assert pulse.next_look() == desk.at("2027-05-04 07:30")


@pytest.mark.parametrize(("far", "at_once"), [(2**62, False), (-(2**62), True)])
def test_a_damaged_time_is_looked_at_now_or_never(desk: Desk, far: int, *, at_once: bool) -> None:
    desk.damage(desk.add(), next_due_us=far)
    look = Pulse(desk.store).next_look()
    assert (look is not None and look < desk.now) == at_once
    desk.claim()
    assert Pulse(desk.store).next_look() is None
