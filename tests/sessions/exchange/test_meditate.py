"""The GNOME timer "meditate": instants, lengths in seconds, labels and notes."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from mindful.sessions.exchange import Found, Reading, Rejected
from mindful.sessions.exchange.meditate import read

if TYPE_CHECKING:
    from mindful.sessions.exchange import Row

HEADER = "start_time_unix,duration_secs,mode,label,note\n"


def rows_in(text: str, reading: Reading) -> list[Row]:
    return list(read(io.BytesIO(text.encode()), zone=reading.zone, now=reading.now))


def test_modes_labels_and_notes_are_read(reading: Reading) -> None:
    rows = rows_in(
        f"{HEADER}"
        '1776666074,600,countdown,Morning,"Quiet.\nThen, not."\n'
        "1776752474,1200,stopwatch,,\n"
        "1776838874,300,box_breath,Evening,'=5\n"
        "1776925274,900,timer,Walking meditation,\n",
        reading,
    )
    first, second, third, fourth = (row.session for row in rows if isinstance(row, Found))
    assert first.started_at == datetime(2026, 4, 20, 6, 21, 14, tzinfo=UTC)
    assert (first.tz, first.utc_offset_s, first.practised_s) == ("Europe/Berlin", 7200, 600)
    assert (first.kind, first.title, first.note) == ("sit", "Morning", "Quiet.\nThen, not.")
    assert first.source == "import:meditate"
    assert (second.kind, second.title, second.note) == ("sit", None, None)
    assert (third.kind, third.title, third.note) == ("breathing", "Evening", "=5")
    assert (fourth.kind, fourth.title) == ("walk", "Walking meditation")
    assert [row.line for row in rows] == [2, 4, 5, 6]


def test_the_columns_of_newer_versions_do_no_harm(reading: Reading) -> None:
    wide = HEADER.strip() + ",uuid,start_local,label_uuid,guided_file_uuid\n1776666074,600,timer,,,a,b,c,\n"
    assert rows_in(wide, reading) == rows_in(f"{HEADER}1776666074,600,timer,,\n", reading)


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ("SECRET,600,timer,,", "Its start_time_unix is no whole number of seconds."),
        ("1776666074,-5,timer,,", "Its duration_secs is no whole number of seconds."),
        ("1776666074,,timer,,", "Its duration_secs is no whole number of seconds."),
        ("1776666074,0,timer,,", "It has no length."),
        ("1776666074,99999999999,timer,,", "Its length is not between nothing and two days."),
        ("99999999999,600,timer,,", "A date in it is not in the years from 1900 to 2199."),
        (f"{'9' * 5000},600,timer,,", "Its start_time_unix is no whole number of seconds."),
    ],
)
def test_a_bad_row_is_a_reason_that_repeats_nothing(cells: str, reason: str, reading: Reading) -> None:
    assert rows_in(f"{HEADER}{cells}\n", reading) == [Rejected(line=2, reason=reason)]
