"""Whether an occurrence is sent, and why not. Pure: the caller brings the clock and the records.

Quiet hours, pauses, catching up, practice done already, snooze, one follow-up, and growing silence after
unanswered reminders. Every answer carries a sentence for `mindful remind log`. None of them counts failures, blames, or
speaks of streaks.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Literal

from mindful.errors import ReminderError
from mindful.reminders.rules.model import Rule, is_bell
from mindful.reminders.rules.occurrences import Occurrence, instant_of
from mindful.sessions.days import DAY_START

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

LATE_S = 120.0
"""A bell that is later than this is not rung; it spans a few ticks of the service (30 s at most each)."""
PRACTICE_CATCH_UP_S = 12 * 3600.0
"""How late a practice is still worth a reminder, unless the person sets another."""
MAX_SNOOZES = 3
"""So often one occurrence can be put off."""
SNOOZE_S = 600.0
FOLLOW_UP_S = 1800.0
"""From a reminder to its one follow-up, where the person wants one."""
SECOND_DAY_FROM, WEEKLY_FROM, ASK_FROM = 5, 10, 14
"""Unanswered reminders in a row until there is one every second day, one a week, and the last, which asks."""
ASK_WHETHER_TO_STOP = "Would you like these reminders to stop, or to come at another time? Either is fine."
EVERY_REMINDER = "all"
"""The scope of a pause that holds for all reminders."""

State = Literal["send", "paused", "missed", "done", "quiet", "resting"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Quiet:
    """Hours in which nothing is sent, judged at the moment of sending."""

    start: time
    end: time
    """Not part of the quiet; before `start` it is the next morning's."""

    def __post_init__(self) -> None:
        if self.start == self.end:
            raise ReminderError(f"Quiet hours need a start and another end; both are {self.start:%H:%M}.")

    def __str__(self) -> str:
        """Return the hours as `read_quiet` takes them."""
        return f"{self.start:%H:%M}-{self.end:%H:%M}"

    def holds(self, clock: time) -> bool:
        """Return whether a wall time lies in the quiet hours."""
        if self.start < self.end:
            return self.start <= clock < self.end
        return clock >= self.start or clock < self.end


def read_quiet(text: str) -> Quiet:
    """Read quiet hours such as ``21:00-08:00``.

    Raises:
        ReminderError: They are not two times of day with a hyphen.
    """
    try:
        start, end = (time.fromisoformat(part.strip().zfill(5)) for part in text.split("-"))
    except ValueError as error:
        raise ReminderError(
            f'The quiet hours "{text.strip()}" were not understood.', hint='Write them like "21:00-08:00".'
        ) from error
    return Quiet(start=start, end=end)


