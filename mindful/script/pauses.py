"""The words inside one group -> the silence they ask for, or nothing.

Two ways lead to a pause: the canonical forms (``pause 8s``, ``pause 15s..90s``, ``pause rest``), and the wordings of real
scripts, which are scanned from left to right: a lead ("take a"), adjectives ("long, gentle"), an amount, the noun, and
after it a length in words, an amount, or filler. Whatever is left over makes it no pause.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from mindful.errors import UnitError
from mindful.script.amounts import FIGURE, Amount, match_amount, plain
from mindful.script.model import Pause, Rest
from mindful.script.words import PAUSE_ADJECTIVES, PAUSE_LENGTHS_S, PAUSE_NOUNS, PAUSE_WORDS_S, SPEAKERS

if TYPE_CHECKING:
    from collections.abc import Mapping

STRETCH_MAX, STRETCH_MIN = 6.0, 0.5
"""How far fitting may stretch or shorten a plain pause, as factors of its natural length."""
UNITLESS_ERROR_ABOVE, UNITLESS_DOUBT_ABOVE = 300.0, 60.0
"""A pause without a unit is in seconds; above the first it is refused, above the second milliseconds may be meant."""

LEAST_BRACED_MS = 100.0
"""A bare number in braces is in milliseconds from here on; a smaller one would be no silence, and is in seconds."""

_MOST_WORDS = 24
_WORD_OF_LENGTH = {seconds: word for word, seconds in PAUSE_LENGTHS_S.items()}
_LONGEST_LINE = 80
_NOUN = rf"(?:{'|'.join(sorted(PAUSE_NOUNS, key=len, reverse=True))})(?![^\W\d_])"
_LENGTH_WORD = "|".join(sorted(filter(None, map(re.escape, PAUSE_WORDS_S)), key=len, reverse=True))
_NAMED = re.compile("|".join(PAUSE_NOUNS))
_HINT = re.compile(rf"{'|'.join(PAUSE_NOUNS)}|wait|warte|espera|beat|let|allow|\d")
"""What every wording of a pause has; most groups have none of it."""
_GAP = r"(?:[ ,]|(?<=\W)- | -)*"
_LEAD = re.compile(
    rf"(?:(?:the )?(?:{SPEAKERS}|she|he|they) )?(?:please )?"
    r"(?:(?P<wait>wait|warte|espera) |(?:then )?(?:take|insert|allow|leave|add|give|hold|include|have|observe|enter|keep"
    r"|(?:remain|rest|sit|stay|sitting|be)(?: in)?|maintain) )?"
    r"(?:them |listeners |us |everyone )?(?:for )?(?P<article>an? |another |eine? |una? |un moment de |the )?"
)
_ADJECTIVE = re.compile(rf"(?P<word>{_LENGTH_WORD}|{PAUSE_ADJECTIVES})(?=[ ,-]){_GAP}(?:of |de |in |and )?")
_OF = re.compile(r"[ ,-]*(?:(?:of|de|di|in) )?")
_NOUN_HERE = re.compile(_NOUN)
_AFTER_NOUN = re.compile(
    r"(?:[ ,:=-]|(?:here|now|again|audio|recording|time|duration|strength|length|msec|is|lasting|silently|quietly"
    r"|in silence|break|pause|mark|wait|and wait|gently|softly|um|ca\.)(?![^\W\d_]))*"
)
_PREPOSITION = re.compile(r"(?:(?:for|of|de|von|f\u00fcr|por|durante|para|di)[ ,]+)?")
_WORDED = re.compile(rf"(?:an? |the |just |una? |eine? )*(?:{PAUSE_ADJECTIVES} )?(?P<word>{_LENGTH_WORD})(?![^\W_])")
_PURPOSE = re.compile(r"(?:for|to|and) [a-z]+(?: [a-z]+){0,2}?[ ,-]+(?:for )?(?=(?:about |~)?\d)")
_REMARK = re.compile(r" ?- (?:[a-z]+ ?){1,6}$")
_FILLER = re.compile(
    r"(?:here|now|again|please|silently|quietly|gently|softly|as needed|(?:in|of) (?:silence|quiet|stillness)|then continue"
    r"|and (?:then )?(?:breathe|continue|wait|listen|reflect|relax|rest|feel|notice|observe)|at (?:each|the) [a-z]+"
    r"|(?:for|to|with|before|after|between|while|letting|allowing|f\u00fcr|para|por) [^\W\d_]+(?: [^\W\d_]+){0,3})?"
)
_COMMENT = re.compile(
    r"[,-].*|(?:to|for|while|as|before|after|and|allowing|letting|here|with|between|in|then|now|so|of|maintaining|feeling|"
    r"noticing|or|per|each|if|para|f\u00fcr|until|when|at|during|continuing|giving|repeat)\b.*"
)
_CONDITION = re.compile(r"\b(?:if|whenever|unless|but|you(?:'d)? (?:like|want|need|wish|prefer))\b")
_BARE = re.compile(rf"(?:(?P<word>{_LENGTH_WORD}) )?(?:pause|pausa)(?:[ ,-]+(?:for )?(?P<amount>.+))?")
_BARE_SILENCE = re.compile(rf"(?:{_NOUN})(?:[ ,-]+(?:for |of )?)(?P<amount>.+)")
_BARE_AMOUNT = re.compile(rf"(?P<amount>\d.*?)(?: of| de)? (?:{_NOUN})")
_BARE_BEGINNING = re.compile(rf"[^a-z]*?(?:[\d\u00bc-\u00be]|{_LENGTH_WORD}|{'|'.join(PAUSE_NOUNS)})")
"""How each of the three begins, whatever marks stand before it."""
_SPACED_DOTS = re.compile(r"(\d(?: ?[a-z]{1,20})?) ?\.\. ?(?=\d)")
_RANGE_DOTS = re.compile(r"(?<=\d)\.\.(?=[\da-z])|(?<=[a-z])\.\.(?=\d)")
_MARKS = re.compile(r"\.{2,}|[\"'\u2018\u2019\u201c\u201d()=!?\[\]{}|]")
_COLON = re.compile(r"(?<!\d):|:(?!\d\d)")
_DASH = re.compile(r"(?<=[^\W\d_])\s*[\u2013\u2014-]+\s*(?=[\d~])|(?<!\d)\s[\u2013\u2014-]+\s|\u2014")
_COMMA = re.compile(r",(?!\d)|;")
_NOUN_STOP = re.compile(rf"({_NOUN})\.(?= )")
_CANONICAL = re.compile(rf"{_NOUN}[ -]+")
_UNIT_AT_END = re.compile(r"[a-z]+$")
_FIGURE = re.compile(FIGURE)
_NO_LENGTH = re.compile(rf"(?:{_NOUN})[ :-]+(?P<rest>\S*\d\S*(?: \S+)?)")
_LET_PASS = re.compile(r"(?:let|allow) (?=\S)")
_PASS = re.compile(r" (?:to )?(?:pass|go by)(?: in silence)?")


class CueError(UnitError):
    """A group is a cue, but an argument of it cannot be read; `code` is the finding's code."""

    def __init__(self, message: str, *, hint: str, code: str = "E107") -> None:
        super().__init__(message, hint=hint)
        self.code = code


