"""The log keeps what it is given, finds it, and takes changes back; on SQLite and on PostgreSQL alike."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from mindful.errors import SessionError, StoreError
from mindful.sessions.log import KEPT_CHANGES, SessionLog
from mindful.store import CHANGE_ROWS, CHANGES, open_store

if TYPE_CHECKING:
    from pathlib import Path

    from mindful.store import Store
    from tests.sessions.conftest import MakeSession

FIRST = datetime(2027, 3, 1, 15, tzinfo=UTC)


def rows_of_changes(store: Store) -> int:
    with store.reading() as connection:
        return sum(connection.scalar(select(func.count()).select_from(table)) or 0 for table in (CHANGES, CHANGE_ROWS))


def test_a_session_comes_back_as_it_was_added(log: SessionLog, sitting: MakeSession) -> None:
    full = sitting(
        kind="body-scan",
        title="Körper, 身体",
        script_id="body-scan",
        track_id="body-scan-10m",
        started_at=datetime(2027, 3, 1, 15, 0, 0, 123_457, tzinfo=UTC),
        planned_s=600.1,
        practised_s=599.987_654,
        completed=False,
        ended_early=True,
        difficult=True,
        mood_before=0,
        mood_after=10,
        tension_before=7,
        tension_after=7,
        note="Es war\nruhig. 🌊",
        source="play",
    )
    log.add(full)
    assert log.get(full.id) == full
    assert log.find() == [full]


def test_add_many_adds_all_of_them(log: SessionLog, sitting: MakeSession) -> None:
    assert log.add_many(sitting(started_at=FIRST + timedelta(hours=hour)) for hour in range(1500)) == 1500
    assert log.count() == 1500


def test_add_many_adds_none_of_them_when_one_cannot_be(log: SessionLog, sitting: MakeSession) -> None:
    twice = sitting(note="a private word")
    with pytest.raises(StoreError, match="already holds") as caught:
        log.add_many([sitting(), twice, twice])
    assert "private" not in str(caught.value)
    assert log.count() == 0
    assert log.undo() is None


def test_nothing_added_is_no_change(log: SessionLog) -> None:
    assert log.add_many([]) == 0
    assert log.undo() is None


def test_find_gives_the_newest_first_and_page_by_page(log: SessionLog, sitting: MakeSession) -> None:
    made = [sitting(started_at=FIRST + timedelta(days=day)) for day in (3, 1, 4, 0, 2)]
    log.add_many(made)
    newest_first = sorted(made, key=lambda session: session.started_at, reverse=True)
    assert log.find() == newest_first
    assert log.find(limit=2) == newest_first[:2]
    assert log.find(limit=2, offset=2) == newest_first[2:4]
    assert log.find(offset=4) == newest_first[4:]


def test_find_by_practice_day_counts_the_night_for_the_day_before(log: SessionLog, sitting: MakeSession) -> None:
    # 00:20 in Los Angeles on the 2nd of March is 08:20 in UTC.
    night = sitting(started_at=datetime(2027, 3, 2, 8, 20, tzinfo=UTC))
    morning = sitting(started_at=datetime(2027, 3, 2, 15, tzinfo=UTC))
    log.add_many([night, morning])
    assert log.find(since=date(2027, 3, 2)) == [morning]
    assert log.find(until=date(2027, 3, 1)) == [night]
    assert log.find(since=date(2027, 3, 1), until=date(2027, 3, 1)) == [night]
    assert log.count(since=date(2027, 3, 1), until=date(2027, 3, 2)) == 2


def test_find_by_kind_and_by_words_in_title_and_note(log: SessionLog, sitting: MakeSession) -> None:
    walk = sitting(kind="walk", title="Übung 100%")
    noted = sitting(note="An ÜBUNG_of patience")
    other = sitting(title="Evening")
    log.add_many([walk, noted, other])
    assert log.find(kind="walk") == [walk]
    assert {session.id for session in log.find(text="übung")} == {walk.id, noted.id}
    assert log.find(text="100%") == [walk]
    assert log.find(text="g_o") == [noted]
    assert log.find(text="1%0") == []
    assert log.count(text="EVENING") == 1


def test_an_id_may_be_shortened_to_an_end_or_a_beginning(log: SessionLog, sitting: MakeSession) -> None:
    one = sitting(id="01HX0000000000000000AAAAAA")
    two = sitting(id="01HX0000000000000000BBBBBB")
    log.add_many([one, two])
    assert log.get("aaaaaa") == one
    assert log.get(" BBB ") == two
    assert log.get("01HX0000000000000000A") == one
    with pytest.raises(SessionError, match="Several sessions") as caught:
        log.get("01HX")
    assert one.id in caught.value.message
    for absent in ("CCC", "%", "", "01HX0000000000000000AAAAAB"):
        with pytest.raises(SessionError):
            log.get(absent)


def test_an_edit_changes_what_it_names_and_nothing_else(log: SessionLog, sitting: MakeSession) -> None:
    before = sitting(note="kept")
    log.add(before)
    after = log.edit(before.id[-8:], title="Walk", kind="walk")
    assert abs(after.updated - datetime.now(UTC)) < timedelta(minutes=1)
    assert replace(after, updated=before.updated) == replace(before, title="Walk", kind="walk")
    assert log.get(before.id) == after


def test_an_edit_to_what_no_session_can_be_changes_nothing(log: SessionLog, sitting: MakeSession) -> None:
    session = sitting()
    log.add(session)
    with pytest.raises(SessionError):
        log.edit(session.id, mood_before=11)
    assert log.get(session.id) == session


def test_undo_takes_back_one_change_after_the_other(log: SessionLog, sitting: MakeSession) -> None:
    first, second = sitting(), sitting(note="words")
    log.add(first)
    log.add(second)
    edited = log.edit(second.id, note=None)
    assert log.remove(second.id) == edited
    assert log.find(text="words") == []
    undone = log.undo()
    assert undone is not None
    assert (undone.kind, undone.put_back, undone.taken_out) == ("remove", 1, 0)
    assert abs(undone.made_at - datetime.now(UTC)) < timedelta(minutes=1)
    assert log.get(second.id) == edited
    undone = log.undo()
    assert undone is not None
    assert undone.kind == "edit"
    assert log.get(second.id) == second
    undone = log.undo()
    assert undone is not None
    assert (undone.kind, undone.put_back, undone.taken_out) == ("add", 0, 1)
    assert log.find() == [first]
    assert log.undo() is not None
    assert log.undo() is None


def test_the_last_ten_changes_of_each_kind_are_kept(store: Store, sitting: MakeSession) -> None:
    log = SessionLog(store)
    log.import_batch([sitting()])
    for _ in range(KEPT_CHANGES + 5):
        log.add(sitting())
    taken_back = 0
    while (undone := log.undo("add")) is not None:
        taken_back += undone.taken_out
    assert taken_back == KEPT_CHANGES
    assert log.undo("import") is not None
    assert log.count() == 5
    assert rows_of_changes(store) == 0


def test_an_import_adds_what_is_new_and_can_be_repeated(log: SessionLog, sitting: MakeSession) -> None:
    sessions = [sitting(started_at=FIRST + timedelta(hours=hour), source="import:test") for hour in range(1200)]
    assert log.import_batch([*sessions[:1000], sessions[0]]) == (1000, 1)
    assert log.import_batch(sessions) == (200, 1000)
    assert log.import_batch(sessions) == (0, 1200)
    assert log.count() == 1200
    undone = log.undo("import")
    assert undone is not None
    assert (undone.kind, undone.taken_out) == ("import", 200)
    assert log.count() == 1000


def test_undoing_an_import_takes_along_what_was_done_to_its_sessions_since(store: Store, sitting: MakeSession) -> None:
    log = SessionLog(store)
    own, edited, removed, added_later = sitting(), sitting(), sitting(), sitting()
    log.add(own)
    log.import_batch([edited, removed])
    log.edit(edited.id, title="Mine")
    log.remove(removed.id)
    log.add(added_later)
    undone = log.undo("import")
    assert undone is not None
    assert undone.taken_out == 1
    assert {session.id for session in log.find()} == {own.id, added_later.id}
    assert log.undo() is not None
    assert log.find() == [own]
    assert log.undo() is not None
    assert log.undo() is None


def test_forget_all_leaves_nothing_to_take_back(store: Store, sitting: MakeSession) -> None:
    log = SessionLog(store)
    log.add_many([sitting(), sitting()])
    log.remove(log.find()[0].id)
    forgotten = log.forget_all()
    assert (forgotten.sessions, forgotten.notes, forgotten.scrubbed) == (1, 0, True)
    assert log.find() == []
    assert log.undo() is None
    assert rows_of_changes(store) == 0


def test_forget_before_a_day_keeps_that_day_and_what_came_after(log: SessionLog, sitting: MakeSession) -> None:
    old, night, kept = (
        sitting(started_at=datetime(2027, 2, 20, 15, tzinfo=UTC)),
        sitting(started_at=datetime(2027, 3, 2, 8, 20, tzinfo=UTC)),
        sitting(started_at=datetime(2027, 3, 2, 15, tzinfo=UTC)),
    )
    log.add_many([old, night, kept])
    assert log.forget_before(date(2027, 3, 2)).sessions == 2
    assert log.find() == [kept]
    assert log.undo() is None


def test_forget_notes_keeps_the_sessions(log: SessionLog, sitting: MakeSession) -> None:
    plain, noted = sitting(mood_before=3), sitting(note="private")
    log.add_many([plain, noted])
    log.edit(plain.id, note="also")
    assert log.forget_notes().notes == 2
    assert {session.note for session in log.find()} == {None}
    assert log.get(plain.id).mood_before == 3
    assert log.undo() is None


def test_forgotten_words_are_in_no_file(tmp_path: Path, sitting: MakeSession) -> None:
    word = "Zwetschgenkuchen"
    with open_store(tmp_path / "data") as store:
        log = SessionLog(store)
        log.add_many([sitting(note=f"{word} {number}") for number in range(50)])
        log.edit(log.find()[0].id, note="nothing")
        log.remove(log.find()[1].id)
        (tmp_path / "data" / "mindful.db.before-0001").write_text(word, encoding="utf-8")
        files = [*(tmp_path / "data").iterdir()]
        assert any(word.encode() in file.read_bytes() for file in files)
        assert log.forget_notes().scrubbed
        left = [file for file in (tmp_path / "data").iterdir() if word.encode() in file.read_bytes()]
        assert left == []
    assert [file.name for file in (tmp_path / "data").iterdir()] == ["mindful.db"]


def test_a_reader_in_between_is_told_of_when_forgetting(tmp_path: Path, sitting: MakeSession) -> None:
    with open_store(tmp_path / "data", wait_s=0.1) as store, open_store(tmp_path / "data") as other:
        log = SessionLog(store)
        log.add(sitting(note="words"))
        with other.reading() as connection:
            connection.exec_driver_sql("SELECT * FROM sessions").all()
            assert not log.forget_all().scrubbed
        assert log.forget_all().scrubbed


def test_two_imports_of_the_same_sessions_at_once_add_each_once(store: Store, sitting: MakeSession) -> None:
    sessions = [sitting(started_at=FIRST + timedelta(minutes=minute)) for minute in range(800)]
    start, results = Barrier(2), []

    def run() -> None:
        start.wait()
        results.append(SessionLog(store).import_batch(sessions))

    threads = [Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == [(0, 800), (800, 0)]
    assert SessionLog(store).count() == 800


def test_two_writers_at_once_lose_nothing(store: Store, sitting: MakeSession) -> None:
    start = Barrier(2)

    def run() -> None:
        start.wait()
        for _ in range(40):
            SessionLog(store).add(sitting())

    threads = [Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert SessionLog(store).count() == 80


def test_notes_and_moods_are_in_no_log_and_no_error(
    store: Store, sitting: MakeSession, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    log = SessionLog(store)
    noted = sitting(note="Zwetschgenkuchen", mood_before=3)
    log.add(noted)
    with pytest.raises(StoreError) as caught:
        log.add(noted)
    logging.getLogger("mindful").debug("where it came from", exc_info=caught.value)
    assert "Zwetschgenkuchen" not in caplog.text
    assert "Zwetschgenkuchen" not in repr(noted)
    assert "mood" not in repr(noted)
