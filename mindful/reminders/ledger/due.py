"""Reminders that are due: what came due since they were last looked at is decided, and they are moved on."""

from __future__ import annotations

import logging
from collections import deque
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select, tuple_, update

from mindful.errors import MindfulError
from mindful.reminders.decisions import decide
from mindful.reminders.ledger.model import Claim
from mindful.reminders.ledger.rows import delivery_row, insert_new, reminder_of, us
from mindful.reminders.ledger.terms import Outcome
from mindful.reminders.rules import Occurrence
from mindful.sessions.days import instant
from mindful.store import DELIVERIES, REMINDERS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from mindful.reminders.ledger.model import Reminder
    from mindful.reminders.ledger.standings import Known
    from mindful.reminders.ledger.terms import Terms

_LOG = logging.getLogger("mindful")
LISTED = 100
"""So many missed occurrences of one reminder get a row each; what was missed before them is counted."""
_LONGEST_WALK = timedelta(days=31)
"""Occurrences older than this were missed long ago: they are not even counted."""


def take_due(connection: Connection, known: Known, terms: Terms) -> Outcome:
    """Decide upon the reminders that are due, the longest due first, and write what comes of it."""
    query = select(REMINDERS).where(REMINDERS.c.next_due_us <= us(known.now)).order_by(REMINDERS.c.next_due_us)
    rows = connection.execute(query.limit(terms.limit).with_for_update(skip_locked=True)).mappings().all()
    walked: list[tuple[Reminder, _Walk]] = []
    outcome = Outcome()
    for row in rows:
        try:
            reminder = reminder_of(row)
            walked.append((reminder, _walk(reminder, known)))
        except MindfulError as error:
            _set_aside(row, error.message, known.now, outcome)
        except Exception as error:  # noqa: BLE001 -- a fault of ours in one reminder keeps no other back
            _LOG.exception("The next times of %s cannot be told.", row["id"])
            _set_aside(row, f"Its next times cannot be told: {type(error).__name__}.", known.now, outcome)
    taken = _taken(connection, [(reminder.id, walk.last.key) for reminder, walk in walked])
    for reminder, walk in walked:
        _missed(reminder, walk, known, outcome)
        _move_on(reminder.id, walk.coming, outcome)
        if (reminder.id, walk.last.key) not in taken:
            _settle(reminder, walk.last, known, terms, outcome)
    _write(connection, outcome)
    return outcome


@dataclass(frozen=True, kw_only=True, slots=True)
class _Walk:
    """The occurrences of a reminder that came due since it was last looked at."""

    earlier: Sequence[Occurrence]
    """All but the last, the newest `LISTED` of them."""
    dropped: int
    """How many came before those."""
    last: Occurrence
    coming: Occurrence | None


def _walk(reminder: Reminder, known: Known) -> _Walk:
    tz = reminder.zone(known.here)
    first = Occurrence(
        key=reminder.next_key or "", due=reminder.next_due or known.now,
        local=(reminder.next_due or known.now).astimezone(tz),
    )  # fmt: skip
    earlier: deque[Occurrence] = deque(maxlen=LISTED)
    last, dropped = first, 0
    coming = reminder.after(max(first.due, known.now - _LONGEST_WALK), known.here)
    while coming and coming.due <= known.now:
        dropped += len(earlier) == LISTED
        earlier.append(last)
        last, coming = coming, reminder.after(coming.due, known.here)
    return _Walk(earlier=tuple(earlier), dropped=dropped, last=last, coming=coming)


def _taken(connection: Connection, keys: Sequence[tuple[str, str]]) -> set[tuple[str, str]]:
    """Return those of some occurrences that have a row already: skipped or moved by hand, or sent in another zone."""
    if not keys:
        return set()
    both = tuple_(DELIVERIES.c.reminder_id, DELIVERIES.c.occurrence_key)
    found = connection.execute(select(DELIVERIES.c.reminder_id, DELIVERIES.c.occurrence_key).where(both.in_(keys)))
    return {(row.reminder_id, row.occurrence_key) for row in found}


def _missed(reminder: Reminder, walk: _Walk, known: Known, outcome: Outcome) -> None:
    for number, occurrence in enumerate(walk.earlier):
        verdict = decide(occurrence.due, known.standing(reminder, occurrence.key, newer_due=True))
        reason = verdict.reason
        if walk.dropped and not number:
            reason += f" {walk.dropped:,} before it were missed in the same way."
        outcome.new.append(
            delivery_row(
                reminder.id, occurrence.key, due=occurrence.due, state=verdict.state, reason=reason, now=known.now
            )
        )


def _settle(reminder: Reminder, occurrence: Occurrence, known: Known, terms: Terms, outcome: Outcome) -> None:
    verdict = decide(occurrence.due, known.standing(reminder, occurrence.key))
    send = verdict.state == "send"
    until = known.now + timedelta(seconds=terms.lease_s)
    outcome.new.append(
        delivery_row(
            reminder.id, occurrence.key, due=occurrence.due, state="claimed" if send else verdict.state,
            reason=verdict.reason, now=known.now, look=until if send else None, owner=terms.owner if send else None,
            attempts=int(send),
        )
    )  # fmt: skip
    if send:
        outcome.claims.append(
            Claim(
                reminder=reminder, key=occurrence.key, due=occurrence.due, until=until, owner=terms.owner, attempts=1,
                reason=verdict.reason, ask=verdict.ask, unanswered=known.unanswered(reminder),
            )
        )  # fmt: skip


def _set_aside(row: Mapping[Any, Any], reason: str, now: datetime, outcome: Outcome) -> None:
    """Record a reminder that cannot be read, and look at it no more; the row itself stays as it is."""
    key = row["next_key"] or now.isoformat(timespec="minutes")
    try:
        due = instant(row["next_due_us"])
    except OverflowError:
        due = now
    outcome.new.append(delivery_row(row["id"], key, due=due, state="failed", reason=reason, now=now))
    _move_on(row["id"], None, outcome)


def _move_on(reminder_id: str, coming: Occurrence | None, outcome: Outcome) -> None:
    outcome.moved_on.append(
        {"of": reminder_id, "due": us(coming.due) if coming else None, "key": coming.key if coming else None}
    )


def _write(connection: Connection, outcome: Outcome) -> None:
    if outcome.new:
        connection.execute(insert_new(connection, DELIVERIES), outcome.new)
    if outcome.moved_on:
        values: dict[str, Any] = {"next_due_us": bindparam("due"), "next_key": bindparam("key")}
        connection.execute(update(REMINDERS).where(REMINDERS.c.id == bindparam("of")).values(values), outcome.moved_on)
