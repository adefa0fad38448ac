"""What a timeline holds: events, chapters, and how they are written as JSON."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from mindful.script.tuples import equal_anywhere
from mindful.units import SAMPLE_RATE_HZ

if TYPE_CHECKING:
    from mindful.errors import Place

EventKind = Literal["speech", "pause", "gap", "bell", "breathe", "audio", "sound", "mark"]


@equal_anywhere
class Event(NamedTuple):
    """One thing that happens in a track; a tuple, as a long one has tens of thousands. Equal wherever it is written."""

    kind: EventKind
    start: int
    """First frame, from the beginning of the track."""
    frames: int
    """How long it takes up time; a bell's, a sound's and a mark's tails sound on beyond it."""
    place: Place | None = None
    """Where in the script it comes from; None where nothing was written for it."""
    name: str | None = None
    """bell, sound, audio, mark: its name or file; for a sound, None means silence from here on.
    breathe: in, hold, out, or rest, the hold after it."""
    text: str | None = None
    """speech: the sentence as written, for captions."""
    words: str | None = None
    """speech: the words as given to the engine."""
    voice: str | None = None
    """speech: the voice's id."""
    rate_wpm: float | None = None
    """speech: words a minute."""
    gain_db: float = 0.0
    """speech, bell, sound, audio: relative to the natural level; 0 is unchanged."""
    count: int | None = None  # type: ignore[assignment] # nobody counts what a tuple holds
    """bell: how many strikes."""
    every_s: float | None = None
    """bell: seconds from strike to strike; pause: the same of the bells that part it."""
    pitch: str | None = None
    """bell: low or high; None is the bell of that name."""
    soft: bool = False
    """bell: struck with a softer mallet."""
    fade_s: float | None = None
    """sound: seconds of the crossfade that begins here."""
    tone_s: tuple[float, float, float, float] | None = None
    """breathe: where a tone begins that goes along with a breath, the lengths of its phases: in, hold, out, hold."""

    @property
    def end(self) -> int:
        """The frame after its last."""
        return self.start + self.frames


@dataclass(frozen=True, kw_only=True, slots=True)
class Chapter:
    """A stretch of the track with a title."""

    title: str
    start: int
    frames: int


@dataclass(frozen=True, kw_only=True, slots=True)
class PassedTime:
    """A time that the script states, and that is over when what it is stated for begins."""

    time_s: float
    begins_s: float
    place: Place


@dataclass(frozen=True, kw_only=True, slots=True)
class Timeline:
    """A whole track, laid out."""

    title: str
    frames: int
    """Length of the track."""
    range_frames: tuple[int, int | None]
    """Shortest and longest track this script can be fitted to; None where there is no upper end (`[pause rest]`)."""
    events: tuple[Event, ...]
    """In order of start."""
    chapters: tuple[Chapter, ...] = ()
    estimated: bool = False
    """True when a voice could not tell its lengths, so that times are guesses."""
    sample_rate_hz: int = SAMPLE_RATE_HZ
    passed_times: tuple[PassedTime, ...] = field(default=(), compare=False)
    """Of those that the script states; none where a length is wanted, as that goes before them."""

    @property
    def duration_s(self) -> float:
        """Length of the track in seconds."""
        return self.frames / self.sample_rate_hz

    def beginning(self, frames: int) -> Timeline:
        """Return the first frames alone: what begins later is left out, and what lasts longer is cut."""
        end = min(frames, self.frames)
        chapters = (chapter for chapter in self.chapters if chapter.start < end)
        return replace(
            self,
            frames=end,
            # Speech keeps its length, which its voice has told; the mix ends all the same.
            events=tuple(event for event in self.events if event.start < end),
            chapters=tuple(replace(one, frames=min(one.frames, end - one.start)) for one in chapters),
        )

    def as_json(self) -> dict[str, Any]:
        """Return the timeline as JSON values, times in seconds; the layout is stable across versions."""
        rate = self.sample_rate_hz
        longest = self.range_frames[1]
        return {
            "title": self.title,
            "duration_s": self.frames / rate,
            "range_s": [self.range_frames[0] / rate, None if longest is None else longest / rate],
            "sample_rate_hz": rate,
            "estimated": self.estimated,
            "chapters": [
                {"title": c.title, "start_s": c.start / rate, "duration_s": c.frames / rate} for c in self.chapters
            ],
            "events": [_event_as_json(event, rate) for event in self.events],
        }


_FIRST_TOLD = Event._fields.index("name")


def _event_as_json(event: Event, rate: int) -> dict[str, Any]:
    row: dict[str, Any] = {"kind": event.kind, "start_s": event.start / rate, "duration_s": event.frames / rate}
    told = zip(Event._fields[_FIRST_TOLD:], event[_FIRST_TOLD:], strict=True)
    row |= {name: value for name, value in told if _says_something(name, value)}
    if event.place is not None:
        row |= {"line": event.place.line, "column": event.place.column}
    return row


def _says_something(name: str, value: object) -> bool:
    return value is not None and value is not False and not (name == "gain_db" and not value)
