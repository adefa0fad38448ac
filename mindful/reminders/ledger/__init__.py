"""The ledger: reminders, and what became of each of their occurrences, in the database.

One occurrence has one row, so that nothing makes it happen twice. `model` holds the values, `rows` their rows, `book`
keeps the reminders, `pauses` the times without them, `claims` decides what is due and takes it, `marks` writes what
became of it, `answers` what the person did, `history` tells of it, `pulse` whether a service runs.
"""

from mindful.reminders.ledger.answers import Answers
from mindful.reminders.ledger.book import ReminderBook
from mindful.reminders.ledger.claims import Claimed, claim
from mindful.reminders.ledger.history import History
from mindful.reminders.ledger.marks import mark
from mindful.reminders.ledger.model import FLOATING, Claim, Delivery, Heartbeat, Reminder
from mindful.reminders.ledger.pulse import Pulse

__all__ = [
    "FLOATING",
    "Answers",
    "Claim",
    "Claimed",
    "Delivery",
    "Heartbeat",
    "History",
    "Pulse",
    "Reminder",
    "ReminderBook",
    "claim",
    "mark",
]
