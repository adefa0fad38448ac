"""Connections: what every one of them is told before its first use."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from sqlalchemy import QueuePool, create_engine, event

from mindful.errors import StoreError

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import URL, Connection, Engine
    from sqlalchemy.engine.interfaces import DBAPIConnection
    from sqlalchemy.pool import ConnectionPoolEntry

    from mindful.store.place import StorePlace

WAIT_S = 10.0
"""How long a lock of another process is waited for."""

_PRAGMAS = (
    "foreign_keys = ON",
    # What is deleted is overwritten with zeros.
    "secure_delete = ON",
    # A commit is on the disk when it returns, also when the power fails.
    "synchronous = FULL",
    # A damaged page is noticed when it is read, and not when it is too late.
    "cell_size_check = ON",
    # In KiB: enough for the pages of 100,000 sessions, which statistics go through several times.
    "cache_size = -65536",
)


def connect(place: StorePlace, *, wait_s: float = WAIT_S) -> Engine:
    """Return an engine for a place; nothing is opened yet.

    A transaction is a plain read, or with the execution option ``begin="IMMEDIATE"`` one that writes and waits for its
    turn at once: a read that turns into a write half-way may not wait in SQLite.

    Raises:
        StoreError: The driver of PostgreSQL is not installed.
    """
    if place.file:
        return _sqlite(place.file, wait_s)
    return _postgresql(place.url or "", wait_s)


def _sqlite(file: Path, wait_s: float) -> Engine:
    # mode=rw: a file that is gone is an error, never a new and empty one.
    address = f"{file.absolute().as_uri()}?mode=rw"
    engine = create_engine(
        "sqlite://",
        creator=lambda: sqlite3.connect(address, uri=True, timeout=wait_s, check_same_thread=False),
        poolclass=QueuePool,
        # People's notes stay out of messages.
        hide_parameters=True,
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        # The driver begins no transaction behind our back; `begin` below does.
        connection.isolation_level = None
        # SQLite's own lower() knows ASCII only, and a search should find Übung by übung.
        connection.create_function("lower", 1, _lower, deterministic=True)
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
            connection.execute("PRAGMA journal_mode = WAL")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(f"BEGIN {connection.get_execution_options().get('begin', 'DEFERRED')}")

    return engine


def _postgresql(url: URL | str, wait_s: float) -> Engine:
    try:
        engine = create_engine(
            url,
            hide_parameters=True,
            pool_pre_ping=True,
            connect_args={"connect_timeout": max(2, round(wait_s)), "application_name": "mindful"},
        )
    except ModuleNotFoundError:
        raise StoreError(
            "The driver for PostgreSQL is not installed.",
            hint='Install it with: pip install "mindful-audio[postgresql]"',
        ) from None

    @event.listens_for(engine, "connect")
    def prepare(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        with closing(connection.cursor()) as cursor:
            cursor.execute(f"SET lock_timeout = {round(wait_s * 1000)}")
        connection.commit()

    return engine


def _lower(text: str | None) -> str | None:
    return None if text is None else text.lower()
