"""Script values -> canonical text: one cue, or a whole script. Pure; `read` gives the values back."""

from __future__ import annotations

import io
import re
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING, Any

from mindful.script.cues.cue import read_cue
from mindful.script.cues.cue_error import CueError
from mindful.script.cues.silence import STRETCH_MAX, STRETCH_MIN
from mindful.script.model import (
    Audio,
    Bell,
    Breathe,
    Else,
    End,
    Heading,
    If,
    Include,
    Mark,
    Node,
    OneOf,
    OptionalPart,
    Or,
    ParagraphBreak,
    Pause,
    Repeat,
    Rest,
    Say,
    Script,
    Sound,
    UseRate,
    UseVoice,
    UseVolume,
)
from mindful.units import duration_or_none

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mindful.script.model import FrontMatter

_MINUTES_FROM_S = 120.0
"""Shorter durations are written in seconds, ``90s``; longer ones in minutes."""
_STRUCTURE = re.compile(r"[\[\](){}<>*_#\\|~`]")
_VARIABLE = re.compile(r"\{[^\W\d]\w*(?:\|[^{}\[\]()<>]*)?\}")
_BREATH_NAMES = ("box", "square", "coherent", "resonant", "resonance", "even", "equal", "triangle")


@lru_cache(maxsize=256)  # a script says its cues over and over
def cue_text(node: Node, written: str = "") -> str | None:
    """Return the canonical text of a cue, with its brackets.

    Where several texts are canonical, such as ``[pause 90s]`` and ``[pause 1m30s]``, it is the one that was written, if
    that is one of them.

    Args:
        node: The cue.
        written: How it stands in a text.

    Returns:
        The text, or None for what has no canonical form: speech, structure, and figures that no text gives exactly.
    """
    forms = dict.fromkeys(f"[{form}]" for form in _forms(node))
    if written in forms and _reads_as(written, node):
        return written
    return next((form for form in forms if _reads_as(form, node)), None)


def _reads_as(form: str, node: Node) -> bool:
    try:
        return read_cue(form[1:-1], "[") == node
    except CueError:
        return False


def _forms(node: Node) -> Iterator[str]:
    """Yield the canonical texts of a cue without brackets, the preferred one first."""
    match node:
        case Pause() | Rest():
            yield from _joined(_silence(node), _interval_bell(node.bell))
        case Bell():
            yield from _joined(*_bell(node))
        case Breathe():
            yield from _joined(["breathe"], _pattern(node), _breaths(node), _arguments("cues", node.cues, "spoken"))
        case Sound():
            name = "off" if node.name is None else _quoted(node.name)
            fade = [""] if node.fade_s is None else [f"fade {text}" for text in _durations(node.fade_s)]
            yield from _joined(["sound"], [name], [_gain(node.gain_db)], fade)
        case Audio():
            yield from _joined(["audio"], [_quoted(node.path)], [_gain(node.gain_db or None)])
        case UseVoice() | UseRate() | UseVolume():
            yield from _setting(node)
        case Mark():
            yield f"mark {node.name}"
        case Include():
            yield f"include {node.path}"
        case _:
            yield from _part(node)


def _joined(*choices: Iterable[str]) -> Iterator[str]:
    return (" ".join(filter(None, words)) for words in product(*map(list, choices)))


def _silence(node: Pause | Rest) -> list[str]:
    if isinstance(node, Rest):
        return ["pause rest"]
    naturals = _durations(node.natural_s)
    if (node.min_s, node.max_s) == (node.natural_s * STRETCH_MIN, node.natural_s * STRETCH_MAX):
        return [f"pause {natural}" for natural in naturals]
    if node.min_s == node.max_s:
        return [f"pause exactly {natural}" for natural in naturals]
    return [f"pause {low}..{high}" for low, high in product(naturals, _durations(node.max_s))]


def _interval_bell(bell: Bell | None) -> list[str]:
    if bell is None:
        return [""]
    gain = f" {_gain(bell.gain_db)}" if bell.gain_db else ""
    kind = " ".join(filter(None, (bell.name, *_manner(bell))))
    return [f"bell {kind} every {every}{gain}" for every in _durations(bell.every_s)]


def _bell(bell: Bell) -> tuple[list[str], ...]:
    count = "" if bell.count == 1 else f"x{bell.count}"
    every = [f"every {text}" for text in _durations(bell.every_s)]
    every = every if bell.every_s != 6.0 else ["", *every] if bell.count == 1 else [*every, ""]
    gain = _gain(bell.gain_db or None)
    pitch, soft = _manner(bell)
    told = count or gain or pitch or soft or bell.every_s != 6.0
    name = [bell.name] if bell.name != "bowl" else ["bowl", ""] if told else ["", "bowl"]
    return ["bell"], name, [pitch], [count], every, [gain], [soft]


def _manner(bell: Bell) -> tuple[str, str]:
    """Return the words for the size of a bell and for its mallet; empty for what is usual."""
    return bell.pitch or "", "soft" if bell.soft else ""


def _pattern(node: Breathe) -> list[str]:
    into, hold, out, rest = (f"{phase:g}" for phase in node.phases_s)
    figures = [into, out] if hold == rest == "0" else [into, hold, out] if rest == "0" else [into, hold, out, rest]
    pattern = "-".join(figures)
    return ["box", pattern, *_BREATH_NAMES] if set(node.phases_s) == {4.0} else [pattern, *_BREATH_NAMES]


def _breaths(node: Breathe) -> list[str]:
    if node.for_s is not None:
        return [f"for {text}" for text in _durations(node.for_s)]
    return ["", "x1"] if node.cycles == 1 else [f"x{node.cycles}"]


