"""What is known about reminders at the moment of a tick: pauses, practice, answers; gathered once for all of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from mindful.reminders.decisions import EVERY_REMINDER, Standing
from mindful.reminders.ledger.model import is_further
from mindful.reminders.ledger.rows import pause_of, us
from mindful.sessions.days import today
from mindful.sessions.practised import last_start, practised_on
from mindful.store import PAUSES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime, timedelta
    from zoneinfo import ZoneInfo

    from sqlalchemy import Connection

    from mindful.reminders.decisions import Pause
    from mindful.reminders.ledger.model import Reminder

_LONG_AGO_US = 32 * 86_400_000_000
"""Occurrences older than this are not walked one by one; see `claims`."""


@dataclass(frozen=True, kw_only=True)
class Known:
    """The records of one moment, read as far as they are asked for, in the transaction of a tick."""

    connection: Connection
    now: datetime
    here: ZoneInfo
    day_start: timedelta
    _practised: dict[date, float] = field(default_factory=dict)

    def standing(self, reminder: Reminder, key: str, *, newer_due: bool = False) -> Standing:
        """Return how a reminder stands when one of its occurrences is decided upon."""
        tz = reminder.zone(self.here)
        # What a person has put off, or is told once more, is not held back as the next reminder would be.
        rests = not reminder.bell and not is_further(key)
        return Standing(
            now=self.now,
            zone=tz,
            catch_up_s=reminder.latest_s,
            newer_due=newer_due,
            quiet=reminder.quiet,
            pauses=self._pauses_of(reminder.id),
            skip_if_done=reminder.skip_if_done,
            min_minutes=reminder.min_minutes,
            practised_s=self._practised_s(tz) if reminder.skip_if_done else 0.0,
            unanswered=self.unanswered(reminder) if rests else 0,
            last_sent_on=reminder.last_sent.astimezone(tz).date() if reminder.last_sent else None,
        )

    def unanswered(self, reminder: Reminder) -> int:
        """Return how many in a row nobody reacted to; whoever has practised since the last one has reacted."""
        if reminder.bell or self.practised_since(reminder.last_sent):
            return 0
        return reminder.unanswered

    def practised_since(self, moment: datetime | None) -> bool:
        """Tell whether a session was begun at an instant or later; not so where there is no instant."""
        return moment is not None and self._last_start is not None and self._last_start >= moment

    @cached_property
    def _last_start(self) -> datetime | None:
        return last_start(self.connection)

    @cached_property
    def _pauses(self) -> Sequence[Pause]:
        # Those that ended longer ago than anything is caught up hold nothing back any more.
        recent = or_(PAUSES.c.until_us.is_(None), PAUSES.c.until_us > (us(self.now) or 0) - _LONG_AGO_US)
        return [pause_of(row) for row in self.connection.execute(select(PAUSES).where(recent)).mappings()]

    @cached_property
    def _pauses_by_scope(self) -> dict[str, list[Pause]]:
        by_scope: dict[str, list[Pause]] = {}
        for pause in self._pauses:
            by_scope.setdefault(pause.scope, []).append(pause)
        return by_scope

    def _pauses_of(self, reminder_id: str) -> Sequence[Pause]:
        scopes = self._pauses_by_scope
        return [*scopes.get(EVERY_REMINDER, ()), *scopes.get(reminder_id, ())]

    def _practised_s(self, tz: ZoneInfo) -> float:
        day = today(self.now.astimezone(tz), day_start=self.day_start)
        if day not in self._practised:
            self._practised[day] = practised_on(self.connection, day, day_start=self.day_start)
        return self._practised[day]
