"""Finding a row by its id, or by as much of it as people care to type."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Connection, RowMapping, Table

_ID_LENGTH = 26
"""Of a whole ULID, https://github.com/ulid/spec."""


def rows_named(
    connection: Connection, table: Table, text: str, *conditions: ColumnElement[bool], for_change: bool = False
) -> Sequence[RowMapping]:
    """Return the rows of a table whose id is a text, or begins or ends with it, in capitals or not.

    Args:
        connection: Inside a transaction.
        table: Has a column ``id``.
        text: As a person typed it.
        conditions: What else must hold.
        for_change: Keep the rows from others until the transaction ends, where a database can.

    Returns:
        Two at most, since more than one is one too many.
    """
    column: ColumnElement[Any] = table.c.id
    given = text.strip()
    part = given.upper()
    named: ColumnElement[bool] = column.in_((given, part))
    if part and len(part) < _ID_LENGTH:
        named = or_(named, column.startswith(part, autoescape=True), column.endswith(part, autoescape=True))
    query = select(table).where(named, *conditions).limit(2)
    return connection.execute(query.with_for_update() if for_change else query).mappings().all()
