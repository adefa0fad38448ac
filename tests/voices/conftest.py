"""The default voice, loaded once for all tests of voices."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mindful.voices import piper
from mindful.voices.port import Style

if TYPE_CHECKING:
    from pathlib import Path

    from mindful.sounds.clip import Clip

SENTENCES = (
    "Notice the weight of your body on the chair.",
    "Breathe in, and out.",
    "When your mind has wandered, that is what minds do, and you begin again with the next breath.",
)


@pytest.fixture(scope="session")
def caches(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("caches")


@pytest.fixture(scope="session")
def joe(caches: Path) -> piper.PiperVoice:
    return piper.engine(caches).voice("joe")


@pytest.fixture(scope="session")
def clips(joe: piper.PiperVoice) -> tuple[Clip, ...]:
    """Some sentences as the voice speaks them, before its chain."""
    return tuple(joe.speak(words, Style()).clip for words in SENTENCES)
