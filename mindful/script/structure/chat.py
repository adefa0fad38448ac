"""What a chat tool says before and after the script that it was asked for. Pure."""

from __future__ import annotations

import re

from mindful.script.structure.label_words import CHAT_CLOSINGS, CHAT_OBJECTS
from mindful.script.structure.masks import without_marks

_CHAT_START = re.compile(
    r"(?:\u00a1?(?:hi|hello|hey|hola|hallo)(?: there)?[!,.\0 ]\s*)?(?P<yes>(?:sure(?: thing)?|certainly|absolutely|of course|great(?: choice| idea)?|okay|ok|got it|no problem|yes|perfect|here you (?:go|are)|my pleasure|i'd love to.{0,60}|thanks?.{0,30}|"
    r"(?:i'd|i would) be (?:happy|glad|delighted) to.{0,60}|happy to help.{0,40}|klar|gerne?|nat\u00fcrlich|claro(?: que s\u00ed)?|por supuesto)"
    r"(?P<assent>\s*[!.,:\u2013\u2014-]+\s*)?)?",
    re.IGNORECASE,
)
_HERE = re.compile(
    r"(?:here(?:'s| is| are)|below (?:is|are|you(?:'ll| will) find)|the following (?:is|are|script)|this (?:is|script)|"
    r"i(?:'ve|'ll| have| will)|let me|hier ist|hier findest du|aqu\u00ed (?:tienes|est\u00e1)|a continuaci\u00f3n)\b",
    re.IGNORECASE,
)
_OBJECT = re.compile(rf"\b(?:{CHAT_OBJECTS})\b", re.IGNORECASE)
_SCRIPT = re.compile(r"\b(?:scripts?|skript|gui[o\u00f3]n|transcript|version)\b", re.IGNORECASE)
_TO_USE = re.compile(
    r"\b(?:you|that) (?:can|could|may|might) (?:\w+ )?(?:use|read|record|adapt|follow|listen|try|drop|paste|copy|feed|plug)\b|\b(?:feel free|tailored|based on your)\b",
    re.IGNORECASE,
)
_GIVES_SCRIPT = re.compile(
    r"\b(?:here(?:'s| is| are)|below is|i(?:'ve| have) (?:written|created|prepared|put together|made))\b[^.!?]{0,80}\b(?:scripts?|skript|transcript)\b",
    re.IGNORECASE,
)
"""What nobody says in a practice."""
_CLOSING = re.compile(CHAT_CLOSINGS, re.IGNORECASE)
_CLOSING_LATER = re.compile(rf"[.!?] (?:{CHAT_CLOSINGS})[^.!?]{{0,200}}", re.IGNORECASE)


def opens_chat(line: str) -> bool:
    """Tell whether a line is what a chat tool says before the script ("Sure! Here's a 10-minute script:")."""
    bare = without_marks(line).replace("\u2019", "'")
    if _GIVES_SCRIPT.search(bare):
        return True
    start = _CHAT_START.match(bare)
    at = start.end() if start else 0
    has_assent = bool(start and start["yes"])
    if has_assent and not bare[at:].strip():
        return True
    if not _HERE.match(bare, at) or not (_OBJECT.search(bare, at) or _TO_USE.search(bare, at)):
        return False
    ends_open = line.rstrip(" *_").endswith(":")
    return has_assent or ends_open or bool(_SCRIPT.search(bare, at)) or bool(_TO_USE.search(bare, at))


def closes_chat(line: str) -> bool:
    """Tell whether a line is what a chat tool says after the script ("Would you like me to adjust the length?")."""
    return closes(without_marks(line))


def closes(bare: str) -> bool:
    """Tell the same of a line without the marks around it."""
    bare = bare.replace("\u2019", "'")
    if _CLOSING.match(bare):
        return True
    if "script" not in bare and "version" not in bare:
        return False
    return any(_SCRIPT.search(later[0]) for later in _CLOSING_LATER.finditer(bare))
