"""What an encoder may meet: an ffmpeg that will not run, blocks that are none, odd tags, leftovers of the dead."""

from __future__ import annotations

import errno
import io
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import mutagen
import numpy as np
import pyebur128
import pytest
from PIL import Image

from mindful import encoder
from mindful.encoder import Tags, part, pcm, pipe
from mindful.encoder.part import written_beside
from mindful.encoder.tags import ffmetadata
from mindful.errors import EncoderError
from mindful.timeline import Chapter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

RATE = 44_100


def write(out: Path, blocks: list[NDArray[np.float32]], *, frames: int, tags: Tags | None = None) -> None:
    encoder.encode(
        iter(blocks), out, format=encoder.format_of(out), tags=tags or Tags(title="T", language="en"), frames=frames
    )


def voice_like() -> NDArray[np.float32]:
    """Return ten seconds of a tone as rich as a vowel, which codecs carry whole; noise would lose some of its power."""
    time_s = np.arange(10 * RATE) / RATE
    vowel = sum(np.sin(2 * np.pi * 131 * number * time_s + number) / number for number in range(1, 25))
    swell = 0.6 + 0.4 * np.sin(2 * np.pi * 0.5 * time_s)
    return (0.12 * np.stack([vowel * swell] * 2, axis=1)).astype(np.float32)


def lufs(samples: NDArray[np.float32]) -> float:
    state = pyebur128.R128State(2, RATE, pyebur128.MeasurementMode.MODE_I)
    state.add_frames(np.ascontiguousarray(samples, dtype=np.float32).reshape(-1), len(samples))
    return float(pyebur128.get_loudness_global(state))


@pytest.mark.apt
@pytest.mark.parametrize("name", encoder.FORMATS)
def test_no_codec_changes_the_level(name: str, tmp_path: Path) -> None:
    """LAME turns everything down by 0.45 dB unless that is made up for."""
    samples = voice_like()
    file = tmp_path / f"track.{name}"
    write(file, [samples], frames=len(samples))
    command = ["ffmpeg", "-v", "error", "-i", str(file), "-f", "f32le", "-ac", "2", "-ar", "44100", "-"]
    raw = subprocess.run(command, capture_output=True, check=True).stdout
    assert lufs(np.frombuffer(raw, np.float32).reshape(-1, 2)) == pytest.approx(lufs(samples), abs=0.15)


def ffmpeg_is(program: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipe, "find", lambda: program)


def second() -> list[NDArray[np.float32]]:
    return [np.full((RATE, 2), 0.1, dtype=np.float32)]


