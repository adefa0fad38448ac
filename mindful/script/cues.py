"""One bracketed group of text -> the cue it is, or nothing.

A group is a cue only when its first words are a cue word and *all* the rest reads as that cue's arguments or filler;
so "(Pause here if you need to, or keep going.)" stays speech. Real scripts' wordings are read as well as the canonical
ones.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import replace

from mindful.errors import Place, UnitError
from mindful.script.model import NOWHERE, Audio, Bell, Mark, Node, Pause, Rest, Sound, UseRate, UseVoice, UseVolume
from mindful.script.words import (
    BELL_FILLER,
    BELL_NOUNS,
    BREATH_S,
    NUMBER_WORDS,
    PAUSE_NOUNS,
    PAUSE_WORDS_S,
    UNITS_S,
)
from mindful.units import duration_or_none, parse_gain_db

CANONICAL = ("pause", "bell", "sound", "voice", "rate", "volume", "audio", "mark", "silence", "break", "chime", "gong")
STRETCH_MAX, STRETCH_MIN = 6.0, 0.5
"""How far fitting may stretch or shorten a plain pause, as factors of its natural length."""
UNITLESS_ERROR_ABOVE, UNITLESS_DOUBT_ABOVE = 300.0, 60.0
"""A pause without a unit is in seconds; above the first it is refused, above the second milliseconds may be meant."""
_BREAKS_S = {"none": 0.0, "x-weak": 1.0, "weak": 2.0, "medium": 5.0, "strong": 8.0, "x-strong": 12.0}
_NUMBER = r"\d+(?:[.,]\d+)?"
_WORD_NUMBER = "|".join(sorted(NUMBER_WORDS, key=len, reverse=True))
_QUANTITY = rf"(?:{_NUMBER}|{_WORD_NUMBER})"
_AMOUNT = re.compile(
    rf"(?:(?:for )?(?:about|approximately|around|roughly|another) |~ ?)?(?P<low>{_QUANTITY})(?: ?(?P<unit1>[a-zäöüß]+)\.?)?"
    rf"(?: ?(?:-|\u2013|\u2014|to|or|bis) ?(?P<high>{_QUANTITY}))?"
    r"(?:[ -]?(?P<unit>[a-zäöüßáéíóú]+)\.?)?(?P<cycle> cycles?)?"
)
_FILLER = re.compile(
    r"(?:here|now|again|please|silently|quietly|gently|softly|(?:in|of) (?:silence|quiet|stillness)|and breathe|to breathe"
    r"|(?:for|to|with|before|after|between|while) [a-z]+(?: [a-z]+){0,3})?"
)
_LEADING = re.compile(
    rf"(?P<amount>(?:(?:about|approximately|another) )?{_QUANTITY}(?: ?(?:-|\u2013|to) ?{_QUANTITY})?[ -]?[a-zäöüß]+\.?)"
    r"[ -]?(?:of |de )?(?:complete |total |pure )?(?P<noun>[a-z]+)(?P<rest>.*)"
)
_STYLED = re.compile(rf"(?:an? )?(?P<style>[a-z ]{{1,24}}?) (?:of )?(?:{'|'.join(PAUSE_NOUNS)})(?: (?P<filler>.*))?")
_STYLE_WORDS = {word for word in PAUSE_WORDS_S if word}
_COUNT = re.compile(
    r"x ?(\d{1,2})|(\d{1,2}) ?x|(\d{1,2}) ?(?:times?)?|(once|twice|thrice|one|two|three|four|five|six)(?: times?)?"
)
_COUNT_WORDS = {"once": 1, "twice": 2, "thrice": 3, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}


class CueError(UnitError):
    """A group is a cue, but an argument of it cannot be read; `code` is the finding's code."""

    def __init__(self, message: str, *, hint: str, code: str = "E107") -> None:
        super().__init__(message, hint=hint)
        self.code = code


