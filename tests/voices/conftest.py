"""The default voice, loaded once for all tests of voices."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mindful.voices import piper

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def caches(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("caches")


@pytest.fixture(scope="session")
def joe(caches: Path) -> piper.PiperVoice:
    return piper.engine(caches).voice("joe")
