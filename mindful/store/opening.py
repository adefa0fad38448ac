"""Making and opening the database, and the handle that the rest of the program holds.

A new SQLite file is built under another name and gets its own by a link: whoever looks sees no database or a whole
one, and a file that is there is never written over, whatever it is.
"""

from __future__ import annotations

import os
import stat
import tempfile
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Self

from sqlalchemy import text

from mindful.errors import StoreError
from mindful.store.engine import WAIT_S, connect
from mindful.store.place import StorePlace, find_place
from mindful.store.revisions import REVISIONS, migrate, revision_of
from mindful.store.tables import METADATA
from mindful.store.trouble import told

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

    from sqlalchemy import Connection, Engine


class Store:
    """An open database with the current layout. Use it as a context manager, or close it.

    Several threads and several processes may hold one at the same place. Every method raises `StoreError`, with a
    sentence for the person, when the database cannot be used.
    """

    def __init__(self, place: StorePlace, engine: Engine) -> None:
        self.place = place
        self._engine = engine
        self._writer = engine.execution_options(begin="IMMEDIATE")

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees one state of the database for as long as the context lasts."""
        with told(self.place), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self, *, alone: bool = False) -> Iterator[Connection]:
        """Give a connection in a transaction: all of it is kept when the context ends, or nothing when it raises.

        Args:
            alone: Hold off every other writer meanwhile. SQLite has one writer at a time in any case.
        """
        with told(self.place), self._writer.begin() as connection:
            if alone and not self.place.file:
                connection.execute(text(f"LOCK TABLE {', '.join(METADATA.tables)} IN SHARE ROW EXCLUSIVE MODE"))
            yield connection

    def scrub(self) -> bool:
        """Leave nothing of deleted rows in the database's own files, and remove the copies made before upgrades.

        Returns:
            Whether all is gone; not so when another process holds the file open in the middle of reading it.
        """
        if not self.place.file:
            tables = ", ".join(METADATA.tables)
            with told(self.place), self._engine.connect() as connection:
                connection.execution_options(isolation_level="AUTOCOMMIT").execute(text(f"VACUUM FULL {tables}"))
            return True
        with told(self.place), closing(self._engine.raw_connection()) as raw:
            _remove_copies(self.place)
            cursor = raw.cursor()
            # No copy of a note in a temporary file elsewhere. Not for every connection, as sorting is slower with it.
            cursor.execute("PRAGMA temp_store = MEMORY")
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            # One row: busy, frames in the journal, frames moved out of it.
            return bool(cursor.fetchall()[0][0] == 0)

    def damage(self) -> tuple[str, ...]:
        """Look through the whole SQLite file and return what is wrong with it; empty when all is well.

        For PostgreSQL it is empty: the server looks after its files.
        """
        if not self.place.file:
            return ()
        with self.reading() as connection:
            found = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
        return () if found == ["ok"] else tuple(map(str, found))

    def close(self) -> None:
        """Close every connection; the last one to close a SQLite file takes its journal along."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


def open_store(data: Path, *, url: str | None = None, wait_s: float = WAIT_S) -> Store:
    """Open the database, made if there is none, and brought up to date if it is older than the program.

    Args:
        data: The private data folder, which holds ``mindful.db``; made if need be, so that only its owner may enter.
        url: A PostgreSQL database to use instead, ``postgresql://...``.
        wait_s: How long a lock of another process is waited for.

    Raises:
        StoreError: The database is another program's, newer, damaged, empty, locked or out of reach; nothing in it was
            changed.
    """
    place = find_place(data, url)
    if place.file:
        _look_at(place.file, place, wait_s)
    store = Store(place, connect(place, wait_s=wait_s))
    try:
        with store.reading() as connection:
            revision = revision_of(connection, place)
        if revision != REVISIONS[-1]:
            with _disk(place), store.writing() as connection:
                migrate(connection, place)
    except BaseException:
        store.close()
        raise
    return store


def _look_at(file: Path, place: StorePlace, wait_s: float) -> None:
    """Make the file where there is none, and refuse what can only be the remains of one."""
    with _disk(place):
        try:
            seen = file.stat()
        except FileNotFoundError:
            _refuse_remains(file, place)
            _make(file, place, wait_s)
            return
        if stat.S_ISREG(seen.st_mode) and not seen.st_size:
            raise StoreError(
                f"{place.name} is empty, which it never is by itself.",
                hint="Put a copy of it back in its place, or remove it and a new log is begun.",
            )
        # A copy that was put back may have come with everybody's rights.
        if os.name == "posix" and seen.st_mode & 0o077:
            with suppress(PermissionError):
                file.chmod(stat.S_IMODE(seen.st_mode) & 0o700)


def _refuse_remains(file: Path, place: StorePlace) -> None:
    journal = file.with_name(f"{file.name}-wal")
    if journal.exists() and journal.stat().st_size:
        raise StoreError(
            f'{place.name} is gone, and its journal "{journal}" is still there.',
            hint="The newest sessions may be in the journal. Put the database back, or move the journal away.",
        )


def _make(file: Path, place: StorePlace, wait_s: float) -> None:
    file.parent.parent.mkdir(parents=True, exist_ok=True)
    file.parent.mkdir(mode=0o700, exist_ok=True)
    # mkstemp gives 0600 from the first moment, and SQLite gives its journal the rights of the file.
    handle, name = tempfile.mkstemp(prefix=f"{file.name}.new-", dir=file.parent)
    os.close(handle)
    new = Path(name)
    try:
        with Store(place, connect(StorePlace(file=new), wait_s=wait_s)) as store, store.writing() as connection:
            migrate(connection, place)
        _name(new, file)
    finally:
        for left in new.parent.glob(f"{new.name}*"):
            left.unlink()


def _name(new: Path, file: Path) -> None:
    # Another process may have been quicker: its file stays, and ours goes.
    with suppress(FileExistsError):
        try:
            os.link(new, file)
        except (NotImplementedError, PermissionError):
            # Some file systems know no links, such as FAT.
            if file.exists():
                return
            new.rename(file)
    if os.name == "posix":
        folder = os.open(file.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)


def _remove_copies(place: StorePlace) -> None:
    with _disk(place):
        if place.file:
            for copy in place.file.parent.glob(f"{place.file.name}.before-*"):
                copy.unlink()


@contextmanager
def _disk(place: StorePlace) -> Iterator[None]:
    """Turn what the file system complains of into a `StoreError`."""
    try:
        yield
    except OSError as error:
        raise StoreError(
            f"{place.name} cannot be made or opened: {error.strerror or error}.",
            hint="Look at the folder's rights and the room on the disk, or name another folder with MINDFUL_DATA.",
        ) from error
