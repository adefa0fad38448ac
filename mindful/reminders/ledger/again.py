"""Occurrences that are looked at again: snoozed, moved, to be tried again, to follow up, or left by one who died."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select, update

from mindful.errors import StoreError
from mindful.reminders.decisions import Verdict, decide
from mindful.reminders.ledger.model import Claim
from mindful.reminders.ledger.rows import due_of, reminder_of, us
from mindful.reminders.ledger.terms import Outcome
from mindful.store import DELIVERIES, REMINDERS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

    from mindful.reminders.ledger.model import Reminder
    from mindful.reminders.ledger.standings import Known
    from mindful.reminders.ledger.terms import Terms

_BROKEN_OFF = "An earlier try was broken off, and may have arrived. "


def take_again(connection: Connection, known: Known, terms: Terms) -> Outcome:
    """Decide upon the occurrences whose wait, or whose lease, is over, and write what comes of it."""
    query = select(DELIVERIES).where(DELIVERIES.c.look_us <= us(known.now)).order_by(DELIVERIES.c.look_us)
    rows = connection.execute(query.limit(terms.limit).with_for_update(skip_locked=True)).mappings().all()
    outcome = Outcome()
    if not rows:
        return outcome
    reminders = _reminders(connection, {row["reminder_id"] for row in rows})
    for row in rows:
        _look_again(row, reminders.get(row["reminder_id"]), known, terms, outcome)
    columns = ("state", "reason", "look_us", "owner", "attempts", "decided_us")
    key = (DELIVERIES.c.reminder_id == bindparam("of")) & (DELIVERIES.c.occurrence_key == bindparam("key"))
    values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in columns}
    connection.execute(update(DELIVERIES).where(key).values(values), outcome.moved_on)
    return outcome


def _look_again(
    row: Mapping[Any, Any], reminder: Reminder | None, known: Known, terms: Terms, outcome: Outcome
) -> None:
    verdict = _verdict_again(row, reminder, known)
    send = verdict.state == "send"
    until = known.now + timedelta(seconds=terms.lease_s)
    reason = (_BROKEN_OFF if row["state"] == "claimed" else "") + verdict.reason
    outcome.moved_on.append(
        {
            "of": row["reminder_id"],
            "key": row["occurrence_key"],
            "new_state": "claimed" if send else verdict.state,
            "new_reason": reason,
            "new_look_us": us(until) if send else None,
            "new_owner": terms.owner if send else row["owner"],
            "new_attempts": row["attempts"] + send,
            "new_decided_us": us(known.now),
        }
    )
    if send and reminder:
        outcome.claims.append(
            Claim(
                reminder=reminder, key=row["occurrence_key"], due=due_of(row), until=until,
                owner=terms.owner, attempts=row["attempts"] + 1, reason=reason, ask=verdict.ask,
                unanswered=known.unanswered(reminder),
            )
        )  # fmt: skip


def _verdict_again(row: Mapping[Any, Any], reminder: Reminder | None, known: Known) -> Verdict:
    if reminder is None:
        return Verdict(state="missed", reason="The reminder was removed, or cannot be read.")
    due = due_of(row)
    if "+" in row["occurrence_key"] and known.practised_since(reminder.last_sent):
        return Verdict(state="done", reason="You have practised since the first one.")
    return decide(due, known.standing(reminder, row["occurrence_key"]))


def _reminders(connection: Connection, ids: set[str]) -> dict[str, Reminder]:
    found = {}
    query = select(REMINDERS).where(REMINDERS.c.id.in_(ids), ~REMINDERS.c.removed)
    for row in connection.execute(query).mappings():
        try:
            found[row["id"]] = reminder_of(row)
        except StoreError:
            continue
    return found
