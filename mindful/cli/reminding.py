"""What the commands of reminders share: opening the book, reading when, and how reminders are shown."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import MAXYEAR, UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from zoneinfo import ZoneInfo

    from click.shell_completion import CompletionItem

    from mindful.cli.frame import Invocation
    from mindful.reminders.decisions import Pause
    from mindful.reminders.ledger import Delivery, Reminder, ReminderBook
    from mindful.reminders.phrases import Reading
    from mindful.store import Store

    Decorated = TypeVar("Decorated", bound="Callable[..., Any]")

ID_END = 6
"""Signs of an id that lists show; its end is left to chance, and enough to name it by."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Reminders:
    """A person's reminders, opened."""

    store: Store
    book: ReminderBook
    here: ZoneInfo
    """The zone of this machine."""
    day_start: timedelta
    now: datetime
    """When the command was called."""


@contextmanager
def open_reminders(invocation: Invocation) -> Iterator[Reminders]:
    """Open the person's reminders, where their settings keep them."""
    from mindful.reminders.ledger import ReminderBook
    from mindful.store import open_store

    settings = invocation.settings
    with open_store(invocation.folders.data, url=settings.value("database")) as store:
        here = zone_here()
        yield Reminders(
            store=store,
            book=ReminderBook(store, here),
            here=here,
            day_start=settings.value("day_start"),
            now=datetime.now(UTC),
        )


def zone_here() -> ZoneInfo:
    """Return the zone of this machine as it is set now: one that travels is told so while a service runs.

    Raises:
        ReminderError: The machine's own settings of it disagree, or name none.
    """
    from tzlocal import get_localzone_name, reload_localzone

    from mindful.errors import ReminderError
    from mindful.reminders.rules import zone

    try:
        reload_localzone()
        name = get_localzone_name()
    except (LookupError, ValueError, OSError) as error:
        raise ReminderError(
            "The time zone of this machine cannot be told.", hint="Set the variable TZ, such as TZ=Europe/Berlin."
        ) from error
    return zone(name)


def tell_troubles(invocation: Invocation, troubles: Sequence[Exception]) -> None:
    """Tell of reminders that cannot be read; the others are none the worse for them."""
    for trouble in troubles:
        invocation.say(str(trouble))


# -- when ----------------------------------------------------------------------------------------------------------


