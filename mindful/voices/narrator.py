"""The narrator: sentences in, clips that are ready for the mix out; what was spoken once is not spoken again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mindful.units import frames
from mindful.voices import chain
from mindful.voices.cache import Entry, SpeechCache, key_of
from mindful.voices.presets import CHAINS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from mindful.voices.port import Style, Voice, WordTime
    from mindful.voices.registry import Registry


@dataclass(frozen=True, kw_only=True, eq=False, slots=True)
class Spoken:
    """One sentence, ready for the mix."""

    samples: NDArray[np.float32]
    """float32 ``[frames, 1]`` at 44.1 kHz and -18 LUFS; the reverb's tail after `speech_frames`."""
    speech_frames: int
    word_times: tuple[WordTime, ...]
    cached: bool
    """Whether it had been spoken before."""


class Narrator:
    """Speaks with any voice. Safe to call from several threads."""

    def __init__(self, registry: Registry, cache: SpeechCache) -> None:
        """Take the voices, and the place where sentences are kept."""
        self._registry, self._cache = registry, cache

    def frames(self, words: str, voice_id: str, style: Style) -> int | None:
        """Tell the exact frames of a sentence in the track without speaking; None where the voice cannot tell.

        Raises:
            VoiceError: There is no such voice, or it cannot say these words.
        """
        voice = self._registry.voice(voice_id)
        key = _length_key(voice, words, style)
        known = self._cache.frames(key)
        if known is not None:
            return known
        counted = voice.measure(words, style)
        if counted is None:
            return None
        count = chain.track_frames(counted, voice.info.sample_rate_hz)
        self._cache.keep_frames(key, count)
        return count

    def estimate(self, words: str, voice_id: str, style: Style) -> int:
        """Guess the frames of a sentence, for a voice that cannot tell."""
        return frames(self._registry.voice(voice_id).estimate_s(words, style))

    def is_cached(self, words: str, voice_id: str, style: Style, chain_name: str) -> bool:
        """Tell whether a sentence was spoken through a chain before."""
        return self._cache.has(key_of(self.fingerprint(voice_id, style, chain_name), words))

    def speak(self, words: str, voice_id: str, style: Style, chain_name: str) -> Spoken:
        """Speak a sentence through one of `CHAINS`, or take it from what was spoken before.

        Raises:
            VoiceError: There is no such voice, or it failed.
        """
        voice = self._registry.voice(voice_id)
        key = key_of(_fingerprint(voice, style, chain_name), words)
        kept = self._cache.load(key)
        if kept is None:
            speech = voice.speak(words, style)
            count = chain.track_frames(speech.clip.frames, speech.clip.sample_rate_hz)
            samples = chain.finish(speech.clip, CHAINS[chain_name])
            entry = Entry(samples=samples, speech_frames=count, word_times=speech.word_times)
            self._cache.keep(key, entry)
            self._cache.keep_frames(_length_key(voice, words, style), count)
        else:
            entry = kept
        return Spoken(
            samples=entry.samples,
            speech_frames=entry.speech_frames,
            word_times=entry.word_times,
            cached=kept is not None,
        )

    def fingerprint(self, voice_id: str, style: Style, chain_name: str) -> str:
        """Name all that shapes the samples of a voice in a style, its chain included."""
        return _fingerprint(self._registry.voice(voice_id), style, chain_name)

    def prune(self) -> None:
        """Bring what is kept back below its limit."""
        self._cache.prune()


def _length_key(voice: Voice, words: str, style: Style) -> str:
    """Return the key of a sentence's length, which no chain changes."""
    return key_of(voice.fingerprint(style), words)


def _fingerprint(voice: Voice, style: Style, chain_name: str) -> str:
    return f"{voice.fingerprint(style)} chain {chain.VERSION} {CHAINS[chain_name]}"
