"""The player: a finished track or one that is being made, on a device, and what of it was really heard."""

from mindful.player.clock import Clock, SystemClock
from mindful.player.deck import Outcome
from mindful.player.devices import Device, NullDevice, list_devices, open_device
from mindful.player.intervals import Intervals
from mindful.player.player import Player, Status
from mindful.player.sources import LiveSource, Source, TrackSource

__all__ = [
    "Clock",
    "Device",
    "Intervals",
    "LiveSource",
    "NullDevice",
    "Outcome",
    "Player",
    "Source",
    "Status",
    "SystemClock",
    "TrackSource",
    "list_devices",
    "open_device",
]
