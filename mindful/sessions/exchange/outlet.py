"""Private files: written beside their name, readable by their owner only, and named when they are whole."""

from __future__ import annotations

import contextlib
import os
import secrets
from typing import TYPE_CHECKING

from mindful.sessions.exchange.rows import ExchangeError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def write_private(path: Path, texts: Iterable[str]) -> None:
    """Write texts to a file of mode 0600, as UTF-8; what was there before is replaced, or stays if anything fails.

    Raises:
        ExchangeError: The file cannot be written.
    """
    path = path.resolve()
    if path.is_dir():
        raise ExchangeError(f'"{path}" is a folder.', hint="Name a file in it.")
    try:
        if path.exists() and not path.is_file():
            # A pipe or a device cannot be replaced.
            with path.open("wb") as file:
                file.writelines(text.encode() for text in texts)
            return
        _write_beside(path, texts)
    except OSError as error:
        raise ExchangeError(
            f'"{path}" cannot be written: {error.strerror or error}.', hint="Name another file, or make some room."
        ) from error


def _write_beside(path: Path, texts: Iterable[str]) -> None:
    # Its passing name says nothing, and is short, since a person's name for it may be as long as the disk allows.
    beside = path.with_name(f".mindful-export-{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.writelines(text.encode() for text in texts)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise
