"""Rules as JSON text and back, for the database and for other programs. Pure.

Every text carries a version; a text of a later version than ours is refused, never guessed at.
"""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import date, datetime, time
from typing import Any

from mindful.errors import ReminderError
from mindful.reminders.places import Place
from mindful.reminders.rules.model import (
    AtSun,
    Cron,
    EveryDays,
    Interval,
    Monthly,
    Once,
    RandomTimes,
    Rule,
    Weekly,
)

VERSION = 1
_KINDS: dict[str, type[Rule]] = {
    "at-sun": AtSun, "cron": Cron, "every-days": EveryDays, "interval": Interval, "monthly": Monthly, "once": Once,
    "random": RandomTimes, "weekly": Weekly,
}  # fmt: skip
_NAMES = {kind: name for name, kind in _KINDS.items()}


def write_rule(rule: Rule) -> str:
    """Write a rule as JSON; equal rules give equal texts."""
    content = {field.name: _plain(getattr(rule, field.name)) for field in fields(rule)}
    return json.dumps({"version": VERSION, "kind": _NAMES[type(rule)]} | content, ensure_ascii=False)


def read_rule(text: str) -> Rule:
    """Read what `write_rule` wrote.

    Raises:
        ReminderError: The text is damaged, or of a later version of mindful.
    """
    try:
        content = json.loads(text)
        version, kind = content.pop("version"), content.pop("kind")
        if version == VERSION:
            return _KINDS[kind](**{name: _valued(name, value) for name, value in content.items()})
    except ReminderError:
        raise
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ReminderError(f"The rule {text!r} cannot be read.", hint="It was damaged, or is no rule.") from error
    raise ReminderError(
        f"The rule {text!r} is of version {version}, and this program reads version {VERSION}.",
        hint="Update mindful on this machine.",
    )


def _plain(value: Any) -> Any:
    match value:
        case datetime() | time():
            return value.isoformat(timespec="minutes")
        case date():
            return value.isoformat()
        case tuple():
            return [_plain(part) for part in value]
        case Place():
            return {field.name: getattr(value, field.name) for field in fields(value)}
        case _:
            return value


def _valued(name: str, value: Any) -> Any:
    match name, value:
        case "times", list():
            return tuple(time.fromisoformat(part) for part in value)
        case "start" | "end" | "fallback", str():
            return time.fromisoformat(value)
        case "at", str():
            return datetime.fromisoformat(value)
        case "first_on", str():
            return date.fromisoformat(value)
        case "place", dict():
            return Place(**value)
        case _, list():
            return tuple(tuple(part) if isinstance(part, list) else part for part in value)
        case _:
            return value
