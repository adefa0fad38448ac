"""What the ledger holds, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from mindful.errors import ReminderError
from mindful.reminders.decisions import Quiet, default_catch_up_s
from mindful.reminders.ics import FLOATING
from mindful.reminders.rules import Occurrence, Rule, is_bell, next_due, zone

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

__all__ = ["DELIVERY_STATES", "FLOATING", "Claim", "Delivery", "DeliveryState", "Heartbeat", "Reminder", "is_further"]

DeliveryState = Literal[
    "claimed", "waiting", "sent", "failed", "skipped", "paused", "missed", "done", "quiet", "resting"
]  # fmt: skip
DELIVERY_STATES: tuple[DeliveryState, ...] = (
    "claimed", "waiting", "sent", "failed", "skipped", "paused", "missed", "done", "quiet", "resting",
)  # fmt: skip
MAX_CATCH_UP_S = 7 * 86_400.0
"""A reminder that comes a week late reminds of nothing."""
LONGEST_TEXT = 500
"""Signs of a title, message or anchor; notifications show fewer."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Reminder:
    """When, how and of what a person wants to be reminded."""

    id: str
    """ULID."""
    rule: Rule
    phrase: str
    """The rule as the person gave it."""
    created: datetime
    """Aware."""
    updated: datetime
    title: str = ""
    """Shown in lists, and on a lock screen only with `show_title`."""
    message: str = ""
    """The person's own words; shown only with `show_title`."""
    tz: str = FLOATING
    """An IANA name, or `FLOATING`: wherever the person is."""
    start_on: date | None = None
    end_on: date | None = None
    target: str | None = None
    """The script or track that is practised, as `mindful play` takes it."""
    length_s: float | None = None
    """Of the practice; None leaves it to the script."""
    channels: tuple[str, ...] = ("desktop", "terminal")
    """In the order in which they are tried."""
    catch_up_s: float | None = None
    """How late it may still be sent; None leaves it to the rule: half a day for a practice, nothing for a bell."""
    skip_if_done: bool = False
    """Not reminded on a practice day on which `min_minutes` were practised already."""
    min_minutes: float = 0.0
    quiet: Quiet | None = None
    anchor: str = ""
    """What the practice follows, ``after I pour my coffee``."""
    show_title: bool = False
    follow_up: bool = False
    """Whether it comes once more when nobody has reacted."""
    rev: int = 1
    """Counts changes."""
    next_due: datetime | None = None
    """The instant of the next occurrence that is not decided yet, in UTC; None when it comes no more."""
    next_key: str | None = None
    unanswered: int = 0
    """Reminders in a row that nobody reacted to; 0 for bells."""
    last_sent: datetime | None = None

    def __post_init__(self) -> None:
        if self.tz != FLOATING:
            zone(self.tz)
        if not self.channels:
            raise ReminderError("A reminder needs a channel to come by.", hint="Such as: --channel desktop")
        if self.catch_up_s is not None and not 0 <= self.catch_up_s <= MAX_CATCH_UP_S:
            raise ReminderError("A reminder can be caught up within seven days at most.", hint="Such as: --catch-up 3h")
        if not 0 <= self.min_minutes <= 24 * 60:
            raise ReminderError("A day of practice has 0 to 1440 minutes.")
        if self.start_on and self.end_on and self.end_on < self.start_on:
            raise ReminderError(f"The reminder would end on {self.end_on}, before it begins on {self.start_on}.")
        for name in ("title", "message", "anchor"):
            if len(getattr(self, name)) > LONGEST_TEXT:
                raise ReminderError(f"The {name} is longer than {LONGEST_TEXT} signs.", hint="A short one reads best.")

    @property
    def bell(self) -> bool:
        """Whether it rings many short bells a day: they are never caught up, and nobody need answer."""
        return is_bell(self.rule)

    @property
    def latest_s(self) -> float:
        """How late it may still be sent."""
        return default_catch_up_s(self.rule) if self.catch_up_s is None else self.catch_up_s

    def zone(self, here: ZoneInfo) -> ZoneInfo:
        """Return its zone, which is where the person is for one that follows them."""
        return here if self.tz == FLOATING else zone(self.tz)

    def after(self, moment: datetime, here: ZoneInfo) -> Occurrence | None:
        """Return its first occurrence later than an aware instant; None when there is none."""
        return next_due(
            self.rule, self.zone(here), moment, seed=self.id, start_on=self.start_on, end_on=self.end_on
        )  # fmt: skip

    @property
    def name(self) -> str:
        """What lists call it: its title, else what it plays, else its phrase."""
        return self.title or self.target or self.phrase


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    """An occurrence that this process has taken, and nobody else will send meanwhile."""

    reminder: Reminder
    key: str
    due: datetime
    until: datetime
    """The end of the lease: after this another process may take it."""
    owner: str
    attempts: int
    """This one included."""
    reason: str
    """Why it is sent, ``On time.``"""
    ask: bool = False
    """Whether the message asks if the reminders shall stop."""
    unanswered: int = 0
    """Before this one."""

    @property
    def follow_up(self) -> bool:
        """Whether it is the one follow-up of a reminder that nobody reacted to."""
        return "+" in self.key


@dataclass(frozen=True, kw_only=True, slots=True)
class Delivery:
    """What became of one occurrence."""

    reminder_id: str
    occurrence_key: str
    due: datetime
    state: DeliveryState
    reason: str
    look_at: datetime | None = None
    """When it is looked at again, or when its lease ends; None for what is settled."""
    attempts: int = 0
    results: tuple[Mapping[str, Any], ...] = field(default=())
    """One row for each channel that was tried; see `Receipt.as_row`."""
    decided_at: datetime
    sent_at: datetime | None = None
    acted: str | None = None
    """``start``, ``snooze``, ``skip`` or ``practised``; None while nobody has reacted."""
    acted_at: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Heartbeat:
    """A sign of life of a reminder service."""

    owner: str
    at: datetime
    started: datetime
    next_due: datetime | None
    version: str
    trouble: str | None = None
    """What the last tick failed with; None when it went well."""


def is_further(key: str) -> bool:
    """Tell whether an occurrence is a snoozed one or a follow-up, and not one that a rule gave."""
    return "~" in key or "+" in key
