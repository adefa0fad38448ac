from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import mutagen
import numpy as np
import pytest

from mindful import encoder
from mindful.encoder import FORMATS, Tags
from mindful.errors import EncoderError, FormatError
from mindful.timeline import Chapter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

RATE = 44_100
FRAMES = 12 * RATE
CHAPTERS = (
    Chapter(title="Arriving", start=0, frames=5 * RATE),
    Chapter(title="Été; a=b", start=5 * RATE, frames=7 * RATE),
)
TAGS = Tags(title="A pause", author="Ana", voice="piper:joe", licence="CC-BY-4.0", comment="Short.", language="en")


def blocks(frames: int = FRAMES) -> Iterator[NDArray[np.float32]]:
    chance = np.random.default_rng(1)
    for at in range(0, frames, 88_200):
        yield (0.1 * chance.standard_normal((min(88_200, frames - at), 2))).astype(np.float32)


def encode(out: Path, *, source: Iterator[NDArray[np.float32]] | None = None) -> None:
    cover = encoder.draw_cover("A pause", "Ana", 1)
    encoder.encode(
        blocks() if source is None else source,
        out,
        format=encoder.format_of(out),
        tags=TAGS,
        chapters=CHAPTERS,
        cover=cover,
        frames=FRAMES,
    )


def probed(file: Path) -> dict[str, Any]:
    command = ["ffprobe", "-v", "error", "-of", "json", "-show_format", "-show_streams", "-show_chapters", str(file)]
    answer: dict[str, Any] = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    return answer


def decoded(file: Path) -> int:
    command = [
        "ffmpeg",
        "-v",
        "error",
        "-i",
        str(file),
        "-map",
        "0:a:0",
        "-ar",
        "44100",
        "-f",
        "f32le",
        "-ac",
        "2",
        "-",
    ]
    return len(subprocess.run(command, capture_output=True, check=True).stdout) // 8


@pytest.mark.apt
@pytest.mark.parametrize("name", FORMATS)
def test_each_format_has_its_length_its_chapters_and_its_tags(name: str, tmp_path: Path) -> None:
    file = tmp_path / f"track.{name}"
    encode(file)
    assert sorted(path.name for path in tmp_path.iterdir()) == [file.name]
    told = probed(file)
    exact = name not in {"m4b", "m4a"}
    assert decoded(file) == FRAMES if exact else FRAMES <= decoded(file) <= FRAMES + 1_024
    parts = [told["format"], *(stream for stream in told["streams"] if stream["codec_type"] == "audio")]
    tags = {key.lower(): value for part in parts for key, value in part.get("tags", {}).items()}
    assert tags["title"] == "A pause"
    if name != "wav":
        assert tags["artist"] == "Ana"
        starts = [round(float(chapter["start_time"]), 2) for chapter in told["chapters"]]
        assert starts == [0.0, 5.0]
        assert told["chapters"][1]["tags"]["title"] == "Été; a=b"
    assert mutagen.File(file) is not None


@pytest.mark.parametrize("name", ["wav", "flac"])
def test_the_same_blocks_give_the_same_bytes(name: str, tmp_path: Path) -> None:
    one, two = tmp_path / f"one.{name}", tmp_path / f"two.{name}"
    encode(one)
    encode(two)
    assert one.read_bytes() == two.read_bytes()


@pytest.mark.parametrize("name", ["mp3", "wav"])
def test_a_render_that_breaks_leaves_what_was_there(name: str, tmp_path: Path) -> None:
    file = tmp_path / f"track.{name}"
    file.write_bytes(b"older")

    def breaking() -> Iterator[NDArray[np.float32]]:
        yield from blocks(RATE)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        encode(file, source=breaking())
    assert file.read_bytes() == b"older"
    assert [path.name for path in tmp_path.iterdir()] == [file.name]


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(FormatError, match="xyz"):
        encoder.format_of(Path("track.xyz"))


def test_a_cover_can_be_given(tmp_path: Path) -> None:
    file = tmp_path / "cover.png"
    file.write_bytes(encoder.draw_cover("日本語 and a rather long title that needs several lines to fit", None, 3))
    assert encoder.read_cover(file)
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"no picture")
    with pytest.raises(EncoderError, match=r"broken\.png"):
        encoder.read_cover(broken)
