"""The steps of an installation: tools that must succeed, files that appear whole, and the way back."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from mindful.config import written_whole
from mindful.reminders.autostart.port import AutostartError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from mindful.reminders.autostart.port import Ran, Run

AS_BEFORE = "All is again as it was before."
_SAID_CHARACTERS = 400
"""More of what a tool says would bury the sentence around it."""


class Steps:
    """Runs the tools of one installation and remembers them."""

    def __init__(self, run: Run, *, hint: str) -> None:
        """Take what runs a tool, and what to tell a person when one does not succeed."""
        self.hint = hint
        self._run = run
        self._ran: list[tuple[str, ...]] = []

    @property
    def ran(self) -> tuple[tuple[str, ...], ...]:
        """The tools that were run, in their order."""
        return tuple(self._ran)

    def must(self, *words: str) -> Ran:
        """Run a tool that has to succeed. Raises AutostartError with what the tool said."""
        ran = self.may(*words)
        if ran.code != 0:
            said = " ".join((ran.err or ran.out).split())[:_SAID_CHARACTERS]
            ended = f'"{said}"' if said else f"it ended with exit code {ran.code}"
            raise AutostartError(f"`{' '.join(words)}` did not succeed: {ended}.", hint=self.hint)
        return ran

    def may(self, *words: str) -> Ran:
        """Run a tool that may fail."""
        self._ran.append(words)
        return self._run(*words)


@contextmanager
def written(file: Path, content: bytes, *, back: Callable[[bytes | None], None]) -> Iterator[None]:
    """Write a file for the time of the block, and keep it when the block succeeds.

    Args:
        file: Where to.
        content: What.
        back: Called when the block fails and the content was a new one, after the former file has been put back, with
            what stood in that; or with None and the file still there, to be told of to the system before it goes.

    Raises:
        AutostartError: The file cannot be written.
    """
    former = _read(file)
    write(file, content)
    try:
        yield
    except BaseException:
        # Also for Ctrl-C: starting may take a while.
        if former is None:
            back(None)
            file.unlink(missing_ok=True)
        elif former != content:
            write(file, former)
            back(former)
        raise


def write(file: Path, content: bytes) -> None:
    """Write a file that only its owner may read, whole or not at all. Raises AutostartError."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with written_whole(file, private=True) as out:
            out.write(content)
    except OSError as error:
        raise AutostartError(
            f'"{file}" cannot be written: {error.strerror or error}.',
            hint="Look at the rights of the folder, or make some room.",
        ) from error


def remove(*files: Path) -> tuple[Path, ...]:
    """Remove files, and say which were there. Raises AutostartError where one cannot be removed."""
    gone = []
    for file in files:
        try:
            file.unlink()
        except FileNotFoundError:
            continue
        except OSError as error:
            raise AutostartError(
                f'"{file}" cannot be removed: {error.strerror or error}.', hint="Remove it by hand."
            ) from error
        gone.append(file)
    return tuple(gone)


def remove_log(log: Path) -> tuple[Path, ...]:
    """Remove a log and its folder, unless something else lies there. Raises AutostartError."""
    gone = remove(log)
    with suppress(OSError):
        log.parent.rmdir()
    return gone


def _read(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except OSError:
        # A dangling link or a file that may not be read is replaced like none.
        return None
