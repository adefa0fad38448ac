"""Where the journal lies, and whether anything lies there; light, for commands that only look."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = "playing"
"""Inside the private data."""
UNFINISHED = "unfinished.json"
"""The last sitting that was stopped before its end."""


def holds_any(data: Path) -> bool:
    """Tell whether the journal in a private data folder holds sittings in progress or left behind."""
    return any(file.name != UNFINISHED for file in (data / FOLDER).glob("*.json"))
