from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

import numpy as np
import pytest

from mindful import captions
from mindful.config import find_folders
from mindful.errors import LibraryError, SoundError
from mindful.practice.lines import Line, line_at, lines_of, read_lines
from mindful.practice.opening import find_track, open_script, open_track, order_from_json
from mindful.practice.piece import kind_of
from mindful.practice.timer import Timer, lay_out_timer, open_timer
from mindful.sounds import ffmpeg
from mindful.studio.desk import Desk
from mindful.studio.order import Order
from mindful.studio.planning import plan
from mindful.studio.producing import stream
from mindful.timeline import Event, Timeline
from mindful.units import spell

if TYPE_CHECKING:
    from pathlib import Path

    from mindful.player import Source
    from mindful.practice.piece import Piece
    from tests.practice.conftest import MakeTrack

RATE_HZ = 44_100


def said(*rows: tuple[float, float, str]) -> Timeline:
    events = tuple(
        Event(kind="speech", start=round(start * RATE_HZ), frames=round(length * RATE_HZ), text=text, words=text)
        for start, length, text in rows
    )
    return Timeline(title="T", frames=60 * RATE_HZ, range_frames=(1, None), events=events)


TIMELINE = said((1, 2, "Breathe <in> & wait."), (5, 2.5, "Breathe out."), (30, 3, "The end."))


@pytest.mark.parametrize(("format", "write"), [("vtt", captions.webvtt), ("srt", captions.srt), ("lrc", captions.lrc)])
def test_captions_are_read_as_they_were_written(format: str, write: object) -> None:
    text = write(TIMELINE).replace("\n", "\r\n")  # type: ignore[operator]
    read = read_lines(text, format)
    whole = lines_of(TIMELINE)
    # SubRip has no way to escape what looks like a tag.
    texts = [line.text for line in whole]
    assert [line.text for line in read] == (["Breathe & wait.", *texts[1:]] if format == "srt" else texts)
    for ours, theirs in zip(whole, read, strict=True):
        assert abs(ours.start - theirs.start) <= RATE_HZ / 100
        if format != "lrc":
            assert abs(ours.end - theirs.end) <= RATE_HZ / 1000


def test_what_is_no_caption_gives_no_line() -> None:
    assert read_lines("WEBVTT\n\nnothing\n\n00:01.000 --> 00:02.000\n\n", "vtt") == ()
    assert read_lines("no lyrics", "lrc") == ()


def test_a_line_stays_a_moment_and_the_next_takes_its_place() -> None:
    lines = (Line(start=0, end=RATE_HZ, text="One"), Line(start=2 * RATE_HZ, end=3 * RATE_HZ, text="Two"))
    assert line_at(lines, RATE_HZ + 100) == "One"
    assert line_at(lines, 2 * RATE_HZ) == "Two"
    assert line_at(lines, 9 * RATE_HZ) == ""
    assert line_at((), 0) == ""


def test_chapters_are_stepped_through(piece_of_chapters: Piece) -> None:
    piece = piece_of_chapters
    assert piece.chapter_at(15 * RATE_HZ) == "Two"
    assert piece.chapter_start(15 * RATE_HZ, 1) == 20 * RATE_HZ
    assert piece.chapter_start(25 * RATE_HZ, 1) == 30 * RATE_HZ
    assert piece.chapter_start(15 * RATE_HZ, -1) == 10 * RATE_HZ
    assert piece.chapter_start(11 * RATE_HZ, -1) == 0
    assert piece.chapter_start(RATE_HZ, -1) == 0
    assert piece.duration_s == 30


def test_a_piece_without_chapters_has_nowhere_to_step(make_track: MakeTrack) -> None:
    piece = open_track(make_track())
    assert piece.chapter_at(0) == ""
    assert piece.chapter_start(RATE_HZ, 1) == RATE_HZ
    assert piece.chapter_start(RATE_HZ, -1) == 0


@pytest.mark.parametrize(
    ("stated", "name", "kind"),
    [
        ("Body scan", "x", "body-scan"),
        (None, "sleep_wind-down", "sleep"),
        ("sit", "sleep", "sit"),
        (None, "evening", "sit"),
        ("unheard of", "walk 20", "walk"),
    ],
)
def test_the_kind_is_what_is_stated_else_what_the_name_says(stated: str | None, name: str, kind: str) -> None:
    assert kind_of(stated, name) == kind


# -- tracks ------------------------------------------------------------------------------------------------------------