def plain_pause(seconds: float, *, unitless: bool = False) -> Pause:
    """Return a pause that fitting may shorten to half and stretch to six times."""
    return Pause(natural_s=seconds, min_s=seconds * STRETCH_MIN, max_s=seconds * STRETCH_MAX, unitless=unitless)


def _said_pause(seconds: float) -> Pause:
    """Return a pause whose length was told by a word."""
    return replace(plain_pause(seconds), word=_WORD_OF_LENGTH.get(seconds))


def with_word_lengths(pause: Pause, lengths_s: Mapping[str, float]) -> Pause:
    """Return a pause with the length that somebody has set for its word, by entry of `PAUSE_LENGTHS_S`."""
    seconds = lengths_s.get(pause.word or "")
    if seconds is None:
        return pause
    return replace(pause, natural_s=seconds, min_s=seconds * STRETCH_MIN, max_s=seconds * STRETCH_MAX)


def read_pause(text: str, opener: str) -> Pause | Rest | None:
    """Read the inside of a group, in small letters, as silence.

    Returns:
        The pause, or None when the words are no pause or hold more than one.

    Raises:
        CueError: It is a pause in square brackets with a length that cannot be read.
    """
    if not _HINT.search(text) or text.count(" ") > _MOST_WORDS:
        return None
    text = _clean(text)
    if (canonical := _canonical(text, opener)) is not None:
        return canonical
    if opener in "[/" and (amount := match_amount(text)) and amount.end == len(text) and _is_time(text, amount):
        return plain_pause(amount.seconds)
    if text in {"beat", "a beat"}:
        return _said_pause(PAUSE_WORDS_S["beat"])
    if (pause := _worded(text, opener)) is not None:
        return pause
    _refuse(text, opener)
    return None


