"""The studio's desk: voices, bells, soundscapes and the files a script names, in one place, with their caches."""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from dataclasses import asdict
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mindful import encoder
from mindful.errors import EncoderError, SoundError
from mindful.loudness import LoudnessMeter
from mindful.script.model import Audio, Sound
from mindful.sounds import bells, catalogue
from mindful.units import SAMPLE_RATE_HZ
from mindful.voices.cache import SpeechCache
from mindful.voices.narrator import Narrator
from mindful.voices.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from mindful.mixer import Soundscape
    from mindful.script.takes.take import Take
    from mindful.sounds.breathing import Phase
    from mindful.sounds.clip import Clip
    from mindful.timeline import Event
    from mindful.voices.port import Style


_JPEG_START, _JPEG_END = b"\xff\xd8", b"\xff\xd9"


class Desk:
    """Everything a render takes sound from; heavy parts are loaded when they are first used."""

    def __init__(
        self, *, cache: Path, library: Path | None = None, jobs: int = 0, cache_limit_bytes: int = 2_000_000_000
    ) -> None:
        """Set the desk up.

        Args:
            cache: Folder of spoken sentences, cut models, bells and soundscapes.
            library: Where files named in scripts are looked for, after the script's own folder.
            jobs: Sentences spoken at once; 0 is one for each core.
            cache_limit_bytes: Where the speech cache is pruned to.
        """
        self.cache, self.library = cache, library
        self.jobs = jobs or os.cpu_count() or 1
        self._cache_limit_bytes = cache_limit_bytes
        self._recordings: dict[Path, Clip] = {}

    # -- voices ----------------------------------------------------------------------------------------------------

    @cached_property
    def registry(self) -> Registry:
        """The voices of this installation."""
        return Registry(self.cache)

    @cached_property
    def narrator(self) -> Narrator:
        """The one who speaks and remembers what was spoken."""
        speech = SpeechCache(self.cache / "speech", limit_bytes=self._cache_limit_bytes)
        return Narrator(self.registry, speech)

    def has_voice(self, voice_id: str) -> bool:
        """Tell whether a voice can speak here."""
        return self.registry.has_voice(voice_id)

    def voice_language(self, voice_id: str) -> str:
        """Return the language of a voice as a BCP 47 tag; empty for a voice that is not here."""
        return self.registry.voice(voice_id).info.language if self.has_voice(voice_id) else ""

    def voice_fingerprint(self, voice_id: str, style: Style, chain_name: str) -> str:
        """Name all that shapes the samples of a voice in a style, through a chain."""
        return self.narrator.fingerprint(voice_id, style, chain_name)

    def describe_voice(self, voice_id: str) -> dict[str, Any]:
        """Return what a manifest says of a voice: what it is, and under which licence."""
        return asdict(self.registry.voice(voice_id).info)

    # -- sounds ----------------------------------------------------------------------------------------------------

    def bell_names(self) -> tuple[str, ...]:
        """Return the bells that a script can name."""
        return catalogue.bell_names()

    def bell_ring_s(self) -> Mapping[str, float]:
        """Return how long each bell is heard."""
        return {name: bells.ring_s(name) for name in catalogue.bell_names()}

    def bell(self, strike: Event) -> Clip:
        """Return one strike of the bell that an event asks for."""
        return bells.strike(strike.name or "", pitch=strike.pitch, soft=strike.soft, cache=self.cache / "bells")

    def soundscape_names(self) -> tuple[str, ...]:
        """Return the soundscapes that are synthesised."""
        return catalogue.soundscape_names()

    def soundscape(self, name: str, script: Path, seed: int, phases: Sequence[Phase] = ()) -> Soundscape:
        """Open a soundscape, which may go along with the paced breaths of a track, or a file of the user's as one.

        Raises:
            SoundError: There is no such sound, or its file cannot be read.
        """
        from mindful.sounds.files import open_file_soundscape
        from mindful.sounds.soundscapes import open_soundscape

        if "." not in name:
            return open_soundscape(name, seed=seed, cache=self.cache / "soundscapes", phases=phases)
        return open_file_soundscape(self._needed_file(name, script), lufs_of=_lufs_of)

    def require_sounds(self, take: Take, script: Path) -> None:
        """Make sure that every soundscape of a take is there; what an order or a setting names is in no script.

        Raises:
            SoundError: One is not.
        """
        for cue in take.cues:
            if isinstance(cue, Sound):
                self.require_sound(cue, script)

    def require_sound(self, sound: Sound, script: Path) -> None:
        """Make sure that a soundscape is there. Raises as `require_sounds` does."""
        for name in sound.layers:
            if name not in catalogue.soundscape_names():
                if "." not in name:
                    raise SoundError(f'There is no soundscape "{name}".', hint=self.sound_hint(name))
                self._needed_file(name, script)

    def audio(self, name: str, script: Path) -> Clip:
        """Return a recording that a script plays.

        Raises:
            SoundError: Its file is not there or cannot be read.
        """
        from mindful.sounds.files import load_clip

        file = self._needed_file(name, script)
        if file not in self._recordings:
            self._recordings[file] = load_clip(file)
        return self._recordings[file]

    def audio_frames(self, take: Take, script: Path) -> Mapping[str, int]:
        """Return the length of every recording of a take. Raises as `audio` does."""
        names = {cue.path for cue in take.cues if isinstance(cue, Audio)}
        return {name: self.audio(name, script).frames for name in names}

    def find_file(self, name: str, script: Path) -> Path | None:
        """Return a file that a script names, from beside the script or from its library; None if there is none."""
        places = (script.parent, *((self.library, self.library / "sounds") if self.library else ()))
        files = (place / Path(name).expanduser() for place in places)
        return next((file for file in files if file.is_file()), None)

    def describe_sound(self, name: str) -> dict[str, Any]:
        """Return what a manifest says of a sound: what it is, and under which licence."""
        for info in catalogue.all_sounds():
            if info.name == name:
                return asdict(info)
        return {"kind": "file", "name": name, "licence": None}

    def sound_hint(self, name: str) -> str:
        """Return what to try instead of a sound that is not there."""
        near = catalogue.nearest(name)
        if near:
            return f'Did you mean "{near}"?'
        return "`mindful sounds` lists those that are here; for a file of yours, give its name with the suffix."

    # -- covers ----------------------------------------------------------------------------------------------------

    def drawn_cover(self, title: str, author: str | None, seed: int) -> bytes:
        """Return the cover drawn for a title, kept from the last time; drawing costs as much as minutes of sound."""
        key = hashlib.sha256(json.dumps([encoder.COVER_VERSION, title, author, seed]).encode()).hexdigest()[:32]
        file = self.cache / "covers" / f"{key}.jpg"
        with suppress(OSError):
            kept = file.read_bytes()
            if kept.startswith(_JPEG_START) and kept.endswith(_JPEG_END):
                return kept
        drawn = encoder.draw_cover(title, author, seed)
        with suppress(OSError, EncoderError), encoder.written_beside(file) as aside:
            aside.write_bytes(drawn)
        return drawn

    def tidy(self) -> None:
        """Bring the caches back below their limit."""
        self.narrator.prune()

    def _needed_file(self, name: str, script: Path) -> Path:
        file = self.find_file(name, script)
        if file is None:
            hint = "Files are looked for beside the script and in its library."
            raise SoundError(f'The file "{name}" is not there.', hint=hint)
        return file


def _lufs_of(blocks: Iterable[NDArray[np.float32]]) -> float | None:
    meter = LoudnessMeter(SAMPLE_RATE_HZ)
    for block in blocks:
        meter.add(block)
    return meter.report().track_lufs
