"""An engine as somebody else would write it: silence as long as its words, which fails on the word `fail`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mindful.errors import VoiceError, VoiceMissingError
from mindful.sounds.clip import Clip
from mindful.voices.port import Availability, Speech, Style, VoiceInfo, guess_s

if TYPE_CHECKING:
    from pathlib import Path

RATE_HZ = 16_000
INFO = VoiceInfo(
    id="silent:nobody", engine="silent", name="nobody", language="en", gender=None, sample_rate_hz=RATE_HZ,
    licence="CC0-1.0", licence_url=None, commercial_use=True, note=None, source="silent_voice 1.0", sha256=None,
    size_bytes=None,
)  # fmt: skip


class SilentVoice:
    """Says nothing, for as long as the words would take."""

    info = INFO

    def speak(self, words: str, style: Style) -> Speech:
        """Return silence."""
        if "fail" in words.split():
            raise VoiceError("The voice lost its thread.", hint="Say it in other words.")
        frames = self.measure(words, style) + ("liar" in words.split())
        return Speech(clip=Clip(samples=np.zeros((frames, 1), dtype=np.float32), sample_rate_hz=RATE_HZ))

    def measure(self, words: str, style: Style) -> int:
        """Tell how long; where the word `liar` is among the words, a frame less than it will be."""
        return round(self.estimate_s(words, style) * RATE_HZ)

    def estimate_s(self, words: str, style: Style) -> float:
        """Guess from the number of words."""
        return guess_s(words, style)

    def fingerprint(self, style: Style) -> str:
        """Name the style."""
        return f"silent 1 {style}"


class SilentEngine:
    """The engine behind the entry point."""

    name = "silent"

    def available(self) -> Availability:
        """Say yes."""
        return Availability(ok=True)

    def voices(self) -> tuple[VoiceInfo, ...]:
        """List the one voice."""
        return (INFO,)

    def voice(self, name: str) -> SilentVoice:
        """Return it."""
        if name != INFO.name:
            raise VoiceMissingError(f'There is no silent voice "{name}".')
        return SilentVoice()


def engine(caches: Path | None = None) -> SilentEngine:
    """Return the engine."""
    del caches
    return SilentEngine()


def broken(caches: Path | None = None) -> SilentEngine:
    """Fail, as a plug-in that lacks a library does."""
    del caches
    raise ImportError("libvoice.so: cannot open shared object file")
