"""Files that appear whole or not at all: written beside their place, and then given their name."""

from __future__ import annotations

import os
import secrets
import shutil
from contextlib import contextmanager, suppress
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def written_whole(file: Path, *, private: bool = False, durable: bool = True) -> Iterator[IO[bytes]]:
    """Give a stream that becomes a file when the context ends well; when it raises, what was there stays.

    A link stays a link: what it points to is replaced. Two that write at once do not disturb each other; the later one
    wins.

    Args:
        file: Where to; its folder must be there.
        private: Only its owner may read it (0600). Otherwise it keeps the rights of the former one, or has those of any
            new file.
        durable: It is on the disk when this ends, also when the power fails; not needed for what can be made anew.

    Raises:
        OSError: It cannot be written.
    """
    target = file.resolve()
    # The passing name says nothing, and is short: a person's own may be as long as the disk allows.
    beside = target.with_name(f".{secrets.token_hex(8)}.part")
    handle = os.open(
        beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600 if private else 0o666
    )
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            if durable:
                os.fsync(stream.fileno())
        if not private and target.exists():
            shutil.copymode(target, beside)
        beside.replace(target)
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
