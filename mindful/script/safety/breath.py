"""Breath that is held or hurried: dizziness, panic and worse come from these, so both have limits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mindful.script.safety.hearing import heard, quoted, safety
from mindful.script.take import Phase
from mindful.script.words import NUMBER_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mindful.errors import Place
    from mindful.script.model import Finding, Script
    from mindful.script.take import Take

OPTIONAL_ABOVE_S, NEVER_ABOVE_S, FASTEST_CYCLE_S = 4.0, 10.0, 2.0
"""Longest hold without an opt-out, longest hold at all, shortest breath; from the product's safety page."""
_NUMBER = rf"\d{{1,3}}|{'|'.join(word for word in NUMBER_WORDS if len(word) > 1 and word.isalpha() and word.isascii())}"
_HOLD = re.compile(
    rf"\b(?:hold(?:ing)?|retain)\b(?: (?:your|the|that|this) (?:breath|air)| it| here| there| in| at the top)*,? (?:for |to )?"
    rf"(?:a |the )?(?:slow |gentle |mental |silent )?(?:count of |counts of )?(?P<number>{_NUMBER})\b(?! (?:hand|foot|leg|arm|of|more|another))",
    re.IGNORECASE,
)
_BREATH = re.compile(r"\b(?:breath\w*|inhal\w+|exhal\w+|lungs?)\b", re.IGNORECASE)
_MUSCLE = re.compile(
    r"\b(?:tens\w+|tight\w*|squeez\w+|clench\w*|fists?|stretch\w*|pose|muscles?|shrug\w*|press\w*)\b", re.IGNORECASE
)
_OPT_OUT = re.compile(
    r"\b(?:skip|leave out|without|instead of|no need (?:for|to)|shorter|shorten|don'?t|do not|need not)\b.{0,30}\bhold"
    r"|\bhold\w*\b.{0,60}\b(?:only if|if (?:you|it|that)|optional|as long as is|comfortabl\w+|shorter|or not)"
    r"|\b(?:return|go back|come back|switch) to (?:your )?(?:natural|normal|ordinary|usual|own) (?:breath|breathing|rhythm)"
    r"|\bbreathe (?:normally|naturally|as usual|in your own)|\bif .{0,30}\b(?:dizzy|lightheaded|light-headed|uncomfortable|strain)",
    re.IGNORECASE,
)
_FAST = re.compile(
    r"\bbreath of fire\b|\bbellows breath\w*|\bkapal\w?bh?ati\b|\bbhastrika\b|\bhyperventilat\w+|\bholotropic\b|\bwim hof\b"
    r"|\bbreathe (?:in and out |through \w+ \w+ )?(?:very |more |as )?(?:rapidly|quickly|fast(?:er)?)\b"
    r"|\b(?:rapid|fast|quick),? (?:\w+,? )?(?:breaths|inhales?|exhales?)\b|\bpant (?:like|for|through)\b",
    re.IGNORECASE,
)
_NOT_ASKED = re.compile(
    r"\b(?:not|never|don'?t|avoid|without|rather than|instead of|if|whether|may|might|can|notice)\b", re.IGNORECASE
)


def _paced_holds(script: Script, take: Take) -> Iterator[Finding]:
    """Look at the holds of `[breathe]` cues, once for each cue."""
    places: set[Place] = set()
    for cue in take.cues:
        if isinstance(cue, Phase) and cue.name in {"hold", "rest"} and cue.place not in places:
            found = list(_hold(cue.seconds, f"A hold of {cue.seconds:g} s", cue.place, script, take))
            places |= {cue.place} if found else set()
            yield from found


def _spoken_holds(script: Script, take: Take) -> Iterator[Finding]:
    """Look at holds that a sentence asks for, such as "hold for seven"; muscles may be held."""
    sentences = heard(script, take)
    for at, sentence in enumerate(sentences):
        hold = _HOLD.search(sentence.text)
        near = " ".join(other.text for other in sentences[max(0, at - 1) : at + 1])
        if hold and _BREATH.search(near) and not _MUSCLE.search(near):
            number = hold["number"].lower()
            seconds = float(number) if number.isdecimal() else NUMBER_WORDS[number]
            yield from _hold(seconds, quoted(sentence.text), sentence.place, script, take)


def _hold(seconds: float, what: str, place: Place, script: Script, take: Take) -> Iterator[Finding]:
    if seconds > NEVER_ABOVE_S:
        message = f"{what} holds the breath for more than {NEVER_ABOVE_S:g} s."
        yield safety("S104", message, "Shorten it, or leave the hold out.", place)
    elif seconds > OPTIONAL_ABOVE_S and not any(_OPT_OUT.search(other.text) for other in heard(script, take)):
        message = f"{what} holds the breath for more than {OPTIONAL_ABOVE_S:g} s and offers no way round it."
        yield safety("S103", message, "Say that the hold may be shorter or left out.", place)


def _paced_hurry(_script: Script, take: Take) -> Iterator[Finding]:
    """Look for breaths of `[breathe]` cues that are shorter than two seconds, once for each cue."""
    breaths: dict[Place, float] = {}
    begun: set[Place] = set()
    for phase in take.cues:
        if not isinstance(phase, Phase):
            continue
        if phase.name == "in" and phase.place in breaths:
            begun.add(phase.place)
        # The first breath of a cue tells of all its breaths.
        if phase.place not in begun:
            breaths[phase.place] = breaths.get(phase.place, 0.0) + phase.seconds
    for place, cycle_s in breaths.items():
        if cycle_s < FASTEST_CYCLE_S:
            message = f"A breath of {cycle_s:g} s is fast enough to make people dizzy."
            yield safety("S105", message, "Take at least two seconds for a breath, better eight.", place)


def _spoken_hurry(script: Script, take: Take) -> Iterator[Finding]:
    for sentence in heard(script, take):
        fast = _FAST.search(sentence.text)
        if fast and not _NOT_ASKED.search(sentence.text[: fast.start()]):
            message = f"{quoted(fast[0])} asks for fast breathing, which can make people dizzy or faint."
            yield safety("S105", message, "Leave it to teachers who are in the room.", sentence.place)


BREATH_RULES = (_paced_holds, _spoken_holds, _paced_hurry, _spoken_hurry)
