"""Words that espeak-ng says as another word of the same letters, spelled so that it says the one that is meant. Pure.

Without this "Close your eyes" comes out as "closs your eyes", and "Bow your head" with the bow of a ribbon [seen in its
phonemes]. Only words of guided practice stand here that their neighbours make clear; captions keep what was written.
"""

from __future__ import annotations

import re

VERSION = 1
"""Part of a voice's fingerprint: another table makes other sound of the same words."""

_NEAR_BEFORE = re.compile(
    r"(?:\b(?:how|so|as|very|too|quite|rather|really|is|are|was|were|be|been|feels?|feeling|sounds?|seems?|stays?|keeps?"
    r"|comes?|came|draws?|brings?|holds?|gets?|sits?|stands?|lies?|remains?|a|an|the|its|of|with|in|more|some\w*|one|any\w*|friends?)"
    r"|(?:\b(?:far|near|distant|remote)(?: away)?,? (?:or|and)))(?: \w+ly)? $",
    re.IGNORECASE,
)
"""What stands before "close" where it means near."""
_NEAR_AFTER = re.compile(
    r" (?:to|by|together|at|enough|behind|beside|friends?|family|relationships?|relatives?|attention|connections?"
    r"|contact|bonds?|persons?|people|ones?|range|and (?:far|distant|dear|warm)|or (?:far|distant))\b",
    re.IGNORECASE,
)
_END_AFTER = re.compile(r" of\b", re.IGNORECASE)
"""What follows where "close" means the end, which sounds like the verb."""
_CLOSE = re.compile(r"\bclose\b", re.IGNORECASE)
_SENTENCE = r"(?:(?<=^)|(?<=[.;:!?] ))"
_ASKED = r"(?:(?<=^)|(?<=[.,;:!?] )|(?<=ly )|(?<=\bthen )|(?<=\band ))"
_OTHERS = (
    (r"(?<!\btie a )(?<!\btied in a )\bbow\b(?! (?:pose|ties?|and arrow|of|strings?|window)\b)", "bough"),
    (rf"{_SENTENCE}live\b(?! (?:music|sounds?|recordings?|sessions?|from)\b)", "liv"),
    (rf"{_ASKED}separate(?= (?:your|the|them)\b)", "separayt"),
    (r"\bnamaste\b", "nahmastay"),
    (r"\bqi\b", "chee"),
)
_SPELLED = tuple((re.compile(pattern, re.IGNORECASE), spelled) for pattern, spelled in _OTHERS)


def clear_homographs(words: str) -> str:
    """Return English words for espeak-ng, as many as before and in the same order."""
    words = _CLOSE.sub(_closed_or_near, words)
    for pattern, spelled in _SPELLED:
        words = pattern.sub(spelled, words)
    return words


def _closed_or_near(match: re.Match[str]) -> str:
    before, after = match.string[: match.start()], match.string[match.end() :]
    near = _NEAR_AFTER.match(after) or (_NEAR_BEFORE.search(before) and not _END_AFTER.match(after))
    return match[0] if near else "cloze"
