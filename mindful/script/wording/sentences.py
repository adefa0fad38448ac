"""Where a written text falls into sentences that an engine can speak one by one. Pure; offsets only, nothing is changed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mindful.script.wording.abbreviations import BEFORE_A_NUMBER, DAYS, MAY_END, MONTHS, NEVER_ENDS

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_PIECE = 250
"""Characters of the longest piece: beyond it engines lose their breath or run away."""

_MIN_PIECE = 40
"""A cut leaves at least so many characters on either side where it can choose."""

_STOPS = ".?!。！？"
_CLOSERS = "\"'”’»)\\]}*_"
# What stands before a stop is asked after it, so that the search runs from stop to stop. Asking for another stop keeps a long
# run of dots from being tried at every one of them.
_STOP = re.compile(
    rf"[{_STOPS}](?:(?<=[.?!])(?:(?<![{_STOPS}].)[.?!]*+[{_CLOSERS}]*+(?=\s|$)|(?<=[a-z]{{2}}.)(?=[A-Z][a-z]))"
    rf"|(?<=[。！？])(?<![{_STOPS}].)[。！？]*+[{_CLOSERS}」』]*+)"
)
_ANY_STOP = re.compile(f"[{_STOPS}]")
_NEXT = re.compile(r"\s*+([\"'“‘„«(\[{¿¡*_–—-]*+\s?)(\w{0,12})")
_LONGEST_WORD = 24
"""Characters of which the last word before a stop is judged."""
_LAST_WORD = re.compile(rf"[\w.’'/-]{{1,{_LONGEST_WORD}}}\Z")
_ABBREVIATED = NEVER_ENDS | BEFORE_A_NUMBER | MAY_END

_CONJUNCTIONS = "and|but|or|so|as|then|while|when|where|because|until|if|which|who|with|without|letting|noticing"
_CUTS = (
    re.compile(r";[\"'”’)\]]*(?=\s)"),
    re.compile(r"(?:—|\s[-–]{1,2})(?=\s)|—"),
    re.compile(r":[\"'”’)\]]*(?=\s)"),
    re.compile(rf",[\"'”’)\]]*(?=\s+(?:{_CONJUNCTIONS})\b)"),
    re.compile(r"[,、，][\"'”’)\]]*(?=\s)|[、，]"),
    re.compile(r"(?=\s)"),
)
"""Where a long sentence is cut, best first; the cut falls after the match."""


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Find the sentences of a text.

    Known abbreviations, initials, decimals and list numbers do not end a sentence, and a question in quotation marks
    goes on when a small letter follows. A sentence above 250 characters is cut at its best clause boundary. Takes time
    in proportion to the text.

    Returns:
        (start, end) offsets of each sentence, in order, without surrounding white space; pieces that hold no letter
        and no digit are left out.
    """
    return list(sentences_in(text))


def sentences_in(text: str) -> Iterator[tuple[int, int]]:
    """Yield what `split_sentences` returns, one by one."""
    for start, end in written_sentences(text):
        if end - start > MAX_PIECE:
            yield from _pieces(text, start, end)
        elif text[start : start + 1].isalnum() or _has_words(text, start, end):
            yield start, end


def written_sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) offsets of the sentences of a text as written, however long; the last may be empty."""
    end = len(text.rstrip())
    start = _skip_space(text, 0, end)
    if _ANY_STOP.search(text, start, end - 1):
        for stop in _STOP.finditer(text):
            at, after = stop.span()
            first = at - _LONGEST_WORD if at - start > _LONGEST_WORD else start
            word = text[text.rfind(" ", first, at) + 1 or first : at]
            # Most sentences end with one mark after an ordinary word.
            is_plain = after - at == 1 < len(word) and word.isalpha() and word.lower() not in _ABBREVIATED
            if is_plain or _ends_sentence(text, start, stop):
                yield start, after
                start = after + 1 if text[after : after + 1] == " " else after
                if text[start : start + 1].isspace():
                    start = _skip_space(text, start, end)
    yield min(end, start), end


def _ends_sentence(text: str, start: int, stop: re.Match[str]) -> bool:
    opening, following = _NEXT.match(text, stop.end()).groups()  # type: ignore[union-attr]  # it also matches nothing
    if stop[0] != ".":
        # "Where?" she asks. A stop without a quotation mark ends even before a careless small letter.
        return stop[0][-1] in _STOPS or not following[:1].islower()
    word = _LAST_WORD.search(text, max(start, stop.start() - _LONGEST_WORD), stop.start())
    if not word:
        return True
    return _word_ends(word[0].lstrip("'’-"), following, opening, is_first=word.start() == start)


def _word_ends(word: str, following: str, opening: str, *, is_first: bool) -> bool:
    if not following:
        return True
    low = word.lower()
    if low in NEVER_ENDS:
        return False
    if low in BEFORE_A_NUMBER:
        return not following[:1].isdecimal()
    if is_first and len(word) < 4 and word.isdecimal():
        return False  # the number of a list: "1. Sit down."
    if len(word) == 1 and word.isupper() and word != "I":
        return not following[:1].isupper() or bool(opening)  # an initial: "J. Krishnamurti"
    if low in MAY_END or "." in word:
        return following[:1].isupper() and following not in MONTHS and following not in DAYS
    return True


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    start, end = _trim(text, start, end)
    while end - start > MAX_PIECE:
        cut = _best_cut(text, start, end)
        piece = _trim(text, start, cut)
        if _has_words(text, *piece):
            yield piece
        start, end = _trim(text, cut, end)
    if _has_words(text, start, end):
        yield start, end


def _has_words(text: str, start: int, end: int) -> bool:
    return any(map(str.isalnum, text[start:end]))


def _best_cut(text: str, start: int, end: int) -> int:
    latest = min(start + MAX_PIECE, max(end - _MIN_PIECE, start + 1))
    for pattern in _CUTS:
        cuts = [match.end() for match in pattern.finditer(text, start + _MIN_PIECE, latest + 1)]
        cuts = [cut for cut in cuts if cut <= latest]
        if cuts:
            return cuts[-1]
    spaces = [at for at in range(start + 1, min(start + MAX_PIECE, end) + 1) if text[at : at + 1].isspace()]
    return spaces[-1] if spaces else start + MAX_PIECE


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    start = _skip_space(text, start, end)
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _skip_space(text: str, start: int, end: int) -> int:
    while start < end and text[start].isspace():
        start += 1
    return start
