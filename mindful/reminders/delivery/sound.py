"""A chime: the house's own bell on the system's sound device, or whatever plays one."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from mindful.errors import PlayerError
from mindful.reminders.delivery.port import Availability, Receipt

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from mindful.player import Device
    from mindful.reminders.delivery.port import Action, Message, Surroundings

NAME = "sound"
BELL = "chime"
_LOOK_S = 0.05


class SoundChannel:
    """A chime; it says nothing, and is heard by whoever is near."""

    name = NAME

    def __init__(self, play: Callable[[], None] | None = None) -> None:
        """Take what plays a chime to its end, or raises; None is the house's own."""
        self._play = play

    def available(self) -> Availability:
        """Tell whether there is a sound device; what was passed in is taken to work."""
        if self._play is None:
            from mindful.player import list_devices

            if not list_devices():
                reason = "There is no sound device on this machine."
                return Availability(ok=False, reason=reason, hint="Plug one in, or turn the sound server on.")
        return Availability(ok=True)

    def send(self, message: Message, actions: Sequence[Action] = ()) -> Receipt:
        """Play the chime to its end."""
        del message, actions
        try:
            (self._play or play_chime)()
        except PlayerError as error:
            return Receipt(channel=NAME, state="failed", detail=error.message)
        return Receipt(channel=NAME, state="delivered", detail="A chime was played.")

    def withdraw(self, handle: str) -> bool:
        """Do nothing: it has sounded."""
        del handle
        return False

    def close(self) -> None:
        """Hold nothing."""


class ChimeSource:
    """One strike of a bell, as the player reads it."""

    def __init__(self) -> None:
        from mindful.sounds.bells import strike

        self._samples = strike(BELL).samples
        self._at = 0

    @property
    def frames(self) -> int:
        """Its length."""
        return len(self._samples)

    @property
    def made(self) -> int:
        """All of it."""
        return self.frames

    @property
    def ended(self) -> bool:
        """Whether all was read."""
        return self._at >= self.frames

    def read(self, count: int) -> NDArray[np.float32]:
        """Return the next frames."""
        block = self._samples[self._at : self._at + count]
        self._at += len(block)
        return block

    def seek(self, frame: int) -> None:
        """Go on from a frame."""
        self._at = frame

    def close(self) -> None:
        """Hold nothing."""


def play_chime(open_device: Callable[[], Device] | None = None) -> None:
    """Play a bell to its end, six seconds.

    Args:
        open_device: Opens what to play on; the system's device by default.

    Raises:
        PlayerError: There is no device, or it does not play.
    """
    from mindful import player

    device = (open_device or player.open_device)()
    with player.Player(ChimeSource(), device) as playing:
        while playing.outcome is None:
            time.sleep(_LOOK_S)
        if playing.outcome != "completed":
            raise PlayerError("The sound device went away while the chime sounded.")


def channel(rest: str, surroundings: Surroundings) -> SoundChannel:
    """Return the channel; the entry point ``sound`` of the group ``mindful.delivery``."""
    del rest  # there is one chime
    return SoundChannel(surroundings.play_chime)
