"""Captions and transcripts: read by other people's parsers, and as a person sees them."""

from __future__ import annotations

import html
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pysubs2
import pytest
import webvtt as reader
from hypothesis import given
from hypothesis import strategies as st

from mindful.captions import lrc, srt, transcript, webvtt
from mindful.sounds.ffmpeg import find
from mindful.timeline import Chapter, Event, Timeline

if TYPE_CHECKING:
    from collections.abc import Callable

RATE = 44_100
GOLDEN = Path(__file__).parent / "golden" / "captions"
LONG = (
    "And if the mind wanders off, as every mind does, you may simply notice where it went, and then lead it back, "
    "gently and without any blame, to this breath."
)


def speech(start_s: float, seconds: float, text: str) -> Event:
    return Event(
        kind="speech", start=round(start_s * RATE), frames=round(seconds * RATE), text=text, words=text.lower()
    )


def track(*events: Event, seconds: float = 60, chapters: tuple[Chapter, ...] = ()) -> Timeline:
    frames = round(seconds * RATE)
    return Timeline(title="Rest & <be>", frames=frames, range_frames=(frames, frames), events=events, chapters=chapters)


PRACTICE = track(
    Event(kind="bell", start=0, frames=5 * RATE, name="bowl"),
    speech(5, 2.5, "Welcome."),
    speech(8.1, 3, "Sit as you are <here> & now."),
    Event(kind="pause", start=round(11.1 * RATE), frames=9 * RATE),
    speech(20.25, 12, LONG),
    speech(33, 1.5, "[Softly] Let go…\nTürkçe --> 静かに"),
    chapters=(
        Chapter(title="Arriving", start=0, frames=20 * RATE),
        Chapter(title="Breath & body", start=20 * RATE, frames=35 * RATE),
        Chapter(title="Silence", start=55 * RATE, frames=5 * RATE),
    ),
)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("practice.vtt", webvtt(PRACTICE)),
        ("practice.srt", srt(PRACTICE)),
        ("practice.lrc", lrc(PRACTICE, author="A. Teacher [Dr.]")),
        ("practice.txt", transcript(PRACTICE)),
    ],
)
def test_looks_as_agreed(name: str, text: str) -> None:
    assert text == (GOLDEN / name).read_text(encoding="utf-8")


def test_webvtt_is_read_by_another_parser_with_its_characters_intact(tmp_path: Path) -> None:
    path = tmp_path / "a.vtt"
    path.write_text(webvtt(PRACTICE), encoding="utf-8")
    cues = reader.read(str(path)).captions
    assert [cue.start for cue in cues][:2] == ["00:00:05.000", "00:00:08.100"]
    assert html.unescape(cues[1].text) == "Sit as you are <here> & now."
    assert " ".join(" ".join(cue.text.split()) for cue in cues[2:-1]) == LONG


def test_srt_is_read_by_another_parser_with_the_same_times() -> None:
    lines = pysubs2.SSAFile.from_string(srt(PRACTICE), format_="srt")
    assert [(line.start, line.end) for line in lines][:2] == [(5000, 7500), (8100, 11100)]
    assert lines[-1].end == 34500


@pytest.mark.parametrize(("ending", "write"), [("vtt", webvtt), ("srt", srt), ("lrc", lrc)])
def test_ffmpeg_reads_every_cue(tmp_path: Path, ending: str, write: Callable[[Timeline], str]) -> None:
    path = tmp_path / f"a.{ending}"
    path.write_text(write(PRACTICE), encoding="utf-8")
    done = subprocess.run([find(), "-v", "error", "-i", path, "-f", "srt", "-"], capture_output=True, check=True)
    assert done.stderr == b""
    starts = [line.start for line in pysubs2.SSAFile.from_string(done.stdout.decode(), format_="srt") if line.text]
    assert starts[:3] == [5000, 8100, 20250]


def test_a_long_sentence_becomes_cues_of_two_short_lines_sharing_its_time_by_characters() -> None:
    cues = list(pysubs2.SSAFile.from_string(srt(track(speech(10, 20, LONG))), format_="srt"))
    pieces = [cue.text.split("\\N") for cue in cues]
    assert all(len(piece) <= 2 and all(len(line) <= 42 for line in piece) for piece in pieces)
    assert (cues[0].start, cues[-1].end) == (10_000, 30_000)
    sizes = [sum(map(len, piece)) for piece in pieces]
    for cue, size in zip(cues, sizes, strict=True):
        assert cue.duration == pytest.approx(20_000 * size / sum(sizes), abs=1.5)


def test_a_word_longer_than_a_line_is_broken() -> None:
    text = srt(track(speech(0, 5, "https://" + "x" * 100)))
    assert max(map(len, text.splitlines())) <= 42


def test_lrc_counts_minutes_beyond_an_hour_and_clears_the_line_before_silence() -> None:
    text = lrc(track(speech(4000, 2, "Still here."), speech(4004, 2, "Resting."), seconds=4100))
    assert text.splitlines()[-3:] == ["[66:40.00]Still here.", "[66:44.00]Resting.", "[66:46.00]"]
    assert "[length:68:20]" in text


def test_a_track_without_speech_gives_captions_without_cues() -> None:
    silent = track(Event(kind="pause", start=0, frames=60 * RATE))
    assert webvtt(silent) == "WEBVTT\n\nNOTE\nRest & <be>\n"
    assert srt(silent) == ""
    assert lrc(silent) == "[ti:Rest & <be>]\n[length:01:00]\n"
    assert transcript(silent) == "Rest & <be>\n"


@given(
    st.lists(
        st.tuples(st.integers(0, 300_000), st.integers(4_410, 900_000), st.text(min_size=1, max_size=300)), max_size=12
    ),
    st.integers(0, 100_000),
)
def test_cues_keep_order_never_overlap_and_stay_within_the_track(parts: list[tuple[int, int, str]], rest: int) -> None:
    at, events = 0, []
    for gap, frames, text in parts:
        events.append(Event(kind="speech", start=at + gap, frames=frames, text=text))
        at += gap + frames
    timeline = Timeline(title="t", frames=at + rest, range_frames=(0, None), events=tuple(events))
    stamps = [line.split(" --> ") for line in webvtt(timeline).splitlines() if line.count(" --> ") == 1]
    times = [milliseconds(stamp) for pair in stamps for stamp in pair]
    assert times == sorted(times)
    assert all(time <= timeline.duration_s * 1000 for time in times)


def milliseconds(stamp: str) -> int:
    hours, minutes, seconds = stamp.split(":")
    return round((int(hours) * 3600 + int(minutes) * 60 + float(seconds)) * 1000)
