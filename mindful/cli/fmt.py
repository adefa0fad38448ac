"""`mindful fmt`: scripts in the canonical form."""

from __future__ import annotations

import difflib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mindful.cli.frame import Invocation, examples, pass_invocation, shared_options
from mindful.errors import FINDINGS, LibraryError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@click.command(epilog=examples("mindful fmt scripts/", "mindful fmt --diff evening.md", "pbpaste | mindful fmt -"))
@click.argument("scripts", nargs=-1, required=True, metavar="SCRIPT|FOLDER...|-")
@click.option("--check", is_flag=True, help="Write nothing; name the scripts that would change; exit code 3.")
@click.option("--diff", is_flag=True, help="Write nothing; show what would change.")
@shared_options
@pass_invocation
def command(invocation: Invocation, scripts: tuple[str, ...], *, check: bool, diff: bool) -> int:
    """Rewrite cues and chapter headings in the canonical form, without changing what is heard.

    "(Pause for ten seconds)" becomes [pause 10s]. Prose and comments stay as they are; line ends become line feeds. A
    script named - is read from a pipe and written to stdout.
    """
    from mindful.script.writing.formatting import format_script

    changed = False
    for name, text in _texts(scripts, invocation.folders.library):
        lengths_s: Mapping[str, float] = invocation.settings.value("pause_words")
        formatted = format_script(text, pause_words_s=lengths_s)
        changed = changed or formatted != text
        if diff:
            _show_diff(name, text, formatted)
        elif check and formatted != text:
            click.echo(f"{name} is not in the canonical form.")
        elif name == "-" and not check:
            click.echo(formatted, nl=False)
        elif formatted != text and not check:
            _write(Path(name), formatted)
            click.echo(name)
    if not changed and name != "-":
        invocation.say("All is in the canonical form.")
    return FINDINGS if changed and check else 0


def _texts(scripts: Iterable[str], library: Path) -> Iterable[tuple[str, str]]:
    """Yield the name and the text of every script, with its own line ends."""
    from mindful.library import find_scripts, shipped_scripts
    from mindful.studio.reading import text_from

    for name in scripts:
        if name == "-":
            yield name, text_from(sys.stdin.buffer.read(), "stdin")
            continue
        for path in find_scripts([name], library):
            if not Path(name).expanduser().exists() and path.is_relative_to(shipped_scripts()):
                hint = "Copy it into your library to make it yours."
                raise LibraryError(f'"{name}" comes with mindful and stays as it is.', hint=hint)
            yield str(path), text_from(_bytes_of(path), str(path))


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        hint = "Look at its name and its rights."
        raise LibraryError(f'The script "{path}" cannot be read: {error.strerror}.', hint=hint) from error


def _write(path: Path, text: str) -> None:
    from mindful.library import write_beside

    try:
        # A link stays one: what it leads to is written.
        write_beside(path.resolve(), text)
    except OSError as error:
        hint = "Look at the rights of its folder; the script was not changed."
        raise LibraryError(f'The script "{path}" cannot be written: {error.strerror}.', hint=hint) from error


def _show_diff(name: str, text: str, formatted: str) -> None:
    old, new = text.splitlines(keepends=True), formatted.splitlines(keepends=True)
    for line in difflib.unified_diff(old, new, name, f"{name} (formatted)"):
        click.echo(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n", nl=False)
