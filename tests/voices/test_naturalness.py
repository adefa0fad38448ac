"""How natural the default voice sounds, raw and through its chain, as a network trained on listeners' votes hears it.

The referee is DNSMOS P.808 (Reddy, Gopal, Cutler, ICASSP 2021), whose model comes with the package speechmos. Its own
code needs librosa; what it asks of it is the mel spectrogram below, equal to that of librosa 0.11 to 1e-6.
"""

from __future__ import annotations

import math
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import onnxruntime
import pytest
import soxr

from mindful.voices import chain
from mindful.voices.presets import CHAINS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mindful.sounds.clip import Clip

RATE, FRAME, HOP, BANDS = 16_000, 321, 160, 120
HEARD_S = 9.01
"""What the model listens to at once."""


def hertz_of(mel: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return frequencies of the mel scale of Slaney's Auditory Toolbox: even up to 1 kHz, then by equal ratios."""
    return np.where(mel < 15, mel * 200 / 3, 1_000 * np.exp(math.log(6.4) / 27 * (mel - 15)))


def mel_bank() -> NDArray[np.float64]:
    """Return the weights of triangular bands of one area, ``[BANDS, FRAME // 2 + 1]``."""
    highest = 15 + 27 * math.log(RATE / 2_000) / math.log(6.4)
    edges = hertz_of(np.linspace(0, highest, BANDS + 2))[:, None]
    hertz = np.fft.rfftfreq(FRAME, 1 / RATE)[None]
    low, middle, high = edges[:-2], edges[1:-1], edges[2:]
    triangles = np.minimum((hertz - low) / (middle - low), (high - hertz) / (high - middle))
    return np.asarray(np.maximum(triangles, 0) * 2 / (high - low))


def features(wave: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return what the model takes in, ``[frames, BANDS]``: decibels below the strongest, down to -80, about 0 to 1."""
    window = 0.5 - 0.5 * np.cos(2 * math.pi * np.arange(FRAME) / FRAME)
    frames = np.lib.stride_tricks.sliding_window_view(np.pad(wave.astype(np.float64), HOP), FRAME)[::HOP]
    power = np.abs(np.fft.rfft(frames * window, axis=1)) ** 2 @ mel_bank().T
    level_db = 10 * np.log10(np.maximum(power / power.max(), 1e-8))
    return np.asarray((level_db + 40) / 40, dtype=np.float32)


@pytest.fixture(scope="module")
def listener() -> onnxruntime.InferenceSession:
    package = find_spec("speechmos")
    assert package
    assert package.origin
    return onnxruntime.InferenceSession(Path(package.origin).parent / "dnsmos_models" / "model_v8.onnx")


def vote(listener: onnxruntime.InferenceSession, wave: NDArray[np.float32], rate_hz: int) -> float:
    """Return the mean opinion from 1, bad, to 5, excellent."""
    heard = soxr.resample(wave, rate_hz, RATE)
    length = round(HEARD_S * RATE)
    heard = np.resize(heard, max(length, len(heard)))  # once more from the beginning, where it is shorter
    starts = range(0, len(heard) - length + 1, RATE)
    votes = [listener.run(None, {"input_1": features(heard[at : at + length - HOP])[None]})[0] for at in starts]
    return float(np.mean(votes))


def test_the_voice_sounds_natural_and_no_chain_takes_that_away(
    clips: tuple[Clip, ...], listener: onnxruntime.InferenceSession
) -> None:
    raw = vote(listener, np.concatenate([clip.samples[:, 0] for clip in clips]), clips[0].sample_rate_hz)
    votes = {}
    for name, preset in CHAINS.items():
        treated = np.concatenate([chain.finish(clip, preset)[:, 0] for clip in clips])
        votes[name] = vote(listener, treated, 44_100)
    assert min(votes.values()) > raw - 0.1
    assert votes["warm"] >= 4.0
