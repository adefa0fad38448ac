"""How the voice of a track is treated: its chain, the air of its room in silence, the room's answer to a chapter."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mindful.script.model import Sound
from mindful.sounds import indoors
from mindful.studio.levels import LEVELS
from mindful.voices.presets import CHAINS

if TYPE_CHECKING:
    from mindful.script.model import Script
    from mindful.script.takes.take import Cue, Take
    from mindful.studio.order import Order
    from mindful.timeline import Timeline

OPENING_FADE_S = 1.0
"""Of room tone: it is there before the first word, and too soft to need a slow entrance."""


def chain_of(script: Script, order: Order) -> str:
    """Return the name of the voice's chain: the order's, else the script's, else the settings'."""
    return order.chain or script.front.chain or order.default_chain


def has_room_tone(script: Script, order: Order) -> bool:
    """Tell whether the air of a room is heard where no soundscape plays; where nobody says, chain and level decide."""
    said = (order.room_tone, script.front.room_tone, order.default_room_tone)
    by_preset = CHAINS[chain_of(script, order)].room_tone or LEVELS[order.loudness].room_tone
    return next((answer for answer in said if answer is not None), by_preset)


def has_chapter_tail(script: Script, order: Order) -> bool:
    """Tell whether the last words of each chapter ring on for longer."""
    said = (order.chapter_tail, script.front.chapter_tail)
    return next((answer for answer in said if answer is not None), order.default_chapter_tail)


def in_room(take: Take) -> Take:
    """Return a take in which room tone plays until the first soundscape, and where a soundscape is turned off."""
    cues: list[Cue] = [_tone(cue) if isinstance(cue, Sound) and cue.name is None else cue for cue in take.cues]
    if not (cues and isinstance(cues[0], Sound)):
        cues.insert(0, _tone(Sound(name=None, fade_s=OPENING_FADE_S)))
    return replace(take, cues=tuple(cues))


def _tone(off: Sound) -> Sound:
    return replace(off, name=indoors.NAME, gain_db=indoors.TONE_DB)


def last_words(timeline: Timeline) -> frozenset[int]:
    """Return where the last speech of each chapter begins, or that of a track without chapters."""
    starts = [event.start for event in timeline.events if event.kind == "speech"]
    ends = [chapter.start + chapter.frames for chapter in timeline.chapters] or [timeline.frames]
    before = ([start for start in starts if start < end] for end in ends)
    return frozenset(spoken[-1] for spoken in before if spoken)
