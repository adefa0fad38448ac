from __future__ import annotations

import errno
import subprocess
import threading
import time
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile

from mindful.errors import PlayerError, SoundError, VoiceError
from mindful.player import LiveSource, TrackSource
from mindful.player.spool import Spool
from mindful.sounds import ffmpeg
from mindful.sounds.decoder import Decoder, stated_frames

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from numpy.typing import NDArray

    from mindful.player import Source

RATE_HZ = 44_100
STEP_24_BIT = 2.0**-23


def noise(seconds: float, seed: int = 1) -> NDArray[np.float32]:
    return (0.1 * np.random.default_rng(seed).standard_normal((round(seconds * RATE_HZ), 2))).astype(np.float32)


@pytest.fixture(scope="module")
def wav(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a tone that rises: every place has its own pitch, and no codec replaces it by noise of its own."""
    file = tmp_path_factory.mktemp("tracks") / "rising.wav"
    time_s = np.arange(8 * RATE_HZ) / RATE_HZ
    rising = 0.3 * np.sin(2 * np.pi * (300 * time_s + 200 * time_s**2))
    soundfile.write(file, np.stack([rising, 0.5 * rising], axis=1), RATE_HZ, subtype="FLOAT")
    return file


def all_of(source: Source) -> NDArray[np.float32]:
    blocks = []
    while not source.ended:
        blocks.append(source.read(30_000))
        if not len(blocks[-1]):
            time.sleep(0.01)
    return np.concatenate(blocks)


@pytest.mark.parametrize("suffix", ["wav", "flac", "ogg", "mp3", "m4a", "opus"])
def test_a_track_of_any_format_goes_on_from_any_frame_as_a_whole_decoding_does(
    wav: Path, tmp_path: Path, suffix: str
) -> None:
    file = tmp_path / f"rising.{suffix}"
    subprocess.run([ffmpeg.find(), "-v", "error", "-y", "-i", str(wav), str(file)], check=True)
    source = TrackSource(file)
    whole = all_of(source)
    assert source.frames == source.made == len(whole)
    assert abs(stated_frames(file) - len(whole)) < RATE_HZ / 10
    at = 5 * RATE_HZ + 12_345
    source.seek(at)
    part = source.read(20_000)
    # A frame off would be an error of 0.1. AAC has noise of its own, and the resampler of Opus begins anew at a place.
    assert np.abs(part - whole[at : at + 20_000]).max() <= {"opus": 0.02, "m4a": 1e-5}.get(suffix, 0)
    source.seek(len(whole) + 5)
    assert len(source.read(1_000)) == 0
    assert source.ended
    source.close()


def test_what_is_no_audio_is_told_when_it_is_opened_and_when_it_is_read(tmp_path: Path) -> None:
    file = tmp_path / "text.mp3"
    file.write_text("This is no sound.")
    with pytest.raises(SoundError, match=r"text\.mp3"):
        TrackSource(file)
    with pytest.raises(SoundError, match=r"text\.mp3"):
        TrackSource(file, 1_000).read(100)


def test_a_decoder_passes_over_more_than_it_holds(wav: Path) -> None:
    with Decoder(wav, 99 * RATE_HZ) as decoder:
        assert len(decoder.read(10)) == 0


def blocks_of(samples: NDArray[np.float32], step: int = 50_000) -> Generator[NDArray[np.float32], None, None]:
    for start in range(0, len(samples), step):
        yield samples[start : start + step]


def test_a_live_source_gives_all_that_is_made_and_goes_back_in_it(tmp_path: Path) -> None:
    samples = noise(6)
    source = LiveSource(blocks_of(samples), len(samples), tmp_path / "spool")
    whole = all_of(source)
    assert np.abs(whole - samples).max() <= STEP_24_BIT
    assert source.made == source.frames == len(samples)
    source.seek(70_001)
    part = source.read(10)
    assert np.abs(part - samples[70_001:70_011]).max() <= STEP_24_BIT
    source.seek(-5)
    assert np.abs(source.read(10) - samples[:10]).max() <= STEP_24_BIT
    source.close()
    assert not list((tmp_path / "spool").iterdir())


def test_a_live_source_has_nothing_yet_where_it_is_not_made_and_then_has_it(tmp_path: Path) -> None:
    samples = noise(2)
    go_on = threading.Event()

    def slowly() -> Generator[NDArray[np.float32], None, None]:
        yield samples[:40_000]
        go_on.wait(10)
        yield samples[40_000:]

    source = LiveSource(slowly(), len(samples), tmp_path)
    source.seek(60_000)
    while source.made < 40_000:
        time.sleep(0.01)
    assert len(source.read(100)) == 0
    assert not source.ended
    go_on.set()
    while not len(block := source.read(100)):
        time.sleep(0.01)
    assert np.abs(block - samples[60_000:60_100]).max() <= STEP_24_BIT
    source.close()


def test_closing_a_live_source_closes_its_maker(tmp_path: Path) -> None:
    closed = threading.Event()

    def for_ever() -> Generator[NDArray[np.float32], None, None]:
        try:
            while True:
                yield noise(0.1)
        finally:
            closed.set()

    source = LiveSource(for_ever(), 10**9, tmp_path)
    source.close()
    assert closed.is_set()


def test_what_the_making_failed_with_is_raised_when_its_place_is_reached(tmp_path: Path) -> None:
    def failing() -> Generator[NDArray[np.float32], None, None]:
        yield noise(1)
        raise VoiceError("The voice lost its thread.")

    source = LiveSource(failing(), 5 * RATE_HZ, tmp_path)
    with pytest.raises(VoiceError, match="thread"):
        all_of(source)
    assert source.made == RATE_HZ
    assert not source.ended
    source.close()


def test_a_full_disk_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_spool: Spool, _block: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Spool, "append", full)
    source = LiveSource(blocks_of(noise(1)), RATE_HZ, tmp_path)
    with pytest.raises(PlayerError, match="No space left"):
        all_of(source)
    source.close()


def test_a_spool_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(PlayerError, match="cannot be written to"):
        Spool(tmp_path / "file" / "in the way")
