"""Where a database is, and the name it goes by in messages, which never holds a password."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from mindful.errors import StoreError

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import URL

FILE_NAME = "mindful.db"
"""The SQLite database inside the private data folder."""


@dataclass(frozen=True, kw_only=True, slots=True)
class StorePlace:
    """A SQLite file, or a database on a PostgreSQL server."""

    file: Path | None = None
    """The SQLite file; None for PostgreSQL."""
    url: URL | None = None
    """The PostgreSQL database, with its driver; None for SQLite."""

    @property
    def name(self) -> str:
        """The place as messages name it."""
        if self.url is not None:
            return f'"postgresql://{self.url.host or ""}/{self.url.database or ""}"'
        return f'"{self.file}"'


def find_place(data: Path, url: str | None) -> StorePlace:
    """Tell where the database is.

    Args:
        data: The private data folder, which holds the SQLite file.
        url: ``postgresql://...``, or None for SQLite.

    Raises:
        StoreError: The URL is none of PostgreSQL; it is not repeated, as it may hold a password.
    """
    if url is None:
        return StorePlace(file=data / FILE_NAME)
    try:
        read = make_url(url)
    except (ArgumentError, ValueError):
        read = None
    if read is None or read.get_backend_name() not in {"postgresql", "postgres"}:
        raise StoreError(
            "The setting database names no PostgreSQL database.",
            hint="Write it like postgresql://user@host/mindful, or unset it to keep the log in a file.",
        ) from None
    return StorePlace(url=read.set(drivername="postgresql+psycopg"))
