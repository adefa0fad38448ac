"""The words inside one group -> paced breathing: a pattern, how many breaths, and how its phases are told."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mindful.script.cues.amounts import match_amount
from mindful.script.cues.cue_error import CueError
from mindful.script.cues.words import BREATHING_WORDS, NUMBER_WORDS
from mindful.script.model import Breathe

if TYPE_CHECKING:
    from mindful.script.model import BreathCues

LONGEST_PHASE_S, MOST_BREATHS = 60.0, 2_000
"""Beyond these a figure is a slip of the finger."""
HINT = "Write it like [breathe 4-7-8 x4] or [breathe box for 2m cues tone]."

_NAMED_S = {
    "box": (4.0, 4.0, 4.0, 4.0), "square": (4.0, 4.0, 4.0, 4.0), "coherent": (5.0, 0.0, 5.0, 0.0),
    "resonant": (5.0, 0.0, 5.0, 0.0), "resonance": (5.0, 0.0, 5.0, 0.0), "even": (4.0, 0.0, 4.0, 0.0),
    "equal": (4.0, 0.0, 4.0, 0.0), "triangle": (4.0, 4.0, 4.0, 0.0),
}  # fmt: skip
"""Patterns with a name: in, hold, out, hold. Box is four equal phases; coherent, six breaths a minute."""
_FIGURE = r"\d{1,3}(?:\.\d{1,2})?"
_PATTERN = re.compile(rf"{_FIGURE}(?: ?(?:[-\u2013\u2014:/]|to) ?{_FIGURE})+(?![\w.]*\d)")
_SPLIT = re.compile(r"[^\d.]+")
_NAME = re.compile(rf"(?:{'|'.join(_NAMED_S)})\b")
_IN_WORDS = re.compile(
    rf"(?:breathe |inhale )?in(?:hale)? (?:for )?(?P<in>{_FIGURE})(?:s| counts?| seconds?)?[ ,]+(?:and )?"
    rf"(?:hold (?:for )?(?P<hold>{_FIGURE})(?:s| counts?| seconds?)?[ ,]+(?:and )?)?"
    rf"(?:breathe )?(?:out|exhale) (?:for )?(?P<out>{_FIGURE})(?:s| counts?| seconds?)?"
    rf"(?:[ ,]+(?:and )?hold (?:for )?(?P<rest>{_FIGURE})(?:s| counts?| seconds?)?)?"
)
_CANONICAL = re.compile(
    rf"breath(?:e|ing):? (?:\d[\d.]* ?[-\u2013:/]|(?:{'|'.join(_NAMED_S)})(?: (?:\S+ ){{0,3}}\S+)?$)"
)
_WORD = re.compile(rf"(?:{'|'.join(BREATHING_WORDS)})\b:?")
_NUMBER = rf"(?:\d{{1,5}}|{'|'.join(sorted(filter(str.isalpha, NUMBER_WORDS), key=len, reverse=True))})"
_COUNT = re.compile(
    rf"(?:[x\u00d7] ?(?P<x>\d{{1,5}})|(?P<x2>\d{{1,5}}) ?[x\u00d7]"
    rf"|(?:for )?(?P<n>{_NUMBER}) (?:full |complete |slow |more )*(?:cycles?|rounds?|times|breaths?|repetitions?|reps|sets?"
    r"|mal|runden|atemz\u00fcge|veces|ciclos|rondas))(?![^\W_])"
)
_FOR = re.compile(r"(?:for|during|lasting|f\u00fcr|por|durante) ")
_CUES = re.compile(
    r"(?:with )?(?:cues?:? |cued by )?(?P<how>spoken|voice|tones?|silent(?:ly)?|silence|no cues?)(?: cues?)?(?![^\W_])"
)
_HOW: dict[str, BreathCues] = {
    "spoken": "spoken", "voice": "spoken", "tone": "tone", "tones": "tone", "silent": "silent", "silently": "silent",
    "silence": "silent", "no cue": "silent", "no cues": "silent",
}  # fmt: skip
_FILLER = re.compile(
    r"[ ,;()-]+|(?:pattern|technique|exercise|practice|rhythm|together|seconds?|counts?|at|of|the|and|a|in|with)(?![^\W_])"
)


def read_breathing(text: str, opener: str) -> Breathe | None:
    """Read the inside of a group, in small letters, as paced breathing.

    Returns:
        The breathing; None when the words name no pattern, or hold more than one. Parentheses must also tell for how
        long, for "(box breathing)" is speech as well.

    Raises:
        CueError: It is `breathe` in square brackets with a pattern, a number or a time that cannot be read.
    """
    if not _WORD.search(text) or not (any(map(str.isdigit, text)) or _NAME.search(text)):
        return None
    canonical = opener == "[" and _CANONICAL.match(text) is not None
    try:
        found = _scan(text)
    except CueError:
        if canonical:
            raise
        return None
    if found is None or (opener == "(" and not found[1]):
        if canonical:
            raise CueError(f'"{text}" is no pattern of breath.', hint=HINT)
        return None
    return found[0]


def _scan(text: str) -> tuple[Breathe, bool] | None:
    """Take a text piece by piece; return the breathing and whether its length is stated, or None where a piece is none."""
    phases: tuple[float, float, float, float] | None = None
    count: int | None = None
    for_s: float | None = None
    cues: BreathCues = "spoken"
    named, at = False, 0
    while at < len(text):
        if phases is None and (words := _IN_WORDS.match(text, at)):
            into, hold, out, rest = (float(words[name] or 0) for name in ("in", "hold", "out", "rest"))
            phases, named, at = _checked((into, hold, out, rest), words[0]), True, words.end()
        elif phases is None and (found := _phases(text, at)):
            phases, at = found
        elif timed := _time(text, at):
            for_s, at = timed
        elif counted := _COUNT.match(text, at):
            count, at = _number(counted["x"] or counted["x2"] or counted["n"]), counted.end()
        elif told := _CUES.match(text, at):
            cues, at = _HOW[told["how"]], told.end()
        elif word := _WORD.match(text, at) or _FILLER.match(text, at):
            named, at = named or word.re is _WORD, word.end()
        else:
            return None
    if phases is None or not named:
        return None
    return _breathe(phases, count, for_s, cues), count is not None or for_s is not None


def _phases(text: str, at: int) -> tuple[tuple[float, float, float, float], int] | None:
    if name := _NAME.match(text, at):
        return _NAMED_S[name[0]], name.end()
    if pattern := _PATTERN.match(text, at):
        numbers = [float(number) for number in _SPLIT.split(pattern[0])]
        if not 2 <= len(numbers) <= 4:
            raise CueError(f'"{pattern[0]}" is no pattern of breath: it has {len(numbers)} phases.', hint=HINT)
        into, hold, out, rest = (numbers[0], 0.0, numbers[1], 0.0) if len(numbers) == 2 else (*numbers, 0.0)[:4]
        return _checked((into, hold, out, rest), pattern[0]), pattern.end()
    return None


def _checked(phases: tuple[float, float, float, float], text: str) -> tuple[float, float, float, float]:
    if not (phases[0] and phases[2]) or max(phases) > LONGEST_PHASE_S:
        raise CueError(
            f'"{text}" is no pattern of breath: breathing in and out lasts up to {LONGEST_PHASE_S:g} s each.', hint=HINT
        )
    return phases


def _time(text: str, at: int) -> tuple[float, int] | None:
    lead = _FOR.match(text, at)
    if _COUNT.match(text, at):
        return None
    amount = match_amount(text, lead.end() if lead else at)
    return (amount.seconds, amount.end) if amount and amount.has_unit else None


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else int(NUMBER_WORDS[text])


def _breathe(
    phases: tuple[float, float, float, float], count: int | None, for_s: float | None, cues: BreathCues
) -> Breathe:
    cycles = count
    if cycles is None:
        # No breath is cut short: whole ones, as near to the time as they come.
        cycles = 1 if for_s is None else max(1, round(for_s / sum(phases)))
    if not 1 <= cycles <= MOST_BREATHS:
        raise CueError(f"{cycles} breaths cannot be paced.", hint=HINT)
    return Breathe(phases_s=phases, cycles=cycles, for_s=for_s if count is None else None, cues=cues)
