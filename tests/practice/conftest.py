"""What practice is tested with: short tracks, a front that plays a part, a log, and a clock that hurries."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import pytest
import soundfile

from mindful.errors import SessionError
from mindful.practice.piece import Piece
from mindful.practice.sitting import Feelings, Sitting
from mindful.timeline import Chapter

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

    from mindful.player import Status
    from mindful.practice.playing import Command, Played
    from mindful.sessions.model import Session

    MakeTrack = Callable[..., Path]
    MakeSitting = Callable[..., Sitting]

RATE_HZ = 44_100


@dataclass
class Cast:
    """A front that plays a part: each command at a place, in seconds of the piece; None of it on a screen."""

    part: list[tuple[float, Command]] = field(default_factory=list)
    has_keys: bool = False
    feelings: tuple[Feelings, Feelings] = (Feelings(), Feelings())
    words: str | None = None
    shown: list[Status] = field(default_factory=list)
    told: list[tuple[Played, bool]] = field(default_factory=list)
    on_show: Callable[[Status], None] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing to give back."""

    def show(self, piece: Piece, status: Status) -> None:
        """Remember it."""
        assert status.frames >= 0
        assert piece.title
        self.shown.append(status)
        if self.on_show:
            self.on_show(status)

    def command(self, wait_s: float) -> Command | None:
        """Give the next command when its place is reached; after a pause, at once."""
        time.sleep(min(wait_s, 0.02))
        if not self.part or not self.shown:
            return None
        at_s, command = self.part[0]
        if self.shown[-1].position < at_s * RATE_HZ:
            return None
        self.part.pop(0)
        return command

    def before(self) -> Feelings:
        """Tell the first feelings."""
        return self.feelings[0]

    def tell(self, piece: Piece, played: Played, *, counts: bool) -> None:
        """Remember it."""
        assert piece.title
        self.told.append((played, counts))

    def after(self) -> Feelings:
        """Tell the second."""
        return self.feelings[1]

    def note(self) -> str | None:
        """Tell the words."""
        return self.words


class MemoryLog:
    """A log in memory, which is its own context."""

    def __init__(self) -> None:
        self.sessions: dict[str, Session] = {}
        self.trouble: Exception | None = None

    def __enter__(self) -> Self:
        if self.trouble:
            raise self.trouble
        return self

    def __exit__(self, *_: object) -> None:
        """Stay open."""

    def add(self, session: Session) -> None:
        """Add a session; the same again is an error."""
        assert session.id not in self.sessions
        self.sessions[session.id] = session

    def get(self, session_id: str) -> Session:
        """Return a session."""
        try:
            return self.sessions[session_id]
        except KeyError:
            raise SessionError("There is no such session.") from None


@pytest.fixture
def cast() -> type[Cast]:
    """Return the maker of fronts."""
    return Cast


@pytest.fixture
def memory_log() -> MemoryLog:
    """Return an empty log."""
    return MemoryLog()


def noise(seconds: float, seed: int = 1) -> NDArray[np.float32]:
    """Return noise, which a recording can be aligned with to the frame; float32 ``[frames, 2]``."""
    generator = np.random.default_rng(seed)
    return (0.1 * generator.standard_normal((round(seconds * RATE_HZ), 2))).astype(np.float32)


@pytest.fixture
def make_track(tmp_path: Path) -> MakeTrack:
    """Return a maker of tracks: noise of so many seconds under a name."""

    def make(seconds: float = 2.0, name: str = "noise.wav") -> Path:
        file = tmp_path / name
        soundfile.write(file, noise(seconds), RATE_HZ, subtype="FLOAT" if name.endswith("wav") else None)
        return file

    return make


@pytest.fixture
def make_sitting() -> MakeSitting:
    """Return a maker of sittings; five minutes of ten were heard, unless told otherwise."""

    def make(**changes: Any) -> Sitting:
        instant = datetime(2027, 3, 1, 7, 0, tzinfo=UTC)
        row: dict[str, Any] = {
            "id": "01J0000000000000000000000A",
            "title": "Body scan",
            "kind": "body-scan",
            "script_id": "body-scan",
            "track_id": None,
            "recipe": {"script": "/scripts/body-scan.md", "order": {"length_s": 600.0}},
            "started_at": instant,
            "tz": "Europe/Berlin",
            "utc_offset_s": 3_600,
            "seen_at": instant.replace(minute=6),
            "planned_s": 600.0,
            "frames": 600 * RATE_HZ,
            "position": 300 * RATE_HZ,
            "heard": ((0, 300 * RATE_HZ),),
        }
        return Sitting(**(row | changes))

    return make


@pytest.fixture
def piece_of_chapters() -> Piece:
    """Return a piece of three chapters of ten seconds each that cannot be opened."""
    chapters = tuple(
        Chapter(title=title, start=at * 10 * RATE_HZ, frames=10 * RATE_HZ)
        for at, title in enumerate(("One", "Two", "Three"))
    )

    def cannot_open() -> Any:
        raise AssertionError("It is not to be opened.")

    return Piece(
        title="Three", kind="sit", frames=30 * RATE_HZ, open=cannot_open, recipe={"track": "three"}, chapters=chapters
    )
