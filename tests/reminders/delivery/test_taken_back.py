"""A running service before a real desktop: a practice takes the notification back, Snooze brings it again."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from mindful.reminders.delivery import Dispatcher
from mindful.reminders.delivery.desktop import DesktopChannel
from mindful.reminders.ledger.pauses import move
from mindful.reminders.service import Service, Ticker
from mindful.reminders.service.ticking import utc_now
from mindful.sessions.days import DAY_START

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mindful.reminders.delivery import Act
    from tests.reminders.conftest import Desk
    from tests.reminders.delivery.conftest import Desktop

PATIENCE_S = 20.0


@contextmanager
def service_of(desk: Desk) -> Iterator[None]:
    """Run a service that sends to the desktop, and puts off for a second what the person wants to be put off."""

    def on_act(act: Act) -> None:
        desk.answers.act(act.reminder_id, act.occurrence_key, act.action, datetime.now(UTC), snooze_s=1.0)

    channel = DesktopChannel(on_act, send_s=5.0)
    dispatcher = Dispatcher(lambda _name: channel, mask=str)
    ticker = Ticker(
        desk.store, dispatcher, owner="here/1", now=utc_now, here=lambda: desk.here,
        day_start=DAY_START, version="1.2.3",
    )  # fmt: skip
    service = Service(desk.store, ticker, dispatcher, now=utc_now, look_s=0.05)
    thread = threading.Thread(target=service.run, daemon=True)
    thread.start()
    try:
        yield
    finally:
        service.stop()
        thread.join(PATIENCE_S)
        channel.close()


def due_now(desk: Desk) -> str:
    """Add a reminder that is due, and return its key."""
    desk.now = datetime.now(UTC)
    added = desk.add(channels=("desktop",))
    assert move(desk.store, added, desk.now - timedelta(seconds=1), here=desk.here, now=desk.now)
    return added.next_key or ""


def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds."""
    end = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.01)


@pytest.mark.apt
def test_a_notification_goes_when_a_practice_is_logged(berlin: Desk, desktop: Desktop) -> None:
    key = due_now(berlin)
    with service_of(berlin):
        until(lambda: berlin.states() == {key: "sent"})
        [shown] = desktop.shown
        assert desktop.notifications.closed == []
        berlin.practise(f"{datetime.now(berlin.here).replace(tzinfo=None)}", minutes=1)
        until(lambda: desktop.notifications.closed == [shown.id])


@pytest.mark.apt
def test_its_snooze_button_brings_it_again(berlin: Desk, desktop: Desktop) -> None:
    key = due_now(berlin)
    with service_of(berlin):
        until(lambda: berlin.states() == {key: "sent"})
        desktop.press(desktop.shown[0], "snooze")
        until(lambda: len(desktop.shown) == 2)
        until(lambda: berlin.states() == {key: "sent", f"{key}~1": "sent"})
