"""The player with its threads: the null device in real time, and devices that fail."""

from __future__ import annotations

import os
import time
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import miniaudio
import numpy as np
import pytest

from mindful.errors import DeviceMissingError, PlayerError
from mindful.player import NullDevice, Player, SystemClock, devices, list_devices, open_device
from mindful.player.devices import LATE_S, PERIOD_S, SoundDevice

if TYPE_CHECKING:
    from tests.player.conftest import FrozenClock, HandDevice, MemorySource

RATE_HZ = 44_100


def wait_for(player: Player, seconds: float = 10) -> None:
    until = time.monotonic() + seconds
    while player.outcome is None and time.monotonic() < until:
        time.sleep(0.02)


def test_the_null_device_plays_in_real_time_and_every_frame(memory_source: type[MemorySource]) -> None:
    began = time.monotonic()
    source = memory_source(2 * RATE_HZ)
    with Player(source, NullDevice()) as player:
        wait_for(player)
    took = time.monotonic() - began
    assert player.outcome == "completed"
    assert player.heard.as_json() == [[0, 2 * RATE_HZ]]
    assert 2.5 < took < 6
    assert source.closed


def test_commands_reach_the_sound(memory_source: type[MemorySource]) -> None:
    with Player(memory_source(60 * RATE_HZ), NullDevice(), start=10 * RATE_HZ, volume_db=-10) as player:
        while player.heard.frames < RATE_HZ // 2:
            time.sleep(0.02)
        player.skip(10)
        player.change_volume(1)
        assert player.status.volume_db == -8
        player.change_volume(99)
        assert player.status.volume_db == 0
        player.change_volume(-99)
        assert player.status.volume_db == -40
        time.sleep(0.5)
        player.toggle()
        time.sleep(0.3)
        status = player.status
        assert status.paused
        assert status.position > 20 * RATE_HZ
        assert status.frames == status.made == 60 * RATE_HZ
        assert not status.gaps_s
        player.seek(50 * RATE_HZ)
        player.toggle()
        time.sleep(0.5)
        player.pause()
        player.stop()
        wait_for(player)
    assert player.outcome == "stopped"
    starts = [start for start, _ in player.heard.as_json()]
    assert (starts[0], starts[-1]) == (10 * RATE_HZ, 50 * RATE_HZ)
    assert player.underruns == 0


def test_the_sleep_timer_ends_it(memory_source: type[MemorySource]) -> None:
    with Player(memory_source(60 * RATE_HZ), NullDevice()) as player:
        player.sleep_after(1)
        player.pause_after_gap()
        wait_for(player)
    assert player.outcome == "slept"
    assert player.heard.frames == RATE_HZ


def test_leaving_in_the_middle_lets_everything_go(memory_source: type[MemorySource]) -> None:
    source = memory_source(60 * RATE_HZ)
    with Player(source, NullDevice()) as player:
        time.sleep(0.1)
    assert source.closed
    assert player.outcome is None


def test_a_source_that_fails_is_told(memory_source: type[MemorySource]) -> None:
    source = memory_source(60 * RATE_HZ)
    source.trouble = OSError("gone")
    with Player(source, NullDevice()) as player:
        wait_for(player)
    assert player.outcome == "failed"
    assert player.error is source.trouble


def test_a_device_that_asks_no_more_is_noticed_and_sleep_is_not_mistaken_for_it(
    memory_source: type[MemorySource], hand_device: HandDevice, frozen_clock: FrozenClock
) -> None:
    with Player(memory_source(60 * RATE_HZ), hand_device, clock=frozen_clock) as player:
        assert hand_device.pull
        hand_device.pull(100)
        frozen_clock.now += 3_600
        outcomes = [player.outcome]
        for _ in range(12):
            frozen_clock.now += 0.5
            outcomes.append(player.outcome)
        assert outcomes[:8] == [None] * 8
        assert outcomes[-1] == "lost"
    assert hand_device.stopped


def test_a_device_that_does_not_start_is_a_sentence_and_lets_go(memory_source: type[MemorySource]) -> None:
    class Stubborn:
        name, buffer = "stubborn", 0

        def start(self, _pull: object) -> None:
            raise PlayerError("no")

        def stop(self) -> None:
            """Nothing to stop."""

    source = memory_source(RATE_HZ)
    with pytest.raises(PlayerError), Player(source, Stubborn()):
        pass
    assert source.closed


