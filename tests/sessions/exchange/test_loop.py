"""Loop Habit Tracker: days without hours, in a folder for each habit."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from mindful.errors import USAGE
from mindful.sessions.exchange import ExchangeError, Found, Reading, Rejected, choose_habit, habits_in, read_rows
from mindful.sessions.exchange.loop import Habit

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mindful.sessions.exchange import Row

    Zipped = Callable[..., Path]

HABITS = (
    "Position,Name,Type,Question,Description,FrequencyNumerator,FrequencyDenominator,Color,Unit,Target Type,"
    "Target Value,Archived?\n"
    "001,Meditación,YES_NO,Did you sit?,,1,1,#FF8F00,,,,false\n"
    "002,Read,YES_NO,,,1,1,#FF8F00,,,,false\n"
    "003,Walking meditation,NUMERICAL,How long?,,1,1,#FF8F00,minutes,AT_LEAST,10.0,false\n"
)
FILES = {
    "Habits.csv": HABITS,
    "Checkmarks.csv": "Date,Meditación,Read,Walking meditation,\n2026-04-20,2,0,10000,\n",
    "Scores.csv": "Date,Meditación,\n",
    "001 Meditacin/Checkmarks.csv": (
        "Date,Value,Notes\n2026-04-20,2,Quiet\n2026-04-19,YES_MANUAL,\n2026-04-18,0,\n2026-04-17,YES_AUTO,\n"
        "2026-04-16,3,away\n2026-04-15,-1,\n2026-04-14,SKIP,\n2026-04-13,7,SECRET\nApril,2,SECRET\n,2,\n1,2,3,4,5\n"
    ),
    "001 Meditacin/Scores.csv": "Date,Score\n",
    "002 Read/Checkmarks.csv": "Date,Value,Notes\n2026-04-20,2,\n",
    "003 Walking meditation/Checkmarks.csv": (
        "Date,Value,Notes\n2026-04-20,10000,\n2026-04-19,12.5,\n2026-04-18,0,\n2026-04-17,YES_AUTO,\n2026-04-16,-4,\n"
        "2026-04-15,3000000000,\n"
    ),
}


def rows_in(path: Path, reading: Reading, habit: str | None = None) -> list[Row]:
    return list(read_rows(path, "loop", Reading(zone=reading.zone, now=reading.now, habit=habit)))


def test_a_day_that_is_done_is_a_sitting_at_noon_without_a_length(zipped: Zipped, reading: Reading) -> None:
    rows = rows_in(zipped(FILES), reading, "Meditación")
    first, second = (row.session for row in rows if isinstance(row, Found))
    assert first.started_at == datetime(2026, 4, 20, 10, tzinfo=UTC)
    assert first.ended_at == first.started_at
    assert (first.practised_s, first.tz, first.utc_offset_s) == (0, "Europe/Berlin", 7200)
    assert (first.kind, first.title, first.note) == ("sit", "Meditación", "Quiet")
    assert first.source == "import:loop"
    assert second.started_at == datetime(2026, 4, 19, 10, tzinfo=UTC)
    assert [row for row in rows if isinstance(row, Rejected)] == [
        Rejected(line=9, reason="Its value is none of Loop's."),
        Rejected(line=10, reason='Its date is not written like "2015-01-25".'),
        Rejected(line=11, reason='Its date is not written like "2015-01-25".'),
        Rejected(line=12, reason="It has 5 cells, and the header has 3."),
    ]


def test_a_habit_that_counts_minutes_has_lengths(zipped: Zipped, reading: Reading) -> None:
    rows = rows_in(zipped(FILES), reading, "walking MEDITATION")
    sessions = [row.session for row in rows if isinstance(row, Found)]
    assert [(session.kind, session.practised_s) for session in sessions] == [("walk", 600), ("walk", 750)]
    assert [row for row in rows if isinstance(row, Rejected)] == [
        Rejected(line=6, reason="Its value is no amount."),
        Rejected(line=7, reason="Its length is not between nothing and two days."),
    ]


def test_a_habit_that_counts_something_else_has_no_lengths(zipped: Zipped, reading: Reading) -> None:
    path = zipped(FILES | {"Habits.csv": HABITS.replace("minutes", "miles")})
    assert {
        row.session.practised_s for row in rows_in(path, reading, "Walking meditation") if isinstance(row, Found)
    } == {0}


def test_the_days_of_two_habits_have_different_ids(zipped: Zipped, reading: Reading) -> None:
    path = zipped(FILES)
    ids = [
        row.session.id
        for name in ("Meditación", "Read")
        for row in rows_in(path, reading, name)
        if isinstance(row, Found)
    ]
    assert len(set(ids)) == len(ids) == 3


def test_older_exports_have_no_header_no_types_and_may_be_in_a_folder(zipped: Zipped, reading: Reading) -> None:
    path = zipped(
        {
            "Loop Export/Habits.csv": "Name,Description,NumRepetitions,Interval,Color\nSit,,1,1,#FF8F00\n",
            "Loop Export/001 Sit/Checkmarks.csv": "2015-01-25,2\n2015-01-24,0\n",
        }
    )
    [found] = rows_in(path, reading)
    assert isinstance(found, Found)
    assert found.session.title == "Sit"
    assert found.line == 1


def test_a_habit_the_list_lacks_has_the_name_of_its_folder(zipped: Zipped) -> None:
    path = zipped({"Habits.csv": "Position,Name\nx,Sit\n", "004 Breathe/Checkmarks.csv": "Date,Value\n"})
    assert [habit.name for habit in habits_in(path)] == ["Breathe"]


def test_a_name_that_would_steer_the_terminal_is_only_a_name(zipped: Zipped) -> None:
    path = zipped({"Habits.csv": "Position,Name\n001,\x1b]0;Sit\x07\n", "001 Sit/Checkmarks.csv": "Date,Value\n"})
    assert [habit.name for habit in habits_in(path)] == [" ]0;Sit "]


def habit(name: str) -> Habit:
    return Habit(name=name, member=zipfile.ZipInfo())


def test_the_only_habit_or_the_only_one_that_sounds_like_practice_is_chosen() -> None:
    read, sit, walk = habit("Read a book"), habit("Meditate"), habit("Walk")
    assert choose_habit([read]) is read
    assert choose_habit([read, sit]) is sit
    assert choose_habit([read, sit, walk], " meditate ") is sit
    with pytest.raises(
        ExchangeError, match=r'several habits\. Name .* --habit: "Read a book", "Meditate", "Walk"'
    ) as raised:
        choose_habit([read, sit, walk])
    assert raised.value.exit_code == USAGE
    with pytest.raises(ExchangeError, match='no habit "Sing"'):
        choose_habit([sit], "Sing")


def test_the_question_which_habit_keeps_its_exit_code_on_the_way_up(zipped: Zipped, reading: Reading) -> None:
    with pytest.raises(ExchangeError, match=r"export\.zip.*several habits") as raised:
        rows_in(zipped(FILES), reading)
    assert raised.value.exit_code == USAGE


def test_an_archive_without_a_list_or_without_a_habit_is_refused(zipped: Zipped, reading: Reading) -> None:
    with pytest.raises(ExchangeError, match=r"no Habits\.csv"):
        rows_in(zipped({"a.txt": "x"}), reading)
    with pytest.raises(ExchangeError, match="no habit"):
        rows_in(zipped({"Habits.csv": HABITS}), reading)
