"""Words -> the symbols a Piper model reads: phonemes by espeak-ng, each followed by a pad, between begin and end."""

from __future__ import annotations

import json
import threading
from functools import cache
from typing import TYPE_CHECKING, Any

from mindful.errors import VoiceError
from mindful.voices import homographs
from mindful.voices.piper_models import verified
from mindful.voices.piper_timing import spoken_symbols

if TYPE_CHECKING:
    from mindful.voices.piper_models import Model

LONGEST_CHARACTERS = 4_000
"""Above this one breath of speech would take minutes and gigabytes; sentences are split long before."""

_BEGIN, _END, _PAD = "^", "$", "_"
_phonemizer_lock = threading.Lock()
"""espeak-ng, which turns words into phonemes, has one state for the whole process."""


class Symbols:
    """What one model can read. Its table is loaded when it is first needed."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._numbers: dict[str, list[int]] | None = None

    def of(self, words: str) -> tuple[str, ...]:
        """Return the symbols of words as one utterance.

        Raises:
            VoiceError: They hold nothing to say, or are too long for one breath.
        """
        if len(words) > LONGEST_CHARACTERS:
            message = f'{len(words)} characters are too long for one breath: "{words[:40]}..."'
            raise VoiceError(message, hint="Split the text with full stops.")
        phonemes = self._phonemes(words)
        if not spoken_symbols(phonemes):
            raise VoiceError(f'There is nothing to say in "{words}".', hint="Write it in words, or take it out.")
        return (_BEGIN, _PAD, *(symbol for phoneme in phonemes for symbol in (phoneme, _PAD)), _END)

    def of_each(self, words: str) -> list[list[str]]:
        """Return the phonemes of each word as if it stood alone."""
        return [self._phonemes(word) for word in words.split()]

    def numbers(self, symbols: tuple[str, ...]) -> list[int]:
        """Return the number a model knows each symbol by."""
        return [self._table()[symbol][0] for symbol in symbols]

    def _phonemes(self, words: str) -> list[str]:
        known = self._table()
        return [symbol for symbol in _phonemize(words, self._model.language.lower()) if symbol in known]

    def _table(self) -> dict[str, list[int]]:
        if self._numbers is None:
            config = json.loads(verified(self._model, "config_path", self._model.config_sha256))
            self._numbers = dict(config["phoneme_id_map"])
        return self._numbers


def _phonemize(words: str, voice: str) -> list[str]:
    """Turn words into phonemes, one utterance however many sentences espeak-ng sees in them."""
    plain = words.replace("\0", " ")
    if voice.startswith("en"):
        plain = homographs.clear_homographs(plain)
    with _phonemizer_lock:
        sentences = _phonemizer().phonemize(voice, plain)
    return [symbol for at, sentence in enumerate(sentences) for symbol in ([" "] if at else []) + sentence]


@cache
def _phonemizer() -> Any:
    """Return the one phonemizer of this process; to be called under its lock."""
    from piper.phonemize_espeak import EspeakPhonemizer

    return EspeakPhonemizer()
