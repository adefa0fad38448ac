from __future__ import annotations

import ast
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from mindful.errors import ReminderError
from mindful.reminders import decisions
from mindful.reminders.decisions import (
    ASK_FROM,
    ASK_WHETHER_TO_STOP,
    Pause,
    Quiet,
    Standing,
    Verdict,
    days_between,
    decide,
    default_catch_up_s,
    follow_up,
    practice_day_end,
    read_quiet,
    snooze,
)
from mindful.reminders.rules import Interval, Occurrence, RandomTimes, Weekly

BERLIN = ZoneInfo("Europe/Berlin")
DUE = datetime(2027, 5, 3, 7, 30, tzinfo=BERLIN)


def judged(*, late: timedelta = timedelta(0), **known: Any) -> Verdict:
    """Decide upon an occurrence of 07:30 in Berlin."""
    return decide(DUE.astimezone(UTC), Standing(now=DUE + late, zone=BERLIN, **known))


def test_on_time_it_is_sent() -> None:
    assert judged() == Verdict(state="send", reason="On time.")
    assert judged(late=timedelta(seconds=30)).reason == "On time."


@pytest.mark.parametrize(
    ("late", "catch_up_s", "state", "reason"),
    [
        (timedelta(hours=3), 43_200.0, "send", "Caught up, 3 hours late."),
        (timedelta(hours=12), 43_200.0, "send", "Caught up, 12 hours late."),
        (timedelta(hours=12, seconds=1), 43_200.0, "missed", "It could have been sent only 12 hours late."),
        (timedelta(days=5), 43_200.0, "missed", "It could have been sent only 5 days late."),
        (timedelta(seconds=120), 0.0, "send", "On time."),
        (timedelta(seconds=121), 0.0, "missed", "It could have been sent only 2 minutes late."),
    ],
)
def test_a_practice_is_caught_up_and_a_bell_is_not(late: timedelta, catch_up_s: float, state: str, reason: str) -> None:
    verdict = judged(late=late, catch_up_s=catch_up_s)
    assert (verdict.state, verdict.reason) == (state, reason)


def test_the_default_for_catching_up_goes_by_the_rule() -> None:
    assert default_catch_up_s(Weekly(times=(time(7, 30),))) == 12 * 3600
    assert default_catch_up_s(Interval(every_min=60, start=time(9), end=time(17))) == 0
    assert default_catch_up_s(RandomTimes(count=3, start=time(9), end=time(17), gap_min=9)) == 0


def test_after_a_suspend_only_the_newest_is_sent() -> None:
    verdict = judged(late=timedelta(hours=2), newer_due=True)
    assert verdict == Verdict(state="missed", reason="A later one was due by the time this one could be sent.")


@pytest.mark.parametrize(
    ("clock", "quiet", "state"),
    [
        ("07:30", "21:00-08:00", "quiet"), ("07:30", "21:00-07:30", "send"), ("07:30", "07:30-08:00", "quiet"),
        ("07:30", "08:00-21:00", "send"), ("23:59", "21:00-08:00", "quiet"), ("00:00", "21:00-08:00", "quiet"),
        ("12:00", "21:00-08:00", "send"), ("20:59", "21:00-08:00", "send"),
    ],
)  # fmt: skip
def test_quiet_hours_judge_the_moment_of_sending_and_may_cross_midnight(clock: str, quiet: str, state: str) -> None:
    now = datetime.combine(DUE.date(), time.fromisoformat(clock), BERLIN)
    standing = Standing(now=now.astimezone(UTC), zone=BERLIN, quiet=read_quiet(quiet))
    assert decide(now, standing).state == state


def test_what_was_due_in_the_day_is_quiet_when_it_would_be_sent_at_night() -> None:
    verdict = judged(late=timedelta(hours=15), catch_up_s=86_400.0, quiet=Quiet(start=time(21), end=time(8)))
    assert verdict == Verdict(state="quiet", reason="Quiet hours are 21:00-08:00.")


def test_quiet_hours_are_read_as_they_are_written() -> None:
    assert str(read_quiet(" 21:00 - 8:00")) == "21:00-08:00"
    for wrong in ("21:00", "9-5pm", "21:00-25:00", ""):
        with pytest.raises(ReminderError, match="quiet hours"):
            read_quiet(wrong)
    with pytest.raises(ReminderError, match="another end"):
        read_quiet("21:00-21:00")


def test_a_pause_holds_what_is_due_in_it_and_what_would_be_sent_in_it() -> None:
    week = Pause(since=DUE - timedelta(days=1), until=DUE + timedelta(days=6))
    assert judged(pauses=[week]).reason == "Reminders are paused until 2027-05-09 07:30."
    just_over = Pause(since=DUE - timedelta(days=1), until=DUE)
    assert judged(pauses=[just_over]).state == "send"
    ended_since = Pause(since=DUE - timedelta(days=1), until=DUE + timedelta(hours=1))
    assert judged(pauses=[ended_since], late=timedelta(hours=2)).state == "paused"
    begun_since = Pause(since=DUE + timedelta(hours=1), until=None)
    assert judged(pauses=[begun_since], late=timedelta(hours=2)).reason == "Reminders are paused until you resume them."
    assert judged(pauses=[begun_since]).state == "send"


@pytest.mark.parametrize(
    ("skip_if_done", "min_minutes", "practised_s", "state"),
    [
        (True, 0, 0, "send"), (True, 0, 60, "done"), (True, 10, 599, "send"), (True, 10, 600, "done"),
        (False, 0, 9999, "send"),
    ],
)  # fmt: skip
def test_practice_done_already_needs_no_reminder(
    skip_if_done: bool, min_minutes: float, practised_s: float, state: str
) -> None:
    verdict = judged(skip_if_done=skip_if_done, min_minutes=min_minutes, practised_s=practised_s)
    assert verdict.state == state