def read_cue(inner: str, opener: str, place: Place = NOWHERE) -> Node | None:
    """Read what stands inside one group.

    Args:
        inner: The text between the brackets; emphasis marks and doubled brackets may still be around it.
        opener: Which kind of group: one of ``[ ( { <`` (``/`` for a slash before a duration).
        place: Where the group begins.

    Returns:
        The cue, or None when the group is no cue.

    Raises:
        CueError: It is a cue with an argument that cannot be read.
    """
    text = _normal(inner)
    if not text:
        return None
    for reader in (_pause, _bell):
        if (node := reader(text, opener, place)) is not None:
            return node
    return _setting(inner.strip(), place) if opener == "[" else None


def nearest_cue(inner: str) -> str | None:
    """Return the cue a group may have meant, judged by its first words, or None."""
    words = re.findall(r"[a-z]+", inner.lower())[:6]
    for word in words[:1]:
        if near := difflib.get_close_matches(word, CANONICAL, n=1, cutoff=0.7):
            return str(near[0])
    for word in words:
        if word in PAUSE_NOUNS:
            return "pause"
        if word in BELL_NOUNS:
            return "bell"
    return None


def read_rate(text: str) -> UseRate:
    """Read a speaking rate, ``120wpm`` or ``90%``.

    Raises:
        CueError: It is neither, or outside of what can be listened to (60-260 wpm, 40-200 %).
    """
    hint = "Write it like [rate 120wpm] or [rate 90%]."
    match = re.fullmatch(rf"({_NUMBER}) ?(wpm|%)", text.strip().lower())
    if not match:
        raise CueError(f'"{text.strip()}" is no speaking rate.', hint=hint)
    number = float(match[1].replace(",", "."))
    low, high = (60, 260) if match[2] == "wpm" else (40, 200)
    if not low <= number <= high:
        raise CueError(f'A rate of "{text.strip()}" is outside {low}-{high}{match[2]}.', hint=hint)
    return UseRate(wpm=number) if match[2] == "wpm" else UseRate(factor=number / 100)


def read_sound(text: str) -> Sound:
    """Read a soundscape's name and its arguments, such as ``rain -22dB fade 8s`` or ``off fade 20s``.

    Raises:
        CueError: An argument is unreadable.
    """
    return _sound(text.strip(), NOWHERE)


def _normal(inner: str) -> str:
    text = inner.strip().strip("*_").strip().strip("[]").strip()
    text = text.replace("_", " ").replace("\u2026", "...").lower()
    return re.sub(rf"^an? (?={_NUMBER})", "", " ".join(text.split()).rstrip(" .!:;,"))


# -- pauses ------------------------------------------------------------------------------------------------------------


def _pause(text: str, opener: str, place: Place) -> Pause | Rest | None:
    if opener in "[/" and (seconds := _bare_duration(text)) is not None:
        return plain_pause(seconds, place)
    first = text.partition(" ")[0]
    head = re.match(r"[a-zäöüßñ]+", text)
    if head and head[0] in PAUSE_NOUNS:
        return _pause_arguments(text[head.end() :], opener, place)
    if first.removesuffix("er") in _STYLE_WORDS or first in _STYLE_WORDS or first in {"a", "very"}:
        return _styled_pause(text, opener, place)
    return _leading_amount(text, opener, place)


def _bare_duration(text: str) -> float | None:
    return duration_or_none(text) if re.match(r"\d", text) and ":" not in text else None


def _pause_arguments(after: str, opener: str, place: Place) -> Pause | Rest | None:
    """Read what follows the word "pause"."""
    if after and after[0] not in " :=-\u2013(\"',":
        return None
    rest = after.strip(" :=-\u2013(\"')/,")
    for attribute in ("time", "duration", "strength", "for"):
        rest = (
            rest.removeprefix(attribute).strip(" =\"'") if rest.startswith((f"{attribute} ", f"{attribute}=")) else rest
        )
    if rest in {"rest", "the rest"}:
        return Rest(place=place)
    if rest.startswith(("exactly ", "exact ")):
        exact_s = _needed_seconds(rest.partition(" ")[2], opener)
        return Pause(natural_s=exact_s, min_s=exact_s, max_s=exact_s, place=place)
    if ".." in rest and (limits := _range(rest)):
        low, high = limits
        return Pause(natural_s=low, min_s=low, max_s=high, place=place)
    if (seconds := _seconds(rest, opener)) is not None:
        return replace(plain_pause(seconds, place), unitless=opener != "{" and re.fullmatch(_NUMBER, rest) is not None)
    if opener == "[" and re.fullmatch(r"\S*\d\S*(?: \S+)?", rest):
        raise CueError(f'"{rest}" is no duration.', hint="Write it like [pause 8s] or [pause 1m30s].")
    return None


