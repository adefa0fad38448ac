"""What the commands of the practice log share: opening it, and how its sessions are read and shown."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import fields
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

from mindful.sessions.model import Session

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mindful.cli.frame import Invocation
    from mindful.sessions.log import SessionLog


@contextmanager
def open_log(invocation: Invocation) -> Iterator[SessionLog]:
    """Open the person's log, where their settings keep it, with the day start they have set.

    A sitting that broke off in a crash is brought home into it first.
    """
    from mindful.practice.place import holds_any
    from mindful.sessions.log import SessionLog
    from mindful.store import open_store

    settings = invocation.settings
    with open_store(invocation.folders.data, url=settings.value("database")) as store:
        log = SessionLog(store, day_start=settings.value("day_start"))
        if holds_any(invocation.folders.data):
            _bring_home(invocation, log)
        yield log


def _bring_home(invocation: Invocation, log: SessionLog) -> None:
    from mindful.practice.keeping import recover

    for sitting in recover(invocation.folders.data, log):
        invocation.say(f"A sitting that broke off was logged: {in_words(sitting.session())}.")


class DayType(click.ParamType[date]):
    """A date such as 2027-03-01."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read the text of an option."""
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f'"{value}" is no date. Write it like 2027-03-01.', param, ctx)


class MomentType(click.ParamType[datetime]):
    """A date and a time such as 2027-03-01T07:00, with an offset from UTC or without."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Read the text of an option."""
        try:
            moment = datetime.fromisoformat(str(value))
        except ValueError:
            moment = None
        # A date alone would be midnight, which nobody meant.
        if moment is None or ":" not in str(value):
            self.fail(f'"{value}" is no time. Write it like 2027-03-01T07:00.', param, ctx)
        return moment


class MinutesType(click.ParamType[timedelta]):
    """A length in minutes."""

    name = "minutes"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> timedelta:
        """Read the text of an option."""
        from mindful.sessions.model import LONGEST

        try:
            minutes = float(value)
        except ValueError:
            minutes = -1.0
        # Written so that what is not a number fails as well.
        if not 0 < minutes <= LONGEST.total_seconds() / 60:
            self.fail(f'"{value}" is no length of a session. Give its minutes, more than 0 and up to 2880.', param, ctx)
        return timedelta(minutes=minutes)


DAY, MOMENT, MINUTES = DayType(), MomentType(), MinutesType()


def as_json(session: Session) -> dict[str, Any]:
    """Return the fields of a session as JSON values; instants are ISO 8601 in UTC."""
    values = {field.name: getattr(session, field.name) for field in fields(Session)}
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in values.items()}


def local_start(session: Session) -> datetime:
    """Return when a session began by the clock on the wall there, without an offset."""
    return (session.started_at + timedelta(seconds=session.utc_offset_s)).replace(tzinfo=None)


def in_words(session: Session) -> str:
    """Return a session in one line, without anything private."""
    parts = [f"{local_start(session):%Y-%m-%d %H:%M}", session.kind, f"{minutes(session.practised_s)} min"]
    return ", ".join([*parts, *([printable(session.title)] if session.title else [])])


def minutes(seconds: float) -> str:
    """Return a length in whole minutes; what is not nothing is never 0."""
    whole = round(seconds / 60)
    return f"{whole:,}" if whole or not seconds else "<1"


def counted(number: int, thing: str) -> str:
    """Return a number of things, such as ``one session`` or ``1,200 sessions``."""
    return f"one {thing}" if number == 1 else f"{number:,} {thing}s"


def printable(text: str) -> str:
    """Return a text in one line and without signs that would steer a terminal."""
    return "".join(sign if sign.isprintable() else " " for sign in text)


def short_id(session: Session) -> str:
    """Return the end of a session's id, which is left to chance and enough to name it by."""
    return session.id[-6:]
