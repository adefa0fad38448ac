"""Playing a piece: commands go to the player, how it stands goes to the screen, and the journal is kept."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal, Protocol, Self

from mindful.player import Player, SystemClock
from mindful.units import frames

if TYPE_CHECKING:
    from types import TracebackType

    from mindful.player import Clock, Device, Status
    from mindful.practice.journal import Journal
    from mindful.practice.piece import Piece
    from mindful.practice.sitting import Sitting

Command = Literal["toggle", "back", "forward", "previous", "next", "louder", "softer", "stop", "ground"]
"""What a person may ask for while something plays."""
SKIP_S = 10.0
JOURNAL_S = 10.0
"""How often the journal is written."""
SOFT_STOP_S = 2.0
"""Fade before another practice begins."""
LOOK_S = 0.1


class Front(Protocol):
    """Whoever shows what plays and takes commands."""

    has_keys: bool
    """Whether anybody can give commands."""

    def __enter__(self) -> Self:
        """Begin to show, and take the keyboard."""
        ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give the screen and the keyboard back."""
        ...

    def show(self, piece: Piece, status: Status) -> None:
        """Show how it stands; called about ten times a second."""
        ...

    def command(self, wait_s: float) -> Command | None:
        """Return a command, waiting for one for so long at most."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Played:
    """What came of it."""

    sitting: Sitting
    underruns: int
    """How often the device had to wait although the sound was there: a busy computer."""
    gaps_s: tuple[float, ...]
    """How long the computer slept meanwhile, each time."""
    asked: Literal["ground"] | None = None
    """What the person wants to hear instead."""
    interrupted: bool = False
    """Whether it was ended by Ctrl-C or by the system."""
    error: BaseException | None = None
    """What the making or reading failed with; the sitting counts all the same."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Wish:
    """How a piece is to be played."""

    start: int = 0
    """First frame."""
    sleep_after_s: float | None = None
    """Fade out and end when so much was heard."""
    volume_db: float = 0.0


def play(
    piece: Piece,
    sitting: Sitting,
    device: Device,
    front: Front,
    *,
    wish: Wish,
    journal: Journal | None = None,
    clock: Clock | None = None,
) -> Played:
    """Play a piece to its end, or until somebody stops it.

    Args:
        piece: What to play.
        sitting: As it begins.
        device: Where to.
        front: The screen and the keys.
        wish: How.
        journal: Kept every ten seconds, at every pause, and at the end; None keeps nothing.
        clock: The time; the computer's by default.

    Raises:
        PlayerError: The device does not start.
        MindfulError: The piece cannot be opened.
    """
    clock = clock or SystemClock()
    hand = _Hand(piece, sitting, journal, clock)
    with front, Player(piece.open(), device, clock=clock, start=wish.start, volume_db=wish.volume_db) as player:
        if wish.sleep_after_s is not None:
            player.sleep_after(wish.sleep_after_s)
        if front.has_keys:
            player.pause_after_gap()
        try:
            while player.outcome is None:
                try:
                    front.show(piece, player.status)
                    hand.obey(front.command(LOOK_S), player)
                    hand.keep_time(player)
                except KeyboardInterrupt:
                    # The second one does not wait for the fade.
                    if hand.interrupted:
                        raise
                    hand.interrupted = True
                    player.stop()
        finally:
            hand.write(player)
        return Played(
            sitting=hand.sitting,
            underruns=player.underruns,
            gaps_s=player.status.gaps_s,
            asked="ground" if hand.ground else None,
            interrupted=hand.interrupted,
            error=player.error,
        )


class _Hand:
    """Carries commands to the player, and what was heard to the journal."""

    def __init__(self, piece: Piece, sitting: Sitting, journal: Journal | None, clock: Clock) -> None:
        self.sitting = sitting
        self.ground = self.interrupted = False
        self._piece, self._journal, self._clock = piece, journal, clock
        self._due = clock.monotonic() + JOURNAL_S
        self._was_paused = False

    def obey(self, command: Command | None, player: Player) -> None:
        status = player.status
        match command:
            case "toggle":
                player.toggle()
            case "back" | "forward":
                player.skip(SKIP_S if command == "forward" else -SKIP_S)
            case "previous" | "next":
                player.seek(self._piece.chapter_start(status.position, 1 if command == "next" else -1))
            case "louder" | "softer":
                player.change_volume(1 if command == "louder" else -1)
            case "ground":
                self.ground = True
                player.stop(SOFT_STOP_S)
            case "stop":
                player.stop()
            case None:
                pass

    def keep_time(self, player: Player) -> None:
        paused = player.status.paused
        if self._clock.monotonic() >= self._due or (paused and not self._was_paused):
            self.write(player)
        self._was_paused = paused

    def write(self, player: Player) -> None:
        """Bring the sitting up to date, and keep it."""
        status = player.status
        self.sitting = replace(
            self.sitting,
            seen_at=datetime.fromtimestamp(self._clock.wall(), UTC),
            position=min(status.position, status.frames),
            frames=status.frames,
            heard=tuple((start, end) for start, end in player.heard.as_json()),
            outcome=player.outcome,
        )
        self._due = self._clock.monotonic() + JOURNAL_S
        if self._journal is None:
            return
        try:
            self._journal.write(self.sitting)
        except OSError as error:
            # A full disk is no reason to break a sitting off.
            logging.getLogger("mindful").warning("The journal cannot be written: %s", error)


def start_frame(piece: Piece, seconds: float) -> int:
    """Return the frame to begin from, within the piece."""
    return min(frames(seconds), piece.frames)
