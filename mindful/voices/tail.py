"""The end of a chapter: its last words ring on in a larger room, under what follows.

The room is fed by the end of a finished sentence alone, so that no word before it is blurred, the sentence is kept as
it was spoken, and its length is the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mindful.units import SAMPLE_RATE_HZ, frames

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TAIL_S = 4.0
"""It has fallen by about 60 dB by then, and fades to nothing over its last second."""
FADE_S = 1.0
FED_S = 1.2
"""The last word or two; the way into the room opens over that time."""
ROOM, DAMPING = 0.82, 0.5
"""Size and dullness: a hall rather than a cave."""
SEND_DB = -6.0
"""Of the hall against the words: heard once they have ended, not while they are spoken."""


def ring_on(samples: NDArray[np.float32], speech_frames: int) -> NDArray[np.float32]:
    """Return a finished sentence that rings on for longer.

    Args:
        samples: float32 ``[frames, 1]``, as `chain.finish` returns it.
        speech_frames: How much of it is speech; the rest is its own short tail.

    Returns:
        float32 ``[speech_frames + 4 s, 1]``.
    """
    import numpy as np
    import pedalboard

    fed = min(frames(FED_S), speech_frames)
    begin = speech_frames - fed
    length = speech_frames + frames(TAIL_S)
    whole = np.zeros((length, 1), dtype=np.float32)
    kept = min(len(samples), length)
    whole[:kept] = samples[:kept]
    send = np.zeros((length - begin, 1), dtype=np.float32)
    send[:fed] = whole[begin:speech_frames] * np.linspace(0, 1, fed, dtype=np.float32)[:, None]
    hall = pedalboard.Reverb(room_size=ROOM, damping=DAMPING, wet_level=10 ** (SEND_DB / 20), dry_level=0.0, width=0.0)
    answer: NDArray[np.float32] = hall(np.ascontiguousarray(send.T), SAMPLE_RATE_HZ).T
    fade = frames(FADE_S)
    answer[-fade:] *= (0.5 + 0.5 * np.cos(np.linspace(0, np.pi, fade, dtype=np.float32)))[:, None]
    whole[begin:] += answer
    return whole