def is_bare_pause(text: str) -> bool:
    """Tell whether a line without brackets is nothing but "Pause", "Long pause" or "30 seconds of silence"."""
    if len(text) > _LONGEST_LINE:
        return False
    low = text.lower()
    if not (_BARE_BEGINNING.match(low) and _NAMED.search(low)):
        return False
    text = _clean(plain(text))
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


def _clean(text: str) -> str:
    """Make every mark that only parts words a comma or a space; those inside of figures and ranges stay."""
    text = _RANGE_DOTS.sub("\0", _SPACED_DOTS.sub(r"\1..", text))
    text = _MARKS.sub(" ", text).replace("\0", "..")
    text = _COLON.sub(" - ", text)
    text = _DASH.sub(" - ", text)
    text = _COMMA.sub(" , ", _NOUN_STOP.sub(r"\1 -", text))
    return " ".join(text.split()).strip(" .,:;/~-\u2013\u2014")


def _is_time(text: str, amount: Amount) -> bool:
    return amount.has_unit and ":" not in text and text[0].isdigit()


def _canonical(text: str, opener: str) -> Pause | Rest | None:
    head = _CANONICAL.match(text)
    if not head:
        return None
    rest = text[head.end() :]
    if rest in {"rest", "the rest"}:
        return Rest()
    if rest.startswith(("exactly ", "exact ")):
        exact_s = _exact_s(rest.partition(" ")[2], opener)
        return Pause(natural_s=exact_s, min_s=exact_s, max_s=exact_s)
    if ".." in rest and opener == "[":
        low, high = _limits(rest)
        return Pause(natural_s=low, min_s=low, max_s=high)
    return None


def _exact_s(text: str, opener: str) -> float:
    amount = match_amount(text)
    if amount is None or amount.end != len(text):
        hint = "Write it like [pause exactly 8s] or [pause exactly 1m30s]."
        raise CueError(f'"{text}" is no duration.', hint=hint)
    return amount.seconds if amount.has_unit else _unitless_s(amount.seconds, text, opener)


def _limits(text: str) -> tuple[float, float]:
    low_text, _, high_text = (part.strip() for part in text.partition(".."))
    unit = _UNIT_AT_END.search(high_text)
    if _FIGURE.fullmatch(low_text) and unit:
        low_text += unit[0]
    low, high = match_amount(low_text), match_amount(high_text)
    if low is None or high is None or low.end != len(low_text) or high.end != len(high_text):
        raise CueError(f'"{text}" is no range of durations.', hint="Write it like [pause 15s..90s].")
    if low.seconds > high.seconds:
        hint = "Write the shorter time first: [pause 15s..90s]."
        raise CueError(f'The range "{text}" ends before it begins.', hint=hint)
    return low.seconds, high.seconds


def _unitless_s(number: float, text: str, opener: str) -> float:
    if opener == "{":
        return number / 1000 if number >= LEAST_BRACED_MS else number
    if number > UNITLESS_ERROR_ABOVE:
        raise CueError(
            f'A pause of "{text}" has no unit: seconds or milliseconds?',
            hint=f"Write [pause {text}s] or [pause {text}ms].",
            code="E108",
        )
    return number


# -- wordings of real scripts ------------------------------------------------------------------------------------------


