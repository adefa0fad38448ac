"""The words inside one group -> the silence they ask for, or nothing.

Two ways lead to a pause: the canonical forms (``pause 8s``, ``pause 15s..90s``, ``pause rest``), and the wordings of real
scripts (`pause_wordings.py`).
"""

from __future__ import annotations

import re

from mindful.script.cues.amounts import FIGURE, Amount, match_amount
from mindful.script.cues.cue_error import CueError
from mindful.script.cues.pause_text import NOUN, clean
from mindful.script.cues.pause_wordings import read_wording
from mindful.script.cues.silence import plain_pause, said_pause, unitless_s
from mindful.script.cues.words import PAUSE_NOUNS, PAUSE_WORDS_S
from mindful.script.model import Pause, Rest

_MOST_WORDS = 24
_HINT = re.compile(rf"{'|'.join(PAUSE_NOUNS)}|wait|warte|espera|beat|let|allow|breath|minute|second|\d")
"""What every wording of a pause has; most groups have none of it."""
_CANONICAL = re.compile(rf"{NOUN}[ -]+")
_UNIT_AT_END = re.compile(r"[a-z]+$")
_FIGURE = re.compile(FIGURE)
_NO_LENGTH = re.compile(rf"(?:{NOUN})[ :-]+(?P<rest>\S*\d\S*(?: \S+)?)")


def read_pause(text: str, opener: str) -> Pause | Rest | None:
    """Read the inside of a group, in small letters, as silence.

    Returns:
        The pause, or None when the words are no pause or hold more than one.

    Raises:
        CueError: It is a pause in square brackets with a length that cannot be read.
    """
    if text == "p" and opener in "([":
        return said_pause(PAUSE_WORDS_S[""])
    if not _HINT.search(text) or text.count(" ") > _MOST_WORDS:
        return None
    text = clean(text)
    if (canonical := _canonical(text, opener)) is not None:
        return canonical
    if text in {"beat", "a beat"}:
        return said_pause(PAUSE_WORDS_S["beat"])
    if opener in "[/" and (amount := match_amount(text)) and amount.end == len(text) and _is_time(text, amount, opener):
        return plain_pause(amount.seconds)
    if (pause := read_wording(text, opener)) is not None:
        return pause
    _refuse(text, opener)
    return None


def _is_time(text: str, amount: Amount, opener: str) -> bool:
    return amount.has_unit and ":" not in text and (opener == "[" or text[0].isdigit())


def _canonical(text: str, opener: str) -> Pause | Rest | None:
    head = _CANONICAL.match(text)
    if not head:
        return None
    rest = text[head.end() :]
    if rest in {"rest", "the rest"}:
        return Rest()
    if rest.startswith(("exactly ", "exact ")):
        exact_s = _exact_s(rest.partition(" ")[2], opener)
        return Pause(natural_s=exact_s, min_s=exact_s, max_s=exact_s)
    if ".." in rest and opener == "[":
        low, high = _limits(rest)
        return Pause(natural_s=low, min_s=low, max_s=high)
    return None


def _exact_s(text: str, opener: str) -> float:
    amount = match_amount(text)
    if amount is None or amount.end != len(text):
        hint = "Write it like [pause exactly 8s] or [pause exactly 1m30s]."
        raise CueError(f'"{text}" is no duration.', hint=hint)
    return amount.seconds if amount.has_unit else unitless_s(amount.seconds, text, opener)


def _limits(text: str) -> tuple[float, float]:
    low_text, _, high_text = (part.strip() for part in text.partition(".."))
    unit = _UNIT_AT_END.search(high_text)
    if _FIGURE.fullmatch(low_text) and unit:
        low_text += unit[0]
    low, high = match_amount(low_text), match_amount(high_text)
    if low is None or high is None or low.end != len(low_text) or high.end != len(high_text):
        raise CueError(f'"{text}" is no range of durations.', hint="Write it like [pause 15s..90s].")
    if low.seconds > high.seconds:
        hint = "Write the shorter time first: [pause 15s..90s]."
        raise CueError(f'The range "{text}" ends before it begins.', hint=hint)
    return low.seconds, high.seconds


def _refuse(text: str, opener: str) -> None:
    """Raise where a pause in square brackets has something like a number that is none."""
    match = _NO_LENGTH.fullmatch(text)
    if match and opener == "[":
        raise CueError(f'"{match["rest"]}" is no duration.', hint="Write it like [pause 8s] or [pause 1m30s].")
