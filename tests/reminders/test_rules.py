from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, pairwise, takewhile
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mindful.errors import ReminderError
from mindful.reminders.places import find_place, sun_at
from mindful.reminders.rules import (
    LAST,
    WEEKEND,
    AtSun,
    Cron,
    EveryDays,
    Interval,
    Monthly,
    Once,
    Place,
    RandomTimes,
    Rule,
    Weekly,
    instant_of,
    is_bell,
    next_due,
    occurrences,
    read_rule,
    write_rule,
    zone,
)
from mindful.reminders.rules.model import window_min
from mindful.reminders.rules.walls import planned_days

BERLIN = ZoneInfo("Europe/Berlin")
HERE = Place(latitude_deg=52.52, longitude_deg=13.405, name="Berlin")
MORNING = (time(7, 30),)
RULES: list[Rule] = [
    Weekly(times=(time(21), time(7, 30)), weekdays=WEEKEND),
    Weekly(times=MORNING, every_weeks=2, first_on=date(2027, 3, 1)),
    EveryDays(days=3, times=MORNING, first_on=date(2027, 3, 1)),
    Interval(every_min=90, start=time(9), end=time(17)),
    RandomTimes(count=3, start=time(9), end=time(18), gap_min=45),
    Monthly(times=MORNING, days=(1, LAST, 15)),
    Monthly(times=MORNING, nth_weekdays=((LAST, 4), (2, 1))),
    Once(at=datetime(2027, 3, 1, 18)),  # noqa: DTZ001 -- a wall time
    AtSun(event="sunset", place=HERE, fallback=time(20), offset_min=-30),
    Cron(expression="30  7 * * 1-5"),
]


def keys(rule: Rule, after: str, count: int, tz: ZoneInfo = BERLIN, **more: Any) -> list[str]:
    """Return the keys of the next occurrences behind a wall time."""
    found = occurrences(rule, tz, datetime.fromisoformat(after).replace(tzinfo=tz), **more)
    return [one.key for one in islice(found, count)]


def test_weekdays_come_on_their_days_at_all_their_times() -> None:
    rule = Weekly(times=(time(21), time(7, 30), time(21)), weekdays=(5, 6, 5))
    assert keys(rule, "2027-03-05T12:00", 5) == [
        "2027-03-06T07:30", "2027-03-06T21:00", "2027-03-07T07:30", "2027-03-07T21:00", "2027-03-13T07:30",
    ]  # fmt: skip


def test_an_occurrence_at_the_very_instant_is_over() -> None:
    assert keys(Weekly(times=MORNING), "2027-03-05T07:30", 1) == ["2027-03-06T07:30"]
    assert keys(Weekly(times=MORNING), "2027-03-05T07:29:59.999999", 1) == ["2027-03-05T07:30"]
    assert keys(Cron(expression="30 7 * * *"), "2027-03-05T07:29:59.5", 1) == ["2027-03-05T07:30"]
    assert keys(Cron(expression="30 7 * * *"), "2027-03-05T07:30", 1) == ["2027-03-06T07:30"]


def test_every_other_week_counts_from_monday_to_sunday() -> None:
    rule = Weekly(times=MORNING, weekdays=(0, 6), every_weeks=2, first_on=date(2027, 3, 7))
    assert keys(rule, "2027-01-01T00:00", 4) == [
        "2027-03-07T07:30", "2027-03-15T07:30", "2027-03-21T07:30", "2027-03-29T07:30",
    ]  # fmt: skip


def test_every_three_days_never_drifts_and_never_begins_early() -> None:
    rule = EveryDays(days=3, times=MORNING, first_on=date(2027, 3, 26))
    assert keys(rule, "2027-01-01T00:00", 3) == ["2027-03-26T07:30", "2027-03-29T07:30", "2027-04-01T07:30"]


def test_an_interval_fills_its_window_with_both_ends() -> None:
    rule = Interval(every_min=240, start=time(9), end=time(17), weekdays=(0,))
    assert keys(rule, "2027-03-01T00:00", 4) == [
        "2027-03-01T09:00", "2027-03-01T13:00", "2027-03-01T17:00", "2027-03-08T09:00",
    ]  # fmt: skip


