"""Whole sittings in real time on the device without sound, from the questions before to the log."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import tzlocal

from mindful.errors import PlayerError, StoreError, VoiceError
from mindful.player import NullDevice, SystemClock
from mindful.practice import playing
from mindful.practice.journal import Journal
from mindful.practice.opening import open_track
from mindful.practice.place import holds_any
from mindful.practice.playing import Wish, start_frame
from mindful.practice.practising import Keeping, practise
from mindful.practice.sitting import Feelings, sitting_from_json
from mindful.sessions.log import SessionLog
from mindful.store import open_store
from mindful.timeline import Chapter

if TYPE_CHECKING:
    from pathlib import Path

    from mindful.player import Source, Status
    from tests.practice.conftest import Cast, MakeTrack, MemoryLog

RATE_HZ = 44_100


@pytest.fixture
def keeping(tmp_path: Path, memory_log: MemoryLog) -> Keeping:
    return Keeping(data=tmp_path / "data", open_log=lambda: memory_log, short_too=True)


def test_a_whole_sitting_is_heard_told_and_logged(make_track: MakeTrack, tmp_path: Path, cast: type[Cast]) -> None:
    front = cast(feelings=(Feelings(mood=4, tension=6), Feelings(mood=6)), words="It rained.")
    with open_store(tmp_path / "data") as store:
        log = SessionLog(store)

        class Open:
            def __enter__(self) -> SessionLog:
                return log

            def __exit__(self, *_: object) -> None:
                """Stay open."""

        keeping = Keeping(data=tmp_path / "data", open_log=Open, short_too=True)
        result = practise(open_track(make_track(2)), NullDevice(), front, wish=Wish(), keeping=keeping)
        [session] = log.find()
    assert result.logged
    assert (session.practised_s, session.planned_s) == (2.0, 2.0)
    assert (session.completed, session.ended_early, session.source) == (True, False, "play")
    assert (session.title, session.track_id, session.kind) == ("noise", "noise.wav", "sit")
    assert (session.mood_before, session.tension_before) == (4, 6)
    assert (session.mood_after, session.tension_after, session.note) == (6, None, "It rained.")
    assert session.tz == (tzlocal.get_localzone_name() or "UTC")
    told = result.as_json()
    assert told["id"] == session.id
    assert told["intervals"] == [[0, 2 * RATE_HZ]]
    assert told["underruns"] == 0
    assert not {"note", "mood_before", "before"} & set(told)
    assert not holds_any(tmp_path / "data")
    [(played, counts)] = front.told
    assert counts
    assert played.sitting.outcome == "completed"
    assert front.shown[-1].made == 2 * RATE_HZ


def test_pause_skip_and_stop_are_in_what_was_heard(
    make_track: MakeTrack, keeping: Keeping, memory_log: MemoryLog, cast: type[Cast]
) -> None:
    part: Any = [
        (1, "toggle"), (0, "toggle"), (1.5, "forward"), (12, "back"), (2.5, "softer"), (2.5, "louder"), (3, "stop"),
    ]  # fmt: skip
    front = cast(part=part, has_keys=True)
    result = practise(open_track(make_track(30)), NullDevice(), front, wish=Wish(), keeping=keeping)
    (first, left), (there, back), (again, end) = result.played.sitting.heard
    assert first == 0
    assert there - left == pytest.approx(10 * RATE_HZ, abs=RATE_HZ / 5)
    assert back - again == pytest.approx(10 * RATE_HZ, abs=RATE_HZ / 5)
    [session] = memory_log.sessions.values()
    assert session.ended_early
    assert session.practised_s == pytest.approx(((left - first) + (back - there) + (end - again)) / RATE_HZ, abs=0.001)
    unfinished = Journal(keeping.data).unfinished()
    assert unfinished
    assert unfinished.position == result.played.sitting.position == end


def test_chapters_and_the_sleep_timer(make_track: MakeTrack, keeping: Keeping, cast: type[Cast]) -> None:
    chapters = tuple(Chapter(title=str(at), start=at * 10 * RATE_HZ, frames=10 * RATE_HZ) for at in range(3))
    piece = replace(open_track(make_track(30)), chapters=chapters)
    front = cast(part=[(0.5, "next"), (10.5, "previous")])
    result = practise(piece, NullDevice(), front, wish=Wish(sleep_after_s=3), keeping=keeping)
    starts = [start for start, _ in result.played.sitting.heard]
    assert starts == [0, 10 * RATE_HZ, 0]
    assert result.played.sitting.outcome == "slept"
    assert result.played.sitting.completed
    assert result.played.sitting.practised_s == 3


def test_below_half_a_minute_nothing_is_logged_unless_asked(
    make_track: MakeTrack, keeping: Keeping, memory_log: MemoryLog, cast: type[Cast]
) -> None:
    piece = open_track(make_track(1))
    front = cast(words="lost")
    result = practise(piece, NullDevice(), front, wish=Wish(), keeping=replace(keeping, short_too=False))
    assert not result.logged
    assert not front.told[0][1]
    assert not memory_log.sessions
    assert not holds_any(keeping.data)


def test_without_a_log_no_trace_is_left(make_track: MakeTrack, tmp_path: Path, cast: type[Cast]) -> None:
    front = cast(part=[(0.5, "stop")], feelings=(Feelings(mood=1), Feelings()))
    result = practise(open_track(make_track(5)), NullDevice(), front, wish=Wish(start=10), keeping=None)
    assert not result.logged
    assert result.played.sitting.before == Feelings()
    assert result.played.sitting.heard[0][0] == 10
    assert not (tmp_path / "data").exists()


def test_whoever_wants_grounding_is_not_asked_anything(
    make_track: MakeTrack, keeping: Keeping, memory_log: MemoryLog, cast: type[Cast]
) -> None:
    front = cast(part=[(0.5, "ground")], words="not asked for", feelings=(Feelings(), Feelings(mood=9)))
    result = practise(open_track(make_track(9)), NullDevice(), front, wish=Wish(), keeping=keeping)
    assert result.played.asked == "ground"
    [session] = memory_log.sessions.values()
    assert (session.note, session.mood_after) == (None, None)


def test_an_interrupt_stops_softly_and_logs_and_a_second_one_does_not_wait(
    make_track: MakeTrack, keeping: Keeping, memory_log: MemoryLog, cast: type[Cast]
) -> None:
    piece = open_track(make_track(9))

    def interrupt(status: Status) -> None:
        if status.heard > RATE_HZ / 2:
            front.on_show = again
            raise KeyboardInterrupt

    def again(_status: Status) -> None:
        raise KeyboardInterrupt

    front = cast(on_show=interrupt)
    with pytest.raises(KeyboardInterrupt):
        practise(piece, NullDevice(), front, wish=Wish(), keeping=keeping)
    # It is in the journal, for the next command to bring home.
    assert holds_any(keeping.data)

    def once(status: Status) -> None:
        if status.heard > RATE_HZ / 2:
            front.on_show = None
            raise KeyboardInterrupt

    front = cast(on_show=once)
    result = practise(piece, NullDevice(), front, wish=Wish(), keeping=keeping)
    assert result.played.interrupted
    assert result.played.sitting.outcome == "stopped"
    assert len(memory_log.sessions) == 1


def test_the_journal_is_written_as_it_goes_on_and_at_a_pause(
    make_track: MakeTrack, keeping: Keeping, cast: type[Cast], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(playing, "JOURNAL_S", 0.5)
    written: list[int] = []
    write = Journal.write

    def watched(journal: Journal, sitting: Any) -> None:
        written.append(sitting.position)
        assert sitting_from_json(sitting.as_json()) == sitting
        write(journal, sitting)

    monkeypatch.setattr(Journal, "write", watched)
    front = cast(part=[(0.2, "toggle"), (0, "toggle")])
    practise(open_track(make_track(2)), NullDevice(), front, wish=Wish(), keeping=keeping)
    assert len(written) >= 4
    assert written[0] == 0
    assert 0 < written[1] < RATE_HZ
    assert written[-1] == 2 * RATE_HZ


def test_a_full_disk_breaks_no_sitting_off(
    make_track: MakeTrack, keeping: Keeping, cast: type[Cast], monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    write = Journal.write

    def full(journal: Journal, sitting: Any) -> None:
        if sitting.heard:
            raise OSError("No space left on device")
        write(journal, sitting)

    monkeypatch.setattr(Journal, "write", full)
    with caplog.at_level(logging.WARNING):
        result = practise(open_track(make_track(1)), NullDevice(), cast(), wish=Wish(), keeping=keeping)
    assert "No space" in caplog.text
    assert result.logged


def test_a_log_that_cannot_be_written_loses_nothing(
    make_track: MakeTrack, keeping: Keeping, memory_log: MemoryLog, cast: type[Cast]
) -> None:
    memory_log.trouble = StoreError("The database is locked.", hint="Try again.")
    with pytest.raises(StoreError, match=r"locked\. The sitting is not lost") as caught:
        practise(open_track(make_track(1)), NullDevice(), cast(), wish=Wish(), keeping=keeping)
    assert caught.value.hint == "Try again."
    assert holds_any(keeping.data)


def test_what_fails_while_it_is_made_counts_until_there(
    make_track: MakeTrack, keeping: Keeping, memory_log: MemoryLog, cast: type[Cast]
) -> None:
    piece = open_track(make_track(5))

    class Failing:
        """A track that breaks after a second."""

        def __init__(self, inner: Source) -> None:
            self._inner = inner
            self.frames, self.made, self.ended = inner.frames, inner.made, False
            self._read = 0

        def read(self, count: int) -> Any:
            """Read, or fail."""
            if self._read > RATE_HZ:
                raise VoiceError("The voice lost its thread.")
            self._read += count
            return self._inner.read(count)

        def seek(self, frame: int) -> None:
            """Go there."""
            self._inner.seek(frame)

        def close(self) -> None:
            """Let go."""
            self._inner.close()

    failing = replace(piece, open=lambda: Failing(piece.open()))
    result = practise(failing, NullDevice(), cast(), wish=Wish(), keeping=keeping)
    assert result.played.sitting.outcome == "failed"
    assert isinstance(result.played.error, VoiceError)
    [session] = memory_log.sessions.values()
    assert 0 < session.practised_s < 2.5
    assert session.ended_early


def test_a_device_that_does_not_start_leaves_nothing_to_log(
    make_track: MakeTrack, keeping: Keeping, memory_log: MemoryLog, cast: type[Cast], monkeypatch: pytest.MonkeyPatch
) -> None:
    device = NullDevice()

    def refuse(_pull: object) -> None:
        raise PlayerError("It does not start.")

    monkeypatch.setattr(device, "start", refuse)
    with pytest.raises(PlayerError):
        practise(open_track(make_track(1)), device, cast(), wish=Wish(), keeping=keeping)
    assert not memory_log.sessions


def test_the_zone_is_the_persons_and_utc_where_there_is_none(
    make_track: MakeTrack, cast: type[Cast], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Spring(SystemClock):
        def wall(self) -> float:
            return 1_800_000_000.0

    piece = open_track(make_track(0.2))
    monkeypatch.setattr(tzlocal, "get_localzone_name", lambda: "America/Los_Angeles")
    sitting = practise(piece, NullDevice(), cast(), wish=Wish(), keeping=None, clock=Spring()).played.sitting
    assert (sitting.tz, sitting.utc_offset_s) == ("America/Los_Angeles", -8 * 3_600)
    assert sitting.started_at.utcoffset() == timedelta(0)

    def unknown() -> str:
        raise LookupError("no zone")

    monkeypatch.setattr(tzlocal, "get_localzone_name", unknown)
    sitting = practise(piece, NullDevice(), cast(), wish=Wish(), keeping=None).played.sitting
    assert (sitting.tz, sitting.utc_offset_s) == ("UTC", 0)


def test_a_place_beyond_the_end_is_the_end(make_track: MakeTrack) -> None:
    piece = open_track(make_track(2))
    assert start_frame(piece, 1) == RATE_HZ
    assert start_frame(piece, 99) == 2 * RATE_HZ
