"""Whether a script that is rendered twice gives the same files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from .measure import in_child
from .table import Row
from .tasks import render
from .texts import practice
from .workspace import SOUNDSCAPE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .workspace import Workspace

_SENTENCES = 8
_FORMATS = ("wav", "flac")


def same_rows(workspace: Workspace) -> Iterator[Row]:
    """Render a script twice, each time speaking anew, by other numbers of threads, and compare the files byte by byte.

    One run speaks for the WAV and takes the FLAC's speech from the cache, the other the other way round.
    """
    script = workspace.script("same", practice(_SENTENCES))
    once = _run(workspace, script, "once", _FORMATS, jobs=1)
    again = _run(workspace, script, "again", _FORMATS[::-1], jobs=0)
    different = [name for name in once if once[name] != again[name]]
    yield Row(
        name="same",
        what="files that differ between two runs: WAV, FLAC, timelines, captions, chapters",
        unit="files",
        measured=len(different),
        limit=0,
        target="none",
        note=f"of {len(once)}; {', '.join(different) or 'all are the same to the bit'}",
    )


def _run(workspace: Workspace, script: str, name: str, formats: tuple[str, ...], jobs: int) -> dict[str, object]:
    """Render in all formats from an empty speech cache; return what came of it, by name."""
    cache = workspace.cache_without_speech(f"cache-{name}")
    folder = Path(workspace.track(name))
    made: dict[str, object] = {}
    for form in formats:
        track, _ = in_child(
            render, script=script, out=str(folder / f"track-{form}.{form}"), cache=str(cache), soundscape=SOUNDSCAPE,
            captions=["vtt", "srt", "lrc"], timeline=str(folder / f"timeline-{form}.json"), jobs=jobs,
        )  # fmt: skip
        made[f"chapters-{form}"] = track["chapters"]
    return made | {file.name: file.read_bytes() for file in sorted(folder.iterdir())}
