"""What to look at in a script, as findings with codes: the language's own rules. Pure.

The reader's findings (what it could not read) and those of a take (variables) come in; rules that need the laid-out
track stand in `timeline/rules.py`. The codes are listed in `codes.py`.
"""

from __future__ import annotations

import difflib
import unicodedata
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from mindful.script.checks.engine_rules import long_sentences, misread_words
from mindful.script.checks.safety import SAFETY_RULES
from mindful.script.cues.silence import UNITLESS_DOUBT_ABOVE
from mindful.script.model import Audio, Bell, Finding, Pause, Rest, Script, Sound, Unknown, UseVoice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from mindful.errors import Place
    from mindful.script.model import FrontMatter
    from mindful.script.takes.take import Take

    SafetyRule = Callable[[Script, Take], Iterable[Finding]]

_LATIN_LANGUAGES = frozenset(
    ["en", "de", "fr", "es", "it", "nl", "pt", "sv", "da", "no", "fi", "pl", "cs", "hu", "ro", "tr"]
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    """What can be named in a script on this machine."""

    has_voice: Callable[[str], bool]
    """Whether a voice can speak here; asked only for voices that the script names, as engines are slow to ask."""
    bells: tuple[str, ...]
    soundscapes: tuple[str, ...]
    has_file: Callable[[str], bool]
    """Whether a file named in the script is there."""
    voice_language: Callable[[str], str]
    """The language of a voice, as a BCP 47 tag; empty where that is not known."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Subject:
    """What a rule looks at."""

    script: Script
    take: Take
    known: Known


def check(script: Script, take: Take, known: Known) -> tuple[Finding, ...]:
    """Return every finding of the script's language, by place."""
    subject = Subject(script=script, take=take, known=known)
    found = (finding for rule in SCRIPT_RULES for finding in rule(subject))
    return in_order([*script.findings, *take.findings, *found])


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings by file and place, and by code where several stand at one."""
    return tuple(sorted(findings, key=_by_place))


def _by_place(finding: Finding) -> tuple[str, int, int, str]:
    place = finding.place
    return place.file or "", place.line, place.column, finding.code


def _unknown_cues(script: Script) -> Iterator[Finding]:
    for node in script.body:
        if not isinstance(node, Unknown):
            continue
        unclosed = node.text.startswith("[") and not node.text.endswith(("]", ")", "}"))
        hint = f"Did you mean [{node.nearest} ...]? " if node.nearest else ""
        hint += r"Speak it by writing \[ for the bracket, or render with --unknown speak or skip."
        what = "has no closing bracket" if unclosed else "is no cue and is not spoken"
        yield _error("E112" if unclosed else "E101", f'"{shortened(node.text)}" {what}.', hint, node.place)


def _unknown_names(script: Script, known: Known) -> Iterator[Finding]:
    front = script.front
    if front.voice and (found := _unknown_voice(front.voice, known, front.places["voice"])):
        yield found
    if front.soundscape and (found := _unknown_sound(front.soundscape, known, front.places["soundscape"])):
        yield found
    if front.cover and not known.has_file(front.cover):
        yield _missing_file(front.cover, front.places["cover"])
    for node in script.body:
        match node:
            case Bell() if node.name not in known.bells:
                yield _unknown_name("bell", node.name, known.bells, node.place)
            case Pause(bell=Bell(name=name)) | Rest(bell=Bell(name=name)) if name not in known.bells:
                yield _unknown_name("bell", name, known.bells, node.place)
            case Sound() if found := _unknown_sound(node, known, node.place):
                yield found
            case Audio() if not known.has_file(node.path):
                yield _missing_file(node.path, node.place)
            case UseVoice() if node.voice and (found := _unknown_voice(node.voice, known, node.place)):
                yield found


def _unknown_sound(sound: Sound, known: Known, place: Place) -> Finding | None:
    unknown = [name for name in sound.layers if name not in known.soundscapes]
    if not unknown:
        return None
    if "." in unknown[0]:
        return None if known.has_file(unknown[0]) else _missing_file(unknown[0], place)
    return _unknown_name("soundscape", unknown[0], known.soundscapes, place)


def _unknown_voice(voice: str, known: Known, place: Place) -> Finding | None:
    if known.has_voice(voice):
        return None
    hint = "`mindful voices` lists those that are here."
    return _error("E104", f'There is no voice "{shortened(voice)}" on this machine.', hint, place)


def _unknown_name(kind: str, name: str, names: tuple[str, ...], place: Place) -> Finding:
    near = difflib.get_close_matches(name, names, n=1)
    hint = f'Did you mean "{near[0]}"?' if near else f"There are {', '.join(names)}."
    return _error("E105", f'There is no {kind} "{shortened(name)}".', hint, place)


def _missing_file(name: str, place: Place) -> Finding:
    hint = "Files are looked for beside the script and in its library."
    return _error("E106", f'The file "{shortened(name)}" is not there.', hint, place)


def _doubtful_pauses(script: Script) -> Iterator[Finding]:
    for node in script.body:
        if isinstance(node, Pause) and node.unitless and node.natural_s > UNITLESS_DOUBT_ABOVE:
            number = f"{node.natural_s:g}"
            message = f"A pause of {number} without a unit is read as {number} seconds."
            hint = f"Write [pause {number}s], or [pause {number}ms] if milliseconds are meant."
            yield Finding(code="W203", severity="warning", message=message, hint=hint, place=node.place)


def _foreign_letters(subject: Subject) -> Iterator[Finding]:
    """Warn of sentences in letters that the language of their voice, if it is a Latin one, is not written with."""
    for sentence in subject.take.sentences:
        if sentence.words.isascii():
            continue
        language = subject.known.voice_language(sentence.voice) or subject.script.front.language
        if language.split("-")[0].lower() not in _LATIN_LANGUAGES:
            continue
        foreign = [
            c
            for c in sentence.words
            if c.isalpha() and not unicodedata.name(c, "LATIN").startswith(("LATIN", "MODIFIER"))
        ]
        if foreign:
            message = f'The voice may not know the letters "{shortened("".join(foreign), 12)}".'
            hint = "Name a voice of the script's language, or spell the word in the lexicon."
            yield Finding(code="W205", severity="warning", message=message, hint=hint, place=sentence.place)


def _nothing_to_speak(take: Take) -> Iterator[Finding]:
    if not take.sentences:
        message = "There is nothing to speak in this script."
        yield Finding(
            code="E109", severity="error", message=message, hint="Write at least one sentence outside of brackets."
        )


def _no_licence(front: FrontMatter) -> Iterator[Finding]:
    """Warn where a script names who made or reviewed it, and so is meant for others, but not what they may do with it."""
    signed = "author" if front.author else "reviewed_by" if "reviewed_by" in front.about else None
    if signed and not front.licence:
        message = "The script names people, but no licence, so that others may not use it."
        hint = "Add a line such as licence: CC-BY-4.0 to the front matter."
        yield Finding(code="W208", severity="warning", message=message, hint=hint, place=front.places[signed])


def _of_safety(rule: SafetyRule, subject: Subject) -> Iterable[Finding]:
    return rule(subject.script, subject.take)


SCRIPT_RULES: tuple[Callable[[Subject], Iterable[Finding]], ...] = (
    lambda subject: _unknown_cues(subject.script),
    lambda subject: _unknown_names(subject.script, subject.known),
    lambda subject: _doubtful_pauses(subject.script),
    _foreign_letters,
    lambda subject: long_sentences(subject.script),
    lambda subject: misread_words(subject.script),
    lambda subject: _no_licence(subject.script.front),
    lambda subject: _nothing_to_speak(subject.take),
    *(partial(_of_safety, rule) for rule in SAFETY_RULES),
)
"""Each rule is a function of the subject; a new one is a line here and its codes in `codes.py`."""


def _error(code: str, message: str, hint: str | None, place: Place) -> Finding:
    return Finding(code=code, severity="error", message=message, hint=hint, place=place)


def shortened(text: str, limit: int = 60) -> str:
    """Return a text for a message, cut where it is long."""
    return text if len(text) <= limit else f"{text[: limit - 1].rstrip()}\u2026"
