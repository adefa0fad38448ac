from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr  # type: ignore[import-untyped] # dateutil has no types

from mindful.errors import ReminderError
from mindful.reminders.phrases import Reading, read_rrule
from mindful.reminders.rules import LAST, EveryDays, Monthly, Rule, Weekly, occurrences
from mindful.reminders.rules.rrule import write_rrule

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2027, 3, 27, 12, tzinfo=BERLIN)
MORNING = (time(7, 30),)


def read(text: str) -> Reading:
    return read_rrule(text, now=NOW, tz=BERLIN)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("FREQ=DAILY;BYHOUR=7;BYMINUTE=30", Weekly(times=MORNING)),
        ("RRULE:FREQ=DAILY;INTERVAL=1;BYHOUR=7;BYMINUTE=30;BYSECOND=0;", Weekly(times=MORNING)),
        ("freq=daily;byhour=7,21;byminute=0,30", Weekly(times=(time(7), time(7, 30), time(21), time(21, 30)))),
        ("FREQ=DAILY;BYDAY=SA,SU;BYHOUR=7;BYMINUTE=30", Weekly(times=MORNING, weekdays=(5, 6))),
        ("FREQ=WEEKLY;BYDAY=MO,WE;BYHOUR=7;BYMINUTE=30;WKST=SU", Weekly(times=MORNING, weekdays=(0, 2))),
        (
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;BYHOUR=7;BYMINUTE=30;WKST=MO",
            Weekly(times=MORNING, weekdays=(0,), every_weeks=2, first_on=date(2027, 3, 27)),
        ),
        (
            "FREQ=DAILY;INTERVAL=3;BYHOUR=7;BYMINUTE=30",
            EveryDays(days=3, times=MORNING, first_on=date(2027, 3, 27)),
        ),
        ("FREQ=MONTHLY;BYMONTHDAY=1,-1;BYHOUR=7;BYMINUTE=30", Monthly(times=MORNING, days=(1, LAST))),
        ("FREQ=MONTHLY;BYDAY=2TU,-1FR;BYHOUR=7;BYMINUTE=30", Monthly(times=MORNING, nth_weekdays=((2, 1), (LAST, 4)))),
    ],
)
def test_the_subset_is_read(text: str, rule: Rule) -> None:
    assert read(text) == Reading(rule=rule)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("FREQ=DAILY", Weekly(times=MORNING)),
        ("FREQ=WEEKLY", Weekly(times=MORNING, weekdays=(0,))),
        ("FREQ=WEEKLY;BYHOUR=9", Weekly(times=(time(9, 30),), weekdays=(0,))),
        ("FREQ=MONTHLY", Monthly(times=MORNING, days=(1,))),
        ("FREQ=DAILY;INTERVAL=2", EveryDays(days=2, times=MORNING, first_on=date(2027, 3, 1))),
    ],
)
def test_a_dtstart_gives_what_is_left_open(text: str, rule: Rule) -> None:
    expected = Reading(rule=rule, start_on=date(2027, 3, 1))
    assert read(f"DTSTART;TZID=Europe/Berlin:20270301T073000\nRRULE:{text}") == expected
    assert read(f"DTSTART:20270301T073000\\nRRULE:{text}") == expected
    assert read(f"DTSTART:20270301T063000Z {text}") == expected


@pytest.mark.parametrize(
    ("until", "last"),
    [
        ("20270501", date(2027, 5, 1)),
        ("20270501T073000", date(2027, 5, 1)),
        ("20270501T072959", date(2027, 4, 30)),
        ("20270501T053000Z", date(2027, 5, 1)),
        ("20270430T220000Z", date(2027, 4, 30)),
    ],
)
def test_until_is_the_last_day_that_it_reaches(until: str, last: date) -> None:
    assert read(f"FREQ=DAILY;BYHOUR=7;BYMINUTE=30;UNTIL={until}").end_on == last


