"""What every test starts from: folders of its own, no skipping for want of what CI has installed, and databases.

Those are a SQLite file and a real PostgreSQL server of the Debian package.
"""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from mindful.store import METADATA, open_store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mindful.store import Store

_FOLDERS = pytest.StashKey[Path]()


def pytest_configure(config: pytest.Config) -> None:
    """Keep the person's own library, data, cache and settings out of the tests; the cache lives as long as the run."""
    for name in [name for name in os.environ if name.startswith("MINDFUL_") and name != "MINDFUL_CI"]:
        del os.environ[name]
    folder = config.stash[_FOLDERS] = Path(tempfile.mkdtemp(prefix="mindful-tests-"))
    for name in ("library", "data", "cache"):
        os.environ[f"MINDFUL_{name.upper()}"] = str(folder / name)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Clear the folders away."""
    shutil.rmtree(config.stash[_FOLDERS], ignore_errors=True)


_REAL_TIME = ("player/", "practice/test_real_playback.py", "reminders/service/", "reminders/ledger/test_two_workers.py")
"""Tests that play to a device, or run services and look at the clock."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what keeps time with the clock on the wall."""
    here = Path(__file__).parent
    for item in items:
        if item.path.relative_to(here).as_posix().startswith(_REAL_TIME):
            item.add_marker("realtime")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test that needs a system package where there is none; in CI it is there or the test fails."""
    if item.get_closest_marker("apt") and not shutil.which("ffprobe") and "MINDFUL_CI" not in os.environ:
        pytest.skip("needs ffprobe, of the system package ffmpeg")


@pytest.fixture(autouse=True)
def quiet_log() -> Iterator[None]:
    """Take back what --verbose does to the log for the rest of the process."""
    log = logging.getLogger("mindful")
    handlers, level = list(log.handlers), log.level
    yield
    log.handlers = handlers
    log.setLevel(level)


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "data") as store:
        yield store


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.apt)])
def store(request: pytest.FixtureRequest) -> Store:
    opened: Store = request.getfixturevalue(request.param)
    return opened


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
        import pwd

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
