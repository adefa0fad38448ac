"""Figures of a log: compared with slow references written from the definitions, and kind to who reads them."""

from __future__ import annotations

from datetime import date, timedelta
from math import sqrt

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mindful.sessions.days import number_of, week_of, weekday_of
from mindful.sessions.regularity import Wish, returns, steadiness, steadiness_word, streaks
from mindful.sessions.statistics import Pairs, Statistics, Tallies, look_back

MONDAY = number_of(date(2027, 3, 1))
day_sets = st.sets(st.integers(MONDAY, MONDAY + 80), max_size=60).map(sorted)
wishes = st.builds(Wish, days_a_week=st.integers(1, 7), rest_days=st.frozensets(st.integers(0, 6), max_size=4))


def of_days(*offsets: int, today: int) -> Statistics:
    """Return the statistics of sittings of ten minutes, so many days after a Monday."""
    days = [(MONDAY + offset, 600.0) for offset in offsets]
    tallies = Tallies(days=days, kinds=[("sit", len(days), 600.0 * len(days), 600.0)], hours=[(7, len(days), 600.0)])
    return look_back(tallies, today=date(2027, 3, 1) + timedelta(days=today))


def test_an_empty_log_has_nothing_and_breaks_nothing() -> None:
    figures = look_back(Tallies(days=[], kinds=[], hours=[]), today=date(2027, 3, 1))
    assert (figures.sittings, figures.total_s, figures.longest_s, figures.days, figures.returns) == (0, 0, 0, 0, 0)
    assert (figures.days_last_14, figures.days_last_28, figures.steadiness) == (0, 0, 0)
    assert (figures.streaks.current, figures.streaks.longest) == (0, 0)
    assert dict(figures.by_time_of_day) == {}
    assert not figures.practised_today


def test_the_last_days_include_today_and_the_thirteen_or_twenty_seven_before() -> None:
    assert of_days(0, 1, 14, 15, today=14).days_last_14 == 2
    assert of_days(0, 1, 14, today=13).days_last_14 == 2
    assert of_days(0, 1, 14, 28, today=28).days_last_28 == 3


def test_totals_and_the_longest_sitting_and_the_most_frequent_kind() -> None:
    tallies = Tallies(
        days=[(MONDAY + 1, 300.0), (MONDAY, 2400.0)],
        kinds=[("walk", 1, 300.0, 300.0), ("sit", 2, 2100.0, 1800.0), ("breathing", 1, 300.0, 300.0)],
        hours=[(4, 1, 100.0), (11, 1, 200.0), (12, 1, 1.0), (16, 1, 2.0), (21, 1, 3.0), (22, 1, 4.0), (3, 1, 5.0)],
    )
    figures = look_back(tallies, today=date(2027, 3, 2))
    assert (figures.sittings, figures.total_s, figures.longest_s) == (4, 2700.0, 1800.0)
    assert list(figures.by_kind) == ["sit", "breathing", "walk"]
    assert {name: (share.sittings, share.seconds) for name, share in figures.by_time_of_day.items()} == {
        "morning": (2, 300.0),
        "afternoon": (2, 3.0),
        "evening": (1, 3.0),
        "night": (2, 9.0),
    }
    assert list(figures.seconds_by_day) == [date(2027, 3, 1), date(2027, 3, 2)]
    assert figures.practised_today


@pytest.mark.parametrize(("offsets", "count"), [((0, 1, 2), 0), ((0, 2), 0), ((0, 3), 1), ((0, 3, 4, 40), 2), ((), 0)])
def test_a_return_is_the_first_sitting_after_two_days_or_more_without_one(offsets: tuple[int, ...], count: int) -> None:
    assert returns([MONDAY + offset for offset in offsets]) == count


@pytest.mark.parametrize(
    ("offsets", "today", "current"),
    [
        ((0, 1, 2, 3, 4), 4, 5),
        ((0, 1, 2, 3, 4), 5, 5),
        ((0, 1, 2, 3, 4, 7, 8), 8, 7),  # Saturday and Sunday free
        ((0, 1, 2, 6), 6, 1),  # Thursday to Saturday are three
        ((0, 1, 2, 3), 7, 0),  # Friday to Sunday have passed
        ((0, 1, 2, 3), 6, 4),  # and on Sunday it is still open
        ((4, 9, 10), 10, 3),  # two free days of one week, two of the next
    ],
)
def test_two_free_days_a_week_and_an_open_today_break_no_streak(
    offsets: tuple[int, ...], today: int, current: int
) -> None:
    assert of_days(*offsets, today=today).streaks.current == current


