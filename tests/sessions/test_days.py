"""Practice days: the cases that are known to go wrong elsewhere, and every zone, night and leap day there is."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from mindful.errors import StoreError
from mindful.sessions.days import (
    day_number,
    day_of,
    instant,
    microseconds,
    number_of,
    practice_day,
    today,
    week_of,
    weekday_of,
)
from mindful.sessions.log import SessionLog
from mindful.sessions.statistics import look_back
from mindful.store import open_store

if TYPE_CHECKING:
    from pathlib import Path

    from mindful.sessions.model import Session
    from mindful.sessions.statistics import Statistics
    from mindful.store import Store
    from tests.sessions.conftest import MakeSession

LOS_ANGELES, TOKYO, BERLIN = (ZoneInfo(name) for name in ("America/Los_Angeles", "Asia/Tokyo", "Europe/Berlin"))
ZONES = (
    "UTC", "America/Los_Angeles", "America/St_Johns", "America/Sao_Paulo", "Asia/Kathmandu", "Asia/Tokyo",
    "Australia/Lord_Howe", "Europe/Berlin", "Europe/London", "Pacific/Apia", "Pacific/Kiritimati", "Etc/GMT+12",
    "Africa/Casablanca", "Antarctica/Troll",
)  # fmt: skip
NIGHTS = (
    # Clocks leap and fall back in Berlin, Los Angeles and Lord Howe; Apia leaves a day out; the leap days.
    date(2027, 3, 28), date(2027, 10, 31), date(2027, 3, 14), date(2027, 11, 7), date(2027, 4, 4), date(2027, 10, 3),
    date(2011, 12, 30), date(2028, 2, 29), date(2000, 2, 29), date(2100, 2, 28), date(1969, 12, 31), date(1901, 1, 1),
)  # fmt: skip


def at(sitting: MakeSession, local: datetime) -> Session:
    """Return a session that began at a time on the wall of its zone."""
    start = local.astimezone(UTC)
    offset = start.astimezone(local.tzinfo).utcoffset() or timedelta(0)
    return sitting(started_at=start, tz=str(local.tzinfo), utc_offset_s=round(offset.total_seconds()))


def statistics(store: Store, now: datetime) -> Statistics:
    return look_back(SessionLog(store).tallies(until=now), today=today(now))


def test_los_angeles_mornings_and_evenings_are_four_days(sqlite: Store, sitting: MakeSession) -> None:
    times = [datetime(2027, 3, day, hour, tzinfo=LOS_ANGELES) for day, hour in ((1, 7), (2, 20), (3, 7), (4, 20))]
    SessionLog(sqlite).add_many(at(sitting, start) for start in times)
    figures = statistics(sqlite, datetime(2027, 3, 4, 21, tzinfo=LOS_ANGELES))
    assert figures.days_last_14 == 4
    assert figures.streaks.current == 4
    assert figures.practised_today


def test_three_days_and_today_not_yet_are_three_and_today_is_still_open(sqlite: Store, sitting: MakeSession) -> None:
    times = [datetime(2027, 3, day, 20, tzinfo=BERLIN) for day in (1, 2, 3)]
    SessionLog(sqlite).add_many(at(sitting, start) for start in times)
    figures = statistics(sqlite, datetime(2027, 3, 4, 9, tzinfo=BERLIN))
    assert figures.streaks.current == 3
    assert not figures.practised_today


def test_twenty_past_midnight_counts_once_for_the_day_before(sqlite: Store, sitting: MakeSession) -> None:
    SessionLog(sqlite).add(at(sitting, datetime(2027, 3, 2, 0, 20, tzinfo=BERLIN)))
    figures = statistics(sqlite, datetime(2027, 3, 2, 9, tzinfo=BERLIN))
    assert dict(figures.seconds_by_day) == {date(2027, 3, 1): 600}


def test_who_flies_from_tokyo_to_los_angeles_and_sits_each_local_day_keeps_them(
    sqlite: Store, sitting: MakeSession
) -> None:
    flight = [
        at(sitting, datetime(2027, 3, 1, 7, tzinfo=TOKYO)),
        at(sitting, datetime(2027, 3, 2, 7, tzinfo=TOKYO)),
        # Taking off on the 3rd after a sitting, and landing on the 3rd before the next one.
        at(sitting, datetime(2027, 3, 3, 7, tzinfo=TOKYO)),
        at(sitting, datetime(2027, 3, 3, 20, tzinfo=LOS_ANGELES)),
        at(sitting, datetime(2027, 3, 4, 7, tzinfo=LOS_ANGELES)),
    ]
    SessionLog(sqlite).add_many(flight)
    figures = statistics(sqlite, datetime(2027, 3, 4, 9, tzinfo=LOS_ANGELES))
    assert list(figures.seconds_by_day) == [date(2027, 3, day) for day in (1, 2, 3, 4)]
    assert figures.streaks.current == 4


def test_a_sitting_in_tokyo_counts_on_the_evening_before_in_los_angeles(sqlite: Store, sitting: MakeSession) -> None:
    SessionLog(sqlite).add(at(sitting, datetime(2027, 3, 2, 7, tzinfo=TOKYO)))
    figures = statistics(sqlite, datetime(2027, 3, 1, 18, tzinfo=LOS_ANGELES))
    assert figures.today == date(2027, 3, 1)
    assert (figures.days_last_14, figures.days_last_28, figures.streaks.current) == (1, 1, 1)


def test_a_hundred_sittings_a_torn_write_and_one_more_are_all_there_or_refused(
    tmp_path: Path, sitting: MakeSession
) -> None:
    for torn in range(60, 4200, 600):
        data = tmp_path / str(torn)
        with open_store(data) as store:
            SessionLog(store).add_many(sitting(note="n" * 300) for _ in range(100))
        file = data / "mindful.db"
        with file.open("r+b") as out:
            out.seek(-torn, 2)
            out.write(b"\0" * 30)
            out.truncate()
        before = file.read_bytes()
        try:
            with open_store(data) as store:
                log = SessionLog(store)
                log.add(sitting())
                assert len(log.find()) == log.count() == 101
        except StoreError as error:
            assert "damaged" in error.message  # noqa: PT017 -- to refuse is one of two good ends
            assert len(file.read_bytes()) >= len(before)


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/Los_Angeles", "Australia/Lord_Howe"])
def test_nights_on_which_the_clocks_change_have_one_day_start(zone: str, sitting: MakeSession) -> None:
    for night in NIGHTS:
        for hour, minute, day in ((3, 59, night - timedelta(days=1)), (4, 0, night), (23, 59, night)):
            local = datetime.combine(night, time(hour, minute), tzinfo=ZoneInfo(zone))
            session = at(sitting, local)
            assert practice_day(session.started_at, session.utc_offset_s) == day


def test_a_later_change_of_a_zones_rules_moves_no_day() -> None:
    # The offset that was kept counts, whatever the zone says today.
    assert practice_day(datetime(2027, 3, 2, 11, 59, tzinfo=UTC), -28_800) == date(2027, 3, 1)
    assert practice_day(datetime(2027, 3, 2, 11, 59, tzinfo=UTC), -25_200) == date(2027, 3, 2)


def naive(year: int) -> datetime:
    """Return the first instant of a year without a zone, as Hypothesis wants it."""
    return datetime(year, 1, 1, tzinfo=UTC).replace(tzinfo=None)


instants = st.one_of(
    st.datetimes(naive(1950), naive(2099), timezones=st.just(UTC)),
    st.builds(
        lambda night, minute: datetime.combine(night, time(), tzinfo=UTC) + timedelta(minutes=minute),
        st.sampled_from(NIGHTS),
        st.integers(-1440, 2880),
    ),
)
starts = st.sampled_from([0, 1, 180, 240, 300, 720]).map(lambda minutes: timedelta(minutes=minutes))


def day_by_definition(moment: datetime, zone: str, day_start: timedelta) -> date:
    """Return the practice day as it is defined: the date on the wall of the zone, less the day start."""
    return (moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) - day_start).date()


@given(st.lists(st.tuples(instants, st.sampled_from(ZONES)), max_size=12), starts)
@example([(datetime(2027, 3, 28, 1, tzinfo=UTC), "Europe/Berlin")], timedelta(0))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_days_are_those_of_the_definition_in_python_and_in_the_database(
    sqlite: Store, sitting: MakeSession, times: list[tuple[datetime, str]], day_start: timedelta
) -> None:
    log = SessionLog(sqlite, day_start=day_start)
    expected: dict[date, float] = {}
    sessions = []
    with sqlite.writing() as connection:
        connection.exec_driver_sql("DELETE FROM sessions")
    for number, (moment, zone) in enumerate(times, start=1):
        day = day_by_definition(moment, zone, day_start)
        expected[day] = expected.get(day, 0) + number
        offset = moment.astimezone(ZoneInfo(zone)).utcoffset() or timedelta(0)
        offset_s = round(offset.total_seconds())
        assert practice_day(moment, offset_s, day_start=day_start) == day
        assert today(moment.astimezone(ZoneInfo(zone)), day_start=day_start) == day
        sessions.append(sitting(started_at=moment, tz=zone, utc_offset_s=offset_s, practised_s=float(number)))
    log.add_many(sessions)
    figures = look_back(log.tallies(), today=date(2027, 3, 1))
    assert dict(figures.seconds_by_day) == expected
    for day, seconds in expected.items():
        found = log.find(since=day, until=day)
        assert sum(session.practised_s for session in found) == seconds


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_day_numbers_lead_back_to_their_dates_weekdays_and_weeks(day: date) -> None:
    number = number_of(day)
    assert day_of(number) == day
    assert weekday_of(number) == day.weekday()
    assert week_of(number) == week_of(number - day.weekday())
    assert week_of(number - day.weekday()) == week_of(number - day.weekday() - 1) + 1


@given(st.datetimes(naive(1900), naive(2199), timezones=st.just(UTC)))
def test_instants_come_back_to_the_microsecond(moment: datetime) -> None:
    assert instant(microseconds(moment)) == moment
    assert day_of(day_number(microseconds(moment), 0, 0)) == moment.date()
