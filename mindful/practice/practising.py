"""A whole sitting: the questions before, the playing, the questions after, and the log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol
from zoneinfo import ZoneInfo

from mindful.errors import StoreError
from mindful.practice.journal import Journal
from mindful.practice.keeping import add_once
from mindful.practice.playing import Front, play
from mindful.practice.sitting import Feelings, begin
from mindful.units import SAMPLE_RATE_HZ

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from mindful.player import Clock, Device
    from mindful.practice.keeping import Log
    from mindful.practice.piece import Piece
    from mindful.practice.playing import Played, Wish
    from mindful.sessions.model import Session


class Companion(Front, Protocol):
    """A front that can also ask; every question may be left open."""

    def before(self) -> Feelings:
        """Ask how the person is, before."""
        ...

    def tell(self, piece: Piece, played: Played, *, counts: bool) -> None:
        """Say how it ended, and whether it is going to be logged."""
        ...

    def after(self) -> Feelings:
        """Ask how the person is, after."""
        ...

    def note(self) -> str | None:
        """Take a note."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Keeping:
    """What becomes of the sitting afterwards."""

    data: Path
    """The private data folder, for the journal."""
    open_log: Callable[[], AbstractContextManager[Log]]
    """Opens the log, when there is something to write."""
    short_too: bool = False
    """Log a sitting below half a minute as well."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Result:
    """What came of a whole sitting."""

    played: Played
    logged: bool

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON values, without feelings and note; the layout is stable across versions."""
        sitting = self.played.sitting
        return {
            "id": sitting.id,
            "title": sitting.title,
            "kind": sitting.kind,
            "script_id": sitting.script_id,
            "track_id": sitting.track_id,
            "started_at": sitting.started_at.isoformat(),
            "ended_at": sitting.seen_at.isoformat(),
            "tz": sitting.tz,
            "outcome": sitting.outcome,
            "completed": sitting.completed,
            "ended_early": not sitting.completed,
            "planned_s": round(sitting.planned_s, 3),
            "practised_s": round(sitting.practised_s, 3),
            "intervals": [list(stretch) for stretch in sitting.heard],
            "sample_rate_hz": SAMPLE_RATE_HZ,
            "position_s": round(sitting.position / SAMPLE_RATE_HZ, 3),
            "underruns": self.played.underruns,
            "slept_s": [round(gap, 1) for gap in self.played.gaps_s],
            "logged": self.logged,
        }


def practise(
    piece: Piece,
    device: Device,
    companion: Companion,
    *,
    wish: Wish,
    keeping: Keeping | None,
    clock: Clock | None = None,
) -> Result:
    """Hold a sitting with a piece, and log what was heard.

    Args:
        piece: What is practised with.
        device: An open device; let go of at the end.
        companion: The screen, the keys and the questions.
        wish: How it is played.
        keeping: Where it is kept; None leaves no trace of it.
        clock: The time; the computer's by default.

    Raises:
        PlayerError: The device does not start.
        StoreError: The log cannot be written; the sitting stays in the journal and is logged by a later command.
        SettingsError: The private folder cannot be made.
        MindfulError: The piece cannot be opened.
    """
    from ulid import ULID

    sitting = begin(
        piece,
        sitting_id=str(ULID()),
        now=_now(clock),
        start=wish.start,
        sleep_after_s=wish.sleep_after_s,
        keep_short=keeping is not None and keeping.short_too,
        before=companion.before() if keeping else None,
    )
    if keeping is None:
        played = play(piece, sitting, device, companion, wish=wish, clock=clock)
        companion.tell(piece, played, counts=False)
        return Result(played=played, logged=False)
    journal = Journal(keeping.data)
    journal.begin(sitting)
    try:
        played = play(piece, sitting, device, companion, wish=wish, journal=journal, clock=clock)
        sitting = played.sitting
        companion.tell(piece, played, counts=sitting.counts)
        if sitting.counts:
            _log(keeping, _session(played, companion))
        journal.end(sitting)
    finally:
        journal.let_go(sitting.id)
    return Result(played=played, logged=sitting.counts)


def _session(played: Played, companion: Companion) -> Session:
    """Ask what there is to ask; whoever broke off, or wants to hear something else, is asked nothing."""
    if played.interrupted or played.asked is not None:
        return played.sitting.session()
    return played.sitting.session(after=companion.after(), note=companion.note())


def _log(keeping: Keeping, session: Session) -> None:
    try:
        with keeping.open_log() as log:
            add_once(log, session)
    except StoreError as error:
        message = f"{error.message} The sitting is not lost: a later command logs it."
        raise StoreError(message, hint=error.hint) from error


def _now(clock: Clock | None) -> datetime:
    zone = _zone()
    return datetime.now(zone) if clock is None else datetime.fromtimestamp(clock.wall(), zone)


def _zone() -> ZoneInfo:
    """Return the person's zone by its IANA name; UTC where the computer's settings name none."""
    import tzlocal

    try:
        return ZoneInfo(tzlocal.get_localzone_name())
    except (OSError, ValueError, LookupError):
        return ZoneInfo("UTC")
