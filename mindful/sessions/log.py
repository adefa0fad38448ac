"""The log: sessions are added, found, edited, removed, and changes taken back.

Every change is one transaction and one *change set*: the rows it touched as they were. The last ten of each kind are
kept, so that they can be taken back; `forget` removes those as well.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import BigInteger, cast, delete, func, insert, literal_column, or_, select, update

from mindful.errors import SessionError
from mindful.sessions.days import DAY_START, instant, microseconds, number_of
from mindful.sessions.rows import row_as_text, row_from, session_from
from mindful.sessions.statistics import Tallies
from mindful.store import CHANGE_ROWS, CHANGES, SESSIONS, rows_named

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from sqlalchemy import ColumnElement, Connection

    from mindful.sessions.model import Session
    from mindful.store import Store

Change = Literal["add", "edit", "remove", "import"]
KEPT_CHANGES = 10
"""Of each kind; more would keep a removed session's note for longer than anybody wants it back."""
_BATCH = 1000
"""Rows at a time; a statement of SQLite takes 32,766 values, and one with more is no faster."""
_DAY_US, _HOUR_US = 86_400_000_000, 3_600_000_000
_SHIFT_DAYS = 50_000
"""More days than there are between the first session that can be and 1970."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Undone:
    """A change that was taken back."""

    kind: Change
    made_at: datetime
    """When it had been made, in UTC."""
    taken_out: int
    """How many sessions it had added, which are gone now."""
    put_back: int
    """How many sessions it had edited or removed, which are as they were."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Forgotten:
    """What was forgotten."""

    sessions: int
    """How many sessions were deleted."""
    notes: int
    """How many notes were deleted, where the sessions stay."""
    scrubbed: bool
    """Whether the database's own files hold nothing of it any more; not so while another program reads them."""


