"""The wordings of pauses in real scripts: "a long, gentle pause", "10 seconds of silence", "pause for the students". Pure.

They are scanned from left to right: a lead ("take a"), adjectives ("long, gentle"), an amount, the noun, and after it a
length in words, an amount, or filler. Whatever is left over makes it no pause.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mindful.script.cues.amounts import Amount, match_amount
from mindful.script.cues.pause_text import LENGTH_WORD, NOUN
from mindful.script.cues.silence import plain_pause, said_pause, unitless_s
from mindful.script.cues.words import NUMBER_WORDS, PAUSE_ADJECTIVES, PAUSE_WORDS_S
from mindful.script.structure.label_words import SPEAKERS

if TYPE_CHECKING:
    from mindful.script.model import Pause

_GAP = r"(?:[ ,]|(?<=\W)- | -)*"
_LEAD = re.compile(
    rf"(?:(?:the )?(?:{SPEAKERS}|she|he|they) )?(?:please )?"
    r"(?:(?P<wait>wait|warte|espera) |(?:then )?(?:(?P<take>take|insert|allow|leave|add|give|include|have|observe|enter|keep)|hold"
    r"|(?:remain|rest|sit|continue|stay|sitting|be)(?: in)?|maintain) )?"
    r"(?:them |listeners |us |everyone )?(?:for )?(?P<article>an? |another |eine? |una? |un moment de |the )?"
)
_ADJECTIVE = re.compile(rf"(?P<word>{LENGTH_WORD}|{PAUSE_ADJECTIVES})(?=[ ,-]){_GAP}(?:of |de |in |and )?")
_OF = re.compile(r"[ ,-]*(?:(?:of|de|di|in) )?")
_NOUN_HERE = re.compile(NOUN)
_AFTER_NOUN = re.compile(
    r"(?:[ ,:=-]|(?:here|now|again|audio|recording|time|duration|strength|length|msec|is|lasting|silently|quietly"
    r"|in silence|break|pause|mark|wait|and wait|gently|softly|um|ca\.)(?![^\W\d_]))*"
)
_LENGTH_AFTER = re.compile(rf" (?:for )?(?:an?|\d+|{'|'.join(NUMBER_WORDS)}) (?:\w+ )?(?:minutes?|seconds?|breaths?)$")
"""What makes "the silence" one that is to be held."""
_PREPOSITION = re.compile(r"(?:(?:for|of|de|von|f\u00fcr|por|durante|para|di|da|per|van|pendant)[ ,]+)?")
_WORDED = re.compile(rf"(?:an? |the |just |una? |eine? )*(?:{PAUSE_ADJECTIVES} )?(?P<word>{LENGTH_WORD})(?![^\W_])")
_PURPOSE = re.compile(r"(?:for|to|and) [a-z]+(?: [a-z]+){0,2}?[ ,-]+(?:for )?(?=(?:about |~)?\d)")
_REMARK_BETWEEN = re.compile(r"(?:[a-z']+ ){1,8}- (?:for )?(?=(?:about |~)?\d)")
_OTHERS = re.compile(r"\b(?:participants?|clients?|patients?|listeners?|students?|the group|the class|everyone|them)\b")
"""Who is told of, so that nobody is told anything."""
_REMARK_AFTER_COMMA = re.compile(r" , (?:[a-z']+ ?){1,6}$")
_REMARK = re.compile(r" ?- (?:[a-z]+ ?){1,6}$")
_FILLER = re.compile(
    r"(?:here|now|again|please|silently|quietly|gently|softly|as needed|(?:in|of) (?:silence|quiet|stillness)|then continue"
    r"|and (?:then )?(?:breathe|continue|wait|listen|reflect|relax|rest|feel|notice|observe)|at (?:each|the) [a-z]+"
    r"|(?:for|to|with|before|after|between|while|letting|allowing|f\u00fcr|para|por) [^\W\d_]+(?: [^\W\d_]+){0,3})?"
)
_COMMENT = re.compile(
    r"[,-].*|(?:to|for|while|as|before|after|and|allowing|letting|here|with|between|in|then|now|so|of|maintaining|feeling|"
    r"noticing|or|per|each|if|para|f\u00fcr|until|when|at|during|continuing|giving|repeat|practice|meditation|sitting)\b.*"
)
_CONDITION = re.compile(r"\b(?:if|whenever|unless|but|you(?:'d)? (?:like|want|need|wish|prefer))\b")
_IN_OTHER_WORDS = re.compile(r" ?(?:here|together|now)? ?[,-] (?=about |roughly |around |approx|~|\d)")
_TO_DO = re.compile(
    r" (?:to|for) (?:reflect|breathe|practi[sc]e|settle|write|journal|notice|feel|rest|listen|sit|observe|arrive|imagine)\w*"
)
"""What a stretch of time in square brackets is for."""
_LET_PASS = re.compile(r"(?:let|allow) (?=\S)")
_PASS = re.compile(r" (?:to )?(?:pass|go by)(?: in silence)?")


def read_wording(text: str, opener: str) -> Pause | None:
    """Read cleaned words as a pause; None where they are more, or something else."""
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
        takes = bool(lead and lead["wait"]) or (opener == "[" and lead is not None and lead["take"] is not None)
        return _stated_again(text, amount) or _after_amount(text, amount, opener, waits=takes)
    noun = _NOUN_HERE.match(text, at)
    if not noun or (lead and lead["article"] == "the " and opener == "(" and not _LENGTH_AFTER.match(text, noun.end())):
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


def _stated_again(text: str, amount: Amount) -> Pause | None:
    """Read "three breaths here, about 20 seconds", where the time tells what the breaths take."""
    if not (more := _IN_OTHER_WORDS.match(text, amount.end)):
        return None
    time = match_amount(text, more.end())
    return plain_pause(time.seconds) if time and time.has_unit and time.end == len(text) else None


def _after_amount(text: str, amount: Amount, opener: str, *, waits: bool) -> Pause | None:
    """Read "10 seconds of silence", "2 second pause for the students"; "wait 10 seconds" needs no noun."""
    at = _OF.match(text, amount.end).end()  # type: ignore[union-attr] # it also matches nothing
    _, at = _adjectives(text, at)
    noun = _NOUN_HERE.match(text, at)
    end = noun.end() if noun else amount.end
    if not noun and not waits and not (opener == "[" and _TO_DO.match(text, amount.end)):
        return None
    return plain_pause(amount.seconds) if _is_comment(text[end:], opener) else None


def _after_noun(text: str, end: int, length_s: float | None, opener: str) -> Pause | None:
    """Read what follows the word "pause": a length in words or figures, filler, or both."""
    at = _AFTER_NOUN.match(text, end).end()  # type: ignore[union-attr] # it also matches nothing
    for start in {_PREPOSITION.match(text, at).end(): None, at: None}:  # type: ignore[union-attr] # likewise
        word = _WORDED.match(text, start)
        if word and _is_filler(text[word.end() :]):
            return said_pause(PAUSE_WORDS_S[word["word"]])
        amount_at = _AFTER_NOUN.match(text, word.end()).end() if word else start  # type: ignore[union-attr] # likewise
        amount = match_amount(text, amount_at)
        if amount and amount.has_unit and _is_comment(text[amount.end :], opener):
            return plain_pause(amount.seconds)
        if amount and not amount.has_unit and _is_filler(text[amount.end :]):
            is_ms = "msec" in text[end:start]
            number = text[amount_at : amount.end]
            seconds = amount.seconds / 1000 if is_ms else unitless_s(amount.seconds, number, opener)
            return plain_pause(seconds, unitless=not is_ms and opener != "{" and number.isdecimal())
    purpose = _PURPOSE.match(text, at) or (_REMARK_BETWEEN.match(text, at) if opener == "[" else None)
    if purpose and (amount := match_amount(text, purpose.end())):
        return plain_pause(amount.seconds) if amount.has_unit and amount.end == len(text) else None
    said = _REMARK.match(text, end) or (
        (opener == "[" or _OTHERS.search(text, end)) and _REMARK_AFTER_COMMA.match(text, end)
    )
    remark = bool(said) and not _CONDITION.search(text)
    for start in (end, at):
        if remark or _is_filler(text[start:]):
            return said_pause(PAUSE_WORDS_S[""] if length_s is None else length_s)
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
