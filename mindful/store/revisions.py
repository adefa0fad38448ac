"""Revisions of the layout: which one a database has, and how an older one is brought up to date.

Alembic does the work and is imported only then: it takes half a second, and a current database needs one query.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

from mindful.errors import StoreError
from mindful.store.tables import METADATA

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from mindful.store.place import StorePlace

REVISIONS = ("0001", "0002")
"""All revisions this program knows, oldest first; the last one is current."""
MIGRATIONS = Path(__file__).parent / "migrations"
VERSION_TABLE = "mindful_version"
"""Our own name, so that the database of another program that uses Alembic is not taken for ours."""
_LOCK = 0x6D696E64
"""The advisory lock that a migration holds on PostgreSQL."""


def revision_of(connection: Connection, place: StorePlace) -> str | None:
    """Return the revision of a database, or None for an empty one.

    Raises:
        StoreError: The database is another program's, or newer than this program.
    """
    tables = set(inspect(connection).get_table_names())
    if VERSION_TABLE not in tables:
        if tables:
            raise StoreError(
                f"{place.name} belongs to another program.",
                hint="Nothing in it was changed. Move it away, or name another place for the log.",
            )
        return None
    revision = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()  # noqa: S608 -- a constant
    if revision not in REVISIONS:
        raise StoreError(
            f"{place.name} was written by a newer mindful: its layout is {revision}, and this program knows "
            f"{REVISIONS[-1]}.",
            hint="Nothing in it was changed. Update mindful and run the same command again.",
        )
    return str(revision)


def migrate(connection: Connection, place: StorePlace) -> None:
    """Bring a database to the current revision, inside the caller's transaction; all of it happens or nothing.

    A SQLite file with something in it is copied first, to ``mindful.db.before-<revision>``. Of two processes that come
    here at once, the second waits, and finds nothing left to do.

    Raises:
        StoreError: As `revision_of`; or the file is damaged, and then nothing is done to it.
    """
    if not place.file:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    revision = revision_of(connection, place)
    if revision == REVISIONS[-1]:
        return
    if place.file and revision:
        if connection.exec_driver_sql("PRAGMA quick_check(1)").scalar() != "ok":
            raise StoreError(
                f"{place.name} is damaged.",
                hint="It was left as it is. Put a copy of it back, or move it away and a new log is begun.",
            )
        copy_before(place.file, REVISIONS[-1])
    _upgrade(connection)


def copy_before(file: Path, revision: str) -> Path:
    """Copy a SQLite database as it is on the disk, to a name beside it that is still free; only its owner may read it.

    Returns:
        The copy: ``mindful.db.before-<revision>``, with ``.2`` and so on behind it where that is taken.

    Raises:
        OSError: The copy cannot be made.
    """
    copy, number = file.with_name(f"{file.name}.before-{revision}"), 1
    while copy.exists():
        number += 1
        copy = file.with_name(f"{file.name}.before-{revision}.{number}")
    os.close(os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
        # One file, without a journal beside it.
        target.execute("PRAGMA journal_mode = DELETE")
    return copy


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes.update(connection=connection, metadata=METADATA, version_table=VERSION_TABLE)
    command.upgrade(config, REVISIONS[-1])
