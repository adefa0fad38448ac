"""Promises and treatment: what no script may say, in its words or about itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mindful.script.checks.safety.hearing import heard, is_english, quoted, safety, stated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mindful.errors import Place
    from mindful.script.model import Finding, Script
    from mindful.script.takes.take import Take

_ILLS = r"(?:(?:your|all|all your|the) )?(?:stress|anxiety|worr(?:y|ies)|depression|pain|trauma|insomnia|panic|addictions?|sadness|fears?)"
CLAIM = re.compile(
    r"\b(?:cur(?:e|es|ed|ing)(?! (?:meat|ham|cheese))|heal(?:s|ed|ing)?|(?:clinically |scientifically )?proven|guarantee[sd]?"
    r"|will (?:make you (?:feel )?|leave you (?:feeling )?)(?:calm(?:er)?|happy|happier|better|sleep|relaxed|well)"
    rf"|(?:eliminates?|removes?|erases?|gets? rid of|rids? you of|ends?|relieves?|takes? away|good-?bye to|remedy (?:for|against)) {_ILLS}"
    rf"|treats? {_ILLS}(?! (?:with|like|as|gently|kindly))|{_ILLS} will (?:soon |simply |slowly )?(?:disappear|vanish|go away|be gone|melt away|leave you|end|stop)"
    r"|you(?:'ll| will) (?:soon |quickly |easily )?(?:fall asleep|sleep (?:well|better|deeply|soundly|through|like))"
    r"|(?:works|good) for (?:everyone|everybody|anyone|anybody)|rewir(?:es?|ing) (?:your|the) brain"
    r"|(?:studies|science|research|trials) (?:have |has )?prove[sdn]?"
    r"|(?:enhances?|boosts?) (?:a |your |the )?(?:treatment|therapy|medication))\b",
    re.IGNORECASE,
)
"""A promise of an effect."""
TREATMENT = re.compile(
    r"\b(?:dos(?:e|es|age|ages|ing)(?! of (?:kind|calm|fresh|sun|humou?r|patience|reality|gratitude|joy|love|nature|self))"
    r"|(?:es)?ketamine|psilocybin|mdma|ayahuasca|infusions?(?! of (?:mint|herbs?|herbal|tea|c?h?amomile|ginger|fruit))|lozenges?|anti-?depressants?"
    r"|(?:take|swallow) (?:half )?(?:an? |one |two |another )?(?:tablets?|pills?)|(?:cancel|quit|skip) (?:your |the )?therapy"
    r"|(?:no longer|not|don't|won't) (?:need|have to take) (?:your |the |any )?(?:medications?|medicines?|meds|pills|tablets|therapy|therapist|doctors?)"
    r"|(?:better|stronger|more effective|as (?:good|strong|effective)) (?:than|as) (?:any |your |the )?(?:medications?|medicines?|pills|tablets|drugs|therapy|treatment)"
    r"|(?:stop|quit|skip|reduce|lower|come off|halve) (?:taking )?(?:your |the )?(?:medications?|medicines?|meds|pills|tablets)"
    r"|instead of (?:your )?(?:therapy|medications?|treatment|seeing a (?:doctor|therapist))"
    r"|replaces? (?:your |the )?(?:therapy|medications?|treatment|doctor|therapist))\b",
    re.IGNORECASE,
)
"""Words of treatment, which belong to clinicians."""
_DENIED = re.compile(
    r"\b(?:not|never|no|nor|nothing|without|neither|perhaps|maybe|sometimes|some days|cannot|can't|don't|doesn't|isn't|won't)\b[^.;!?]{0,50}$",
    re.IGNORECASE,
)


_ADVISED = re.compile(r"\b(?:before|unless|ask|doctor|clinician|prescriber)\b[^.;!?]{0,40}$", re.IGNORECASE)
"""What sends people to those who may say so."""


def _claims(script: Script, take: Take) -> Iterator[Finding]:
    for text, place in _texts(script, take):
        if claim := _found(CLAIM, text):
            yield safety(
                "S106", f"{quoted(claim)} promises an effect.", "Say what is done, not what it will do.", place
            )


def _treatment(script: Script, take: Take) -> Iterator[Finding]:
    for text, place in _texts(script, take):
        word = _found(TREATMENT, text)
        if word and not _ADVISED.search(text[: text.index(word)]):
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
