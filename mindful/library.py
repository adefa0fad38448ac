"""Folders of scripts and tracks: finding a script by name, and the manifest beside every track."""

from __future__ import annotations

import difflib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mindful.config import written_whole
from mindful.errors import LibraryError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SCRIPT_SUFFIXES = (".md", ".txt")
MANIFEST_SUFFIX = ".track.json"
_NOT_SCRIPTS = ("readme", "changelog", "contributing", "licence", "license")


def shipped_scripts() -> Path:
    """Return the folder of the practices that ship: inside the installed package, else beside it in a checkout."""
    package = Path(__file__).parent
    installed = package / "scripts_shipped"
    return installed if installed.is_dir() else package.parent / "scripts"


def find_script(name: str, library: Path) -> Path:
    """Return the script a person named: a file, or the name of one of the library's or of those that ship.

    Raises:
        LibraryError: There is no such script; the hint names the nearest.
    """
    path = Path(name).expanduser()
    if path.is_file():
        return path
    homes = [library / "scripts", shipped_scripts()]
    if path.name == name or not path.is_absolute():
        for home in homes:
            for suffix in ("", *SCRIPT_SUFFIXES):
                candidate = home / f"{name}{suffix}"
                if candidate.is_file():
                    return candidate
    names = sorted({found.stem for home in homes for found in scripts_in(home)})
    near = difflib.get_close_matches(path.stem, names, n=1)
    hint = f'Did you mean "{near[0]}"?' if near else "Name a file, or a practice that `mindful scripts` lists."
    raise LibraryError(f'There is no script "{name}".', hint=hint)


def find_scripts(names: Iterable[str], library: Path) -> list[Path]:
    """Return the scripts behind names, files and folders, each once, folders read to their depths.

    Raises:
        LibraryError: A name has no script, or a folder holds none.
    """
    found: dict[Path, None] = {}
    for name in names:
        folder = Path(name).expanduser()
        if not folder.is_dir():
            found[find_script(name, library)] = None
            continue
        inside = scripts_in(folder)
        if not inside:
            raise LibraryError(f'The folder "{name}" holds no script.', hint="Scripts are .md or .txt files.")
        found.update(dict.fromkeys(inside))
    return list(found)


def scripts_in(folder: Path) -> list[Path]:
    """Return the scripts of a folder and of those below it, in order of their paths; hidden files are left out."""
    if not folder.is_dir():
        return []
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in SCRIPT_SUFFIXES
        and path.is_file()
        and path.stem.lower() not in _NOT_SCRIPTS
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )


# -- manifests ---------------------------------------------------------------------------------------------------------


def manifest_path(track: Path) -> Path:
    """Return where the manifest of a track stands: ``evening.mp3`` has ``evening.mp3.track.json`` beside it."""
    return track.with_name(track.name + MANIFEST_SUFFIX)


def write_manifest(track: Path, manifest: Mapping[str, Any]) -> Path:
    """Write a track's manifest, whole or not at all.

    Raises:
        LibraryError: The folder cannot be written.
    """
    path = manifest_path(track)
    try:
        write_beside(path, json.dumps(manifest, ensure_ascii=False, indent=2) + "\n")
    except OSError as error:
        raise LibraryError(
            f'The manifest "{path}" cannot be written: {error.strerror}.', hint="The track itself is done."
        ) from error
    return path


def write_beside(path: Path, text: str) -> None:
    """Write a text file beside its place and move it there, so that nobody ever sees half of it; rights are kept."""
    with written_whole(path) as stream:
        stream.write(text.encode())


def read_manifest(track: Path) -> dict[str, Any] | None:
    """Return a track's manifest, or None where there is none that can be read."""
    try:
        manifest = json.loads(manifest_path(track).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return manifest if isinstance(manifest, dict) else None


def tracks_in(folder: Path) -> list[tuple[Path, dict[str, Any]]]:
    """Return every track of a folder with its manifest, by path; a manifest without its track is left out."""
    tracks = []
    for path in sorted(folder.rglob(f"*{MANIFEST_SUFFIX}")) if folder.is_dir() else []:
        track = path.with_name(path.name.removesuffix(MANIFEST_SUFFIX))
        manifest = read_manifest(track)
        if manifest is not None and track.is_file():
            tracks.append((track, manifest))
    return tracks
