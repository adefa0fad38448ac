"""Leases: what a process took and never saw through is taken up again, and tried again while it makes sense."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING

import pytest

from mindful.reminders.delivery import Receipt
from mindful.reminders.ledger.history import History
from mindful.reminders.ledger.marks import RETRY_S, renew, take_back_leases
from mindful.reminders.rules import Interval

if TYPE_CHECKING:
    from tests.reminders.conftest import Desk

KEY = "2027-05-03T07:30"
REFUSED = (Receipt(channel="apprise:phone", state="failed", detail="The server said 503."),)
UNSURE = (Receipt(channel="desktop", state="unknown", detail="There was no answer within 20 seconds."),)


def test_a_lease_that_ended_is_taken_by_another_who_says_that_it_may_have_arrived(desk: Desk) -> None:
    desk.add()
    [lost] = desk.claim("2027-05-03 07:30", owner="here/1").claims
    assert desk.claim("2027-05-03 07:32", owner="there/2").claims == ()
    desk.now = lost.until
    [again] = desk.claim(owner="there/2").claims
    assert (again.key, again.attempts, again.owner) == (KEY, 2, "there/2")
    assert again.reason == "An earlier try was broken off, and may have arrived. Caught up, 3 minutes late."
    assert not desk.mark(lost)
    assert desk.states() == {KEY: "claimed"}
    assert desk.mark(again)
    assert not desk.mark(again)
    assert desk.rows() == {KEY: ("sent", again.reason)}


def test_the_mark_of_a_lost_lease_counts_nothing(desk: Desk) -> None:
    added = desk.add(follow_up=True)
    [lost] = desk.claim("2027-05-03 07:30").claims
    desk.now = lost.until
    desk.claim(owner="there/2")
    desk.mark(lost)
    assert (desk.get(added).unanswered, desk.get(added).last_sent) == (0, None)
    assert list(desk.rows()) == [KEY]


def test_a_bell_that_was_broken_off_is_not_rung_late(desk: Desk) -> None:
    desk.add(rule=Interval(every_min=60, start=time(9), end=time(17)))
    [lost] = desk.claim("2027-05-03 09:00").claims
    desk.now = lost.until
    assert desk.claim().claims == ()
    reason = "An earlier try was broken off, and may have arrived. It could have been sent only 3 minutes late."
    assert desk.rows() == {"2027-05-03T09:00": ("missed", reason)}


def test_a_lease_is_made_longer_while_it_is_ours(desk: Desk) -> None:
    desk.add()
    [claim] = desk.claim("2027-05-03 07:30").claims
    assert renew(desk.store, [], desk.now, 180.0) == 0
    desk.now = claim.until - timedelta(seconds=1)
    assert renew(desk.store, [claim], desk.now, 180.0) == 1
    desk.now = claim.until
    assert desk.claim(owner="there/2").claims == ()
    desk.now += timedelta(seconds=180)
    assert len(desk.claim(owner="there/2").claims) == 1
    assert renew(desk.store, [claim], desk.now, 180.0) == 0


def test_whoever_starts_again_takes_up_what_an_earlier_run_left(desk: Desk) -> None:
    for _ in range(3):
        desk.add()
    desk.claim("2027-05-03 07:30", owner="here/1", limit=2)
    desk.claim(owner="there/2")
    desk.now += timedelta(seconds=5)
    assert take_back_leases(desk.store, "here/1", desk.now) == 2
    again = desk.claim(owner="here/1").claims
    assert [claim.attempts for claim in again] == [2, 2]
    assert take_back_leases(desk.store, "nobody/3", desk.now) == 0


def test_what_could_not_be_sent_is_tried_again_after_growing_waits(desk: Desk) -> None:
    desk.add()
    desk.now = desk.at("2027-05-03 07:30")
    waits = []
    for _ in range(6):
        [claim] = desk.claim().claims
        assert desk.mark(claim, REFUSED)
        [row] = History(desk.store).find()
        assert row.look_at
        assert row.state == "waiting"
        clock = row.look_at.astimezone(desk.here)
        assert row.reason == (
            f"It could not be sent, and is tried again at {clock:%H:%M}. apprise:phone: The server said 503."
        )
        waits.append((row.look_at - desk.now).total_seconds())
        desk.now = row.look_at
    assert waits == [60, 300, 900, 3600, 3600, 3600]
    assert waits[:4] == list(RETRY_S)
    assert desk.send() == [KEY]
    assert desk.rows()[KEY][0] == "sent"


def test_in_the_end_it_has_failed_with_the_channels_own_words(desk: Desk) -> None:
    desk.add(catch_up_s=1800.0)
    desk.now = desk.at("2027-05-03 07:30")
    moments = []
    while claims := desk.claim().claims:
        moments.append(desk.now)
        desk.mark(claims[0], REFUSED)
        look = History(desk.store).find()[0].look_at
        desk.now = look or desk.now
    assert [(moment - moments[0]).total_seconds() / 60 for moment in moments] == [0, 1, 6, 21]
    assert desk.rows() == {KEY: ("failed", "It could not be sent. apprise:phone: The server said 503.")}
    assert desk.send("2027-05-04 07:30") == ["2027-05-04T07:30"]


def test_a_bell_that_could_not_be_sent_is_tried_once_more(desk: Desk) -> None:
    desk.add(rule=Interval(every_min=60, start=time(9), end=time(17)))
    [claim] = desk.claim("2027-05-03 09:00").claims
    desk.mark(claim, REFUSED)
    [claim] = desk.claim("2027-05-03 09:01").claims
    desk.mark(claim, REFUSED)
    assert desk.states() == {"2027-05-03T09:00": "failed"}


def test_what_may_have_arrived_is_not_sent_again(desk: Desk) -> None:
    desk.add()
    [claim] = desk.claim("2027-05-03 07:30").claims
    desk.mark(claim, UNSURE)
    assert desk.rows() == {KEY: ("sent", "On time. No answer came back; it may have arrived.")}


def test_a_second_channel_that_delivers_is_enough(desk: Desk) -> None:
    desk.add()
    [claim] = desk.claim("2027-05-03 07:30").claims
    desk.mark(claim, (*REFUSED, *(Receipt(channel="terminal", state="delivered", detail="It stands there."),)))
    assert desk.rows() == {KEY: ("sent", "On time.")}
    assert [one["channel"] for one in History(desk.store).find()[0].results] == ["apprise:phone", "terminal"]


def test_a_claim_that_no_channel_was_asked_about_says_so(desk: Desk) -> None:
    desk.add(catch_up_s=0.0)
    [claim] = desk.claim("2027-05-03 07:31").claims
    desk.now += timedelta(seconds=120)
    desk.mark(claim, ())
    assert desk.rows() == {KEY: ("failed", "It could not be sent. It has no channel to go by.")}


@pytest.mark.parametrize("state", ["paused", "quiet", "done"])
def test_a_retry_is_decided_upon_anew(desk: Desk, state: str) -> None:
    from mindful.reminders.decisions import read_quiet
    from mindful.reminders.ledger.pauses import pause

    added = desk.add(skip_if_done=True)
    [claim] = desk.claim("2027-05-03 07:30").claims
    desk.mark(claim, REFUSED)
    if state == "paused":
        pause(desk.store, [added.id], since=desk.now, until=None)
    elif state == "quiet":
        desk.book.edit(added.id, now=desk.now, quiet=read_quiet("07:00-08:00"))
    else:
        desk.practise("2027-05-03 07:20")
    assert desk.send("2027-05-03 07:31") == []
    assert desk.states() == {KEY: state}


def test_a_message_without_buttons_is_not_counted_as_unanswered(berlin: Desk) -> None:
    chime = (Receipt(channel="sound", state="delivered", detail="A chime was played."),)
    reminder = berlin.add()
    for day in range(4, 24):
        (claim,) = berlin.claim(f"2027-05-{day:02} 07:30").claims
        assert berlin.mark(claim, chime)
    assert berlin.get(reminder).unanswered == 0
    assert set(berlin.states(reminder).values()) == {"sent", "missed"}
