"""The support page: a person's own contacts and what helps them, in one private file, and how it reads."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from mindful.config import make_private, written_whole
from mindful.errors import SettingsError
from mindful.support.countries import DIRECTORY, FRESH, find_country

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILE_NAME = "support.json"
"""Inside the private data, never in a library."""
FIRST = (
    "If you may be about to harm yourself, or somebody is in danger, call your local emergency number now.\n"
    f"Crisis lines by country, free and confidential: {DIRECTORY}"
)

_BLANK = "_" * 40
"""Room for a name and a number in handwriting."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Contact:
    """Somebody, or a line, that can be reached."""

    name: str
    reach: str
    """A number, an address, a door."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SupportPage:
    """What a person wants at hand when it is hard; all of it may be empty."""

    people: tuple[Contact, ...] = ()
    helps: tuple[str, ...] = ()
    """What helps me, in their own words."""
    country: str | None = None
    """As the person wrote it."""
    line: Contact | None = None
    """The crisis line that they have looked up themselves."""
    confirmed_on: date | None = None
    """The day on which they confirmed that it is right."""

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON values; the layout is stable across versions."""
        return {**asdict(self), "confirmed_on": self.confirmed_on.isoformat() if self.confirmed_on else None}


def read_page(data: Path) -> SupportPage | None:
    """Return the page in a private data folder; None where none was set up.

    Raises:
        SettingsError: It is there and cannot be read.
    """
    file = data / FILE_NAME
    try:
        row: Any = json.loads(file.read_text(encoding="utf-8"))
        return SupportPage(
            people=tuple(Contact(**each) for each in row["people"]),
            helps=tuple(row["helps"]),
            country=row["country"],
            line=Contact(**row["line"]) if row["line"] else None,
            confirmed_on=date.fromisoformat(row["confirmed_on"]) if row["confirmed_on"] else None,
        )
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SettingsError(
            f'Your support page, "{file}", cannot be read.',
            hint=f"`mindful support setup` writes it anew. Until then: {DIRECTORY}, or your local emergency number.",
        ) from error


def write_page(page: SupportPage, data: Path) -> Path:
    """Keep the page, readable by its owner only (0600), whole or not at all; return its file.

    Raises:
        SettingsError: It cannot be written.
    """
    file = make_private(data) / FILE_NAME
    try:
        with written_whole(file, private=True) as stream:
            stream.write(json.dumps(page.as_json(), ensure_ascii=False, indent=2).encode())
    except OSError as error:
        raise SettingsError(
            f'Your support page, "{file}", cannot be written: {error.strerror or error}.',
            hint="Make some room, or give yourself the right to write there.",
        ) from error
    return file


def in_words(page: SupportPage | None, today: date) -> str:
    """Return the page as it is shown and printed, from what matters first."""
    return "\n\n".join([FIRST, *_parts(page or SupportPage(), today)])


def on_paper(page: SupportPage | None, today: date) -> str:
    """Return the page as it is printed: what is empty has lines to fill in by hand."""
    page = page or SupportPage()
    kept = {"My crisis line": page.line, "People I can reach": page.people, "What helps me": page.helps}
    lines = {"My crisis line": 1, "People I can reach": 3, "What helps me": 3}
    to_fill_in = [_block(title, [_BLANK] * lines[title]) for title, there in kept.items() if not there]
    return "\n\n".join([in_words(page, today), *to_fill_in])


def _parts(page: SupportPage, today: date) -> Iterator[str]:
    if page.line:
        yield _block("My crisis line", [_reached(page.line), *_confirmed(page, today)])
    elif page.country:
        yield from _of_country(page.country, today)
    if page.people:
        yield _block("People I can reach", [_reached(contact) for contact in page.people])
    if page.helps:
        yield _block("What helps me", page.helps)


def _of_country(name: str, today: date) -> Iterator[str]:
    country = find_country(name)
    if country and country.number and not country.trouble(today):
        known = [f"{country.line}: {country.number}", f"from {country.source}, {country.last_verified}"]
        yield _block(f"In {country.name}", known)


def _confirmed(page: SupportPage, today: date) -> Iterator[str]:
    if page.confirmed_on:
        old = today - page.confirmed_on > FRESH
        yield f"you confirmed it on {page.confirmed_on}" + ("; is it still right?" if old else "")


def _reached(contact: Contact) -> str:
    return f"{contact.name}: {contact.reach}" if contact.reach else contact.name


def _block(title: str, lines: list[str] | tuple[str, ...]) -> str:
    return "\n".join([title, *(f"  {line}" for line in lines)])
