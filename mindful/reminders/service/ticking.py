"""One tick: take what is due, hand it to the lanes, take back what is shown and no longer needed, give a sign of life.

A tick never raises for what a database, a channel or a damaged reminder does: it says so in its result and in the sign
of life, and the next one tries again.
"""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from mindful.errors import MindfulError, ReminderError, StoreError
from mindful.reminders.delivery import ACTIONS, message_of
from mindful.reminders.ledger import Answers, Heartbeat, History, Pulse, claim, mark
from mindful.reminders.ledger.marks import renew, take_back_leases
from mindful.reminders.ledger.terms import Terms
from mindful.reminders.service.sending import Lanes

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from zoneinfo import ZoneInfo

    from mindful.reminders.delivery import Action, Dispatcher, Receipt
    from mindful.reminders.ledger import Claim
    from mindful.store import Store

_LOG = logging.getLogger("mindful")
LEASE_S = 180.0
"""Longer than a message to four channels takes by `Patience`; lengthened while a message waits in its lane."""
PRUNE_EVERY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Ticked:
    """What a tick did."""

    decided: int = 0
    """Occurrences that were decided upon."""
    taken: int = 0
    """Those of them that are sent."""
    next_look: datetime | None = None
    """The first instant at which there is something to do again."""
    trouble: MindfulError | None = None
    """What kept it from doing more."""


class Ticker:
    """Does what there is to do at one moment."""

    def __init__(
        self,
        store: Store,
        dispatcher: Dispatcher,
        *,
        owner: str,
        now: Callable[[], datetime],
        here: Callable[[], ZoneInfo],
        day_start: timedelta,
        version: str,
        actions: Sequence[Action] = ACTIONS,
    ) -> None:
        """Set up.

        Args:
            store: The database.
            dispatcher: Sends messages.
            owner: Who this is, for leases and signs of life.
            now: Aware.
            here: The zone where the person is.
            day_start: When a practice day begins, after midnight.
            version: Of the program, for signs of life.
            actions: The buttons of messages; none where nobody listens for them.
        """
        self._store, self._dispatcher, self._actions = store, dispatcher, actions
        self._now, self._ask_zone, self._day_start = now, here, day_start
        self._last_here: ZoneInfo | None = None
        self._owner, self._version, self._started = owner, version, now()
        self._terms = Terms(owner=owner, lease_s=LEASE_S, day_start=day_start)
        self._pulse, self._pruned = Pulse(store), self._started
        self._one_at_a_time = threading.Lock()
        self.lanes = Lanes(self._deliver, self._mark)

    def begin(self) -> int:
        """Take up what an earlier run left behind, and return how much that is; raises StoreError."""
        return take_back_leases(self._store, self._owner, self._now())

    def tick(self) -> Ticked:
        """Take what is due and line it up to be sent."""
        with self._one_at_a_time:
            decided = taken = 0
            trouble: MindfulError | None = None
            try:
                renew(self._store, self.lanes.in_hand(), self._now(), LEASE_S)
                more = True
                while more:
                    claimed = claim(self._store, self._now(), self._here(), self._terms)
                    for one in claimed.claims:
                        self.lanes.put(one)
                    decided, taken, more = decided + claimed.decided, taken + len(claimed.claims), claimed.more
                self._prune()
            except MindfulError as error:
                _LOG.warning("%s Reminders wait, and are tried again.", error.message)
                trouble = error
            except Exception as error:  # noqa: BLE001 -- without a sign of it, reminders would end in silence
                _LOG.exception("Reminders wait, and are tried again.")
                trouble = ReminderError(f"Looking for what is due failed: {type(error).__name__}.")
            return Ticked(decided=decided, taken=taken, next_look=self._give_sign(trouble), trouble=trouble)

    def take_back(self) -> int:
        """Take back what is shown and was answered by practising, and return how many; never raises."""
        try:
            shown = Answers(self._store, self._here(), day_start=self._day_start).practised(self._now())
        except MindfulError as error:
            _LOG.warning("%s", error.message)
            return 0
        return sum(self._dispatcher.withdraw(one.channel, one.handle) for one in shown)

    def stop(self) -> None:
        """Give no sign of life any more."""
        try:
            self._pulse.stop(self._owner)
        except StoreError as error:
            _LOG.warning("%s", error.message)

    def _here(self) -> ZoneInfo:
        """Return the zone where the person is; the last one known while the machine does not tell."""
        try:
            self._last_here = self._ask_zone()
        except ReminderError as error:
            if self._last_here is None:
                raise
            _LOG.warning("%s Reminders go by %s meanwhile.", error.message, self._last_here.key)
        return self._last_here

    def _give_sign(self, trouble: MindfulError | None) -> datetime | None:
        try:
            next_look = self._pulse.next_look()
            self._pulse.beat(
                Heartbeat(
                    owner=self._owner, at=self._now(), started=self._started, next_due=next_look, version=self._version,
                    trouble=trouble.message if trouble else None,
                )
            )  # fmt: skip
        except StoreError as error:
            _LOG.warning("%s", error.message)
            return None
        return next_look

    def _prune(self) -> None:
        if self._now() - self._pruned >= PRUNE_EVERY:
            self._pruned = self._now()
            History(self._store).prune(self._pruned)

    # -- in the lanes' threads -------------------------------------------------------------------------------------

    def _deliver(self, claim_: Claim) -> tuple[Receipt, ...]:
        # One that had to wait in its lane may have been taken by another process meanwhile.
        if self._now() >= claim_.until and not renew(self._store, [claim_], self._now(), LEASE_S):
            return ()
        reminder = claim_.reminder
        message = message_of(
            reminder_id=reminder.id,
            occurrence_key=claim_.key,
            title=reminder.title,
            text=reminder.message,
            anchor=reminder.anchor,
            length_s=reminder.length_s,
            show_title=reminder.show_title,
            follow_up=claim_.follow_up,
            ask_whether_to_stop=claim_.ask,
        )
        return self._dispatcher.deliver(message, self._actions, channels=reminder.channels)

    def _mark(self, claim_: Claim, receipts: tuple[Receipt, ...]) -> bool:
        return mark(
            self._store, claim_, receipts, self._now(), here=self._here(), day_start=self._day_start,
            listening=bool(self._actions),
        )  # fmt: skip


def utc_now() -> datetime:
    """Return the present instant."""
    return datetime.now(UTC)
