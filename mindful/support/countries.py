"""The table of crisis lines, `countries.toml`: read, and held to its rule that nothing unverified is shown."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

FRESH = timedelta(days=180)
"""So long a number may stand without being looked up again."""
DIRECTORY = "findahelpline.com"
"""Lists free and confidential lines by country."""
_FILE = Path(__file__).with_name("countries.toml")


@dataclass(frozen=True, kw_only=True, slots=True)
class Country:
    """A country, with its crisis line where one was verified."""

    code: str
    """ISO 3166-1, two letters."""
    name: str
    line: str | None = None
    """Name of the crisis line."""
    number: str | None = None
    source: str | None = None
    """The page the number was read on."""
    last_verified: date | None = None

    def trouble(self, today: date) -> str | None:
        """Return why its number may not be shown, or None where it may or there is none."""
        if self.number is None:
            return None
        if not (self.line and self.source and self.source.startswith("https://")):
            return f"{self.name}: the number has no line or no source."
        if self.last_verified is None or self.last_verified > today:
            return f"{self.name}: the number has no day on which it was verified."
        if today - self.last_verified > FRESH:
            return f"{self.name}: the number was last verified on {self.last_verified}, more than 180 days ago."
        return None


@cache
def countries() -> tuple[Country, ...]:
    """Return the table, by name."""
    return read_countries(_FILE.read_text(encoding="utf-8"))


def read_countries(text: str) -> tuple[Country, ...]:
    """Read a table of countries, by name."""
    rows: list[dict[str, Any]] = tomllib.loads(text)["country"]
    return tuple(sorted((Country(**row) for row in rows), key=lambda country: country.name))


def find_country(text: str) -> Country | None:
    """Return the country of a code or a name, or None for one that the table lacks."""
    wanted = text.strip().casefold()
    return next((each for each in countries() if wanted in {each.code.casefold(), each.name.casefold()}), None)