def test_an_interval_over_midnight_belongs_to_the_evening_before() -> None:
    rule = Interval(every_min=60, start=time(23), end=time(1), weekdays=(4,))
    assert keys(rule, "2027-03-06T00:30", 2) == ["2027-03-06T01:00", "2027-03-12T23:00"]
    assert keys(rule, "2027-03-01T00:00", 9, end_on=date(2027, 3, 5)) == [
        "2027-03-05T23:00", "2027-03-06T00:00", "2027-03-06T01:00",
    ]  # fmt: skip
    assert keys(rule, "2027-03-01T00:00", 1, start_on=date(2027, 3, 6)) == ["2027-03-12T23:00"]


def test_months_without_the_day_are_left_out() -> None:
    assert keys(Monthly(times=MORNING, days=(31,)), "2027-01-01T00:00", 3) == [
        "2027-01-31T07:30", "2027-03-31T07:30", "2027-05-31T07:30",
    ]  # fmt: skip
    assert keys(Monthly(times=MORNING, days=(LAST,)), "2028-01-31T08:00", 2) == ["2028-02-29T07:30", "2028-03-31T07:30"]
    assert keys(Monthly(times=MORNING, nth_weekdays=((5, 0),)), "2027-01-01T00:00", 2) == [
        "2027-03-29T07:30", "2027-05-31T07:30",
    ]  # fmt: skip
    assert keys(Monthly(times=MORNING, nth_weekdays=((LAST, 4), (2, 1))), "2027-11-30T00:00", 3) == [
        "2027-12-14T07:30", "2027-12-31T07:30", "2028-01-11T07:30",
    ]  # fmt: skip


def test_once_comes_once() -> None:
    rule = Once(at=datetime(2027, 3, 1, 18))  # noqa: DTZ001 -- a wall time
    assert keys(rule, "2027-01-01T00:00", 9) == ["2027-03-01T18:00"]
    assert keys(rule, "2027-03-01T18:00", 9) == []


def test_first_and_last_day_hold_for_every_kind() -> None:
    for rule in RULES:
        found = keys(rule, "2027-02-01T00:00", 500, start_on=date(2027, 3, 1), end_on=date(2027, 3, 20))
        assert found, rule
        assert found[0][:10] >= "2027-03-01"
        assert found[-1][:10] <= "2027-03-20"


def test_cron_reads_both_days_as_cronsim_does() -> None:
    assert keys(Cron(expression="0 9 13 * 5"), "2027-03-01T00:00", 3) == [
        "2027-03-05T09:00", "2027-03-12T09:00", "2027-03-13T09:00",
    ]  # fmt: skip


def test_random_bells_stay_where_they_are_and_keep_their_gap() -> None:
    rule = RandomTimes(count=4, start=time(9), end=time(12), gap_min=40)
    first = list(islice(occurrences(rule, BERLIN, datetime(2027, 3, 1, tzinfo=BERLIN), seed="01J"), 40))
    assert [one.key for one in first[:5]] == [
        "2027-03-01T09:00", "2027-03-01T09:00#2", "2027-03-01T09:00#3", "2027-03-01T09:00#4", "2027-03-02T09:00",
    ]  # fmt: skip
    for one in first:
        assert next_due(rule, BERLIN, one.due - timedelta(seconds=1), seed="01J") == one
    for one, two in pairwise(first):
        assert two.due - one.due >= timedelta(minutes=40)
    other = list(islice(occurrences(rule, BERLIN, datetime(2027, 3, 1, tzinfo=BERLIN), seed="01K"), 40))
    assert [one.due for one in other] != [one.due for one in first]


