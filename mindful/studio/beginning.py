"""Title and template -> a script in the library to begin with: complete, careful, and without a finding."""

from __future__ import annotations

import io
import re
import unicodedata
from pathlib import Path

from mindful.errors import LibraryError

TEMPLATES = ("sit", "body-scan", "breathing", "kindness", "sleep")
_FOLDER = Path(__file__).parent / "templates"
_LONGEST_TITLE = 120
_LONGEST_NAME = 60
_NO_NAME = re.compile(r"[^\w]+|_+")
_DEFAULT_LICENCE = "CC-BY-4.0"


def begin_script(
    title: str, library: Path, *, template: str = "sit", author: str | None = None, licence: str | None = None
) -> Path:
    """Write a script to begin with into the `scripts` folder of a library.

    Args:
        title: Shown in players; the file's name follows from it.
        library: The library's folder; it is made when it is not there.
        template: One of `TEMPLATES`.
        author: Stands in the front matter; left out where None.
        licence: What others may do with the script; CC-BY-4.0 where None.

    Returns:
        The new file.

    Raises:
        LibraryError: The title cannot be used, there is such a file already, or the folder cannot be written.
    """
    title = " ".join(title.split())
    path = library / "scripts" / f"{_file_name(title)}.md"
    text = _front_matter(title, author, licence) + _body(title, template)
    if path.exists():
        hint = "Choose another title, or open that file; nothing was changed."
        raise LibraryError(f'There is a script "{path}" already.', hint=hint)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # "x" also refuses a file that has come in the meantime.
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        hint = "Look at the rights of the folder, or choose one with --library."
        raise LibraryError(f'The script "{path}" cannot be written: {error.strerror}.', hint=hint) from error
    return path


def _file_name(title: str) -> str:
    """Return the title in small letters and hyphens, as the shipped practices are named."""
    name = _NO_NAME.sub("-", unicodedata.normalize("NFKC", title).lower()).strip("-")[:_LONGEST_NAME].rstrip("-")
    if not name or len(title) > _LONGEST_TITLE or set("{}[]") & set(title):
        message = f'A script cannot be named "{title[:_LONGEST_TITLE]}".'
        hint = f"Give it a title with a letter or figure, without brackets, of at most {_LONGEST_TITLE} characters."
        raise LibraryError(message, hint=hint)
    return name


def _front_matter(title: str, author: str | None, licence: str | None) -> str:
    """Return the first lines up to where the template goes on; YAML decides which values need quotes."""
    from ruamel.yaml import YAML

    stated = {"title": title, "author": author, "licence": licence or _DEFAULT_LICENCE, "language": "en"}
    yaml = YAML()
    yaml.width = 10 * _LONGEST_TITLE
    out = io.StringIO()
    yaml.dump({key: value for key, value in stated.items() if value}, out)
    return f"---\n{out.getvalue()}"


def _body(title: str, template: str) -> str:
    return (_FOLDER / f"{template}.md").read_text(encoding="utf-8").replace("{title}", title)
