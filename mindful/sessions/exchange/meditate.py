"""The log of the GNOME timer "meditate": ``start_time_unix,duration_secs,mode,label,note``.

Newer versions of it write more columns behind these; they tell nothing that we keep.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import IO, TYPE_CHECKING

from mindful.sessions.exchange.kinds import kind_of
from mindful.sessions.exchange.rows import RowError, session_from
from mindful.sessions.exchange.texts import rows_of, unguarded

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo

    from mindful.sessions.exchange.rows import Row
    from mindful.sessions.model import Session

PROGRAM = "meditate"
_SECONDS = re.compile(r"\s*(\d{1,11})\s*", re.ASCII)
_BREATHING = "box_breath"
"""The mode of its breathing exercise; all others are sittings."""


def read(stream: IO[bytes], *, zone: ZoneInfo, now: datetime) -> Iterator[Row]:
    """Yield what each row holds.

    Args:
        stream: UTF-8 text.
        zone: Where the computer was; the file has the instant only.
        now: When the import happens, in UTC.

    Raises:
        ExchangeError: The file is no such table, or no UTF-8 text.
    """
    return rows_of(stream, partial(_session, zone=zone, now=now), needs=("start_time_unix", "duration_secs"))


def _session(cells: dict[str, str], *, zone: ZoneInfo, now: datetime) -> Session:
    label = unguarded(cells.get("label")) or ""
    mode = cells.get("mode", "").strip()
    length = _seconds(cells, "duration_secs")
    if not length:
        raise RowError("It has no length.")
    return session_from(
        program=PROGRAM,
        started_at=datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=_seconds(cells, "start_time_unix")),
        length_s=length,
        zone=zone,
        now=now,
        kind="breathing" if mode == _BREATHING else kind_of(label) or "sit",
        title=label.strip(),
        note=unguarded(cells.get("note")),
    )


def _seconds(cells: dict[str, str], name: str) -> int:
    match = _SECONDS.fullmatch(cells.get(name, ""))
    if match is None:
        raise RowError(f"Its {name} is no whole number of seconds.")
    return int(match[1])