def test_random_bells_are_the_same_on_every_machine() -> None:
    rule = RandomTimes(count=2, start=time(9), end=time(18), gap_min=30)
    found = islice(occurrences(rule, BERLIN, datetime(2027, 3, 1, tzinfo=BERLIN), seed="id"), 4)
    # Golden: bells of saved reminders must never move with a new version.
    assert [f"{one.local:%d %H:%M}" for one in found] == ["01 09:49", "01 18:00", "02 09:53", "02 16:10"]


@st.composite
def windows(draw: st.DrawFn) -> RandomTimes | None:
    """Draw random times of a night or a day; None where they do not fit."""
    start = draw(st.sampled_from([time(0), time(1, 30), time(9), time(22)]))
    end = draw(st.sampled_from([time(2, 30), time(3), time(12)]))
    try:
        return RandomTimes(count=draw(st.integers(1, 12)), start=start, end=end, gap_min=draw(st.integers(1, 25)))
    except ReminderError:
        return None


@settings(max_examples=80, deadline=None)
@given(
    windows().filter(bool),
    st.text(max_size=8),
    st.sampled_from(["Europe/Berlin", "Australia/Lord_Howe", "Antarctica/Troll", "America/Santiago"]),
    st.integers(0, 400),
)
def test_random_bells_lie_in_their_window_on_turned_nights_too(
    rule: RandomTimes, seed: str, name: str, days: int
) -> None:
    count, gap_min = rule.count, rule.gap_min
    length = window_min(rule.start, rule.end)
    tz = ZoneInfo(name)
    after = datetime(2027, 1, 1, tzinfo=UTC) + timedelta(days=days)
    found = list(islice(occurrences(rule, tz, after, seed=seed), 3 * count))
    for window in {one.key[:16] for one in found}:
        opens = instant_of(datetime.fromisoformat(window), tz)
        closes = instant_of(datetime.fromisoformat(window) + timedelta(minutes=length), tz)
        bells = [one.due for one in found if one.key.startswith(window)]
        assert all(opens <= due <= closes for due in bells)
        short = closes - opens < timedelta(minutes=length)
        assert short or all(two - one >= timedelta(minutes=gap_min) for one, two in pairwise(bells))


def test_a_window_that_a_turn_makes_too_short_keeps_all_its_bells() -> None:
    rule = RandomTimes(count=3, start=time(2), end=time(3, 30), gap_min=45)
    found = takewhile(
        lambda one: one.key < "2027-03-29", occurrences(rule, BERLIN, datetime(2027, 3, 28, tzinfo=BERLIN))
    )
    due = [one.due for one in found]
    assert len(due) == len(set(due)) == 3


def test_sunset_agrees_with_astral_and_is_a_wall_time_of_the_day() -> None:
    from astral import Observer
    from astral.sun import sunrise, sunset

    observer = Observer(latitude=52.52, longitude=13.405)
    for event, referee in (("sunset", sunset), ("sunrise", sunrise)):
        rule = AtSun(event=event, place=HERE, fallback=time(20))  # type: ignore[arg-type] # one of the two
        for one in islice(occurrences(rule, BERLIN, datetime(2027, 1, 1, tzinfo=BERLIN)), 0, 365, 9):
            expected = referee(observer, one.local.date(), tzinfo=BERLIN)
            assert abs(one.due - expected) <= timedelta(seconds=31)
            assert one.key == f"{one.local:%Y-%m-%dT%H:%M}"


@pytest.mark.parametrize("longitude_deg", [-179.9, -120, -15, 0, 15, 100, 150, 179.9])
def test_every_solar_day_has_one_sunset_and_sunrise_around_the_globe(longitude_deg: float) -> None:
    place = Place(latitude_deg=10, longitude_deg=longitude_deg)
    for days in range(0, 365, 5):
        noon = datetime(2027, 1, 1, 12, tzinfo=UTC) + timedelta(days=days) - timedelta(minutes=4 * longitude_deg)
        rise, down = sun_at("sunrise", place, noon), sun_at("sunset", place, noon)
        assert rise is not None
        assert down is not None
        assert timedelta(hours=5) < noon - rise < timedelta(hours=7)
        assert timedelta(hours=5) < down - noon < timedelta(hours=7)


