"""Making what must stay private unreadable in texts that people, logs and programs see. Pure."""

from __future__ import annotations

import re
from base64 import b64encode
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

if TYPE_CHECKING:
    from collections.abc import Iterable

MASK = "***"
LONGEST = 300
"""Characters of a detail that are kept."""
_SHORTEST = 3
"""A shorter part of an address is no secret, and would blot out half of a sentence."""
_LONG = 8
"""From here on a part is hidden inside of other words too."""
_BETWEEN = re.compile(r"[:/@,;#\s]+")
_ADDRESS = re.compile(r"\b[a-z][a-z0-9+.-]*://[^\s\"']+", re.IGNORECASE)
_PIECE = re.compile(r"[\w+/.~-]{8,}")
_LOOKS_PRIVATE = (
    # The user and the password of an address.
    (re.compile(r"(?<=://)[^\s/@]+(?=@)"), MASK),
    # password=..., "token": "...", API-Key: Bearer ...
    (
        re.compile(
            r"""(\b[\w-]*(?:passw(?:or)?d|passphrase|secret|token|api[_-]?key|authorization)["']?\s*[=:]\s*["']?)"""
            r"""(?:(?:bearer|basic)\s+)?[^\s"',;&]+""",
            re.IGNORECASE,
        ),
        rf"\1{MASK}",
    ),
    (re.compile(r"(\b(?:bearer|basic)\s+)[\w+/=.~-]{6,}", re.IGNORECASE), rf"\1{MASK}"),
)


def parts_of(address: str) -> frozenset[str]:
    """Return all texts in which a private address may turn up: whole, in parts, encoded and decoded.

    The names in its query are no secret, and neither is its scheme; all else may be.
    """
    rest = address.partition("://")[2] or address
    before, _, query = rest.partition("?")
    person = before.partition("/")[0].rpartition("@")[0]
    user, _, password = person.partition(":")
    values = [field.partition("=")[2] for field in query.split("&")]
    found = {address, rest, person, user, password, *values, *_BETWEEN.split(before)}
    # Some services decode what they are given a second time.
    found |= {unquote(part) for part in found}
    found |= {unquote(part) for part in found}
    found |= {piece for value in (*values, before) for piece in _BETWEEN.split(unquote(unquote(value)))}
    # As HTTP's basic authorisation writes it.
    found |= {b64encode(one.encode(errors="replace")).decode() for one in (person, unquote(person))}
    return frozenset(found | {quote(part, safe="") for part in found})


def parts_of_argument(argument: str) -> frozenset[str]:
    """Return what of a command's argument may be private: all of it, its value, addresses, and what looks like a key.

    Its single words are left readable, since a command's complaint is often made of them.
    """
    found = {argument, argument.partition("=")[2]}
    for address in _ADDRESS.findall(argument):
        found |= parts_of(address)
    # A key is long, and has digits among its letters.
    keys = (piece for piece in _PIECE.findall(argument) if re.search(r"\d", piece) and re.search(r"[^\W\d]", piece))
    return frozenset(found.union(keys))


def pattern_of(parts: Iterable[str]) -> re.Pattern[str] | None:
    """Return what finds any of some private texts, the longest first; None where there is nothing to find."""
    worth = sorted({part for part in parts if len(part) >= _SHORTEST}, key=lambda part: (-len(part), part))
    if not worth:
        return None
    return re.compile(
        "|".join(re.escape(part) if len(part) >= _LONG else _as_word(part) for part in worth), re.IGNORECASE
    )


def _as_word(part: str) -> str:
    return rf"(?<!\w){re.escape(part)}(?!\w)"


def hide(text: str, pattern: re.Pattern[str] | None) -> str:
    """Return a text without the private texts a pattern finds, and without what looks like a password anyway."""
    if pattern:
        text = pattern.sub(MASK, text)
    for looks, instead in _LOOKS_PRIVATE:
        text = looks.sub(instead, text)
    return text


def on_one_line(text: str) -> str:
    """Return a text without line ends and control characters, cut where it is longer than a person would read."""
    line = " ".join("".join(one if one.isprintable() else " " for one in text).split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"
