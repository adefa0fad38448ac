"""A whole file's worth of rows, and what the log would make of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from mindful.sessions.exchange.rows import Found

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mindful.sessions.exchange.rows import Rejected, Row
    from mindful.sessions.log import SessionLog
    from mindful.sessions.model import Session

_A_DAY_EITHER_WAY = timedelta(days=2)
"""A practice day is within this of the date in UTC."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Batch:
    """What a file holds."""

    sessions: Sequence[Session]
    """In the order of the file; a session that stands in it twice is here twice."""
    rejected: Sequence[Rejected]


def gather(rows: Iterable[Row]) -> Batch:
    """Read a file to its end, so that one that breaks off half-way changes nothing.

    Raises:
        ExchangeError: As the reader does.
    """
    sessions: list[Session] = []
    rejected: list[Rejected] = []
    for row in rows:
        if isinstance(row, Found):
            sessions.append(row.session)
        else:
            rejected.append(row)
    return Batch(sessions=sessions, rejected=rejected)


def new_in(batch: Batch, log: SessionLog) -> list[Session]:
    """Return the sessions of a batch that the log does not hold yet, each once, the oldest first."""
    fresh = {session.id: session for session in batch.sessions}
    if fresh:
        days = [session.started_at.date() for session in fresh.values()]
        for known in log.find(since=min(days) - _A_DAY_EITHER_WAY, until=max(days) + _A_DAY_EITHER_WAY):
            fresh.pop(known.id, None)
    return sorted(fresh.values(), key=lambda session: (session.started_at, session.id))
