"""A log to test with, in a SQLite file and on a real PostgreSQL server of the Debian package."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import pytest
from ulid import ULID

from mindful.sessions.log import SessionLog
from mindful.sessions.model import Session
from mindful.store import METADATA, open_store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mindful.store import Store


class MakeSession(Protocol):
    """Makes a session, of ten minutes at seven in the morning of 2027-03-01 in Los Angeles unless told otherwise."""

    def __call__(self, **fields: Any) -> Session:
        """Return a new session."""
        ...


@pytest.fixture
def sitting() -> MakeSession:
    def make(**fields: Any) -> Session:
        start: datetime = fields.pop("started_at", datetime(2027, 3, 1, 15, tzinfo=UTC))
        length_s: float = fields.pop("practised_s", 600.0)
        values: dict[str, Any] = {
            "id": str(ULID()),
            "started_at": start,
            "practised_s": length_s,
            "tz": "America/Los_Angeles",
            "utc_offset_s": -28_800,
            "created": datetime(2027, 3, 1, 16, tzinfo=UTC),
            "updated": datetime(2027, 3, 1, 16, tzinfo=UTC),
        }
        if "ended_at" not in fields:
            values["ended_at"] = start + timedelta(seconds=length_s)
        return Session(**(values | fields))

    return make


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "data") as store:
        yield store


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.apt)])
def store(request: pytest.FixtureRequest) -> Store:
    opened: Store = request.getfixturevalue(request.param)
    return opened


@pytest.fixture
def log(store: Store) -> SessionLog:
    return SessionLog(store)


@dataclass(frozen=True, kw_only=True)
class Server:
    """A PostgreSQL server of our own."""

    binaries: Path
    folder: Path
    """Holds its data and its socket; there is no port."""
    user: str | None
    """Who it runs as; None for ourselves. It refuses to run as root."""

    def run(self, program: str, *words: str) -> str:
        """Run one of the server's programs and return what it prints."""
        as_user: dict[str, Any] = {"user": self.user, "group": self.user, "extra_groups": []} if self.user else {}
        command = [str(self.binaries / program), *words]
        # A server that goes on running would hold a pipe open.
        with (self.folder / "out").open("w+", encoding="utf-8") as out:
            subprocess.run(command, check=True, stdout=out, stderr=out, cwd=self.folder, **as_user)
            out.seek(0)
            return out.read()

    def start(self) -> None:
        """Start it, and wait until it answers."""
        options = f"-c listen_addresses='' -c fsync=off -k {self.folder}"
        self.run(
            "pg_ctl", "start", "-w", "-D", str(self.folder / "data"), "-o", options, "-l", str(self.folder / "log")
        )

    def stop(self) -> None:
        """Stop it at once."""
        self.run("pg_ctl", "stop", "-w", "-m", "immediate", "-D", str(self.folder / "data"))

    def url(self, database: str, *, user: str = "mindful", password: str = "") -> str:
        """Return the URL of a database."""
        return f"postgresql://{user}:{password}@/{database}?host={self.folder}"


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        assert "MINDFUL_CI" not in os.environ, "CI has the package postgresql"
        pytest.skip("needs the system package postgresql")
    folder = Path(tempfile.mkdtemp(prefix="mindful-pg-"))
    user = None
    if os.geteuid() == 0:
        user = "postgres"
        os.chown(folder, pwd.getpwnam(user).pw_uid, pwd.getpwnam(user).pw_gid)
    made = Server(binaries=found[-1].parent, folder=folder, user=user)
    try:
        made.run("initdb", "-D", str(folder / "data"), "-U", "mindful", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        made.start()
        made.run("createdb", "-h", str(folder), "-U", "mindful", "mindful")
        yield made
        made.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgresql(server: Server, tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "data", url=server.url("mindful")) as store:
        yield store
        with store.writing() as connection:
            for table in reversed(METADATA.sorted_tables):
                connection.execute(table.delete())