def _worded(text: str, opener: str) -> Pause | None:
    lead = _LEAD.match(text)
    at = lead.end() if lead else 0
    if lead and lead["article"] and (amount := match_amount(text, lead.start("article"))) and amount.has_unit:
        at = lead.start("article")  # "a few breaths", "a minute": the article is the number
    if passing := _LET_PASS.match(text):
        amount = match_amount(text, passing.end())
        if amount and amount.has_unit and _PASS.fullmatch(text, amount.end):
            return plain_pause(amount.seconds)
    amount = match_amount(text, at)
    length_s: float | None = None
    if not (amount and amount.has_unit) and not _NOUN_HERE.match(text, at):
        length_s, at = _adjectives(text, at)
        amount = match_amount(text, at)
    if amount and amount.has_unit:
        return _after_amount(text, amount, opener, waits=bool(lead and lead["wait"]))
    noun = _NOUN_HERE.match(text, at)
    if not noun or (lead and lead["article"] == "the " and opener == "("):
        return None
    if (
        opener == "("
        and length_s is None
        and (noun[0] == "silent" or (lead and lead["article"]))
        and noun.end() == len(text)
    ):
        return None  # "(silent)" and "(a pause)" may stand in the middle of speech
    return _after_noun(text, noun.end(), length_s, opener)


def _adjectives(text: str, at: int) -> tuple[float | None, int]:
    """Pass the words before the noun; the last one that tells of a length wins, but "gentle" tells of none."""
    length_s: float | None = None
    while match := _ADJECTIVE.match(text, at):
        length_s = PAUSE_WORDS_S.get(match["word"], length_s)
        at = match.end()
    return length_s, at


def _after_amount(text: str, amount: Amount, opener: str, *, waits: bool) -> Pause | None:
    """Read "10 seconds of silence", "2 second pause for the students"; "wait 10 seconds" needs no noun."""
    at = _OF.match(text, amount.end).end()  # type: ignore[union-attr] # it also matches nothing
    _, at = _adjectives(text, at)
    noun = _NOUN_HERE.match(text, at)
    end = noun.end() if noun else amount.end
    if not noun and not waits:
        return None
    return plain_pause(amount.seconds) if _is_comment(text[end:], opener) else None


def _after_noun(text: str, end: int, length_s: float | None, opener: str) -> Pause | None:
    """Read what follows the word "pause": a length in words or figures, filler, or both."""
    at = _AFTER_NOUN.match(text, end).end()  # type: ignore[union-attr] # it also matches nothing
    for start in {_PREPOSITION.match(text, at).end(): None, at: None}:  # type: ignore[union-attr] # likewise
        word = _WORDED.match(text, start)
        if word and _is_filler(text[word.end() :]):
            return _said_pause(PAUSE_WORDS_S[word["word"]])
        amount_at = _AFTER_NOUN.match(text, word.end()).end() if word else start  # type: ignore[union-attr] # likewise
        amount = match_amount(text, amount_at)
        if amount and amount.has_unit and _is_comment(text[amount.end :], opener):
            return plain_pause(amount.seconds)
        if amount and not amount.has_unit and _is_filler(text[amount.end :]):
            is_ms = "msec" in text[end:start]
            number = text[amount_at : amount.end]
            seconds = amount.seconds / 1000 if is_ms else _unitless_s(amount.seconds, number, opener)
            return plain_pause(seconds, unitless=not is_ms and opener != "{" and number.isdecimal())
    if (purpose := _PURPOSE.match(text, at)) and (amount := match_amount(text, purpose.end())):
        return plain_pause(amount.seconds) if amount.has_unit and amount.end == len(text) else None
    remark = _REMARK.match(text, end) is not None and not _CONDITION.search(text)
    for start in (end, at):
        if remark or _is_filler(text[start:]):
            return _said_pause(PAUSE_WORDS_S[""] if length_s is None else length_s)
    return None


def _is_filler(rest: str) -> bool:
    rest = rest.strip(" ,-")
    return rest.count(" ") < 6 and _FILLER.fullmatch(rest) is not None


def _is_comment(rest: str, opener: str) -> bool:
    """Tell whether what follows a stated amount only explains it; in parentheses a condition makes it speech."""
    rest = rest.strip()
    if not rest:
        return True
    return _COMMENT.fullmatch(rest) is not None and not (opener == "(" and _CONDITION.search(rest))


def _refuse(text: str, opener: str) -> None:
    """Raise where a pause in square brackets has something like a number that is none."""
    match = _NO_LENGTH.fullmatch(text)
    if match and opener == "[":
        raise CueError(f'"{match["rest"]}" is no duration.', hint="Write it like [pause 8s] or [pause 1m30s].")
