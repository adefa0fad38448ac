"""A session as a row of the database, and back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from mindful.errors import SessionError, StoreError
from mindful.sessions.days import instant, microseconds
from mindful.sessions.model import Session

if TYPE_CHECKING:
    from collections.abc import Mapping

_INSTANTS = {"started_at": "started_us", "ended_at": "ended_us", "created": "created_us", "updated": "updated_us"}
"""Field -> column; every other column has the field's name and value."""
_PLAIN = tuple(name for name in Session.__dataclass_fields__ if name not in _INSTANTS)


def row_from(session: Session) -> dict[str, Any]:
    """Return the columns of a session, by name."""
    row = {name: getattr(session, name) for name in _PLAIN}
    for field, column in _INSTANTS.items():
        row[column] = microseconds(getattr(session, field))
    return row


def session_from(row: Mapping[Any, Any]) -> Session:
    """Return the session of a row.

    Raises:
        StoreError: The row holds what no session can: the disk, or somebody by hand, has changed it.
    """
    values: dict[str, Any] = {name: row[name] for name in _PLAIN}
    for field, column in _INSTANTS.items():
        values[field] = instant(row[column])
    try:
        return Session(**values)
    except SessionError as error:
        raise StoreError(
            f'The session "{row["id"]}" in the log is damaged: {error.message}',
            hint="Put a copy of the log back in its place.",
        ) from None


def row_as_text(row: Mapping[Any, Any]) -> str:
    """Write a row as JSON, for the changes that can be taken back."""
    return json.dumps(dict(row), ensure_ascii=False)
