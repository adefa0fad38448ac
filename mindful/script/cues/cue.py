"""One bracketed group of text -> the cue it is, or nothing.

A group is a cue only when its first words are a cue word and *all* the rest reads as that cue's arguments or filler;
so "(Pause here if you need to, or keep going.)" stays speech. Real scripts' wordings are read as well as the canonical
ones.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import replace
from functools import lru_cache

from mindful.errors import Place, UnitError
from mindful.script.cues.amounts import plain
from mindful.script.cues.bells import read_bell, read_interval_bells
from mindful.script.cues.breathing import read_breathing
from mindful.script.cues.cue_error import CueError
from mindful.script.cues.parts import read_part
from mindful.script.cues.pauses import read_pause
from mindful.script.cues.words import BELL_NOUNS, PAUSE_NOUNS
from mindful.script.model import NOWHERE, Audio, Include, Mark, Node, Sound, UseRate, UseVoice, UseVolume
from mindful.units import duration_or_none, parse_gain_db

CANONICAL = (
    "pause", "bell", "breathe", "sound", "voice", "rate", "volume", "audio", "mark", "repeat", "optional", "else", "include",
    "silence", "break", "chime", "gong",
)  # fmt: skip
_AROUND = " \t\n*_[]{}()<>\"'\u201c\u201d\u00ab\u00bb\0\1"
"""Marks around the words of a cue: emphasis, doubled brackets, quotes, and the reader's masks."""
_WORD = re.compile(r"[a-z]+")
_RATE = re.compile(r"(\d+(?:[.,]\d+)?) ?(wpm|%)")
_UNIT_FIRST = re.compile(r"\b(seconds?|secs?|minutes?|mins?)\s?=\s?[\"']?(\d+(?:\.\d+)?)[\"']?")
_TIME_MARK = re.compile(r"\d\s?['\"\u2019\u201d\u2032\u2033]")
_MINUTES_MARK = re.compile(r"(\d)\s?['\u2019\u2032](?!\w*['\u2019\u2032])(?=\s?\d|\W*$)")
_SECONDS_MARK = re.compile(r"(?<![\"\u201c\d.])(\d+(?:\.\d+)?)\s?(?:[\"\u201d\u2033]|['\u2019\u2032]{2})(?=\W*$)")
_ARTICLE = re.compile(r"^an? (?=\d)")
_SETTING = re.compile(r"\w+:\s")
_SIGNED = re.compile(r"[-+\u2212]?\d")
_QUOTED = re.compile(r"([\"'])(.+?)\1(.*)")
_FILE = re.compile(r"(.+?\.[A-Za-z][A-Za-z0-9]{1,4})(?:\s+(.*))?$")


def read_cue(inner: str, opener: str, place: Place = NOWHERE, end: Place | None = None) -> Node | None:
    """Read what stands inside one group.

    Args:
        inner: The text between the brackets; emphasis marks and doubled brackets may still be around it.
        opener: Which kind of group: one of ``[ ( { <`` (``/`` for a slash before a duration).
        place: Where the group begins.
        end: Where it has ended.

    Returns:
        The cue, or None when the group is no cue.

    Raises:
        CueError: It is a cue with an argument that cannot be read.
    """
    node = find_cue(inner, opener)
    return None if node is None else replace(node, place=place, end=end)


@lru_cache(maxsize=256)  # a script says its cues over and over
def find_cue(inner: str, opener: str) -> Node | None:
    """Read what stands inside one group as `read_cue` does, without its places."""
    text = _normal(_with_units(inner) if _TIME_MARK.search(inner) else inner)
    if not text:
        return None
    if opener == "[" and (part := read_part(text, inner)):
        return part
    node = (
        read_interval_bells(text, opener)
        or read_breathing(text, opener)
        or read_pause(text, opener)
        or read_bell(text, opener)
    )
    return node or (_setting(inner.strip()) if opener == "[" else None)


def _with_units(inner: str) -> str:
    """Write the marks of minutes and seconds, as in ``1'30"`` or ``seconds="10"``, as units."""
    inner = _UNIT_FIRST.sub(r"\2\1", inner)
    return _MINUTES_MARK.sub(r"\1m", _SECONDS_MARK.sub(r"\1s", inner))


@lru_cache(maxsize=256)
def nearest_cue(inner: str) -> str | None:
    """Return the cue a group may have meant, judged by its first words, or None."""
    words = _WORD.findall(inner.lower())[:6]
    for word in words[:1]:
        if near := difflib.get_close_matches(word, CANONICAL, n=1, cutoff=0.78):
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
    match = _RATE.fullmatch(text.strip().lower())
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
    return _sound(text.strip())


def _normal(inner: str) -> str:
    text = inner.strip(_AROUND).replace("_", " ").replace("\u2026", "...").replace("\0", "").replace("\1", "")
    return _ARTICLE.sub("", plain(text).rstrip(" .!:;,"))


# -- settings, sound, audio, include, mark: canonical only -------------------------------------------------------------


def _setting(text: str) -> Node | None:
    word, _, rest = text.replace(":", " ", 1).partition(" ") if _SETTING.match(text) else text.partition(" ")
    rest = rest.strip()
    match word.lower():
        case "sound" | "soundscape" if rest:
            return _sound(rest) if _looks_like_sound(rest) else None
        case "voice" if rest and " " not in rest:
            return UseVoice(voice=None if rest.lower() == "default" else rest)
        case "rate" if rest and " " not in rest.replace(" %", "%").replace(" wpm", "wpm"):
            return _use_rate(rest)
        case "volume" if rest and len(rest.split()) <= 2:
            return UseVolume(gain_db=0.0 if rest.lower() == "default" else _gain(rest, "volume"))
        case "audio" if rest:
            return _audio(rest)
        case "include" if rest:
            return _include(rest)
        case "mark" if rest and len(rest) <= 80:
            return Mark(name=rest)
    return None


def _use_rate(rest: str) -> UseRate:
    if rest.lower() == "default":
        return UseRate()
    rate = read_rate(rest)
    return UseRate(wpm=rate.wpm, factor=rate.factor)


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


def _sound(rest: str) -> Sound:
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
        elif _SIGNED.match(word):
            gain_db = _gain(word + (words.pop(0) if words[:1] == ["dB"] else ""), f"sound {name}")
        else:
            raise CueError(f'"{word}" is nothing a soundscape knows.', hint=hint)
    silent = name.lower() in {"off", "none", "silence"}
    return Sound(name=None if silent else name, gain_db=gain_db, fade_s=fade_s)


def _audio(rest: str) -> Audio | None:
    name, words = _file_name(rest)
    if "." not in name:
        return None
    gain = "".join(words)
    return Audio(path=name, gain_db=_gain(gain, f"audio {name}") if gain else 0.0)


def _include(rest: str) -> Include | None:
    name, words = _file_name(rest)
    return None if words or "." not in name else Include(path=name)


def _file_name(rest: str) -> tuple[str, list[str]]:
    """Split a name, which may be quoted or hold spaces before its suffix, from the arguments after it."""
    if quoted := _QUOTED.match(rest):
        return quoted[2], quoted[3].split()
    if spaced := _FILE.match(rest):
        return spaced[1], (spaced[2] or "").split()
    words = rest.split()
    return words[0], words[1:]
