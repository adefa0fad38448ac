"""The database is made whole, kept private, opened by several, and refused with a sentence when it cannot be used."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import tempfile
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import DBAPIError

from mindful.errors import StoreError
from mindful.store import CHANGES, METADATA, open_store, opening, revisions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mindful.store import Store

NEXT = """
import sqlalchemy as sa
from alembic import op
revision = "9999"
down_revision = "0002"
def upgrade():
    op.add_column("changes", sa.Column("word", sa.Text))
"""
"""A revision after ours."""
NOW = revisions.REVISIONS[-1]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "private" / "data"


@pytest.fixture
def file(data: Path) -> Path:
    """Return a database with one row in it."""
    with open_store(data) as store:
        add_row(store)
    return data / "mindful.db"


@pytest.fixture
def upgrade(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Return what makes the program one that knows a further revision, of this text."""

    def install(text: str) -> None:
        folder = tmp_path / "100% migrations"
        shutil.copytree(revisions.MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
        (folder / "versions" / "r9999.py").write_text(text, encoding="utf-8")
        monkeypatch.setattr(revisions, "MIGRATIONS", folder)
        known = (*revisions.REVISIONS, "9999")
        for module in (revisions, opening):
            monkeypatch.setattr(module, "REVISIONS", known)

    return install


def add_row(store: Store) -> None:
    with store.writing() as connection:
        connection.execute(insert(CHANGES).values(kind="add", made_us=1))


def add_more_than_there_is_room_for(store: Store) -> None:
    with store.writing() as connection:
        # No more pages than there are: for SQLite the same as a disk without room.
        connection.exec_driver_sql("PRAGMA max_page_count = 1")
        connection.execute(insert(CHANGES), [{"kind": "x" * 3000, "made_us": 1}] * 50)


def rows(store: Store) -> int:
    with store.reading() as connection:
        return len(connection.execute(select(CHANGES.c.id)).all())


def rights(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@contextmanager
def a_user_without_rights() -> Iterator[Path]:
    """Give a folder that everybody may look into, and be a user who may write nowhere in it."""
    with tempfile.TemporaryDirectory(prefix="mindful-", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o755)
        yield Path(name)


@contextmanager
def as_nobody() -> Iterator[None]:
    """Give up root's right to write everywhere, for a while."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_new_database_is_private_from_the_start_and_so_is_its_journal(data: Path) -> None:
    before = os.umask(0)
    try:
        with open_store(data) as store:
            add_row(store)
            assert {path.name: rights(path) for path in data.iterdir()} == dict.fromkeys(
                ("mindful.db", "mindful.db-wal", "mindful.db-shm"), 0o600
            )
    finally:
        os.umask(before)
    assert rights(data) == 0o700
    assert [path.name for path in data.iterdir()] == ["mindful.db"]


def test_a_database_put_back_with_everybodys_rights_becomes_private(file: Path) -> None:
    file.chmod(0o644)
    with open_store(file.parent) as store:
        assert rows(store) == 1
    assert rights(file) == 0o600


def test_every_connection_is_careful(data: Path) -> None:
    wanted = {
        "journal_mode": "wal", "foreign_keys": 1, "secure_delete": 1, "synchronous": 2, "busy_timeout": 10_000,
        "cell_size_check": 1,
    }  # fmt: skip
    with open_store(data) as store, store.reading() as connection:
        got = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in wanted}
    assert got == wanted


def test_what_was_written_is_there_the_next_time(file: Path) -> None:
    with open_store(file.parent) as store:
        assert rows(store) == 1
        assert store.damage() == ()


def add_row_and_fail(store: Store) -> None:
    with store.writing() as connection:
        connection.execute(insert(CHANGES).values(kind="add", made_us=2))
        raise ZeroDivisionError


def test_a_transaction_that_raises_leaves_nothing(file: Path) -> None:
    with open_store(file.parent) as store:
        with pytest.raises(ZeroDivisionError):
            add_row_and_fail(store)
        assert rows(store) == 1


def test_alembic_is_imported_only_when_there_is_something_to_do(file: Path) -> None:
    code = (
        "import sys, pathlib; from mindful.store import open_store\n"
        "open_store(pathlib.Path(sys.argv[1])).close(); assert 'alembic' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code, str(file.parent)], check=True)


def test_the_migrations_lead_to_the_tables_as_they_are_declared(data: Path) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with open_store(data) as store, store.reading() as connection:
        options = {"version_table": revisions.VERSION_TABLE, "compare_type": True}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), METADATA) == []


def test_the_last_revision_known_is_the_last_one_there_is() -> None:
    from alembic.script import ScriptDirectory

    assert ScriptDirectory(str(revisions.MIGRATIONS)).get_heads() == [revisions.REVISIONS[-1]]


def test_an_upgrade_keeps_a_copy_that_only_its_owner_may_read(file: Path, upgrade: Callable[[str], None]) -> None:
    upgrade(NEXT)
    with open_store(file.parent) as store, store.reading() as connection:
        assert connection.exec_driver_sql("SELECT word FROM changes").all() == [(None,)]
    copy = file.with_name("mindful.db.before-9999")
    assert rights(copy) == 0o600
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT count(*) FROM changes").fetchone() == (1,)
        assert connection.execute("SELECT version_num FROM mindful_version").fetchone() == (NOW,)
    assert sorted(path.name for path in file.parent.iterdir()) == ["mindful.db", "mindful.db.before-9999"]


def test_a_copy_that_is_there_is_not_overwritten(file: Path, upgrade: Callable[[str], None]) -> None:
    older = file.with_name("mindful.db.before-9999")
    older.write_text("older", encoding="utf-8")
    upgrade(NEXT)
    open_store(file.parent).close()
    assert older.read_text(encoding="utf-8") == "older"
    assert file.with_name("mindful.db.before-9999.2").stat().st_size > 5


def test_scrubbing_removes_the_copies(file: Path, upgrade: Callable[[str], None]) -> None:
    upgrade(NEXT)
    with open_store(file.parent) as store:
        assert store.scrub()
    assert [path.name for path in file.parent.iterdir()] == ["mindful.db"]


def test_an_upgrade_that_fails_changes_nothing(file: Path, upgrade: Callable[[str], None]) -> None:
    upgrade(NEXT + '    op.execute("SELECT nonsense")\n')
    with pytest.raises(Exception, match="nonsense"):
        open_store(file.parent)
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("SELECT version_num FROM mindful_version").fetchone() == (NOW,)
        assert len(connection.execute("SELECT * FROM changes").fetchone()) == 3


@pytest.mark.parametrize("start", ["empty", "older"])
def test_two_processes_may_make_or_upgrade_it_at_once(
    start: str, data: Path, tmp_path: Path, upgrade: Callable[[str], None]
) -> None:
    code = (
        "import pathlib, sys\n"
        "from mindful.store import opening, open_store, revisions\n"
        "revisions.MIGRATIONS = pathlib.Path(sys.argv[2])\n"
        "revisions.REVISIONS = opening.REVISIONS = (*revisions.REVISIONS, '9999')\n"
        "print('ready', flush=True); input()\n"
        "with open_store(pathlib.Path(sys.argv[1])) as store, store.writing() as connection:\n"
        "    connection.exec_driver_sql(\"INSERT INTO changes (kind, made_us, word) VALUES ('add', 1, 'w')\")\n"
    )
    if start == "older":
        open_store(data).close()
    upgrade(NEXT)
    command = [sys.executable, "-c", code, str(data), str(tmp_path / "100% migrations")]
    running = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    for process in running:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
    for process in running:
        assert process.stdin
        process.stdin.write("\n")
        process.stdin.flush()
    assert [process.communicate(timeout=60) for process in running] == [("", "")] * 3
    with open_store(data) as store:
        assert rows(store) == 3
        assert store.damage() == ()
    copies = ["mindful.db.before-9999"] if start == "older" else []
    assert sorted(path.name for path in data.iterdir()) == ["mindful.db", *copies]


def test_a_newer_database_is_left_alone(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE mindful_version SET version_num = '0099'")
        connection.commit()
    before = file.read_bytes()
    with pytest.raises(StoreError, match=r"newer mindful: its layout is 0099") as caught:
        open_store(file.parent)
    assert "Update mindful" in str(caught.value.hint)
    assert file.read_bytes() == before


def test_another_programs_database_is_left_alone(data: Path) -> None:
    data.mkdir(parents=True)
    with closing(sqlite3.connect(data / "mindful.db")) as connection:
        connection.execute("CREATE TABLE alembic_version (version_num TEXT)")
    with pytest.raises(StoreError, match="belongs to another program"):
        open_store(data)
    with closing(sqlite3.connect(data / "mindful.db")) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("alembic_version",)]


def test_what_is_no_database_is_left_alone(data: Path) -> None:
    data.mkdir(parents=True)
    (data / "mindful.db").write_bytes(b"These are the words of a letter. " * 100)
    with pytest.raises(StoreError, match=r'"\S+mindful.db" is no database.') as caught:
        open_store(data)
    assert "copy of it back" in str(caught.value.hint)
    assert (data / "mindful.db").read_bytes() == b"These are the words of a letter. " * 100
    assert [path.name for path in data.iterdir()] == ["mindful.db"]


def test_an_empty_file_is_no_new_log(data: Path) -> None:
    data.mkdir(parents=True)
    (data / "mindful.db").touch()
    with pytest.raises(StoreError, match="is empty"):
        open_store(data)
    assert (data / "mindful.db").stat().st_size == 0


def test_a_journal_without_its_database_is_no_new_log(data: Path) -> None:
    data.mkdir(parents=True)
    (data / "mindful.db-wal").write_bytes(b"frames")
    with pytest.raises(StoreError, match="is gone, and its journal"):
        open_store(data)
    assert [path.name for path in data.iterdir()] == ["mindful.db-wal"]


def test_a_link_that_leads_nowhere_is_not_followed(data: Path, tmp_path: Path) -> None:
    data.mkdir(parents=True)
    (data / "mindful.db").symlink_to(tmp_path / "absent.db")
    with pytest.raises(StoreError, match="cannot be opened"):
        open_store(data)
    assert not (tmp_path / "absent.db").exists()


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.95])
def test_half_a_file_is_refused_or_whole_but_never_less(cut: float, data: Path) -> None:
    with open_store(data) as store, store.writing() as connection:
        for _ in range(100):
            connection.execute(insert(CHANGES).values(kind="add " * 200, made_us=1))
    file = data / "mindful.db"
    content = file.read_bytes()
    file.write_bytes(content[: int(len(content) * cut)])
    before = file.read_bytes()
    try:
        with open_store(data) as store:
            assert rows(store) == 100
    except StoreError as error:
        assert "is damaged" in error.message  # noqa: PT017 -- to refuse is one of two good ends
    assert file.read_bytes() == before


def test_a_torn_journal_loses_only_what_it_had_not_finished(data: Path) -> None:
    store = open_store(data)
    for _ in range(100):
        add_row(store)
    elsewhere = data.parent / "elsewhere"
    elsewhere.mkdir()
    for path in data.iterdir():
        shutil.copy(path, elsewhere)
    store.close()
    journal = elsewhere / "mindful.db-wal"
    with journal.open("r+b") as out:
        out.truncate(journal.stat().st_size - 100)
    with open_store(elsewhere) as store:
        assert rows(store) == 99
        add_row(store)
        assert store.damage() == ()


def test_a_damaged_file_is_told_before_an_upgrade_and_left_alone(file: Path, upgrade: Callable[[str], None]) -> None:
    with open_store(file.parent) as store, store.writing() as connection:
        connection.execute(insert(CHANGES), [{"kind": "x" * 3000, "made_us": 1}] * 50)
    with file.open("r+b") as out:
        out.seek(-8192, os.SEEK_END)
        out.write(b"\xff" * 4096)
    before = file.read_bytes()
    upgrade(NEXT)
    with pytest.raises(StoreError, match="is damaged"):
        open_store(file.parent)
    assert file.read_bytes() == before
    assert [path.name for path in file.parent.iterdir()] == ["mindful.db"]


def test_damage_is_named(file: Path) -> None:
    with open_store(file.parent) as store:
        with store.writing() as connection:
            connection.exec_driver_sql("PRAGMA writable_schema = ON")
            connection.exec_driver_sql("DELETE FROM sqlite_master WHERE name = 'sqlite_autoindex_sessions_1'")
        store.close()
        with pytest.raises(StoreError, match="damaged"):
            store.damage()


def test_a_file_that_may_only_be_read_is_read_and_not_written() -> None:
    with a_user_without_rights() as folder:
        data = folder / "data"
        with open_store(data) as store:
            add_row(store)
        data.chmod(0o777)
        (data / "mindful.db").chmod(0o444)
        with as_nobody(), open_store(data) as store:
            assert rows(store) == 1
            with pytest.raises(StoreError, match="may only be read") as caught:
                add_row(store)
        assert "rights of the file" in str(caught.value.hint)


def test_a_folder_that_may_only_be_read_is_told() -> None:
    with a_user_without_rights() as folder:
        with as_nobody(), pytest.raises(StoreError, match="Permission denied"):
            open_store(folder / "data")
        data = folder / "data"
        open_store(data).close()
        data.chmod(0o555)
        (data / "mindful.db").chmod(0o444)
        before = (data / "mindful.db").read_bytes()
        with as_nobody(), pytest.raises(StoreError, match=r"cannot be opened|may only be read"):
            open_store(data)
        assert (data / "mindful.db").read_bytes() == before


def test_a_data_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").touch()
    with pytest.raises(StoreError, match="cannot be made or opened"):
        open_store(tmp_path / "data")


def test_a_full_disk_keeps_what_was_there(file: Path) -> None:
    with open_store(file.parent) as store:
        with pytest.raises(StoreError, match="disk is full"):
            add_more_than_there_is_room_for(store)
        assert rows(store) == 1
        assert store.damage() == ()


def test_a_lock_that_lasts_too_long_is_told(file: Path) -> None:
    with closing(sqlite3.connect(file)) as other, open_store(file.parent, wait_s=0.1) as store:
        other.execute("BEGIN IMMEDIATE")
        assert rows(store) == 1
        with pytest.raises(StoreError, match="in use by another program") as caught:
            add_row(store)
        assert "try again" in str(caught.value.hint)
        other.rollback()
        add_row(store)


def ask_for_an_absent_table(store: Store) -> None:
    with store.reading() as connection:
        connection.exec_driver_sql("SELECT * FROM absent")


def test_a_fault_of_ours_keeps_its_traceback(file: Path) -> None:
    with open_store(file.parent) as store, pytest.raises(DBAPIError, match="no such table"):
        ask_for_an_absent_table(store)


def test_where_links_are_unknown_the_file_gets_its_name_all_the_same(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_source: object, _target: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    with open_store(data) as store:
        add_row(store)
    with open_store(data) as store:
        assert rows(store) == 1
    opening._name(data / "absent.db", data / "mindful.db")
    assert [path.name for path in data.iterdir()] == ["mindful.db"]


def test_a_database_that_cannot_be_made_leaves_nothing(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_given: object) -> None:
        raise StoreError("It is so.")

    monkeypatch.setattr(opening, "migrate", fail)
    with pytest.raises(StoreError, match="It is so"):
        open_store(data)
    assert list(data.iterdir()) == []


def test_a_file_that_was_there_first_stays(file: Path, tmp_path: Path) -> None:
    (tmp_path / "new.db").write_text("new", encoding="utf-8")
    before = file.read_bytes()
    opening._name(tmp_path / "new.db", file)
    assert file.read_bytes() == before


@pytest.mark.parametrize("url", ["mysql://me:secret@host/db", "secret", "postgresql://me:secret@host:port/db"])
def test_an_address_that_is_none_of_postgresql_is_not_repeated(url: str, data: Path) -> None:
    with pytest.raises(StoreError, match="names no PostgreSQL database") as caught:
        open_store(data, url=url)
    assert "secret" not in str(caught.value)


def test_a_server_out_of_reach_is_told_without_a_password(data: Path, tmp_path: Path) -> None:
    url = f"postgresql://me:secret@localhost:1/mindful?host={tmp_path}"
    with pytest.raises(StoreError, match='"postgresql:///mindful" cannot be reached') as caught:
        open_store(data, url=url.replace("localhost:1", ""))
    assert "secret" not in str(caught.value)
    assert not data.exists()


def test_without_the_driver_of_postgresql_it_says_how_to_get_it(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreError, match="driver for PostgreSQL") as caught:
        open_store(data, url="postgresql://me@localhost/mindful")
    assert "mindful-audio[postgresql]" in str(caught.value.hint)
