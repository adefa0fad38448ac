"""Practice around a treatment or therapy session: awake, with open eyes, and never as its guide."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mindful.script.checks.safety.hearing import heard, quoted, safety

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mindful.script.model import Finding, Script
    from mindful.script.takes.take import Take

KINDS = frozenset(["intention", "integration"])
_OPEN = re.compile(r"\beyes\b[^.?!]{0,30}\bopen\b|\bopen\b[^.?!]{0,20}\beyes\b", re.IGNORECASE)
_SLEEP_SOUND = re.compile(r"sleep|lullab|delta|theta|brown|dream|hypno", re.IGNORECASE)
_CARE = r"(?:treatment|session|infusion|procedure|journey|trip|experience)"
_SUBSTANCE = r"(?:medicine|medication|drug|infusion|treatment)"
_DURING = re.compile(
    rf"\b(?:during|throughout) (?:the|your|this) {_CARE}\b"
    rf"|\b(?:as|while|when|once) (?:the|your) (?:{_SUBSTANCE}|effects?) (?:begins?|starts?|takes?|works?|flows?|enters?|comes?|runs?|drips?|rises?|carr(?:y|ies)|is)\b(?! (?:over|done|finished|behind))"
    rf"|\b(?:let|trust|surrender to|yield to|give in to|open to) (?:the|your) (?:{_SUBSTANCE}|journey)\b"
    rf"|\b(?:feel|notice) the {_SUBSTANCE} (?:\w+ing|move|flow|enter|work|spread)\b|\bdeeper into (?:the|your) (?:{_SUBSTANCE}|journey|trip|experience)\b",
    re.IGNORECASE,
)
_LOOKED_AT = re.compile(
    r"\?$|\b(?:not|never|was|were|did|came|had|happened|ask|tell|say|speak|call|stop)\b"
    r"|\b(?:somebody|someone|nurse|therapist|team|people) (?:will|can|may) be\b",
    re.IGNORECASE,
)
"""A question, a look back, who is there, and what one may ask for: these guide nobody through it."""


def _eyes(script: Script, take: Take) -> Iterator[Finding]:
    """Warn where neither the front matter nor the words keep the eyes open."""
    front = script.front
    if _kind(script) not in KINDS:
        return
    stated = front.about.get("eyes", "").lower()
    spoken = [sentence for sentence in heard(script, take) if _OPEN.search(sentence.text)]
    if stated != "open" and not (not stated and spoken):
        message = f"A practice of the kind {_kind(script)} does not say that the eyes stay open."
        yield safety(
            "S119",
            message,
            "Write eyes: open, and keep them open.",
            front.places.get("eyes") or front.places.get("kind"),
        )


def _sleep_sound(script: Script, _take: Take) -> Iterator[Finding]:
    sound = script.front.soundscape
    if _kind(script) in KINDS and sound and sound.name and _SLEEP_SOUND.search(sound.name):
        message = f"{quoted(sound.name)} is a sound for sleep, and this is a practice for being awake."
        yield safety("S120", message, "Choose a lighter sound, or off.", script.front.places.get("soundscape"))


def _guides(script: Script, take: Take) -> Iterator[Finding]:
    if _kind(script) not in KINDS:
        return
    for sentence in heard(script, take):
        words = _DURING.search(sentence.text)
        if words and not _LOOKED_AT.search(sentence.text):
            message = f"{quoted(words[0])} reads as guidance in the middle of a treatment."
            yield safety(
                "S121", message, "Speak of before or after; what happens in it is the care team's.", sentence.place
            )


def _kind(script: Script) -> str:
    return script.front.about.get("kind", "").strip().lower()


OCCASION_RULES = (_eyes, _sleep_sound, _guides)
