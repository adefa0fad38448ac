"""Script files: reading one with everything it names that is text, other scripts and lexicons."""

from __future__ import annotations

import os
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from mindful.errors import ScriptError
from mindful.script.front_matter import read_lexicon
from mindful.script.include import join
from mindful.script.model import Audio, Finding, Sound
from mindful.script.reader import read

if TYPE_CHECKING:
    from mindful.script.model import Node, Script

_SIZE_LIMIT_BYTES = 5_000_000
"""A script of more than a thousand pages is a wrong file."""


def read_script(path: Path, library: Path | None = None) -> Script:
    """Read a script file with what it includes.

    Args:
        path: The script.
        library: The folder that includes may not leave, where the script stands in it; else that is the script's own.

    Raises:
        ScriptError: It cannot be read, is no UTF-8 text, or is empty.
    """
    return complete(read(_text_of(path, "script"), file=str(path)), path, library)


def complete(script: Script, path: Path, library: Path | None = None) -> Script:
    """Return a script with what it includes and with the words of its lexicon files.

    Args:
        script: As read.
        path: Its file, from which names are seen.
        library: As for `read_script`.

    Returns:
        The whole; what cannot be included or read is among its findings.
    """
    root = _root(path, library)

    @cache
    def fetch(name: str, beside: str | None) -> Script:
        file = _inside(name, Path(beside) if beside else path, root)
        return _seen_from(path.parent, read(_text_of(file, "file"), file=str(file)), file.parent)

    return _with_lexicons(join(replace(script, file=script.file or str(path)), fetch), path, root)


def _seen_from(folder: Path, part: Script, beside: Path) -> Script:
    """Return an included script in which the files that lie beside it are named as seen from the whole's folder."""

    def seen(name: str) -> str:
        file = beside / name  # which is the name itself where that is absolute
        return Path(os.path.relpath(file, folder)).as_posix() if file.is_file() else name

    def with_names(node: Node) -> Node:
        match node:
            case Audio():
                return replace(node, path=seen(node.path))
            case Sound(name=str(name)) if "." in name:
                return replace(node, name=seen(name))
        return node

    return part if beside == folder else replace(part, body=tuple(map(with_names, part.body)))


def _root(path: Path, library: Path | None) -> Path:
    folder = path.parent.resolve()
    if library is not None and folder.is_relative_to(library.resolve()):
        return library.resolve()
    return folder


def _inside(name: str, beside: Path, root: Path) -> Path:
    """Return the file of a name, seen from another file.

    Raises:
        ScriptError: It would lie outside of a folder.
    """
    file = Path(os.path.normpath(beside.parent / name))
    # Links are followed before the question is asked.
    if Path(name).is_absolute() or "\0" in name or not file.resolve().is_relative_to(root):
        raise ScriptError(
            f'"{name}" lies outside of the library.', hint="Name a file inside of it, such as parts/safety.md."
        )
    return file


def _text_of(path: Path, kind: str) -> str:
    try:
        if path.stat().st_size > _SIZE_LIMIT_BYTES:
            raise ScriptError(
                f'"{path}" is too large to be a script.', hint="Name a text file; did you mean another one?"
            )
        data = path.read_bytes()
    except OSError as error:
        raise ScriptError(
            f'The {kind} "{path}" cannot be read: {error.strerror}.', hint="Look at its name and its rights."
        ) from error
    return text_from(data, str(path), kind)


def text_from(data: bytes, name: str, kind: str = "script") -> str:
    """Return the text of a file or a pipe from its bytes; `name` and `kind` are said in errors.

    Raises:
        ScriptError: It is no UTF-8 text, or is empty.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f'The {kind} "{name}" is not UTF-8 text: line {line} has a byte that cannot be read.'
        raise ScriptError(message, hint='Save it as "UTF-8" in your editor.') from error
    if not text.strip():
        raise ScriptError(f'The {kind} "{name}" is empty.', hint="Write at least one sentence.")
    return text


def _with_lexicons(script: Script, path: Path, root: Path) -> Script:
    """Return a script with the words of its lexicon files, which stand beside it or at the library's root."""
    if not script.front.lexicon_files:
        return script
    words: dict[str, str] = {}
    findings = list(script.findings)
    for name in script.front.lexicon_files:
        try:
            beside = _inside(name, path, root)
            file = beside if beside.is_file() else _inside(name, root / "script", root)
            found, problems = read_lexicon(_text_of(file, "lexicon"), str(file))
        except ScriptError as error:
            place = script.front.places["lexicon"]
            findings.append(Finding(code="E106", severity="error", message=error.message, hint=error.hint, place=place))
            continue
        words = {**found, **words}
        findings += problems
    front = replace(script.front, lexicon={**words, **script.front.lexicon})
    return replace(script, front=front, findings=tuple(findings))
