"""The formats by their names: which there are, which one a file has, and the way to its reader or writer."""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from mindful.sessions.exchange import apple_health, health_connect, insight_timer, jsonl, loop, meditate, spreadsheet
from mindful.sessions.exchange.archives import member_of, open_archive, told_of, watched
from mindful.sessions.exchange.rows import ExchangeError
from mindful.sessions.exchange.texts import header_of, lines_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from mindful.sessions.exchange.loop import Habit
    from mindful.sessions.exchange.rows import Progress, Row
    from mindful.sessions.model import Session

READABLE = ("insight-timer", "apple-health", "loop", "meditate", "csv", "jsonl")
WRITABLE = ("jsonl", "csv", "insight-timer", "health-connect")
FOREIGN = ("insight-timer", "apple-health", "loop", "meditate")
"""Of other programs: shown before they are imported."""
WITHOUT_ZONE = ("insight-timer", "loop", "meditate")
"""Their times or days are of a zone that the file does not name."""
_BY_SUFFIX = {".csv": "csv", ".json": "health-connect"}
_TABLES = (
    ({"start_time_unix", "duration_secs"}, "meditate"),
    ({"started_at", "duration"}, "insight-timer"),
    ({"started_at", "practised_s"}, "csv"),
    ({"started_at", "ended_at"}, "csv"),
)
"""Names in a header that tell a format."""
_ARCHIVE = b"PK\x03\x04"


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """What a reader has to be told."""

    zone: ZoneInfo
    """Where the person was, for files that do not say."""
    now: datetime
    """When the import happens, in UTC."""
    habit: str | None = None
    """Which habit of a file of Loop is the practice."""


def format_of(path: Path) -> str:
    """Return the format of a file, told by its content alone.

    Raises:
        ExchangeError: It is none of those in `READABLE`, or the file cannot be read.
    """
    with told_of(path), path.open("rb") as file:
        head = file.read(2**16)
        file.seek(0)
        if head.startswith(_ARCHIVE):
            with open_archive(file) as archive:
                if loop.is_loop(archive):
                    return loop.PROGRAM
                if apple_health.find_health_data(archive):
                    return apple_health.PROGRAM
            raise _unknown("It is a zip archive, but neither of the Health app nor of Loop.")
        if apple_health.is_health_data(head):
            return apple_health.PROGRAM
        first = next(lines_of(file))
        if first.lstrip().startswith("{"):
            return "jsonl"
        names = header_of(first)
        for known, name in _TABLES:
            if known <= names:
                return name
        raise _unknown("Its first line is like that of no format known here.")


def read_rows(path: Path, format: str, reading: Reading, progress: Progress | None = None) -> Iterator[Row]:
    """Yield what each row of a file holds.

    Args:
        path: The file.
        format: One of `READABLE`.
        reading: What the file itself does not say.
        progress: Called now and then while the file is read.

    Raises:
        ExchangeError: The file cannot be read as this format, before or after some rows were yielded.
    """
    with told_of(path), path.open("rb") as file:
        if format == loop.PROGRAM:
            with open_archive(file) as archive:
                habit = loop.choose_habit(loop.habits_of(archive), reading.habit)
                with member_of(archive, habit.member, progress) as stream:
                    yield from loop.read(stream, habit, zone=reading.zone, now=reading.now)
        elif format == apple_health.PROGRAM:
            with _health_data(file, progress) as stream:
                yield from apple_health.read(stream, zone=reading.zone, now=reading.now)
        else:
            yield from _read_text(watched(file, os.fstat(file.fileno()).st_size, progress), format, reading)


def habits_in(path: Path) -> list[Habit]:
    """Return the habits of an export of Loop.

    Raises:
        ExchangeError: The file is no such export, or cannot be read.
    """
    with told_of(path), path.open("rb") as file, open_archive(file) as archive:
        return loop.habits_of(archive)


def format_for(name: str) -> str:
    """Return the format that suits a file's name: that of its suffix, else the backup."""
    suffix = next((suffix for suffix in _BY_SUFFIX if name.lower().endswith(suffix)), "")
    return _BY_SUFFIX.get(suffix, "jsonl")


def written(sessions: Iterable[Session], format: str, *, private: bool) -> Iterator[str]:
    """Yield the text of a file that holds sessions.

    Args:
        sessions: In the order they are to stand in.
        format: One of `WRITABLE`.
        private: Write notes, moods and tensions as well, where the format has a place for them.
    """
    if format == "csv":
        return spreadsheet.write(sessions, private=private)
    if format == "insight-timer":
        return insight_timer.write(sessions)
    if format == "health-connect":
        return health_connect.write(sessions, private=private)
    return jsonl.write(sessions, private=private)


def _read_text(stream: IO[bytes], format: str, reading: Reading) -> Iterator[Row]:
    if format == "jsonl":
        return jsonl.read(stream)
    readers = {"csv": spreadsheet.read, "insight-timer": insight_timer.read, "meditate": meditate.read}
    return readers[format](stream, zone=reading.zone, now=reading.now)


@contextmanager
def _health_data(file: IO[bytes], progress: Progress | None) -> Iterator[IO[bytes]]:
    if file.read(len(_ARCHIVE)) != _ARCHIVE:
        size = file.seek(0, os.SEEK_END)
        file.seek(0)
        yield watched(file, size, progress)
        return
    with open_archive(file) as archive:
        member = apple_health.find_health_data(archive)
        if member is None:
            raise _unknown("It is a zip archive, but none of the Health app.")
        with member_of(archive, member, progress) as stream:
            yield stream


def _unknown(message: str) -> ExchangeError:
    return ExchangeError(message, hint=f"These can be imported: {', '.join(READABLE)}. Name one with --format.")
