"""Our own table: the columns of the promise, safe in spreadsheets, and exact on the way back."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mindful.sessions.exchange import Found, Reading, Rejected
from mindful.sessions.exchange.spreadsheet import read, write

if TYPE_CHECKING:
    from collections.abc import Callable

    from mindful.sessions.exchange import Row
    from mindful.sessions.model import Session

HEADER = (
    "id,started_at,tz,ended_at,practised_s,planned_s,kind,title,script_id,source,completed,ended_early,difficult,"
    "mood_before,mood_after,tension_before,tension_after,note"
)


def rows_in(text: str, reading: Reading) -> list[Row]:
    return list(read(io.BytesIO(text.encode()), zone=reading.zone, now=reading.now))


def kept(session: Session, reading: Reading) -> Session:
    """Return what the columns keep of a session."""
    return replace(session, track_id=None, created=reading.now, updated=reading.now)


def test_the_table_has_the_promised_columns(practice: list[Session], golden: Callable[[str], str]) -> None:
    text = "".join(write(practice, private=True))
    assert text.splitlines()[0] == HEADER
    assert text == golden("table.csv")
    assert "".join(write(practice, private=False)) == golden("table-without-private.csv")
    assert "leg" not in golden("table-without-private.csv")


@given(data=st.data())
def test_with_private_the_round_trip_is_exact(data: st.DataObject, any_session: st.SearchStrategy[Session]) -> None:
    reading = Reading(zone=data.draw(st.timezones()), now=datetime(2026, 11, 24, tzinfo=UTC))
    sessions = data.draw(st.lists(any_session, max_size=4))
    rows = rows_in("".join(write(sessions, private=True)), reading)
    assert [row.session for row in rows if isinstance(row, Found)] == [kept(one, reading) for one in sessions]


def test_without_private_the_rest_comes_back(
    practice: list[Session], public: Callable[[Session], Session], reading: Reading
) -> None:
    rows = rows_in("".join(write(practice, private=False)), reading)
    expected = [kept(public(session), reading) for session in practice]
    assert [row.session for row in rows if isinstance(row, Found)] == expected


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "'=1", "'", ""])
def test_no_cell_begins_like_a_formula(text: str, practice: list[Session], reading: Reading) -> None:
    session = replace(practice[0], title=text, script_id=text, note=text)
    written = "".join(write([session], private=True))
    cells = written.splitlines(keepends=True)[1]
    assert ",'" in cells or ",\"'" in cells
    [found] = rows_in(written, reading)
    assert isinstance(found, Found)
    assert (found.session.title, found.session.script_id, found.session.note) == (text, text, text)


def test_a_table_written_by_hand_needs_a_start_and_a_length(reading: Reading) -> None:
    text = (
        "Started At;Practised S;Kind;Completed;tz\n"
        "2026-04-20 08:21;600;;YES;\n"
        "2026-04-20T08:21:00+05:45;600;walk;No;\n"
        "2026-04-20T08:21:00;600;sit;;America/Los_Angeles\n"
    )
    first, second, third = (row.session for row in rows_in(text, reading) if isinstance(row, Found))
    assert first.started_at == datetime(2026, 4, 20, 6, 21, tzinfo=UTC)
    assert (first.tz, first.utc_offset_s, first.kind, first.completed) == ("Europe/Berlin", 7200, "sit", True)
    assert first.ended_at - first.started_at == timedelta(minutes=10)
    assert first.source == "import:csv"
    assert (second.tz, second.utc_offset_s, second.kind, second.completed) == ("UTC", 20_700, "walk", False)
    assert (third.tz, third.utc_offset_s) == ("America/Los_Angeles", -25_200)
    again = [row.session for row in rows_in(text, reading) if isinstance(row, Found)]
    assert [session.id for session in again] == [first.id, second.id, third.id]
    assert len({first.id, second.id, third.id}) == 3


def test_a_length_may_be_told_by_its_end(reading: Reading) -> None:
    [found] = rows_in("started_at,ended_at\n2026-04-20T08:21,2026-04-20T08:31\n", reading)
    assert isinstance(found, Found)
    assert found.session.practised_s == 600


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ("started_at,practised_s\n,600", "Its started_at is missing."),
        ("started_at,practised_s\n2026-04-20T08:21,", "Its practised_s is missing."),
        ("started_at,practised_s\nSECRET,600", "Its started_at cannot be read."),
        ("started_at,practised_s\n0001-01-01T00:00,600", "A date in it is not in the years from 1900 to 2199."),
        ("started_at,practised_s\n9999-12-31T23:59-14:00,600", "A date in it is not in the years from 1900 to 2199."),
        ("started_at,practised_s\n2026-04-20T08:21,1e999", "Its length is not between nothing and two days."),
        ("started_at,practised_s\n2026-04-20T08:21,nan", "Its length is not between nothing and two days."),
        ("started_at,practised_s\n2026-04-20T08:21,-5", "Its length is not between nothing and two days."),
        ("started_at,practised_s\n2026-04-20T08:21,SECRET", "Its practised_s cannot be read."),
        ("started_at,practised_s,planned_s\n2026-04-20T08:21,1,1e999", "Its planned_s cannot be read."),
        ("started_at,practised_s,completed\n2026-04-20T08:21,1,SECRET", "Its completed cannot be read."),
        ("started_at,practised_s,mood_after\n2026-04-20T08:21,1,99", "A mood or a tension is a number from 0 to 10."),
        (f"started_at,practised_s,mood_after\n2026-04-20T08:21,1,{'9' * 5000}", "Its mood_after cannot be read."),
        (
            "started_at,practised_s,kind\n2026-04-20T08:21,1,SECRET",
            "It has a kind of practice that this program does not know.",
        ),
        ("started_at,practised_s,tz\n2026-04-20T08:21,1,SECRET", "Its time zone is not known here."),
        ("started_at,practised_s\n2026-04-20T08:21,1,SECRET", "It has 3 cells, and the header has 2."),
        (
            "started_at,practised_s,note\n2026-04-20T08:21,1,SECRET\0",
            "The note has characters that no text may have.",
        ),
    ],
)
def test_a_row_that_cannot_be_read_is_a_reason_that_repeats_nothing(cells: str, reason: str, reading: Reading) -> None:
    assert rows_in(cells, reading) == [Rejected(line=2, reason=reason)]
    assert "SECRET" not in reason
