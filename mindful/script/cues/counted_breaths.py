"""Breaths that are counted or told in brackets, and are said aloud: "Breathe in [4 counts]", "[exhale slowly]". Pure."""

from __future__ import annotations

import re
from functools import lru_cache

_BREATH_STEMS = (
    "inhal", "exhal", "breath", "hold", "atme", "einatm", "ausatm", "halte", "inspir", "espir", "mantén", "mantien", "sostén",
)  # fmt: skip
_BREATH = re.compile(rf"\b(?:{'|'.join(_BREATH_STEMS)})")
_IN_OR_OUT = re.compile(r"\b(?:in|out)\Z")
_SENTENCE_STOP = re.compile(r"[.!?\u2026]")
_COUNTS = re.compile(
    r"(?:for )?\d{1,2}(?: ?[-\u2013] ?\d{1,2})? ?(?:counts?|beats?|s|secs?|seconds?)\.?", re.IGNORECASE
)
_SPOKEN_WORDS = re.compile(
    r"(?:inhale|exhale|breathe(?: in| out)?|(?:hold|in|out)(?=\D*[1-8]\b))(?:[ ,.\u2026]+(?:in|out|deeply|slowly|gently|again|for|to|of|the breath|your breath|counts?|"
    r"seconds?|beats?|(?:1[0-2]|\d)(?!\d)|one|two|three|four|five|six|seven|eight))*[ .\u2026]*",
    re.IGNORECASE,
)
"""An instruction to who breathes, said aloud."""


@lru_cache(maxsize=256)
def is_count(inner: str) -> bool:
    """Tell whether the inside of a group counts, as in "for 4 counts"; after words of a breath it counts that."""
    return _COUNTS.fullmatch(inner.strip()) is not None


def is_said(inner: str) -> bool:
    """Tell whether the inside of a group instructs who breathes, as in "exhale" or "hold for 4"."""
    return _SPOKEN_WORDS.fullmatch(inner.strip()) is not None


def breathes(before: str) -> bool:
    """Tell whether the last sentence of a text is of a breath."""
    sentence = _SENTENCE_STOP.split(before.lower())[-1]
    if any(stem in sentence for stem in _BREATH_STEMS) and _BREATH.search(sentence):
        return True
    return _IN_OR_OUT.search(sentence.rstrip(" \t\n,\0\1")) is not None
