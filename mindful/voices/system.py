"""The voice of the system through pyttsx3, in a worker process that is watched, and restarted when it fails."""

from __future__ import annotations

import json
import queue
import re
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mindful.errors import VoiceError, VoiceMissingError
from mindful.voices.port import Availability, Speech, Style, VoiceInfo, guess_s

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WORKER = (sys.executable, "-m", "mindful.voices.system_worker")
PATIENCE_S, PATIENCE_PER_CHARACTER_S = 10.0, 0.02
"""How long a sentence may take before the worker is given up."""
RATE_FACTOR = 0.705 if sys.platform == "linux" else 1.0
"""espeak-ng speaks 1.42 times as fast as it is told [measured at 100, 138 and 180 words a minute]."""
SILENCE_DBFS = -60.0
"""Quieter than this at either end of a clip is trimmed."""
KEPT_S = 0.03
"""Kept at either end."""
_NOTE = "The voice that comes with the system; it sounds like a machine."


class SystemVoice:
    """One voice of the system's engine. Safe to call from several threads, which wait for each other."""

    def __init__(self, info: VoiceInfo, engine_id: str, worker: Worker) -> None:
        self.info, self._engine_id, self._worker = info, engine_id, worker

    def speak(self, words: str, style: Style) -> Speech:
        """Speak one sentence. Raises VoiceError when the engine fails twice."""
        from mindful.sounds.clip import Clip

        plain = " ".join(re.sub(r"[\x00-\x1f\x7f<>\[\]]", " ", words).split())
        if not any(character.isalnum() for character in plain):
            raise VoiceError(f'There is nothing to say in "{words}".', hint="Write it in words, or take it out.")
        with tempfile.TemporaryDirectory(prefix="mindful-") as folder:
            file = Path(folder) / "speech.wav"
            request = {
                "do": "speak",
                "words": plain,
                "file": str(file),
                "voice": self._engine_id,
                "rate": round(style.rate_wpm * RATE_FACTOR),
            }
            patience_s = PATIENCE_S + PATIENCE_PER_CHARACTER_S * len(plain)
            for last in (False, True):
                try:
                    self._worker.ask(request, patience_s)
                    samples, rate_hz = _read(file)
                except VoiceError:
                    if last:
                        raise
                    continue
                return Speech(clip=Clip(samples=samples, sample_rate_hz=rate_hz))
        raise AssertionError  # the loop above returns or raises

    def measure(self, words: str, style: Style) -> None:
        """Tell nothing: this engine has to speak before it knows."""
        del words, style

    def estimate_s(self, words: str, style: Style) -> float:
        """Guess from the number of words."""
        return guess_s(words, style)

    def fingerprint(self, style: Style) -> str:
        """Name the engine, the voice and the rate."""
        return f"pyttsx3 {self.info.source} {self._engine_id} {round(style.rate_wpm * RATE_FACTOR)}"


def _read(file: Path) -> tuple[NDArray[np.float32], int]:
    """Read what was spoken and trim its silence; VoiceError when there is nothing."""
    import numpy as np
    import soundfile

    samples, rate_hz = np.zeros((0, 1), dtype=np.float32), 0
    with suppress(soundfile.LibsndfileError, OSError):
        samples, rate_hz = soundfile.read(file, dtype="float32", always_2d=True)
    loud = np.flatnonzero(np.abs(samples).max(axis=1) > 10 ** (SILENCE_DBFS / 20))
    if not len(loud):
        raise VoiceError("The system's voice gave no sound.", hint="Try another voice: `mindful voices` lists them.")
    kept = round(KEPT_S * rate_hz)
    trimmed: NDArray[np.float32] = samples[max(int(loud[0]) - kept, 0) : int(loud[-1]) + kept, :1]
    return np.ascontiguousarray(trimmed), int(rate_hz)