@pytest.mark.parametrize(
    ("practised_s", "said"),
    [(30, "less than a minute"), (60, "1 minute"), (600, "10 minutes"), (7200, "2 hours"), (172_800, "2 days")],
)
def test_lengths_are_said_for_people(practised_s: float, said: str) -> None:
    assert judged(skip_if_done=True, practised_s=practised_s).reason == f"You have practised for {said} already."


def test_unanswered_reminders_come_more_seldom_then_ask_once_then_rest() -> None:
    sent: list[date] = []
    asked = []
    for day in range(90):
        due = DUE + timedelta(days=day)
        standing = Standing(now=due, zone=BERLIN, unanswered=len(sent), last_sent_on=sent[-1] if sent else None)
        verdict = decide(due, standing)
        assert verdict.state in {"send", "resting"}
        if verdict.state == "send":
            sent.append(due.date())
        if verdict.ask:
            asked.append(len(sent))
    gaps = [(two - one).days for one, two in pairwise(sent)]
    assert gaps == [1] * 4 + [2] * 5 + [7] * 5
    assert asked == [ASK_FROM + 1]


def test_resting_says_why_and_an_answer_ends_it() -> None:
    yesterday = DUE.date() - timedelta(days=1)
    assert judged(unanswered=5, last_sent_on=yesterday).reason == (
        "After some unanswered reminders, one comes every second day."
    )
    assert judged(unanswered=10, last_sent_on=yesterday).reason == (
        "After some unanswered reminders, one comes once a week."
    )
    assert (
        judged(unanswered=15, last_sent_on=yesterday).reason == "These reminders rest until you answer or change one."
    )
    assert judged(unanswered=0, last_sent_on=yesterday).state == "send"
    assert judged(unanswered=5).state == "send"
    assert [days_between(count) for count in (0, 4, 5, 9, 10, 14)] == [1, 1, 2, 2, 7, 7]


def test_the_persons_word_comes_before_everything_else() -> None:
    everything: dict[str, Any] = {
        "quiet": Quiet(start=time(7), end=time(8)), "skip_if_done": True, "practised_s": 600.0, "newer_due": True,
        "pauses": [Pause(since=DUE, until=None)], "unanswered": 99,
    }  # fmt: skip
    order = []
    for name in ("pauses", "newer_due", "skip_if_done", "quiet", "unanswered"):
        order.append(judged(**everything).state)
        del everything[name]
    assert order == ["paused", "missed", "done", "quiet", "resting"]


def test_no_word_of_guilt_is_ever_said() -> None:
    tree = ast.parse(Path(decisions.__file__).read_text(encoding="utf-8"))
    docs = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    said = [
        node.value.lower()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in docs
    ]
    assert ASK_WHETHER_TO_STOP.lower() in said
    for word in (
        "streak",
        "fail",
        "you missed",
        "should",
        "must",
        "forgot",
        "lazy",
        "broken",
        "disappoint",
        "only you",
    ):
        assert not [sentence for sentence in said if word in sentence]


@pytest.mark.parametrize(
    ("wall", "ends"),
    [
        ("2027-05-03T07:30", "2027-05-04T04:00:00+02:00"), ("2027-05-03T03:59", "2027-05-03T04:00:00+02:00"),
        ("2027-05-03T04:00", "2027-05-04T04:00:00+02:00"), ("2027-03-27T22:00", "2027-03-28T04:00:00+02:00"),
    ],
)  # fmt: skip
def test_a_practice_day_ends_when_the_next_begins(wall: str, ends: str) -> None:
    instant = datetime.fromisoformat(wall).replace(tzinfo=BERLIN)
    assert practice_day_end(instant, BERLIN).astimezone(BERLIN).isoformat() == ends


def test_a_snooze_is_counted_in_its_key_and_capped() -> None:
    now = DUE + timedelta(minutes=2, microseconds=5)
    key = "2027-05-03T07:30"
    for count in (1, 2, 3):
        put_off = snooze(key, now, BERLIN)
        assert put_off is not None
        assert put_off.key == f"2027-05-03T07:30~{count}"
        assert put_off.local.isoformat() == "2027-05-03T07:42:00+02:00"
        key = put_off.key
    assert snooze(key, now, BERLIN) is None
    assert snooze(key, now, BERLIN, most=4) is not None


def test_a_snooze_ends_with_the_practice_day() -> None:
    late = datetime(2027, 5, 4, 3, 55, tzinfo=BERLIN)
    assert snooze("2027-05-03T23:00", late, BERLIN) is None
    assert snooze("2027-05-03T23:00", late, BERLIN, by_s=240) is not None
    assert snooze("2027-05-03T23:00", late, BERLIN, day_start=timedelta(hours=5)) is not None


def test_there_is_one_follow_up_at_most() -> None:
    sent = Occurrence(key="2027-05-03T07:30", due=DUE.astimezone(UTC), local=DUE)
    again = follow_up(sent, BERLIN)
    assert again is not None
    assert (again.key, again.local.isoformat()) == ("2027-05-03T07:30+1", "2027-05-03T08:00:00+02:00")
    assert follow_up(again, BERLIN) is None
    put_off = snooze(sent.key, DUE, BERLIN)
    assert put_off is not None
    assert follow_up(put_off, BERLIN) is None
    late = datetime(2027, 5, 4, 3, 45, tzinfo=BERLIN)
    assert follow_up(Occurrence(key="2027-05-04T03:45", due=late, local=late), BERLIN) is None
