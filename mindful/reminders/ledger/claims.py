"""Taking what is due: one short transaction that decides, writes the ledger, and moves every reminder on.

An occurrence has one row, and whoever writes it has it. On PostgreSQL rows that another worker holds are passed over;
SQLite lets one writer in at a time. What is taken has a lease: after its end another process may take it again, so that
an occurrence is claimed once and delivered at least once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mindful.reminders.ledger.again import take_again
from mindful.reminders.ledger.due import take_due
from mindful.reminders.ledger.standings import Known
from mindful.reminders.ledger.travel import follow_the_person

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from mindful.reminders.ledger.model import Claim
    from mindful.reminders.ledger.terms import Terms
    from mindful.store import Store


@dataclass(frozen=True, kw_only=True, slots=True)
class Claimed:
    """What a transaction came to."""

    claims: tuple[Claim, ...]
    """To be sent, in the order in which they were due."""
    decided: int
    """Occurrences that were decided upon, those that are not sent too."""
    more: bool
    """Whether more may be due at this very moment."""


def claim(store: Store, now: datetime, here: ZoneInfo, terms: Terms) -> Claimed:
    """Decide upon what is due and take what is to be sent.

    Args:
        store: The database.
        now: Aware: the moment of sending.
        here: The zone where the person is.
        terms: On what terms.

    Raises:
        StoreError: The database cannot be used; nothing was taken.
    """
    with store.writing() as connection:
        known = Known(connection=connection, now=now, here=here, day_start=terms.day_start)
        travelled = follow_the_person(connection, known)
        put_off = take_again(connection, known, terms)
        due = take_due(connection, known, terms)
    claims = sorted((*put_off.claims, *due.claims), key=lambda one: one.due)
    return Claimed(
        claims=tuple(claims),
        decided=len(due.new) + len(put_off.moved_on),
        more=max(len(due.moved_on), len(put_off.moved_on), travelled) >= terms.limit,
    )
