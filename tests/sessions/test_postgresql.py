"""What is PostgreSQL's own: the layout, several processes, and trouble with a server, told without a password."""

from __future__ import annotations

import os
from contextlib import contextmanager
from threading import Barrier, Thread
from typing import TYPE_CHECKING

import psycopg
import pytest
from sqlalchemy import text

from mindful.errors import StoreError
from mindful.sessions.log import SessionLog
from mindful.store import METADATA, open_store, revisions

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mindful.store import Store
    from tests.conftest import Server
    from tests.sessions.conftest import MakeSession

pytestmark = pytest.mark.apt


@pytest.fixture
def database(server: Server) -> Iterator[str]:
    """Return the URL of an empty database."""
    name = f"fresh_{os.urandom(4).hex()}"
    server.run("createdb", "-h", str(server.folder), "-U", "mindful", name)
    yield server.url(name, password="secret")  # noqa: S106 -- to look for it in messages
    server.run("dropdb", "--force", "-h", str(server.folder), "-U", "mindful", name)


@contextmanager
def direct(url: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(url, autocommit=True) as connection:
        yield connection


def test_the_migrations_lead_to_the_tables_as_they_are_declared(postgresql: Store) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with postgresql.reading() as connection:
        options = {"version_table": revisions.VERSION_TABLE, "compare_type": True}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), METADATA) == []
    assert postgresql.damage() == ()


def test_two_may_make_the_tables_at_once(database: str, tmp_path: Path) -> None:
    start, failed = Barrier(2), []

    def run() -> None:
        start.wait()
        try:
            open_store(tmp_path, url=database).close()
        except Exception as error:  # noqa: BLE001 -- whatever it is
            failed.append(error)

    threads = [Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert not list(tmp_path.iterdir())


def test_another_programs_database_is_left_alone(database: str, tmp_path: Path) -> None:
    with direct(database) as connection:
        connection.execute("CREATE TABLE sessions (id int)")
    with pytest.raises(StoreError, match="belongs to another program") as caught:
        open_store(tmp_path, url=database)
    assert "secret" not in str(caught.value)


def test_a_newer_database_is_left_alone(database: str, tmp_path: Path) -> None:
    open_store(tmp_path, url=database).close()
    with direct(database) as connection:
        connection.execute("UPDATE mindful_version SET version_num = '0099'")
    with pytest.raises(StoreError, match="newer mindful"):
        open_store(tmp_path, url=database)


def test_a_lock_that_lasts_too_long_is_told(database: str, tmp_path: Path, sitting: MakeSession) -> None:
    with open_store(tmp_path, url=database, wait_s=0.2) as store, psycopg.connect(database) as other:
        other.execute("LOCK TABLE sessions")
        with pytest.raises(StoreError, match="in use by another program"):
            SessionLog(store).add(sitting())
        other.rollback()
        SessionLog(store).add(sitting())


def test_a_database_that_may_only_be_read_is_told(database: str, tmp_path: Path, sitting: MakeSession) -> None:
    open_store(tmp_path, url=database).close()
    with direct(database) as connection:
        connection.execute(f"ALTER DATABASE {connection.info.dbname} SET default_transaction_read_only = on")
    with open_store(tmp_path, url=database) as store:
        assert SessionLog(store).find() == []
        with pytest.raises(StoreError, match="may only be read"):
            SessionLog(store).add(sitting())


def test_a_user_without_rights_is_told(database: str, server: Server, tmp_path: Path) -> None:
    with direct(database) as connection:
        connection.execute("CREATE ROLE guest LOGIN")
    with pytest.raises(StoreError, match="may not be used"):
        open_store(tmp_path, url=database.replace("mindful:", "guest:"))
    with direct(server.url("postgres")) as connection:
        connection.execute("DROP ROLE guest")


def test_a_database_or_a_user_that_is_not_there_is_told(server: Server, tmp_path: Path) -> None:
    for url in (server.url("absent"), server.url("mindful", user="stranger", password="secret")):  # noqa: S106
        with pytest.raises(StoreError, match=r"cannot be reached|is not there|let this user in") as caught:
            open_store(tmp_path, url=url)
        assert "secret" not in str(caught.value)


def ask_around_a_restart(store: Store, server: Server) -> None:
    with store.reading() as connection:
        connection.execute(text("SELECT 1"))
        server.stop()
        server.start()
        connection.execute(text("SELECT 1"))


def test_a_server_that_went_away_is_told_and_found_again(
    server: Server, postgresql: Store, sitting: MakeSession
) -> None:
    log = SessionLog(postgresql)
    log.add(sitting())
    with pytest.raises(StoreError, match="cannot be reached"):
        ask_around_a_restart(postgresql, server)
    assert log.count() == 1
