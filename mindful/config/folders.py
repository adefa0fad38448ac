"""The person's folders: the library of scripts and tracks, the private data, the caches.

Each can be put elsewhere with an environment variable, for tests and for portable use: `MINDFUL_LIBRARY`,
`MINDFUL_DATA`, `MINDFUL_CACHE`. Nothing here makes a folder except `make_private`.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mindful.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Mapping

APP_NAME = "mindful"
LIBRARY_MARK = "mindful.toml"
"""A file of this name makes the folder it stands in a library."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Folders:
    """The places of one person on one machine; none of them needs to exist yet."""

    library: Path
    """Holds `scripts/` and `audio/`."""
    data: Path
    """Private: settings, log, reminders. Only its owner may read it."""
    cache: Path
    """Spoken sentences and soundscapes; may be deleted at any time."""

    @property
    def settings_file(self) -> Path:
        """The settings, inside the private data."""
        return self.data / "settings.toml"

    @property
    def audio(self) -> Path:
        """Where the library keeps its tracks."""
        return self.library / "audio"

    @property
    def scripts(self) -> Path:
        """Where the library keeps its scripts."""
        return self.library / "scripts"


def find_folders(
    *, library: Path | None = None, current: Path | None = None, environ: Mapping[str, str] | None = None
) -> Folders:
    """Find the folders, from an explicit library, the environment and the platform's habits, in this order.

    Args:
        library: The library a person asked for; None looks for one with `find_library`.
        current: The folder to look for a library from; the process's own by default.
        environ: The environment variables; the process's own by default.

    Raises:
        SettingsError: A folder that was named is a file.
    """
    import platformdirs

    environ = os.environ if environ is None else environ
    data = _named(environ, "MINDFUL_DATA") or platformdirs.user_data_path(APP_NAME, appauthor=False)
    cache = _named(environ, "MINDFUL_CACHE") or platformdirs.user_cache_path(APP_NAME, appauthor=False)
    return Folders(library=find_library(library, current=current, environ=environ), data=data, cache=cache)


def find_library(
    named: Path | None = None, *, current: Path | None = None, environ: Mapping[str, str] | None = None
) -> Path:
    """Find the library: named, in `MINDFUL_LIBRARY`, around the current folder, else `Mindful` in Documents or home.

    A folder around the current one counts when it has a `mindful.toml`, or both `scripts/` and `audio/`; the nearest
    wins.

    Raises:
        SettingsError: The folder that was named is a file.
    """
    environ = os.environ if environ is None else environ
    wanted = _folder(named, "--library") if named else _named(environ, "MINDFUL_LIBRARY")
    if wanted:
        return wanted
    here = (current or Path.cwd()).absolute()
    for folder in (here, *here.parents):
        if (folder / LIBRARY_MARK).is_file() or ((folder / "scripts").is_dir() and (folder / "audio").is_dir()):
            return folder
    return _home_library()


def make_private(folder: Path) -> Path:
    """Make a folder that only its owner may enter (0700), and return it; one that is there already is left as it is.

    Raises:
        SettingsError: The folder cannot be made.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise SettingsError(
            f'The folder "{folder}" cannot be made: {error.strerror or error}.',
            hint="Name another one with MINDFUL_DATA, or give yourself the right to write there.",
        ) from error
    return folder


def _home_library() -> Path:
    import platformdirs

    documents = platformdirs.user_documents_path()
    return (documents if documents.is_dir() else Path.home()) / "Mindful"


def _named(environ: Mapping[str, str], variable: str) -> Path | None:
    text = environ.get(variable, "").strip()
    return _folder(Path(text), variable) if text else None


def _folder(path: Path, named_by: str) -> Path:
    folder = path.expanduser().absolute()
    if folder.exists() and not folder.is_dir():
        raise SettingsError(
            f'{named_by} names "{folder}", which is a file.', hint="Name a folder; it may be one that is not there yet."
        )
    return folder
