from __future__ import annotations

import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from mindful.errors import PlayerError
from mindful.practice.launch import command_of, start, with_desktop

if TYPE_CHECKING:
    from pathlib import Path


def test_what_is_named_is_played_for_so_long() -> None:
    assert command_of("body-scan", 600.0, ["mindful"]) == ("mindful", "play", "--length", "600s", "--", "body-scan")
    assert command_of("-odd.mp3", None, ["mindful"]) == ("mindful", "play", "--", "-odd.mp3")


def test_without_a_name_one_sits() -> None:
    assert command_of(None, 180.0, ["mindful"]) == ("mindful", "timer", "180s")
    assert command_of(None, None)[:4] == (sys.executable, "-P", "-m", "mindful")


def test_a_service_without_a_console_starts_a_practice_with_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "python.exe").touch()
    monkeypatch.setattr(sys, "executable", str(tmp_path / "pythonw.exe"))
    assert command_of(None, None)[0] == str(tmp_path / "python.exe")
    (tmp_path / "python.exe").unlink()
    assert command_of(None, None)[0] == str(tmp_path / "pythonw.exe")


def seen(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Return the commands that would have been run."""
    run: list[list[str]] = []
    monkeypatch.setattr(subprocess, "Popen", lambda words, **_: run.append(words))
    return run


@pytest.mark.parametrize(
    ("there", "words"),
    [
        ({"xterm"}, ["/bin/xterm", "-e", "mindful", "timer"]),
        ({"xterm", "gnome-terminal"}, ["/bin/gnome-terminal", "--", "mindful", "timer"]),
        ({"xdg-terminal-exec", "xterm"}, ["/bin/xdg-terminal-exec", "mindful", "timer"]),
        (set(), ["mindful", "timer"]),
    ],
)
def test_on_a_desktop_it_has_a_terminal_where_there_is_one(
    there: set[str], words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run = seen(monkeypatch)
    start(
        ["mindful", "timer"], environ={"DISPLAY": ":0"}, platform="linux",
        which=lambda name: f"/bin/{name}" if name in there else None,
    )  # fmt: skip
    assert run == [words]


def test_on_a_mac_a_line_for_the_shell_stands_in_a_string_of_applescript(monkeypatch: pytest.MonkeyPatch) -> None:
    run = seen(monkeypatch)
    start(["mindful", "play", 'my "own" track'], environ={}, platform="darwin")
    assert run[0][:2] == ["osascript", "-e"]
    assert run[0][2] == """tell application "Terminal" to do script "mindful play 'my \\"own\\" track'\""""


def test_on_windows_it_has_a_console_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    run = seen(monkeypatch)
    start(["mindful", "timer"], environ={}, platform="win32")
    assert run == [["mindful", "timer"]]


def test_it_outlives_whoever_started_it(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    process = start(["sh", "-c", f"sleep 0.2; echo done > '{mark}'"], environ={"PATH": "/usr/bin:/bin"})
    assert process.wait() == 0
    end = time.monotonic() + 5
    while not mark.exists() and time.monotonic() < end:
        time.sleep(0.05)
    assert mark.read_text(encoding="utf-8") == "done\n"


def test_what_does_not_start_says_how_to_start_it() -> None:
    with pytest.raises(PlayerError, match="does not start") as caught:
        start(["/nowhere/python", "-P", "-m", "mindful", "timer"], environ={})
    assert caught.value.hint == "Start it with: mindful timer"


def test_a_desktop_that_began_after_the_service_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    tool = tmp_path / "systemctl"
    tool.write_text("#!/bin/sh\nprintf 'DISPLAY=:7\\nLANG=C\\nXAUTHORITY=/run/x\\n'\n", encoding="utf-8")
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    found = with_desktop({"LANG": "de"})
    assert found == {"LANG": "de", "DISPLAY": ":7", "XAUTHORITY": "/run/x"}
    assert with_desktop({"DISPLAY": ":1"}) == {"DISPLAY": ":1"}


def test_without_systemd_the_variables_stay_as_they_are(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert with_desktop({"LANG": "de"}) == {"LANG": "de"}
