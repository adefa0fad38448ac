"""Hearing one sound, as it would be in a track; nothing of it is logged."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from mindful.errors import PlayerError
from mindful.player import LiveSource, Player
from mindful.studio.order import Order
from mindful.studio.producing import stream
from mindful.studio.samples import plan_preview

if TYPE_CHECKING:
    from collections.abc import Callable

    from mindful.player import Device
    from mindful.studio.desk import Desk

_LOOK_S = 0.05


def hear(name: str, open_device: Callable[[], Device], *, length_s: float, seed: int, desk: Desk) -> float:
    """Play a bell until it is silent, or some time of a soundscape.

    Args:
        name: As for `mindful.studio.samples.plan_preview`, like the next two.
        open_device: Opens what it is heard on, once it is known that there is such a sound.
        length_s: How much of a soundscape.
        seed: Varies what is left to chance in it.
        desk: Where sounds come from.

    Returns:
        Its length in seconds.

    Raises:
        SoundError: There is no such sound.
        DeviceMissingError: There is no device.
        PlayerError: The device does not play, or went away.
    """
    plan = plan_preview(name, length_s=length_s, seed=seed, desk=desk)
    device = open_device()
    blocks = stream(plan, Order(seed=seed), desk)
    source = LiveSource(blocks, plan.timeline.frames, desk.cache)
    with Player(source, device) as player:
        while player.outcome is None:
            time.sleep(_LOOK_S)
        if player.outcome != "completed":
            raise player.error or PlayerError("The sound device went away while the sound was heard.")
    return plan.timeline.duration_s
