"""`mindful play` and `mindful timer` on the device without sound: in a pipe, at a terminal, after a crash."""

from __future__ import annotations

import json
import os
import pty
import select
import signal
import subprocess
import sys
import termios
import threading
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click
import miniaudio
import numpy as np
import pytest
import soundfile

from mindful.cli import main
from mindful.cli.screen import PlainLines
from mindful.errors import VoiceError
from mindful.player import player
from mindful.practice import practising, timer
from mindful.practice.journal import Journal
from mindful.practice.sitting import Sitting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from mindful.player import Status

RATE_HZ = 44_100
NULL = ("--device", "null")


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give every test a log, a library and a terminal of its own."""
    monkeypatch.setenv("MINDFUL_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("MINDFUL_LIBRARY", str(tmp_path / "library"))
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "80")
    return tmp_path / "data"


@pytest.fixture
def track(tmp_path: Path) -> Path:
    """Make a track of two seconds."""
    return make_track(tmp_path / "rain.wav", 2)


def make_track(file: Path, seconds: float) -> Path:
    samples = 0.1 * np.random.default_rng(1).standard_normal((round(seconds * RATE_HZ), 2))
    soundfile.write(file, samples, RATE_HZ)
    return file


def told(capsys: pytest.CaptureFixture[str], *words: object) -> Any:
    capsys.readouterr()
    assert main([str(word) for word in words]) == 0
    return json.loads(capsys.readouterr().out)


# -- in a pipe ---------------------------------------------------------------------------------------------------------


def test_a_track_is_played_and_logged(track: Path, capsys: pytest.CaptureFixture[str]) -> None:
    played = told(capsys, "play", track, *NULL, "--log", "--json")
    assert (played["title"], played["outcome"], played["logged"]) == ("rain", "completed", True)
    assert played["intervals"] == [[0, 2 * RATE_HZ]]
    [session] = told(capsys, "log", "list", "--json")
    assert session["id"] == played["id"]
    assert (session["practised_s"], session["source"], session["track_id"]) == (2.0, "play", "rain.wav")


def test_a_script_is_played_while_it_is_made_with_its_chapters_and_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script = tmp_path / "pause.md"
    script.write_text("---\ntitle: A pause\nvars: {name: you}\n---\n## Arriving\nWelcome, {name}. [pause rest]\n")
    assert main(["play", str(script), "--length", "10s", "--set", "name=Ana", *NULL, "-v"]) == 0
    said = capsys.readouterr().err
    assert "A pause, 0:10" in said
    assert "0:02    Welcome, Ana." in said
    assert "A pause: 10 seconds." in said
    assert "came too late for the device: 0 times" in said
    # Trying it out for ten seconds is no sitting.
    assert told(capsys, "log", "list", "--json") == []


def test_nothing_is_said_when_asked_for_quiet_and_nothing_kept_when_asked_for_no_log(
    track: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["play", str(track), *NULL, "--quiet", "--no-log"]) == 0
    assert capsys.readouterr() == ("", "")
    assert not data.exists()


@pytest.mark.parametrize(
    "words",
    [
        ["play"],
        ["play", "body-scan", "--resume"],
        ["play", "TRACK", "--length", "5m"],
        ["play", "body-scan", "--from", "soon"],
        ["play", "body-scan", "--volume", "3"],
        ["timer"],
        ["timer", "0s"],
    ],
)
def test_wrong_use_is_told(words: list[str], track: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(track) if word == "TRACK" else word for word in words]) == 2
    assert "error: " in capsys.readouterr().err


def test_devices_are_listed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [{"name": "Speakers", "id": None}]
    monkeypatch.setattr(miniaudio, "Devices", lambda _backends: type("D", (), {"get_playbacks": lambda _self: rows})())
    assert main(["play", "--list-devices"]) == 0
    assert capsys.readouterr().out.splitlines() == ["Speakers", "null  (plays on time, without sound)"]
    assert told(capsys, "play", "--list-devices", "--json") == ["Speakers", "null"]


def test_a_machine_without_a_device_is_a_sentence_and_exit_code_4(
    track: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def nothing(**_: object) -> None:
        raise miniaudio.MiniaudioError("no device")

    monkeypatch.setattr(miniaudio, "PlaybackDevice", nothing)
    assert main(["play", str(track)]) == 4
    assert "There is no sound device" in capsys.readouterr().err


def test_a_track_that_is_not_there_is_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["play", "nowhere.mp3", *NULL]) == 1
    assert "nowhere.mp3" in capsys.readouterr().err


def test_playing_begins_where_it_is_asked_to(track: Path, capsys: pytest.CaptureFixture[str]) -> None:
    played = told(capsys, "play", track, "--from", "0:01", *NULL, "--json")
    assert played["intervals"] == [[RATE_HZ, 2 * RATE_HZ]]
    assert not played["logged"]
    assert told(capsys, "play", track, "--from", "0", *NULL, "--json")["intervals"][0][0] == 0


def test_the_sleep_timer_fades_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    track = make_track(tmp_path / "long.wav", 20)
    assert main(["play", str(track), "--sleep-after", "1s", *NULL]) == 0
    assert "Faded out after 1 second." in capsys.readouterr().err


def test_a_silent_sitting_counts_from_bell_to_bell(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(timer, "END_STRIKES", 1)
    monkeypatch.setattr(timer, "END_BELL", "chime")
    words = ["timer", "2s", "--bell", "every", "1s", "--prepare", "0", "--sound", "off", *NULL, "--log", "--json"]
    played = told(capsys, *words)
    assert (played["title"], played["kind"], played["practised_s"]) == ("2 seconds in silence", "sit", 2.0)
    assert (played["planned_s"], played["completed"], played["logged"]) == (2.0, True, True)
    assert played["position_s"] == 8.0


# -- going on, and crashes ---------------------------------------------------------------------------------------------


def leave_behind(data: Path, recipe: dict[str, Any], *, position_s: float, ended: bool) -> None:
    instant = datetime(2027, 3, 1, 7, 0, tzinfo=UTC)
    sitting = Sitting(
        id="01J0000000000000000000000A", title="rain", kind="sit", script_id=None, track_id="rain.wav", recipe=recipe,
        started_at=instant, tz="Europe/Berlin", utc_offset_s=3_600, seen_at=instant.replace(minute=5), planned_s=600,
        frames=600 * RATE_HZ, position=round(position_s * RATE_HZ), heard=((0, 240 * RATE_HZ),),
        outcome="stopped" if ended else None,
    )  # fmt: skip
    journal = Journal(data)
    journal.begin(sitting)
    if ended:
        journal.end(sitting)
    else:
        for handle in journal._locks.values():
            os.close(handle)


def test_there_may_be_nothing_to_go_on_with(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["play", "--resume", *NULL]) == 1
    assert "nothing to go on with" in capsys.readouterr().err


def test_the_last_unfinished_track_goes_on_at_its_place(
    track: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    leave_behind(data, {"track": str(track)}, position_s=1.5, ended=True)
    played = told(capsys, "play", "--resume", *NULL, "--json")
    assert played["intervals"] == [[round(1.5 * RATE_HZ), 2 * RATE_HZ]]
    assert main(["play", "--resume", *NULL]) == 1


def test_a_script_and_a_silent_sitting_go_on_as_they_were_ordered(
    tmp_path: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script = tmp_path / "pause.md"
    script.write_text("Welcome, {name}. [pause rest]\n")
    order = {"length_s": 10.0, "values": {"name": "Ana"}}
    leave_behind(data, {"script": str(script), "order": order}, position_s=9.5, ended=True)
    played = told(capsys, "play", "--resume", *NULL, "--json")
    assert played["intervals"] == [[round(9.5 * RATE_HZ), 10 * RATE_HZ]]
    leave_behind(data, {"timer": {"length_s": 4.0, "prepare_s": 0.0}}, position_s=31, ended=True)
    assert told(capsys, "play", "--resume", *NULL, "--json")["position_s"] == 32


def test_forgetting_the_log_forgets_the_place_as_well(
    track: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    leave_behind(data, {"track": str(track)}, position_s=1.5, ended=True)
    assert main(["log", "forget", "--notes", "--yes"]) == 0
    assert list((data / "playing").iterdir())
    assert main(["log", "forget", "--all", "--yes"]) == 0
    assert not list((data / "playing").iterdir())
    assert main(["play", "--resume", *NULL]) == 1
    assert "nothing to go on with" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["log", "list", "--json"], ["play", "TRACK", *NULL], ["play", "--resume", *NULL]])
def test_after_a_crash_the_next_command_that_plays_or_logs_brings_the_sitting_home_once(
    words: list[str], track: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    leave_behind(data, {"track": str(track)}, position_s=1.5, ended=False)
    assert main([str(track) if word == "TRACK" else word for word in words]) == 0
    assert "broke off was logged: 2027-03-01 08:00, sit, 4 min, rain" in capsys.readouterr().err
    [session] = told(capsys, "log", "list", "--json")
    assert session["practised_s"] == 240
    assert "broke off" not in capsys.readouterr().err


def test_trouble_with_the_log_stops_no_practice_and_loses_nothing(
    track: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    leave_behind(data, {"track": str(track)}, position_s=1.5, ended=False)
    (data / "mindful.db").write_bytes(b"")
    assert main(["play", str(track), *NULL]) == 0
    assert "waits to be logged" in capsys.readouterr().err
    assert main(["play", str(track), *NULL, "--log"]) == 1
    assert "The sitting is not lost" in capsys.readouterr().err
    (data / "mindful.db").unlink()
    assert len(told(capsys, "log", "list", "--json")) == 2


def test_a_device_that_goes_away_is_told_and_can_be_gone_on_from(
    track: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Deaf:
        name, buffer = "deaf", 0

        def start(self, _pull: object) -> None:
            """Ask for nothing."""

        def stop(self) -> None:
            """Nothing to stop."""

    monkeypatch.setattr("mindful.player.open_device", lambda _name: Deaf())
    monkeypatch.setattr(player, "LOST_S", 0.3)
    assert main(["play", str(track)]) == 1
    assert "went away" in capsys.readouterr().err


def test_what_cannot_be_made_is_told_after_what_was_heard(
    track: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    practise = practising.practise

    def failing(*given: Any, **rest: Any) -> Any:
        from dataclasses import replace

        result = practise(*given, **rest)
        return replace(result, played=replace(result.played, error=VoiceError("The voice lost its thread.")))

    monkeypatch.setattr(practising, "practise", failing)
    assert main(["play", str(track), *NULL]) == 1
    assert "error: The voice lost its thread." in capsys.readouterr().err


def test_an_interrupted_sitting_is_exit_code_130_and_offers_grounding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    track = make_track(tmp_path / "long.wav", 20)

    def end_it(_lines: PlainLines, _piece: Any, status: Status) -> None:
        if status.heard > 1.5 * RATE_HZ:
            monkeypatch.setattr(PlainLines, "show", lambda *_: None)
            os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setattr(PlainLines, "show", end_it)
    assert main(["play", str(track), *NULL]) == 130
    said = capsys.readouterr().err
    assert "Stopped after" in said
    assert "mindful ground" in said


def test_stopping_before_anything_was_heard_is_only_that(
    track: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def end_it(_lines: PlainLines, _piece: Any, _status: Status) -> None:
        monkeypatch.setattr(PlainLines, "show", lambda *_: None)
        raise KeyboardInterrupt

    monkeypatch.setattr(PlainLines, "show", end_it)
    assert main(["play", str(track), *NULL, "--log"]) == 130
    assert capsys.readouterr().err == "Stopped.\n"
    assert told(capsys, "log", "list", "--json") == []


# -- at a terminal -----------------------------------------------------------------------------------------------------


class Terminal:
    """A terminal of our own that stands in for this process's."""

    def __init__(self) -> None:
        self.person, self.program = pty.openpty()
        termios.tcsetwinsize(self.program, (24, 80))
        self.text = ""
        self._open = True
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        while self._open:
            if select.select([self.person], [], [], 0.05)[0]:
                self.text += os.read(self.person, 65_536).decode("utf-8", "replace")

    def wait_for(self, words: str, seconds: float = 30) -> None:
        """Wait until words were shown, and forget what was shown until then."""
        until = time.monotonic() + seconds
        while words not in self.text:
            assert time.monotonic() < until, f"{words!r} was not shown, but: {self.text!r}"
            time.sleep(0.02)
        self.text = self.text.split(words, 1)[1]

    def type(self, keys: str) -> None:
        """Press keys."""
        os.write(self.person, keys.encode())

    def close(self) -> None:
        """Take it away."""
        self._open = False
        self._reader.join()
        os.close(self.person)
        os.close(self.program)


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    """Return a terminal."""
    made = Terminal()
    yield made
    made.close()


