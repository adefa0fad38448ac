"""What every reader gives: ids that never change, and limits that hold for every format."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ulid import ULID

from mindful.sessions.exchange import Batch, Found, Reading, Rejected, Row, gather, new_in
from mindful.sessions.exchange.rows import identity, session_from
from mindful.sessions.log import SessionLog
from mindful.store import open_store

if TYPE_CHECKING:
    from pathlib import Path

    from mindful.sessions.model import Session

START = datetime(2026, 4, 20, 6, 21, 14, tzinfo=UTC)


def test_an_id_never_changes_or_the_next_import_adds_everything_twice() -> None:
    sitting = timedelta(minutes=45)
    assert identity("import:insight-timer", START, sitting) == "01KPMRSPWGWTJCZ43THXZKN8DX"
    assert identity("import:insight-timer", START, sitting + timedelta(microseconds=1)) != "01KPMRSPWGWTJCZ43THXZKN8DX"
    assert identity("import:apple-health", START, sitting) != identity("import:insight-timer", START, sitting)


@given(seconds=st.floats(-2.2e9, 7.2e9), length_s=st.integers(0, 172_800))
def test_an_id_is_a_ulid_that_sorts_by_the_start(seconds: float, length_s: int) -> None:
    start = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    ulid = ULID.from_str(identity("import:x", start, timedelta(seconds=length_s)))
    milliseconds = (start - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)
    assert ulid.milliseconds == max(milliseconds, 0)


def test_a_batch_is_a_file_read_to_its_end(practice: list[Session]) -> None:
    rows: list[Row] = [
        Found(line=1, session=practice[0]),
        Rejected(line=2, reason="No."),
        Found(line=3, session=practice[1]),
    ]
    batch = gather(rows)
    assert list(batch.sessions) == practice[:2]
    assert list(batch.rejected) == [rows[1]]


def test_what_is_new_is_what_the_log_lacks_each_once_and_the_oldest_first(
    practice: list[Session], reading: Reading, tmp_path: Path
) -> None:
    far = session_from(
        program="x", started_at=START - timedelta(days=9000), length_s=1, zone=reading.zone, now=reading.now
    )
    with open_store(tmp_path / "data") as store:
        log = SessionLog(store)
        log.add_many(practice[1:3])
        batch = Batch(sessions=[practice[3], practice[0], practice[1], practice[0], far], rejected=[])
        assert new_in(batch, log) == [far, practice[0], practice[3]]
        assert new_in(Batch(sessions=[], rejected=[]), log) == []
        assert log.import_batch(batch.sessions) == (3, 2)
        assert new_in(batch, log) == []


@pytest.mark.parametrize("day_start_h", [0, 4, 23])
def test_what_is_known_is_found_whenever_the_day_starts(day_start_h: int, reading: Reading, tmp_path: Path) -> None:
    sessions = [
        session_from(
            program="x",
            started_at=datetime(2026, 4, 20, hour, tzinfo=UTC),
            length_s=60,
            zone=reading.zone,
            utc_offset_s=offset_s,
            now=reading.now,
            within=str(offset_s),
        )
        for hour in (0, 23)
        for offset_s in (-43_200, 0, 50_400)
    ]
    with open_store(tmp_path / "data") as store:
        log = SessionLog(store, day_start=timedelta(hours=day_start_h))
        for session in sessions:
            log.add(session)
            assert new_in(Batch(sessions=[session], rejected=[]), log) == []
