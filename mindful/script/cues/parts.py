"""The words inside square brackets -> where a part begins, turns or ends: repeats, options, conditions, alternatives.

Which beginning belongs to which end is found in `nesting.py`.
"""

from __future__ import annotations

import re

from mindful.script.cues.amounts import read_amount
from mindful.script.cues.cue_error import CueError
from mindful.script.cues.words import NUMBER_WORDS
from mindful.script.model import Else, End, If, Node, OneOf, OptionalPart, Or, Repeat

MOST_REPEATS = 10_000
"""More is a slip of the finger."""

_MARKERS: dict[str, type[Node]] = {
    "else": Else, "otherwise": Else, "or": Or, "end": End, "one of": OneOf, "one of these": OneOf,
}  # fmt: skip
_END = re.compile(
    r"/?end(?: |-|_)?(?:of )?(?:the )?(?:repeat|repetition|optional|option|if|condition|one of|part|block)|endif"
)
_COUNT = rf"\d{{1,9}}|{'|'.join(sorted(filter(str.isalpha, NUMBER_WORDS), key=len, reverse=True))}"
_REPEAT = re.compile(
    rf"repeat:? (?:this |these |the following |what follows )?[x\u00d7]? ?(?P<low>{_COUNT})"
    rf"(?: ?(?:\.\.\.?|-|\u2013|\u2014| to | or ) ?(?P<high>{_COUNT}))? ?(?:[x\u00d7]|times?)?"
)
_OPTIONAL = re.compile(r"optional:?(?: (?:part|section|passage))?(?:[ #]+(?P<rank>\d{1,4}))?")
_LENGTH = re.compile(
    r"if (?:the )?(?:length|duration)(?: is)? ?"
    r"(?P<operator>>=|=>|<=|=<|[<>=\u2265\u2264]|at least|at most|above|over|more than|longer than|below|under|less than|shorter than)"
    r" ?(?P<value>.+)"
)
_OPERATORS = {
    ">=": ">=", "=>": ">=", "\u2265": ">=", "at least": ">=", "<=": "<=", "=<": "<=", "\u2264": "<=", "at most": "<=",
    ">": ">", "above": ">", "over": ">", "more than": ">", "longer than": ">", "<": "<", "below": "<", "under": "<",
    "less than": "<", "shorter than": "<", "=": "=",
}  # fmt: skip
_VARIABLE = re.compile(r"if\s+\{?(?P<name>[^\W\d]\w*)\}?(?:\s*==?\s*(?P<value>[^=]+))?", re.IGNORECASE)


def read_part(text: str, inner: str) -> Node | None:
    """Read the inside of square brackets as the beginning, the turn or the end of a part.

    Args:
        text: In small letters, with single spaces.
        inner: As written; the names of variables keep their capitals.

    Raises:
        CueError: It is a part with a number, a time or a condition that cannot be read.
    """
    if marker := _MARKERS.get(text):
        return marker()
    match text.partition(" ")[0].rstrip(":"):
        case "repeat":
            return _repeat(text)
        case "optional":
            optional = _OPTIONAL.fullmatch(text)
            return OptionalPart(rank=int(optional["rank"] or 1)) if optional else None
        case "if":
            return _condition(text, inner.strip())
    return End() if _END.fullmatch(text) else None


def _repeat(text: str) -> Repeat | None:
    match = _REPEAT.fullmatch(text)
    hint = "Write it like [repeat 3] or [repeat 2..6]."
    if not match:
        rest = text.partition(" ")[2]
        if rest.count(" ") < 2 and any(map(str.isdigit, rest)):
            raise CueError(f'"{rest}" is no number of repeats.', hint=hint)
        return None
    low = _number(match["low"])
    high = _number(match["high"]) if match["high"] else low
    if not 1 <= low <= high <= MOST_REPEATS:
        numbers = match["low"] + (f" to {match['high']}" if match["high"] else "")
        raise CueError(f"A part cannot be repeated {numbers} times.", hint=hint)
    return Repeat(at_least=low, at_most=high)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else int(NUMBER_WORDS[text])


def _condition(text: str, inner: str) -> If | None:
    hint = "Write it like [if length >= 15m] or [if name = Ana]."
    if length := _LENGTH.fullmatch(text):
        seconds = read_amount(length["value"])
        if seconds is None:
            raise CueError(f'"{length["value"]}" is no length.', hint=hint)
        operator = _OPERATORS[length["operator"]]
        return If(name="length", operator=operator, value=length["value"], length_s=seconds)  # type: ignore[arg-type] # of the table
    match = _VARIABLE.fullmatch(inner)
    if not match:
        return None
    if match["name"].lower() == "length":
        raise CueError(f'"{inner}" is no condition.', hint=hint)
    if match["value"] is None:
        return If(name=match["name"])
    return If(name=match["name"], operator="=", value=match["value"].strip().strip("\"'"))
