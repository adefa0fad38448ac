"""What people see while something plays: one calm picture on a terminal, plain lines elsewhere."""

from __future__ import annotations

import textwrap
import time
from typing import TYPE_CHECKING, Self

import click

from mindful.cli.keys import HELP_KEYS, KEYS
from mindful.cli.show import console
from mindful.units import SAMPLE_RATE_HZ, clock, spell

if TYPE_CHECKING:
    from types import TracebackType

    from rich.console import Console, Group, RenderableType
    from rich.text import Text

    from mindful.cli.keys import Keys, WindowsKeys
    from mindful.player import Status
    from mindful.practice.piece import Piece
    from mindful.practice.playing import Command

WIDEST = 96
"""A longer line is hard to follow, however wide the terminal."""
INDENT = 2
SHOWN_S = 2.5
"""How long a change of the volume stays on the screen."""
MOST_LINES = 4
"""Rows for what is said; the scripts' longest sentences take three at 80 columns."""
HELP = (
    ("space", "pause, and go on"),
    ("\u2190  \u2192", "ten seconds back, ten seconds on"),
    ("shift \u2190  \u2192", "this chapter again, next chapter (also p and n)"),
    ("+  -", "louder, softer"),
    ("g", "stop softly, and come back to the room with a grounding practice"),
    ("q", "stop here; what you heard counts"),
    ("?", "close this help"),
)
HINT = "space pause   \u2190 \u2192 10 s   q stop   ? help"


class Screen:
    """The picture on a terminal, and its keys."""

    def __init__(self, keys: Keys | WindowsKeys | None, console_: Console | None = None) -> None:
        self.has_keys = keys is not None
        self._keys = keys
        self._console = console_ or console()
        self._help = False
        self._drawn: object = None
        self._volume_db: float | None = None
        self._volume_until = 0.0

    def __enter__(self) -> Self:
        """Begin to show, and take the keyboard."""
        from rich.live import Live

        self._live = Live(console=self._console, auto_refresh=False, transient=True)
        if self._keys:
            self._keys.__enter__()
        self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take the picture away, and give the keyboard back."""
        try:
            self._live.stop()
        finally:
            if self._keys:
                self._keys.__exit__(kind, error, trace)

    def show(self, piece: Piece, status: Status) -> None:
        """Draw how it stands, when anything of it has changed."""
        if self._volume_db is not None and status.volume_db != self._volume_db:
            self._volume_until = time.monotonic() + SHOWN_S
        self._volume_db = status.volume_db
        news = self._news(status)
        second = round(status.position / SAMPLE_RATE_HZ), status.made // SAMPLE_RATE_HZ, status.frames
        drawn = (second, piece.line_at(status.position), news, self._help, self._console.size)
        if drawn != self._drawn:
            self._drawn = drawn
            self._live.update(self.picture(piece, status), refresh=True)

    def command(self, wait_s: float) -> Command | None:
        """Return what a key asks for; help is shown here."""
        if self._keys is None:
            time.sleep(wait_s)
            return None
        key = self._keys.key(wait_s)
        if key in HELP_KEYS:
            self._help = not self._help
        return KEYS.get(key or "")

    def picture(self, piece: Piece, status: Status) -> Group:
        """Return the picture: title, chapter, bar, times, what is said, and a line of keys or the help."""
        from rich.console import Group
        from rich.padding import Padding
        from rich.text import Text

        width = min(self._console.width, WIDEST) - 2 * INDENT
        chapter = piece.chapter_at(status.position)
        rows: list[RenderableType] = [
            _one_line(piece.title, "bold"),
            _one_line("" if chapter == piece.title else chapter, ""),
            Text(),
            _bar(status, width, ascii_only=self._console.options.ascii_only),
            _both_ends(clock(status.position / SAMPLE_RATE_HZ), _left(status), width),
            Text(),
            Text("\n".join(_said(piece, status.position, width)), no_wrap=True),
            Text(),
        ]
        if news := self._news(status):
            rows.append(_one_line(news, "cyan"))
        elif self._help:
            rows += [_one_line(f"{key:<12}{what}", "dim") for key, what in HELP]
        else:
            rows.append(_one_line(HINT if self._keys else "", "dim"))
        return Group(*(Padding(row, (0, INDENT)) for row in (Text(), *rows)))

    def _news(self, status: Status) -> str:
        """Return what is worth a line of its own now."""
        if status.paused and status.gaps_s:
            return f"The computer slept for {spell(status.gaps_s[-1])}; that is not counted. Space goes on."
        if status.paused:
            return "Paused. Space goes on."
        if status.waiting and status.made <= status.position:
            return "One moment: what comes next is still being made."
        if time.monotonic() < self._volume_until:
            return (
                f"Volume {status.volume_db:+.0f} dB" if status.volume_db else "Volume as it was made, the most there is"
            )
        return ""


class PlainLines:
    """Chapters and what is said, each on a line when it comes; for pipes, log files and screen readers."""

    has_keys = False

    def __init__(self, *, quiet: bool = False) -> None:
        self._quiet = quiet
        self._chapter = self._line = ""
        self._begun = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Do nothing; lines stay."""

    def show(self, piece: Piece, status: Status) -> None:
        """Write what is new."""
        if self._quiet:
            return
        if not self._begun:
            self._begun = True
            click.echo(f"{piece.title}, {clock(status.frames / SAMPLE_RATE_HZ)}", err=True)
        at = clock(status.position / SAMPLE_RATE_HZ)
        if (chapter := piece.chapter_at(status.position)) != self._chapter:
            self._chapter = chapter
            click.echo(f"{at:>7}  {chapter}", err=True)
        if (line := piece.line_at(status.position)) != self._line:
            self._line = line
            if line:
                click.echo(f"{at:>7}    {line}", err=True)

    def command(self, wait_s: float) -> Command | None:
        """Wait; nobody can ask for anything here."""
        time.sleep(wait_s)
        return None


def _one_line(text: str, style: str) -> Text:
    from rich.text import Text

    return Text(text, style=style, no_wrap=True, overflow="ellipsis")


def _both_ends(left: str, right: str, width: int) -> Text:
    from rich.text import Text

    return Text(left + right.rjust(width - len(left)), style="dim", no_wrap=True)


def _left(status: Status) -> str:
    return f"{clock(max(status.frames - status.position, 0) / SAMPLE_RATE_HZ)} left"


def _bar(status: Status, width: int, *, ascii_only: bool) -> Text:
    """Draw how far it is, how much is made, and what is still to be made."""
    from rich.text import Text

    heavy, knob, light, dots = "=>-." if ascii_only else "\u2501\u25cf\u2500\u254c"
    whole = max(status.frames, 1)
    played = min(width - 1, width * status.position // whole)
    made = max(min(width, width * status.made // whole), played + 1)
    return Text.assemble(
        (heavy * played + knob, "cyan"), (light * (made - played - 1) + dots * (width - made), "dim"), no_wrap=True
    )


def _said(piece: Piece, frame: int, width: int) -> list[str]:
    """Return the rows of what is said, always as many as the longest sentence takes, so that nothing jumps."""
    rows = textwrap.wrap(piece.line_at(frame), width)[:MOST_LINES]
    most = max((len(textwrap.wrap(line.text, width)) for line in piece.lines), default=1)
    return rows + [""] * (min(most, MOST_LINES) - len(rows))
