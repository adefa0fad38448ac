"""Our own JSON Lines, the backup: one session a line, nothing lost, each line with the version of its layout.

Each line is an object of ``"schema": "mindful.session/1"`` and the fields of `mindful.sessions.model.Session` under
their own names; datetimes are ISO 8601 in UTC. A change of the fields that an older program would misread needs a new
number. Without the private fields the file is no full backup.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import MISSING, fields
from datetime import datetime
from typing import IO, TYPE_CHECKING, Any

from mindful.sessions.exchange.rows import (
    ExchangeError,
    Rejected,
    RowError,
    checked_instant,
    row_of,
)
from mindful.sessions.exchange.texts import lines_of
from mindful.sessions.exchange.zones import zone_or_none
from mindful.sessions.model import KINDS, Session

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from mindful.sessions.exchange.rows import Row

SCHEMA = "mindful.session/1"
PRIVATE = ("mood_before", "mood_after", "tension_before", "tension_after", "note")
"""Written only when asked for."""

_FIELDS = tuple(field.name for field in fields(Session))
_DEFAULTS = {field.name: field.default for field in fields(Session) if field.default is not MISSING}
_NAME = re.compile(r"mindful\.session/(\d{1,9})")
_ID = re.compile(r"[0-7][0-9A-HJKMNP-TV-Z]{25}")
_SOURCE = re.compile(r"[a-z][\w:.+-]{0,63}", re.ASCII)


def write(sessions: Iterable[Session], *, private: bool) -> Iterator[str]:
    """Yield the lines of a backup.

    Args:
        sessions: In the order they are to stand in.
        private: Write notes, moods and tensions as well; without them the fields are left out.
    """
    names = [name for name in _FIELDS if private or name not in PRIVATE]
    for session in sessions:
        row: dict[str, object] = {"schema": SCHEMA}
        row |= {name: _written(getattr(session, name)) for name in names}
        yield json.dumps(row, ensure_ascii=False) + "\n"


def read(stream: IO[bytes]) -> Iterator[Row]:
    """Yield what each line holds; blank lines are skipped, and a field that is not there has its default.

    Raises:
        ExchangeError: The file is no backup of mindful, is of a newer one, or no UTF-8 text.
    """
    for number, line in enumerate(lines_of(stream), start=1):
        if not line.strip():
            continue
        row = _object(line)
        if row is None and number == 1 and not line.lstrip().startswith("{"):
            raise ExchangeError(
                "It is no backup of mindful: its first line is no JSON.",
                hint="Look whether it is the right file, and at what --format names.",
            )
        if row is None:
            yield Rejected(line=number, reason="It is no line of JSON that holds a session.")
            continue
        _check_schema(row.pop("schema", None), number)
        yield row_of(number, session_of, row)


def session_of(row: dict[str, Any]) -> Session:
    """Return the session of a row's fields; instants may be texts or datetimes.

    Raises:
        RowError: A field is missing, unknown, or of the wrong shape; its value is not repeated.
        SessionError: The values do not go together.
    """
    if not row.keys() <= set(_FIELDS):
        raise RowError("It has a field that this program does not know.")
    values: dict[str, Any] = {}
    for name in _FIELDS:
        if name in row:
            try:
                values[name] = _READ[name](row[name])
            except RowError:
                raise
            except (ValueError, TypeError, OverflowError):
                raise RowError(f"Its {name} cannot be read.") from None
        elif name in _DEFAULTS:
            values[name] = _DEFAULTS[name]
        else:
            raise RowError(f"Its {name} is missing.")
    return Session(**values)


def _object(line: str) -> dict[str, Any] | None:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return row if isinstance(row, dict) else None


def _check_schema(schema: object, line: int) -> None:
    match = _NAME.fullmatch(schema) if isinstance(schema, str) else None
    if match is None:
        raise ExchangeError(
            f'Line {line} is not of a backup of mindful: it has no "schema" such as "{SCHEMA}".',
            hint="Look at what --format names, or whether it is the right file.",
        )
    if schema != SCHEMA:
        raise ExchangeError(
            f"Line {line} was written by a newer mindful: its layout is {match[1]}, and this program knows 1.",
            hint="Update mindful and run the same command again.",
        )


def _written(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value


def _instant(value: Any) -> datetime:
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError
    return checked_instant(moment)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _matching(pattern: re.Pattern[str]) -> Callable[[Any], str]:
    def read_text(value: Any) -> str:
        if not isinstance(value, str) or not pattern.fullmatch(value):
            raise ValueError
        return value

    return read_text


def _kind(value: Any) -> str:
    if value not in KINDS:
        raise RowError("It has a kind of practice that this program does not know.")
    return str(value)


def _zone(value: Any) -> str:
    if not isinstance(value, str) or zone_or_none(value) is None:
        raise RowError("Its time zone is not known here.")
    return value


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError
    return value


def _offset(value: Any) -> int:
    if abs(_whole(value)) >= 86_400:
        raise ValueError
    return int(value)


def _seconds(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise TypeError
    return float(value)


def _or_none(read_value: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: None if value is None else read_value(value)


_READ: dict[str, Callable[[Any], Any]] = {
    "id": _matching(_ID),
    "kind": _kind,
    "title": _or_none(_text),
    "script_id": _or_none(_text),
    "track_id": _or_none(_text),
    "started_at": _instant,
    "tz": _zone,
    "utc_offset_s": _offset,
    "ended_at": _instant,
    "planned_s": _or_none(_seconds),
    "practised_s": _seconds,
    "completed": _flag,
    "ended_early": _flag,
    "difficult": _flag,
    "mood_before": _or_none(_whole),
    "mood_after": _or_none(_whole),
    "tension_before": _or_none(_whole),
    "tension_after": _or_none(_whole),
    "note": _or_none(_text),
    "source": _matching(_SOURCE),
    "created": _instant,
    "updated": _instant,
}
