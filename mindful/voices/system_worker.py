"""The process that speaks with the system's engine, one request a line on stdin, one answer a line on stdout.

pyttsx3 loses files and hangs at times; in a process of its own that harms nobody. It prints to stdout as well, which is
therefore kept for the answers alone.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import sys
from typing import Any, TextIO


def main() -> None:
    """Answer requests until stdin ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle; it closes our stdin
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    engine = _engine()
    for line in sys.stdin:
        _answer(answers, engine, json.loads(line))


def _answer(answers: TextIO, engine: Any, request: dict[str, Any]) -> None:
    try:
        answer = _voices(engine) if request["do"] == "voices" else _speak(engine, request)
    except Exception as error:  # noqa: BLE001 -- whatever a system's engine raises is for the parent to tell
        answer = {"error": f"{type(error).__name__}: {error}"}
    answers.write(json.dumps(answer) + "\n")
    answers.flush()


def _engine() -> Any:
    if sys.platform == "linux":
        import espeakng_loader

        # The library that comes as a package, under the name the driver looks for; never RTLD_GLOBAL, which made
        # it meet the copy inside Piper.
        os.environ["ESPEAK_DATA_PATH"] = espeakng_loader.get_data_path()
        ctypes.CDLL(espeakng_loader.get_library_path())
    import pyttsx3

    return pyttsx3.init()


def _voices(engine: Any) -> dict[str, Any]:
    rows = []
    for voice in engine.getProperty("voices"):
        languages = [tag.decode("utf-8", "replace") if isinstance(tag, bytes) else str(tag) for tag in voice.languages]
        rows.append({"id": voice.id, "name": voice.name, "languages": languages, "gender": voice.gender})
    return {"voices": rows}


def _speak(engine: Any, request: dict[str, Any]) -> dict[str, Any]:
    engine.setProperty("voice", request["voice"])
    engine.setProperty("rate", request["rate"])
    engine.save_to_file(request["words"], request["file"])
    if sys.platform == "linux":
        # Its own loop lost the first file in most processes; driven like this, none of 72.
        engine.startLoop()
        engine._inLoop = False  # noqa: SLF001 -- pyttsx3 2.99 leaves no other way to end its loop in order
        engine.proxy.setBusy(False)
    else:
        engine.runAndWait()
    return {"done": True}


if __name__ == "__main__":
    main()
