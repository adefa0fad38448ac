"""The loudness presets, measured in decoded files by tools that are not ours."""

from __future__ import annotations

import json
import math
import subprocess
from typing import TYPE_CHECKING

import numpy as np
import pyebur128
import pytest
import soundfile

from mindful import config
from mindful.cli import main
from mindful.library import read_manifest
from mindful.loudness import Rms, RmsMeter
from mindful.studio.levels import ACX_FLOOR_DB, ACX_PEAK_DB, ACX_RMS_DB, LEVELS, acx_warnings

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

RATE = 44_100
SCRIPT = "Notice one breath coming in, and the same breath going out. [pause 2s] And now come back.\n"
SPARSE = "Rest. [pause exactly 40s] And come back.\n"


def rendered(folder: Path, text: str, loudness: str) -> tuple[Path, list[tuple[float, float]]]:
    """Return an MP3, and when it speaks."""
    script, out, timeline = folder / "level.md", folder / f"{loudness}.mp3", folder / "timeline.json"
    script.write_text(text)
    assert main(["render", str(script), "-o", str(out), "--loudness", loudness, "--timeline", str(timeline)]) == 0
    events = json.loads(timeline.read_text())["events"]
    spans = [(one["start_s"], one["start_s"] + one["duration_s"]) for one in events if one["kind"] == "speech"]
    return out, spans


def decoded(file: Path) -> NDArray[np.float32]:
    """Return the samples as libsndfile hears them."""
    samples, rate = soundfile.read(file, dtype="float32", always_2d=True)
    assert rate == RATE
    return np.asarray(samples)


def rms_db(samples: NDArray[np.float32]) -> float:
    return 10 * math.log10(float((samples.astype(np.float64) ** 2).mean()) + 1e-20)


def test_settings_and_the_table_have_the_same_names() -> None:
    assert tuple(LEVELS) == config.LOUDNESS


@pytest.mark.parametrize(("loudness", "lufs"), [("quiet", -23.0), ("default", -18.0), ("podcast", -16.0)])
def test_the_voice_stands_at_the_level_of_the_preset(loudness: str, lufs: float, tmp_path: Path) -> None:
    file, spans = rendered(tmp_path, SCRIPT, loudness)
    samples = decoded(file)
    speech = np.concatenate([samples[round(first * RATE) : round(last * RATE)] for first, last in spans])
    state = pyebur128.R128State(2, RATE, pyebur128.MeasurementMode.MODE_I | pyebur128.MeasurementMode.MODE_TRUE_PEAK)
    state.add_frames(speech.reshape(-1), len(speech))
    assert pyebur128.get_loudness_global(state) == pytest.approx(lufs, abs=0.5)
    assert 20 * math.log10(max(pyebur128.get_true_peak(state, side) for side in (0, 1))) <= -1.5
    manifest = read_manifest(file)
    assert manifest
    assert manifest["speech_lufs_predicted"] == pytest.approx(lufs)
    # What would be worth a second pass, with another gain.
    assert manifest["speech_lufs"] == pytest.approx(lufs, abs=0.3)


@pytest.mark.apt
def test_an_audio_book_keeps_the_rules_of_its_shop(tmp_path: Path) -> None:
    file, _ = rendered(tmp_path, SCRIPT, "acx")
    samples = decoded(file)
    halves = [rms_db(samples[at : at + RATE // 2]) for at in range(0, len(samples) - RATE // 2, RATE // 10)]
    assert ACX_RMS_DB[0] <= rms_db(samples) <= ACX_RMS_DB[1]
    assert 20 * math.log10(np.abs(samples).max()) <= ACX_PEAK_DB
    # The air of the room, as digital silence is sent back: between the opening and the end.
    assert -75 < min(halves[20:-20]) <= max(halves[12:16]) <= ACX_FLOOR_DB
    entries = "stream=codec_name,sample_rate:packet=size"
    command = ["ffprobe", "-v", "error", "-select_streams", "a", "-show_entries", entries, "-of", "json", str(file)]
    told = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    assert told["streams"] == [{"codec_name": "mp3", "sample_rate": "44100"}]
    # A frame of 1,152 samples at a constant 192 kbit/s.
    assert {int(packet["size"]) for packet in told["packets"]} <= {626, 627}
    manifest = read_manifest(file)
    assert manifest
    assert manifest["warnings"] == []
    assert manifest["rms_db"] == pytest.approx(rms_db(samples), abs=0.2)


def test_a_book_with_too_much_silence_is_told(tmp_path: Path) -> None:
    file, _ = rendered(tmp_path, SPARSE, "acx")
    assert rms_db(decoded(file)) < ACX_RMS_DB[0]
    manifest = read_manifest(file)
    assert manifest
    assert "less silence" in manifest["warnings"][0]


@pytest.mark.parametrize(
    ("measured", "words"),
    [
        (Rms(rms_db=None, floor_db=None, peak_db=None), ["said nothing"]),
        (Rms(rms_db=-23.5, floor_db=-61.0, peak_db=-3.1), ["less silence"]),
        (Rms(rms_db=-17.0, floor_db=-59.0, peak_db=-2.0), ["lower the volume", "highest peak", "softest moment"]),
        (Rms(rms_db=-20.0, floor_db=None, peak_db=-3.0), []),
    ],
)
def test_each_figure_outside_of_the_rules_is_told(measured: Rms, words: list[str]) -> None:
    told = list(acx_warnings(measured))
    assert len(told) == len(words)
    assert words == ["said nothing"] or all(word in line for word, line in zip(words, told, strict=True))


def test_an_audio_book_is_an_mp3_without_a_soundscape(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    script = tmp_path / "book.md"
    script.write_text(f"[sound rain]\n\n{SCRIPT}")
    ask = ["render", str(script), "--loudness", "acx", "-o"]
    assert main([*ask, str(tmp_path / "book.mp3")]) == 3
    assert f"{script}:1:1: E116" in capsys.readouterr().err.replace("\n", "")
    script.write_text(SCRIPT)
    assert main([*ask, str(tmp_path / "book.flac")]) == 2
    assert "MP3 files, not flac" in capsys.readouterr().err


@pytest.mark.parametrize("size", [101, 777, 100_000])
def test_the_root_mean_square_is_that_of_the_samples_whatever_the_blocks(size: int) -> None:
    sound = (0.1 * np.random.default_rng(1).standard_normal((2 * RATE, 2))).astype(np.float32)
    sound[: RATE // 2] *= 0.01
    meter = RmsMeter(RATE)
    for at in range(0, len(sound), size):
        meter.add(sound[at : at + size])
    meter.add(sound[:0])
    found = meter.report()
    assert found.rms_db == pytest.approx(rms_db(sound), abs=1e-3)
    assert found.floor_db == pytest.approx(rms_db(sound[: RATE // 2]), abs=1e-3)
    assert found.peak_db == pytest.approx(20 * math.log10(np.abs(sound).max()), abs=1e-3)
