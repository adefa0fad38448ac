"""Rules: when a reminder comes. Pure.

`model` holds the values, `walls` their planned wall times, `occurrences` the instants, `notation` their JSON,
`rrule` the words of calendars.
"""

from mindful.reminders.places import Place
from mindful.reminders.rules.model import (
    EVERY_DAY,
    LAST,
    WEEKEND,
    WORKING_DAYS,
    AtSun,
    Cron,
    EveryDays,
    Interval,
    Monthly,
    Once,
    RandomTimes,
    Rule,
    Weekly,
    is_bell,
)
from mindful.reminders.rules.notation import read_rule, write_rule
from mindful.reminders.rules.occurrences import Occurrence, instant_of, next_due, occurrences, zone

__all__ = [
    "EVERY_DAY",
    "LAST",
    "WEEKEND",
    "WORKING_DAYS",
    "AtSun",
    "Cron",
    "EveryDays",
    "Interval",
    "Monthly",
    "Occurrence",
    "Once",
    "Place",
    "RandomTimes",
    "Rule",
    "Weekly",
    "instant_of",
    "is_bell",
    "next_due",
    "occurrences",
    "read_rule",
    "write_rule",
    "zone",
]
