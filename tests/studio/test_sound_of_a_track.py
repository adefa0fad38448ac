"""One finished track with everything in it, decoded and measured."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING

import numpy as np
import pyebur128
import pytest
import soundfile

from mindful.cli import main
from mindful.sounds import bells
from mindful.voices import chain

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

RATE = 44_100
SCRIPT = """\
Rest here for a while. [pause exactly 5s] And notice the breath. [pause exactly 3s]

## Listening

[sound brown -20dB]
Let sounds come and go. [pause exactly 6s]

[bell bowl low x3 every 6s -6dB soft]
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Render the track with a soundscape that changes, and its words alone in two formats."""
    folder = tmp_path_factory.mktemp("track")
    (folder / "full.md").write_text(f"---\nsoundscape: ocean\n---\n{SCRIPT}")
    (folder / "bare.md").write_text(SCRIPT.replace("[sound brown -20dB]\n", ""))
    for name, out in (("full", "full.wav"), ("bare", "bare.wav"), ("bare", "bare.mp3"), ("bare", "bare.ogg")):
        timeline = str(folder / f"{name}.json")
        script = str(folder / f"{name}.md")
        assert main(["render", script, "-o", str(folder / out), "--timeline", timeline, "--chain", "plain"]) == 0
    return folder


def heard(file: Path) -> NDArray[np.float64]:
    """Return the first channel, as libsndfile decodes it."""
    samples, rate = soundfile.read(file, dtype="float64", always_2d=True)
    assert rate == RATE
    return np.asarray(samples[:, 0])


def events(folder: Path, name: str, kind: str) -> list[tuple[int, int]]:
    told = json.loads((folder / f"{name}.json").read_text())["events"]
    times = [(one["start_s"], one["start_s"] + one["duration_s"]) for one in told if one["kind"] == kind]
    return [(round(first * RATE), round(last * RATE)) for first, last in times]


def test_nothing_clips_stands_off_zero_or_clicks(folder: Path) -> None:
    samples = heard(folder / "full.wav")
    assert np.abs(samples).max() < 10 ** (-1.5 / 20)
    assert abs(samples.mean()) < 1e-3
    steps = np.abs(np.diff(samples))
    edges = [edge for span in events(folder, "full", "speech") for edge in span]
    for at in (*edges, *range(88_200, len(samples) - RATE, 88_200)):
        # A step where parts meet is no larger than those of the sounds around it.
        around = np.concatenate([steps[at - RATE // 2 : at - 3], steps[at + 3 : at + RATE // 2]])
        assert steps[at - 3 : at + 3].max() <= around.max()


def test_where_nothing_sounds_there_is_digital_silence(folder: Path) -> None:
    samples = heard(folder / "bare.wav")
    spans = events(folder, "bare", "pause")[:2]
    assert len(spans) == 2
    tail = round(chain.TAIL_S * RATE)
    assert all(not samples[first + tail : last].any() for first, last in spans)
    assert not samples[: 2 * RATE - 1].any()


@pytest.mark.parametrize("name", ["bare.mp3", "bare.ogg"])
def test_a_pause_keeps_its_length_to_the_millisecond_in_a_lossy_file(name: str, folder: Path) -> None:
    lossless, lossy = heard(folder / "bare.wav"), heard(folder / name)
    assert len(lossy) == len(lossless)
    lags = []
    for first, last in events(folder, "bare", "speech"):
        part, around = lossless[first:last], lossy[first - 4_410 : last + 4_410]
        size = 1 << len(around).bit_length()
        match = np.fft.irfft(np.fft.rfft(around, size) * np.conj(np.fft.rfft(part, size)))
        lags.append(int(np.argmax(match[:8_820])) - 4_410)
    assert max(map(abs, lags)) <= RATE // 1_000


def test_neighbouring_sentences_differ_by_less_than_one_and_a_half_lu_in_a_lossy_file(folder: Path) -> None:
    samples = heard(folder / "bare.mp3")
    loudness = []
    for first, last in events(folder, "bare", "speech"):
        part = np.repeat(samples[first:last, None], 2, axis=1)
        state = pyebur128.R128State(2, RATE, pyebur128.MeasurementMode.MODE_I)
        state.add_frames(part.reshape(-1), len(part))
        loudness.append(float(pyebur128.get_loudness_global(state)))
    assert len(loudness) == 3
    assert np.abs(np.diff(loudness)).max() < 1.5


def test_three_low_soft_strikes_sound_six_seconds_apart_and_6_db_softer(folder: Path) -> None:
    samples = heard(folder / "bare.wav")
    [(begin, _)] = events(folder, "bare", "bell")
    strike = bells.strike("bowl", pitch="low", soft=True).samples[: RATE // 2, 0].astype(np.float64)
    hertz = np.fft.rfftfreq(RATE, 1 / RATE)
    for number in range(3):
        at = begin + 6 * RATE * number
        # The mallet and the first moments of the higher partials are those of this strike alone.
        assert np.abs(samples[at : at + RATE]).max() > 1.3 * np.abs(samples[at - RATE // 2 : at]).max()
        spectrum = np.abs(np.fft.rfft(samples[at + RATE // 10 : at + RATE // 10 + RATE] * np.hanning(RATE)))
        assert hertz[spectrum.argmax()] == pytest.approx(bells.BELLS["bowl"].fundamental_hz * 2 / 3, abs=2)
    gain = float(samples[begin : begin + len(strike)] @ strike / (strike @ strike))
    assert 20 * math.log10(gain) == pytest.approx(-6, abs=0.2)
