"""The picture while something plays, at 80 and at 120 columns, with colour and without; and the keys."""

from __future__ import annotations

import io
import os
import pty
import signal
import sys
import termios
import time
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from rich.console import Console

from mindful.cli import keys as keyboard
from mindful.cli.keys import KEYS, Keys, WindowsKeys, names_of
from mindful.cli.screen import HELP, PlainLines, Screen
from mindful.player import Status
from mindful.practice.lines import Line
from mindful.practice.piece import Piece
from mindful.timeline import Chapter

if TYPE_CHECKING:
    from collections.abc import Iterator

RATE_HZ = 44_100
LONG = "There may be a thought, or a mood, or a tight place somewhere in the body, and you may let it be."
CHAPTERS = (
    Chapter(title="Arriving", start=0, frames=60 * RATE_HZ),
    Chapter(title="Opening", start=60 * RATE_HZ, frames=120 * RATE_HZ),
)
LINES = (
    Line(start=RATE_HZ, end=3 * RATE_HZ, text=LONG),
    Line(start=70 * RATE_HZ, end=72 * RATE_HZ, text="Notice your feet."),
)


def piece(**changes: Any) -> Piece:
    row: dict[str, Any] = {
        "title": "Three-minute breathing space",
        "kind": "sit",
        "frames": 180 * RATE_HZ,
        "open": lambda: None,
        "recipe": {},
        "chapters": CHAPTERS,
        "lines": LINES,
    }
    return Piece(**(row | changes))


def status(position_s: float = 2.0, **changes: Any) -> Status:
    row: dict[str, Any] = {
        "position": round(position_s * RATE_HZ), "frames": 180 * RATE_HZ, "made": 180 * RATE_HZ, "heard": 0,
        "paused": False, "waiting": False, "volume_db": 0.0, "gaps_s": (),
    }  # fmt: skip
    return Status(**(row | changes))


def terminal(width: int = 80, **rest: Any) -> Console:
    return Console(file=io.StringIO(), force_terminal=True, width=width, height=24, **rest)


class Typed:
    """A keyboard on which something was typed already."""

    def __init__(self, *names: str) -> None:
        self.names = list(names)
        self.taken = self.given_back = False

    def __enter__(self) -> Any:
        self.taken = True
        return self

    def __exit__(self, *_: object) -> None:
        self.given_back = True

    def key(self, wait_s: float) -> str | None:
        """Return the next."""
        assert wait_s >= 0
        return self.names.pop(0) if self.names else None


def drawn(screen: Screen, of: Piece, how: Status, width: int = 80, **rest: Any) -> list[str]:
    paper = terminal(width, color_system=None, **rest)
    paper.print(screen.picture(of, how))
    text = paper.file.getvalue()  # type: ignore[attr-defined]
    return [line.rstrip() for line in text.splitlines()]


@pytest.mark.parametrize("width", [40, 80, 120])
def test_the_picture_fits_and_nothing_jumps(width: int) -> None:
    screen = Screen(Typed(), terminal(width))  # type: ignore[arg-type]
    speaking, silent = drawn(screen, piece(), status(2), width), drawn(screen, piece(), status(30), width)
    assert len(speaking) == len(silent)
    assert max(map(len, speaking)) <= min(width, 98)
    assert speaking[1] == "  Three-minute breathing space"
    assert speaking[2] == "  Arriving"
    assert "●" in speaking[4]
    assert speaking[5].startswith("  0:02")
    assert speaking[5].endswith("2:58 left")
    said = " ".join(line.strip() for line in speaking[7:] if line.strip())
    assert said.startswith(LONG[:30])
    assert "? help" in speaking[-1] or width == 40


def test_the_bar_shows_what_is_heard_what_is_made_and_what_is_not() -> None:
    screen = Screen(None, terminal())
    bar = drawn(screen, piece(), status(90, made=135 * RATE_HZ))[4].strip()
    assert len(bar) == 76
    assert bar.index("●") == 38
    assert bar.count("╌") == 19
    assert drawn(screen, piece(), status(0, made=0))[4].strip().startswith("●╌")
    assert drawn(screen, piece(), status(180))[4].strip().endswith("━●")
    assert drawn(screen, piece(), status(0, frames=0, position=0))[4].strip()


