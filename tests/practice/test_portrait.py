from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np
import pyebur128
import pytest
import soundfile
from PIL import Image

from mindful.cli import main
from mindful.errors import SoundError
from mindful.library import write_manifest
from mindful.loudness import level_curve
from mindful.practice.portrait import _fitting, portrait

if TYPE_CHECKING:
    from pathlib import Path

RATE = 44_100


def track(folder: Path) -> Path:
    """Write nine seconds, louder at the end, with a chapter and a caption."""
    chance = np.random.default_rng(1)
    file = folder / "evening.wav"
    sound = 0.02 * chance.standard_normal((9 * RATE, 2))
    sound[6 * RATE :] *= 4
    soundfile.write(file, sound, RATE, subtype="FLOAT")
    chapters = [{"title": "Arriving", "start_s": 0.0, "duration_s": 9.0}]
    write_manifest(file, {"title": "Evening", "chapters": chapters})
    file.with_suffix(".vtt").write_text("WEBVTT\n\n1\n00:00:01.000 --> 00:00:03.000\nWelcome.\n")
    return file


def test_a_track_is_drawn_with_its_title(tmp_path: Path) -> None:
    drawn = Image.open(io.BytesIO(portrait(track(tmp_path))))
    assert (drawn.format, drawn.info["Title"]) == ("PNG", "Evening")
    assert len(set(drawn.convert("L").tobytes())) > 50
    (tmp_path / "no.mp3").write_bytes(b"no sound")
    with pytest.raises(SoundError, match=r"no\.mp3"):
        portrait(tmp_path / "no.mp3")


def test_what_is_said_has_a_lane_only_where_there_are_captions(tmp_path: Path) -> None:
    def rows_of(colour: tuple[int, int, int], file: Path) -> int:
        """Count the rows of the picture that hold a colour."""
        drawn = np.asarray(Image.open(io.BytesIO(portrait(file))).convert("RGB"))
        return int((drawn == colour).all(axis=2).any(axis=1).sum())

    wave, speech = (0x3F, 0x91, 0x8F), (0x7F, 0xBD, 0xB9)
    file = track(tmp_path)
    with_lane = rows_of(wave, file)
    assert rows_of(speech, file) > 20
    file.with_suffix(".vtt").unlink()
    assert rows_of(speech, file) == 0
    assert rows_of(wave, file) > with_lane + 20


@pytest.mark.parametrize(("room", "shown"), [(8, "Arriving"), (7, "Arrivi\u2026"), (5, "Arri\u2026"), (4, ""), (0, "")])
def test_a_title_that_does_not_fit_is_cut_or_left_out(room: int, shown: str) -> None:
    assert _fitting("Arriving", room) == shown


def test_the_command_draws_a_track(tmp_path: Path) -> None:
    file = track(tmp_path)
    assert main(["tracks", "show", str(file), "--png", str(tmp_path / "evening.png")]) == 0
    assert (tmp_path / "evening.png").stat().st_size > 10_000
    assert main(["tracks", "show", str(tmp_path / "morning.wav"), "--png", str(tmp_path / "x.png")]) == 1


def test_the_curve_is_the_short_term_loudness_of_libebur128() -> None:
    sound = (0.05 * np.random.default_rng(2).standard_normal((8 * RATE, 2))).astype(np.float32)
    sound[5 * RATE :] *= 3
    curve = level_curve(iter([sound[:100_000], sound[100_000:]]), RATE)
    state = pyebur128.R128State(2, RATE, pyebur128.MeasurementMode.MODE_S)
    part = np.ascontiguousarray(sound[: 6 * RATE].astype(np.float64))
    state.add_frames(part.reshape(-1), len(part))
    assert len(curve) == 80
    # Of the three seconds before 6 s: in the curve, they are those around 4.5 s.
    assert curve[45] == pytest.approx(pyebur128.get_loudness_shortterm(state), abs=0.1)
    assert level_curve(iter([]), RATE) == []
