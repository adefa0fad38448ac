"""Files and zip archives of strangers, opened with care: nothing is unpacked to the disk or expands at will."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

from mindful.sessions.exchange.rows import ExchangeError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mindful.sessions.exchange.rows import Progress

LARGEST = 4 * 2**30
"""Bytes an archive may expand to."""
LARGEST_RATIO = 200
"""How many bytes one byte of an archive may become. Text of the Health app, which repeats itself a lot, becomes 40."""
_CHUNK = 2**20
_ANEW = "Export it once more, copy it over whole, and try again."


@contextmanager
def told_of(path: Path) -> Iterator[None]:
    """Turn what a file or an archive complains of while the context lasts into an `ExchangeError` that names it."""
    try:
        yield
    except ExchangeError as error:
        raise type(error)(f'"{path}" cannot be imported. {error.message}', hint=error.hint) from error
    except FileNotFoundError as error:
        raise ExchangeError(f'There is no file "{path}".', hint="Look at its name and its folder.") from error
    except IsADirectoryError as error:
        raise ExchangeError(
            f'"{path}" is a folder.', hint="Name the file: the zip as it was exported, or the export.xml inside."
        ) from error
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise ExchangeError(f'"{path}" is a damaged zip archive, or only a part of one.', hint=_ANEW) from error
    except OSError as error:
        raise ExchangeError(
            f'"{path}" cannot be read: {error.strerror or error}.', hint="Look at its rights, or copy it elsewhere."
        ) from error


def open_archive(file: IO[bytes]) -> zipfile.ZipFile:
    """Open a zip archive after a look at what it promises to hold.

    Raises:
        ExchangeError: It would expand beyond `LARGEST` or `LARGEST_RATIO`, is encrypted, or has names that lead out of
            it.
        zipfile.BadZipFile: It is damaged.
    """
    try:
        archive = zipfile.ZipFile(file)
    except (ValueError, struct.error) as error:
        # What zipfile makes of numbers and names that cannot be.
        raise zipfile.BadZipFile from error
    members = archive.infolist()
    size = file.seek(0, io.SEEK_END)
    promised = sum(member.file_size for member in members)
    if promised > LARGEST or promised > LARGEST_RATIO * size:
        raise ExchangeError(
            f"Unpacked it would be {promised / 2**20:,.0f} MB, from {size / 2**20:,.1f} MB; no export is like that.",
            hint="Export it once more from the app itself.",
        )
    for member in members:
        parts = member.filename.replace("\\", "/").split("/")
        if ".." in parts or not parts[0] or ":" in parts[0]:
            raise ExchangeError(
                "It holds a file whose name leads out of the archive; no export is like that.",
                hint="Export it once more from the app itself.",
            )
        if member.flag_bits & 0x1:
            raise ExchangeError("It is encrypted.", hint="Unpack it, and name the file inside.")
        if member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            # No telephone packs in another way, and each way has complaints of its own.
            raise zipfile.BadZipFile
    return archive


def opened_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> IO[bytes]:
    """Open one file of an archive; it gives no more bytes than it promised, and a wrong checksum is an error.

    Raises:
        zipfile.BadZipFile: Its header is damaged.
    """
    try:
        return archive.open(member)
    except ValueError as error:
        # A name that is no UTF-8, where it stands a second time.
        raise zipfile.BadZipFile from error


@contextmanager
def member_of(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, progress: Progress | None = None
) -> Iterator[IO[bytes]]:
    """Open one file of an archive as `opened_member`, and tell how far it has been read."""
    with opened_member(archive, member) as raw, watched(raw, member.file_size, progress) as stream:
        yield stream


def watched(raw: IO[bytes], size: int, progress: Progress | None) -> IO[bytes]:
    """Return a stream of the same bytes that tells how far it has been read."""
    return io.BufferedReader(_Watched(raw, size, progress), _CHUNK) if progress else raw


class _Watched(io.RawIOBase):
    """A stream that reports each of its reads."""

    def __init__(self, raw: IO[bytes], size: int, progress: Progress) -> None:
        super().__init__()
        self._raw, self._size, self._progress, self._done = raw, size, progress, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # io takes any buffer, and passes this one
        data = self._raw.read(len(buffer))
        buffer[: len(data)] = data
        self._done += len(data)
        self._progress(self._done, self._size)
        return len(data)