def test_a_terminal_without_unicode_gets_a_bar_of_plain_signs() -> None:
    class Plain(io.StringIO):
        encoding = "ascii"

    paper = Console(file=Plain(), force_terminal=True, width=60, color_system=None)
    screen = Screen(None, paper)
    paper.print(screen.picture(piece(), status(90, made=135 * RATE_HZ)))
    bar = paper.file.getvalue().splitlines()[4].strip()  # type: ignore[attr-defined]
    assert set(bar) == {"=", ">", "-", "."}


def test_what_is_news_takes_the_place_of_the_keys() -> None:
    screen = Screen(Typed(), terminal())  # type: ignore[arg-type]
    assert drawn(screen, piece(), status(paused=True))[-1].strip() == "Paused. Space goes on."
    slept = drawn(screen, piece(), status(paused=True, gaps_s=(720.0,)))[-1]
    assert slept.strip() == "The computer slept for 12 minutes; that is not counted. Space goes on."
    assert "still being made" in drawn(screen, piece(), status(waiting=True, made=0))[-1]
    assert "? help" in drawn(screen, piece(), status(waiting=True))[-1]


def test_the_volume_is_shown_when_it_changes() -> None:
    console = terminal()
    with Screen(Typed(), console) as screen:  # type: ignore[arg-type]
        screen.show(piece(), status())
        screen.show(piece(), status(volume_db=-2.0))
        assert "Volume -2 dB" in drawn(screen, piece(), status(volume_db=-2.0))[-1]
        screen.show(piece(), status(volume_db=0.0))
        assert "the most" in drawn(screen, piece(), status())[-1]


def test_help_comes_and_goes_and_keys_are_commands() -> None:
    typed = Typed("?", "h", " ", "left", "shift-right", "g", "x")
    screen = Screen(typed, terminal())  # type: ignore[arg-type]
    assert screen.has_keys
    assert screen.command(0) is None
    assert [line for line in drawn(screen, piece(), status()) if HELP[4][1] in line]
    assert max(map(len, drawn(screen, piece(), status()))) <= 80
    assert screen.command(0) is None
    assert "? help" in drawn(screen, piece(), status())[-1]
    assert [screen.command(0) for _ in range(6)] == ["toggle", "back", "next", "ground", None, None]
    assert Screen(None, terminal()).command(0) is None


def test_it_is_drawn_only_when_something_has_changed_and_taken_away_at_the_end() -> None:
    typed, console = Typed(), terminal()
    with Screen(typed, console) as screen:  # type: ignore[arg-type]
        screen.show(piece(), status(2.0))
        before = console.file.getvalue()  # type: ignore[attr-defined]
        screen.show(piece(), status(2.1))
        assert console.file.getvalue() == before  # type: ignore[attr-defined]
        screen.show(piece(), status(3.2))
        assert console.file.getvalue() != before  # type: ignore[attr-defined]
        assert typed.taken
    assert typed.given_back


def test_without_colour_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    console = terminal()
    console.print(Screen(None, console).picture(piece(), status()))
    text = console.file.getvalue()  # type: ignore[attr-defined]
    assert "\x1b[36m" not in text
    monkeypatch.delenv("NO_COLOR")
    console = terminal(color_system="standard")
    console.print(Screen(None, console).picture(piece(), status()))
    assert "\x1b[36m" in console.file.getvalue()  # type: ignore[attr-defined]


def test_markup_in_a_title_is_text() -> None:
    lines = drawn(Screen(None, terminal()), piece(title="[bold]a[/] :smile:", chapters=(), lines=()), status())
    assert lines[1] == "  [bold]a[/] :smile:"


def test_a_chapter_of_the_same_name_is_not_said_twice() -> None:
    assert drawn(Screen(None, terminal()), piece(title="Arriving"), status())[2] == ""


def test_plain_lines_are_written_once_each(capsys: pytest.CaptureFixture[str]) -> None:
    with PlainLines() as lines:
        for at in (1.0, 1.5, 2.0, 30.0, 65.0, 70.5):
            lines.show(piece(), status(at))
        assert lines.command(0) is None
    assert capsys.readouterr().err.splitlines() == [
        "Three-minute breathing space, 3:00",
        "   0:01  Arriving",
        f"   0:01    {LONG}",
        "   1:05  Opening",
        "   1:10    Notice your feet.",
    ]
    quiet = PlainLines(quiet=True)
    quiet.show(piece(), status())
    assert capsys.readouterr().err == ""