def _styled_pause(text: str, opener: str, place: Place) -> Pause | None:
    """Read "long pause", "a moment of silence", "very long pause here"."""
    match = _STYLED.fullmatch(text)
    if match and match["style"] in PAUSE_WORDS_S and _FILLER.fullmatch(match["filler"] or ""):
        return plain_pause(PAUSE_WORDS_S[match["style"]], place)
    return _leading_amount(text, opener, place)


def _leading_amount(text: str, opener: str, place: Place) -> Pause | None:
    """Read "10 seconds of silence", "2 second pause for the students", "a few breaths of silence"."""
    match = _LEADING.fullmatch(text)
    if not match or match["noun"] not in PAUSE_NOUNS or not _FILLER.fullmatch(match["rest"].strip()):
        return None
    seconds = _amount(match["amount"], opener)
    return None if seconds is None else plain_pause(seconds, place)


def plain_pause(seconds: float, place: Place) -> Pause:
    """Return a pause that fitting may shorten to half and stretch to six times."""
    return Pause(natural_s=seconds, min_s=seconds * STRETCH_MIN, max_s=seconds * STRETCH_MAX, place=place)


def _needed_seconds(text: str, opener: str) -> float:
    seconds = _amount(text.strip(), opener)
    if seconds is None:
        raise CueError(
            f'"{text.strip()}" is no duration.', hint="Write it like [pause exactly 8s] or [pause exactly 1m30s]."
        )
    return seconds


def _range(text: str) -> tuple[float, float] | None:
    low_text, _, high_text = text.partition("..")
    high = _amount(high_text.strip(), "[")
    low = _amount(low_text.strip(), "[") if re.search(r"[a-z:]", low_text) else None
    if (
        low is None
        and (unit := re.search(r"[a-z]+\.?$", high_text.strip()))
        and re.fullmatch(_NUMBER, low_text.strip())
    ):
        low = _amount(f"{low_text.strip()}{unit[0]}", "[")
    if low is None or high is None:
        raise CueError(f'"{text}" is no range of durations.', hint="Write it like [pause 15s..90s].")
    if low > high:
        raise CueError(
            f'The range "{text}" ends before it begins.', hint="Write the shorter time first: [pause 15s..90s]."
        )
    return low, high


def _seconds(rest: str, opener: str) -> float | None:
    """Read a pause's length from its words, with filler after it; None when the rest is no argument of a pause."""
    if rest in PAUSE_WORDS_S:
        return PAUSE_WORDS_S[rest]
    if rest in _BREAKS_S:
        return _BREAKS_S[rest]
    for article in ("a ", "the "):
        if rest.removeprefix(article) in PAUSE_WORDS_S:
            return PAUSE_WORDS_S[rest.removeprefix(article)]
    if (seconds := _amount(rest, opener)) is not None:
        return seconds
    words = rest.split(" ")
    for cut in range(len(words) - 1, 0, -1):
        filler = " ".join(words[cut:])
        if len(words) - cut > 5 or not _FILLER.fullmatch(filler):
            continue
        head = " ".join(words[:cut]).rstrip(",")
        seconds = PAUSE_WORDS_S.get(head, PAUSE_WORDS_S.get(head.removeprefix("a "))) or _amount(head, opener)
        if seconds is not None:
            return seconds
    return PAUSE_WORDS_S[""] if _FILLER.fullmatch(rest) and len(words) <= 5 else None


