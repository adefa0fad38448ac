from __future__ import annotations

import math
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyebur128
import pytest
import soundfile

from mindful.errors import EncoderMissingError, SoundError
from mindful.sounds import ffmpeg
from mindful.sounds.clip import Clip
from mindful.sounds.files import CROSSFADE_S, load_clip, open_file_soundscape

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

RATE = 44_100


def test_a_clip_is_checked() -> None:
    with pytest.raises(SoundError, match="one or two channels"):
        Clip(samples=np.zeros(5, np.float32), sample_rate_hz=RATE)
    with pytest.raises(SoundError, match="positive sample rate"):
        Clip(samples=np.zeros((5, 1), np.float32), sample_rate_hz=0)


def lufs_of(blocks: Iterable[NDArray[np.float32]]) -> float | None:
    """Measure with libebur128."""
    state = pyebur128.R128State(2, RATE, pyebur128.MeasurementMode.MODE_I)
    for block in blocks:
        state.add_frames(np.ascontiguousarray(block).reshape(-1), len(block))
    loudness = float(pyebur128.get_loudness_global(state))
    return loudness if math.isfinite(loudness) else None


@pytest.mark.parametrize(
    ("subtype", "channels"), [("FLOAT", 1), ("PCM_24", 2), ("DOUBLE", 2), ("PCM_16", 6), ("PCM_U8", 1)]
)
def test_a_recording_keeps_its_level_in_every_kind_of_wav(subtype: str, channels: int, tmp_path: Path) -> None:
    """Floating point read as integers would be loud noise."""
    file = tmp_path / "mine.wav"
    wave = 0.25 * np.sin(2 * math.pi * 440 * np.arange(RATE) / RATE)
    soundfile.write(file, np.stack([wave] * channels, axis=1), RATE, subtype=subtype, format="WAVEX")
    clip = load_clip(file)
    assert clip.samples.shape == (RATE, 2)
    assert np.abs(clip.samples[1_000:-1_000, 0] - wave[1_000:-1_000]).max() < 0.01
    assert not clip.samples[0].any()


def test_a_recording_is_resampled_without_images(tmp_path: Path) -> None:
    file = tmp_path / "mine.wav"
    soundfile.write(file, 0.5 * np.sin(2 * math.pi * 7_000 * np.arange(2 * 22_050) / 22_050), 22_050)
    samples = load_clip(file).samples[:, 0]
    power = np.abs(np.fft.rfft(samples * np.hanning(len(samples)))) ** 2
    hertz = np.fft.rfftfreq(len(samples), 1 / RATE)
    assert 10 * math.log10(power[hertz > 12_000].max() / power.max()) < -80


@pytest.mark.apt
@pytest.mark.parametrize("suffix", ["wav", "flac", "mp3", "m4a", "ogg"])
def test_the_users_files_are_read_in_any_format(suffix: str, tmp_path: Path) -> None:
    file = tmp_path / f"mine.{suffix}"
    subprocess.run(
        ["ffmpeg", "-v", "error", "-f", "lavfi", "-i", "sine=f=300:r=48000:d=3", "-ac", "1", str(file)], check=True
    )
    clip = load_clip(file)
    assert clip.sample_rate_hz == RATE
    assert clip.duration_s == pytest.approx(3, abs=0.1)
    peak = np.argmax(np.abs(np.fft.rfft(clip.samples[:RATE, 1])))
    assert peak == pytest.approx(300, abs=1)


def test_a_file_as_soundscape_loops_without_a_jump(tmp_path: Path) -> None:
    file = tmp_path / "mine.wav"
    chance = np.random.default_rng(1)
    soundfile.write(file, 0.1 * chance.standard_normal((20 * RATE, 2)), RATE, subtype="FLOAT")
    bed = open_file_soundscape(file, lufs_of=lufs_of)
    period = 20 * RATE - round(CROSSFADE_S * RATE)
    blocks = [bed.block(at, 50_000) for at in range(0, 2_000_000, 50_000)]
    whole = np.concatenate(blocks)
    assert lufs_of([whole[: period - RATE]]) == pytest.approx(-18, abs=0.2)
    assert lufs_of([whole[period - RATE : period + 4 * RATE]]) == pytest.approx(-18, abs=0.5)
    assert np.array_equal(bed.block(0, 50_000), blocks[0])


@pytest.mark.parametrize("content", [b"", b"not a sound at all"])
def test_a_broken_file_is_named(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "broken.mp3"
    file.write_bytes(content)
    with pytest.raises(SoundError, match=r"broken\.mp3"):
        load_clip(file)
    with pytest.raises(SoundError, match=r"broken\.mp3"):
        open_file_soundscape(file, lufs_of=lufs_of)


def test_a_silent_file_is_no_soundscape(tmp_path: Path) -> None:
    file = tmp_path / "silent.wav"
    soundfile.write(file, np.zeros((RATE, 2)), RATE)
    with pytest.raises(SoundError, match="silence"):
        open_file_soundscape(file, lufs_of=lufs_of)


def test_without_any_ffmpeg_the_sentence_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import imageio_ffmpeg

    def nowhere() -> str:
        raise RuntimeError("No ffmpeg exe could be found")

    monkeypatch.setenv("PATH", str(tmp_path))
    assert Path(ffmpeg.find()).is_file()
    monkeypatch.setattr(imageio_ffmpeg, "get_ffmpeg_exe", nowhere)
    with pytest.raises(EncoderMissingError):
        ffmpeg.find()
    with pytest.raises(SoundError, match="cannot be read"):
        load_clip(tmp_path / "x.mp3")
