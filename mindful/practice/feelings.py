"""Whether the sliders are shown: they are optional, and when nobody wants them they leave by themselves."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

from mindful.config import make_private

if TYPE_CHECKING:
    from pathlib import Path

SKIPS = 3
"""After so many sittings in a row without a slider moved, they are not shown again until asked for."""
FILE_NAME = "sliders.json"
"""Holds how often they were left alone, and nothing of what was told."""


class Sliders:
    """The habit of showing the sliders before and after a sitting."""

    def __init__(self, data: Path) -> None:
        """Read it from the private data; a file that cannot be read is none."""
        self._data = data
        self._file = data / FILE_NAME
        try:
            row: Any = json.loads(self._file.read_text(encoding="utf-8"))
            self._skipped, self.is_new = int(row["skipped_in_a_row"]), False
        except (OSError, ValueError, KeyError, TypeError):
            self._skipped, self.is_new = 0, True

    @property
    def on(self) -> bool:
        """Whether they are shown."""
        return self._skipped < SKIPS

    def used(self, *, moved: bool) -> bool:
        """Remember a sitting in which they were shown; tells whether they have left with it.

        Raises:
            SettingsError: The private folder cannot be made.
            OSError: It cannot be written to.
        """
        was_on = self.on
        self._skipped = 0 if moved else self._skipped + 1
        make_private(self._data)
        handle = os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            json.dump({"skipped_in_a_row": self._skipped}, stream)
        return was_on and not self.on
