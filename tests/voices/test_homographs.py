"""Words of two sounds are said as they are meant; espeak-ng's own phonemes are the referee."""

from __future__ import annotations

import pytest
from piper.phonemize_espeak import EspeakPhonemizer

from mindful.voices.homographs import clear_homographs

SHUT, NEAR = "klˈoʊz", "klˈoʊs"


@pytest.fixture(scope="module")
def espeak() -> EspeakPhonemizer:
    return EspeakPhonemizer()


def said(espeak: EspeakPhonemizer, words: str) -> str:
    return "".join(symbol for sentence in espeak.phonemize("en-us", words) for symbol in sentence)


@pytest.mark.parametrize(
    "words",
    [
        "Close your eyes.", "Let your eyes close, or leave them open.", "Gently close the eyes.", "You may close them.",
        "Your eyes may rest on one spot, or close, whichever you prefer.", "Close the fingers, one after another.",
        "Allow the eyes to softly close.", "As your eyes close, wait.", "Open, close, open.", "Let them close.",
        "Watch the day come to the close of it.", "If you like, close both hands.", "Close.",
    ],
)  # fmt: skip
def test_what_is_shut_is_said_so(words: str, espeak: EspeakPhonemizer) -> None:
    assert SHUT in said(espeak, clear_homographs(words))


@pytest.mark.parametrize(
    "words",
    [
        "One may be far away, and one quite close.", "Stay close to the breath.", "Some sound close by.",
        "Notice how close your hands are.", "Think of a close friend.", "Sounds far and close.",
        "Bring them close together.",
        "It is close.", "Pay close attention.", "Somebody close.", "Sounds, close or far.",
    ],
)  # fmt: skip
def test_what_is_near_stays_as_it_was(words: str, espeak: EspeakPhonemizer) -> None:
    assert clear_homographs(words) == words
    assert NEAR in said(espeak, words)


@pytest.mark.parametrize(
    ("words", "phonemes"),
    [
        ("Bow your head.", "bˈaʊ "), ("End with a small bow.", "bˈaʊ."), ("Move into bow pose.", "bˈoʊ "),
        ("Live gently.", "lˈɪv "), ("You live here.", "lˈɪv "), ("Live music plays.", "lˈaɪv "),
        ("Separate your feet.", "ˌeɪt "), ("And two separate sounds.", "ɹət "),
        ("Namaste.", "ˌeɪ."), ("Qi gong.", "tʃˈiː "),
    ],
)  # fmt: skip
def test_others_are_said_as_they_are_meant(words: str, phonemes: str, espeak: EspeakPhonemizer) -> None:
    assert phonemes in said(espeak, clear_homographs(words))


def test_no_word_is_added_or_lost() -> None:
    words = "Close your eyes. Bow, live, separate the lips, namaste, qi gong and stay close."
    assert len(clear_homographs(words).split()) == len(words.split())
