"""Breath that is held or hurried: dizziness, panic and worse come from these, so both have limits."""

from __future__ import annotations

import re
from itertools import takewhile
from math import inf
from typing import TYPE_CHECKING

from mindful.script.checks.safety.hearing import heard, is_english, quoted, safety
from mindful.script.cues.words import NUMBER_WORDS
from mindful.script.takes.take import Phase, Sentence, Silence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mindful.errors import Place
    from mindful.script.model import Finding, Script
    from mindful.script.takes.take import Take

OPTIONAL_ABOVE_S, NEVER_ABOVE_S, FASTEST_CYCLE_S = 4.0, 10.0, 2.0
"""Longest hold without an opt-out, longest hold at all, shortest breath; from the product's safety page."""
_NUMBER = rf"\d{{1,3}}|{'|'.join(word for word in NUMBER_WORDS if len(word) > 1 and word.isalpha() and word.isascii())}"
_ASKED = (
    r"(?:(?<!\bhands )(?<!\barms )(?<!\bthat you )(?<!\bwhat you )(?<!\bthey )(?<!\bthat )\b(?:hold(?:ing)?|retain)\b|\bkeep (?:your |the )?(?:lungs|breath) (?:full|empty|in|out)\b"
    r"|(?:\b(?:breathe|breath) (?:in|out)|\b(?:inhale|exhale)),? (?:and |then )?pause\b)"
    r"(?: (?:your|the|that|this) (?:breath|air)| it| here| there| in| at the top| gently| softly)*"
)
_HOLDING = re.compile(r"hold|retain|keep|pause", re.IGNORECASE)
"""What each of these asks with; few sentences have it, and the rest is slow."""
_HOLD = re.compile(
    rf"{_ASKED},? (?:for |to )?(?:a |the |another )?(?:slow |gentle |mental |silent )?(?:count of |counts of )?"
    rf"(?P<number>half a|{_NUMBER}|a(?= minute))\b(?! (?:(?:full |slow |deep |long )?breaths?|hand|foot|leg|arm|of|more|another)\b)(?P<minutes> minutes?)?",
    re.IGNORECASE,
)
_COUNTED = re.compile(rf"{_ASKED}(?P<count>(?:[,.;:\u2026 ]+(?:{_NUMBER})\b){{3,}})", re.IGNORECASE)
_NUMBERS_ALONE = re.compile(rf"\W*(?:(?:{_NUMBER})\b\W*)+", re.IGNORECASE)
_ONE_NUMBER = re.compile(rf"\b(?:{_NUMBER})\b", re.IGNORECASE)
_TO_THE_LIMIT = re.compile(
    rf"{_ASKED} (?:for )?(?:as long as (?:you|possible)(?: possibly)?(?: can)?\b(?! (?:like|want|wish|comfort\w*|feel))|until you (?:can't|cannot|can no|have to|need to))",
    re.IGNORECASE,
)
_AND_SILENCE = re.compile(rf"{_ASKED}\W*$", re.IGNORECASE)
_BREATH = re.compile(r"\b(?:breath\w*|inhal\w+|exhal\w+|lungs?)\b", re.IGNORECASE)
_MUSCLE = re.compile(
    r"\b(?:tens\w+|tight\w*|squeez\w+|clench\w*|fists?|stretch\w*|pose|posture|position|muscles?|shrug\w*|press\w*|arms?|legs?)\b",
    re.IGNORECASE,
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
    r"|\bbreathe \w+er and \w+er\b|\b(?:rapid|fast|quick),? (?:\w+,? )?(?:breaths|inhales?|exhales?)\b|\bpant (?:like|for|through)\b",
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
        if not _HOLDING.search(sentence.text):
            continue
        counts = takewhile(_NUMBERS_ALONE.fullmatch, (other.text for other in sentences[at + 1 :]))
        seconds = _asked_s(" ".join([sentence.text, *counts]))
        near = " ".join(other.text for other in sentences[max(0, at - 1) : at + 1])
        if seconds and _BREATH.search(near) and not _MUSCLE.search(near):
            yield from _hold(seconds, quoted(sentence.text), sentence.place, script, take)


def _asked_s(text: str) -> float | None:
    """Return for how long a text asks to hold: infinite to the limit, None where it tells no time."""
    if _TO_THE_LIMIT.search(text):
        return inf
    if counted := _COUNTED.search(text):
        return max(_number(number) for number in _ONE_NUMBER.findall(counted["count"]))
    hold = _HOLD.search(text)
    return _number(hold["number"]) * (60.0 if hold["minutes"] else 1.0) if hold else None


def _number(word: str) -> float:
    return float(word) if word.isdecimal() else NUMBER_WORDS[word.lower()]


def _silent_holds(script: Script, take: Take) -> Iterator[Finding]:
    """Look at "Hold. [pause 7s]", where a pause says for how long, once for each place."""
    if not is_english(script):
        return
    said: list[Sentence] = []
    places: set[Place] = set()
    for cue in take.cues:
        if isinstance(cue, Sentence):
            said = [*said[-2:], cue]
        elif isinstance(cue, Silence) and cue.kind == "pause" and said and said[-1].place not in places:
            near = " ".join(sentence.text for sentence in said)
            if _AND_SILENCE.search(said[-1].text) and _BREATH.search(near) and not _MUSCLE.search(near):
                places.add(said[-1].place)
                what = f"{quoted(said[-1].text)} with {cue.natural_s:g} s of silence"
                yield from _hold(cue.natural_s, what, said[-1].place, script, take)


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


BREATH_RULES = (_paced_holds, _spoken_holds, _silent_holds, _paced_hurry, _spoken_hurry)
