"""A real service on a session bus of its own: buttons come back, and do what they say."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from ulid import ULID

from mindful.reminders.ledger import History, Reminder, ReminderBook
from mindful.reminders.ledger.pauses import move
from mindful.reminders.rules import Weekly, zone
from mindful.store import open_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from mindful.store import Store

PATIENCE_S = 30.0
HERE = zone("Etc/GMT-1")


@pytest.fixture
def person(tmp_path: Path, bus: str) -> Iterator[Store]:
    """Return the database of somebody whose service runs, and who has a terminal that writes down what it is to run."""
    terminal = tmp_path / "bin" / "xdg-terminal-exec"
    terminal.parent.mkdir()
    terminal.write_text(
        f'#!/bin/sh\nprintf "%s\\n" "$@" > {tmp_path}/started.part\nmv {tmp_path}/started.part {tmp_path}/started\n'
    )
    terminal.chmod(0o755)
    environ = {
        **os.environ, "MINDFUL_DATA": str(tmp_path / "data"), "DBUS_SESSION_BUS_ADDRESS": bus, "DISPLAY": ":999",
        "PATH": f"{terminal.parent}:{os.environ['PATH']}", "TZ": HERE.key,
    }  # fmt: skip
    with open_store(tmp_path / "data") as store:
        command = [sys.executable, "-m", "mindful", "remind", "run"]
        with subprocess.Popen(command, env=environ, stderr=subprocess.PIPE, text=True) as service:
            assert service.stderr
            service.stderr.readline()
            yield store
            service.send_signal(signal.SIGTERM)
            assert service.wait(PATIENCE_S) == 0


def reminded(store: Store) -> Reminder:
    """Add a reminder that comes within a second or two."""
    now = datetime.now(UTC)
    # Twelve hours away, so that no real occurrence comes in between.
    far = (now.astimezone(HERE) + timedelta(hours=12)).time().replace(second=0, microsecond=0)
    reminder = Reminder(
        id=str(ULID()), rule=Weekly(times=(far,)), phrase="daily", created=now, updated=now, channels=("desktop",),
        target="body-scan", length_s=180.0,
    )  # fmt: skip
    saved = ReminderBook(store, HERE).add(reminder, now=now)
    assert move(store, saved, now + timedelta(seconds=1), here=HERE, now=now)
    return saved


def until(there: Callable[[], Any]) -> Any:
    """Return what is there, once it is."""
    end = time.monotonic() + PATIENCE_S
    while not (found := there()):
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.05)
    return found


def rows(store: Store, reminder: Reminder) -> dict[str, Any]:
    return {delivery.occurrence_key: delivery for delivery in History(store).find(reminder_id=reminder.id)}


def buttons(shown: Any) -> dict[str, str]:
    """Return the label of each button, and what it sends; a click on the words themselves has no label."""
    return dict(zip(shown.actions[1::2], shown.actions[::2], strict=True))


def test_snooze_comes_back_and_moves_the_occurrence(person: Store, desktop: Any) -> None:
    reminder = reminded(person)
    shown = until(lambda: desktop.shown)[0]
    assert shown.title == "Time for your pause"
    assert set(buttons(shown)) == {"", "Start", "Snooze", "Skip"}
    key = str(reminder.next_key)
    until(lambda: rows(person, reminder)[key].state == "sent")
    pressed = datetime.now(UTC)
    desktop.press(shown, buttons(shown)["Snooze"])
    later = until(lambda: rows(person, reminder).get(f"{key}~1"))
    assert later.state == "waiting"
    assert abs((later.due - pressed).total_seconds() - 600) < PATIENCE_S
    assert until(lambda: rows(person, reminder)[key].acted) == "snooze"


def test_skip_is_an_answer(person: Store, desktop: Any) -> None:
    reminder = reminded(person)
    shown = until(lambda: desktop.shown)[0]
    until(lambda: rows(person, reminder)[str(reminder.next_key)].state == "sent")
    desktop.press(shown, buttons(shown)["Skip"])
    assert until(lambda: rows(person, reminder)[str(reminder.next_key)].acted) == "skip"
    assert list(rows(person, reminder)) == [reminder.next_key]


def test_start_opens_a_terminal_with_the_practice(person: Store, desktop: Any, tmp_path: Path) -> None:
    reminded(person)
    shown = until(lambda: desktop.shown)[0]
    desktop.press(shown, buttons(shown)["Start"])
    started = tmp_path / "started"
    until(started.exists)
    words = started.read_text(encoding="utf-8").split()
    assert words == [sys.executable, "-P", "-m", "mindful", "play", "--length", "180s", "--", "body-scan"]


def test_the_ledger_keeps_what_takes_a_notification_back(person: Store, desktop: Any) -> None:
    reminder = reminded(person)
    until(lambda: desktop.shown)
    sent = until(lambda: [one for one in rows(person, reminder).values() if one.state == "sent"])[0]
    assert sent.results[0]["channel"] == "desktop"
    assert sent.results[0]["handle"]
