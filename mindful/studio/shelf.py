"""The practices that are here: scripts of the library and those that ship, with what they say of themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mindful.errors import ScriptError
from mindful.library import find_script, scripts_in, shipped_scripts
from mindful.script.model import Heading
from mindful.studio.reading import read_script

if TYPE_CHECKING:
    from pathlib import Path

    from mindful.script.model import Script


@dataclass(frozen=True, kw_only=True, slots=True)
class Practice:
    """A script as it is offered to somebody who looks for a practice."""

    name: str
    """What `play` and `render` know it by."""
    path: Path
    ships: bool
    """Whether it came with mindful."""
    title: str
    kind: str | None
    purpose: str | None
    lengths_s: tuple[float, ...]
    """What it is made for, in seconds, rising; empty where it says nothing."""
    chapters: tuple[str, ...]
    about: dict[str, str]
    """level, eyes, anchor, cautions, evidence, reviewed_by, reviewed_on, author, licence: those that are stated."""

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON values; the layout is stable across versions."""
        return {
            "name": self.name,
            "path": str(self.path),
            "ships": self.ships,
            "title": self.title,
            "kind": self.kind,
            "purpose": self.purpose,
            "lengths_s": list(self.lengths_s),
            "chapters": list(self.chapters),
            **self.about,
        }


def practices(library: Path, *, kind: str | None = None, longest_s: float | None = None) -> tuple[Practice, ...]:
    """List the practices of a library and those that ship, by name; a library's own hides the one it is named after.

    Args:
        library: The library.
        kind: Only of this kind.
        longest_s: Only those that can be had in so much time; one that states no length is left out.

    Returns:
        The practices; a file that cannot be read as a script is left out.
    """
    found: dict[str, Practice] = {}
    for folder in (library / "scripts", shipped_scripts()):
        for path in scripts_in(folder):
            name = path.relative_to(folder).with_suffix("").as_posix()
            if name not in found and (practice := _practice(name, path, library)):
                found[name] = practice
    return tuple(
        practice
        for _, practice in sorted(found.items())
        if kind in {None, practice.kind}
        if longest_s is None or (practice.lengths_s and practice.lengths_s[0] <= longest_s)
    )


def find_practice(name: str, library: Path) -> Practice:
    """Return one practice by its name or file.

    Raises:
        LibraryError: There is no such script.
        ScriptError: It cannot be read.
    """
    path = find_script(name, library)
    return _described(path.stem, path, read_script(path, library))


def _practice(name: str, path: Path, library: Path) -> Practice | None:
    try:
        return _described(name, path, read_script(path, library))
    except ScriptError:
        return None


def _described(name: str, path: Path, script: Script) -> Practice:
    front = script.front
    about = {**front.about, "author": front.author, "licence": front.licence}
    return Practice(
        name=name,
        path=path,
        ships=path.is_relative_to(shipped_scripts()),
        title=script.title or name.replace("-", " ").capitalize(),
        kind=about.pop("kind", None),
        purpose=front.description,
        lengths_s=front.lengths_s or ((front.length_s,) if front.length_s else ()),
        chapters=tuple(dict.fromkeys(node.title for node in script.body if isinstance(node, Heading))),
        about={key: text for key, text in about.items() if text},
    )
