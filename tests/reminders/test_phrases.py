"""No phrase is misread: phrases with the rules they mean, and phrases that are refused with the part in question."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from itertools import islice
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mindful.errors import ReminderError
from mindful.reminders.phrases import Reading, describe, echo, read_cron, read_phrase, read_time
from mindful.reminders.phrases.cursor import EXAMPLES
from mindful.reminders.places import Place
from mindful.reminders.rules import (
    EVERY_DAY,
    LAST,
    WEEKEND,
    WORKING_DAYS,
    AtSun,
    Cron,
    EveryDays,
    Interval,
    Monthly,
    Once,
    RandomTimes,
    Rule,
    Weekly,
    next_due,
    occurrences,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

NOW = datetime(2027, 3, 27, 12, 0, tzinfo=ZoneInfo("Europe/Berlin"))  # a Saturday
HOME = Place(latitude_deg=52.52, longitude_deg=13.41)


def t(*clocks: str) -> tuple[time, ...]:
    return tuple(time.fromisoformat(clock) for clock in clocks)


def daily(*clocks: str) -> Weekly:
    return Weekly(times=t(*clocks))


def on(weekdays: Iterable[int], *clocks: str) -> Weekly:
    return Weekly(times=t(*clocks), weekdays=tuple(weekdays))


def each(every_min: int, start: str, end: str, weekdays: Iterable[int] = EVERY_DAY) -> Interval:
    return Interval(every_min=every_min, start=t(start)[0], end=t(end)[0], weekdays=tuple(weekdays))


def some(count: int, start: str, end: str, gap_min: int = 30, weekdays: Iterable[int] = EVERY_DAY) -> RandomTimes:
    return RandomTimes(count=count, start=t(start)[0], end=t(end)[0], gap_min=gap_min, weekdays=tuple(weekdays))


def month(*days: int, at: str = "09:00") -> Monthly:
    return Monthly(times=t(at), days=days)


def nth(*pairs: tuple[int, int], at: str = "09:00") -> Monthly:
    return Monthly(times=t(at), nth_weekdays=pairs)


def once(moment: str) -> Once:
    return Once(at=datetime.fromisoformat(moment))


def sun(offset_min: int, event: str = "sunset", fallback: str = "20:00", weekdays: Iterable[int] = EVERY_DAY) -> AtSun:
    return AtSun(
        event="sunset" if event == "sunset" else "sunrise", place=HOME, fallback=t(fallback)[0],
        offset_min=offset_min, weekdays=tuple(weekdays),
    )  # fmt: skip


def days_from(first_on: str, days: int, *clocks: str) -> EveryDays:
    return EveryDays(days=days, times=t(*clocks), first_on=date.fromisoformat(first_on))


def weeks_from(first_on: str, weeks: int, weekdays: Iterable[int], *clocks: str) -> Weekly:
    return Weekly(
        times=t(*clocks), weekdays=tuple(weekdays), every_weeks=weeks, first_on=date.fromisoformat(first_on)
    )  # fmt: skip


MEANINGS: list[tuple[Rule, list[str]]] = [
    (daily("07:30"), [
        "daily at 7:30", "daily at 07:30", "daily at 7.30", "daily at 7:30am", "daily at 7:30 am", "daily at 7:30 a.m.",
        "every day at 7:30", "each day at 7:30", "at 7:30 every day", "at 7:30 daily", "7:30 daily", "daily 7:30",
        "Daily at 7:30", "EVERY DAY AT 7:30 AM", "  daily   at 7:30 ", "daily, at 7:30", "every day at 7:30.",
        "mon-sun at 7:30", "once a day at 7:30", "every 1 day at 7:30", "weekdays and weekends at 7:30",
    ]),
    (daily("07:30", "21:00"), [
        "every day at 7:30am and 9pm", "daily at 7:30 and 21:00", "daily at 7:30, 21:00", "daily at 7:30,21:00",
        "daily at 21:00 & 7:30",
        "twice a day at 7:30am and 9pm", "7:30 and 21:00 every day", "daily at 7:30, and 21:00",
        "every day at 07:30 and 21:00",
    ]),
    (daily("19:30"), ["daily at 7:30pm", "daily at 19:30", "daily at 7.30 p.m.", "every day 7:30 PM"]),
    (daily("12:00"), ["daily at noon", "daily at 12", "daily at 12pm", "daily at 12:00", "noon daily"]),
    (daily("00:00"), ["daily at midnight", "daily at 0:00", "daily at 00:00", "daily at 12am", "daily at 0"]),
    (daily("00:30"), ["daily at 12:30am", "daily at 0:30", "daily at 0.30"]),
    (daily("09:00", "12:00", "15:00"), [
        "daily at 9, 12 and 15", "daily at 9, 12, 15", "3 times a day at 9:00, 12:00, 15:00",
        "three times a day at 9am, noon and 3pm", "daily at 15, 12, 9", "daily at 9 and 9 and 12 and 15",
    ]),
    (on(WORKING_DAYS, "07:30"), [
        "weekdays at 07:30", "every weekday at 7:30", "on weekdays at 7:30", "weekdays at 7:30am", "mon-fri at 7:30",
        "monday to friday at 7:30", "Mon through Fri at 7:30", "at 7:30 on weekdays", "7:30 weekdays",
        "each weekday 7:30",
        "mon, tue, wed, thu, fri at 7:30", "mon \u2013 fri at 7:30", "weekly on weekdays at 7:30",
        "on mon-thu and fri at 7:30",
    ]),
    (on(WORKING_DAYS, "19:30"), ["every weekday at 7:30pm", "weekdays at 19:30"]),
    (on((0, 2, 4), "19:00"), [
        "mon, wed, fri at 19:00", "mon, wed and fri at 19:00", "mon,wed,fri at 19:00",
        "on monday, wednesday and friday at 7pm",
        "every mon, wed, and fri at 19", "Mondays, Wednesdays & Fridays at 19:00", "at 19:00 on mon, wed, fri",
    ]),
    (on(WEEKEND, "09:00"), [
        "weekends at 9", "every weekend at 9:00", "on weekends at 9am", "sat and sun at 09:00", "sat-sun at 9.00",
        "at 9 on weekends",
    ]),
    (on((0, 4, 5, 6), "20:00"), ["fri-mon at 20:00", "friday to monday at 8pm", "fri, sat, sun and mon at 20"]),
    (on((1,), "18:00"), [
        "tuesdays at 18:00", "every tuesday at 6pm", "weekly on tue at 18:00", "every week on tuesday at 18:00",
        "on tues at 18",
    ]),
    (on((3,), "18:00"), ["thur at 18:00", "every thursday at 6 pm", "Thurs at 18:00"]),
    (days_from("2027-03-28", 2, "08:00"), [
        "every 2 days at 08:00", "every other day at 8:00", "every second day at 8am", "every two days at 8",
        "at 8:00 every 2 days", "every 2 days from 2027-03-28 at 08:00", "every 2 days at 8:00 starting tomorrow",
    ]),
    (days_from("2027-03-27", 2, "08:00", "18:00"), [
        "every 2 days at 8:00 and 18:00", "every other day at 8am and 6pm",
    ]),
    (days_from("2027-03-27", 3, "18:00"), [
        "every 3 days at 18:00", "every three days at 6pm", "every 3 days from today at 18:00",
    ]),
    (weeks_from("2027-03-29", 2, (0,), "09:00"), [
        "every 2 weeks on monday at 9:00", "every other week on mon at 9", "every other monday at 9:00",
        "every two weeks on monday at 9am",
        "every 2 weeks on monday at 9:00 from 2027-03-29",
    ]),
    (weeks_from("2027-03-27", 2, (0, 5), "18:00"), ["every 2 weeks on mon and sat at 18:00"]),
    (each(90, "09:00", "17:00", WORKING_DAYS), [
        "every 90 minutes between 9:00 and 17:00 on weekdays", "every 90 min between 9 and 17 on weekdays",
        "every 90m from 9am to 5pm weekdays", "every 1h30m between 9:00 and 17:00 mon-fri",
        "on weekdays every 90 minutes between 9:00 and 17:00", "between 9:00 and 17:00 every 90 minutes, on weekdays",
        "every 1 hour 30 minutes between 9am and 5pm on weekdays",
    ]),
    (each(60, "10:00", "16:00"), [
        "every hour between 10:00 and 16:00", "hourly between 10am and 4pm", "every 60 minutes from 10:00 to 16:00",
        "every hour from 10:00 until 16:00", "every 1 hour between 10:00 and 16:00", "hourly from 10 - 16",
    ]),
    (each(120, "09:00", "21:00"), [
        "every 2 hours between 9:00 and 21:00", "every two hours between 9am and 9pm every day",
    ]),
    (each(30, "12:00", "14:00"), ["every half hour between noon and 2pm", "every 30 minutes between 12:00 and 14:00"]),
    (each(60, "22:00", "02:00"), ["every hour between 22:00 and 2:00", "every hour between 10pm and 2am"]),
    (each(60, "20:00", "00:00"), ["every hour between 20:00 and midnight", "every hour between 8pm and 12am"]),
    (some(3, "09:00", "18:00"), [
        "3 times between 9:00 and 18:00", "three times between 9am and 6pm", "3 times a day between 9 and 18",
        "3 times per day between 9:00 and 18:00", "3x between 9:00 and 18:00", "3 random times between 9:00 and 18:00",
        "3 times between 9:00 and 18:00 at random", "3 times daily between 9:00 and 18:00",
        "3 times randomly between 9 and 18",
        "between 9:00 and 18:00, 3 times", "3 times from 9:00 to 18:00",
    ]),
    (some(3, "09:00", "18:00", 45, WORKING_DAYS), [
        "3 times between 9:00 and 18:00 at least 45 minutes apart on weekdays",
        "3 times a day between 9:00 and 18:00, at least 45m apart, mon-fri",
    ]),
    (some(2, "09:00", "18:00"), [
        "twice between 9:00 and 18:00", "twice a day between 9:00 and 18:00", "2 times between 9am and 6pm",
    ]),
    (some(1, "09:00", "18:00"), ["once a day between 9:00 and 18:00", "1 time between 9:00 and 18:00"]),
    (some(5, "09:00", "10:40", 10), ["5 times between 9:00 and 10:40", "five times between 9 and 10:40"]),
    (month(1), [
        "monthly on the 1st at 9:00", "every month on the 1st at 9", "on the 1st of every month at 9:00",
        "monthly on 1st at 9am",
        "monthly on day 1 at 9:00", "the 1st of each month at 9:00", "monthly on the first day at 9:00",
    ]),
    (month(1, 15), [
        "monthly on the 1st and 15th at 9:00", "monthly on the 1st, 15th at 9",
        "the 1st and the 15th of the month at 9",
    ]),
    (month(LAST, at="18:00"), ["monthly on the last day at 18:00", "on the last day of every month at 6pm"]),
    (month(31), ["monthly on the 31st at 9:00"]),
    (nth((2, 1)), [
        "monthly on the second tuesday at 9:00", "on the 2nd tuesday of every month at 9",
        "monthly on the 2nd tue at 9am",
    ]),
    (nth((LAST, 4), at="18:00"), ["monthly on the last friday at 18:00", "the last friday of the month at 6pm"]),
    (nth((1, 0), (3, 0)), ["monthly on the first monday and the third monday at 9:00"]),
    (once("2027-05-01T18:00"), [
        "once on 2027-05-01 at 18:00", "on 2027-05-01 at 6pm", "once at 18:00 on 2027-05-01", "2027-05-01 18:00",
        "2027-05-01T18:00", "once on 1 May 2027 at 18:00", "once on May 1, 2027 at 18:00",
        "once on the 1st of May 2027 at 6 pm",
        "on May 1st 2027 at 18:00",
    ]),
    (once("2027-03-28T09:00"), ["once tomorrow at 9:00", "tomorrow at 9", "at 9:00 tomorrow"]),
    (once("2027-03-27T18:00"), ["once today at 18:00", "today at 6pm"]),
    (once("2028-02-29T07:00"), ["once on 29 February 2028 at 7:00"]),
    (sun(-30), [
        "at sunset - 30m", "30 minutes before sunset", "sunset \u2212 30 min", "at sunset minus 30 minutes",
        "daily at sunset - 30m",
        "every day 30m before sunset", "at sunset - 30m near 52.52,13.41 else 20:00",
        "at sunset - 30m in 52.52, 13.41, otherwise at 8pm",
    ]),
    (sun(0), ["at sunset", "sunset", "every day at sunset", "at sunset daily"]),
    (sun(75, "sunrise", "07:00"), [
        "at sunrise + 1h15m else 7:00", "1 hour 15 minutes after sunrise else 7", "sunrise plus 75 min, else at 07:00",
    ]),
    (sun(0, "sunrise", "07:00", WORKING_DAYS), [
        "at sunrise on weekdays else 7:00", "weekdays at sunrise, otherwise 7am",
    ]),
]  # fmt: skip

REFUSED: list[tuple[str, str]] = [
    # Days and words that are none.
    ("tuezday at 9:00", "tuezday"), ("dayly at 7:30", "dayly"), ("daily at 7:30 please", "please"),
    ("every morning at 7:30", "every morning"), ("every evening at 7", "every evening"), ("tonight at 8pm", "tonight"),
    ("every night at 22:00", "every night"), ("on the weekend at 9", "on the weekend"), ("workdays at 9", "workdays"),
    ("every year at 9:00", "every year"), ("yearly at 9:00", "yearly"), ("fortnightly at 9:00", "fortnightly"),
    ("biweekly on monday at 9:00", "biweekly"), ("every 3 months at 9:00", "every 3 months"),
    ("every 2 years at 9:00", "every 2 years"), ("every second tuesday at 9:00", "every second tuesday"),
    ("every second monday at 9:00", "every second monday"), ("every 1st at 9:00", "every 1st"), ("every at 9:00",
    "every at 9:00"),
    ("every day except sunday at 9", "except"), ("daily but not sunday at 9", "but"), ("mon or tue at 9:00", "or"),
    ("mon/tue at 9:00", "/"), ("mon to 9:00", "to"),
    ("foo", "foo"), ("remind me daily at 7:30", "remind"), ("never at 9", "never"),
    ("t\u00e4glich um 7:30", "t"), ("\u043a\u0430\u0436\u0434\u044b\u0439 day at 7:30", "\u043a"),
    # Times that are none, or may be two.
    ("daily at 25:00", "25:00"), ("daily at 24:00", "24:00"), ("daily at 7:60", "7:60"), ("daily at 7:5", "7:5"),
    ("daily at 7:305", "7:305"), ("daily at 730", "at 730"), ("daily at 0730", "at 0730"), ("daily at 13pm", "13pm"),
    ("daily at 0am", "0am"), ("daily at 7:30:15", "7:30:15"), ("daily at 7,30,15", "7,30"), ("daily at 7,15", "7,15"),
    ("daily at 9,12 and 15", "9,12"), ("daily at 7h30", "h"),
    ("daily at 7:30 in the evening", "in the evening"), ("daily at 7 o'clock", "o'clock"), ("daily at half past 7",
    "at half"),
    ("daily at quarter to 8", "at quarter"), ("daily at 7:30ish", "ish"), ("daily at about 7:30", "at about"),
    ("daily at 7 and 9pm", "at 7 and 9pm"), ("daily at 7:30 and 9pm", "at 7:30 and 9pm"),
    ("daily at 7am, 12:30 and 9pm", "at 7am, 12:30 and 9pm"), ("daily at -7:30", "at -7:30"), ("weekdays 25:00",
    "25:00"),
    ("daily at 7:30 and", "and"), ("daily at 7:30,", ","), ("daily at", "at"), ("daily at 7:30 UTC", "UTC"),
    ("daily at 7:30 Europe/Berlin", "Europe"), ("weekdays 7", "7"), ("daily at 7:30 9:00", "9:00"),
    ("daily at \u0667:30", "at \u0667"), ("daily at 7 30", "30"),
    # Windows and intervals.
    ("every hour between 9 and 5", "between 9 and 5"), ("every hour between 9:00 and 5:00", "between 9:00 and 5:00"),
    ("every hour between noon and 5", "between noon and 5"), ("every hour between 9am and 5", "between 9am and 5"),
    ("every hour between 9 and 5pm", "between 9 and 5pm"), ("every hour between 9:00 and 9:00",
    "between 9:00 and 9:00"),
    ("every hour between 9:00", "between 9:00"), ("every hour between 9:00 and", "between 9:00 and"),
    ("every hour between foo and bar", "between foo"), ("every hour between 9:00 or 17:00", "between 9:00 or"),
    ("every 0 minutes between 9:00 and 17:00", "every 0 minutes"), ("every 9 hours between 9:00 and 17:00",
    "every 9 hours"),
    ("every 1.5 hours between 9:00 and 17:00", "every 1.5"), ("every 90 seconds between 9:00 and 17:00",
    "every 90 seconds"),
    ("every 90 minutes at 9:00", "at 9:00"), ("every hour at 9:00 between 10:00 and 12:00", "at 9:00"),
    ("daily at 9 between 10 and 12", "at 9"), ("3 times a week between 9:00 and 18:00", "a week"),
    ("0 times between 9:00 and 18:00", "0 times"), ("101 times between 9:00 and 18:00", "101 times"),
    ("3 times between 9:00 and 9:01", "3 times"), ("3 times between 9:00 and 18:00 at least 5 hours apart", "3 times"),
    ("3 times between 9:00 and 18:00 at least far apart", "at least far"), ("twice a day at 9:00", "twice a day"),
    ("3 times a day at 9:00 and 12:00", "3 times a day"), ("once between 9:00 and 18:00", "once"),
    ("3 bells between 9:00 and 18:00", "3"), ("random between 9:00 and 18:00", "random"),
    # Days of the month and dates.
    ("monthly on the 32nd at 9:00", "on the 32nd"), ("monthly on the 1th at 9:00", "on the 1th"),
    ("monthly on the 0th at 9:00", "on the 0th"), ("monthly on day 32 at 9:00", "on day"), ("monthly on 15 at 9:00",
    "on 15"),
    ("monthly on the first and third monday at 9:00", "on the first"), ("monthly on the last at 9:00", "on the last"),
    ("monthly on the 1st and 3rd monday at 9:00", "on the 1st and 3rd monday"),
    ("monthly on the 6th monday at 9:00", "on the 6th"), ("on the 1st of may at 9:00", "the 1st of may"),
    ("on the 1st of every week at 9:00", "of every week"), ("once on 2027-02-30 at 9:00", "on 2027-02-30"),
    ("once on 1/3/2027 at 9:00", "on 1/3/2027"), ("once on 1.3.2027 at 9:00", "on 1.3.2027"),
    ("once on 2027/03/01 at 9:00", "on 2027/03/01"), ("once on 30 february 2027 at 9:00", "30 february 2027"),
    ("once on 1 march at 9:00", "1 march"), ("once on monday at 9:00", "on monday"), ("once in 2 hours", "in 2"),
    ("once next week at 9:00", "next"), ("once on 2027-05-01 at 9:00 and 18:00", "at 9:00 and 18:00"),
    ("once on 2027-05-01 at 9:00 daily", "daily"), ("daily at 7:30 until noon", "until noon"),
    ("daily at 7:30 from foo", "from foo"), ("daily at 7:30 from 2027-05-01 until 2027-04-01", "until 2027-04-01"),
    ("once on 2027-05-01 at 9:00 until 2027-06-01", "until 2027-06-01"),
    # Twice, or what does not go together.
    ("daily at 7:30 daily", "daily"), ("daily at 7:30 on monday", "on monday"), ("mon at 7:00 and wed at 9:00",
    "and wed"),
    ("daily at 7:30 at 8:00", "at 8:00"), ("daily at 7:30 monthly", "daily"), ("every 2 days on monday at 9:00",
    "on monday"),
    ("every 0 days at 9:00", "every 0 days"), ("every 400 days at 9:00", "every 400 days"),
    ("every 99 weeks on monday at 9:00", "on monday"),
    ("daily at 7:30 near 52.52,13.41", "near 52.52,13.41"), ("daily at 7:30 else 20:00", "else 20:00"),
    # The sun.
    ("at sunset - 30", "- 30"), ("at sunset -", "-"), ("at dusk", "at dusk"), ("30 minutes until sunset", "30"),
    ("at sunset in Atlantis", "in Atlantis"), ("at sunset near 52.52,13.41 (home", "(home"), ("at sunset else", "else"),
    ("at sunset else now", "else now"), ("at sunset - 13h", "at sunset - 13h"), ("at sunset near 95.0,13.41",
    "near 95.0,13.41"),
]  # fmt: skip

MISSING = [
    ("", "the days"), ("daily", "the time of day"), ("weekdays", "the time of day"), ("at 7:30", "the days"),
    ("7:30", "the days"), ("weekly at 9:00", "the days"), ("every 2 weeks at 9:00", "the days"),
    ("every 2 days", "the time of day"), ("every hour", "between what hours"), ("every 90 minutes",
    "between what hours"),
    ("between 9:00 and 17:00", "how often"), ("daily between 9:00 and 17:00", "how often"), ("once", "the date"),
    ("once at 9:00", "the date"), ("2027-05-01", "the time of day"), ("monthly at 9:00", "the day"), ("monthly",
    "the day"),
    ("on the 1st at 9:00", "how often"), ("3 times", "the time of day"), ("twice at 9:00 and 21:00", "the days"),
]  # fmt: skip


def test_there_are_enough_of_them() -> None:
    assert sum(len(phrases) for _, phrases in MEANINGS) >= 200
    assert len(REFUSED) >= 100


@pytest.mark.parametrize(
    ("phrase", "rule"), [pytest.param(phrase, rule, id=phrase) for rule, phrases in MEANINGS for phrase in phrases]
)
def test_a_phrase_means_its_rule(phrase: str, rule: Rule) -> None:
    assert read_phrase(phrase, now=NOW, place=HOME, fallback=time(20)).rule == rule


@pytest.mark.parametrize(("phrase", "part"), [pytest.param(phrase, part, id=phrase) for phrase, part in REFUSED])
def test_what_is_not_understood_is_named_with_two_examples(phrase: str, part: str) -> None:
    with pytest.raises(ReminderError) as error:
        read_phrase(phrase, now=NOW, place=HOME, fallback=time(20))
    assert error.value.message.startswith(f'"{part}" ')
    assert phrase.strip() in error.value.message
    assert error.value.hint is not None
    assert error.value.hint.count('"') >= 4
    assert error.value.exit_code == 2


@pytest.mark.parametrize(("phrase", "what"), MISSING)
def test_what_is_missing_is_named_with_two_examples(phrase: str, what: str) -> None:
    with pytest.raises(ReminderError, match=f'^"{phrase}" does not say {what}') as error:
        read_phrase(phrase, now=NOW)
    assert error.value.hint is not None
    assert error.value.hint.count('"') == 4


@pytest.mark.parametrize("examples", EXAMPLES.values())
def test_the_examples_of_every_refusal_are_understood(examples: str) -> None:
    for example in examples.strip('"').split('" or "'):
        assert read_phrase(example, now=NOW).rule


@pytest.mark.parametrize("rule", [rule for rule, _ in MEANINGS])
def test_the_sentence_of_a_rule_is_a_phrase_that_means_it(rule: Rule) -> None:
    assert read_phrase(describe(rule), now=NOW).rule == rule


def test_the_sun_needs_a_place_and_a_fallback() -> None:
    with pytest.raises(ReminderError, match='does not say where, such as "near'):
        read_phrase("at sunset - 30m", now=NOW, fallback=time(20))
    with pytest.raises(ReminderError, match="does not say when on days without one"):
        read_phrase("at sunset - 30m", now=NOW, place=HOME)
    named = read_phrase("at sunset in New York else 20:00", now=NOW).rule
    assert isinstance(named, AtSun)
    assert named.place.name == "New York"
    south = read_phrase("at sunset near -33.45, -70.66 (Home, sweet home) else 20:00", now=NOW).rule
    assert isinstance(south, AtSun)
    assert south.place == Place(latitude_deg=-33.45, longitude_deg=-70.66, name="Home, sweet home")
    assert read_phrase(describe(south), now=NOW).rule == south
    assert read_phrase("at sunset near 52.52,13.41 () else 20:00", now=NOW).rule == sun(0)


def test_first_and_last_day_are_read_beside_the_rule() -> None:
    reading = read_phrase("from 2027-04-01 daily at 7:30 until 1 May 2027", now=NOW)
    assert reading == Reading(rule=daily("07:30"), start_on=date(2027, 4, 1), end_on=date(2027, 5, 1))


def test_every_other_day_begins_at_the_next_chance() -> None:
    later = read_phrase("every 2 days at 18:00", now=NOW).rule
    passed = read_phrase("every 2 days at 12:00", now=NOW).rule
    assert later == days_from("2027-03-27", 2, "18:00")
    assert passed == days_from("2027-03-28", 2, "12:00")


def test_a_near_word_is_suggested() -> None:
    with pytest.raises(ReminderError, match=r'Did you mean "tuesday"\?'):
        read_phrase("tuezday at 9:00", now=NOW)


def test_cron_is_read_or_refused() -> None:
    assert read_cron(" 30 7  * * 1-5 ") == Reading(rule=Cron(expression="30 7 * * 1-5"))
    assert describe(read_cron("30 7 * * 1-5").rule) == 'At the times of the cron expression "30 7 * * 1-5".'
    with pytest.raises(ReminderError, match='Write it like "30 7'):
        read_cron("at 7:30")
    found = next_due(read_cron("30 2 * * *").rule, ZoneInfo("Europe/Berlin"), datetime(2027, 10, 30, 12, tzinfo=UTC))
    assert found is not None
    again = next_due(read_cron("30 2 * * *").rule, ZoneInfo("Europe/Berlin"), found.due)
    assert again is not None
    assert (found.key, again.key) == ("2027-10-31T02:30", "2027-11-01T02:30")


def test_a_time_of_day_is_read_or_refused() -> None:
    assert [read_time(text) for text in ("7:30", "7:30pm", "noon", "9", " 21.05 ")] == list(
        t("07:30", "19:30", "12:00", "09:00", "21:05")
    )
    for wrong in ("", "25:00", "7:30 or so", "late"):
        with pytest.raises(ReminderError, match="was not understood"):
            read_time(wrong)


def test_the_echo_shows_the_reading_and_the_next_three_times() -> None:
    assert echo(on(WORKING_DAYS, "07:30"), ZoneInfo("Europe/Berlin"), NOW) == (
        "Monday to Friday at 07:30.\n  Mon 2027-03-29 07:30\n  Tue 2027-03-30 07:30\n  Wed 2027-03-31 07:30"
    )
    assert echo(daily("07:30"), ZoneInfo("Europe/Berlin"), NOW, start_on=date(2027, 4, 1), end_on=date(2027, 4, 1)) == (
        "Every day at 07:30. From 2027-04-01. Until 2027-04-01.\n  Thu 2027-04-01 07:30"
    )
    assert echo(once("2027-01-01T09:00"), ZoneInfo("Europe/Berlin"), NOW) == (
        "Once on 2027-01-01 at 09:00.\n  It does not come any more."
    )


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        (daily("07:30", "21:00"), "Every day at 07:30 and 21:00."),
        (on((0, 2, 4), "19:00"), "Monday, Wednesday and Friday at 19:00."),
        (on(WEEKEND, "09:00"), "Saturday and Sunday at 09:00."),
        (weeks_from("2027-03-29", 2, (0,), "09:00"), "Every 2 weeks on Monday at 09:00, from 2027-03-29."),
        (days_from("2027-03-28", 2, "08:00"), "Every 2 days at 08:00, from 2027-03-28."),
        (each(90, "09:00", "17:00", WORKING_DAYS), "Every 90 minutes between 09:00 and 17:00, Monday to Friday."),
        (each(60, "10:00", "16:00"), "Every hour between 10:00 and 16:00, every day."),
        (some(3, "09:00", "18:00"),
         "3 times between 09:00 and 18:00, at random, at least 30 minutes apart, every day."),
        (month(1, LAST), "Monthly on the 1st and the last day at 09:00."),
        (nth((2, 1)), "Monthly on the second Tuesday at 09:00."),
        (once("2027-05-01T18:00"), "Once on 2027-05-01 at 18:00."),
        (sun(-30), "Every day 30 minutes before sunset near 52.52,13.41, else at 20:00."),
        (sun(60, "sunrise"), "Every day 1 hour after sunrise near 52.52,13.41, else at 20:00."),
    ],
)  # fmt: skip
def test_a_rule_is_said_in_one_sentence(rule: Rule, sentence: str) -> None:
    assert describe(rule) == sentence


def test_half_past_seven_never_becomes_evening() -> None:
    rule = read_phrase("every weekday at 7:30", now=NOW).rule
    assert {one.local.hour for one in islice(occurrences(rule, ZoneInfo("Europe/Berlin"), NOW), 20)} == {7}


WORDS = (
    "daily every day weekdays mon wed fri - to at 7:30 9 21:00 9pm and , between from 17:00 2 90 minutes hours weeks "
    "times a the 1st last of month monthly once on 2027-05-01 may sunset before else near 52.5,13.4 ( ) random least "
    "apart until starting noon midnight day second"
)
words = st.sampled_from(WORDS.split())


@settings(max_examples=400, deadline=None)
@given(st.lists(words, max_size=9).map(" ".join) | st.text(max_size=30))
def test_any_text_is_a_rule_or_a_calm_refusal(phrase: str) -> None:
    try:
        rule = read_phrase(phrase, now=NOW, place=HOME, fallback=time(20)).rule
    except ReminderError as error:
        refusal = error.hint
    else:
        refusal = None
        assert read_phrase(describe(rule), now=NOW).rule == rule
    assert refusal is None or "Write it like" in refusal