def test_an_ffmpeg_that_does_not_start_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ffmpeg_is(str(tmp_path / "nowhere"), monkeypatch)
    with pytest.raises(EncoderError, match="does not start: No such file") as caught:
        write(tmp_path / "t.mp3", second(), frames=RATE)
    assert "mindful doctor" in (caught.value.hint or "")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("body", "how"),
    [
        ("echo it broke >&2; exit 7", r"exit code 7\): it broke"),
        ("cat >/dev/null; echo bad tail >&2; exit 1", r"exit code 1\): bad tail"),
        ("kill -9 $$", "signal 9"),
        ("cat >/dev/null; echo 'No space left on device' >&2; exit 0", "disk is full"),
        ("cat >/dev/null; echo 'x: File too large' >&2; exit 1", "larger than this disk takes"),
    ],
)
def test_an_ffmpeg_that_fails_is_told_in_its_own_words(
    body: str, how: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "ffmpeg"
    program.write_text(f"#!/bin/sh\n{body}\n")
    program.chmod(0o755)
    ffmpeg_is(str(program), monkeypatch)
    with pytest.raises(EncoderError, match=how):
        write(tmp_path / "out" / "t.mp3", second(), frames=RATE)
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.parametrize(
    ("block", "words"),
    [
        (np.zeros((RATE, 1), dtype=np.float32), r"not float32 \(44100, 1\)"),
        (np.zeros((RATE, 2)), "not float64"),
        (np.full((RATE, 2), np.nan, dtype=np.float32), "no number"),
        (np.zeros((RATE - 1, 2), dtype=np.float32), "44100 frames, but 44099 arrived"),
    ],
)
def test_blocks_that_would_spoil_a_track_are_refused(block: NDArray[np.float32], words: str, tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match=words):
        write(tmp_path / "t.flac", [block], frames=RATE)
    assert list(tmp_path.iterdir()) == []


def test_what_the_dead_left_is_cleared_and_what_the_living_write_is_not(tmp_path: Path) -> None:
    out = tmp_path / "t.wav"
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    (tmp_path / f".t.wav.part-{gone.pid}").write_bytes(b"half")
    (tmp_path / f".t.wav.part-{os.getppid()}").write_bytes(b"at work")
    (tmp_path / ".t.wav.part-1").write_bytes(b"another user's")
    (tmp_path / ".t.wav.part-soon").write_bytes(b"no process")
    with written_beside(out) as aside:
        aside.write_bytes(b"whole")
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {"t.wav", f".t.wav.part-{os.getppid()}", ".t.wav.part-1", ".t.wav.part-soon"}


def test_another_users_process_counts_as_alive(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "kill", refuse)
    assert part._is_alive(5)
    monkeypatch.setattr(part, "_OPEN_FILES_STAY", True)
    assert not part._is_alive(5)


def test_a_folder_in_the_way_is_told(tmp_path: Path) -> None:
    (tmp_path / "t.wav").mkdir()
    with pytest.raises(EncoderError, match="cannot be written: Is a directory"):
        write(tmp_path / "t.wav", second(), frames=RATE)
    assert [path.name for path in tmp_path.iterdir()] == ["t.wav"]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_disk_that_fills_up_stops_a_wav_at_once(number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Libsndfile does not hand a failed write on; ours is remembered."""
    honest = pcm._HonestFile.write
    written = 0

    def fill(file: pcm._HonestFile, data: bytes) -> int:
        nonlocal written
        written += len(data)
        if written > 100_000:
            file._trouble = OSError(number, "no room")
        return honest(file, data)

    monkeypatch.setattr(pcm._HonestFile, "write", fill)
    with pytest.raises(EncoderError, match="disk is full"):
        write(tmp_path / "t.wav", second() * 30, frames=30 * RATE)
    assert written < 1_000_000
    assert list(tmp_path.iterdir()) == []


def test_a_long_wav_is_rf64() -> None:
    wav = encoder.format_of("wav")
    assert pcm.container(wav, 6 * 3_600 * RATE) == "WAV"
    assert pcm.container(wav, 8 * 3_600 * RATE) == "RF64"
    assert pcm.container(encoder.format_of("flac"), 8 * 3_600 * RATE) == "FLAC"


def test_tags_that_are_hostile_stay_tags(tmp_path: Path) -> None:
    tags = Tags(title="=;#\\\n[CHAPTER]\0x", author="a\nb", voice="v", licence="l", comment="c\x07d", language="en")
    text = ffmetadata(tags, [Chapter(title="One; two = three", start=RATE, frames=RATE)])
    assert text.splitlines().count("[CHAPTER]") == 2
    for name in encoder.FORMATS:
        file = tmp_path / f"t.{name}"
        write(file, second(), frames=RATE, tags=tags)
        assert mutagen.File(file) is not None


def test_many_chapters_have_a_table_of_contents_of_255(tmp_path: Path) -> None:
    chapters = [Chapter(title=f"Chapter {number}", start=number * 100, frames=100) for number in range(300)]
    file = tmp_path / "t.mp3"
    encoder.encode(
        iter(second()), file, format=encoder.format_of(file), tags=Tags(title="T", language="xx"), chapters=chapters,
        frames=RATE,
    )  # fmt: skip
    found = mutagen.File(file).tags
    assert len(found.getall("CHAP")) == 300
    assert len(found["CTOC:toc"].child_element_ids) == 255


def blocks_of(total: int, size: int) -> Iterator[NDArray[np.float32]]:
    samples = voice_like()[:total]
    for at in range(0, total, size):
        yield samples[at : at + size]


def test_the_bytes_do_not_depend_on_the_blocks(tmp_path: Path) -> None:
    for name in ("flac", "wav"):
        files = []
        for size in (44_100, 1_234):
            file = tmp_path / f"{size}.{name}"
            write(file, list(blocks_of(5 * RATE, size)), frames=5 * RATE)
            files.append(file.read_bytes())
        assert files[0] == files[1]


def test_a_long_title_is_cut_to_its_cover_and_one_endless_word_too() -> None:
    for title in ("word " * 120, "Donaudampfschifffahrtsgesellschaft" * 6):
        with Image.open(io.BytesIO(encoder.draw_cover(title, "An author", 1))) as picture:
            assert picture.size[0] == picture.size[1]
