"""Reading and writing the settings file; a person's comments in it are kept.

A flag wins over the environment, the environment over the file, the file over the default.
"""

from __future__ import annotations

import os
import re
import tomllib
from contextlib import closing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from mindful.config.folders import make_private
from mindful.config.practice import without_password
from mindful.config.spec import SETTINGS, nearest_hint, sample_file, setting
from mindful.config.whole import written_whole
from mindful.errors import Place, SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from contextlib import AbstractContextManager
    from pathlib import Path

    from tomlkit import TOMLDocument

Origin = Literal["default", "file", "environment"]
_LOCK_WAIT_S = 10.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """Every setting with its value and where that came from."""

    texts: Mapping[str, str]
    """Name -> what was written."""
    values: Mapping[str, Any]
    """Name -> what that means."""
    origins: Mapping[str, Origin]

    def value(self, name: str) -> Any:
        """Return the value of a setting; SettingsError when there is no such setting."""
        return self.values[setting(name).name]

    def text(self, name: str) -> str:
        """Return the value as a person writes it, fit for `mindful config set`."""
        return self.texts[setting(name).name]

    def origin(self, name: str) -> Origin:
        """Tell where the value came from."""
        return self.origins[setting(name).name]


def load_settings(file: Path | None, *, environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from the defaults, the file and the environment.

    Args:
        file: The settings file; one that is not there counts as empty, and so does None.
        environ: The environment variables; the process's own by default.

    Raises:
        SettingsError: The file cannot be read or a value is not usable; the place names file and line.
    """
    environ = os.environ if environ is None else environ
    defaults = {known.name: known.default for known in SETTINGS}
    nothing = Settings(texts={}, values={}, origins={})
    settings = _over(nothing, defaults, "default", dict.fromkeys(defaults, "default"))
    if file is not None:
        source = _source(file)
        texts = dict(_file_texts(file, source))
        settings = _over(settings, texts, "file", {name: str(_place(file, source, name)) for name in texts})
    variables = {known.name: known.variable for known in SETTINGS if environ.get(known.variable, "").strip()}
    given = {name: environ[variable] for name, variable in variables.items()}
    return _over(settings, given, "environment", variables)


def _over(settings: Settings, texts: Mapping[str, str], origin: Origin, where: Mapping[str, str]) -> Settings:
    read = {name: setting(name).read(text, where=where[name]) for name, text in texts.items()}
    return replace(
        settings,
        texts={**settings.texts, **texts},
        values={**settings.values, **read},
        origins={**settings.origins, **dict.fromkeys(texts, origin)},
    )


def set_setting(file: Path, name: str, text: str) -> None:
    """Write one setting into the file, keeping everything else in it, comments too.

    Safe beside another process that does the same: neither change is lost and no half file is ever seen.

    Raises:
        SettingsError: There is no such setting, the value is not usable, or the file cannot be read or written.
    """
    setting(name).read(text, where="config set")
    text = text.strip()

    def change(document: TOMLDocument) -> None:
        document[name] = int(text) if text.isdecimal() else text

    _edit(file, change)


def unset_setting(file: Path, name: str) -> bool:
    """Take one setting out of the file, so that its default counts again; a key we do not know may be taken out too.

    Returns:
        Whether the file had it.

    Raises:
        SettingsError: The file cannot be read or written, or has no such key and there is no such setting.
    """
    found = False

    def change(document: TOMLDocument) -> None:
        nonlocal found
        found = name in document
        if found:
            del document[name]
        else:
            setting(name)

    _edit(file, change)
    return found


def _edit(file: Path, change: Callable[[TOMLDocument], None]) -> None:
    import tomlkit

    make_private(file.parent)
    try:
        with _lock(file):
            source = _source(file)
            _parse(file, source)
            document = tomlkit.parse(source or sample_file())
            if not source:
                document.add(tomlkit.nl())
            change(document)
            _write(file, tomlkit.dumps(document))
    except OSError as error:
        raise _unusable(file, "written", error) from error


def _lock(file: Path) -> AbstractContextManager[object]:
    """Hold off other processes until the context ends.

    SQLite's own lock is the one in the standard library that is the same on every platform and that the system lets go
    of when a process dies.
    """
    import sqlite3

    lock = file.with_suffix(".lock")
    lock.touch(mode=0o600)
    connection = sqlite3.connect(lock, timeout=_LOCK_WAIT_S, isolation_level=None)
    try:
        connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.Error as error:
        connection.close()
        raise SettingsError(
            f'The settings in "{file}" are being changed by another process.', hint="Try again in a moment."
        ) from error
    return closing(connection)


def _write(file: Path, text: str) -> None:
    # A settings file that is a link into a person's dotfiles stays a link.
    with written_whole(file, private=True) as out:
        out.write(text.encode())


def _source(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError as error:
        raise SettingsError(f'The settings file "{file}" is not UTF-8 text.', hint="Save it as UTF-8.") from error
    except OSError as error:
        raise _unusable(file, "read", error) from error


def _parse(file: Path, source: str) -> dict[str, Any]:
    try:
        return tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        spot = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        lines = source.splitlines()
        line, column = (int(spot[1]), int(spot[2])) if spot else (len(lines), len(lines[-1]) + 1)
        # The line may be that of the database, with its password.
        shown = without_password(lines[line - 1].strip()) if line <= len(lines) else ""
        raise SettingsError(
            f'This is no TOML that can be read: "{shown}".',
            hint='A line looks like: voice = "piper:joe".',
            place=Place(file=str(file), line=line, column=column),
        ) from error


def _file_texts(file: Path, source: str) -> Iterator[tuple[str, str]]:
    names = {known.name for known in SETTINGS}
    for name, value in _parse(file, source).items():
        place = _place(file, source, name)
        if name not in names:
            raise SettingsError(f'There is no setting called "{name}".', hint=nearest_hint(name), place=place)
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise SettingsError(
                f"{name} is one text or one number.", hint=f"Write it like {setting(name).example}.", place=place
            )
        yield name, str(value)


def _place(file: Path, source: str, name: str) -> Place:
    head = re.compile(rf"""\s*\[?["']?{re.escape(name)}["']?\s*[=.\]]""")
    lines = (number for number, line in enumerate(source.splitlines(), start=1) if head.match(line))
    return Place(file=str(file), line=next(lines, 1), column=1)


def _unusable(file: Path, what: str, error: OSError) -> SettingsError:
    return SettingsError(
        f'The settings file "{file}" cannot be {what}: {error.strerror or error}.',
        hint="Look at the rights of the file and of its folder, or name another folder with MINDFUL_DATA.",
    )
