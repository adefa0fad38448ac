"""Written text to the words an engine may be given. Pure.

Captions show what was written; an engine gets what stands here: no markup, no marks it would misread, figures and
abbreviations in words. English is read in full, other languages are only cleaned.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from mindful.script.abbreviations import (
    INITIALISMS, NEED_A_STOP, PER, PHRASES, SLASHED, SOUNDS, SPELLED, SYMBOLS, TITLES, UNITS,
)  # fmt: skip
from mindful.script.characters import plain_characters, without_markup
from mindful.script.numbers import speak_numbers
from mindful.script.sentences import split_sentences

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["speakable", "split_sentences"]

_NO_WORDS: Mapping[str, str] = MappingProxyType({})
_FIRST_KEPT = 0xF0000
"""Private characters from here on stand for words of the lexicon until all else is done."""

_HOST = r"[\w-]{1,60}(?:\.[\w-]{1,60}){1,6}"
_REST_OF_ADDRESS = r"(?:[:/?#]\S{0,400}?(?=[.,;:!?)\"']{0,9}(?: |$)))?"
_MAIL = re.compile(rf"(?<![\w.+-])([\w.+-]{{1,64}})@({_HOST})")
_URL = re.compile(rf"(?:https?://(?:www\.)?|\bwww\.)({_HOST}){_REST_OF_ADDRESS}", re.IGNORECASE)
_SITE = re.compile(rf"(?<![\w.@-])({_HOST}(?<=\.com|\.org|\.net|\.edu|\.gov))(?![\w-]|\.\w){_REST_OF_ADDRESS}", re.IGNORECASE)

_WORD = r"[^\W\d_]+"
_TITLE = re.compile(rf"\b({'|'.join(TITLES)})\b\.?(?= [A-Z])")
_PHRASE = re.compile(
    rf"(?<![\w.])({'|'.join(map(re.escape, sorted(PHRASES, key=len, reverse=True)))})(?!\w)(\.?)", re.IGNORECASE
)
_SAINT = re.compile(r"\bSt\.? (?=[A-Z])")
_STREET = re.compile(r"(?<=[a-z] )St\.(?= [a-z,])")
_INITIAL = re.compile(r"\b([A-Z])\.(?= [A-Z])")
_DOTTED = re.compile(r"\b((?:[A-Z]\.){2,9})(?!\w)")
_SLASHED = re.compile(rf"\b({'|'.join(map(re.escape, SLASHED))})(?=\W|\w*)", re.IGNORECASE)
_SLASH = re.compile(rf"(?<=\w) ?/ ?({_WORD})")
_OPTIONAL_PLURAL = re.compile(r"(?<=\w)\((e?s)\)")
_PAUSING_DASH = re.compile(r" ?(?:\N{EM DASH}|--+| - | \N{EN DASH} )[ -]*| [-\N{EN DASH}](?=$)")
_QUOTE = re.compile(r"(?<!\w)'|'(?!\w)")
_LONE_HYPHEN = re.compile(r"(?<!\w)-+|-+(?!\w)")
_CAPITALS = re.compile(r"\b[A-Z]{2,}\b")
_STOPS = re.compile(r" *[,;:.?!][ ,;:.?!]*")
_UNSPEAKABLE = re.compile(r"[^\w\s.,;:?!'\U000F0000-\U0010FFFF-]|_")
