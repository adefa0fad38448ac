"""The file beside the file: what is written under a passing name and gets its own only when it is whole."""

from __future__ import annotations

import contextlib
import errno
import os
from typing import TYPE_CHECKING

from mindful.errors import EncoderError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_OPEN_FILES_STAY = os.name == "nt"
"""Windows refuses to delete a file that a living process holds open."""


@contextlib.contextmanager
def written_beside(out: Path) -> Iterator[Path]:
    """Yield a path in the folder of `out` to write to; it becomes `out` when the block ends without an exception.

    On any exception, Ctrl-C included, it is deleted and `out` stays as it was. What dead processes left behind under
    this name is deleted first.

    Raises:
        EncoderError: The folder cannot be made or written to, or the disk is full.
    """
    with told_of(out):
        out.parent.mkdir(parents=True, exist_ok=True)
        _clean(out)
        part = out.parent / f"{_prefix(out)}{os.getpid()}"
        part.open("wb").close()
    try:
        yield part
        with told_of(out):
            _publish(part, out)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise


@contextlib.contextmanager
def told_of(out: Path) -> Iterator[None]:
    """Turn an OSError inside the block into an EncoderError about the file `out`."""
    try:
        yield
    except OSError as error:
        raise disk_error(out, error.errno, error.strerror or str(error)) from error


def disk_error(out: Path, number: int | None, reason: str) -> EncoderError:
    """Return the error that tells a person why `out` could not be written: an errno and the system's words for it."""
    if number in {errno.ENOSPC, errno.EDQUOT}:
        return EncoderError(
            f"The disk is full: there is no room left for {out}.",
            hint="Make some room, choose another folder, or a smaller format such as opus.",
        )
    if number == errno.EFBIG:
        return EncoderError(
            f"{out} grew larger than this disk takes in one file.",
            hint="Choose a smaller format such as mp3 or opus, or another disk.",
        )
    return EncoderError(
        f"{out} cannot be written: {reason}.", hint="Choose another file or folder with -o, or mend its permissions."
    )


def _prefix(out: Path) -> str:
    # File systems hold 255 bytes of a name; 32 are left for the dot, the word and the process.
    return f".{os.fsdecode(os.fsencode(out.name)[:223])}.part-"


def _clean(out: Path) -> None:
    prefix = _prefix(out)
    for left in out.parent.iterdir():
        number = left.name.removeprefix(prefix)
        if left.name.startswith(prefix) and number.isdecimal() and not _is_alive(int(number)):
            with contextlib.suppress(OSError):
                left.unlink()


def _is_alive(process: int) -> bool:
    if _OPEN_FILES_STAY:
        return False
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def _publish(part: Path, out: Path) -> None:
    """Give the finished file its name, so that after a power cut there is the old file or the whole new one."""
    with part.open("r+b") as file:
        os.fsync(file.fileno())
    part.replace(out)
    # The name is kept by the folder. Windows opens no folders and some network disks sync none; the name holds anyway.
    with contextlib.suppress(OSError):
        folder = os.open(out.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
