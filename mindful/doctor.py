"""A look at what is here: Python, packages, folders, settings, encoder, engines and voices, and what to do about gaps.

It never fails: whatever goes wrong while looking becomes an observation.
"""

from __future__ import annotations

import os
import re
import shutil
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from mindful.config import find_folders, load_settings
from mindful.errors import MindfulError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from mindful.voices.port import Speech
    from mindful.voices.registry import Registry

State = Literal["ok", "note", "missing"]
DISTRIBUTION = "mindful-audio"
_REINSTALL = "Install mindful again, into an environment of its own."
_ROOM_BYTES = 500_000_000
"""A long track with its soundscape and spoken sentences fits in this."""
_TRIAL = "Breathe in, and out."


@dataclass(frozen=True, kw_only=True, slots=True)
class Observation:
    """One thing that was looked at."""

    about: str
    state: State
    """`missing` stands in the way of a render, a `note` does not."""
    found: str
    """One sentence or list."""
    hint: str | None = None
    """What to do."""


def examine(library: Path | None = None) -> tuple[Observation, ...]:
    """Look at everything a render needs.

    Args:
        library: The library a person asked for; None looks for one.
    """
    looks: tuple[tuple[str, Callable[[], Iterator[Observation]]], ...] = (
        ("Python", _python),
        ("packages", _packages),
        ("folders", lambda: _folders(library)),
        ("settings", lambda: _settings(library)),
        ("encoder", _encoder),
        ("engines", lambda: _engines(library)),
        ("voice", lambda: _voice(library)),
    )
    return tuple(seen for about, look in looks for seen in _safely(about, look))


def _safely(about: str, look: Callable[[], Iterator[Observation]]) -> Iterator[Observation]:
    try:
        yield from look()
    except MindfulError as error:
        where = f"{error.place}: " if error.place else ""
        yield Observation(about=about, state="missing", found=f"{where}{error.message}", hint=error.hint)
    except Exception as error:  # noqa: BLE001 -- a doctor that falls ill over a broken package helps nobody
        yield Observation(about=about, state="missing", found=f"{type(error).__name__}: {error}.", hint=_REINSTALL)


def _python() -> Iterator[Observation]:
    import platform

    found = f"{platform.python_version()} on {platform.system()} {platform.machine()}"
    yield Observation(about="Python", state="ok", found=found)


def _packages() -> Iterator[Observation]:
    from importlib import metadata

    found, absent = [f"{DISTRIBUTION} {metadata.version(DISTRIBUTION)}"], []
    for requirement in metadata.requires(DISTRIBUTION) or ():
        # What has a marker is for another platform or for the tests.
        name = re.match(r"[\w.-]+", requirement)
        if name and ";" not in requirement:
            try:
                found.append(f"{name[0]} {metadata.version(name[0])}")
            except metadata.PackageNotFoundError:
                absent.append(name[0])
    yield Observation(about="packages", state="ok", found=", ".join(found))
    if absent:
        yield Observation(about="packages", state="missing", found=f"Not here: {', '.join(absent)}.", hint=_REINSTALL)


def _folders(library: Path | None) -> Iterator[Observation]:
    folders = find_folders(library=library)
    yield _folder("library", folders.library, "--library or MINDFUL_LIBRARY")
    yield _folder("data", folders.data, "MINDFUL_DATA")
    yield _folder("cache", folders.cache, "MINDFUL_CACHE")
    if folders.data.is_dir() and os.name == "posix" and stat.S_IMODE(folders.data.stat().st_mode) & 0o077:
        yield Observation(
            about="data",
            state="note",
            found="Other people on this machine may look into the private data.",
            hint=f'To keep them out: chmod 700 "{folders.data}"',
        )


def _folder(about: str, folder: Path, variable: str) -> Observation:
    there = next(place for place in (folder, *folder.parents) if place.exists())
    if not os.access(there, os.W_OK | os.X_OK):
        hint = f"Give yourself the right to, or name another folder with {variable}."
        return Observation(about=about, state="missing", found=f'"{there}" cannot be written to.', hint=hint)
    free = shutil.disk_usage(there).free
    found = f"{folder}{'' if folder == there else ', made when it is first needed'}; {free / 1e9:.1f} GB free"
    if free < _ROOM_BYTES:
        hint = f"A long track may not fit; make room, or name another folder with {variable}."
        return Observation(about=about, state="note", found=found, hint=hint)
    return Observation(about=about, state="ok", found=found)


def _settings(library: Path | None) -> Iterator[Observation]:
    file = find_folders(library=library).settings_file
    settings = load_settings(file)
    own = [name for name, origin in settings.origins.items() if origin != "default"]
    yield Observation(about="settings", state="ok", found=f"{file}; {', '.join(own) or 'all at their defaults'}")


def _encoder() -> Iterator[Observation]:
    from mindful.encoder import FORMATS
    from mindful.sounds import ffmpeg

    program = ffmpeg.find()
    version = re.search(r"ffmpeg version (\S+)", _said_by(program, "-version"))
    yield Observation(about="encoder", state="ok", found=f"{program}, version {version[1] if version else 'unknown'}")
    codecs = set(re.findall(r"^ A\S+ +(\S+)", _said_by(program, "-encoders"), re.MULTILINE))
    for kind in FORMATS.values():
        codec = kind.ffmpeg[kind.ffmpeg.index("-c:a") + 1] if kind.ffmpeg else None
        if codec is None or codec in codecs:
            yield Observation(about=kind.name, state="ok", found=f"can be written ({codec or 'libsndfile'})")
        else:
            hint = "Choose another format, or install an ffmpeg that has it."
            yield Observation(about=kind.name, state="note", found=f"This ffmpeg has no {codec}.", hint=hint)


def _said_by(program: str, question: str) -> str:
    import subprocess

    return subprocess.run(
        [program, "-hide_banner", question], capture_output=True, text=True, errors="replace", check=True, timeout=30
    ).stdout


def _engines(library: Path | None) -> Iterator[Observation]:
    registry = _registry(library)
    problems = registry.problems()
    for problem in problems:
        yield Observation(about=f"engine {problem.engine}", state="note", found=problem.reason, hint=problem.hint)
    for name, engine in registry.engines().items():
        if name not in {problem.engine for problem in problems}:
            count = len(engine.voices())
            yield Observation(about=f"engine {name}", state="ok", found=f"{count} voice{'s' if count != 1 else ''}")


def _registry(library: Path | None) -> Registry:
    from mindful.voices.registry import Registry

    return Registry(find_folders(library=library).cache)


def _voice(library: Path | None) -> Iterator[Observation]:
    """Have the default voice say a few words: its model is verified, patched and run on the way."""
    from mindful.voices.port import Style

    settings = load_settings(find_folders(library=library).settings_file)
    name = settings.value("voice")
    speech: Speech = _registry(library).voice(name).speak(_TRIAL, Style(rate_wpm=settings.value("rate")))
    yield Observation(
        about=f"voice {name}", state="ok", found=f"spoke {speech.clip.duration_s:.1f} s when asked to say a few words"
    )
