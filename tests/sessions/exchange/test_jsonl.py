"""Our backup: nothing is lost, and nothing private leaves without being asked for."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mindful.sessions.exchange import ExchangeError, Found, Rejected
from mindful.sessions.exchange.jsonl import PRIVATE, SCHEMA, read, write

if TYPE_CHECKING:
    from collections.abc import Callable

    from mindful.sessions.model import Session


def backup(sessions: list[Session], *, private: bool = True) -> io.BytesIO:
    return io.BytesIO("".join(write(sessions, private=private)).encode())


def a_row(practice: list[Session], **changes: Any) -> dict[str, Any]:
    row: dict[str, Any] = json.loads("".join(write(practice[:1], private=True)))
    return row | changes


def read_row(row: dict[str, Any]) -> Found | Rejected:
    [found] = read(io.BytesIO(json.dumps(row).encode()))
    return found


def test_a_backup_is_one_session_a_line_and_its_layout_is_a_promise(
    practice: list[Session], golden: Callable[[str], str]
) -> None:
    assert "".join(write(practice, private=True)) == golden("backup.jsonl")
    assert "".join(write(practice, private=False)) == golden("backup-without-private.jsonl")


def test_a_backup_of_the_first_version_is_read(practice: list[Session], golden: Callable[[str], str]) -> None:
    rows = list(read(io.BytesIO(golden("backup.jsonl").encode())))
    assert rows == [Found(line=line, session=session) for line, session in enumerate(practice, start=1)]


@given(data=st.data())
def test_reading_gives_back_every_session_that_was_written(
    data: st.DataObject, any_session: st.SearchStrategy[Session]
) -> None:
    sessions = data.draw(st.lists(any_session, min_size=1, max_size=4))
    assert [row.session for row in read(backup(sessions)) if isinstance(row, Found)] == sessions


def test_without_private_no_note_and_no_mood_is_there(
    practice: list[Session], public: Callable[[Session], Session]
) -> None:
    text = backup(practice, private=False).getvalue().decode()
    assert "leg" not in text
    assert all(name not in text for name in PRIVATE)
    rows = list(read(io.BytesIO(text.encode())))
    assert [row.session for row in rows if isinstance(row, Found)] == list(map(public, practice))


def test_two_backups_in_one_file_and_blank_lines_are_read(practice: list[Session]) -> None:
    text = "".join(write(practice, private=True))
    rows = list(read(io.BytesIO(f"\ufeff{text}\n  \r\n{text}".encode())))
    assert [row.line for row in rows] == [1, 2, 3, 4, 7, 8, 9, 10]


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        '"text"',
        "[" * 100_000,
        '{"practised_s": ' + "9" * 5000 + "}",
        "null",
    ],
    ids=["cut off", "a list", "a text", "nested too deep", "a number without end", "null"],
)
def test_a_line_that_is_no_session_is_rejected_and_the_rest_is_read(line: str, practice: list[Session]) -> None:
    whole = "".join(write(practice, private=True))
    rows = list(read(io.BytesIO(f"{whole}{line}\n{whole}".encode())))
    assert rows[4] == Rejected(line=5, reason="It is no line of JSON that holds a session.")
    assert [row.line for row in rows if isinstance(row, Found)] == [1, 2, 3, 4, 6, 7, 8, 9]


def test_a_file_that_does_not_begin_with_json_is_refused_as_a_whole() -> None:
    with pytest.raises(ExchangeError, match="no backup of mindful"):
        list(read(io.BytesIO(b"Dear diary,\n")))
    assert isinstance(next(read(io.BytesIO(b'{"schema": '))), Rejected)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"id": "1"}, "Its id cannot be read."),
        ({"id": 5}, "Its id cannot be read."),
        ({"kind": "SECRET"}, "It has a kind of practice that this program does not know."),
        ({"kind": ["SECRET"]}, "It has a kind of practice that this program does not know."),
        ({"title": 5}, "Its title cannot be read."),
        ({"title": "SECRET\0"}, "The title has characters that no text may have."),
        ({"note": "SECRET\ud800"}, "The note has characters that no text may have."),
        ({"tz": "SECRET/Place"}, "Its time zone is not known here."),
        ({"tz": "../../etc/passwd"}, "Its time zone is not known here."),
        ({"tz": ""}, "Its time zone is not known here."),
        ({"tz": "x" * 5000}, "Its time zone is not known here."),
        ({"tz": None}, "Its time zone is not known here."),
        ({"utc_offset_s": 86_400}, "Its utc_offset_s cannot be read."),
        ({"utc_offset_s": True}, "Its utc_offset_s cannot be read."),
        ({"started_at": "SECRET"}, "Its started_at cannot be read."),
        ({"started_at": None}, "Its started_at cannot be read."),
        ({"started_at": "2026-04-20T06:21:14"}, "Its started_at cannot be read."),
        ({"started_at": "0001-01-01T00:00:00+00:00"}, "A date in it is not in the years from 1900 to 2199."),
        ({"started_at": "0001-01-01T00:00:00+14:00"}, "A date in it is not in the years from 1900 to 2199."),
        ({"ended_at": "2026-04-20T05:00:00+00:00"}, "A session ends after it began, and within two days."),
        ({"practised_s": 1e300}, "The time of a session is not negative, and no more than two days."),
        ({"practised_s": float("nan")}, "Its practised_s cannot be read."),
        ({"practised_s": 10**400}, "Its practised_s cannot be read."),
        ({"planned_s": float("inf")}, "Its planned_s cannot be read."),
        ({"planned_s": "600"}, "Its planned_s cannot be read."),
        ({"planned_s": True}, "Its planned_s cannot be read."),
        ({"completed": 1}, "Its completed cannot be read."),
        ({"mood_before": 11}, "A mood or a tension is a number from 0 to 10."),
        ({"mood_before": 5.5}, "Its mood_before cannot be read."),
        ({"source": "SECRET words"}, "Its source cannot be read."),
        ({"SECRET": 1}, "It has a field that this program does not know."),
    ],
)
def test_a_wrong_value_is_a_reason_that_never_repeats_it(
    changes: dict[str, Any], reason: str, practice: list[Session]
) -> None:
    assert read_row(a_row(practice, **changes)) == Rejected(line=1, reason=reason)
    assert "SECRET" not in reason


def test_a_field_that_is_not_there_has_its_default_or_is_missed(practice: list[Session]) -> None:
    row = a_row(practice)
    del row["title"]
    found = read_row(row)
    assert isinstance(found, Found)
    assert found.session.title is None
    del row["tz"]
    assert read_row(row) == Rejected(line=1, reason="Its tz is missing.")


@pytest.mark.parametrize("schema", [None, 1, "other/1", "mindful.session/x"])
def test_json_of_another_program_is_refused_as_a_whole(schema: object, practice: list[Session]) -> None:
    with pytest.raises(ExchangeError, match="Line 1 is not of a backup of mindful"):
        read_row(a_row(practice, schema=schema))


def test_a_backup_of_a_newer_mindful_is_refused_as_a_whole(practice: list[Session]) -> None:
    with pytest.raises(ExchangeError, match=r"newer mindful: its layout is 2, and this program knows 1\. Update"):
        read_row(a_row(practice, schema=SCHEMA.replace("1", "2")))
