"""What arrives at a real sound server is what was logged as heard.

A PulseAudio server of our own plays into a null sink; the recording of the sink's monitor is compared with the track,
frame by frame. These tests need the packages pulseaudio and pulseaudio-utils.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from scipy.signal import correlate

from mindful.errors import DeviceMissingError
from mindful.player import list_devices, open_device
from mindful.player.deck import STOP_FADE_S
from mindful.practice.opening import open_track
from mindful.practice.playing import Wish
from mindful.practice.practising import Keeping, practise
from mindful.sounds.decoder import Decoder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from mindful.player import Status
    from tests.practice.conftest import Cast, MakeTrack, MemoryLog

pytestmark = pytest.mark.apt

RATE_HZ = 44_100
SINKS = {"cushion": "Cushion", "kitchen": "Kitchen"}
"""Name -> how the server tells of it."""
NEAR = 2e-4
"""Frames as close as this are the same; the noise that is played has 0.1."""
MOST = 0.999
"""The share of the frames that must arrive, in order."""
FEW = 100
"""So many frames at the end of a fade, 2 ms, may be too soft to be more than nothing."""


def tool(name: str) -> str:
    """Return the path of a program; without it the test is skipped, except in CI."""
    found = shutil.which(name)
    if found is None:
        if "MINDFUL_CI" in os.environ:
            pytest.fail(f"{name} is not installed")
        pytest.skip(f"needs {name}, of the system packages pulseaudio and pulseaudio-utils")
    return found


def wait_until(true: Callable[[], bool], what: str) -> None:
    for _ in range(150):
        if true():
            return
        time.sleep(0.1)
    pytest.fail(what)


@pytest.fixture
def server(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Run a sound server, and lead this process to it."""
    folder = tmp_path_factory.mktemp("sound")
    (folder / "run").mkdir(mode=0o700)
    socket = folder / "socket"
    for name in ("HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(folder))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder / "run"))
    monkeypatch.setenv("PULSE_SERVER", f"unix:{socket}")
    command = [tool("pulseaudio"), "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no", "-n"]
    for name, told in SINKS.items():
        sink = f"sink_name={name} sink_properties=device.description={told}"
        command += ["-L", f"module-null-sink {sink} rate={RATE_HZ} format=float32le"]
    command += ["-L", f"module-native-protocol-unix socket={socket} auth-anonymous=1"]
    ask = [tool("pactl"), "info"]
    with (folder / "log").open("wb") as log, subprocess.Popen(command, stderr=log) as process:
        try:
            wait_until(lambda: not subprocess.run(ask, capture_output=True, check=False).returncode, "no sound server")
            yield
        finally:
            process.terminate()


@contextlib.contextmanager
def recording(folder: Path) -> Iterator[list[NDArray[np.float32]]]:
    """Record the first sink; when the block has ended the list holds what arrived, float32 ``[frames, 2]``."""
    file = folder / "recording.f32"
    command = [
        tool("parec"), "--latency-msec=50", "-d", "cushion.monitor", "--format=float32le", f"--rate={RATE_HZ}",
        "--channels=2", "--raw",
    ]  # fmt: skip
    heard: list[NDArray[np.float32]] = []
    with file.open("wb") as out, subprocess.Popen(command, stdout=out) as recorder:
        try:
            wait_until(lambda: file.stat().st_size > 0, "nothing is being recorded")
            yield heard
            time.sleep(1)
        finally:
            recorder.terminate()
            recorder.wait()
    data = file.read_bytes()
    heard.append(np.frombuffer(data[: len(data) // 8 * 8], dtype="<f4").reshape(-1, 2))


def stretches(heard: NDArray[np.float32]) -> list[tuple[int, int]]:
    """Return where a recording sounds, cut at every silence of 10 ms or more."""
    sounding = np.flatnonzero(heard.any(axis=1))
    cuts = np.flatnonzero(np.diff(sounding) > RATE_HZ // 100)
    starts, ends = np.r_[0, cuts + 1], np.r_[cuts, len(sounding) - 1]
    return [(int(sounding[start]), int(sounding[end]) + 1) for start, end in zip(starts, ends, strict=True)]


def arrived(track: NDArray[np.float32], heard: NDArray[np.float32], fade: int) -> tuple[list[list[int]], int]:
    """Find out from a recording alone which frames of a track were heard.

    Args:
        track: What was played.
        heard: What arrived.
        fade: For so many frames at both ends of a stretch any gain above 0 will do.

    Returns:
        The intervals, in order, and how many of their frames arrived unchanged.
    """
    intervals: list[list[int]] = []
    unchanged = 0
    for start, end in stretches(heard):
        part = heard[start:end]
        middle = part[len(part) // 2 :][:4_410]
        at = int(correlate(track[:, 0], middle[:, 0], "valid").argmax()) - len(part) // 2
        wanted = track[max(at, 0) : at + len(part)]
        part = part[len(part) - len(wanted) :]
        unchanged += int(_same(wanted, part, fade).sum())
        if intervals and 0 <= at - intervals[-1][1] <= FEW:
            # A pause: the last frames of its fade had a gain of nothing.
            unchanged += at - intervals[-1][1]
            intervals[-1][1] = at + len(part)
        else:
            intervals.append([at, at + len(part)])
    return intervals, unchanged


def _same(wanted: NDArray[np.float32], there: NDArray[np.float32], fade: int) -> NDArray[np.bool_]:
    """Tell of each frame whether it is the one that was wanted: unchanged, or near an edge at a gain below 1."""
    gain = (wanted * there).sum(axis=1) / np.maximum((wanted**2).sum(axis=1), 1e-12)
    gain[fade : len(gain) - fade] = 1
    same: NDArray[np.bool_] = np.abs(there - wanted * np.clip(gain, 0, 1)[:, None]).max(axis=1) < NEAR
    return same


def decoded(file: Path) -> NDArray[np.float32]:
    with Decoder(file) as decoder:
        return decoder.read(60 * RATE_HZ)


@pytest.fixture
def keeping(tmp_path: Path, memory_log: MemoryLog) -> Keeping:
    return Keeping(data=tmp_path / "data", open_log=lambda: memory_log, short_too=True)


@pytest.mark.usefixtures("server")
@pytest.mark.parametrize("name", ["noise.wav", "noise.mp3"])
def test_every_frame_of_a_track_arrives_and_all_of_its_tail(
    name: str, make_track: MakeTrack, tmp_path: Path, keeping: Keeping, cast: type[Cast]
) -> None:
    track = make_track(6, name)
    with recording(tmp_path) as heard:
        result = practise(open_track(track), open_device(), cast(), wish=Wish(), keeping=keeping)
    samples = decoded(track)
    assert result.as_json()["intervals"] == [[0, len(samples)]]
    first, last = stretches(heard[0])[0][0], stretches(heard[0])[-1][1]
    given = heard[0][first:last]
    # A coded track ends in frames of its own; those of silence cannot be told from the silence after it.
    assert len(samples) - len(given) <= FEW
    at = len(samples) - len(given)
    same = np.abs(given - samples[at:]).max(axis=1) < NEAR
    assert same.mean() >= MOST
    assert same[-RATE_HZ // 5 :].all()
    assert result.played.underruns == 0


@pytest.mark.usefixtures("server")
def test_with_pause_seek_and_quit_what_arrives_is_what_was_logged(
    make_track: MakeTrack, tmp_path: Path, keeping: Keeping, memory_log: MemoryLog, cast: type[Cast]
) -> None:
    track = make_track(60)
    part: Any = [(2, "toggle"), (0, "toggle"), (4, "forward"), (16, "back"), (8, "stop")]
    waits = iter([0.0, 1.0, 0.0, 0.0, 0.0])

    class Slow(cast):  # type: ignore[misc, valid-type]
        """Waits a second in the pause."""

        def command(self, wait_s: float) -> Any:
            """Give the next command."""
            asked = super().command(wait_s)
            if asked:
                time.sleep(next(waits))
            return asked

    with recording(tmp_path) as heard:
        result = practise(open_track(track), open_device("cush"), Slow(part=part), wish=Wish(), keeping=keeping)
    logged = result.as_json()["intervals"]
    assert len(logged) == 3
    found, unchanged = arrived(decoded(track), heard[0], fade=round((STOP_FADE_S + 0.01) * RATE_HZ))
    assert len(found) == len(logged)
    for (start, end), (first, last) in zip(logged, found, strict=True):
        assert 0 <= first - start <= FEW
        assert 0 <= end - last <= FEW
    frames = sum(end - start for start, end in logged)
    assert unchanged / frames >= MOST
    [session] = memory_log.sessions.values()
    assert session.practised_s == pytest.approx(frames / RATE_HZ, abs=0.001)
    assert session.ended_early
    assert result.played.underruns == 0


@pytest.mark.usefixtures("server")
def test_devices_are_listed_and_chosen_by_name(make_track: MakeTrack, tmp_path: Path, cast: type[Cast]) -> None:
    assert sorted(list_devices()) == sorted(SINKS.values())
    with pytest.raises(DeviceMissingError, match="attic"):
        open_device("attic")
    with recording(tmp_path) as heard:
        practise(open_track(make_track(1)), open_device("kitchen"), cast(), wish=Wish(), keeping=None)
    assert not heard[0].any()


@pytest.mark.usefixtures("server")
def test_a_server_that_goes_away_is_noticed_and_what_was_heard_stays(
    make_track: MakeTrack, keeping: Keeping, memory_log: MemoryLog, cast: type[Cast]
) -> None:
    leave = [tool("pactl"), "exit"]

    def end_it(status: Status) -> None:
        if status.heard > RATE_HZ:
            front.on_show = None
            subprocess.run(leave, check=True)

    front = cast(on_show=end_it)
    result = practise(open_track(make_track(60)), open_device(), front, wish=Wish(), keeping=keeping)
    assert result.played.sitting.outcome == "lost"
    [session] = memory_log.sessions.values()
    assert 1 < session.practised_s < 6


def test_a_machine_without_a_sound_server_and_card_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    if sys.platform != "linux" or os.path.exists("/dev/snd"):  # noqa: PTH110 -- a folder of device nodes
        pytest.skip("this machine has a sound card")
    monkeypatch.setenv("PULSE_SERVER", f"unix:{tmp_path / 'nobody'}")
    with pytest.raises(DeviceMissingError, match="no sound device"):
        open_device()
    assert capfd.readouterr().err == ""


def test_the_comparison_finds_what_is_missing() -> None:
    samples = (0.1 * np.random.default_rng(5).standard_normal((3 * RATE_HZ, 2))).astype(np.float32)
    silence = np.zeros((RATE_HZ, 2), dtype=np.float32)
    whole = np.concatenate([silence, samples, silence])
    assert arrived(samples, whole, 100) == ([[0, 3 * RATE_HZ]], 3 * RATE_HZ)
    cut = np.concatenate([silence, samples[:-2_000], silence])
    assert arrived(samples, cut, 100)[0] == [[0, 3 * RATE_HZ - 2_000]]
    hole = whole.copy()
    hole[2 * RATE_HZ : 2 * RATE_HZ + 1_000] = 0.3
    assert arrived(samples, hole, 100)[1] == 3 * RATE_HZ - 1_000
    twice = np.concatenate([silence, samples[:50_000], silence, samples[50_000:], silence, samples[:30_000]])
    assert arrived(samples, twice, 100)[0] == [[0, 3 * RATE_HZ], [0, 30_000]]
