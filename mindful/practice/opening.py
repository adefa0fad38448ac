"""Opening what a person names: a finished track, or a script, which is made while it plays."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mindful.errors import LibraryError
from mindful.library import SCRIPT_SUFFIXES, find_script, read_manifest, tracks_in
from mindful.player import LiveSource, TrackSource
from mindful.practice.lines import lines_of, read_lines
from mindful.practice.piece import Piece, kind_of
from mindful.sounds.decoder import stated_frames
from mindful.studio.order import Order, no_progress
from mindful.studio.planning import plan
from mindful.studio.producing import stream
from mindful.timeline import Chapter
from mindful.units import frames

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mindful.config import Folders
    from mindful.practice.lines import Line
    from mindful.studio.desk import Desk
    from mindful.studio.order import Progress
    from mindful.studio.planning import Plan

SPOOL = "playing"
"""Folder inside the cache for what is made while it plays."""
CAPTIONS = ("vtt", "srt", "lrc")


def find_track(name: str, folders: Folders) -> Path | None:
    """Return the finished track a person named: a file, or one of the library's by its name; None for a script."""
    path = Path(name).expanduser()
    if path.is_file():
        return None if path.suffix.lower() in SCRIPT_SUFFIXES else path
    inside = folders.audio / name
    if path.suffix and path.suffix.lower() not in SCRIPT_SUFFIXES and inside.is_file():
        return inside
    try:
        find_script(name, folders.library)
    except LibraryError:
        same = (track for track, _ in tracks_in(folders.audio) if track.stem == name)
        if found := next(same, None):
            return found
        raise
    return None


def open_track(path: Path) -> Piece:
    """Return a finished track as a piece; title, chapters and captions are those beside it, where there are any.

    Raises:
        LibraryError: It is not there.
        SoundError: It is no audio.
    """
    if not path.is_file():
        raise LibraryError(f'The track "{path}" is not there.', hint="Was it moved? `mindful tracks` lists those here.")
    manifest = read_manifest(path) or {}
    length = frames(manifest["duration_s"]) if "duration_s" in manifest else stated_frames(path)
    script = Path(str(manifest["script"])).stem if manifest.get("script") else None
    return Piece(
        title=str(manifest.get("title") or _title_in(path) or path.stem),
        kind=kind_of(manifest.get("kind"), script or path.stem),
        frames=length,
        open=lambda: TrackSource(path, length),
        recipe={"track": str(path.absolute())},
        script_id=script,
        track_id=path.name,
        chapters=tuple(
            Chapter(title=row["title"], start=frames(row["start_s"]), frames=frames(row["duration_s"]))
            for row in manifest.get("chapters", ())
        ),
        lines=_captions_beside(path),
    )


def open_script(path: Path, order: Order, desk: Desk, *, progress: Progress = no_progress) -> Piece:
    """Return a script as a piece, planned and not yet made.

    Raises:
        MindfulError: As for a plan.
    """
    planned = plan(path, order, desk, speak_unmeasured=True, progress=progress)
    about = planned.script.front.about
    return replace(
        piece_of(planned, order, desk, recipe={"script": str(path.absolute()), "order": _as_json(order)}),
        kind=kind_of(about.get("kind"), path.stem),
        script_id=path.stem,
    )


def piece_of(planned: Plan, order: Order, desk: Desk, *, recipe: Mapping[str, Any]) -> Piece:
    """Return a plan as a piece: it is made when it is opened, and heard while it is."""
    timeline = planned.timeline
    return Piece(
        title=timeline.title,
        kind="sit",
        frames=timeline.frames,
        open=lambda: LiveSource(stream(planned, order, desk), timeline.frames, desk.cache / SPOOL),
        recipe=recipe,
        chapters=timeline.chapters,
        lines=lines_of(timeline),
    )


def order_from_json(row: Mapping[str, Any]) -> Order:
    """Return an order as a recipe holds it; what this version does not know is left out."""
    known = {field.name for field in fields(Order)}
    return Order(**{name: value for name, value in row.items() if name in known})


def _as_json(order: Order) -> dict[str, Any]:
    row = {field.name: getattr(order, field.name) for field in fields(Order)}
    return {**row, "values": dict(order.values), "pause_words_s": dict(order.pause_words_s)}


def _captions_beside(path: Path) -> tuple[Line, ...]:
    for format in CAPTIONS:
        with suppress(OSError, UnicodeDecodeError):
            return read_lines(path.with_suffix(f".{format}").read_text(encoding="utf-8-sig"), format)
    return ()


def _title_in(path: Path) -> str | None:
    """Return the title that a file's tags hold."""
    import mutagen

    try:
        tags: Any = mutagen.File(path, easy=True)
        return str(tags["title"][0])
    except (mutagen.MutagenError, KeyError, TypeError, IndexError, ValueError):
        return None
