"""A line on a terminal, and a chime on a device."""

from __future__ import annotations

import errno
import os
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mindful.errors import DeviceMissingError, PlayerError
from mindful.player import NullDevice
from mindful.reminders.delivery import ACTIONS, Message
from mindful.reminders.delivery.sound import ChimeSource, SoundChannel, play_chime
from mindful.reminders.delivery.sound import channel as sound
from mindful.reminders.delivery.terminal import TTY, TerminalChannel
from mindful.reminders.delivery.terminal import channel as terminal

if TYPE_CHECKING:
    from mindful.player.devices import Pull
    from mindful.reminders.delivery import Surroundings


def now() -> datetime:
    """Return half past seven."""
    return datetime(2027, 3, 28, 7, 30, tzinfo=UTC)


class EagerDevice:
    """Takes all there is as fast as it is made."""

    name, buffer = "eager", 0

    def __init__(self) -> None:
        self.peak = 0.0
        self._done = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self, pull: Pull) -> None:
        """Begin to take."""
        self._thread = threading.Thread(target=self._run, args=(pull,))
        self._thread.start()

    def stop(self) -> None:
        """Take no more."""
        self._done.set()
        if self._thread:
            self._thread.join()

    def _run(self, pull: Pull) -> None:
        while not self._done.wait(0.001):
            self.peak = max(self.peak, float(abs(pull(4410)).max()))


def test_a_bell_and_a_line_with_the_time_appear_on_the_terminal() -> None:
    screen, tty = os.openpty()
    made = TerminalChannel(now, Path(os.ttyname(tty)))
    nasty = Message(title="Time for your pause", body="After\x1b[2J tea,\nI sit.", reminder_id="1", occurrence_key="k")
    receipt = made.send(nasty, ACTIONS)
    seen = os.read(screen, 1000).decode()
    assert made.available().ok
    os.close(tty)
    os.close(screen)
    assert receipt.state == "delivered"
    # What would clear the screen does nothing.
    assert seen.rstrip() == "\a07:30  Time for your pause. After [2J tea, I sit."
    assert not made.withdraw("anything")
    made.close()


def test_without_a_terminal_it_says_so(tmp_path: Path, message: Message) -> None:
    made = TerminalChannel(now, tmp_path / "none")
    receipt = made.send(message)
    assert (receipt.state, receipt.lasting) == ("failed", True)
    assert receipt.detail == f"There is no terminal to write to: {os.strerror(errno.ENOENT)}."
    assert made.available().reason == receipt.detail


def test_what_is_passed_in_plays_the_chime(message: Message) -> None:
    played: list[bool] = []
    made = SoundChannel(lambda: played.append(True))
    receipt = made.send(message, ACTIONS)
    assert (receipt.channel, receipt.state, receipt.detail) == ("sound", "delivered", "A chime was played.")
    assert played == [True]
    assert made.available().ok
    assert not made.withdraw("anything")
    made.close()


def test_a_player_that_cannot_play_is_told(message: Message) -> None:
    def play() -> None:
        raise DeviceMissingError("There is no sound device.", hint="Plug one in.")

    receipt = SoundChannel(play).send(message)
    assert (receipt.state, receipt.detail) == ("failed", "There is no sound device.")


def test_the_houses_own_chime_sounds_to_its_end() -> None:
    device = EagerDevice()
    play_chime(lambda: device)
    # A strike peaks at -12 dB.
    assert device.peak == pytest.approx(0.25, abs=0.03)


def test_a_device_that_goes_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mindful.player.Player.outcome", "lost")
    with pytest.raises(PlayerError, match="went away"):
        play_chime(NullDevice)


def test_a_chime_can_be_played_from_any_place() -> None:
    source = ChimeSource()
    assert source.made == source.frames == len(source.read(10**9))
    assert source.ended
    source.seek(source.frames - 5)
    assert len(source.read(10)) == 5


@pytest.mark.parametrize(("devices", "ok"), [((), False), (("Speakers",), True)])
def test_the_houses_own_chime_needs_a_device(
    devices: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, *, ok: bool
) -> None:
    monkeypatch.setattr("mindful.player.list_devices", lambda: devices)
    assert SoundChannel().available().ok is ok


def test_the_entry_points_make_them(surroundings: Surroundings) -> None:
    assert sound("", surroundings).name == "sound"
    assert terminal("", surroundings).name == "terminal"
    assert TTY.name in {"tty", "CONOUT$"}
