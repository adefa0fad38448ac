"""The words of a script -> sentences as captions show them and as engines speak them, with variables filled in. Pure."""

from __future__ import annotations

import bisect
import difflib
import re
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from mindful.errors import Place
from mindful.script.model import Finding, Say
from mindful.script.takes.take import MOST_CUES
from mindful.script.wording.speakable import sentences_in, speakable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mindful.script.model import FrontMatter

ELLIPSIS = re.compile(r"\s*(?:\.{3,}|\u2026)(?:\s*(?:\.{3,}|\u2026))*\s*")
_VARIABLE = re.compile(r"\{\s*([^\W\d]\w*)\s*(?:\|([^{}]*))?\}")
_START = [(0, 0)]


Piece = tuple[str, str, Place]
"""One sentence as written, its words as given to an engine, and its place; both texts are empty for a soft silence."""


class Wording:
    """Finds the words of everything that is said; remembers them, as repeats say the same again."""

    def __init__(self, front: FrontMatter, values: Mapping[str, str]) -> None:
        self.values = {**front.vars, **values}
        self.findings: list[Finding] = []
        self._language, self._lexicon = front.language, front.lexicon
        self._words: dict[str, str] = {}
        self._known: dict[int, tuple[Say, list[Piece]]] = {}

    def pieces(self, say: Say) -> list[Piece]:
        """Return the sentences of some words, as many as a take may have, and the soft silences where an ellipsis stands."""
        known = self._known.get(id(say))
        if known is None:
            # The node is kept with its pieces, so that no other can come to stand at its address.
            known = self._known[id(say)] = say, self._read(say)
        return known[1]

    def fill(self, text: str, place: Place) -> str:
        """Return a text with its variables filled in."""
        if "{" not in text:
            return text
        return _VARIABLE.sub(lambda variable: self._value(variable, place), text)

    def _read(self, say: Say) -> list[Piece]:
        text, shifts = self._substitute(say) if "{" in say.text else (say.text, _START)
        at_line_start = dict(say.origins) if shifts is _START else {}
        pieces: list[Piece] = []
        for at, stretch in _between_ellipses(text):
            if at:
                pieces.append(("", "", say.place))
            if len(pieces) > MOST_CUES:
                break
            for start, stop in islice(sentences_in(stretch), MOST_CUES + 1):
                sentence = stretch[start:stop]
                if words := self._words.get(sentence) or self._spoken(sentence):
                    place = at_line_start.get(at + start) or _origin(say, shifts, at + start)
                    pieces.append((sentence, words, place))
        return pieces

    def _spoken(self, sentence: str) -> str:
        words = speakable(sentence, language=self._language, lexicon=self._lexicon)
        self._words[sentence] = words
        return words

    def _substitute(self, say: Say) -> tuple[str, list[tuple[int, int]]]:
        """Fill the variables in; return the text and (new offset, old offset) where the two part."""
        pieces, shifts, length, at = [], [(0, 0)], 0, 0
        for variable in _VARIABLE.finditer(say.text):
            value = self._value(variable, _origin(say, _START, variable.start()))
            pieces += [say.text[at : variable.start()], value]
            length += variable.start() - at + len(value)
            at = variable.end()
            shifts.append((length, at))
        pieces.append(say.text[at:])
        return "".join(pieces), shifts

    def _value(self, variable: re.Match[str], place: Place) -> str:
        name, default = variable[1], variable[2]
        if name in self.values:
            return " ".join(self.values[name].split())
        if default is not None:
            return default.strip()
        near = _nearest(name, tuple(self.values))
        hint = (
            f'Did you mean "{{{near[0]}}}"?'
            if near
            else f"Give it a value with --set {name}=... or under vars: in the front matter."
        )
        message = f'The variable "{{{name}}}" has no value.'
        self.findings.append(Finding(code="E103", severity="error", message=message, hint=hint, place=place))
        return name


def _between_ellipses(text: str) -> Iterator[tuple[int, str]]:
    """Yield the stretches of a text before, between and after its ellipses, with the offset of each."""
    at = 0
    for ellipsis in ELLIPSIS.finditer(text) if "..." in text or "\u2026" in text else ():
        yield at, text[at : ellipsis.start()]
        at = ellipsis.end()
    yield at, text[at:]


@lru_cache(maxsize=64)
def _nearest(name: str, names: tuple[str, ...]) -> list[str]:
    return difflib.get_close_matches(name, names, n=1)


def _origin(say: Say, shifts: list[tuple[int, int]], offset: int) -> Place:
    """Return where in the script the character at an offset of the filled-in text stands."""
    new, old = shifts[bisect.bisect_right(shifts, (offset, 1 << 60)) - 1] if len(shifts) > 1 else (0, 0)
    return say.place_at(old + offset - new)
