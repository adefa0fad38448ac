"""All voices of all engines, built-in or from other packages; engines come through entry points.

A broken engine is listed with its reason and never stands in the way of the others.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import entry_points
from typing import TYPE_CHECKING

from mindful.errors import VoiceMissingError

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint
    from pathlib import Path

    from mindful.voices.port import Engine, Voice, VoiceInfo

GROUP = "mindful.voices"
"""Entry points of this group name a callable that takes the folder for caches and returns an `Engine`."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """An engine that cannot speak here."""

    engine: str
    reason: str
    hint: str | None


class Registry:
    """The engines of this installation."""

    def __init__(self, caches: Path | None = None) -> None:
        """Take the folder in which engines may keep what they have prepared; None keeps nothing."""
        self._caches = caches
        self._found: dict[str, Voice] = {}

    def engines(self) -> dict[str, Engine]:
        """Return the engines that can be loaded, by name, the default one first."""
        return self._loaded[0]

    def voices(self) -> tuple[VoiceInfo, ...]:
        """List all voices that can speak here."""
        return tuple(info for engine in self.engines().values() for info in engine.voices())

    def problems(self) -> tuple[Problem, ...]:
        """List the engines that cannot speak here, each with the reason and what to do."""
        silent = []
        for name, engine in self.engines().items():
            answer = engine.available()
            if not answer.ok:
                reason = answer.reason or "It does not say why."
                silent.append(Problem(engine=name, reason=reason, hint=answer.hint))
        return (*self._loaded[1], *silent)

    def voice(self, voice_id: str) -> Voice:
        """Return a voice by its id, ``engine:name``.

        Raises:
            VoiceMissingError: There is no such voice here; the hint names what is near, or what to install.
        """
        # Looking for an engine's packages takes half a millisecond, and every sentence asks.
        if voice_id not in self._found:
            self._found[voice_id] = self._looked_up(voice_id)
        return self._found[voice_id]

    def _looked_up(self, voice_id: str) -> Voice:
        engine_name, colon, name = voice_id.partition(":")
        if not colon:
            near = [info.id for info in self.voices() if info.name.lower() == voice_id.lower()]
            hint = f'Did you mean "{near[0]}"?' if near else "Write it as engine:name; `mindful voices` lists them."
            raise VoiceMissingError(f'"{voice_id}" is no voice.', hint=hint)
        engine = self.engines().get(engine_name)
        if engine is None:
            raise self._no_engine(engine_name, voice_id)
        answer = engine.available()
        if not answer.ok:
            raise VoiceMissingError(f'The voice "{voice_id}" cannot speak here: {answer.reason}', hint=answer.hint)
        return engine.voice(name)

    def has_voice(self, voice_id: str) -> bool:
        """Tell whether a voice can speak here."""
        try:
            self.voice(voice_id)
        except VoiceMissingError:
            return False
        return True

    def _no_engine(self, name: str, voice_id: str) -> VoiceMissingError:
        for problem in self._loaded[1]:
            if problem.engine == name:
                return VoiceMissingError(f'The engine of "{voice_id}" is broken: {problem.reason}', hint=problem.hint)
        near = difflib.get_close_matches(voice_id, [info.id for info in self.voices()], n=1)
        hint = f'Did you mean "{near[0]}"?' if near else f"The engines here are {', '.join(self.engines())}."
        return VoiceMissingError(f'There is no voice "{voice_id}" here.', hint=hint)

    @cached_property
    def _loaded(self) -> tuple[dict[str, Engine], list[Problem]]:
        engines: dict[str, Engine] = {}
        broken = []
        # Piper first, then by name: the same order on every machine.
        for point in sorted(entry_points(group=GROUP), key=lambda point: (point.name != "piper", point.name)):
            try:
                engines[point.name] = _load(point, self._caches)
            except Exception as error:  # noqa: BLE001 -- a broken plug-in may raise anything, and must not stop us
                reason = f"{type(error).__name__}: {error}."
                hint = f"It comes from {point.dist.name}; install that again." if point.dist else None
                broken.append(Problem(engine=point.name, reason=reason, hint=hint))
        return engines, broken


def _load(point: EntryPoint, caches: Path | None) -> Engine:
    engine: Engine = point.load()(caches)
    return engine
