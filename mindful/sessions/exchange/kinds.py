"""Kinds of practice behind the words that other programs, and the people who use them, have for it. Pure."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, cast

from mindful.sessions.model import KINDS

if TYPE_CHECKING:
    from mindful.sessions.model import Kind

_WORDS: tuple[tuple[str, Kind], ...] = (
    (r"body.?scan|nidra", "body-scan"),
    (r"breath|pranayama", "breathing"),
    (r"compassion|kindness|metta|tonglen", "compassion"),
    (r"ground", "grounding"),
    (r"walk", "walk"),
    (r"yoga|movement|tai.?chi|qi.?gong|stretch", "movement"),
    (r"sleep|bedtime", "sleep"),
    (r"relax", "relaxation"),
    (r"journal|writing|diary|gratitude", "journal"),
    (r"intention", "intention"),
    (r"integration", "integration"),
    (r"m[eé]dit|mindful|achtsam|zazen|vipassana|shamatha|\bsit(?:ting)?\b", "sit"),
)
"""Patterns in the order they are tried, so that "walking meditation" is a walk."""


@lru_cache(maxsize=1024)
def kind_of(words: str) -> Kind | None:
    """Return the kind of practice that some words speak of, or None for words that name none we know."""
    name = words.strip().lower().replace(" ", "-")
    if name in KINDS:
        return cast("Kind", name)
    return next((kind for pattern, kind in _WORDS if re.search(pattern, words, re.IGNORECASE)), None)


def words_for(kind: Kind) -> str:
    """Return the words for a kind that `kind_of` reads back: ``Meditation`` for ``sit``, ``Body scan`` and so on."""
    return "Meditation" if kind == "sit" else kind.replace("-", " ").capitalize()