# -- keys --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("q", ["q"]), ("Q ", ["q", " "]), ("\x1b[C\x1b[D", ["right", "left"]), ("\x1bOA\x1bOB", ["up", "down"]),
        ("\x1b[1;2C\x1b[1;2D", ["shift-right", "shift-left"]), ("\x1b[c\x1b[d", ["shift-right", "shift-left"]),
        ("\x1b[1;2A", ["up"]), ("\x1b[5~", []), ("+-?", ["+", "-", "?"]), ("", []),
    ],
)  # fmt: skip
def test_what_terminals_send_has_names(typed: str, names: list[str]) -> None:
    assert names_of(typed) == names


def test_every_key_of_the_help_is_a_command() -> None:
    assert {"toggle", "back", "forward", "previous", "next", "louder", "softer", "stop", "ground"} == set(KEYS.values())


@pytest.fixture
def line() -> Iterator[tuple[int, int]]:
    """Return both ends of a terminal: where a person types, and what a program reads."""
    person, program = pty.openpty()
    yield person, program
    for end in (person, program):
        try:
            os.close(end)
        except OSError:
            continue


def test_keys_are_read_one_by_one_and_the_terminal_is_put_back(line: tuple[int, int]) -> None:
    person, program = line
    before = termios.tcgetattr(program)
    on_return = signal.getsignal(signal.SIGCONT)
    with Keys(program) as keys:
        assert not termios.tcgetattr(program)[3] & (termios.ICANON | termios.ECHO)
        assert termios.tcgetattr(program)[3] & termios.ISIG
        assert keys.key(0.01) is None
        os.write(person, b" \x1b[D")
        assert [keys.key(1), keys.key(1), keys.key(0)] == [" ", "left", None]
        os.write(person, "é".encode())
        assert keys.key(1) == "é"
        # The shell has put the terminal back while we were stopped.
        termios.tcsetattr(program, termios.TCSANOW, before)
        signal.raise_signal(signal.SIGCONT)
        assert not termios.tcgetattr(program)[3] & termios.ICANON
    assert termios.tcgetattr(program)[3] == before[3]
    assert signal.getsignal(signal.SIGCONT) == on_return


def test_a_sequence_that_comes_in_two_pieces_is_one_key(line: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    person, program = line
    read = os.read

    def slowly(handle: int, count: int) -> bytes:
        monkeypatch.setattr(os, "read", read)
        data = read(handle, count)
        os.write(person, b"C")
        return data

    with Keys(program) as keys:
        os.write(person, b"\x1b[")
        monkeypatch.setattr(os, "read", slowly)
        assert keys.key(1) == "right"
        os.write(person, b"\x1b")
        assert keys.key(1) == "\x1b"


def test_a_keyboard_that_is_gone_is_only_a_wait(line: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    _, program = line
    with Keys(program) as keys:
        monkeypatch.setattr("select.select", lambda *_: ([program], [], []))
        monkeypatch.setattr(os, "read", lambda *_: b"")
        assert keys.key(1) is None
        began = time.monotonic()
        assert keys.key(0.05) is None
        assert time.monotonic() - began >= 0.05
        monkeypatch.undo()


def test_a_windows_console_is_read_through_its_own_library(monkeypatch: pytest.MonkeyPatch) -> None:
    waiting = list("Q\xe0K\0M\xe0?\x03")
    library = SimpleNamespace(kbhit=lambda: bool(waiting), getwch=lambda: waiting.pop(0))
    monkeypatch.setitem(sys.modules, "msvcrt", library)
    monkeypatch.setattr(keyboard, "_IS_WINDOWS", True)
    keys = keyboard.keyboard()
    assert isinstance(keys, WindowsKeys)
    with keys:
        assert [keys.key(0) for _ in range(4)] == ["q", "left", "right", None]
        with pytest.raises(KeyboardInterrupt):
            keys.key(0)
        assert keys.key(0.03) is None


def test_elsewhere_the_terminal_is_the_keyboard(monkeypatch: pytest.MonkeyPatch, line: tuple[int, int]) -> None:
    with os.fdopen(os.dup(line[1])) as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)
        assert isinstance(keyboard.keyboard(), Keys)
