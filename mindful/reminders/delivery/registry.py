"""All channels of this installation, built-in or from other packages; they come through entry points.

A broken channel is listed with its reason and never stands in the way of the others.
"""

from __future__ import annotations

import difflib
import threading
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import entry_points
from typing import TYPE_CHECKING

from mindful.reminders.delivery.port import DeliveryError

if TYPE_CHECKING:
    from collections.abc import Callable

    from mindful.reminders.delivery.port import Channel, Surroundings

    Maker = Callable[[str, Surroundings], Channel]

GROUP = "mindful.delivery"
"""Entry points of this group name a callable: text after the colon, `Surroundings` -> `Channel`."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """A kind of channel that cannot be used here."""

    channel: str
    reason: str
    hint: str | None


class Registry:
    """The channels of this installation; each is made once, when it is first asked for."""

    def __init__(self, surroundings: Surroundings) -> None:
        self._surroundings = surroundings
        self._made: dict[str, Channel] = {}
        self._lock = threading.Lock()

    def kinds(self) -> tuple[str, ...]:
        """Return the kinds of channels that can be loaded, by name."""
        return tuple(self._loaded[0])

    def problems(self) -> tuple[Problem, ...]:
        """List the kinds of channels that cannot be loaded, each with the reason and what to do."""
        return self._loaded[1]

    def channel(self, name: str) -> Channel:
        """Return a channel by its name, ``desktop`` or ``apprise:phone``.

        Raises:
            DeliveryError: There is no such channel; the hint names what is near.
        """
        with self._lock:
            if name not in self._made:
                self._made[name] = self._make(name)
            return self._made[name]

    def close(self) -> None:
        """Let go of all that channels hold."""
        with self._lock:
            channels, self._made = list(self._made.values()), {}
        for channel in channels:
            # One that fails to close is no reason to leave the others open.
            with suppress(Exception):
                channel.close()

    def _make(self, name: str) -> Channel:
        kind, _, rest = name.partition(":")
        makers, problems = self._loaded
        if kind in makers:
            return makers[kind](rest, self._surroundings)
        for problem in problems:
            if problem.channel == kind:
                raise DeliveryError(f'The channel "{kind}" is broken: {problem.reason}', hint=problem.hint)
        near = difflib.get_close_matches(kind, makers, n=1)
        hint = f'Did you mean "{near[0]}"?' if near else f"There are: {', '.join(makers) or 'none'}."
        raise DeliveryError(f'There is no channel "{name}".', hint=hint)

    @cached_property
    def _loaded(self) -> tuple[dict[str, Maker], tuple[Problem, ...]]:
        makers: dict[str, Maker] = {}
        broken = []
        for point in sorted(entry_points(group=GROUP), key=lambda point: point.name):
            try:
                makers[point.name] = point.load()
            except Exception as error:  # noqa: BLE001 -- a broken plug-in may raise anything, and must not stop us
                hint = f"It comes from {point.dist.name}; install that again." if point.dist else None
                broken.append(Problem(channel=point.name, reason=f"{type(error).__name__}: {error}.", hint=hint))
        return makers, tuple(broken)
