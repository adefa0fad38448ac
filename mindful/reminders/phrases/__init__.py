"""Phrases: when a reminder comes, as people say it. Pure.

`words` splits a phrase, `days` and `hours` read its clauses with a `cursor`, `reading` makes the rule, `echo` says it
back.
"""

from mindful.reminders.phrases.echo import describe, echo
from mindful.reminders.phrases.reading import read_cron, read_phrase, read_time
from mindful.reminders.rules.rrule import Reading, read_rrule

__all__ = ["Reading", "describe", "echo", "read_cron", "read_phrase", "read_rrule", "read_time"]