def _arguments(word: str, value: str, usual: str) -> list[str]:
    return ["", f"{word} {value}"] if value == usual else [f"{word} {value}"]


def _setting(node: UseVoice | UseRate | UseVolume) -> list[str]:
    if isinstance(node, UseVoice):
        return [f"voice {node.voice or 'default'}"]
    if isinstance(node, UseVolume):
        return [f"volume {_gain(node.gain_db)}"] if node.gain_db else ["volume default", "volume 0dB"]
    if node.wpm is not None:
        return [f"rate {node.wpm:g}wpm"]
    return ["rate default"] if node.factor is None else [f"rate {node.factor * 100:g}%"]


def _part(node: Node) -> list[str]:
    match node:
        case Repeat():
            many = "" if node.at_most == node.at_least else f"..{node.at_most}"
            return [f"repeat {node.at_least}{many}"]
        case OptionalPart():
            return ["optional", "optional 1"] if node.rank == 1 else [f"optional {node.rank}"]
        case If():
            return [" ".join(filter(None, ["if", node.name, node.operator, node.value]))]
        case Else() | Or() | End():
            return [type(node).__name__.lower()]
        case OneOf():
            return ["one of"]
    return []


def _durations(seconds: float) -> list[str]:
    """Return the compact texts of a duration, the preferred one first."""
    short = [f"{seconds:.10g}s"]
    if seconds < 1:
        return [f"{seconds * 1000:.10g}ms", *short] if seconds else short
    minutes, rest = divmod(seconds, 60)
    long = [f"{minutes:g}m{rest:g}s" if rest else f"{minutes:g}m"] if minutes and seconds.is_integer() else []
    return [*short, *long] if seconds < _MINUTES_FROM_S else [*long, *short]


def _duration(seconds: float) -> str:
    """Return the preferred text of a duration that gives it exactly, where there is one."""
    texts = _durations(seconds)
    return next((text for text in texts if duration_or_none(text) == seconds), texts[0])


def _gain(gain_db: float | None) -> str:
    return "" if gain_db is None else f"{gain_db:+.10g}dB" if gain_db else "0dB"


def _quoted(name: str) -> str:
    return f'"{name}"' if " " in name and "." not in name else name


def heading_text(node: Heading) -> str:
    """Return the canonical line of a chapter's heading."""
    share = "" if node.share_s is None else f" ({_duration(node.share_s)})"
    return f"## {node.title}{share}"


# -- whole scripts -----------------------------------------------------------------------------------------------------


def write(script: Script) -> str:
    """Write a script in the canonical form, so that reading it gives it back.

    Args:
        script: Its title stands in the front matter; a cue without a canonical form, or speech that looks like a label
            or a direction, cannot be given back exactly.

    Returns:
        The text, with line feeds.
    """
    pieces = [_front_text(script.front)]
    for node in script.body:
        pieces.append(_node_text(node, at_line_start=pieces[-1].endswith("\n") or not pieces[-1]))
    text = "".join(pieces)
    return text if text.endswith("\n") else f"{text}\n"


def _node_text(node: Node, *, at_line_start: bool) -> str:
    match node:
        case ParagraphBreak():
            return "\n" if at_line_start else "\n\n"
        case Heading():
            return ("" if at_line_start else "\n") + f"{heading_text(node)}\n"
        case Say():
            text = _escaped(node.text)
            return f"\\{text}" if at_line_start and text.startswith(("-", "+")) else text
    return ("" if at_line_start else " ") + f"{cue_text(node) or ''}\n"


def _escaped(text: str) -> str:
    """Return speech with a backslash before what would be structure; variables stay."""
    pieces, at = [], 0
    for variable in _VARIABLE.finditer(text):
        pieces += [_STRUCTURE.sub(r"\\\g<0>", text[at : variable.start()]), variable[0]]
        at = variable.end()
    return "".join([*pieces, _STRUCTURE.sub(r"\\\g<0>", text[at:])])


def _front_text(front: FrontMatter) -> str:
    values = {key: value for key, value in _front_values(front) if value not in (None, {}, [])}
    if not values:
        return ""
    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.width = 1 << 16
    out = io.StringIO()
    yaml.dump(values, out)
    return f"---\n{out.getvalue()}---\n"


def _switch(answer: bool | None) -> str | None:
    return None if answer is None else "on" if answer else "off"


def _front_values(front: FrontMatter) -> Iterator[tuple[str, Any]]:
    for key in ("title", "author", "licence"):
        yield key, getattr(front, key)
    yield "language", front.language if front.language != "en" else None
    yield "description", front.description
    yield "length", None if front.length_s is None else _duration(front.length_s)
    yield "voice", front.voice
    yield "rate", None if front.rate is None else _setting(front.rate)[0].removeprefix("rate ")
    yield "chain", front.chain
    yield "room_tone", _switch(front.room_tone)
    yield "chapter_tail", _switch(front.chapter_tail)
    yield "volume", _gain(front.volume_db or None) or None
    soundscape = None if front.soundscape is None else cue_text(front.soundscape)
    yield "soundscape", None if soundscape is None else soundscape[len("[sound ") : -1]
    yield "seed", front.seed
    yield "vars", dict(front.vars)
    yield "lexicon", [*front.lexicon_files, dict(front.lexicon)] if front.lexicon_files else dict(front.lexicon)
    yield "cover", front.cover
    yield "gaps", {name: _duration(seconds) for name, seconds in front.gaps_s.items()}
    yield "pause_words", {name: _duration(seconds) for name, seconds in front.pause_words_s.items()}
    yield from front.about.items()
