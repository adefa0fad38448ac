"""Closed eyes are a choice: for many people they are where unease begins."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mindful.script.checks.safety.hearing import heard, quoted, safety

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mindful.script.model import Finding, Script
    from mindful.script.takes.take import Take

WITHIN = 2
"""So many sentences before and after may hold the alternative."""
_CLOSE = re.compile(
    r"\b(?:close|closing|shut)\b(?:\W+\w+){0,3}?\W+(?:eyes|eyelids)\b"
    r"|\b(?:eyes|eyelids|lids)\b(?:\W+(?:may|can|to|gently|softly|slowly|now|naturally|fall|drift|flutter|be|become|begin|start|grow|heavy|and)){0,4}?"
    r"\W+(?:closed?|closing|shut)\b",
    re.IGNORECASE,
)
_CHOSEN = re.compile(
    r"\bopen\w*\b.{0,20}\b(?:closed?|closing)|\b(?:closed?|closing)\b.{0,20}\bopen|\b(?:no need|need not|needn'?t|not have to|don'?t (?:need|have)) .{0,12}\bclose",
    re.IGNORECASE,
)
"""A choice that holds for all that follows."""
_NOT_ASKED = re.compile(
    r"\b(?:if|whether|while|when|once)\b.{0,30}\b(?:eyes|eyelids)\b.{0,12}\b(?:close\w*|closing|shut)"
    r"|\b(?:don'?t|do not|without|never)\b.{0,20}\b(?:close|closing)|\b(?:their|his|her|its|my) (?:eyes|eyelids)\b",
    re.IGNORECASE,
)
_ALTERNATIVE = re.compile(
    r"\b(?:be|keep|keeping|leave|leaving|stay|remain|half|slightly|softly|or|with|your eyes|rather)\b(?:\W+\w+){0,3}?\W+open\b"
    r"|\bgaz(?:e|ing)\b|\bor (?:not|rest|lower|let them|look|leave|soften|find|choose|fix)\b|\boptional\b|\brest(?:ing)? (?:them|your eyes|on (?:one|a) (?:spot|point))\b"
    r"|\blook (?:at|down|towards?|into|out)\b|\bif (?:you(?:'d| would)? (?:like|prefer|wish|want|feel|are)|(?:it|that)(?:'s| is| feels)? ?(?:comfortable|right|okay|ok|good))"
    r"|\bif (?:that|it) feels\b|\b(?:either|both(?! (?:of )?(?:your )?eyes)|whichever|whether)\b|\bas you (?:like|prefer|wish)\b|\bif (?:comfortable|you(?:'re| are) comfortable)\b",
    re.IGNORECASE,
)


def _closed_without_choice(script: Script, take: Take) -> Iterator[Finding]:
    """Warn of the first request to close the eyes, where nothing else is offered near it."""
    sentences = heard(script, take)
    for at, sentence in enumerate(sentences):
        if _CHOSEN.search(sentence.text):
            return
        if not _CLOSE.search(sentence.text) or _NOT_ASKED.search(sentence.text):
            continue
        near = sentences[max(0, at - WITHIN) : at + WITHIN + 1]
        if not any(_ALTERNATIVE.search(other.text) for other in near):
            message = f"{quoted(sentence.text)} asks for closed eyes and offers nothing else."
            hint = "Add a choice, such as: or rest them on one spot."
            yield safety("S101", message, hint, sentence.place)
        # What was a choice once is understood as one later on.
        return


EYES_RULES = (_closed_without_choice,)
