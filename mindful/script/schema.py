"""The front matter as a JSON schema, for editors that complete and check it. Written from one table; pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mindful.script.cues.words import PAUSE_LENGTHS_S
from mindful.script.front_matter import CHAINS, GAP_NAMES, KEYS

if TYPE_CHECKING:
    from collections.abc import Iterable

_SCALAR: dict[str, Any] = {"type": ["string", "number", "boolean", "null"]}
_TEXT: dict[str, Any] = {"anyOf": [_SCALAR, {"type": "array", "items": _SCALAR}]}
_TEXTS: dict[str, Any] = {"type": ["object", "null"], "additionalProperties": _SCALAR}
_DURATION_PATTERN = (
    r"^\s*((\d{1,2}:)?\d{1,3}:[0-5]\d(\.\d+)?"
    r"|(\d+([.,]\d+)?\s*([Mm][Ss]|[Mm]illiseconds?|[Mm]secs?|[Ss]|[Ss]ecs?|[Ss]econds?"
    r"|[Mm]|[Mm]ins?|[Mm]inutes?|[Hh]|[Hh]rs?|[Hh]ours?)\.?\s*)+)\s*$"
)
_DURATION: dict[str, Any] = {"type": ["string", "null"], "pattern": _DURATION_PATTERN}
_DURATIONS: dict[str, Any] = {
    "anyOf": [_DURATION, {"type": "array", "items": _DURATION}, {"type": "string", "pattern": ","}]
}
_GAIN: dict[str, Any] = {"type": ["string", "null"], "pattern": r"^\s*[+\u2212-]?\d+(\.\d+)?\s*[dD][bB]\s*$"}
_SWITCH: dict[str, Any] = {"enum": ["on", "off", "yes", "no", "true", "false", True, False, None]}
_RATE: dict[str, Any] = {"type": ["string", "null"], "pattern": r"^\s*\d+([.,]\d+)?\s?([Ww][Pp][Mm]|%)\s*$"}


def _durations(names: Iterable[str]) -> dict[str, Any]:
    return {"type": ["object", "null"], "properties": dict.fromkeys(names, _DURATION), "additionalProperties": False}


_KEYS: dict[str, tuple[dict[str, Any], str, Any]] = {
    "title": (_TEXT, "Shown in players; the first heading where there is none.", "Evening body scan"),
    "author": (_TEXT, "Who wrote the script; stands in the track's tags.", "Jo Teacher"),
    "licence": (_TEXT, "What others may do with the script and its tracks.", "CC-BY-4.0"),
    "language": (_TEXT, "BCP 47 tag of the language it is spoken in; en where there is none.", "en"),
    "description": (_TEXT, "One sentence about the practice.", "A slow walk through the body."),
    "length": (_DURATION, "Exact length of the track; silence is stretched to meet it.", "10m"),
    "lengths": (_DURATIONS, "Lengths of track that the script is written for.", "5m, 10m, 20m"),
    "voice": (_TEXT, "Voice id; `mindful voices` lists them.", "piper:joe"),
    "rate": (_RATE, "Speaking rate, in words a minute or relative to the usual.", "90%"),
    "chain": ({"enum": [*CHAINS, None]}, "How the voice is treated.", "intimate"),
    "room_tone": (_SWITCH, "Whether the air of a room is heard where no soundscape plays.", "on"),
    "chapter_tail": (_SWITCH, "Whether the last words of each chapter ring on for longer.", "on"),
    "volume": (_GAIN, "Loudness of the voice, relative to the usual.", "-2dB"),
    "soundscape": (_TEXT, "Sound under the whole track, with gain and fade.", "rain -22dB"),
    "seed": ({"type": ["integer", "null"]}, "Varies what is left to chance.", 7),
    "vars": (_TEXTS, "Variables and their values: {name} in the text.", {"name": "friend"}),
    "lexicon": (
        {"anyOf": [_TEXTS, {"type": "string"}, {"type": "array", "items": {"anyOf": [_SCALAR, _TEXTS]}}]},
        "Words and how they are said, or the names of files with such words.",
        {"MBCT": "M B C T"},
    ),
    "cover": (_TEXT, "Picture of the track, a file beside the script.", "cover.jpg"),
    "gaps": (_durations(GAP_NAMES), "Natural length of silence that nobody wrote.", {"paragraph": "4s"}),
    "pause_words": (_durations(PAUSE_LENGTHS_S), "How long pauses are that a word measures.", {"long": "15s"}),
    "kind": (_TEXT, "What kind of practice it is.", "body-scan"),
    "level": (_TEXT, "For whom it is.", "beginner"),
    "eyes": (_TEXT, "Whether eyes are open, closed, or a choice.", "open or closed"),
    "anchor": (_TEXT, "Where attention may rest.", "breath or sounds"),
    "cautions": (_TEXT, "What to know before.", "Some areas can be hard to be with; passing one by is fine."),
    "evidence": (_TEXT, "What is claimed, and where it is shown.", "none claimed"),
    "reviewed_by": (_TEXT, "Who has looked at it.", "A. Reviewer"),
    "reviewed_on": (_TEXT, "When.", "2027-03-01"),
}  # fmt: skip


def front_matter_schema() -> dict[str, Any]:
    """Return the JSON schema (draft 2020-12) of a script's front matter; other keys than ours are an author's notes."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Front matter of a mindful script",
        "type": ["object", "null"],
        "properties": {key: _property(key) for key in KEYS},
    }


def _property(key: str) -> dict[str, Any]:
    kind, meaning, example = _KEYS[key]
    return {"description": meaning, **kind, "examples": [example]}
