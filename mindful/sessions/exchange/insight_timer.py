"""The log of Insight Timer: ``Started At,Duration,Preset,Activity``, times as on the wall and without a zone."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import partial
from typing import IO, TYPE_CHECKING

from mindful.sessions.exchange.kinds import kind_of, words_for
from mindful.sessions.exchange.rows import RowError, local_instant, session_from
from mindful.sessions.exchange.texts import csv_line, guarded, rows_of, unguarded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from zoneinfo import ZoneInfo

    from mindful.sessions.exchange.rows import Row
    from mindful.sessions.model import Session

PROGRAM = "insight-timer"
COLUMNS = ("Started At", "Duration", "Preset", "Activity")
_STARTED = re.compile(
    r"\s*(?:(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4})|(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2}))[ T,]+"
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?\s*(?P<half>[AaPp][Mm])?\s*",
    re.ASCII,
)
_DURATION = re.compile(r"\s*(\d{1,4}):(\d{1,4}):(\d{1,6})\s*", re.ASCII)


def write(sessions: Iterable[Session]) -> Iterator[str]:
    """Yield the header and the rows; a title becomes the preset, a kind the activity, and fractions of seconds go."""
    yield csv_line(COLUMNS)
    for session in sessions:
        local = session.started_at + timedelta(seconds=session.utc_offset_s)
        minutes, seconds = divmod(round(session.practised_s), 60)
        hours, minutes = divmod(minutes, 60)
        yield csv_line(
            (
                f"{local:%m/%d/%Y %H:%M:%S}",
                f"{hours}:{minutes}:{seconds}",
                guarded(session.title or None),
                words_for(session.kind),
            )
        )


def read(stream: IO[bytes], *, zone: ZoneInfo, now: datetime) -> Iterator[Row]:
    """Yield what each row holds.

    Args:
        stream: UTF-8 text.
        zone: Where the telephone was; the file does not say.
        now: When the import happens, in UTC.

    Raises:
        ExchangeError: The file is no such table, or no UTF-8 text.
    """
    return rows_of(stream, partial(_session, zone=zone, now=now), needs=("started_at", "duration"))


def _session(cells: dict[str, str], *, zone: ZoneInfo, now: datetime) -> Session:
    activity = unguarded(cells.get("activity") or cells.get("type")) or ""
    kind = kind_of(activity) if activity.strip() else "sit"
    return session_from(
        program=PROGRAM,
        started_at=local_instant(_started(cells.get("started_at", "")), zone),
        length_s=_duration_s(cells.get("duration", "")),
        zone=zone,
        now=now,
        kind=kind or "other",
        # What we have no kind for keeps its name.
        title=unguarded(cells.get("preset")) or (None if kind else activity),
    )


def _started(cell: str) -> datetime:
    match = _STARTED.fullmatch(cell)
    if match is None:
        raise RowError('Its start is not written like "04/20/2026 08:21:14".')
    hour = int(match["hour"])
    if match["half"]:
        hour = hour % 12 + 12 * (match["half"].lower() == "pm")
    try:
        return datetime(  # noqa: DTZ001 -- a time on the wall
            int(match["year"] or match["y"]),
            int(match["month"] or match["m"]),
            int(match["day"] or match["d"]),
            hour,
            int(match["minute"]),
            int(match["second"] or 0),
        )
    except ValueError:
        raise RowError("Its start is not in the calendar; the month comes first, then the day.") from None


def _duration_s(cell: str) -> int:
    match = _DURATION.fullmatch(cell)
    if match is None:
        raise RowError('Its duration is not written like "0:45:0", hours, minutes and seconds.')
    hours, minutes, seconds = map(int, match.groups())
    length = hours * 3600 + minutes * 60 + seconds
    if not length:
        raise RowError("It has no length.")
    return length
