"""What became of an occurrence that was taken: sent, to be tried again, or failed for good."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from mindful.reminders.decisions import LATE_S, follow_up
from mindful.reminders.ledger.model import is_further
from mindful.reminders.ledger.rows import delivery_row, insert_new, us
from mindful.reminders.rules import Occurrence
from mindful.sessions.days import DAY_START
from mindful.store import DELIVERIES, REMINDERS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    from sqlalchemy import ColumnElement, Connection

    from mindful.reminders.delivery import Receipt
    from mindful.reminders.ledger.model import Claim
    from mindful.store import Store

RETRY_S = (60.0, 300.0, 900.0, 3600.0)
"""From one failed delivery to the next; the last is repeated for as long as the reminder may be caught up."""
_MAY_HAVE_ARRIVED = "No answer came back; it may have arrived."


def renew(store: Store, claims: Sequence[Claim], now: datetime, lease_s: float) -> int:
    """Make leases longer that are still ours, and return how many those are.

    Args:
        store: The database.
        claims: As they were taken.
        now: Aware.
        lease_s: How long they are ours from now on.
    """
    if not claims:
        return 0
    until = us(now + timedelta(seconds=lease_s))
    with store.writing() as connection:
        return sum(
            connection.execute(update(DELIVERIES).where(_held(claim)).values(look_us=until)).rowcount
            for claim in claims
        )  # fmt: skip


def take_back_leases(store: Store, owner: str, now: datetime) -> int:
    """Let what an earlier process of this owner had taken be looked at now, and return how much that is.

    Only for the one that holds the owner's lock: nobody else of this owner is alive.
    """
    left = (DELIVERIES.c.state == "claimed") & (DELIVERIES.c.owner == owner)
    with store.writing() as connection:
        return connection.execute(update(DELIVERIES).where(left).values(look_us=us(now))).rowcount


def mark(
    store: Store,
    claim: Claim,
    receipts: Sequence[Receipt],
    now: datetime,
    *,
    here: ZoneInfo,
    day_start: timedelta = DAY_START,
    listening: bool = True,
) -> bool:
    """Write what became of an occurrence.

    Args:
        store: The database.
        claim: As it was taken.
        receipts: One for each channel that was tried; the last one decides.
        now: Aware.
        here: The zone where the person is.
        day_start: When a practice day begins, after midnight.
        listening: Whether somebody hears the buttons of a message that has some.

    Returns:
        Whether it was still ours; if not, another process has taken it and writes what becomes of it.
    """
    values = _fate(claim, receipts, now, here)
    values["results"] = json.dumps([receipt.as_row() for receipt in receipts], ensure_ascii=False)
    with store.writing() as connection:
        if connection.execute(update(DELIVERIES).where(_held(claim)).values(values)).rowcount != 1:
            return False
        if values["state"] == "sent":
            # Silence means something only where there was a way to answer: a chime or a mail has no button.
            answerable = listening and any(one.handle and one.state == "delivered" for one in receipts)
            _count(connection, claim, now, here, day_start, answerable=answerable)
    return True


def _fate(claim: Claim, receipts: Sequence[Receipt], now: datetime, here: ZoneInfo) -> dict[str, Any]:
    last = receipts[-1] if receipts else None
    unsure = any(receipt.state == "unknown" for receipt in receipts)
    if (last and last.state == "delivered") or unsure:
        reason = claim.reason if last and last.state == "delivered" else f"{claim.reason} {_MAY_HAVE_ARRIVED}"
        return {"state": "sent", "reason": reason, "look_us": None, "sent_us": us(now)}
    why = " ".join(f"{receipt.channel}: {receipt.detail}" for receipt in receipts) or "It has no channel to go by."
    again = now + timedelta(seconds=RETRY_S[min(claim.attempts, len(RETRY_S)) - 1])
    if (again - claim.due).total_seconds() > max(claim.reminder.latest_s, LATE_S):
        return {"state": "failed", "reason": f"It could not be sent. {why}", "look_us": None}
    clock = again.astimezone(claim.reminder.zone(here))
    reason = f"It could not be sent, and is tried again at {clock:%H:%M}. {why}"
    return {"state": "waiting", "reason": reason, "look_us": us(again)}


def _count(
    connection: Connection, claim: Claim, now: datetime, here: ZoneInfo, day_start: timedelta, *, answerable: bool
) -> None:
    """Count it as unanswered until somebody reacts, and lay out its one follow-up."""
    reminder = claim.reminder
    values: dict[str, Any] = {"last_sent_us": us(now)}
    if is_further(claim.key):
        return
    # A button may be quicker than this: the message is shown before it is written down.
    answered = connection.scalar(select(DELIVERIES.c.acted).where(_named(claim))) is not None
    if not reminder.bell:
        values["unanswered"] = 0 if answered else claim.unanswered + answerable
    connection.execute(update(REMINDERS).where(REMINDERS.c.id == reminder.id).values(values))
    # Whoever has not answered for days is not asked twice on one.
    if not reminder.follow_up or reminder.bell or claim.ask or claim.unanswered or answered:
        return
    zone = reminder.zone(here)
    sent = Occurrence(key=claim.key, due=now, local=now.astimezone(zone))
    further = follow_up(sent, zone, day_start=day_start)
    if further:
        row = delivery_row(
            reminder.id, further.key, due=further.due, state="waiting", reason="To follow up, unless you answer.",
            now=now, look=further.due,
        )  # fmt: skip
        connection.execute(insert_new(connection, DELIVERIES), [row])


def _named(claim: Claim) -> ColumnElement[bool]:
    return (DELIVERIES.c.reminder_id == claim.reminder.id) & (DELIVERIES.c.occurrence_key == claim.key)


def _held(claim: Claim) -> ColumnElement[bool]:
    return (
        _named(claim)
        & (DELIVERIES.c.state == "claimed")
        & (DELIVERIES.c.owner == claim.owner)
        & (DELIVERIES.c.attempts == claim.attempts)
    )
