"""Written text to the words an engine may be given. Pure.

Captions show what was written; an engine gets what stands here: no markup, no marks it would misread, figures and
abbreviations in words. English is read in full, other languages are only cleaned.
"""

from __future__ import annotations

import re
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from mindful.script.wording.abbreviations import (
    INITIALISMS,
    NEED_A_STOP,
    PER,
    PHRASES,
    SLASHED,
    SOUNDS,
    SPELLED,
    SYMBOLS,
    TITLES,
    UNITS,
)  # fmt: skip
from mindful.script.wording.characters import plain_characters, without_markup
from mindful.script.wording.numbers import speak_numbers
from mindful.script.wording.plain_words import plain_words
from mindful.script.wording.sentences import sentences_in, split_sentences

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["sentences_in", "speakable", "split_sentences"]

_NO_WORDS: Mapping[str, str] = MappingProxyType({})
_FIRST_KEPT = 0xF0000
"""Private characters from here on stand for words of the lexicon until all else is done."""

_HOST = r"[\w-]{1,60}(?:\.[\w-]{1,60}){1,6}"
_REST_OF_ADDRESS = r"(?:[:/?#]\S{0,400}?(?=[.,;:!?)\"']{0,9}(?: |$)))?"
_MAIL = re.compile(rf"(?<![\w.+-])([\w.+-]{{1,64}})@({_HOST})")
_URL = re.compile(rf"(?:https?://(?:www\.)?|\bwww\.)({_HOST}){_REST_OF_ADDRESS}", re.IGNORECASE)
_SITE = re.compile(
    rf"(?<![\w.@-])({_HOST}(?<=\.com|\.org|\.net|\.edu|\.gov))(?![\w-]|\.\w){_REST_OF_ADDRESS}", re.IGNORECASE
)

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
_PARENTHESIS = re.compile(r"(?<=\S) ?\((?=\S)|(?<=[^(])\)(?= \w)")
_QUOTE = re.compile(r"(?<!\w)'|'(?!\w)")
_LONE_HYPHEN = re.compile(r"(?<!\w)-+|-+(?!\w)")
_CAPITALS = re.compile(r"\b[A-Z]{2,}\b")
_AFTER_A_NUMBER = re.compile(r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|teen|ty|clock|\d) \Z")
_VOWEL = re.compile("[AEIOUY]")
_ONE_LETTER = re.compile(r"([A-Z])\1+|H*M+|S+H+|P?S+T|BR+|ZZ*|GR+")
"""Sounds: Mmm, Shh, Psst, Brr."""
_STOPS = re.compile(r" *[,;:.?!][ ,;:.?!]*")
_UNSPEAKABLE = re.compile(r"[^\w\s.,;:?!'\U000F0000-\U0010FFFF-]|_")


def speakable(sentence: str, *, language: str = "en", lexicon: Mapping[str, str] = _NO_WORDS) -> str:
    """Turn one written sentence into the words an engine may be given.

    Args:
        sentence: As written, at most with leftovers of markup.
        language: BCP 47 tag; all but English is only cleaned of what no engine can say.
        lexicon: How words are to be said: whole words, whatever the case unless the entry has capitals.

    Returns:
        Words and marks of punctuation only; empty when there is nothing to say.
    """
    is_english = language == "en" or language.split("-", maxsplit=1)[0].lower() == "en"
    if not lexicon:
        return _say(sentence, is_english=is_english)
    text, kept = _hold(plain_characters(sentence), lexicon)
    text = _words(text, is_english=is_english)
    for at, spoken in enumerate(kept):
        text = text.replace(chr(_FIRST_KEPT + at), spoken)
    return text if any(map(str.isalnum, text)) else ""


@lru_cache(maxsize=1024)  # mantras and counts come over and over
def _say(sentence: str, *, is_english: bool) -> str:
    if is_english and (plain := plain_words(sentence)) is not None:
        return plain
    text = _words(plain_characters(sentence), is_english=is_english)
    return text if any(map(str.isalnum, text)) else ""


