"""The words inside one group -> the strikes of a bell they ask for, or nothing."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import groupby, pairwise
from typing import Any

from mindful.script.cues.amounts import match_amount
from mindful.script.cues.cue_error import CueError
from mindful.script.cues.pauses import read_pause
from mindful.script.cues.words import BELL_FILLER, BELL_KINDS, BELL_NOUNS, BELL_PITCHES, BELL_SOFT
from mindful.script.model import Bell, Pause, Rest
from mindful.units import duration_or_none, parse_gain_db

_MOST_WORDS = 12
_LONGEST_LINE, _MOST_BARE_WORDS = 40, 6
_ARTICLES = frozenset({"the", "a", "an"})
"""Before the bell of a story, "The bell rings.", as often as before one that is to be struck."""
_WOOD = re.compile(r"\bwood(?:en)? (?=blocks?\b)")
_HINT = re.compile("|".join(BELL_NOUNS))
_MARKS = re.compile(r"[,;:()!\"\u201c\u201d\u2013\u2014]|\.(?!\d)| - ")
_COUNT_WORDS = {
    "dos": 2, "tres": 3, "zweimal": 2, "dreimal": 3, "zwei": 2, "drei": 3, "deux": 2, "trois": 3, "due": 2, "tre": 3, "duas": 2,
    "tr\u00eas": 3, "once": 1, "twice": 2, "thrice": 3, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
}  # fmt: skip
_COUNTED = "|".join(_COUNT_WORDS)
_COUNT = re.compile(rf"[x\u00d7] ?(\d{{1,2}})|(\d{{1,2}}) ?[x\u00d7]|(\d{{1,2}})|({_COUNTED})")
_SHORTEST_INTERVAL_S, _LONGEST_INTERVAL_S = 5.0, 86_400.0
_INTERVAL_HINT = "Write it like [pause 10m bell chime every 2m]."
_EVERY = frozenset({"every", "alle", "cada"})
_BEFORE_A_BELL = frozenset({"with", "interval", "one", "mit", "con"})
_GAIN_AT_END = re.compile(r"[-+\u2212]?\d{1,3}(?:\.\d)? ?db$")
_ADJECTIVES: dict[str, dict[str, Any]] = {
    **{word: {"name": name} for word, name in BELL_KINDS.items()},
    **{word: {"pitch": pitch} for word, pitch in BELL_PITCHES.items()},
    **{word: {"soft": True} for word in BELL_SOFT},
}
"""Words that say more of a bell, and what."""


def read_bell(text: str, opener: str) -> Bell | None:
    """Read the inside of a group, in small letters, as a bell.

    Raises:
        CueError: It is the canonical form with an argument that cannot be read.
    """
    text = _WOOD.sub("wood", text)
    if not _HINT.search(text):
        return None
    words = _MARKS.sub(" ", text).split()
    noun = next((BELL_NOUNS[word] for word in words if word in BELL_NOUNS), None)
    if noun is None or len(words) > _MOST_WORDS:
        return None
    if opener == "(" and len(words) == 2 and words[0] in {"the", "a", "an"}:
        return None  # "its sound (the bell) fades" is speech
    canonical = words[0] == "bell" and opener == "[" and not BELL_FILLER.intersection(words)
    repeated = sum(word == following for word, following in pairwise(words))
    if not repeated or canonical:
        return _read(words, noun, canonical=canonical)
    bell = _read([word for word, _ in groupby(words)], noun, canonical=False)
    return None if bell is None else replace(bell, count=repeated + 1)  # "ding ding ding"


def is_bare_bell(text: str) -> bool:
    """Tell whether a line without brackets is nothing but "Bell", "Gong sounds" or "Ring the bell three times"."""
    if len(text) > _LONGEST_LINE:
        return False
    low = text.lower()
    if not _HINT.search(low) or "?" in low:
        return False
    words = _MARKS.sub(" ", low).split()
    return (
        len(words) <= _MOST_BARE_WORDS and words[0] not in _ARTICLES and read_bell(low.strip(" .!:"), "(") is not None
    )


def read_interval_bells(text: str, opener: str) -> Pause | Rest | None:
    """Read the inside of a group, in small letters, as silence with bells in it, ``pause 10m bell chime every 2m``.

    Raises:
        CueError: It is a pause in square brackets whose bell cannot be read.
    """
    words = text.replace(",", " ").replace(";", " ").split()
    every = next((at for at, word in enumerate(words) if word in _EVERY), None)
    noun = next((at for at, word in enumerate(words) if word in BELL_NOUNS), None)
    if every is None or noun is None or not 0 < noun < every or len(words) > _MOST_WORDS:
        return None
    start = noun
    before = BELL_FILLER | _BEFORE_A_BELL | _ADJECTIVES.keys()
    while start > 0 and words[start - 1] in before:
        start -= 1
    pause = read_pause(" ".join(words[:start]), opener)
    if pause is None:
        return None
    told = [word for word in words[start:every] if word not in _BEFORE_A_BELL]
    bell = _interval_bell(told, BELL_NOUNS[words[noun]], " ".join(words[every + 1 :]))
    if bell is None and opener == "[":
        raise CueError(f'"{" ".join(words[start:])}" is no bell within a pause.', hint=_INTERVAL_HINT)
    return None if bell is None else replace(pause, bell=bell)


def _interval_bell(words: list[str], noun: str, every: str) -> Bell | None:
    """Return the bell of words such as "bell chime low", struck as often as a time such as "2m -6db" says."""
    gain = _GAIN_AT_END.search(every)
    time = (every[: gain.start()] if gain else every).strip()
    amount = match_amount(time)
    bell = _read(words, noun, canonical=False)
    if bell is None or amount is None or not amount.has_unit or amount.end < len(time):
        return None
    if not _SHORTEST_INTERVAL_S <= amount.seconds <= _LONGEST_INTERVAL_S:
        return None
    return replace(bell, count=1, every_s=amount.seconds, gain_db=parse_gain_db(gain[0]) if gain else bell.gain_db)


def _read(words: list[str], noun: str, *, canonical: bool) -> Bell | None:
    """Take the words of a bell one by one; None as soon as one is neither argument nor filler."""
    found: dict[str, Any] = {"name": noun, "count": 1, "every_s": 6.0, "gain_db": 0.0}
    named, at = False, 0
    while at < len(words):
        word, following = words[at], words[at + 1] if at + 1 < len(words) else ""
        if word in {"every", "fade"} and canonical:
            found["every_s"] = _interval_s(following)
            at += 1
        elif word.endswith("db") or following == "db":
            found["gain_db"] = parse_gain_db(word if word.endswith("db") else word + following)
            at += following == "db"
        elif (count := _count(word, following)) is not None:
            found["count"], used = count
            at += used
        elif word in BELL_NOUNS:
            found["name"] = _name(found["name"], word, named=named)
        elif word in _ADJECTIVES:
            found |= _ADJECTIVES[word]
        elif word in BELL_FILLER:
            pass
        elif canonical and not named and all("name" not in _ADJECTIVES.get(w, {"name"}) for w in words[1:at]):
            found["name"], named = word, True
        elif canonical and at:
            raise CueError(
                f'"{word}" is nothing a bell knows.', hint="Write it like [bell bowl low x3 every 6s -6dB soft]."
            )
        else:
            return None
        at += 1
    return Bell(**found)


def _name(name: str, word: str, *, named: bool) -> str:
    """Return the bell after another noun: "bell" is said of any, so a chime or a bowl wins over it."""
    struck = BELL_NOUNS[word]
    return struck if (not named and struck != "bowl") or word.startswith("bowl") else name


def _count(word: str, following: str) -> tuple[int, int] | None:
    """Return how many strikes a word asks for, and how many following words it takes with it."""
    if word in {"x", "\u00d7"} and following.isdecimal():
        return max(1, int(following[:2])), 1
    match = _COUNT.fullmatch(word)
    if not match:
        return None
    digits = match[1] or match[2] or match[3]
    count = int(digits) if digits else _COUNT_WORDS[match[4]]
    return max(1, count), int(following in {"times", "time", "x", "mal", "veces", "fois", "volte", "vezes", "keer"})


def _interval_s(text: str) -> float:
    seconds = duration_or_none(text)
    if seconds is None or not 0.5 <= seconds <= 3600:
        raise CueError(f'"{text}" is no time from strike to strike.', hint="Write it like [bell x3 every 6s].")
    return seconds
