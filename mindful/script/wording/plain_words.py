"""The sentences that need no reading: ordinary words, and small figures that stand alone. Pure.

Most sentences of a script are of this kind, and the rules of `speakable.py` and `numbers.py` would leave them as they are.
A test holds the two ways together.
"""

from __future__ import annotations

import re
from functools import lru_cache

from mindful.script.cues.words import TENS
from mindful.script.wording.abbreviations import MONTHS, PHRASES, SOUNDS, TITLES, UNITS

_WORD = r"[A-Za-z]+(?:['-][A-Za-z]+)*"
_FIGURE = r"(?:[1-9]\d?|0)"
_ORDINARY = re.compile(rf"{_WORD}(?:[,;:]? (?:{_WORD}|{_FIGURE}(?= [A-Za-z]|[.,;:?!]?$)))*[.,;:?!]?")
"""Words of the Latin alphabet, parted by one space and at most one mark; a figure stands before another word or ends the sentence."""
_PLAIN = re.compile(rf"{_WORD}[,;:]?")
_LAST_MARKS = (".", ",", ";", ":", "?", "!")
_TELLING = frozenset({*(word for word in (*PHRASES, *SOUNDS) if word.isalpha()), *map(str.lower, TITLES), "st"})
"""Words that are read otherwise than they are written."""
_NUMBERED = frozenset("part chapter phase step section level stage volume war act".split())
"""Words after which a Roman number may stand."""
_ROMAN = re.compile(r"\b[IVX]+\b")
_CAPITALS = re.compile(r"[A-Z]{2}")
_BETWEEN_WORDS = str.maketrans(dict.fromkeys(",;:.?!'-", " "))
_UNITS = sorted((unit for unit in UNITS if unit.isalpha()), key=len, reverse=True)
_FIGURE_WITH_A_WORD = re.compile(
    rf"\b(?:{'|'.join(month[:3] for month in MONTHS)})[a-z]* \d"
    r"|\b(?:nos?|figs?|vol|pp?|(?:call|dial|ring|phone|text)(?:s|ing)?) (?:\w+ )*\d"
    rf"|\d (?:{'|'.join(_UNITS)}|[ap]m?|x|h(?:r|ours?)?)\b|\d \d|\bx \d",
    re.IGNORECASE,
)
"""A figure that its neighbour makes more than a number."""
_LONE = re.compile(_FIGURE)
_BEFORE = frozenset(month[:3].lower() for month in MONTHS) | {"x"}
_AFTER = frozenset(map(str.lower, _UNITS)) | frozenset("a am p pm x h hr hour hours".split())
_NUMBERING = frozenset("no nos fig figs vol p pp".split()) | frozenset(
    verb + ending for verb in ("call", "dial", "ring", "phone", "text") for ending in ("", "s", "ing")
)
"""The words of `_FIGURE_WITH_A_WORD`: right before a figure, right after it, anywhere before it."""
_FIGURES = re.compile(r"\d+")
_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS = {int(number) // 10: word for word, number in TENS.items()} | {9: "ninety"}


def plain_words(sentence: str) -> str | None:
    """Return an English sentence as it is spoken, where that is plain to see; None where it has to be read with care."""
    body = sentence[:-1] if sentence.endswith(_LAST_MARKS) else sentence
    words = body.split(" ")
    if body[-1:].isalnum():
        odd = [at for at, word in enumerate(words) if not _is_plain(word)]
        if not odd:
            return sentence
        if all(_is_lone_figure(words, at) for at in odd) and _NUMBERING.isdisjoint(_parts(body)):
            return _FIGURES.sub(_name, sentence)
    return _read(sentence)


def _read(sentence: str) -> str | None:
    if not _ORDINARY.fullmatch(sentence) or _CAPITALS.search(sentence):
        return None
    words = _parts(sentence)
    if not _TELLING.isdisjoint(words) or (not _NUMBERED.isdisjoint(words) and _ROMAN.search(sentence)):
        return None
    if not _FIGURES.search(sentence):
        return sentence
    if _FIGURE_WITH_A_WORD.search(sentence):
        return None
    return _FIGURES.sub(_name, sentence)


def _is_lone_figure(words: list[str], at: int) -> bool:
    """Tell at once of most figures below 100, within a sentence, that their neighbours make them nothing else."""
    if at == 0 or not _LONE.fullmatch(words[at]) or _parts(words[at - 1])[-1][:3] in _BEFORE:
        return False
    following = words[at + 1] if at + 1 < len(words) else "of"
    return following[:1].isalpha() and _AFTER.isdisjoint(_parts(following))


def _parts(text: str) -> list[str]:
    return text.lower().translate(_BETWEEN_WORDS).split() or [""]


@lru_cache(maxsize=4096)  # the vocabulary of a long script
def _is_plain(word: str) -> bool:
    """Tell of a word, with the mark after it, that it is spoken as it is written wherever it stands."""
    if not _PLAIN.fullmatch(word) or _CAPITALS.search(word):
        return False
    parts = _parts(word)
    return _TELLING.isdisjoint(parts) and _NUMBERED.isdisjoint(parts)


def _name(figure: re.Match[str]) -> str:
    """Name a whole number below 100; the library that names all of them takes long to load."""
    number = int(figure[0])
    if number < len(_ONES):
        return _ONES[number]
    tens, ones = divmod(number, 10)
    return f"{_TENS[tens]}-{_ONES[ones]}" if ones else _TENS[tens]
