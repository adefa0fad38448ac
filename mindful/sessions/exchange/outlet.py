"""Private files: written beside their name, readable by their owner only, and named when they are whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mindful.config import written_whole
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
        with written_whole(path, private=True) as file:
            file.writelines(text.encode() for text in texts)
    except OSError as error:
        raise ExchangeError(
            f'"{path}" cannot be written: {error.strerror or error}.', hint="Name another file, or make some room."
        ) from error
