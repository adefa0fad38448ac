"""How loud the speech of a track will be, told before a block of it is mixed."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from mindful.voices.chain import SPEECH_LUFS

if TYPE_CHECKING:
    from mindful.studio.levels import Level
    from mindful.timeline import Timeline

_RELATIVE_GATE_LU = 10.0
"""Of BS.1770-4: what is this far below the mean does not count."""


def predicted_speech_lufs(timeline: Timeline, level: Level) -> float | None:
    """Return the loudness that the speech of a track will be measured at; None where nothing is spoken.

    Every sentence is kept at one loudness, so what is left to know are the gains that a script asks for, how long each
    sentence lasts, and the shift of the whole mix.
    """
    spoken = [(event.frames, 10 ** (event.gain_db / 10)) for event in timeline.events if event.kind == "speech"]
    if not spoken:
        return None
    gate = _mean(spoken) * 10 ** (-_RELATIVE_GATE_LU / 10)
    heard = [(frames, power) for frames, power in spoken if power > gate]
    return SPEECH_LUFS + level.offset_db + 10 * math.log10(_mean(heard))


def _mean(spoken: list[tuple[int, float]]) -> float:
    return sum(frames * power for frames, power in spoken) / sum(frames for frames, _ in spoken)
