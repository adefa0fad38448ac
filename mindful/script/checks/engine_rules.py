"""What an engine would stumble over in a script's words: sentences too long for one breath, words it would misread. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mindful.script.model import Finding, Say
from mindful.script.wording.abbreviations import INITIALISMS, SPELLED
from mindful.script.wording.sentences import MAX_PIECE, written_sentences
from mindful.script.wording.speakable import speakable
from mindful.script.wording.spoken import ELLIPSIS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mindful.errors import Place
    from mindful.script.model import Script

_CAPITALS = re.compile(r"(?<![\w-])[A-Z]{2,5}(?![\w-])")
_DASHED = re.compile(r"(?<![\w-])\d+(?:-\d+)+(?![\w-])")
_DASHED_AND_CLEAR = re.compile(r"\d{1,2}(?:-\d{1,2})+|\d{4}-\d{2}-\d{2}|\d{4}-\d{2,4}|(?:1-)?(?:\d{3}-)?\d{3}-\d{4}")
"""Counts, ranges, dates, years and telephone numbers, which `speakable` reads as people do."""
_VOWEL = re.compile("[AEIOUY]")
_STRESSED = frozenset(
    "A ALL AM AN AND ANY ARE AS AT BE BOTH BUT BY CAN DO DONT EACH EVEN EVERY FEEL FEET FOR FROM GET GO GOOD HAND HANDS HAS "
    "HAVE HERE HOLD HOW I IF IN INTO IS IT ITS JUST KEEP KIND LESS LET LIKE LOOK LOT LOVE MAKE MAY ME MORE MOST MUCH MUST MY "
    "NEED NEVER NEW NO NOT NOTE NOW OF OFF OLD ON ONE ONLY OPEN OR OUR OUT OVER OWN PART PAUSE REST SAFE SAME SAY SEE SELF "
    "SIT SLOW SO SOFT SOME STAY STILL SUCH TAKE TEN THAN THAT THE THEM THEN THERE THESE THEY THIS THOSE TIME TO TOO TWO UP "
    "US VERY WAS WE WELL WERE WHAT WHEN WHO WHY WILL WITH YES YET YOU YOUR".split()
)
"""Words that are written in capitals for stress; spoken like any other word."""


def long_sentences(script: Script) -> Iterator[Finding]:
    """Warn of sentences with more characters than an engine speaks in one breath."""
    for say in _speech(script):
        if len(say.text) <= MAX_PIECE:
            continue
        for start, end in _sentences(say.text):
            if end - start > MAX_PIECE:
                message = f"This sentence has {end - start} characters; it is cut where a clause ends."
                yield _warning("W206", message, "Make two sentences of it.", say.place_at(start))


def misread_words(script: Script) -> Iterator[Finding]:
    """Warn once of each word that is probably misread and that the lexicon lacks; English only."""
    if script.front.language.split("-")[0].lower() != "en":
        return
    known = {word.casefold() for word in script.front.lexicon}
    in_small_letters: set[str] | None = None
    for say in _speech(script):
        for word in _doubtful(say.text):
            if word[0].casefold() in known:
                continue
            if in_small_letters is None:
                in_small_letters = {small for other in _speech(script) for small in re.findall(r"[a-z]+", other.text)}
            known.add(word[0].casefold())
            if word[0].lower() not in in_small_letters:
                message = f'"{word[0]}" may be misread: it is spoken as "{speakable(word[0])}".'
                hint = f'Say how in the front matter, such as lexicon: {{{word[0]}: "{" ".join(word[0])}"}}.'
                yield _warning("W207", message, hint, say.place_at(word.start()))


def _doubtful(text: str) -> Iterator[re.Match[str]]:
    if not text.isupper():
        for word in _CAPITALS.finditer(text):
            if word[0] not in _STRESSED | INITIALISMS | SPELLED.keys() and _VOWEL.search(word[0]):
                yield word
    if "-" in text:
        yield from (word for word in _DASHED.finditer(text) if not _DASHED_AND_CLEAR.fullmatch(word[0]))


def _speech(script: Script) -> Iterator[Say]:
    return (node for node in script.body if isinstance(node, Say))


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for ellipsis in (*ELLIPSIS.finditer(text), None):
        end = len(text) if ellipsis is None else ellipsis.start()
        yield from ((at + start, at + stop) for start, stop in written_sentences(text[at:end]))
        at = end if ellipsis is None else ellipsis.end()


def _warning(code: str, message: str, hint: str, place: Place) -> Finding:
    return Finding(code=code, severity="warning", message=message, hint=hint, place=place)
