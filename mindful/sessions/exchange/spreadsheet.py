"""Our own comma-separated values, for spreadsheets: one session a row, times as they were on the wall.

Of a session's fields the track, and when the row was made and changed, are left out; the backup holds those. Reading is
generous, since people write such tables by hand: a start and a length are enough.
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from functools import partial
from typing import IO, TYPE_CHECKING, Any

from mindful.sessions.exchange.jsonl import PRIVATE, session_of
from mindful.sessions.exchange.rows import RowError, checked_instant, checked_length, identity, local_instant
from mindful.sessions.exchange.texts import csv_line, guarded, rows_of, unguarded
from mindful.sessions.exchange.zones import offset_s, zone_of_offset, zone_or_none

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from zoneinfo import ZoneInfo

    from mindful.sessions.exchange.rows import Row
    from mindful.sessions.model import Session

COLUMNS = (
    "id", "started_at", "tz", "ended_at", "practised_s", "planned_s", "kind", "title", "script_id", "source",
    "completed", "ended_early", "difficult", "mood_before", "mood_after", "tension_before", "tension_after", "note",
)  # fmt: skip
_FLAGS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
"""Ours, and what people write by hand; in any letters, as spreadsheets write them large."""


def write(sessions: Iterable[Session], *, private: bool) -> Iterator[str]:
    """Yield the header and the rows, as RFC 4180 has them.

    Args:
        sessions: In the order they are to stand in.
        private: Fill the columns of notes, moods and tensions as well; without it they are empty.
    """
    yield csv_line(COLUMNS)
    for session in sessions:
        zone = timezone(timedelta(seconds=session.utc_offset_s))
        yield csv_line(
            _cell(getattr(session, name), zone) if private or name not in PRIVATE else "" for name in COLUMNS
        )


def read(stream: IO[bytes], *, zone: ZoneInfo, now: datetime) -> Iterator[Row]:
    """Yield what each row holds.

    Args:
        stream: UTF-8 text.
        zone: The zone of a row that names none.
        now: When the import happens, in UTC; that is when its rows are made.

    Raises:
        ExchangeError: The file is no such table, or no UTF-8 text.
    """
    return rows_of(stream, partial(_session, zone=zone, now=now), needs=("started_at",))


def _cell(value: object, zone: timezone) -> str:
    if isinstance(value, datetime):
        return value.astimezone(zone).isoformat()
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        # The shortest digits that read back as the same number, https://docs.python.org/3/library/functions.html#repr.
        return repr(value).removesuffix(".0")
    return guarded(None if value is None else str(value))


def _session(cells: dict[str, str], *, zone: ZoneInfo, now: datetime) -> Session:
    fields = {name: value for name, read_cell in _CELLS.items() if (value := _read(name, cells, read_cell)) is not None}
    named = zone_or_none(fields.get("tz", zone.key)) or zone
    start = _read("started_at", cells, partial(_instant, zone=named))
    end = _read("ended_at", cells, partial(_instant, zone=named))
    if start is None:
        raise RowError("Its started_at is missing.")
    if end is None and "practised_s" not in fields:
        raise RowError("Its practised_s is missing.")
    began, offset = start
    ended = end[0] if end else began + checked_length(fields["practised_s"])
    practised = fields.setdefault("practised_s", (ended - began).total_seconds())
    source = fields.setdefault("source", "import:csv")
    made = {
        "id": fields.get("id") or identity(source, began, checked_length(practised)),
        "tz": fields.get("tz") or zone_of_offset(began, offset, [zone]).key,
        "utc_offset_s": offset,
        "started_at": began,
        "ended_at": ended,
        "created": now,
        "updated": now,
    }
    return session_of(fields | made)


def _read(name: str, cells: dict[str, str], read_cell: Callable[[str], Any]) -> Any:
    """Return the value of a cell, None for one that is empty or not there; what is in a cell is never repeated."""
    cell = cells.get(name)
    if not cell:
        return None
    try:
        return read_cell(cell)
    except RowError:
        raise
    except (ValueError, OverflowError, LookupError):
        raise RowError(f"Its {name} cannot be read.") from None


def _instant(cell: str, *, zone: ZoneInfo) -> tuple[datetime, int]:
    """Return an instant in UTC and how far from UTC its place was, from ISO 8601 with or without an offset."""
    moment = datetime.fromisoformat(cell)
    offset = moment.utcoffset()
    if offset is not None:
        return checked_instant(moment), round(offset.total_seconds())
    instant = local_instant(moment, zone)
    return instant, offset_s(instant, zone)


def _flag(cell: str) -> bool:
    return _FLAGS[cell.strip().lower()]


_CELLS: dict[str, Callable[[str], Any]] = {
    "id": str,
    "tz": unguarded,
    "practised_s": float,
    "planned_s": float,
    "kind": unguarded,
    "title": unguarded,
    "script_id": unguarded,
    "source": unguarded,
    "completed": _flag,
    "ended_early": _flag,
    "difficult": _flag,
    "mood_before": int,
    "mood_after": int,
    "tension_before": int,
    "tension_after": int,
    "note": unguarded,
}
