"""One sitting of practice, as remembered. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal, get_args

from mindful.errors import SessionError

Kind = Literal[
    "sit", "breathing", "body-scan", "compassion", "grounding", "movement", "walk", "sleep", "relaxation", "journal",
    "intention", "integration", "other",
]  # fmt: skip
KINDS: tuple[str, ...] = get_args(Kind)
SCALE = (0, 10)
"""Ends of the sliders for mood and tension; mood rises with well-being, tension with tension."""
LONGEST = timedelta(days=2)
"""More than this is no sitting but a slip of the finger."""
YEARS = (1900, 2199)
"""First and last year of a session, in UTC."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Session:
    """One sitting. `SessionError` is raised for values that cannot be."""

    id: str
    """A ULID: sorts by the time it was made."""
    kind: Kind = "sit"
    title: str | None = None
    script_id: str | None = None
    """Name of the script that was practised with."""
    track_id: str | None = None
    """Name of the track that was played."""
    started_at: datetime
    """Aware, in UTC."""
    tz: str
    """IANA name of the zone it was started in."""
    utc_offset_s: int
    """Seconds east of UTC there and then; kept, so that a later change of the zone's rules moves no day."""
    ended_at: datetime
    """Aware, in UTC; pauses included."""
    planned_s: float | None = None
    """How long it was meant to be; None where nothing was planned."""
    practised_s: float
    """What was really heard, or sat: pauses and skipped parts do not count."""
    completed: bool = True
    ended_early: bool = False
    difficult: bool = False
    """The person marked it as hard."""
    mood_before: int | None = field(default=None, repr=False)
    mood_after: int | None = field(default=None, repr=False)
    tension_before: int | None = field(default=None, repr=False)
    tension_after: int | None = field(default=None, repr=False)
    note: str | None = field(default=None, repr=False)
    """The person's own words; never shown in logs, errors or representations."""
    source: str = "manual"
    """``play``, ``web``, ``manual`` or ``import:NAME``."""
    created: datetime
    updated: datetime

    def __post_init__(self) -> None:
        """Refuse values that no sitting can have."""
        if self.kind not in KINDS:
            raise SessionError(
                f'There is no kind of practice "{self.kind}".', hint=f"The kinds are {', '.join(KINDS)}."
            )
        self._check_times()
        for name in ("id", "title", "script_id", "track_id", "tz", "note", "source"):
            if not _can_be_kept(getattr(self, name) or ""):
                raise SessionError(f"The {name} has characters that no text may have.", hint="Leave them out.")
        low, high = SCALE
        for name in ("mood_before", "mood_after", "tension_before", "tension_after"):
            value = getattr(self, name)
            if value is not None and not low <= value <= high:
                raise SessionError(f"A mood or a tension is a number from {low} to {high}.")

    def _check_times(self) -> None:
        for name in ("started_at", "ended_at", "created", "updated"):
            instant = getattr(self, name)
            if instant.utcoffset() != timedelta(0):
                raise SessionError(f"A session's {name} is an instant in UTC.")
            if not YEARS[0] <= instant.year <= YEARS[1]:
                raise SessionError(f"The years of sessions go from {YEARS[0]} to {YEARS[1]}.")
        if abs(self.utc_offset_s) >= 86_400:
            raise SessionError("No zone is a day or more away from UTC.")
        if not timedelta(0) <= self.ended_at - self.started_at <= LONGEST:
            raise SessionError(
                "A session ends after it began, and within two days.", hint="Look at its start and its length."
            )
        # Written so that what is not a number is refused as well.
        if not 0 <= self.practised_s <= LONGEST.total_seconds() or not 0 <= (self.planned_s or 0) < float("inf"):
            raise SessionError("The time of a session is not negative, and no more than two days.")


def _can_be_kept(text: str) -> bool:
    """Tell whether every database can hold a text: PostgreSQL refuses NUL, UTF-8 half of a pair of UTF-16."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in text