def _amount(text: str, opener: str) -> float | None:
    """Read a number, a range (its middle), with or without a unit."""
    if (seconds := duration_or_none(text)) is not None:
        return seconds
    match = _AMOUNT.fullmatch(text)
    if not match:
        return None
    low, high = _number(match["low"]), _number(match["high"]) if match["high"] else None
    unit_word = match["unit"] or match["unit1"]
    if low is None or (match["high"] and high is None):
        return None
    middle = low if high is None else (low + high) / 2
    if unit_word is None:
        return _unitless(middle, text, opener) if re.match(r"\d", text) else None
    unit = UNITS_S.get(unit_word)
    if match["cycle"] and "cycle" in match["cycle"]:
        unit = BREATH_S if unit_word.startswith("breath") else None
    return None if unit is None else middle * unit


def read_amount(text: str) -> float | None:
    """Read a duration in words or figures with its unit (``10 seconds``, ``1-2 min``), as seconds, or None."""
    text = " ".join(text.lower().replace("\u2014", "-").split())
    return _amount(text, "[") if re.search(r"[a-z]", text) else None


def _number(text: str) -> float | None:
    if re.fullmatch(_NUMBER, text):
        return float(text.replace(",", "."))
    return NUMBER_WORDS.get(text)


def _unitless(number: float, text: str, opener: str) -> float:
    if opener == "{":
        return number / 1000
    if number > UNITLESS_ERROR_ABOVE:
        raise CueError(
            f'A pause of "{text}" has no unit: seconds or milliseconds?',
            hint=f"Write [pause {text}s] or [pause {text}ms].",
            code="E108",
        )
    return number


# -- bells -------------------------------------------------------------------------------------------------------------


def _bell(text: str, opener: str, place: Place) -> Bell | None:
    words = re.sub(r"[,;:()]", " ", text).split()
    noun = next((BELL_NOUNS[word] for word in words if word in BELL_NOUNS), None)
    if noun is None or len(words) > 12:
        return None
    canonical = words[0] in {"bell", "chime", "gong"} and opener == "[" and not BELL_FILLER.intersection(words)
    return _read_bell(words, noun, place, canonical=canonical)


def _read_bell(words: list[str], noun: str, place: Place, *, canonical: bool) -> Bell | None:
    """Take the words of a bell one by one; None as soon as one is neither argument nor filler."""
    found = {"name": noun, "count": 1, "every_s": 6.0, "gain_db": 0.0}
    named, at = False, 0
    while at < len(words):
        word, following = words[at], words[at + 1] if at + 1 < len(words) else ""
        if word in {"every", "fade"} and canonical:
            found["every_s"] = _bell_interval(following)
            at += 1
        elif word.endswith("db") or following == "db":
            found["gain_db"] = parse_gain_db(word if word.endswith("db") else word + following)
            at += following == "db"
        elif (count := _count(word, following)) is not None:
            found["count"], used = count
            at += used
        elif word in BELL_NOUNS:
            found["name"] = (
                BELL_NOUNS[word]
                if (not named and BELL_NOUNS[word] != "bowl") or word.startswith("bowl")
                else found["name"]
            )
        elif word in BELL_FILLER:
            pass
        elif canonical and not named and at == 1:
            found["name"], named = word, True
        elif canonical and at:
            raise CueError(f'"{word}" is nothing a bell knows.', hint="Write it like [bell bowl x3 every 6s -6dB].")
        else:
            return None
        at += 1
    return Bell(place=place, **found)  # type: ignore[arg-type] # the table holds one field of each type


def _count(word: str, following: str) -> tuple[int, int] | None:
    """Return how many strikes a word asks for, and how many following words it takes with it."""
    if word == "x" and following.isdigit():
        return max(1, int(following[:2])), 1
    match = _COUNT.fullmatch(word)
    if not match:
        return None
    digits = match[1] or match[2] or match[3]
    count = int(digits) if digits else _COUNT_WORDS[match[4]]
    return max(1, count), int(following in {"times", "time", "x"})


