"""Which words direct a performer: where music fades, how a voice is to sound, what the speaker does. Pure."""

from __future__ import annotations

import re
from functools import lru_cache

from mindful.script.structure.label_words import SPEAKERS
from mindful.script.structure.masks import without_marks
from mindful.script.structure.stage_words import PERFORMING, PLAIN_STAGE_LINES, STAGE_LINES, STAGE_WORDS

_STAGE = re.compile(STAGE_WORDS, re.IGNORECASE)
_STAGE_LINE = re.compile(STAGE_LINES, re.IGNORECASE)
_PERFORMING = re.compile(PERFORMING, re.IGNORECASE)
_SPEAKER_ACTS = re.compile(
    rf"(?:the |our )?(?:{SPEAKERS}|she|he|they) (?:\w+ly )?(?:speaks?|reads|says|pauses|whispers|breathes|waits|continues|smiles|"
    r"rings|strikes|begins|ends|closes|opens|lowers|slows)\b",
    re.IGNORECASE,
)
_BACKGROUND = re.compile(r"\bin the background$|^(?:the )?sounds? of\b", re.IGNORECASE)
_TO_YOU = re.compile(r"\byour?\b|^(?:let|allow|notice|hear|listen|imagine)\b", re.IGNORECASE)
_PLAIN_STAGE = re.compile(PLAIN_STAGE_LINES, re.IGNORECASE)
_PLACE = re.compile(r"(?:INT|EXT)\.? \S")
"""How a scene of a screenplay begins."""
_PARTING = re.compile(r"\s[\u2013\u2014-]\s|[:,;]\s")
_IN_PARENTHESES = re.compile(r" ?\([^()]{0,40}\)?$")
_TWO_SENTENCES = re.compile(r"[.:;?!]\s")
_STAGE_WORDS = 9
"""A plain line of more words is speech."""


def directs_in_part(text: str) -> bool:
    """Tell whether one of the parts of a text, as in "OUTRO - Music swells, then fades", directs a performer."""
    parts = _PARTING.split(text)
    return any(directs(part, whole_line=True, emphasised=True, begins_line=False) for part in parts)


@lru_cache(maxsize=256)
def directs(text: str, *, whole_line: bool, emphasised: bool, begins_line: bool) -> bool:
    """Tell whether the words of a group, or of an emphasised line, direct a performer.

    Args:
        text: Without its brackets.
        whole_line: Nothing else stands in the block.
        emphasised: It is in italics or bold.
        begins_line: It stands before the words of its line, as "(softly)" does.
    """
    text = " ".join(text.split()).strip(" .*_")
    if _STAGE_LINE.match(text) or _SPEAKER_ACTS.match(text):
        return True
    if (begins_line or emphasised or whole_line) and _PERFORMING.fullmatch(text):
        return True
    if whole_line and emphasised:
        return _BACKGROUND.search(text) is not None and not _TO_YOU.search(text)
    return whole_line and _STAGE.match(text) is not None


def is_stage_line(line: str) -> bool:
    """Tell whether a line without any marks is nothing but a direction, such as "Soft music plays."."""
    bare = without_marks(line)
    bare = (_IN_PARENTHESES.sub("", bare) if "(" in bare else bare).strip(".: ")
    if _PLACE.match(bare) and bare.isupper():
        return True
    return (
        bare.count(" ") < _STAGE_WORDS
        and not _TO_YOU.search(bare)
        and _TWO_SENTENCES.search(bare) is None
        and _PLAIN_STAGE.match(bare) is not None
    )