def test_rest_days_break_no_streak_beside_the_free_days() -> None:
    days = [MONDAY, MONDAY + 1, MONDAY + 2, MONDAY + 7]
    assert streaks(days, today=MONDAY + 7, wish=Wish()).current == 1
    assert streaks(days, today=MONDAY + 7, wish=Wish(rest_days=frozenset({5, 6}))).current == 4


def test_the_longest_streak_stays_when_it_is_over() -> None:
    figures = of_days(0, 1, 2, 3, 20, 21, today=21)
    assert (figures.streaks.current, figures.streaks.longest) == (2, 4)


def slow_streaks(days: list[int], today: int, wish: Wish) -> tuple[int, int]:
    """Return current and longest as they are defined: each stretch of days, looked at one by one."""

    def holds(first: int, last: int) -> bool:
        misses: dict[int, int] = {}
        for day in range(first, last + 1):
            if day not in days and weekday_of(day) not in wish.rest_days:
                misses[week_of(day)] = misses.get(week_of(day), 0) + 1
        return all(missed <= 2 for missed in misses.values())

    def reaches(start: int, end: int) -> bool:
        # From one practice day to another without a break anywhere: every gap is judged with what came before it.
        position = days.index(start)
        return all(holds(start, later - 1) for later in [*days[position + 1 : days.index(end) + 1]])

    starts: list[int] = []
    for day in days:
        if not starts or not reaches(starts[-1], day):
            starts.append(day)
    ends = [*starts[1:], today + 1][: len(starts)]
    runs = [sum(begin <= day < end for day in days) for begin, end in zip(starts, ends, strict=True)]
    alive = bool(starts) and holds(starts[-1], today - 1)
    return (runs[-1] if alive else 0, max(runs, default=0))


@given(day_sets, st.integers(0, 30), wishes)
@example([MONDAY, MONDAY + 5], 0, Wish())
def test_streaks_are_those_of_the_definition(days: list[int], later: int, wish: Wish) -> None:
    today = (days[-1] if days else MONDAY) + later
    found = streaks(days, today=today, wish=wish)
    assert (found.current, found.longest) == slow_streaks(days, today, wish)


def slow_steadiness(days: list[int], today: int, wish: Wish) -> float:
    m = 0.5 ** (sqrt(wish.days_a_week / 7) / 13)
    score = 0.0
    for day in range(days[0] if days else today, today + (today in days)):
        if wish.days_a_week == 7:
            check = float(day in days)
        else:
            check = min(1.0, sum(day - back in days for back in range(7)) / wish.days_a_week)
        score = score * m + check * (1 - m)
    return score


@given(day_sets, st.integers(0, 30), wishes)
def test_steadiness_is_that_of_the_definition(days: list[int], later: int, wish: Wish) -> None:
    today = (days[-1] if days else MONDAY) + later
    assert steadiness(days, today=today, wish=wish) == pytest.approx(slow_steadiness(days, today, wish))


def test_steadiness_grows_with_practice_as_wished_and_has_a_word() -> None:
    every_day = [MONDAY + offset for offset in range(100)]
    five_a_week = [day for day in every_day if weekday_of(day) < 5]
    of_five = steadiness(five_a_week, today=every_day[-1], wish=Wish(days_a_week=5))
    assert of_five > 0.95
    assert steadiness(five_a_week, today=every_day[-1], wish=Wish(days_a_week=7)) < of_five
    assert steadiness(every_day[:13], today=every_day[12], wish=Wish(days_a_week=7)) == pytest.approx(0.5)
    assert [steadiness_word(score) for score in (0, 0.2, 0.45, 0.7, 0.99, 1)] == [
        "light", "now and then", "taking root", "steady", "very steady", "very steady",
    ]  # fmt: skip


def test_of_few_pairs_there_is_nothing_to_say() -> None:
    assert Pairs(pairs=[(3, 5, 4)]).median_change is None
    assert Pairs(pairs=[(3, 5, 5)]).median_change == 2
    assert Pairs(pairs=[(3, 5, 3), (4, 3, 3)]).median_change == 0.5
    assert Pairs(pairs=[(3, 5, 3), (4, 3, 4)]).sittings == 7
    assert Pairs(pairs=[]).median_change is None


def test_pairs_come_sorted() -> None:
    tallies = Tallies(days=[], kinds=[], hours=[], mood=[(5, 5, 1), (2, 4, 2)], tension=[(9, 1, 1)])
    figures = look_back(tallies, today=date(2027, 3, 1))
    assert figures.mood.pairs == [(2, 4, 2), (5, 5, 1)]
    assert figures.tension.pairs == [(9, 1, 1)]
