"""Insight Timer: times on the wall without a zone, lengths without zeros before them."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mindful.sessions.exchange import Found, Reading, Rejected
from mindful.sessions.exchange.insight_timer import read, write

if TYPE_CHECKING:
    from collections.abc import Callable

    from mindful.sessions.exchange import Row
    from mindful.sessions.model import Session

SAMPLE = (
    "\ufeffStarted At,Duration,Preset,Activity\r\n"
    "04/20/2026 08:21:14,0:45:0,,Meditation\r\n"
    '04/19/2026 21:05:02,1:0:30,"Evening, with bells",Walking\r\n'
    "\r\n"
    "yesterday,0:10:0,Broken,Meditation\r\n"
    "04/18/2026 07:00:00,0:5:7,,Chanting\r\n"
    "13/18/2026 07:00:00,0:5:7,,Meditation\r\n"
)


def rows_in(text: str, reading: Reading, zone: str = "Europe/Berlin") -> list[Row]:
    return list(read(io.BytesIO(text.encode()), zone=ZoneInfo(zone), now=reading.now))


def test_an_export_with_a_byte_order_mark_windows_ends_and_bad_rows_is_read(reading: Reading) -> None:
    rows = rows_in(SAMPLE, reading)
    first, second, third = (row.session for row in rows if isinstance(row, Found))
    assert first.started_at == datetime(2026, 4, 20, 6, 21, 14, tzinfo=UTC)
    assert (first.tz, first.utc_offset_s, first.practised_s) == ("Europe/Berlin", 7200, 2700)
    assert first.ended_at - first.started_at == timedelta(minutes=45)
    assert (first.kind, first.title, first.source) == ("sit", None, "import:insight-timer")
    assert (first.completed, first.ended_early, first.planned_s) == (True, False, None)
    assert first.created == first.updated == reading.now
    assert (second.kind, second.title, second.practised_s) == ("walk", "Evening, with bells", 3630)
    assert (third.kind, third.title, third.practised_s) == ("other", "Chanting", 307)
    assert [row for row in rows if isinstance(row, Rejected)] == [
        Rejected(line=5, reason='Its start is not written like "04/20/2026 08:21:14".'),
        Rejected(line=7, reason="Its start is not in the calendar; the month comes first, then the day."),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "started at,duration,type,activity\n04/20/2026 08:21:14,00:45:00,,Meditation\n",
        "Started At;Duration;Preset;Activity\n04/20/2026 08:21:14;0:45:0;;Meditation\n",
        '"Started At"\t"Duration"\n"04/20/2026 08:21:14"\t"0:45:0"\n',
        "Activity,Preset,Duration,Started At\nMeditation,,0:45:0,4/20/2026 8:21:14 AM\n",
        "Started At,Duration\n2026-04-20 08:21:14,0:0:2700\n",
        "Started At,Duration,Type,Activity\n04/20/2026 8:21:14 am,0:45:0,Meditation\n",
    ],
)
def test_other_headers_separators_and_dates_tell_the_same(text: str, reading: Reading) -> None:
    [found] = rows_in(text, reading)
    assert isinstance(found, Found)
    assert found.session == next(row.session for row in rows_in(SAMPLE, reading) if isinstance(row, Found))


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ("04/20/2026 08:21:14,45,,", 'Its duration is not written like "0:45:0", hours, minutes and seconds.'),
        ("04/20/2026 08:21:14,-1:0:0,,", 'Its duration is not written like "0:45:0", hours, minutes and seconds.'),
        ("04/20/2026 08:21:14,0:0:0,,", "It has no length."),
        ("04/20/2026 08:21:14,49:0:0,,", "Its length is not between nothing and two days."),
        ("04/20/2026 08:21:14", 'Its duration is not written like "0:45:0", hours, minutes and seconds.'),
        ("04/20/0001 08:21:14,0:45:0,,", "A date in it is not in the years from 1900 to 2199."),
        ("04/20/9999 08:21:14,0:45:0,,", "A date in it is not in the years from 1900 to 2199."),
        ("02/29/2026 08:21:14,0:45:0,,", "Its start is not in the calendar; the month comes first, then the day."),
        ("04/20/2026 24:21:14,0:45:0,,", "Its start is not in the calendar; the month comes first, then the day."),
        ("04/20/2026 08:21:14,0:45:0,SECRET, with a comma,x", "It has 5 cells, and the header has 4."),
        ("04/20/2026 08:21:14,0:45:0,SECRET\0,x", "The title has characters that no text may have."),
    ],
)
def test_a_bad_row_is_told_by_its_line_and_repeats_nothing(cells: str, reason: str, reading: Reading) -> None:
    assert rows_in(f"Started At,Duration,Preset,Activity\n{cells}\n", reading) == [Rejected(line=2, reason=reason)]


def test_the_same_row_has_the_same_id_at_every_reading_and_others_have_others(reading: Reading) -> None:
    later = Reading(zone=reading.zone, now=reading.now + timedelta(days=9))
    ids = [row.session.id for row in rows_in(SAMPLE, reading) if isinstance(row, Found)]
    assert ids == [row.session.id for row in rows_in(SAMPLE, later) if isinstance(row, Found)]
    assert len(set(ids)) == 3


@pytest.mark.parametrize(
    ("wall", "instant", "offset_h"),
    [
        ("03/29/2026 01:30:00", "2026-03-29T00:30", 1),
        ("03/29/2026 02:30:00", "2026-03-29T01:30", 2),
        ("03/29/2026 03:30:00", "2026-03-29T01:30", 2),
        ("10/25/2026 02:30:00", "2026-10-25T00:30", 2),
        ("10/25/2026 03:30:00", "2026-10-25T02:30", 1),
    ],
)
def test_the_nights_in_which_the_clocks_change_have_one_instant_each(
    wall: str, instant: str, offset_h: int, reading: Reading
) -> None:
    [found] = rows_in(f"Started At,Duration\n{wall},0:10:0\n", reading)
    assert isinstance(found, Found)
    assert found.session.started_at == datetime.fromisoformat(f"{instant}+00:00")
    assert found.session.utc_offset_s == offset_h * 3600


def test_the_written_file_has_their_header_and_lengths_without_zeros(
    practice: list[Session], golden: Callable[[str], str]
) -> None:
    assert "".join(write(practice)) == golden("insight-timer.csv")


@given(data=st.data())
def test_reading_gives_back_start_length_and_kind_to_the_second(
    data: st.DataObject, any_session: st.SearchStrategy[Session]
) -> None:
    session = data.draw(any_session.filter(lambda session: session.practised_s >= 1))
    local = session.started_at + timedelta(seconds=session.utc_offset_s)
    now = datetime(2026, 11, 24, tzinfo=UTC)
    [found] = read(io.BytesIO("".join(write([session])).encode()), zone=ZoneInfo("UTC"), now=now)
    assert isinstance(found, Found)
    assert found.session.started_at == local.replace(microsecond=0)
    assert found.session.practised_s == round(session.practised_s)
    assert found.session.kind == session.kind
