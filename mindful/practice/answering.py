"""What a button of a reminder sets going: the practice begins, and the answer is written into the ledger."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from mindful.errors import MindfulError, StoreError
from mindful.practice import launch
from mindful.reminders.ledger import Answers, ReminderBook

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import timedelta
    from zoneinfo import ZoneInfo

    from mindful.reminders.delivery import Act
    from mindful.store import Store

AGAIN_S, TRIES = 2.0, 30
"""A database that is held by another program is asked so often, beside its own patience: nobody presses twice."""


def answer(
    act: Act,
    store: Store,
    *,
    here: Callable[[], ZoneInfo],
    day_start: timedelta,
    say: Callable[[str], object],
    start: Callable[[tuple[str, ...]], object] = launch.start,
    wait: Callable[[float], object] = time.sleep,
) -> None:
    """Do what a button asks for, and write it down; what keeps it from being done is told.

    Args:
        act: The button.
        store: The database.
        here: The zone where the person is.
        day_start: When a practice day begins, after midnight.
        say: Tells whoever looks at the service.
        start: Starts the command of a practice.
        wait: Waits for so many seconds.
    """
    # A practice begins although a full disk or a lock keeps the answer from being written down.
    if act.action == "start":
        try:
            reminder = ReminderBook(store, here()).get(act.reminder_id)
            start(launch.command_of(reminder.target, reminder.length_s))
        except MindfulError as error:
            say(str(error))
    for left in reversed(range(TRIES)):
        try:
            _write_down(act, store, here(), day_start, say)
        except StoreError as error:
            if left:
                wait(AGAIN_S)
                continue
            say(str(error))
        except MindfulError as error:
            say(str(error))
        return


def _write_down(act: Act, store: Store, here: ZoneInfo, day_start: timedelta, say: Callable[[str], object]) -> None:
    now = datetime.now(UTC)
    again = Answers(store, here, day_start=day_start).act(act.reminder_id, act.occurrence_key, act.action, now)
    if again:
        say(f"Put off until {again.local:%H:%M}.")
    elif act.action == "snooze":
        say("It was put off three times, or the day would be over; it comes at its next time.")
