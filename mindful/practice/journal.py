"""The journal: the sitting in progress on the disk, so that a crash loses ten seconds of it at most.

A sitting has a file of its own in a private folder, written whole every time, and a lock beside it. When it has ended
and is logged, the file goes, or becomes the one unfinished sitting that `--resume` goes on with.
"""

from __future__ import annotations

import json
import logging
import os
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from mindful.config import make_private, written_whole
from mindful.config.locks import try_lock
from mindful.errors import StoreError
from mindful.practice.place import FOLDER, UNFINISHED
from mindful.practice.sitting import Feelings, sitting_from_json

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mindful.practice.sitting import Sitting


class Journal:
    """The sittings in progress of one person, each in a process of its own."""

    def __init__(self, data: Path) -> None:
        """Name the journal inside the private data; nothing is made before the first sitting begins."""
        self._data, self._folder = data, data / FOLDER
        self._locks: dict[str, int] = {}

    # -- one sitting -----------------------------------------------------------------------------------------------

    def begin(self, sitting: Sitting) -> None:
        """Begin to keep a sitting.

        Raises:
            SettingsError: The private folder cannot be made.
            StoreError: It cannot be written to.
        """
        make_private(self._data)
        make_private(self._folder)
        try:
            if (handle := try_lock(self._lock_of(sitting.id))) is not None:
                self._locks[sitting.id] = handle
            self.write(sitting)
        except OSError as error:
            raise StoreError(
                f'The folder "{self._folder}" cannot be written to: {error.strerror or error}.',
                hint="Make room there, or give yourself the right; --no-log plays and keeps nothing.",
            ) from error

    def write(self, sitting: Sitting) -> None:
        """Keep how a sitting stands. Raises OSError when that cannot be written; what was written before stays."""
        self._write(self._file_of(sitting.id), sitting)

    def end(self, sitting: Sitting) -> None:
        """Keep no more of a sitting than the place where it can be gone on with, if it has one.

        Where that cannot be written it stays as it is, and a later command, which finds it in the log, ends it.
        """
        try:
            unfinished = self.unfinished()
            if not sitting.completed and sitting.position:
                # How the person was is the log's to know.
                self._write(self._folder / UNFINISHED, replace(sitting, before=Feelings()))
            elif unfinished is not None and unfinished.recipe == sitting.recipe:
                (self._folder / UNFINISHED).unlink(missing_ok=True)
            self._file_of(sitting.id).unlink(missing_ok=True)
        except OSError as error:
            logging.getLogger("mindful").warning("The journal cannot be brought up to date: %s", error)
        self.let_go(sitting.id)

    def let_go(self, sitting_id: str) -> None:
        """Hold a sitting no more; one that was not given to `end` is left behind, for a later command to bring home."""
        handle = self._locks.pop(sitting_id, None)
        if handle is not None:
            os.close(handle)
            with suppress(OSError):
                self._lock_of(sitting_id).unlink(missing_ok=True)

    # -- others ----------------------------------------------------------------------------------------------------

    def left_behind(self) -> Iterator[Sitting]:
        """Yield the sittings that broke off; each is ours until it is given to `end`, or the next is asked for."""
        for file in sorted(self._folder.glob("*.json")):
            if file.name == UNFINISHED or file.stem in self._locks:
                continue
            handle = try_lock(self._lock_of(file.stem))
            if handle is None:
                continue
            self._locks[file.stem] = handle
            # Another process may have been faster.
            if sitting := _read(file):
                yield sitting
            if file.stem in self._locks:
                self.let_go(file.stem)

    def unfinished(self) -> Sitting | None:
        """Return the last sitting that was stopped before its end, or None."""
        return _read(self._folder / UNFINISHED)

    def forget(self) -> None:
        """Remove every trace, except of sittings that go on in other processes. Raises OSError."""
        for sitting in self.left_behind():
            self._file_of(sitting.id).unlink(missing_ok=True)
        (self._folder / UNFINISHED).unlink(missing_ok=True)

    # -- files -----------------------------------------------------------------------------------------------------

    def _file_of(self, sitting_id: str) -> Path:
        return self._folder / f"{sitting_id}.json"

    def _lock_of(self, sitting_id: str) -> Path:
        return self._folder / f"{sitting_id}.lock"

    def _write(self, file: Path, sitting: Sitting) -> None:
        with written_whole(file, private=True) as stream:
            stream.write(json.dumps(sitting.as_json()).encode())


def _read(file: Path) -> Sitting | None:
    try:
        return sitting_from_json(json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError):
        return None