def test_the_arctic_falls_back_where_the_sun_does_not_set() -> None:
    tromso = Place(latitude_deg=69.65, longitude_deg=18.96)
    rule = AtSun(event="sunset", place=tromso, fallback=time(20), offset_min=-30)
    oslo = ZoneInfo("Europe/Oslo")
    assert keys(rule, "2027-06-10T12:00", 3, oslo) == ["2027-06-10T20:00", "2027-06-11T20:00", "2027-06-12T20:00"]
    september = keys(rule, "2027-09-20T12:00", 1, oslo)[0]
    assert "2027-09-20T18:00" < september < "2027-09-20T19:00"


def test_a_sunset_behind_midnight_belongs_to_the_solar_day_before() -> None:
    reykjavik = Place(latitude_deg=64.15, longitude_deg=-21.94)
    rule = AtSun(event="sunset", place=reykjavik, fallback=time(20), weekdays=(0,))
    # 21 June 2027 is a Monday; its sunset comes on Tuesday.
    (found,) = keys(rule, "2027-06-20T12:00", 1, ZoneInfo("Atlantic/Reykjavik"))
    assert "2027-06-22T00:00" <= found <= "2027-06-22T00:10"


def test_a_sun_far_away_comes_once_a_day_in_order() -> None:
    rule = AtSun(event="sunset", place=HERE, fallback=time(20), offset_min=-600)
    found = list(islice(occurrences(rule, ZoneInfo("Asia/Tokyo"), datetime(2027, 3, 20, tzinfo=UTC)), 30))
    gaps = {(two.due - one.due) // timedelta(hours=1) for one, two in pairwise(found)}
    assert gaps <= {23, 24}


def test_places_are_coordinates_or_cities() -> None:
    assert find_place(" 52.52, 13.405 ") == replace(HERE, name=None)
    assert find_place("-33.45 -70.66") == Place(latitude_deg=-33.45, longitude_deg=-70.66)
    assert find_place("berlin").name == "Berlin"
    for wrong in ("Atlantis", "europe", "", "12"):
        with pytest.raises(ReminderError, match="is not known"):
            find_place(wrong)
    with pytest.raises(ReminderError, match="latitude of -90 to 90"):
        find_place("91,0")


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_survives_its_notation(rule: Rule) -> None:
    text = write_rule(rule)
    assert read_rule(text) == rule
    assert write_rule(read_rule(text)) == text


def test_the_notation_is_stable() -> None:
    assert write_rule(RULES[0]) == (
        '{"version": 1, "kind": "weekly", "times": ["07:30", "21:00"], "weekdays": [5, 6], "every_weeks": 1, '
        '"first_on": null}'
    )


@pytest.mark.parametrize(
    "text",
    [
        "", "[]", "{}", "null", '{"version": 1}', '{"version": 1, "kind": "yearly"}',
        '{"version": 1, "kind": "weekly", "times": ["25:00"]}', '{"version": 1, "kind": "weekly", "times": 7}',
        '{"version": 1, "kind": "weekly"}', '{"version": 1, "kind": "cron", "expression": 7}',
        '{"version": 1, "kind": "weekly", "times": ["07:30"], "days": 3}',
    ],
)  # fmt: skip
def test_a_damaged_notation_is_refused(text: str) -> None:
    with pytest.raises(ReminderError, match="cannot be read"):
        read_rule(text)


def test_a_later_notation_is_refused_with_the_way_out() -> None:
    later = json.dumps(json.loads(write_rule(RULES[0])) | {"version": 2})
    with pytest.raises(ReminderError, match="Update mindful"):
        read_rule(later)
    with pytest.raises(ReminderError, match="needs a time of day"):
        read_rule('{"version": 1, "kind": "weekly", "times": []}')


@pytest.mark.parametrize(
    ("kind", "fields", "sentence"),
    [
        (Weekly, {"times": ()}, "needs a time of day"),
        (Weekly, {"times": (time(7, 30, 15),)}, "to the minute"),
        (Weekly, {"times": MORNING, "weekdays": ()}, "needs weekdays"),
        (Weekly, {"times": MORNING, "weekdays": (7,)}, "needs weekdays"),
        (Weekly, {"times": MORNING, "every_weeks": 0}, "number of weeks is 1 to 52"),
        (Weekly, {"times": MORNING, "every_weeks": 2}, "needs the day it counts from"),
        (Weekly, {"times": MORNING, "first_on": date(2027, 1, 1)}, "needs the day it counts from"),
        (EveryDays, {"days": 1, "times": MORNING, "first_on": date(2027, 1, 1)}, "number of days is 2 to 366"),
        (Interval, {"every_min": 0, "start": time(9), "end": time(10)}, "number of minutes is 1 to 60"),
        (Interval, {"every_min": 61, "start": time(9), "end": time(10)}, "number of minutes is 1 to 60"),
        (Interval, {"every_min": 5, "start": time(9), "end": time(9)}, "needs a start and another end"),
        (RandomTimes, {"count": 0, "start": time(9), "end": time(10), "gap_min": 1}, "number of times"),
        (RandomTimes, {"count": 2, "start": time(9), "end": time(10), "gap_min": 0}, "between two bells"),
        (RandomTimes, {"count": 4, "start": time(9), "end": time(10), "gap_min": 21}, "do not fit"),
        (Monthly, {"times": MORNING}, "not both"),
        (Monthly, {"times": MORNING, "days": (1,), "nth_weekdays": ((1, 1),)}, "not both"),
        (Monthly, {"times": MORNING, "days": (32,)}, "1 to 31, or the last"),
        (Monthly, {"times": MORNING, "nth_weekdays": ((6, 1),)}, "first to fifth"),
        (Monthly, {"times": MORNING, "nth_weekdays": ((1, 7),)}, "first to fifth"),
        (Once, {"at": datetime(2027, 1, 1, tzinfo=UTC)}, "to the minute"),
        (AtSun, {"event": "dusk", "place": HERE, "fallback": time(20)}, "neither sunrise nor sunset"),
        (AtSun, {"event": "sunset", "place": HERE, "fallback": time(20), "offset_min": 721}, "offset in minutes"),
        (Cron, {"expression": "30 7 * *"}, "has 4 fields"),
        (Cron, {"expression": "61 7 * * *"}, "Bad minute"),
        (Cron, {"expression": "0 0 31 2 *"}, "Bad day-of-month"),
        (Cron, {"expression": "0 0 LW * */7"}, "never comes"),
    ],
)  # fmt: skip
def test_an_impossible_rule_is_refused_with_a_sentence(kind: type[Rule], fields: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ReminderError, match=sentence) as error:
        kind(**fields)
    assert error.value.exit_code == 2


def test_bells_are_told_from_practice() -> None:
    assert [is_bell(rule) for rule in RULES] == [isinstance(rule, Interval | RandomTimes) for rule in RULES]


def test_zones_are_found_by_name_or_refused() -> None:
    assert zone("Asia/Kathmandu") == ZoneInfo("Asia/Kathmandu")
    for wrong in ("Mars/Base", "", "../etc/passwd"):
        with pytest.raises(ReminderError, match="no time zone called"):
            zone(wrong)


def test_a_naive_instant_is_a_bug() -> None:
    with pytest.raises(ValueError, match="aware"):
        next_due(RULES[0], BERLIN, datetime(2027, 1, 1))  # noqa: DTZ001 -- that is the point


@pytest.mark.parametrize("rule", RULES)
def test_the_end_of_time_is_the_end(rule: Rule) -> None:
    assert next_due(rule, BERLIN, datetime(9999, 12, 31, 21, 30, tzinfo=UTC)) is None
    assert next_due(rule, BERLIN, datetime.min.replace(tzinfo=UTC)) is None


def test_single_times_have_no_days() -> None:
    with pytest.raises(TypeError, match="has no days"):
        next(planned_days(RULES[7], date(2027, 1, 1)))
