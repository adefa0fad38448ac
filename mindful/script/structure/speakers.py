"""Who speaks: personal names that stand as labels before the lines of a script. Pure.

A word before a colon may as well be said ("Inhale: four counts"). It is taken for a name when it stands before many lines, is
written with a capital wherever it stands, and is no word of instruction.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_LEAST_LINES = 3
_LABEL = re.compile(
    r"\s*(?:\*\*|__)?\[?(?P<name>[A-Z\u00c0-\u00de][a-z\u00df-\u00ff]+(?: [A-Z\u00c0-\u00de][a-z\u00df-\u00ff]+)?"
    r"|[A-Z\u00c0-\u00de]{2,20}(?: [A-Z\u00c0-\u00de]{2,20})?)\]?(?: ?\([^()\n]{1,30}\))?"
    r"(?:\*\*|__)?:(?:\*\*|__)?[ \t]+(?=[A-Z\u00c0-\u00de\"\u201c(\[*_])"
)
_LEAST_TIMES = 2
_TIMED = re.compile(
    r"\s*(?P<name>[A-Z\u00c0-\u00de][\w.'\u2019-]*(?: [A-Z\u00c0-\u00de\d][\w.'\u2019-]*){0,2})[ \t]+\(?\d{1,2}:\d{2}(?::\d{2})?\)?\s*"
)
_WORD = re.compile(r"(?<!\w)[a-z\u00df-\u00ff]+")
_NO_NAMES = frozenset(
    "inhale exhale breathe breath hold in out pause rest relax release tense repeat notice remember again ask answer question "
    "say think note feel first second third fourth next then now finally step day week left right yes no affirmation mantra "
    "intention phrase focus begin end return reflect observe listen imagine visualize whisper option anchor tip hint example "
    "morning evening night today tomorrow".split()
)


def _names_before_times(lines: Sequence[str]) -> frozenset[str]:
    """Return the names that stand, each with a time, over what somebody says, as transcripts have them."""
    named = Counter(match["name"] for line in lines if ":" in line and (match := _TIMED.fullmatch(line)))
    return frozenset(name for name, count in named.items() if count >= _LEAST_TIMES)


def names_of(lines: Sequence[str]) -> frozenset[str]:
    """Return the names that label lines as somebody's speech."""
    labels = Counter(match["name"] for line in lines if ":" in line and (match := _LABEL.match(line)))
    many = {name for name, count in labels.items() if count >= _LEAST_LINES}
    often = {name for name in many if _NO_NAMES.isdisjoint(name.lower().split())}
    timed = _names_before_times(lines)
    if not often:
        return timed
    small = {word for line in lines for word in _WORD.findall(line)}
    return timed | frozenset(name for name in often if small.isdisjoint(name.lower().split()))


def label_end(line: str, names: frozenset[str]) -> int:
    """Return where the words after a name's label begin, or 0 where there is none."""
    if not names:
        return 0
    if (timed := _TIMED.fullmatch(line)) and timed["name"] in names:
        return len(line)
    match = _LABEL.match(line)
    return match.end() if match and match["name"] in names else 0