def when_options(command: Decorated) -> Decorated:
    """Give a command the options that say when to remind, beside a phrase."""
    options = (
        click.option("--cron", metavar="EXPRESSION", help="A cron expression of five fields, instead of a phrase."),
        click.option("--rrule", metavar="RRULE", help="A rule as calendars write it, instead of a phrase."),
        click.option("--place", metavar="PLACE", help='Where the sun is looked at: "52.52,13.41" or a city.'),
        click.option("--fallback", metavar="TIME", help="Time of day when the sun does not rise or set there."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def read_when(
    phrase: str | None,
    *,
    cron: str | None,
    rrule: str | None,
    place: str | None,
    fallback: str | None,
    tz: ZoneInfo,
    now: datetime,
) -> Reading | None:
    """Return what a phrase or one of the options beside it says; None where nothing is said.

    Raises:
        ReminderError: It was not understood.
        UsageError: More than one is given.
    """
    from mindful.reminders.phrases import read_cron, read_phrase, read_rrule, read_time
    from mindful.reminders.places import find_place

    given = [text for text in (phrase, cron, rrule) if text is not None]
    if len(given) > 1:
        raise click.UsageError("Give one of: a phrase, --cron, --rrule.")
    if not given:
        return None
    if cron is not None:
        return read_cron(cron)
    if rrule is not None:
        return read_rrule(rrule, now=now, tz=tz)
    return read_phrase(
        phrase or "",
        now=now.astimezone(tz),
        place=find_place(place) if place else None,
        fallback=read_time(fallback) if fallback else None,
    )


def said(phrase: str | None, reading: Reading) -> str:
    """Return how a rule is kept in words: as the person said it, else as it was understood."""
    from mindful.reminders.phrases import describe

    return " ".join(phrase.split()) if phrase else describe(reading.rule).removesuffix(".")


_DAYS = (("weeks", 7), ("week", 7), ("w", 7), ("days", 1), ("day", 1), ("d", 1))
"""Ends of spans -> days."""


class SpanType(click.ParamType[timedelta]):
    """A span of time such as 30m, 2h, 3d or 1w."""

    name = "span"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> timedelta:
        """Read the text of an option."""
        from mindful.units import duration_or_none

        text = str(value).strip().lower()
        number, days = next(((text.removesuffix(end).strip(), n) for end, n in _DAYS if text.endswith(end)), ("", 0))
        if number.isdecimal() and len(number) <= 6:
            span = timedelta(days=days * int(number))
        else:
            span = timedelta(seconds=duration_or_none(text) or 0.0)
        if not timedelta(0) < span <= timedelta(days=3660):
            self.fail(f'"{value}" is no span of time. Write it like 30m, 2h, 3d or 1w.', param, ctx)
        return span


class InstantType(click.ParamType[datetime]):
    """A date, a time of day, or both: naive, for the reminder's own zone to read; or with an offset from UTC."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Read the text of an option; a time of day alone is the next one that comes by this machine's clock."""
        text = str(value).strip()
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            pass
        try:
            at: time | None = time.fromisoformat(text.zfill(5))
        except ValueError:
            at = None
        if at is None or at.tzinfo:
            self.fail(f'"{value}" is no time. Write it like 18:30, 2027-03-08 or 2027-03-08T18:30.', param, ctx)
        now = datetime.now()  # noqa: DTZ005 -- a wall time, as the person reads it
        today = datetime.combine(now.date(), at)
        return today if today > now else today + timedelta(days=1)


SPAN, INSTANT = SpanType(), InstantType()


def instant_in(moment: datetime, tz: ZoneInfo) -> datetime:
    """Return an instant in UTC; one without an offset is a wall time of a zone.

    Raises:
        ReminderError: It lies in the year 9999, or before the year 1: in some zone it has no date.
    """
    from mindful.errors import ReminderError
    from mindful.reminders.rules import instant_of

    try:
        instant = moment.astimezone(UTC) if moment.tzinfo else instant_of(moment, tz)
    except OverflowError:
        instant = datetime.max.replace(tzinfo=UTC)
    if instant.year == MAXYEAR:
        raise ReminderError(
            f"{moment.isoformat()} is too near to the end of the calendar.", hint="Such as: 2027-03-08T18:30"
        )
    return instant


# -- which ---------------------------------------------------------------------------------------------------------


def complete_id(context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer the ids of reminders, each with its name."""
    from click.shell_completion import CompletionItem

    from mindful.cli.frame import Invocation

    with open_reminders(context.ensure_object(Invocation)) as opened:
        reminders, _ = opened.book.all()
    named = ((short_id(reminder.id), reminder.name) for reminder in reminders)
    return [CompletionItem(id_, help=name) for id_, name in named if id_.startswith(incomplete.upper())]


def short_id(reminder_id: str) -> str:
    """Return the end of a reminder's id."""
    return reminder_id[-ID_END:]


def tell_done(invocation: Invocation, words: str, row: dict[str, Any] | None) -> None:
    """Tell a person what was done; or a program, where there is a row for one."""
    from mindful.cli.show import print_json

    if row is None:
        invocation.say(words)
    else:
        print_json(row)


# -- how it is shown -----------------------------------------------------------------------------------------------


def as_json(reminder: Reminder, pauses: Sequence[Pause], now: datetime) -> dict[str, Any]:
    """Return a reminder as JSON values; the layout is stable across versions."""
    paused = pause_of(reminder, pauses, now)
    return {
        "id": reminder.id,
        "title": reminder.title,
        "phrase": reminder.phrase,
        "tz": reminder.tz,
        "enabled": paused is None,
        "next_due": _iso(reminder.next_due),
        "occurrence_key": reminder.next_key,
        "paused_until": _iso(paused.until) if paused else None,
        "play": reminder.target,
        "length_s": reminder.length_s,
        "message": reminder.message,
        "anchor": reminder.anchor,
        "channels": list(reminder.channels),
        "quiet": str(reminder.quiet) if reminder.quiet else None,
        "catch_up_s": reminder.latest_s,
        "if_not_done": reminder.skip_if_done,
        "min_minutes": reminder.min_minutes,
        "show_title": reminder.show_title,
        "follow_up": reminder.follow_up,
        "start_on": _iso(reminder.start_on),
        "end_on": _iso(reminder.end_on),
        "last_sent": _iso(reminder.last_sent),
        "unanswered": reminder.unanswered,
    }


def delivery_as_json(delivery: Delivery) -> dict[str, Any]:
    """Return what became of an occurrence as JSON values; the layout is stable across versions."""
    return {
        "reminder_id": delivery.reminder_id,
        "occurrence_key": delivery.occurrence_key,
        "due": delivery.due.isoformat(),
        "state": delivery.state,
        "reason": delivery.reason,
        "channels": [dict(result) for result in delivery.results],
        "attempts": delivery.attempts,
        "again_at": _iso(delivery.look_at),
        "sent_at": _iso(delivery.sent_at),
        "acted": delivery.acted,
        "acted_at": _iso(delivery.acted_at),
    }


def pause_of(reminder: Reminder, pauses: Sequence[Pause], now: datetime) -> Pause | None:
    """Return the pause that holds a reminder back now, the longest of several; None when there is none."""
    from mindful.reminders.decisions import EVERY_REMINDER

    holding = [one for one in pauses if one.scope in {reminder.id, EVERY_REMINDER} and one.holds(now)]
    far = datetime.max.replace(tzinfo=UTC)
    return max(holding, key=lambda one: one.until or far, default=None)


def local(instant: datetime, tz: ZoneInfo) -> str:
    """Return an instant as people read it: ``Mon 2027-03-01 07:30``."""
    return f"{instant.astimezone(tz):%a %Y-%m-%d %H:%M}"


def _iso(value: datetime | date | None) -> str | None:
    return value.isoformat() if value else None