def test_a_track_is_told_by_its_manifest_and_its_captions(make_track: MakeTrack) -> None:
    file = make_track(2.0, "sleep.wav")
    chapters = [{"title": "First", "start_s": 0.0, "duration_s": 2.0}]
    manifest = {"title": "Good night", "script": "sleep-wind-down.md", "duration_s": 2.0, "chapters": chapters}
    file.with_name("sleep.wav.track.json").write_text(json.dumps(manifest))
    file.with_suffix(".vtt").write_text("WEBVTT\n\n1\n00:00:00.500 --> 00:00:01.000\nRest.\n")
    piece = open_track(file)
    assert (piece.title, piece.kind, piece.script_id, piece.track_id) == (
        "Good night",
        "sleep",
        "sleep-wind-down",
        file.name,
    )
    assert piece.frames == 2 * RATE_HZ
    assert piece.chapter_at(0) == "First"
    assert piece.line_at(RATE_HZ // 2) == "Rest."
    assert piece.recipe == {"track": str(file)}
    assert len(piece.open().read(9 * RATE_HZ)) == 2 * RATE_HZ


def test_a_foreign_track_is_told_by_its_tags_or_its_name(make_track: MakeTrack, tmp_path: Path) -> None:
    wav = make_track()
    assert open_track(wav).title == "noise"
    tagged = tmp_path / "a.mp3"
    command = [ffmpeg.find(), "-v", "error", "-y", "-i", str(wav), "-metadata", "title=The sea", str(tagged)]
    subprocess.run(command, check=True)
    assert open_track(tagged).title == "The sea"
    with pytest.raises(LibraryError, match="not there"):
        open_track(tmp_path / "gone.mp3")
    (tmp_path / "text.ogg").write_text("no audio")
    with pytest.raises(SoundError):
        open_track(tmp_path / "text.ogg")


def test_a_name_finds_a_file_a_script_or_a_track_of_the_library(tmp_path: Path, make_track: MakeTrack) -> None:
    folders = find_folders(library=tmp_path)
    (tmp_path / "audio").mkdir()
    file = make_track(1.0, "audio/evening-10m.wav")
    file.with_name("evening-10m.wav.track.json").write_text("{}")
    assert find_track(str(file), folders) == file
    assert find_track("evening-10m.wav", folders) == file
    assert find_track("evening-10m", folders) == file
    assert find_track("body-scan", folders) is None
    script = tmp_path / "mine.md"
    script.write_text("Hello.")
    assert find_track(str(script), folders) is None
    with pytest.raises(LibraryError):
        find_track("nowhere.mp3", folders)


# -- scripts and timers ------------------------------------------------------------------------------------------------


@pytest.fixture
def desk() -> Desk:
    folders = find_folders()
    return Desk(cache=folders.cache, library=folders.library, jobs=1)


def all_of(source: Source) -> np.ndarray:
    blocks = []
    while not source.ended:
        blocks.append(source.read(RATE_HZ))
    source.close()
    return np.concatenate(blocks)


def test_a_script_is_heard_as_it_would_be_rendered(tmp_path: Path, desk: Desk) -> None:
    file = tmp_path / "walk.md"
    file.write_text(
        "---\ntitle: Slow {what}\nvars: {what: steps}\nkind: movement\n---\n## Off\nLift one foot. [pause rest]\n"
    )
    order = Order(values={"what": "walking"}, length_s=12.0)
    piece = open_script(file, order, desk)
    assert (piece.title, piece.kind, piece.script_id, piece.track_id) == ("Slow walking", "movement", "walk", None)
    assert piece.frames == 12 * RATE_HZ
    assert [line.text for line in piece.lines] == ["Lift one foot."]
    assert piece.chapters
    made = np.concatenate(list(stream(plan(file, order, desk), order, desk)))
    heard = all_of(piece.open())
    assert np.abs(made - heard).max() <= 2.0**-23
    recipe = json.loads(json.dumps(dict(piece.recipe)))
    assert order_from_json({**recipe["order"], "of the future": 1}) == order
    assert recipe == piece.recipe


def test_a_sitting_in_silence_has_its_bells_to_the_frame() -> None:
    timer = Timer(length_s=1200, prepare_s=30, bell_every_s=300, sound="rain -22dB")
    timeline = lay_out_timer(timer, ring_s=16)
    bells = [(event.start / RATE_HZ, event.name, event.count) for event in timeline.events if event.kind == "bell"]
    assert bells == [
        (30.0, "bowl", 1), (330.0, "chime", 1), (630.0, "chime", 1), (930.0, "chime", 1), (1230.0, "bowl", 3),
    ]  # fmt: skip
    assert timeline.frames == (1230 + 12 + 16) * RATE_HZ
    assert timeline.title == "20 minutes in silence"
    assert [chapter.title for chapter in timeline.chapters] == ["Settling in", "Sitting", "Coming back"]
    [sound] = [event for event in timeline.events if event.kind == "sound"]
    assert (sound.name, sound.gain_db) == ("rain", -22)


def test_a_sitting_in_silence_may_begin_at_once_and_be_short() -> None:
    timeline = lay_out_timer(Timer(length_s=1, prepare_s=0), ring_s=6)
    assert [event.start for event in timeline.events] == [0, RATE_HZ]
    assert timeline.title == "1 second in silence"
    assert lay_out_timer(Timer(length_s=60), ring_s=6).title == "1 minute in silence"
    assert lay_out_timer(Timer(length_s=90), ring_s=6).title == "1:30 in silence"


def test_the_bell_of_the_end_rings_out_and_the_sound_fades_with_it(desk: Desk) -> None:
    piece = open_timer(Timer(length_s=4, prepare_s=1, sound="brown"), desk)
    assert piece.counted == (RATE_HZ, 5 * RATE_HZ)
    assert piece.kind == "sit"
    samples = np.abs(all_of(piece.open())).max(axis=1)
    assert len(samples) == piece.frames
    second = samples[: len(samples) // RATE_HZ * RATE_HZ].reshape(-1, RATE_HZ).max(axis=1)
    assert second[5] > 0.1
    assert second[17] > 0.1
    assert 0 < samples[-2_000:].max() < 0.003


def test_a_sound_that_is_not_there_is_told_before_the_sitting(desk: Desk) -> None:
    with pytest.raises(SoundError, match="lava"):
        open_timer(Timer(length_s=60, sound="lava"), desk)
    assert open_timer(Timer(length_s=60, sound="off"), desk).frames


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 seconds"), (1, "1 second"), (59.9, "59 seconds"), (61, "1 minute"), (299, "4 minutes"),
     (3_900, "1 hour 5 minutes"), (7_200, "2 hours")],
)  # fmt: skip
def test_times_are_told_in_words(seconds: float, words: str) -> None:
    assert spell(seconds) == words
