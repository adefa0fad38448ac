"""Where sound comes out: the machine's devices through miniaudio, and one that only takes its time."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from mindful.errors import DeviceMissingError, PlayerError
from mindful.player.clock import SystemClock
from mindful.units import SAMPLE_RATE_HZ, frames

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    import numpy as np
    from numpy.typing import NDArray

    from mindful.player.clock import Clock

    Pull = Callable[[int], NDArray[np.float32]]
    """Returns that many next frames, float32 ``[frames, 2]``."""

NULL = "null"
"""Name of the device that makes no sound."""
PERIOD_S = 0.1
"""How much a device asks for at once."""
PERIODS = 3
"""How many of these it holds: 300 ms, enough to outlast a busy moment of the computer."""
LATE_S = 1.0
"""A device without sound that is so late does not hurry to catch up: the computer slept."""


class Device(Protocol):
    """Something that takes frames at their own pace."""

    name: str
    buffer: int
    """Frames it may hold that were not heard yet."""

    def start(self, pull: Pull) -> None:
        """Begin to ask for frames, from a thread of its own. Raises PlayerError when it cannot."""
        ...

    def stop(self) -> None:
        """Ask no more, and let go of everything; once."""
        ...


class NullDevice:
    """Takes frames in real time and lets them go; for machines without sound, and for tests."""

    def __init__(self, clock: Clock | None = None) -> None:
        self.name = NULL
        self.buffer = 0
        self._clock = clock or SystemClock()
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self, pull: Pull) -> None:
        """Begin to take frames."""
        self._thread = threading.Thread(target=self._run, args=(pull,), name="null device", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Take no more."""
        self._stopped.set()
        if self._thread:
            self._thread.join()

    def _run(self, pull: Pull) -> None:
        due = self._clock.monotonic()
        while not self._stopped.is_set():
            pull(frames(PERIOD_S))
            due += PERIOD_S
            late = self._clock.monotonic() - due
            if late > LATE_S:
                due += late
            self._clock.sleep(max(-late, 0.0))


class SoundDevice:
    """A device of this machine, through miniaudio."""

    def __init__(self, name: str, device: Any) -> None:
        self.name = name
        self._device = device
        # What was asked for: the binding does not tell what was given.
        self.buffer = frames(PERIOD_S) * PERIODS

    def start(self, pull: Pull) -> None:
        """Begin to ask for frames."""
        import miniaudio

        generator = _frames(pull)
        next(generator)
        try:
            self._device.start(generator)
        except miniaudio.MiniaudioError as error:
            raise PlayerError(
                f'The sound device "{self.name}" does not start: {error}.',
                hint="Is another program holding it? `mindful play --list-devices` shows the others.",
            ) from error

    def stop(self) -> None:
        """Ask no more."""
        self._device.close()


def _frames(pull: Pull) -> Generator[NDArray[np.float32] | bytes, int, None]:
    count = yield b""
    while True:
        count = yield pull(count)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Found:
    name: str
    id: Any
    """As miniaudio knows it; None is whichever device the system prefers."""


def list_devices() -> tuple[str, ...]:
    """Return the names of the devices of this machine; the one without sound is not among them."""
    return tuple(found.name for found in _found())


def open_device(name: str | None = None, clock: Clock | None = None) -> Device:
    """Open a device for 44.1 kHz in stereo.

    Args:
        name: A device's name, or a part of it that no other one has; ``null`` for the one without sound; None for the
            one the system prefers.
        clock: For the device without sound.

    Raises:
        DeviceMissingError: There is none, or none of that name.
    """
    if name is not None and name.strip().lower() == NULL:
        return NullDevice(clock)
    import miniaudio

    found = _Found(name="default", id=None) if name is None else _named(name)
    with _hushed():
        try:
            device = miniaudio.PlaybackDevice(
                output_format=miniaudio.SampleFormat.FLOAT32,
                nchannels=2,
                sample_rate=SAMPLE_RATE_HZ,
                buffersize_msec=round(PERIOD_S * 1000),
                callback_periods=PERIODS,
                backends=_backends(),
                device_id=found.id,
                app_name="mindful",
            )
        except miniaudio.MiniaudioError as error:
            raise _missing() from error
    return SoundDevice(found.name, device)


def _named(name: str) -> _Found:
    found = _found()
    if not found:
        raise _missing()
    wanted = name.strip().casefold()
    same = [one for one in found if one.name.casefold() == wanted]
    alike = same or [one for one in found if wanted in one.name.casefold()]
    if not alike:
        hint = f"There are: {', '.join(one.name for one in found)}."
        raise DeviceMissingError(f'There is no sound device "{name}".', hint=hint)
    if len(alike) > 1 and not same:
        several = ", ".join(one.name for one in alike)
        raise DeviceMissingError(
            f'Several sound devices are called "{name}": {several}.', hint="Give more of the name."
        )
    return alike[0]


def _found() -> list[_Found]:
    import miniaudio

    with _hushed():
        try:
            devices = miniaudio.Devices(_backends())
            return [_Found(name=row["name"], id=row["id"]) for row in devices.get_playbacks()]
        except miniaudio.MiniaudioError:
            return []


def _backends() -> list[Any]:
    """Return every real backend: left to itself, miniaudio plays to nobody where there is no device, and says fine."""
    import miniaudio

    return [backend for backend in miniaudio.Backend if backend.name not in {"NULL", "CUSTOM"}]


def _missing() -> DeviceMissingError:
    return DeviceMissingError(
        "There is no sound device on this machine that can be opened.",
        hint=(
            "Plug one in, or turn the sound server on. Without one, `mindful render` makes a file to hear elsewhere, "
            "and --device null plays on time without sound."
        ),
    )


@contextlib.contextmanager
def _hushed() -> Iterator[None]:
    """Keep the sound libraries' own messages, written past Python, from the person's screen."""
    sys.stderr.flush()
    try:
        kept = os.dup(2)
    except OSError:
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)