def _words(text: str, *, is_english: bool) -> str:
    return _tidy(without_markup(_english(text) if is_english else text))


def _hold(text: str, lexicon: Mapping[str, str]) -> tuple[str, list[str]]:
    """Put a private character in the place of every word of the lexicon, so that nothing else rewrites it."""
    kept: list[str] = []
    for word in sorted(lexicon, key=len, reverse=True):
        flags = re.IGNORECASE if word == word.lower() else 0
        found = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)", flags)
        if found.search(text):
            text = found.sub(chr(_FIRST_KEPT + len(kept)), text)
            kept.append(_tidy(without_markup(plain_characters(lexicon[word]))))
    return text, kept


def _english(text: str) -> str:
    """Read addresses, abbreviations, figures, capitals and marks as a person does."""
    text = _MAIL.sub(lambda match: f"{_dots(match[1])} at {_dots(match[2])}", text)
    text = _URL.sub(lambda match: _dots(match[1]), text)
    text = _SITE.sub(lambda match: _dots(match[1]), text)
    text = _OPTIONAL_PLURAL.sub(r"\1", text)
    text = _abbreviations(text)
    text = speak_numbers(text)
    text = _PARENTHESIS.sub(", ", text)
    text = _PAUSING_DASH.sub(", ", text)
    text = _SLASH.sub(_slash, text)
    text = _CAPITALS.sub(_capitals, text)
    for mark, words in SYMBOLS.items():
        text = text.replace(mark, words)
    return " ".join(_sound(word) for word in text.split())


def _abbreviations(text: str) -> str:
    text = _SLASHED.sub(lambda match: SLASHED[match[1].lower()], text)
    text = _TITLE.sub(lambda match: TITLES[match[1]], text)
    text = _SAINT.sub("Saint ", text)
    text = _STREET.sub("Street", text)
    text = _DOTTED.sub(lambda match: " ".join(match[1].replace(".", "")), text)
    text = _INITIAL.sub(r"\1", text)
    return _PHRASE.sub(_phrase, text)


def _phrase(match: re.Match[str]) -> str:
    short, stop = match[1].lower(), match[2]
    if short in NEED_A_STOP and not stop:
        return match[0]
    spoken = PHRASES[short]
    ends = match.end() == len(match.string)
    return f"{spoken}." if stop and ends else spoken


def _slash(match: re.Match[str]) -> str:
    return f" per {UNITS.get(match[1], (match[1],))[0]}" if match[1].lower() in PER else f" or {match[1]}"


def _capitals(match: re.Match[str]) -> str:
    """Keep what is read by the letter; what is only shouted is said like any other word."""
    word = match[0]
    if word in SPELLED:
        return SPELLED[word]
    if word == "AM" and not _AFTER_A_NUMBER.search(match.string, max(0, match.start() - 12), match.start()):
        return "am"
    if not _VOWEL.search(word) and word.lower() not in SOUNDS and not _ONE_LETTER.fullmatch(word):
        return word if word in INITIALISMS else " ".join(word)
    return word if word in INITIALISMS else word.lower()


def _sound(word: str) -> str:
    bare = word.rstrip(".,;:!?")
    return SOUNDS[bare.lower()] + word[len(bare) :] if bare.lower() in SOUNDS else word


def _dots(address: str) -> str:
    return address.replace(".", " dot ").replace("_", " ").replace("+", " plus ")


def _tidy(text: str) -> str:
    """Leave one mark where several stand, none at the beginning, and single spaces."""
    text = _LONE_HYPHEN.sub(" ", _UNSPEAKABLE.sub(" ", _QUOTE.sub("", text)))
    text = _STOPS.sub(_one_stop, text)
    return " ".join(text.split()).lstrip(" .,;:?!-")


def _one_stop(match: re.Match[str]) -> str:
    marks = match[0].replace(" ", "")
    strongest = next((mark for mark in "?!.;:," if mark in marks), "")
    return f"{strongest} "
