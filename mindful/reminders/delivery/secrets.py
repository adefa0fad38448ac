"""Addresses with passwords in them: kept in a private file, used by name, and masked in everything people see.

What is private of an address is all of it but its scheme: a Telegram token stands where other addresses have a host,
and whoever knows the topic of an ntfy address can read along.
"""

from __future__ import annotations

import json
import os
import re
import threading
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn

from mindful.config import make_private, written_whole
from mindful.reminders.delivery.masking import MASK, hide, parts_of, parts_of_argument, pattern_of
from mindful.reminders.delivery.port import DeliveryError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

FILE_NAME = "delivery.json"
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*(?=://)", re.IGNORECASE)


class Secret:
    """A text that shows itself to those only who ask for it by name; it goes into no repr, format, JSON or pickle."""

    __slots__ = ("_pattern", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._pattern = pattern_of(parts_of(text))

    def reveal(self) -> str:
        """Return the text itself, for whoever has to use it."""
        return self._text

    def mask(self, text: str) -> str:
        """Return a text in which nothing of the secret is left."""
        return hide(text, self._pattern)

    def __str__(self) -> str:
        scheme = _SCHEME.match(self._text)
        return f"{scheme[0]}://{MASK}" if scheme else MASK

    def __repr__(self) -> str:
        return f"Secret({str(self)!r})"

    def __reduce__(self) -> NoReturn:
        raise TypeError("A secret is not copied into files.")


@dataclass(frozen=True, kw_only=True, slots=True)
class Address:
    """What may be shown of an address."""

    name: str
    channel: str
    """As a reminder names it, ``apprise:phone`` or ``command:lamp``."""
    shown: str


class AddressBook:
    """The addresses and commands a person has given names to, in one file of mode 0600."""

    def __init__(self, folder: Path) -> None:
        """Take the folder of private data; it is made when the first address is kept."""
        self._folder, self._file = folder, folder / FILE_NAME
        self._lock = threading.Lock()
        self._read_at: tuple[int, int] | None = None
        self._rows: dict[str, str | list[str]] = {}
        self._pattern = pattern_of(())

    def keep_url(self, name: str, url: str) -> None:
        """Keep an address under a name; what was there under that name goes.

        Raises:
            DeliveryError: The name or the address cannot be used, or the file cannot be written.
        """
        url = url.strip()
        if not _SCHEME.match(url):
            raise DeliveryError(
                "An address begins with the name of its service and ://.",
                hint="Such as ntfys://ntfy.sh/a-topic-nobody-guesses or mailto://user:password@example.org.",
            )
        self._keep(name, url)

    def keep_command(self, name: str, arguments: Sequence[str]) -> None:
        """Keep a command, its program first and each argument by itself, under a name.

        Raises:
            DeliveryError: The name or the command cannot be used, or the file cannot be written.
        """
        if not arguments or not arguments[0].strip() or any("\0" in argument for argument in arguments):
            raise DeliveryError("A command needs a program to run.", hint="Such as: notify-send mindful.")
        self._keep(name, list(arguments))

    def forget(self, name: str) -> bool:
        """Take an address or a command out; tells whether there was one. Raises DeliveryError like `keep_url`."""
        with self._lock:
            rows = {**self._current()}
            if rows.pop(name, None) is None:
                return False
            self._write(rows)
            return True

    def url(self, name: str) -> Secret:
        """Return an address. Raises DeliveryError where there is none of that name."""
        row = self._row(name)
        if not isinstance(row, str):
            raise DeliveryError(f'"{name}" is a command.', hint=f"Its channel is command:{name}.")
        return Secret(row)

    def command(self, name: str) -> tuple[str, ...]:
        """Return a command, its program first. Raises DeliveryError where there is none of that name."""
        row = self._row(name)
        if isinstance(row, str):
            raise DeliveryError(f'"{name}" is an address.', hint=f"Its channel is apprise:{name}.")
        return tuple(row)

    def listed(self) -> tuple[Address, ...]:
        """List what is kept, by name, with what may be shown of it."""
        with self._lock:
            rows = sorted(self._current().items())
        return tuple(_address(name, row) for name, row in rows)

    def mask(self, text: str) -> str:
        """Return a text in which nothing that is kept here is left, nor anything that looks like a password."""
        with self._lock, suppress(DeliveryError):
            # A file that cannot be read any more does not make known secrets public.
            self._current()
        return hide(text, self._pattern)

    def _row(self, name: str) -> str | list[str]:
        with self._lock:
            rows = self._current()
        if name not in rows:
            there = f"There are: {', '.join(sorted(rows))}." if rows else "None is kept yet."
            raise DeliveryError(f'There is no address or command called "{name}".', hint=there)
        return rows[name]

    def _keep(self, name: str, row: str | list[str]) -> None:
        if not _NAME.fullmatch(name):
            raise DeliveryError(
                f'"{name}" cannot be the name of an address.', hint="Use small letters, digits, - and _: phone."
            )
        with self._lock:
            self._write({**self._current(), name: row})

    def _current(self) -> Mapping[str, str | list[str]]:
        """Return what the file holds now; it is read again only when it has changed."""
        try:
            stat = self._file.stat()
            if (stat.st_mtime_ns, stat.st_size) != self._read_at:
                if stat.st_mode & 0o077 and os.name == "posix":
                    # Somebody has copied it back with the rights of an ordinary file.
                    self._file.chmod(0o600)
                self._take(_checked(json.loads(self._file.read_text(encoding="utf-8"))))
                self._read_at = (stat.st_mtime_ns, stat.st_size)
        except FileNotFoundError:
            self._rows, self._read_at = {}, None
        except (OSError, ValueError) as error:
            # What stands in the file is in the error of a JSON reader.
            reason = error.strerror if isinstance(error, OSError) else "it is not as we wrote it"
            raise DeliveryError(
                f'The addresses in "{self._file}" cannot be read: {reason}.',
                hint="Mend the file, or take it away and name your addresses again.",
            ) from None
        return self._rows

    def _take(self, rows: dict[str, str | list[str]]) -> None:
        parts: set[str] = set()
        for row in rows.values():
            parts |= parts_of(row) if isinstance(row, str) else frozenset().union(*map(parts_of_argument, row[1:]))
        self._rows, self._pattern = rows, pattern_of(parts)

    def _write(self, rows: dict[str, str | list[str]]) -> None:
        make_private(self._folder)
        try:
            with written_whole(self._file, private=True) as out:
                out.write(json.dumps(rows, ensure_ascii=False, indent=2).encode())
        except OSError as error:
            raise DeliveryError(
                f'The addresses cannot be written to "{self._file}": {error.strerror or error}.',
                hint="Look at the rights of the folder, or make some room.",
            ) from error
        self._take(rows)
        self._read_at = None


def _address(name: str, row: str | list[str]) -> Address:
    if isinstance(row, str):
        return Address(name=name, channel=f"apprise:{name}", shown=str(Secret(row)))
    return Address(name=name, channel=f"command:{name}", shown=f"{row[0]} {MASK}" if row[1:] else row[0])


def _checked(found: Any) -> dict[str, str | list[str]]:
    """Return what a file of ours holds. Raises ValueError for what is none."""
    if not isinstance(found, dict):
        raise ValueError  # noqa: TRY004 -- told with the other faults of the file
    for row in found.values():
        words = [row] if isinstance(row, str) else row
        if not isinstance(words, list) or not words or not all(isinstance(word, str) for word in words):
            raise ValueError
    return found