@dataclass(frozen=True, kw_only=True, slots=True)
class Pause:
    """A time without reminders: a rest day, a week, a holiday."""

    since: datetime
    until: datetime | None
    """Not part of the pause; None is until further notice."""
    scope: str = EVERY_REMINDER
    """A reminder's id, or `EVERY_REMINDER`."""

    def holds(self, instant: datetime) -> bool:
        """Return whether an aware instant lies in the pause."""
        return self.since <= instant and (self.until is None or instant < self.until)


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """What is known about a reminder when one of its occurrences is decided upon."""

    now: datetime
    """Aware: the moment of sending."""
    zone: ZoneInfo
    """The reminder's, or where the person is now."""
    catch_up_s: float = PRACTICE_CATCH_UP_S
    """How late it may still be sent; see `default_catch_up_s`."""
    newer_due: bool = False
    """Whether a later occurrence of the same reminder is due already."""
    quiet: Quiet | None = None
    pauses: Sequence[Pause] = field(default=())
    """Those of this reminder and those of all."""
    skip_if_done: bool = False
    min_minutes: float = 0.0
    """The least practice that counts as done."""
    practised_s: float = 0.0
    """Practice on this practice day so far, in seconds."""
    unanswered: int = 0
    """Reminders in a row that nobody reacted to; leave 0 for bells."""
    last_sent_on: date | None = None
    """The local date of the last one that was sent."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """What happens to an occurrence, and why."""

    state: State
    reason: str
    """One sentence for the log."""
    ask: bool = False
    """Whether the message asks if the reminders shall stop (`ASK_WHETHER_TO_STOP`)."""


def default_catch_up_s(rule: Rule) -> float:
    """Return how late an occurrence may still be sent: half a day for a practice, nothing for a bell."""
    return 0.0 if is_bell(rule) else PRACTICE_CATCH_UP_S


def decide(due: datetime, standing: Standing) -> Verdict:
    """Decide upon one occurrence that is due.

    The person's word comes first, a pause, then whether it is too late, then whether it is still needed, then whether
    the hour is right. What was skipped or moved by hand has a row of its own in the ledger.

    Args:
        due: The instant it was planned for, aware.
        standing: What is known about its reminder.
    """
    return (
        _paused(due, standing) or _missed(due, standing) or _done(standing) or _quiet(standing)
        or _resting(due, standing)
        or Verdict(state="send", reason=_on_time(due, standing), ask=standing.unanswered == ASK_FROM)
    )  # fmt: skip


def _paused(due: datetime, standing: Standing) -> Verdict | None:
    for pause in standing.pauses:
        if pause.holds(due) or pause.holds(standing.now):
            if pause.until is None:
                return Verdict(state="paused", reason="Reminders are paused until you resume them.")
            until = pause.until.astimezone(standing.zone)
            return Verdict(state="paused", reason=f"Reminders are paused until {until:%Y-%m-%d %H:%M}.")
    return None


def _missed(due: datetime, standing: Standing) -> Verdict | None:
    late_s = (standing.now - due).total_seconds()
    if standing.newer_due:
        return Verdict(state="missed", reason="A later one was due by the time this one could be sent.")
    if late_s > max(standing.catch_up_s, LATE_S):
        return Verdict(state="missed", reason=f"It could have been sent only {_for_people(late_s)} late.")
    return None


def _done(standing: Standing) -> Verdict | None:
    least_s = max(standing.min_minutes * 60, 1.0)
    if standing.skip_if_done and standing.practised_s >= least_s:
        return Verdict(state="done", reason=f"You have practised for {_for_people(standing.practised_s)} already.")
    return None


def _quiet(standing: Standing) -> Verdict | None:
    if standing.quiet and standing.quiet.holds(standing.now.astimezone(standing.zone).time()):
        return Verdict(state="quiet", reason=f"Quiet hours are {standing.quiet}.")
    return None


def _resting(due: datetime, standing: Standing) -> Verdict | None:
    if standing.unanswered > ASK_FROM:
        return Verdict(state="resting", reason="These reminders rest until you answer or change one.")
    days = days_between(standing.unanswered)
    today = due.astimezone(standing.zone).date()
    if standing.last_sent_on and days > 1 and (today - standing.last_sent_on).days < days:
        pace = "every second day" if days == 2 else "once a week"
        return Verdict(state="resting", reason=f"After some unanswered reminders, one comes {pace}.")
    return None


def days_between(unanswered: int) -> int:
    """Return the days from one reminder to the next after so many unanswered ones: 1, then 2, then 7."""
    return 7 if unanswered >= WEEKLY_FROM else 2 if unanswered >= SECOND_DAY_FROM else 1


def _on_time(due: datetime, standing: Standing) -> str:
    late_s = (standing.now - due).total_seconds()
    return "On time." if late_s <= LATE_S else f"Caught up, {_for_people(late_s)} late."


def _for_people(seconds: float) -> str:
    minutes = int(seconds // 60)
    if minutes < 1:
        return "less than a minute"
    if minutes < 120:
        return f"{minutes} minute{'s' * (minutes != 1)}"
    return f"{minutes // 60} hours" if minutes < 2880 else f"{minutes // 1440} days"


def practice_day_end(instant: datetime, zone: ZoneInfo, *, day_start: timedelta = DAY_START) -> datetime:
    """Return when the practice day of an instant ends, in UTC: the next time the person's day starts."""
    day = (instant.astimezone(zone).replace(tzinfo=None) - day_start).date()
    return instant_of(datetime.combine(day + timedelta(days=1), time()) + day_start, zone)


def snooze(
    key: str,
    now: datetime,
    zone: ZoneInfo,
    *,
    by_s: float = SNOOZE_S,
    day_start: timedelta = DAY_START,
    most: int = MAX_SNOOZES,
) -> Occurrence | None:
    """Put an occurrence off: ``2027-03-28T07:30`` becomes ``...~1``, that ``...~2``.

    Args:
        key: The occurrence that is put off; it may be a snoozed one, or a follow-up.
        now: Aware.
        zone: The reminder's.
        by_s: For how long.
        day_start: When a practice day begins, after midnight.
        most: So many times at most.

    Returns:
        The snoozed occurrence; None when it was put off often enough, or the practice day would be over.
    """
    planned, _, times = key.partition("~")
    count = int(times or 0) + 1
    due = now.astimezone(UTC).replace(microsecond=0) + timedelta(seconds=by_s)
    if count > most or due >= practice_day_end(now, zone, day_start=day_start):
        return None
    return Occurrence(key=f"{planned}~{count}", due=due, local=due.astimezone(zone))


def follow_up(
    occurrence: Occurrence, zone: ZoneInfo, *, after_s: float = FOLLOW_UP_S, day_start: timedelta = DAY_START
) -> Occurrence | None:
    """Return the one follow-up of a reminder that was sent and not reacted to, ``...+1``.

    Returns:
        None for what is a follow-up or was put off (the person reacted), and when the practice day would be over.
    """
    due = occurrence.due + timedelta(seconds=after_s)
    if "+" in occurrence.key or "~" in occurrence.key:
        return None
    if due >= practice_day_end(occurrence.due, zone, day_start=day_start):
        return None
    return Occurrence(key=f"{occurrence.key}+1", due=due, local=due.astimezone(zone))
