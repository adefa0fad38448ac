"""Whether anybody has changed the database: a question that may be asked every second."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from mindful.store.trouble import told

if TYPE_CHECKING:
    from mindful.store.place import StorePlace


class ChangeWatch:
    """Tells whether anything was committed since it was last asked.

    SQLite counts the commits of other connections for each of its own, so that one is kept open for this alone; the
    answer takes 28 us and no lock (https://www.sqlite.org/pragma.html#pragma_data_version). Not safe for several
    threads at once.
    """

    def __init__(self, place: StorePlace) -> None:
        """Take the place of the database; nothing is opened yet."""
        self._place = place
        self._connection: sqlite3.Connection | None = None
        self._seen: int | None = None
        self._file: tuple[int, int] | None = None

    def changed(self) -> bool:
        """Tell whether anything may have changed; the first time, and where the database does not say, always.

        Raises:
            StoreError: The database cannot be used.
        """
        if not self._place.file:
            return True
        with told(self._place):
            if self._connection is None:
                address = f"{self._place.file.absolute().as_uri()}?mode=ro"
                self._connection = sqlite3.connect(address, uri=True, check_same_thread=False)
            seen: int = self._connection.execute("PRAGMA data_version").fetchone()[0]
        before, self._seen = self._seen, seen
        return seen != before

    def replaced(self) -> bool:
        """Tell whether another file stands in the place of the one that was seen last, as when a backup is put back.

        Open connections still hold the former file; those of this watch are let go.
        """
        if not self._place.file:
            return False
        try:
            found = self._place.file.stat()
        except OSError:
            # Gone for the moment, which whoever opens it is told.
            return False
        before, self._file = self._file, (found.st_dev, found.st_ino)
        if before in {None, self._file}:
            return False
        self.close()
        return True

    def close(self) -> None:
        """Let go of the database."""
        if self._connection:
            self._connection.close()
            self._connection = None