def _bell_interval(text: str) -> float:
    seconds = duration_or_none(text)
    if seconds is None or not 0.5 <= seconds <= 3600:
        raise CueError(f'"{text}" is no time from strike to strike.', hint="Write it like [bell x3 every 6s].")
    return seconds


# -- settings, sound, audio, mark: canonical only ----------------------------------------------------------------------


def _setting(text: str, place: Place) -> Node | None:
    word, _, rest = text.replace(":", " ", 1).partition(" ") if re.match(r"\w+:\s", text) else text.partition(" ")
    rest = rest.strip()
    match word.lower():
        case "sound" | "soundscape" if rest:
            return _sound(rest, place) if _looks_like_sound(rest) else None
        case "voice" if rest and " " not in rest:
            return UseVoice(voice=None if rest.lower() == "default" else rest, place=place)
        case "rate" if rest and " " not in rest.replace(" %", "%").replace(" wpm", "wpm"):
            return _use_rate(rest, place)
        case "volume" if rest and len(rest.split()) <= 2:
            return UseVolume(gain_db=0.0 if rest.lower() == "default" else _gain(rest, "volume"), place=place)
        case "audio" if rest:
            return _audio(rest, place)
        case "mark" if rest and len(rest) <= 80:
            return Mark(name=rest, place=place)
    return None


def _use_rate(rest: str, place: Place) -> UseRate:
    if rest.lower() == "default":
        return UseRate(place=place)
    rate = read_rate(rest)
    return UseRate(wpm=rate.wpm, factor=rate.factor, place=place)


def _gain(text: str, cue: str) -> float:
    try:
        gain_db = parse_gain_db(text)
    except UnitError as error:
        raise CueError(error.message, hint=f"Write it like [{cue} -3dB] or [{cue} +2dB].") from error
    if not -80 <= gain_db <= 12:
        raise CueError(f'A gain of "{text}" is outside -80dB to +12dB.', hint=f"Write it like [{cue} -3dB].")
    return gain_db


def _looks_like_sound(rest: str) -> bool:
    """Tell `[sound rain -24dB]` from a stage direction such as `[sound of waves fades in]`."""
    name, words = _file_name(rest)
    return "." in name.strip(".") or (
        name.lower() not in {"of", "effect", "effects", "fades", "begins", "the", "a"}
        and (not words or bool(re.match(r"[-+\u2212]?\d|fade\b", words[0], re.IGNORECASE)))
    )


def _sound(rest: str, place: Place) -> Sound:
    name, words = _file_name(rest)
    hint = "Write it like [sound rain -24dB fade 8s] or [sound off fade 20s]."
    gain_db: float | None = None
    fade_s: float | None = None
    while words:
        word = words.pop(0).lower()
        if word == "fade" and words:
            fade_s = duration_or_none(words.pop(0))
            if fade_s is None or fade_s > 600:
                raise CueError(f'"{rest}" has a fade that cannot be read.', hint=hint)
        elif re.match(r"[-+\u2212]?\d", word):
            gain_db = _gain(word + (words.pop(0) if words[:1] == ["dB"] else ""), f"sound {name}")
        else:
            raise CueError(f'"{word}" is nothing a soundscape knows.', hint=hint)
    silent = name.lower() in {"off", "none", "silence"}
    return Sound(name=None if silent else name, gain_db=gain_db, fade_s=fade_s, place=place)


def _audio(rest: str, place: Place) -> Audio | None:
    name, words = _file_name(rest)
    if "." not in name:
        return None
    gain = "".join(words)
    return Audio(path=name, gain_db=_gain(gain, f"audio {name}") if gain else 0.0, place=place)


def _file_name(rest: str) -> tuple[str, list[str]]:
    """Split a name, which may be quoted or hold spaces before its suffix, from the arguments after it."""
    if quoted := re.match(r"([\"'])(.+?)\1(.*)", rest):
        return quoted[2], quoted[3].split()
    if spaced := re.match(r"(.+?\.[A-Za-z0-9]{2,5})(?:\s+(.*))?$", rest):
        return spaced[1], (spaced[2] or "").split()
    words = rest.split()
    return words[0], words[1:]
