"""The words of a pause, cleaned of the marks that only part them, and pauses that stand without brackets. Pure."""

from __future__ import annotations

import re

from mindful.script.cues.amounts import match_amount, plain
from mindful.script.cues.words import PAUSE_NOUNS, PAUSE_WORDS_S

NOUN = rf"(?:{'|'.join(sorted(PAUSE_NOUNS, key=len, reverse=True))})(?![^\W\d_])"
LENGTH_WORD = "|".join(sorted(filter(None, map(re.escape, PAUSE_WORDS_S)), key=len, reverse=True))
_LONGEST_LINE = 80
_NAMED = re.compile("|".join(PAUSE_NOUNS))
_BARE = re.compile(rf"(?:(?P<word>{LENGTH_WORD}) )?(?:pause|pausa|pauze)(?:[ ,-]+(?:for )?(?P<amount>.+))?")
_BARE_SILENCE = re.compile(rf"(?:{NOUN})(?:[ ,-]+(?:for |of )?)(?P<amount>.+)")
_BARE_AMOUNT = re.compile(rf"(?P<amount>\d.*?)(?: of| de)? (?:{NOUN})(?: (?:practice|meditation|sitting))?")
_BARE_BEGINNING = re.compile(rf"[^a-z]*?(?:[\d\u00bc-\u00be]|{LENGTH_WORD}|{'|'.join(PAUSE_NOUNS)})")
"""How each of the three begins, whatever marks stand before it."""
_SILENT = re.compile(r"^(?:silent|quiet) (?:sitting|meditation|practice|reflection|time)\b")
_SPACED_DOTS = re.compile(r"(\d(?: ?[a-z]{1,20})?) ?\.\. ?(?=\d)")
_RANGE_DOTS = re.compile(r"(?<=\d)\.\.(?=[\da-z])|(?<=[a-z])\.\.(?=\d)")
_MARKS = re.compile(r"\.{2,}|[\"'\u2018\u2019\u201c\u201d()=!?\[\]{}|]")
_COLON = re.compile(r"(?<!\d):|:(?!\d\d)")
_DASH = re.compile(r"(?<=[^\W\d_])\s*[\u2013\u2014-]+\s*(?=[\d~])|(?<!\d)\s[\u2013\u2014-]+\s|\u2014")
_COMMA = re.compile(r",(?!\d)|;")
_NOUN_STOP = re.compile(rf"({NOUN})\.(?= )")


def clean(text: str) -> str:
    """Make every mark that only parts words a comma or a space; those inside of figures and ranges stay."""
    text = _SILENT.sub("silence", text)
    text = _RANGE_DOTS.sub("\0", _SPACED_DOTS.sub(r"\1..", text))
    text = _MARKS.sub(" ", text).replace("\0", "..")
    text = _COLON.sub(" - ", text)
    text = _DASH.sub(" - ", text)
    text = _COMMA.sub(" , ", _NOUN_STOP.sub(r"\1 -", text))
    return " ".join(text.split()).strip(" .,:;/~-\u2013\u2014")


def is_bare_pause(text: str) -> bool:
    """Tell whether a line without brackets is nothing but "Pause", "Long pause" or "30 seconds of silence"."""
    if len(text) > _LONGEST_LINE:
        return False
    low = text.lower()
    if not (_BARE_BEGINNING.match(low) and _NAMED.search(low)):
        return False
    text = clean(plain(text))
    match = _BARE.fullmatch(text)
    if match:
        amount = match_amount(match["amount"]) if match["amount"] else None
        return match["amount"] is None or bool(amount and amount.end == len(match["amount"]))
    silence = _BARE_SILENCE.fullmatch(text)
    if silence and (amount := match_amount(silence["amount"])):
        return amount.has_unit and amount.end == len(silence["amount"])
    leading = _BARE_AMOUNT.fullmatch(text)
    amount = match_amount(leading["amount"]) if leading else None
    return bool(leading and amount and amount.has_unit and amount.end == len(leading["amount"]))