def test_count_is_counted_from_dtstart() -> None:
    assert read("DTSTART:20270301T073000 FREQ=DAILY;COUNT=10").end_on == date(2027, 3, 10)
    assert read("DTSTART:20270301T073000 FREQ=MONTHLY;BYMONTHDAY=31;COUNT=2").end_on == date(2027, 5, 31)
    assert read("DTSTART:20270301T073000 FREQ=DAILY;BYHOUR=7,9;COUNT=4").end_on == date(2027, 3, 2)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", '"" is no RRULE'),
        ("every day", "is no RRULE"),
        ("daily", '"DAILY" cannot be part'),
        ("FREQ=YEARLY;BYHOUR=7;BYMINUTE=30", '"FREQ=YEARLY"'),
        ("FREQ=HOURLY;BYHOUR=7;BYMINUTE=30", '"FREQ=HOURLY"'),
        ("FREQ=DAILY;FREQ=DAILY;BYHOUR=7;BYMINUTE=30", '"FREQ=DAILY"'),
        ("BYHOUR=7;BYMINUTE=30", "FREQ is missing"),
        ("FREQ=DAILY", "BYHOUR and BYMINUTE are missing"),
        ("FREQ=DAILY;BYHOUR=7", "BYHOUR and BYMINUTE are missing"),
        ("FREQ=DAILY;BYHOUR=24;BYMINUTE=0", '"BYHOUR=24"'),
        ("FREQ=DAILY;BYHOUR=7;BYMINUTE=x", '"BYMINUTE=X"'),
        ("FREQ=DAILY;BYHOUR=7;BYMINUTE=30;BYSECOND=15", '"BYSECOND=15"'),
        ("FREQ=DAILY;INTERVAL=0;BYHOUR=7;BYMINUTE=30", '"INTERVAL=0"'),
        ("FREQ=DAILY;INTERVAL=x;BYHOUR=7;BYMINUTE=30", '"INTERVAL=X"'),
        ("FREQ=DAILY;INTERVAL=2;BYDAY=MO;BYHOUR=7;BYMINUTE=30", '"BYDAY=MO"'),
        ("FREQ=DAILY;BYMONTHDAY=1;BYHOUR=7;BYMINUTE=30", '"BYMONTHDAY=1"'),
        ("FREQ=DAILY;BYSETPOS=1;BYHOUR=7;BYMINUTE=30", '"BYSETPOS=1"'),
        ("FREQ=WEEKLY;BYHOUR=7;BYMINUTE=30", "BYDAY is missing"),
        ("FREQ=WEEKLY;BYDAY=1MO;BYHOUR=7;BYMINUTE=30", '"BYDAY=1MO"'),
        ("FREQ=WEEKLY;BYMONTHDAY=1;BYHOUR=7;BYMINUTE=30", '"BYMONTHDAY=1"'),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;BYHOUR=7;BYMINUTE=30;WKST=SU", '"WKST=SU"'),
        ("FREQ=MONTHLY;BYHOUR=7;BYMINUTE=30", "BYMONTHDAY or BYDAY is missing"),
        ("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=1;BYHOUR=7;BYMINUTE=30", '"INTERVAL=3"'),
        ("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13;BYHOUR=7;BYMINUTE=30", '"BYMONTHDAY=13"'),
        ("FREQ=MONTHLY;BYDAY=MO;BYHOUR=7;BYMINUTE=30", '"BYDAY=MO"'),
        ("FREQ=MONTHLY;BYMONTHDAY=0;BYHOUR=7;BYMINUTE=30", '"BYMONTHDAY=0"'),
        ("FREQ=MONTHLY;BYMONTHDAY=-2;BYHOUR=7;BYMINUTE=30", '"BYMONTHDAY=-2"'),
        ("FREQ=DAILY;BYHOUR=7,21;BYMINUTE=0;UNTIL=20270501T120000", '"UNTIL=20270501T120000"'),
        ("FREQ=DAILY;BYHOUR=7;BYMINUTE=30;UNTIL=soon", '"UNTIL=SOON"'),
        ("FREQ=DAILY;BYHOUR=7;BYMINUTE=30;COUNT=5", '"COUNT=5"'),
        ("DTSTART:20270301T073000 FREQ=DAILY;COUNT=5;UNTIL=20270501", '"UNTIL=20270501"'),
        ("DTSTART:20270301T073000 FREQ=DAILY;BYHOUR=7,9;COUNT=3", '"COUNT=3"'),
        ("DTSTART:20270301T073000 FREQ=DAILY;COUNT=9999999", '"COUNT=9999999"'),
        ("DTSTART:20270301T073015 FREQ=DAILY", '"DTSTART with 15 seconds"'),
        ("DTSTART:20270230T073000 FREQ=DAILY", '"DTSTART:20270230T073000"'),
        ("DTSTART;VALUE=DATE:20270301 FREQ=DAILY", '"DTSTART;VALUE=DATE:20270301"'),
        ("DTSTART;TZID=America/New_York:20270301T073000 FREQ=DAILY", "not the reminder's, Europe/Berlin"),
    ],
)
def test_where_the_subset_ends_the_part_is_named(text: str, part: str) -> None:
    with pytest.raises(ReminderError) as error:
        read(text)
    assert part in error.value.message
    assert error.value.hint


@pytest.mark.parametrize(
    "text",
    [
        "FREQ=DAILY", "FREQ=DAILY;INTERVAL=3", "FREQ=WEEKLY;BYDAY=MO,FR", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU;WKST=MO",
        "FREQ=MONTHLY;BYMONTHDAY=1,15,-1", "FREQ=MONTHLY;BYDAY=2TU,-1FR", "FREQ=MONTHLY;BYDAY=5MO",
        "FREQ=MONTHLY;BYMONTHDAY=31",
    ],
)  # fmt: skip
def test_what_is_read_comes_when_dateutil_says(text: str) -> None:
    start = datetime(2027, 3, 1, 7, 30)  # noqa: DTZ001 -- a wall time
    reading = read(f"DTSTART:20270301T073000 {text}")
    expected = [wall.isoformat()[:16] for wall in islice(rrulestr(text, dtstart=start), 30)]
    after = datetime(2027, 3, 1, tzinfo=UTC) - timedelta(hours=1)
    found = [one.key for one in islice(occurrences(reading.rule, BERLIN, after, start_on=reading.start_on), 30)]
    assert found == expected
    assert write_rrule(reading.rule) == text
