"""What every test starts from: folders of its own, and no skipping for want of what CI has installed."""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

_FOLDERS = pytest.StashKey[Path]()


def pytest_configure(config: pytest.Config) -> None:
    """Keep the person's own library, data, cache and settings out of the tests; the cache lives as long as the run."""
    for name in [name for name in os.environ if name.startswith("MINDFUL_") and name != "MINDFUL_CI"]:
        del os.environ[name]
    folder = config.stash[_FOLDERS] = Path(tempfile.mkdtemp(prefix="mindful-tests-"))
    for name in ("library", "data", "cache"):
        os.environ[f"MINDFUL_{name.upper()}"] = str(folder / name)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Clear the folders away."""
    shutil.rmtree(config.stash[_FOLDERS], ignore_errors=True)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test that needs a system package where there is none; in CI it is there or the test fails."""
    if item.get_closest_marker("apt") and not shutil.which("ffprobe") and "MINDFUL_CI" not in os.environ:
        pytest.skip("needs ffprobe, of the system package ffmpeg")


@pytest.fixture(autouse=True)
def quiet_log() -> Iterator[None]:
    """Take back what --verbose does to the log for the rest of the process."""
    log = logging.getLogger("mindful")
    handlers, level = list(log.handlers), log.level
    yield
    log.handlers = handlers
    log.setLevel(level)
