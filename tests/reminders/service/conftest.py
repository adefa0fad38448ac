"""Real services: processes with a data folder, an outbox, and somebody who is told of their state."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mindful.store import Store

PROGRAM = Path(__file__).with_name("outbox_service.py")
PATIENCE_S = 60.0


class Running:
    """A service that runs, as its supervisor sees it."""

    def __init__(self, data: Path, folder: Path, *words: str, **environ: str) -> None:
        """Start it and wait until it is ready.

        Args:
            data: Its data folder.
            folder: An empty one, for its outbox and its line to the supervisor.
            words: Further options of the program.
            environ: Further variables.
        """
        self.outbox = folder / "outbox"
        address = folder / "notify"
        self.line = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.line.bind(str(address))
        self.line.settimeout(PATIENCE_S)
        self.process = subprocess.Popen(
            [sys.executable, str(PROGRAM), str(data), str(self.outbox), *words],
            env=os.environ | {"NOTIFY_SOCKET": str(address)} | environ,
        )  # fmt: skip
        assert self.told().startswith("READY=1")

    def told(self) -> str:
        """Return the next that it tells its supervisor."""
        return self.line.recv(4096).decode()

    def sent(self) -> list[tuple[str, str]]:
        """Return the reminder and the key of each message so far."""
        if not self.outbox.exists():
            return []
        return [(of, key) for of, key in map(str.split, self.outbox.read_text(encoding="ascii").splitlines())]

    @staticmethod
    def until(holds: Callable[[], bool]) -> None:
        """Wait until something holds."""
        end = time.monotonic() + PATIENCE_S
        while not holds():
            assert time.monotonic() < end, "it did not come about"
            time.sleep(0.05)

    def wait_for(self, count: int) -> list[tuple[str, str]]:
        """Wait until so many messages were sent, and return them."""
        self.until(lambda: len(self.sent()) >= count)
        return self.sent()

    def end(self) -> int:
        """Ask it to end, wait for that, and return its exit code."""
        self.process.terminate()
        self.process.wait(timeout=PATIENCE_S)
        return self.process.returncode

    def close(self) -> None:
        """Leave nothing behind."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait(timeout=PATIENCE_S)
        self.line.close()


@pytest.fixture
def data(sqlite: Store) -> Path:
    """Return the data folder of the desk's database."""
    assert sqlite.place.file
    return sqlite.place.file.parent


@pytest.fixture
def start(data: Path, tmp_path: Path) -> Iterator[Callable[..., Running]]:
    """Return what starts a service at the desk's database."""
    if not hasattr(socket, "AF_UNIX") or sys.platform == "win32":
        pytest.skip("needs sockets of the file system, and SIGTERM")
    started: list[Running] = []

    def make(*words: str, **environ: str) -> Running:
        folder = tmp_path / f"service{len(started)}"
        folder.mkdir()
        started.append(Running(data, folder, *words, **environ))
        return started[-1]

    yield make
    for one in started:
        one.close()