class Worker:
    """The worker process: started when it is first asked, killed when it does not answer, ended with its parent."""

    def __init__(self, command: tuple[str, ...] = WORKER) -> None:
        self._command = command
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._answers: queue.Queue[str] = queue.Queue()

    def ask(self, request: dict[str, Any], patience_s: float) -> dict[str, Any]:
        """Send a request and return the answer. Raises VoiceError when there is none, or it is an error."""
        with self._lock:
            process = self._running()
            try:
                print(json.dumps(request), file=process.stdin, flush=True)
                line = self._answers.get(timeout=patience_s)
            except (OSError, queue.Empty) as error:
                self._end()
                raise VoiceError("The system's voice does not answer.", hint="Try another voice.") from error
            if not line:
                self._end()
                raise VoiceError("The system's voice ended without an answer.", hint="Try another voice.")
        answer: dict[str, Any] = json.loads(line)
        if "error" in answer:
            raise VoiceError(f"The system's voice failed: {answer['error']}.", hint="Try another voice.")
        return answer

    def _running(self) -> subprocess.Popen[str]:
        if self._process is None or self._process.poll() is not None:
            self._end()
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                encoding="utf-8",
            )
            self._answers = queue.Queue()
            threading.Thread(target=_listen, args=(self._process, self._answers), daemon=True).start()
        return self._process

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            if self._process.stdin:
                with suppress(OSError):
                    self._process.stdin.close()
            self._process = None

    def close(self) -> None:
        """End the worker."""
        with self._lock:
            self._end()


def _listen(process: subprocess.Popen[str], answers: queue.Queue[str]) -> None:
    """Hand on every line, and an empty one when the process has ended."""
    if process.stdout:
        with process.stdout:
            for line in process.stdout:
                answers.put(line)
    answers.put("")


class SystemEngine:
    """The engine behind the entry point ``system``."""

    name = "system"

    def __init__(self, worker: Worker | None = None) -> None:
        """Take the worker that speaks; None is the real one."""
        self._worker = worker or Worker()
        self._known: dict[str, tuple[VoiceInfo, str]] | None = None
        self._failure: str | None = None
        self._lock = threading.Lock()

    def available(self) -> Availability:
        """Tell whether the worker runs and lists voices."""
        if not find_spec("pyttsx3"):
            reason = "The Python package pyttsx3 is not installed."
            return Availability(ok=False, reason=reason, hint="Install mindful-audio again with pip.")
        if self._list():
            return Availability(ok=True)
        return Availability(ok=False, reason=self._failure or "It lists no voices.", hint="Use the voice piper:joe.")

    def voices(self) -> tuple[VoiceInfo, ...]:
        """List the system's voices, English ones first."""
        infos = [info for info, _ in self._list().values()]
        return tuple(sorted(infos, key=lambda info: (not info.language.startswith("en"), info.id)))

    def voice(self, name: str) -> SystemVoice:
        """Return a voice. Raises VoiceMissingError when there is none of that name."""
        found = self._list().get(name.lower())
        if found is None:
            raise VoiceMissingError(f'The system has no voice "{name}".', hint="`mindful voices --all` lists them.")
        return SystemVoice(*found, self._worker)

    def _list(self) -> dict[str, tuple[VoiceInfo, str]]:
        with self._lock:
            if self._known is None:
                self._known = self._asked()
            return self._known

    def _asked(self) -> dict[str, tuple[VoiceInfo, str]]:
        try:
            rows = self._worker.ask({"do": "voices"}, PATIENCE_S)["voices"]
        except VoiceError as error:
            self._failure = error.message
            return {}
        known: dict[str, tuple[VoiceInfo, str]] = {}
        for row in rows:
            info = _describe(row)
            known.setdefault(info.name, (info, row["id"]))
        return known


def _describe(row: dict[str, Any]) -> VoiceInfo:
    name = re.sub(r"[^a-z0-9]+", "-", str(row["id"]).rsplit("/", 1)[-1].lower()).strip("-")
    tag = re.sub(r"[^A-Za-z0-9-]", "", row["languages"][0].replace("_", "-")) if row["languages"] else ""
    return VoiceInfo(
        id=f"system:{name}",
        engine="system",
        name=name,
        language=tag or name,
        gender=row["gender"].lower() if isinstance(row["gender"], str) else None,
        sample_rate_hz=22_050,
        licence="GPL-3.0-or-later" if sys.platform == "linux" else "part of the system",
        licence_url=None,
        commercial_use=True if sys.platform == "linux" else None,
        note=_NOTE,
        source="espeak-ng" if sys.platform == "linux" else sys.platform,
        sha256=None,
        size_bytes=None,
    )


def engine(caches: Path | None = None) -> SystemEngine:
    """Return the engine; the entry point of the group ``mindful.voices``."""
    del caches  # it has nothing to keep
    return SystemEngine()