class SessionLog:
    """The sessions in a store.

    An id may be shortened to a beginning or an end that no other session has. Days are practice days. Methods raise
    `SessionError` for a session that is not there, and `StoreError` when the database cannot be used.
    """

    def __init__(self, store: Store, *, day_start: timedelta = DAY_START) -> None:
        self._store = store
        self._day_start = day_start

    def add(self, session: Session) -> None:
        """Add a session. It is on the disk when this returns."""
        self.add_many([session])

    def add_many(self, sessions: Iterable[Session]) -> int:
        """Add sessions, all or none of them, and return how many."""
        with self._store.writing() as connection:
            change = _new_change(connection, "add")
            added = sum(_insert(connection, change, batch) for batch in _batches(sessions))
            _drop_empty_changes(connection)
            return added

    def import_batch(self, sessions: Iterable[Session]) -> tuple[int, int]:
        """Add the sessions whose id the log does not hold yet, all or none of them.

        Two processes may import the same sessions at once: each session is added once.

        Args:
            sessions: With ids that are the same at every import: a backup's own, or made of source, start and length.

        Returns:
            How many were added, and how many were there already, in the log or earlier in the batch.
        """
        added = seen = 0
        with self._store.writing(alone=True) as connection:
            change = _new_change(connection, "import")
            for batch in _batches(sessions):
                fresh = {session.id: session for session in batch}
                here = connection.scalars(select(SESSIONS.c.id).where(SESSIONS.c.id.in_(fresh)))
                for known in here.all():
                    del fresh[known]
                added += _insert(connection, change, list(fresh.values()))
                seen += len(batch)
            _drop_empty_changes(connection)
        return added, seen - added

    def get(self, session_id: str) -> Session:
        """Return a session."""
        with self._store.reading() as connection:
            return session_from(_row(connection, session_id))

    def find(
        self,
        *,
        since: date | None = None,
        until: date | None = None,
        kind: str | None = None,
        text: str | None = None,
        limit: int | None = None,
        offset: int = 0,
    ) -> list[Session]:
        """Return sessions, the newest first.

        Args:
            since: Only from this practice day on.
            until: Only to this practice day, itself included.
            kind: Only of this kind.
            text: Only with this in title or note, in capitals or not.
            limit: So many at most.
            offset: So many of the newest are left out.
        """
        query = select(SESSIONS).order_by(SESSIONS.c.started_us.desc(), SESSIONS.c.id.desc())
        query = query.where(*self._conditions(since=since, until=until, kind=kind, text=text)).offset(offset)
        with self._store.reading() as connection:
            rows = connection.execute(query if limit is None else query.limit(limit)).mappings()
            return [session_from(row) for row in rows]

    def count(
        self, *, since: date | None = None, until: date | None = None, kind: str | None = None, text: str | None = None
    ) -> int:
        """Return how many sessions `find` would find without a limit."""
        conditions = self._conditions(since=since, until=until, kind=kind, text=text)
        with self._store.reading() as connection:
            return connection.scalar(select(func.count()).select_from(SESSIONS).where(*conditions)) or 0

    def tallies(self, *, since: date | None = None, until: datetime | None = None) -> Tallies:
        """Count what statistics need, all at one moment of the log.

        Args:
            since: Only from this practice day on.
            until: Only what began at this instant or before.
        """
        columns, wall_us = SESSIONS.c, SESSIONS.c.started_us + _offset_us()
        seconds, sittings = func.sum(columns.practised_s), func.count()
        # Before 1970 the numbers are negative, and databases round those up: the shift keeps them positive.
        day = ((self._local_us() + _SHIFT_DAYS * _DAY_US) // _DAY_US - _SHIFT_DAYS).label("day")
        hour = ((wall_us + _SHIFT_DAYS * _DAY_US) // _HOUR_US % 24).label("hour")
        conditions = [*self._conditions(since=since, until=None, kind=None, text=None)]
        if until is not None:
            # The sum keeps SQLite from walking the index, which is slower for nearly all of a table.
            conditions.append(columns.started_us + 0 <= microseconds(until))
        with self._store.reading() as connection:

            def rows(by: ColumnElement[Any], *what: ColumnElement[Any]) -> Any:
                # By its place: written out a second time, its parameters would make it another expression.
                first: ColumnElement[Any] = literal_column("1")
                return connection.execute(select(by, *what).where(*conditions).group_by(first)).all()

            def pairs(before: ColumnElement[Any], after: ColumnElement[Any]) -> Any:
                noted = select(before, after, sittings).where(*conditions, before.is_not(None), after.is_not(None))
                return connection.execute(noted.group_by(before, after)).all()

            return Tallies(
                days=rows(day, seconds),
                kinds=rows(columns.kind, sittings, seconds, func.max(columns.practised_s)),
                hours=rows(hour, sittings, seconds),
                mood=pairs(columns.mood_before, columns.mood_after),
                tension=pairs(columns.tension_before, columns.tension_after),
            )

    def edit(self, session_id: str, **changes: Any) -> Session:
        """Change fields of a session and return it as it is now.

        Args:
            session_id: Of the session.
            changes: Field -> new value.

        Raises:
            SessionError: There is no such session, or no session can be like that.
        """
        with self._store.writing() as connection:
            row = _row(connection, session_id, for_change=True)
            edited = replace(session_from(row), **{"updated": datetime.now(UTC), **changes})
            _keep(connection, _new_change(connection, "edit"), [(edited.id, row_as_text(row))])
            connection.execute(update(SESSIONS).where(SESSIONS.c.id == edited.id).values(row_from(edited)))
            return edited

    def remove(self, session_id: str) -> Session:
        """Remove a session and return it as it was."""
        with self._store.writing() as connection:
            row = _row(connection, session_id, for_change=True)
            _keep(connection, _new_change(connection, "remove"), [(row["id"], row_as_text(row))])
            connection.execute(delete(SESSIONS).where(SESSIONS.c.id == row["id"]))
            return session_from(row)

    def undo(self, kind: Change | None = None) -> Undone | None:
        """Take the last change back.

        Args:
            kind: The last change of this kind; of any kind by default. What was done later to the same sessions goes
                with it.

        Returns:
            What was taken back; None when there is nothing to take back.
        """
        query = select(CHANGES).order_by(CHANGES.c.id.desc()).limit(1)
        with self._store.writing(alone=True) as connection:
            change = connection.execute(query if kind is None else query.where(CHANGES.c.kind == kind)).first()
            if change is None:
                return None
            touched = select(CHANGE_ROWS.c.session_id).where(CHANGE_ROWS.c.change_id == change.id)
            before = connection.scalars(
                select(CHANGE_ROWS.c.before).where(
                    CHANGE_ROWS.c.change_id == change.id, CHANGE_ROWS.c.before.is_not(None)
                )
            ).all()
            taken_out = connection.execute(delete(SESSIONS).where(SESSIONS.c.id.in_(touched))).rowcount
            if before:
                connection.execute(insert(SESSIONS), [json.loads(row) for row in before])
            # Of the change itself as well, which leaves it empty.
            later = CHANGE_ROWS.c.session_id.in_(touched) & (CHANGE_ROWS.c.change_id >= change.id)
            connection.execute(delete(CHANGE_ROWS).where(later))
            _drop_empty_changes(connection)
        return Undone(
            kind=change.kind,
            made_at=instant(change.made_us),
            taken_out=0 if before else taken_out,
            put_back=len(before),
        )

    def forget_all(self) -> Forgotten:
        """Delete every session for good."""
        return self._forget(sessions=delete(SESSIONS))

    def forget_before(self, day: date) -> Forgotten:
        """Delete the sessions of all practice days before a day for good."""
        return self._forget(sessions=delete(SESSIONS).where(self._local_us() < number_of(day) * _DAY_US))

    def forget_notes(self) -> Forgotten:
        """Delete every note for good; the sessions stay."""
        return self._forget(notes=update(SESSIONS).where(SESSIONS.c.note.is_not(None)).values(note=None))

    def _forget(self, *, sessions: Any = None, notes: Any = None) -> Forgotten:
        with self._store.writing(alone=True) as connection:
            deleted = 0 if sessions is None else connection.execute(sessions).rowcount
            emptied = 0 if notes is None else connection.execute(notes).rowcount
            # A change set holds rows as they were: all of them go, as none is worth a note that should be gone.
            connection.execute(delete(CHANGE_ROWS))
            connection.execute(delete(CHANGES))
        return Forgotten(sessions=deleted, notes=emptied, scrubbed=self._store.scrub())

    def _conditions(
        self, *, since: date | None, until: date | None, kind: str | None, text: str | None
    ) -> Iterator[ColumnElement[bool]]:
        if since is not None:
            yield self._local_us() >= number_of(since) * _DAY_US
        if until is not None:
            yield self._local_us() < (number_of(until) + 1) * _DAY_US
        if kind is not None:
            yield SESSIONS.c.kind == kind
        if text is not None:
            title, note = SESSIONS.c.title, SESSIONS.c.note
            yield or_(title.icontains(text, autoescape=True), note.icontains(text, autoescape=True))

    def _local_us(self) -> ColumnElement[int]:
        """Return the local time since 1970, less the day start: whole days of it are practice days."""
        return SESSIONS.c.started_us + _offset_us() - self._day_start // timedelta(microseconds=1)


def _offset_us() -> ColumnElement[int]:
    # Seconds times a million leave the range of an integer of PostgreSQL.
    return cast(SESSIONS.c.utc_offset_s, BigInteger) * 1_000_000


def _batches(sessions: Iterable[Session]) -> Iterator[list[Session]]:
    source = iter(sessions)
    while batch := list(islice(source, _BATCH)):
        yield batch


def _new_change(connection: Connection, kind: Change) -> int:
    """Begin a change set and return its number; the oldest of that kind go."""
    made = insert(CHANGES).values(kind=kind, made_us=microseconds(datetime.now(UTC))).returning(CHANGES.c.id)
    number: int = connection.execute(made).scalar_one()
    of_kind = select(CHANGES.c.id).where(CHANGES.c.kind == kind).order_by(CHANGES.c.id.desc()).offset(KEPT_CHANGES)
    old = connection.scalars(of_kind.limit(KEPT_CHANGES)).all()
    if old:
        connection.execute(delete(CHANGES).where(CHANGES.c.id.in_(old)))
    return number


def _drop_empty_changes(connection: Connection) -> None:
    connection.execute(delete(CHANGES).where(CHANGES.c.id.not_in(select(CHANGE_ROWS.c.change_id))))


def _keep(connection: Connection, change: int, rows: Iterable[tuple[str, str | None]]) -> None:
    values = [{"change_id": change, "session_id": session_id, "before": before} for session_id, before in rows]
    if values:
        connection.execute(insert(CHANGE_ROWS), values)


def _insert(connection: Connection, change: int, sessions: Sequence[Session]) -> int:
    if sessions:
        connection.execute(insert(SESSIONS), [row_from(session) for session in sessions])
        _keep(connection, change, ((session.id, None) for session in sessions))
    return len(sessions)


def _row(connection: Connection, session_id: str, *, for_change: bool = False) -> dict[str, Any]:
    """Return the row of a session by its id, or by a beginning or an end of it that no other has."""
    part = session_id.strip().upper()
    rows = rows_named(connection, SESSIONS, part, for_change=for_change)
    if not rows:
        raise SessionError(f'There is no session "{part}".', hint="mindful log shows the ids.")
    if len(rows) > 1:
        ids = f"{rows[0]['id']} and {rows[1]['id']}"
        raise SessionError(f'Several sessions have "{part}" in their id, such as {ids}.', hint="Give more of the id.")
    return dict(rows[0])
