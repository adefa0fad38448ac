"""The words of a line that may be more than speech: a note, an end, a chat tool's talk, a bare pause. Pure.

Most lines begin otherwise, and need not be asked all that. The words are those that the patterns of `notes.py`, `chat.py` and
`pause_text.py` begin with; a test holds the table together with them.
"""

from __future__ import annotations

from mindful.script.cues.words import APPROXIMATELY, NUMBER_WORDS, PAUSE_NOUNS, PAUSE_WORDS_S, TENS

_FIRST = frozenset(
    "the this end ende fin script recording meditation transcript transcription copyright written created generated narrated "
    "recorded produced transcribed translated adapted soll sag te quieres ask enjoy happy "
    "music page seite pg pagina p".split()
) | frozenset(
    word.partition(" ")[0].partition("-")[0].rstrip("\\.?")
    for word in (*PAUSE_NOUNS, *PAUSE_WORDS_S, *APPROXIMATELY.split("|"), *NUMBER_WORDS, *TENS)
)
"""Words that tell enough by themselves."""
_SECOND = {
    "read": "this the", "all": "rights", "would": "you", "please": "let feel", "let": "me", "do": "you", "want": "me",
    "shall": "i", "should": "i", "can": "i", "feel": "free", "you": "can", "hope": "this it that you", "if": "you there",
    "i": "can hope", "just": "say tell ask", "say": "the", "tell": "me", "need": "anything", "good": "luck",
}  # fmt: skip
"""Words that tell only with one of some others after them."""
_TELLING = {first: frozenset(second.split()) for first, second in _SECOND.items()}
_NONE = frozenset[str]()
_ANYWHERE = "script", "version", "www."
"""Words that tell wherever they stand."""


def may_be_more(first: str, second: str, line: str) -> bool:
    """Tell whether a line that begins with two words, in small letters, may be more than speech."""
    script, version, address = _ANYWHERE
    return (
        first in _FIRST or second in _TELLING.get(first, _NONE) or script in line or version in line or address in line
    )