def test_a_null_device_that_slept_does_not_hurry() -> None:
    class Stepping(SystemClock):
        now, waits = 0.0, 0

        def monotonic(self) -> float:
            return self.now

        def sleep(self, seconds: float) -> None:
            self.waits += 1
            self.now += 3_600 if self.waits == 5 else seconds
            if self.waits > 20:
                device._stopped.set()

    clock = Stepping()
    device = NullDevice(clock)
    asked: list[float] = []

    def pull(count: int) -> np.ndarray:
        asked.append(clock.now)
        return np.zeros((count, 2), dtype=np.float32)

    device._run(pull)
    assert len([at for at in asked if at >= 3_600]) <= 20
    gaps = np.diff(asked)
    assert gaps.max() >= 3_600
    assert sum(gap < PERIOD_S / 2 for gap in gaps) <= 1 + LATE_S / PERIOD_S


# -- the machine's devices -------------------------------------------------------------------------------------------


class Machine:
    """Stands in for miniaudio's devices."""

    def __init__(self, *names: str, opens: bool = True) -> None:
        self.names, self.opens = names, opens
        self.opened: list[Any] = []

    def devices(self, backends: list[Any]) -> Any:
        """List them."""
        assert miniaudio.Backend.NULL not in backends
        if not self.names:
            raise miniaudio.MiniaudioError("none")
        rows = [{"name": name, "id": f"id of {name}"} for name in self.names]
        return SimpleNamespace(get_playbacks=lambda: rows)

    def playback(self, **asked: Any) -> Any:
        """Open one."""
        if not self.opens:
            raise miniaudio.MiniaudioError("busy")
        self.opened.append(asked)
        return self

    def start(self, generator: Any) -> None:
        """Ask for some frames."""
        self.given = generator.send(100)
        if "Broken" in self.names:
            raise miniaudio.MiniaudioError("it broke")

    def close(self) -> None:
        """Remember it."""
        self.closed = True


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Any:
    def install(*names: str, opens: bool = True) -> Machine:
        made = Machine(*names, opens=opens)
        monkeypatch.setattr(miniaudio, "Devices", made.devices)
        monkeypatch.setattr(miniaudio, "PlaybackDevice", made.playback)
        return made

    return install


def test_a_device_is_found_by_a_part_of_its_name(machine: Any) -> None:
    made = machine("Headphones (USB)", "Speakers", "Speakers of the kitchen")
    assert list_devices() == ("Headphones (USB)", "Speakers", "Speakers of the kitchen")
    assert open_device("headph").name == "Headphones (USB)"
    assert made.opened[-1]["device_id"] == "id of Headphones (USB)"
    assert open_device(" speakers ").name == "Speakers"
    assert open_device().name == "default"
    assert made.opened[-1]["device_id"] is None
    with pytest.raises(DeviceMissingError, match="Several"):
        open_device("s")
    with pytest.raises(DeviceMissingError, match='no sound device "radio"') as caught:
        open_device("radio")
    assert "Headphones" in str(caught.value.hint)
    assert open_device("NULL").name == "null"


def test_a_machine_without_a_device_is_a_sentence_and_exit_code_4(machine: Any) -> None:
    machine(opens=False)
    assert list_devices() == ()
    for name in (None, "speakers"):
        with pytest.raises(DeviceMissingError, match="no sound device") as caught:
            open_device(name)
        assert caught.value.exit_code == 4


def test_a_device_is_given_frames_and_let_go(machine: Any) -> None:
    made = machine("Speakers")
    device = open_device("Speakers")
    assert isinstance(device, SoundDevice)
    device.start(lambda count: np.ones((count, 2), dtype=np.float32))
    assert made.given.shape == (100, 2)
    device.stop()
    assert made.closed


def test_a_device_that_breaks_at_its_start_is_a_sentence(machine: Any) -> None:
    machine("Broken")
    with pytest.raises(PlayerError, match="does not start"):
        open_device("Broken").start(lambda count: np.ones((count, 2), dtype=np.float32))


def test_the_sound_libraries_messages_stay_away_even_without_a_screen(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    with devices._hushed():
        os.write(2, b"ALSA lib confmisc.c")
    assert capfd.readouterr().err == ""

    def closed(_handle: int) -> int:
        raise OSError("bad file descriptor")

    with monkeypatch.context() as patch:
        patch.setattr(os, "dup", closed)
        with devices._hushed():
            pass
