"""The folder a run works in: mindful's own folders in the environment, caches that are warm, scripts and tracks."""

from __future__ import annotations

import os
import shutil
from functools import cached_property
from typing import TYPE_CHECKING

from .measure import in_child
from .tasks import render

if TYPE_CHECKING:
    from pathlib import Path

SOUNDSCAPE = "rain"
"""Of every track that is measured; a loop."""
_WARM = ("models", "soundscapes")
"""What a cache holds beside speech."""


class Workspace:
    """A temporary folder; what is made in it is made when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        """Take an empty folder and point mindful's variables at it, for this process and all it starts."""
        self.folder = folder
        for name in [name for name in os.environ if name.startswith("MINDFUL_")]:
            del os.environ[name]
        for name in ("library", "data", "cache"):
            os.environ[f"MINDFUL_{name.upper()}"] = str(folder / name)
        # Compiled once, as pip leaves it; what compiles at each start measures the compiler.
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = str(folder / "compiled")

    @cached_property
    def cache(self) -> Path:
        """The folder of caches, with the cut model and the soundscape's loops in it, and no speech."""
        self._make_warm()
        cache = self.folder / "cache"
        shutil.rmtree(cache / "speech")
        return cache

    def cache_without_speech(self, name: str) -> Path:
        """Return another folder of caches that is warm and has no speech; made anew each time."""
        cache = self.folder / name
        for part in _WARM:
            shutil.copytree(self.cache / part, cache / part)
        return cache

    def cache_with_speech(self, name: str) -> Path:
        """Return another folder of caches that has the model and what was spoken, and no soundscape; made anew."""
        cache = self.folder / name
        shutil.rmtree(cache, ignore_errors=True)
        for part in ("models", "speech"):
            shutil.copytree(self.cache / part, cache / part)
        return cache

    def script(self, name: str, text: str) -> str:
        """Write a script and return its path."""
        path = self.folder / f"{name}.md"
        path.write_text(text, encoding="utf-8")
        return str(path)

    def track(self, name: str) -> str:
        """Return the path of a track."""
        return str(self.folder / name)

    def _make_warm(self) -> None:
        script = self.script("warm", "A first sentence.\n")
        in_child(render, script=script, out=self.track("warm.mp3"), soundscape=SOUNDSCAPE)
