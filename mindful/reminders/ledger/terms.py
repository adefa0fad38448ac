"""On what terms occurrences are taken, and the rows that a transaction comes to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from mindful.sessions.days import DAY_START

if TYPE_CHECKING:
    from datetime import timedelta

    from mindful.reminders.ledger.model import Claim

LIMIT = 500
"""Occurrences that are taken in one transaction; a thousand take two."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Terms:
    """On what terms occurrences are taken."""

    owner: str
    """Who takes them."""
    lease_s: float
    """How long they are his; longer than a delivery takes."""
    day_start: timedelta = DAY_START
    """When a practice day begins, after midnight."""
    limit: int = LIMIT


@dataclass(kw_only=True, slots=True)
class Outcome:
    """Rows to be written, gathered over a whole transaction."""

    new: list[dict[str, Any]] = field(default_factory=list)
    moved_on: list[dict[str, Any]] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
