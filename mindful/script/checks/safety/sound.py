"""Sound that startles, or that works on the brain by its rhythm."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mindful.script.checks.safety.hearing import quoted, safety
from mindful.script.model import NOWHERE, Audio, Bell, Sound

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mindful.errors import Place
    from mindful.script.model import Finding, Script
    from mindful.script.takes.take import Take

LOUDEST_BELL_DB = 6.0
"""Above the bell as it is made, which peaks about where speech does."""
_PULSED = re.compile(
    r"binaural|isochron|monaural.?beat|\b(?:alpha|theta|delta|gamma)[ _-]?(?:waves?|beats?)|brain.?wave", re.IGNORECASE
)
_CAUTION = re.compile(r"binaural|isochron|beats?|pulsed?|pulses?|epilep\w+|seizures?|rhythmic", re.IGNORECASE)


def _loud_bells(script: Script, _take: Take) -> Iterator[Finding]:
    for node in script.body:
        if isinstance(node, Bell) and node.gain_db > LOUDEST_BELL_DB:
            message = f"This bell is {node.gain_db:g} dB louder than speech."
            yield safety(
                "S114", message, f"Keep it below +{LOUDEST_BELL_DB:g} dB; it comes out of silence.", node.place
            )


def _pulsed_sound(script: Script, take: Take) -> Iterator[Finding]:
    if _CAUTION.search(script.front.about.get("cautions", "")):
        return
    for name, place in dict.fromkeys(_sounds(script, take)):
        if _PULSED.search(name):
            hint = "Say so under cautions: in the front matter; pulsed sound is not for people with seizures."
            yield safety("S115", f"{quoted(name)} is pulsed sound, and no caution tells of it.", hint, place)


def _sounds(script: Script, take: Take) -> Iterator[tuple[str, Place | None]]:
    """Yield what the script names, and what an order or a setting has brought into the take."""
    front = script.front
    stated = front.soundscape.name if front.soundscape else None
    if stated:
        yield stated, front.places.get("soundscape")
    for cue in (*script.body, *take.cues):
        if isinstance(cue, Sound) and cue.name and (cue.place != NOWHERE or cue.name != stated):
            yield cue.name, cue.place
        elif isinstance(cue, Audio):
            yield cue.path, cue.place


SOUND_RULES = (_loud_bells, _pulsed_sound)
