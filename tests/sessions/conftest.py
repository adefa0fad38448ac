"""A log to test with, and sessions to put into it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol

import pytest
from ulid import ULID

from mindful.sessions.log import SessionLog
from mindful.sessions.model import Session

if TYPE_CHECKING:
    from mindful.store import Store


class MakeSession(Protocol):
    """Makes a session, of ten minutes at seven in the morning of 2027-03-01 in Los Angeles unless told otherwise."""

    def __call__(self, **fields: Any) -> Session:
        """Return a new session."""
        ...


@pytest.fixture
def sitting() -> MakeSession:
    def make(**fields: Any) -> Session:
        start: datetime = fields.pop("started_at", datetime(2027, 3, 1, 15, tzinfo=UTC))
        length_s: float = fields.pop("practised_s", 600.0)
        values: dict[str, Any] = {
            "id": str(ULID()),
            "started_at": start,
            "practised_s": length_s,
            "tz": "America/Los_Angeles",
            "utc_offset_s": -28_800,
            "created": datetime(2027, 3, 1, 16, tzinfo=UTC),
            "updated": datetime(2027, 3, 1, 16, tzinfo=UTC),
        }
        if "ended_at" not in fields:
            values["ended_at"] = start + timedelta(seconds=length_s)
        return Session(**(values | fields))

    return make


@pytest.fixture
def log(store: Store) -> SessionLog:
    return SessionLog(store)
