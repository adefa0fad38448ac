"""What a database complains of, as sentences.

The complaint itself is not repeated: PostgreSQL puts the values of a refused row into it, and those may be a person's
notes. Its code is, in the log that --verbose shows.
"""

from __future__ import annotations

import logging
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError

from mindful.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mindful.store.place import StorePlace

_LOG = logging.getLogger(__name__)

_RESTORE = "Nothing in it was changed. Put a copy of it back in its place, or move it away and a new log is begun."
_AGAIN = "Nothing was changed; try again in a moment."
_ROOM = "Make some room and try again; what was in it is still there."
_RIGHTS = "Look at the rights of the file and of its folder, or name another folder with MINDFUL_DATA."
_SERVER = "Look whether the server runs and whether the setting database names it rightly."

_SQLITE: dict[int, tuple[str, str]] = {
    sqlite3.SQLITE_NOTADB: ("{place} is no database.", _RESTORE),
    sqlite3.SQLITE_CORRUPT: ("{place} is damaged.", _RESTORE),
    sqlite3.SQLITE_FULL: ("The disk is full while writing {place}.", _ROOM),
    sqlite3.SQLITE_BUSY: ("{place} is in use by another program, longer than we waited.", _AGAIN),
    sqlite3.SQLITE_LOCKED: ("{place} is in use by another program, longer than we waited.", _AGAIN),
    sqlite3.SQLITE_READONLY: ("{place} may only be read.", _RIGHTS),
    sqlite3.SQLITE_PERM: ("{place} may not be opened.", _RIGHTS),
    sqlite3.SQLITE_CANTOPEN: ("{place} cannot be opened.", _RIGHTS),
    sqlite3.SQLITE_CONSTRAINT: ("{place} already holds one of that name.", _AGAIN),
    # What shared memory of the journal runs into on a full disk.
    sqlite3.SQLITE_IOERR_SHMSIZE: ("The disk is full while writing {place}.", _ROOM),
    sqlite3.SQLITE_IOERR: ("The disk does not read or write {place} as it should.", _RESTORE),
}
"""Result codes, https://www.sqlite.org/rescode.html -> sentence and hint."""

_POSTGRESQL: dict[str, tuple[str, str]] = {
    "53100": ("The disk of the server is full while writing {place}.", _ROOM),
    "25006": ("{place} may only be read.", "Ask for the right to write there."),
    "42501": ("{place} may not be used.", "Ask for the right to make and use tables there."),
    "55P03": ("{place} is in use by another program, longer than we waited.", _AGAIN),
    "57014": ("{place} is in use by another program, longer than we waited.", _AGAIN),
    "40": ("Another program changed {place} at the same moment.", _AGAIN),
    "23": ("{place} already holds one of that name.", _AGAIN),
    "28": ("{place} does not let this user in.", _SERVER),
    "3D": ("{place} is not there.", _SERVER),
    "XX": ("{place} is damaged.", "Restore it from a backup of the server."),
}
"""Codes, or their two-letter classes, https://www.postgresql.org/docs/current/errcodes-appendix.html."""


@contextmanager
def told(place: StorePlace) -> Iterator[None]:
    """Turn what a database complains of while the context lasts into a `StoreError`.

    A complaint that is a fault of ours, such as a column that is not there, stays as it is.
    """
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        told_as = _sentence(error)
        if told_as is None:
            raise
        message, hint = told_as
        raise StoreError(message.format(place=place.name), hint=hint) from None


def _sentence(error: DBAPIError | sqlite3.Error) -> tuple[str, str] | None:
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, sqlite3.Error):
        code = getattr(cause, "sqlite_errorcode", None)
        _LOG.debug("SQLite said %s.", getattr(cause, "sqlite_errorname", None))
        # The low byte is the primary code, the rest tells its flavour.
        return None if code is None else _SQLITE.get(code) or _SQLITE.get(code & 0xFF)
    state = getattr(cause, "sqlstate", None)
    _LOG.debug("PostgreSQL said %s.", state)
    if state is None or state[:2] in {"08", "57"}:
        unknown = ("{place} cannot be reached.", _SERVER)
        return _POSTGRESQL.get(state or "", unknown)
    return _POSTGRESQL.get(state) or _POSTGRESQL.get(state[:2])