@pytest.fixture
def at_terminal(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., int]]:
    """Return a runner of commands at the terminal, in this process; the given function is the person at the keys."""
    with (
        os.fdopen(os.dup(terminal.program), "r", encoding="utf-8") as stdin,
        os.fdopen(os.dup(terminal.program), "w", encoding="utf-8") as stderr,
    ):

        def run(words: list[str], act: Callable[[], None]) -> int:
            trouble: list[BaseException] = []

            def person() -> None:
                try:
                    act()
                except BaseException as error:  # noqa: BLE001 -- raised below, in the test's own thread
                    trouble.append(error)
                    terminal.type("qqqq\n\n\n\n")

            thread = threading.Thread(target=person)
            thread.start()
            # pytest puts its own streams in place for every phase of a test, so that this is done here.
            with monkeypatch.context() as patch:
                patch.setattr(sys, "stdin", stdin)
                patch.setattr(sys, "stderr", stderr)
                code = main(words)
            thread.join()
            if trouble:
                raise trouble[0]
            return code

        yield run


def test_at_a_terminal_keys_are_obeyed_feelings_asked_and_ending_early_is_fine(
    tmp_path: Path, terminal: Terminal, at_terminal: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    track = make_track(tmp_path / "long.wav", 90)
    before = termios.tcgetattr(terminal.program)

    def act() -> None:
        terminal.wait_for("Two questions before and two after")
        terminal.wait_for("Mood")
        terminal.type("12\n")
        terminal.wait_for("A whole number from 0 to 10")
        terminal.type("4\n")
        terminal.wait_for("Tension")
        terminal.type("\n")
        terminal.wait_for("? help")
        terminal.type("?")
        terminal.wait_for("close this help")
        terminal.type("?")
        terminal.wait_for("0:02")
        terminal.type("\x1b[C")
        terminal.wait_for("0:13")
        terminal.type("-")
        terminal.wait_for("Volume -2 dB")
        terminal.type(" ")
        terminal.wait_for("Paused")
        terminal.type("q")
        terminal.wait_for("Stopped after")
        terminal.wait_for("That counts.")
        terminal.wait_for("mindful ground")
        terminal.wait_for("Mood")
        terminal.type("6\n")
        terminal.wait_for("Tension")
        terminal.type("\x04")
        terminal.wait_for("A note")
        terminal.type("Rain on the roof.\n")

    assert at_terminal(["play", str(track), *NULL, "--log", "--note"], act) == 0
    assert termios.tcgetattr(terminal.program)[3] == before[3]
    [session] = told(capsys, "log", "list", "--json")
    assert session["ended_early"]
    assert (session["mood_before"], session["tension_before"]) == (4, None)
    assert session["note"] == "Rain on the roof."


def test_grounding_is_one_key_away_and_is_logged_as_such(
    tmp_path: Path, terminal: Terminal, at_terminal: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    track = make_track(tmp_path / "long.wav", 90)

    def act() -> None:
        terminal.wait_for("0:02")
        terminal.type("g")
        terminal.wait_for("Stopped after")
        terminal.wait_for("Grounding with five senses", 60)
        terminal.wait_for("0:02", 60)
        terminal.type("q")
        terminal.wait_for("Stopped after")

    assert at_terminal(["play", str(track), *NULL, "--log", "--no-sliders"], act) == 0
    sessions = told(capsys, "log", "list", "--json")
    assert [session["kind"] for session in sessions] == ["grounding", "sit"]


def test_sliders_left_alone_three_times_stay_away(
    track: Path, terminal: Terminal, at_terminal: Callable[..., int]
) -> None:
    def skip() -> None:
        for _ in range(2):
            terminal.wait_for("Mood")
            terminal.type("\n")
            terminal.wait_for("Tension")
            terminal.type("\n")

    words = ["play", str(track), *NULL, "--log", "--from", "0:01.5"]
    for _ in range(2):
        assert at_terminal(words, skip) == 0

    def skip_and_read() -> None:
        skip()
        terminal.wait_for("--sliders brings them back")

    assert at_terminal(words, skip_and_read) == 0
    assert at_terminal(words, lambda: terminal.wait_for("rain: 0 seconds.")) == 0
    assert "Mood" not in terminal.text


def test_a_note_may_be_written_in_the_editor(
    track: Path,
    terminal: Terminal,
    at_terminal: Callable[..., int],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(click, "edit", lambda _text: "Two\nlines.\n")

    def act() -> None:
        terminal.wait_for("A note")
        terminal.type("e\n")

    words = ["play", str(track), *NULL, "--log", "--note", "--no-sliders", "--from", "0:01.5"]
    assert at_terminal(words, act) == 0
    assert told(capsys, "log", "list", "--json")[0]["note"] == "Two\nlines."

    def skip() -> None:
        terminal.wait_for("A note")
        terminal.type("\x04")

    assert at_terminal(words, skip) == 0
    assert told(capsys, "log", "list", "--json")[0]["note"] is None


def test_a_terminal_that_cannot_move_its_cursor_gets_lines(
    track: Path, terminal: Terminal, at_terminal: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "dumb")
    assert at_terminal(["play", str(track), *NULL, "--no-sliders"], lambda: terminal.wait_for("rain, 0:02")) == 0
    time.sleep(0.2)
    assert "\x1b" not in terminal.text


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_program_that_is_told_to_end_stops_softly_logs_and_restores_the_terminal(
    tmp_path: Path, terminal: Terminal, ending: signal.Signals, capsys: pytest.CaptureFixture[str]
) -> None:
    track = make_track(tmp_path / "long.wav", 90)
    before = termios.tcgetattr(terminal.program)
    words = [sys.executable, "-m", "mindful", "play", str(track), *NULL, "--log", "--no-sliders"]
    with subprocess.Popen(words, stdin=terminal.program, stderr=terminal.program) as process:
        terminal.wait_for("0:02")
        assert not termios.tcgetattr(terminal.program)[3] & termios.ICANON
        process.send_signal(ending)
        assert process.wait(20) == 130
    terminal.wait_for("That counts.")
    assert termios.tcgetattr(terminal.program)[3] == before[3]
    [session] = told(capsys, "log", "list", "--json")
    assert 0.5 < session["practised_s"] < 20


def test_a_program_that_is_killed_loses_no_more_than_ten_seconds(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    track = make_track(tmp_path / "long.wav", 90)
    words = [sys.executable, "-m", "mindful", "play", str(track), *NULL, "--log"]
    with subprocess.Popen(words, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        assert process.stderr.readline().startswith("long, 1:30")
        time.sleep(11.5)
        process.kill()
    [session] = told(capsys, "log", "list", "--json")
    assert 8 < session["practised_s"] < 12
    assert session["ended_early"]
