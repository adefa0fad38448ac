"""The studio's desk: voices, bells, soundscapes and the files a script names, in one place, with their caches."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from mindful.voices.narrator import Narrator


class Desk:
    """Everything a render takes sound from; heavy parts are loaded when they are first used."""

    def __init__(
        self, *, cache: Path, library: Path | None = None, jobs: int = 0, cache_limit_bytes: int = 2_000_000_000
    ) -> None:
        """Set the desk up.

        Args:
            cache: Folder of spoken sentences, patched models and soundscapes.
            library: Where files named in scripts are looked for, after the script's own folder.
            jobs: Sentences spoken at once; 0 is one for each core.
            cache_limit_bytes: Where the speech cache is pruned to.
        """
        self.cache, self.library = cache, library
        self.jobs = jobs or os.cpu_count() or 1
        self._cache_limit_bytes = cache_limit_bytes
        self._narrator: Narrator | None = None

    # -- voices ----------------------------------------------------------------------------------------------------

    @property
    def narrator(self) -> Narrator:
        """The one who speaks and remembers what was spoken."""
        if self._narrator is None:
            from mindful.voices.cache import SpeechCache
            from mindful.voices.narrator import Narrator
            from mindful.voices.registry import Registry

            cache = SpeechCache(self.cache / "speech", limit_bytes=self._cache_limit_bytes)
            self._narrator = Narrator(Registry(self.cache), cache)
        return self._narrator

    def voice_ids(self) -> tuple[str, ...]:
        """Return the ids of all voices that can speak here."""
        from mindful.voices.registry import all_voices

        return tuple(info.id for info in all_voices())
