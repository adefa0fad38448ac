"""What the rules share: the sentences a listener hears, in English only, and how a finding is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mindful.script.checks.codes import CODES
from mindful.script.model import NOWHERE, Finding
from mindful.script.takes.take import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mindful.errors import Place
    from mindful.script.model import Script
    from mindful.script.takes.take import Take


def heard(script: Script, take: Take) -> list[Sentence]:
    """Return the sentences of a take once each, by place; none where the script is in another language than English."""
    if not is_english(script):
        return []
    spoken = [cue for cue in take.cues if isinstance(cue, Sentence)]
    return list({(sentence.place, sentence.text): sentence for sentence in spoken}.values())


def is_english(script: Script) -> bool:
    """Tell whether the rules of words can judge a script."""
    return script.front.language.split("-")[0].lower() == "en"


def stated(script: Script) -> Iterator[tuple[str, Place]]:
    """Yield what the front matter says about the practice, with its place; listeners see it in players and lists."""
    front = script.front
    texts = {"title": front.title, "description": front.description, **front.about}
    for key, text in texts.items():
        if text and key in front.places:
            yield text, front.places[key]


def safety(code: str, message: str, hint: str, place: Place | None) -> Finding:
    """Return a finding of a code of the table."""
    return Finding(code=code, severity=CODES[code].severity, message=message, hint=hint, place=place or NOWHERE)


def quoted(text: str, limit: int = 60) -> str:
    """Return a text for a message in quotation marks, cut where it is long."""
    return f'"{text}"' if len(text) <= limit else f'"{text[: limit - 1].rstrip()}\u2026"'
