"""Notifications on a real session bus: shown, answered, withdrawn, and told of truly when nothing is shown."""

from __future__ import annotations

import logging
import socket
import threading
import time
from concurrent.futures import CancelledError
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mindful.reminders.delivery import ACTIONS, Message
from mindful.reminders.delivery.desktop import DesktopChannel, channel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mindful.reminders.delivery import Act, Surroundings
    from tests.reminders.delivery.conftest import Acts, Desktop


@pytest.fixture
def sender(acts: Callable[[Act], None]) -> Iterator[DesktopChannel]:
    """Return a channel that waits a second at most."""
    made = DesktopChannel(acts, send_s=1.0)
    yield made
    made.close()


def open_file_count() -> int:
    """Return how many files this process has open."""
    return len(list(Path("/proc/self/fd").iterdir()))


def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds, ten seconds at most."""
    end = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.01)


@pytest.mark.apt
def test_a_reminder_is_shown_with_its_buttons_and_without_a_picture(
    sender: DesktopChannel, desktop: Desktop, message: Message
) -> None:
    receipt = sender.send(message, ACTIONS)
    [shown] = desktop.shown
    assert (receipt.channel, receipt.state) == ("desktop", "delivered")
    assert receipt.handle
    assert (shown.app, shown.icon, shown.title) == ("mindful", "", "Time for your pause")
    # Bodies are markup there.
    assert shown.body == "After tea &amp; toast, I sit for three minutes."
    assert shown.actions == ["default", "", "start", "Start", "snooze", "Snooze", "skip", "Skip"]
    assert sender.available().ok


@pytest.mark.apt
@pytest.mark.parametrize("action", ["start", "snooze", "skip"])
def test_a_button_comes_back_with_its_occurrence(
    sender: DesktopChannel, desktop: Desktop, acts: Acts, message: Message, action: str
) -> None:
    receipt = sender.send(message, ACTIONS)
    desktop.press(desktop.shown[0], action)
    act = acts.next()
    assert (act.action, act.reminder_id, act.occurrence_key) == (action, "01JA", "2027-03-28T07:30")
    assert act.channel == "desktop"
    assert receipt.handle
    # It was answered, so that nothing is left to take back.
    assert not sender.withdraw(receipt.handle)


@pytest.mark.apt
def test_each_of_several_notifications_has_buttons_of_its_own(
    sender: DesktopChannel, desktop: Desktop, acts: Acts
) -> None:
    for key in ("2027-03-28T07:30", "2027-03-28T12:00"):
        sender.send(Message(title="Time", reminder_id="01JA", occurrence_key=key), ACTIONS)
    desktop.press(desktop.shown[0], "snooze")
    assert acts.next().occurrence_key == "2027-03-28T07:30"
    desktop.press(desktop.shown[1], "skip")
    assert acts.next().occurrence_key == "2027-03-28T12:00"


@pytest.mark.apt
def test_without_actions_there_are_no_buttons(sender: DesktopChannel, desktop: Desktop, message: Message) -> None:
    sender.send(message)
    assert desktop.shown[0].actions == ["default", ""]


@pytest.mark.apt
def test_a_shown_reminder_is_withdrawn_once(sender: DesktopChannel, desktop: Desktop, message: Message) -> None:
    receipt = sender.send(message)
    assert receipt.handle
    assert sender.withdraw(receipt.handle)
    assert desktop.notifications.closed == [1]
    assert not sender.withdraw(receipt.handle)
    assert not sender.withdraw("of another day")


@pytest.mark.apt
def test_what_was_waved_away_cannot_be_withdrawn(sender: DesktopChannel, desktop: Desktop, message: Message) -> None:
    receipt = sender.send(message)
    assert receipt.handle
    desktop.dismiss(desktop.shown[0])
    until(lambda: not sender.withdraw(receipt.handle or ""))


@pytest.mark.apt
def test_what_a_button_does_may_fail_and_take_its_time(
    sender: DesktopChannel, desktop: Desktop, acts: Acts, message: Message, caplog: pytest.LogCaptureFixture
) -> None:
    acts.trouble = RuntimeError("the database is locked")
    sender.send(message, ACTIONS)
    with caplog.at_level(logging.ERROR, "mindful"):
        desktop.press(desktop.shown[0], "snooze")
        acts.next()
        until(lambda: bool(caplog.records))
    assert 'What the button "snooze" of 01JA asks for was not done.' in caplog.messages
    assert sender.send(message).state == "delivered"


@pytest.mark.usefixtures("no_bus")
def test_without_a_bus_it_says_so_and_prints_nothing(
    sender: DesktopChannel, message: Message, capfd: pytest.CaptureFixture[str]
) -> None:
    receipt = sender.send(message)
    assert receipt.state == "failed"
    assert receipt.detail.startswith("The desktop cannot be reached: DBUS_SESSION_BUS_ADDRESS not set")
    answer = sender.available()
    assert not answer.ok
    assert answer.hint == "Is a desktop session running, with a service that shows notifications?"
    assert capfd.readouterr() == ("", "")


@pytest.mark.apt
@pytest.mark.usefixtures("bus")
def test_a_bus_without_a_server_is_told_and_leaves_no_connection_open(sender: DesktopChannel, message: Message) -> None:
    open_files = []
    for _ in range(6):
        receipt = sender.send(message)
        assert receipt.state == "failed"
        assert "org.freedesktop.Notifications" in receipt.detail
        open_files.append(open_file_count())
    until(lambda: open_file_count() <= open_files[0])


@pytest.mark.apt
def test_a_server_that_comes_later_is_found(
    sender: DesktopChannel, message: Message, request: pytest.FixtureRequest
) -> None:
    request.getfixturevalue("bus")
    assert sender.send(message).state == "failed"
    request.getfixturevalue("desktop")
    assert sender.send(message).state == "delivered"


@pytest.mark.apt
def test_a_refusal_is_told_in_the_desktops_words_and_keeps_the_buttons_of_others(
    sender: DesktopChannel, desktop: Desktop, acts: Acts, message: Message, capfd: pytest.CaptureFixture[str]
) -> None:
    sender.send(message, ACTIONS)
    desktop.notifications.refusal = "Too many similar notifications in quick succession"
    receipt = sender.send(message, ACTIONS)
    assert receipt.state == "failed"
    assert receipt.detail == "The desktop showed nothing: Too many similar notifications in quick succession."
    assert receipt.handle is None
    assert capfd.readouterr().err == ""
    desktop.press(desktop.shown[0], "start")
    assert acts.next().action == "start"


@pytest.mark.apt
def test_a_server_that_does_not_answer_may_have_shown_it(
    sender: DesktopChannel, desktop: Desktop, message: Message
) -> None:
    desktop.notifications.slow_s = 3.0
    receipt = sender.send(message)
    assert receipt.state == "unknown"
    assert receipt.detail == "It was handed to the desktop, which did not answer within 1 seconds."
    desktop.notifications.slow_s = 0.0
    assert sender.send(message).state == "delivered"


@pytest.mark.apt
def test_whoever_waits_for_the_desktop_is_told_when_it_is_closed(
    acts: Callable[[Act], None], desktop: Desktop, message: Message
) -> None:
    desktop.notifications.slow_s = 30.0
    slow = DesktopChannel(acts, send_s=30.0)
    told: list[BaseException] = []

    def send() -> None:
        try:
            slow.send(message)
        except CancelledError as error:
            told.append(error)

    thread = threading.Thread(target=send)
    thread.start()
    until(lambda: desktop.notifications.asked > 0)
    slow.close()
    thread.join(10)
    assert told


def test_a_bus_that_does_not_answer_has_shown_nothing(
    sender: DesktopChannel, message: Message, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with socket.socket(socket.AF_UNIX) as silent:
        silent.bind(str(tmp_path / "bus"))
        silent.listen()
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path / 'bus'}")
        receipt = sender.send(message)
    assert receipt.state == "failed"
    assert receipt.detail == "The desktop did not answer within 1 seconds."


@pytest.mark.apt
def test_a_desktop_that_has_gone_is_told_at_withdrawal(
    sender: DesktopChannel, desktop: Desktop, message: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    receipt = sender.send(message)
    assert receipt.handle

    async def gone(_: str) -> None:
        raise ConnectionError

    monkeypatch.setattr(sender._notifier, "clear", gone)
    assert not sender.withdraw(receipt.handle)
    assert not desktop.notifications.closed


def test_a_system_where_nothing_can_be_shown_is_not_believed(
    sender: DesktopChannel, message: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On macOS outside of an application the library shows nothing, and says that it was dispatched."""
    monkeypatch.setattr("platform.system", lambda: "Plan9")
    receipt = sender.send(message)
    assert receipt.state == "failed"
    assert receipt.detail == "This system offers no notifications to Python programs."


@pytest.mark.usefixtures("no_bus")
def test_the_bus_is_found_where_cron_does_not_name_it(
    sender: DesktopChannel, message: Message, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "")
    with socket.socket(socket.AF_UNIX) as silent:
        silent.bind(str(tmp_path / "bus"))
        silent.listen()
        assert sender.send(message).detail == "The desktop did not answer within 1 seconds."


@pytest.mark.apt
def test_reminders_of_several_threads_are_all_shown(sender: DesktopChannel, desktop: Desktop, message: Message) -> None:
    states = []
    threads = [threading.Thread(target=lambda: states.append(sender.send(message).state)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert states == ["delivered"] * 8
    assert len(desktop.shown) == 8


@pytest.mark.usefixtures("no_bus")
def test_other_users_of_the_library_keep_their_log(caplog: pytest.LogCaptureFixture, sender: DesktopChannel) -> None:
    sender.available()
    logging.getLogger("desktop_notifier.backends.base").warning("Somebody else's")
    assert caplog.messages == ["Somebody else's"]


def test_the_entry_point_makes_it(surroundings: Surroundings) -> None:
    made = channel("", surroundings)
    made.close()
    assert made.name == "desktop"
