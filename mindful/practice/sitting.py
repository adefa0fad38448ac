"""A sitting: everything that is known of it at one moment, as the journal keeps it and the log will."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from mindful.player.intervals import Intervals
from mindful.sessions.model import LONGEST, Session
from mindful.units import SAMPLE_RATE_HZ

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mindful.player import Outcome
    from mindful.practice.piece import Piece
    from mindful.sessions.model import Kind

SCHEMA = 1
SHORTEST_S = 30.0
"""Less than this is trying a track out; it is logged only when asked for."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Feelings:
    """How somebody is, on the sliders; None is a slider left alone. Never shown in representations."""

    mood: int | None = field(default=None, repr=False)
    tension: int | None = field(default=None, repr=False)

    @property
    def told(self) -> bool:
        """Whether any slider was moved."""
        return self.mood is not None or self.tension is not None


@dataclass(frozen=True, kw_only=True, slots=True)
class Sitting:
    """One sitting, still going on or ended."""

    id: str
    """The ULID its session will have; the log never holds it twice."""
    title: str
    kind: Kind
    script_id: str | None
    track_id: str | None
    recipe: Mapping[str, Any]
    """From which the piece can be opened again."""
    started_at: datetime
    """UTC."""
    tz: str
    utc_offset_s: int
    seen_at: datetime
    """When it was last known to go on, or when it ended; UTC."""
    planned_s: float
    frames: int
    """Length of the piece."""
    position: int
    """The next frame that would be heard."""
    heard: tuple[tuple[int, int], ...] = ()
    """What was heard, as `Intervals` holds it."""
    counted: tuple[int, int] | None = None
    """The frames that count as practice; None counts all of them."""
    outcome: Outcome | None = None
    """How it ended; None while it goes on, and for ever when it broke off."""
    keep_short: bool = False
    """Whether it is logged even when it is short."""
    before: Feelings = Feelings()

    @property
    def practised_s(self) -> float:
        """What was heard of the practice, in seconds."""
        heard = Intervals(self.heard)
        return (heard.frames if self.counted is None else heard.within(*self.counted)) / SAMPLE_RATE_HZ

    @property
    def completed(self) -> bool:
        """Whether it came to its end: that of the piece, of what counts in it, or of the sleep timer."""
        reached = self.counted is not None and self.position >= self.counted[1]
        return reached or self.outcome in {"completed", "slept"}

    @property
    def counts(self) -> bool:
        """Whether the log is to hold it."""
        return self.practised_s >= SHORTEST_S or (self.keep_short and self.practised_s > 0)

    def session(
        self, *, after: Feelings | None = None, note: str | None = None, now: datetime | None = None
    ) -> Session:
        """Return what the log keeps of it.

        Args:
            after: How the person is after it.
            note: The person's own words.
            now: When it is written down, in UTC; the moment it was last seen by default.
        """
        made = now or self.seen_at
        after = after or Feelings()
        # The clock may have been set back meanwhile, and a pause may have lasted for days.
        ended = min(max(self.seen_at, self.started_at), self.started_at + LONGEST)
        return Session(
            id=self.id,
            kind=self.kind,
            title=self.title,
            script_id=self.script_id,
            track_id=self.track_id,
            started_at=self.started_at,
            tz=self.tz,
            utc_offset_s=self.utc_offset_s,
            ended_at=ended,
            planned_s=self.planned_s,
            practised_s=min(round(self.practised_s, 3), LONGEST.total_seconds()),
            completed=self.completed,
            ended_early=not self.completed,
            mood_before=self.before.mood,
            mood_after=after.mood,
            tension_before=self.before.tension,
            tension_after=after.tension,
            note=note,
            source="play",
            created=made,
            updated=made,
        )

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON values."""
        row = {spec.name: getattr(self, spec.name) for spec in fields(self)}
        return {
            "schema": SCHEMA,
            **row,
            "recipe": dict(self.recipe),
            "started_at": self.started_at.isoformat(),
            "seen_at": self.seen_at.isoformat(),
            "heard": [list(stretch) for stretch in self.heard],
            "before": [self.before.mood, self.before.tension],
        }


def sitting_from_json(row: Mapping[str, Any]) -> Sitting:
    """Return what `Sitting.as_json` wrote; ValueError, KeyError or TypeError when it is something else."""
    if row["schema"] != SCHEMA:
        raise ValueError("another layout")
    known = {spec.name: row[spec.name] for spec in fields(Sitting)}
    known |= {
        "started_at": _instant(row["started_at"]),
        "seen_at": _instant(row["seen_at"]),
        "heard": tuple((int(start), int(end)) for start, end in row["heard"]),
        "counted": None if row["counted"] is None else (int(row["counted"][0]), int(row["counted"][1])),
        "before": Feelings(mood=row["before"][0], tension=row["before"][1]),
    }
    return Sitting(**known)


def begin(
    piece: Piece,
    *,
    sitting_id: str,
    now: datetime,
    start: int = 0,
    sleep_after_s: float | None = None,
    keep_short: bool = False,
    before: Feelings | None = None,
) -> Sitting:
    """Return the sitting with a piece that begins now.

    Args:
        piece: What is practised with.
        sitting_id: A ULID.
        now: The moment, in the zone of the person.
        start: The first frame that will be heard.
        sleep_after_s: When the sleep timer ends it.
        keep_short: See `Sitting`.
        before: How the person is before it.
    """
    first, last = piece.counted or (0, piece.frames)
    planned_s = (last - max(start, first)) / SAMPLE_RATE_HZ
    moment = now.astimezone(UTC)
    return Sitting(
        id=sitting_id,
        title=piece.title,
        kind=piece.kind,
        script_id=piece.script_id,
        track_id=piece.track_id,
        recipe=piece.recipe,
        started_at=moment,
        tz=str(now.tzinfo),
        utc_offset_s=round((now.utcoffset() or timedelta()).total_seconds()),
        seen_at=moment,
        planned_s=max(0.0, planned_s if sleep_after_s is None else min(planned_s, sleep_after_s)),
        frames=piece.frames,
        position=start,
        counted=piece.counted,
        keep_short=keep_short,
        before=before or Feelings(),
    )


def _instant(text: str) -> datetime:
    instant = datetime.fromisoformat(text)
    if instant.utcoffset() != timedelta():
        raise ValueError("an instant is in UTC")
    return instant
