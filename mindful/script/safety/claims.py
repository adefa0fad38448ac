"""Promises and treatment: what no script may say, in its words or about itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mindful.script.safety.hearing import heard, is_english, quoted, safety, stated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mindful.errors import Place
    from mindful.script.model import Finding, Script
    from mindful.script.take import Take

CLAIM = re.compile(
    r"\b(?:cur(?:e|es|ed|ing)(?! (?:meat|ham|cheese))|heal(?:s|ed|ing)?|(?:clinically |scientifically )?proven|guarantee[sd]?"
    r"|will (?:make you (?:feel )?|leave you (?:feeling )?)(?:calm(?:er)?|happy|happier|better|sleep|relaxed|well)"
    r"|(?:eliminates?|removes?|erases?|gets? rid of|rids? you of|ends?) (?:all )?(?:your )?(?:stress|anxiety|depression|pain|trauma|insomnia)"
    r"|(?:enhances?|boosts?) (?:a |your |the )?(?:treatment|therapy|medication))\b",
    re.IGNORECASE,
)
"""A promise of an effect."""
TREATMENT = re.compile(
    r"\b(?:dos(?:e|es|age|ages|ing)(?! of (?:kind|calm|fresh|sun|humou?r|patience|reality|gratitude|joy|love|nature|self))"
    r"|(?:es)?ketamine|psilocybin|mdma|ayahuasca|infusions?|anti-?depressants?"
    r"|(?:stop|quit|skip|reduce|lower|come off|halve) (?:taking )?(?:your |the )?(?:medications?|medicines?|meds|pills|tablets)"
    r"|instead of (?:your )?(?:therapy|medications?|treatment|seeing a (?:doctor|therapist))"
    r"|replaces? (?:your |the )?(?:therapy|medications?|treatment|doctor|therapist))\b",
    re.IGNORECASE,
)
"""Words of treatment, which belong to clinicians."""
_DENIED = re.compile(
    r"\b(?:not|never|no|nor|nothing|without|neither|cannot|can't|don't|doesn't|isn't|won't)\b[^.;!?]{0,50}$",
    re.IGNORECASE,
)


def _claims(script: Script, take: Take) -> Iterator[Finding]:
    for text, place in _texts(script, take):
        if claim := _found(CLAIM, text):
            yield safety(
                "S106", f"{quoted(claim)} promises an effect.", "Say what is done, not what it will do.", place
            )


def _treatment(script: Script, take: Take) -> Iterator[Finding]:
    for text, place in _texts(script, take):
        if word := _found(TREATMENT, text):
            hint = "Leave treatment to the person's clinicians, and take the words out."
            yield safety("S107", f"{quoted(word)} speaks of treatment.", hint, place)


def _texts(script: Script, take: Take) -> Iterator[tuple[str, Place]]:
    if is_english(script):
        yield from stated(script)
    yield from ((sentence.text, sentence.place) for sentence in heard(script, take))


def _found(pattern: re.Pattern[str], text: str) -> str | None:
    """Return the first match that no word such as "not" takes back."""
    return next((match[0] for match in pattern.finditer(text) if not _DENIED.search(text[: match.start()])), None)


CLAIM_RULES = (_claims, _treatment)
