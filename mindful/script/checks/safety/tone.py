"""How a script speaks to somebody: without orders to feel, without pressure, without images that loosen the ground."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mindful.script.checks.safety.hearing import heard, quoted, safety
from mindful.script.model import Unknown, UseVoice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mindful.errors import Place
    from mindful.script.model import Finding, Script
    from mindful.script.takes.take import Take

_MUCH = r"(?:(?:so|very|much|completely|deeply|totally|utterly|perfectly|more|and|even|truly|now|already) )*"
_STATE = r"(?:calm(?:er)?|relaxed|relaxing|peace(?:ful)?|safe|happy|happier|joy(?:ful)?|serene|tranquil|at ease|at peace|better|loved|content|lighter)"
FEELING = re.compile(
    rf"\byou(?:'ll|'re)? (?:(?:now|already|can|will|are|should|begin to|start to) )*feel(?:ing)? (?:(?:a )?(?:\w+ )?(?:sense|wave) of )?{_MUCH}{_STATE}\b"
    rf"|\byou(?: a|')re (?:now )?{_MUCH}(?:calm|relaxed|at peace|peaceful|safe(?! to\b)|serene|loved)\b"
    r"|\byour mind (?:is|becomes|grows|gets) (?:(?:now|completely|perfectly|totally|all) )*(?:still|empty|blank|calm|silent|quiet|clear)\b(?! or\b)"
    rf"|(?:^|[.,;:] |\b(?:and|now|just|simply|to) )(?:feel|be) {_MUCH}(?:calm|relaxed|peaceful|safe|happy|serene|at peace)\b"
    r"|\b(?:let(?:ting)? go of (?:all|every|any)|(?:release|drop) (?:all|every))(?: of)?(?: (?:your|the|those))? ?(?:\w+ )?(?:thoughts?|worr(?:y|ies)|tensions?|stress|fears?|anxiety|pain)\b"
    r"|\b(?:clear|empty|quiet|silence|still) your mind\b|\bthink (?:of|about) nothing\b|\brelax (?:completely|totally)\b|(?:^|[.,;] |\bnow )forgive (?:him|her|them|everyone|everybody)\b|\bstop (?:all )?(?:your )?think(?:ing)?\b|\bfeel (?:all )?(?:the|your) (?:stress|tension|worries|anxiety|pain)\b.{0,20}\b(?:leav\w+|melt\w*|disappear\w*|dissolv\w+|vanish\w*)",
    re.IGNORECASE,
)
"""An order to feel, or being told what one feels."""
_OFFERED = re.compile(
    r"\b(?:if|when(?:ever)?|may|might|perhaps|maybe|whether|until|don'?t (?:have|need)|do not (?:have|need)|need not|not|no need|cannot|can'?t|never|nobody|no one|others?|some (?:people|days)|allow yourself|invit\w+|could|would|wherever|wish\w*|how it)\b|n't\b",
    re.IGNORECASE,
)
_CARE = (
    r" (?:not |never )?(?:be able|be in pain|be (?:nothing|nowhere|nobody)|feel (?:no|any) (?:pain|strain)|drive|stop|rest\b|skip|see a doctor|seek|ask"
    r"|consult|call|talk to|do (?:nothing|this while driving)|use this|listen to this while)"
)
"""What people are asked to do for their own sake is no pressure."""
PRESSURE = re.compile(
    rf"\byou (?:(?:really|always|now|simply|just) )?(?:must(?! (?:be (?:tired|exhausted|hungry|thirsty|wondering|thinking)|have (?:been|\w+ed))\b)|should(?:n'?t| not)?|ought to|have to|need to|'?ve got to)\b(?!{_CARE})"
    r"|\b(?:don'?t|do not|never) (?:you )?(?:fail|give up|be (?:lazy|weak|afraid|distracted|sad))\b"
    r"|(?:^|[.;,:!?] |\bplease )(?:do not|don'?t|never) (?:move|fidget|cry|slouch|miss a day|break (?:your|the) (?:streak|chain))\b(?![^.;!?]*\bif\b)"
    r"|\btry harder\b|\bno (?:excuses?|slouching|fidgeting|moving)\b|\b(?:it is|it's|that is|that's) your (?:own )?fault\b|\byou(?:'ve| have|'re| are)? fail(?:ed|ing)?\b|\b(?:lazy|pathetic|shame on)\b|\b(?:anyone|everybody|everyone) can do (?:this|it)\b",
    re.IGNORECASE,
)
_LIFTED = re.compile(
    r"\b(?:nothing|nowhere|no one|nobody|don'?t|do not|not|never|all|anything|everything|no \w+|without|if|whether|(?:when|what|where|how)(?:ever)?|only|as|rarely|that|may|might|do|did"
    r"|says?|saying|said|tells?|told|voice|critic|thoughts?|believe|idea|feels? (?:like|as))\b(?:[^.;!?]{0,20})$",
    re.IGNORECASE,
)
_SELF = r"\b(?:you(?:rself)?|(?:your|the) (?:whole |entire |physical )?(?:body|self|ego|boundar(?:y|ies)|edges|skin|sense of self))"
_LIMBS = r"\b(?:your|the) (?:limbs|arms|legs|hands|feet|head)"
LOOSENING = re.compile(
    rf"{_SELF}\b[^.?!,;]{{0,40}}\b(?:dissolv\w+|melt(?:s|ing)? away|float(?:s|ing)? (?:away|off|up|above|out|free|upwards?)|drift(?:s|ing)? (?:away|up|out)"
    r"|disappear\w*|evaporat\w+|vanish\w*|fad(?:e|es|ing) away|merg\w+|cease\w* to)\b"
    rf"|{_LIMBS}\b[^.?!,;]{{0,20}}\b(?:dissolv\w+|melt(?:s|ing)? away|evaporat\w+|vanish\w*|(?:disappear\w*|fad(?:e|es|ing) away)(?! (?:under|behind|in) ))"
    r"|\bmerg(?:e|ing) with (?:the|everything|all)\b|\b(?:see|watch|observe|look(?:ing)?(?: down)? (?:at|on)) yourself from (?:above|outside|the ceiling|far away)\b"
    r"|\bthere is no (?:self|you)\b|\byou (?:do not|don't) exist\b|\byou (?:are|become) (?:nothing(?:ness)?|formless|pure (?:light|energy|awareness|consciousness))\b"
    r"|\b(?:go|travel|think|return)(?: back)? to (?:when you were (?:an? |very |still |so )*(?:child|little|small|young|baby|girl|boy)|the (?:very )?first time)\b|\binto (?:an? )?(?:deep )?trance\b"
    r"|\b(?:dissolve|float|drift|melt) (?:away )?(?:into|out of) (?:the )?(?:nothing(?:ness)?|void|emptiness|universe|cosmos|infinity|your body)\b"
    r"|\b(?:leave|leaving|outside(?: of)?|above) your (?:physical )?body\b|\bbecom(?:e|ing) one with\b|\bpast li(?:fe|ves)\b|\bregress\w*\b"
    r"|\b(?:go|travel|drift|return) back (?:in time|to your childhood)\b|\byour (?:inner child|younger self|childhood self)\b|\bcease to exist\b|\bno longer (?:exist|have a body)\b",
    re.IGNORECASE,
)
"""An image of dissolving, leaving the body, or going back in life."""
_PASSING = re.compile(
    r"\b(?:thoughts?|tensions?|stress|worr(?:y|ies)|tightness|clouds?|feelings?|emotions?|sensations?|distractions?|sounds?|leaf|leaves|anxiety|pain|them|it)\b",
    re.IGNORECASE,
)
_PLURAL = re.compile(r"\b(?:we|(?-i:us|Us)(?! know)|our|ours|ourselves|let[’']s)\b", re.IGNORECASE)
_WHISPER = re.compile(r"\bwhisper", re.IGNORECASE)


def _orders_to_feel(script: Script, take: Take) -> Iterator[Finding]:
    for sentence in heard(script, take):
        # A question leaves it open.
        order = None if sentence.text.endswith("?") else FEELING.search(sentence.text)
        if order and not _OFFERED.search(sentence.text[: order.end()]):
            hint = "Say what may be noticed, and leave open what comes."
            yield safety("S108", f"{quoted(order[0].strip(' .,;:'))} tells people how to feel.", hint, sentence.place)


def _pressure(script: Script, take: Take) -> Iterator[Finding]:
    for sentence in heard(script, take):
        word = PRESSURE.search(sentence.text)
        if word and not _LIFTED.search(sentence.text[: word.start()]):
            hint = "Offer it: you may, you can, if you like."
            yield safety("S109", f"{quoted(word[0])} puts people under pressure.", hint, sentence.place)


def _loosening(script: Script, take: Take) -> Iterator[Finding]:
    for sentence in heard(script, take):
        image = LOOSENING.search(sentence.text)
        if image and not _PASSING.search(sentence.text[max(0, image.start() - 40) : image.end()]):
            message = f"{quoted(image[0])} may loosen the ground for people who lose it easily."
            yield safety("S110", message, "Stay with the body, the chair, the room.", sentence.place)


def _plural(script: Script, take: Take) -> Iterator[Finding]:
    """Mention "we" once for a script."""
    plural = [sentence for sentence in heard(script, take) if _PLURAL.search(sentence.text)]
    if plural:
        times = "Once" if len(plural) == 1 else f"In {len(plural)} sentences"
        message = f"{times} the script says we, us or our, first in {quoted(plural[0].text)}."
        yield safety("S117", message, "Speak to one person: you.", plural[0].place)


def _whispered(script: Script, _take: Take) -> Iterator[Finding]:
    front = script.front
    if front.voice and _WHISPER.search(front.voice):
        yield _whisper(front.voice, front.places.get("voice"))
    for node in script.body:
        text = node.voice if isinstance(node, UseVoice) else node.text if isinstance(node, Unknown) else None
        if text and _WHISPER.search(text):
            yield _whisper(text, node.place)


def _whisper(text: str, place: Place | None) -> Finding:
    return safety(
        "S118", f"{quoted(text)} asks for a whisper, which is too close for some.", "Use a plain voice.", place
    )


TONE_RULES = (_orders_to_feel, _pressure, _loosening, _plural, _whispered)
