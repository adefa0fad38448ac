"""Paced breathing -> its phases, each with what may be spoken as it begins. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mindful.script.takes.take import Phase, PhaseName, Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mindful.script.model import Breathe

_NAMES: tuple[PhaseName, ...] = ("in", "hold", "out", "rest")
_WORDS: Mapping[str, Mapping[PhaseName, tuple[str, ...]]] = {
    "en": {"in": ("Breathe in.", "In."), "hold": ("Hold.",), "out": ("Breathe out.", "Out."), "rest": ("Hold.",)},
    "de": {"in": ("Einatmen.", "Ein."), "hold": ("Halten.",), "out": ("Ausatmen.", "Aus."), "rest": ("Halten.",)},
    "es": {"in": ("Inhala.",), "hold": ("Sost\u00e9n.",), "out": ("Exhala.",), "rest": ("Sost\u00e9n.",)},
}
"""What is said for each phase, the longest wording first; other languages hear the English words."""


def phases(node: Breathe, *, language: str, voice: str, rate_wpm: float, gain_db: float) -> Iterator[Phase]:
    """Yield every phase of every breath; a hold of no length is left out."""
    spoken = _WORDS.get(language.split("-", maxsplit=1)[0].lower(), _WORDS["en"]) if node.cues == "spoken" else {}

    def sentence(text: str) -> Sentence:
        return Sentence(text=text, words=text, voice=voice, rate_wpm=rate_wpm, gain_db=gain_db, place=node.place)

    breath = [
        Phase(
            name=name,
            seconds=seconds,
            words=tuple(sentence(text) for text in spoken.get(name, ())),
            tone_s=node.phases_s if name == "in" and node.cues == "tone" else None,
            place=node.place,
        )
        for name, seconds in zip(_NAMES, node.phases_s, strict=True)
        if seconds
    ]
    for _ in range(node.cycles):
        yield from breath
