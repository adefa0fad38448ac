"""The one place on a machine from which reminders are sent: a lock, and the name of who holds it.

The name stays the same from one run to the next. Whoever has the lock knows that nobody else of that name is alive, and
may take up what an earlier run left behind when it was killed.
"""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from ulid import ULID

from mindful.config import make_private
from mindful.config.locks import try_lock
from mindful.errors import StoreError

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

LOCK_NAME, ID_NAME = "reminders.lock", "reminders.id"


@dataclass(frozen=True, kw_only=True, slots=True)
class Station:
    """A lock that is held until `close`, or until the process ends, however it does."""

    owner: str
    """Who holds it: this machine, and a name of this folder's own."""
    handle: int

    def close(self) -> None:
        """Let another process have it."""
        os.close(self.handle)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


def take_station(data: Path) -> Station | None:
    """Take the place from which reminders are sent; None when another process of this machine has it.

    Args:
        data: The private data folder; made if need be.

    Raises:
        SettingsError: The folder cannot be made.
        StoreError: It cannot be written to.
    """
    make_private(data)
    try:
        handle = try_lock(data / LOCK_NAME)
        if handle is None:
            return None
        return Station(owner=f"{platform.node() or 'here'}/{_own_name(data / ID_NAME)}", handle=handle)
    except OSError as error:
        raise StoreError(
            f'The folder "{data}" cannot be written to: {error.strerror or error}.',
            hint="Make room there, or give yourself the right.",
        ) from error


def _own_name(file: Path) -> str:
    try:
        if name := file.read_text(encoding="ascii").strip():
            return name
    except (FileNotFoundError, UnicodeDecodeError):
        pass
    name = str(ULID())
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as out:
        out.write(f"{name}\n")
    return name
