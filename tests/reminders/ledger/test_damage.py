"""Rows of the ledger that the disk or somebody has changed hold up nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import update

from mindful.reminders.ledger import History, Pulse
from mindful.store import DELIVERIES

if TYPE_CHECKING:
    from tests.reminders.conftest import Desk

BEYOND_US = 9_223_372_036_854_775_807


def damage(desk: Desk, key: str, **columns: Any) -> None:
    with desk.store.writing() as connection:
        connection.execute(update(DELIVERIES).where(DELIVERIES.c.occurrence_key == key).values(columns))


@pytest.mark.parametrize("results", ["nonsense", "{}", '["a", 1]', ""])
def test_results_that_cannot_be_read_are_none(berlin: Desk, results: str) -> None:
    berlin.add()
    berlin.send("2027-05-03 07:30")
    damage(berlin, "2027-05-03T07:30", results=results)
    assert [row.results for row in History(berlin.store).find()] == [()]
    assert berlin.answers.practised(berlin.now) == []


def test_an_occurrence_beyond_the_calendar_is_shown_and_not_sent(berlin: Desk) -> None:
    berlin.add()
    berlin.claim("2027-05-03 07:30", lease_s=10)
    damage(berlin, "2027-05-03T07:30", due_us=BEYOND_US, decided_us=-BEYOND_US, sent_us=BEYOND_US)
    other = berlin.add()
    assert berlin.send("2027-05-04 07:30") == ["2027-05-04T07:30", "2027-05-04T07:30"]
    (row,) = [one for one in History(berlin.store).find() if one.occurrence_key == "2027-05-03T07:30"]
    assert (row.state, row.due.year, row.sent_at) == ("missed", 1970, None)
    assert berlin.states(other) == {"2027-05-04T07:30": "sent"}
    assert Pulse(berlin.store).next_look() == berlin.at("2027-05-05 07:30")
