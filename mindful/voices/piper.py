"""Piper, the default engine: a neural voice that comes as a package and speaks the same samples every time."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from mindful.errors import VoiceMissingError
from mindful.voices import homographs
from mindful.voices import piper_graph as graph
from mindful.voices.piper_models import MODELS, Model, describe, verified
from mindful.voices.piper_symbols import Symbols
from mindful.voices.piper_timing import Timing, pace
from mindful.voices.port import Availability, Speech, Style, VoiceInfo, guess_s

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

SOUND_NOISE_SCALE, DURATION_NOISE_SCALE = 0.5, 0.4
"""A little calmer than Piper's own 0.667 and 0.8 [measured: fewer artefacts, still alive]."""
WINDOW_HOPS = 64
"""Hops that the decoder turns into sound at once, 0.7 s.

Measured with two threads that speak: 241 MB at 64 hops, 273 at 128 and 648 for whole sentences, for up to a tenth more
CPU than whole ones.
"""
CONTEXT_HOPS = 16
"""Hops to either side that a window sees besides; from 12 on its samples are those of the whole sentence [measured]."""
KEPT_AHEAD = 96
"""Measured sentences whose seams are kept until they are spoken, about 150 kB each; others are measured again, a
fortieth of the work of speaking them."""
NEEDED = ("numpy", "onnx", "onnxruntime", "piper")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Measured:
    """What the first part of the graph told of one sentence."""

    symbols: tuple[str, ...]
    """One for each phoneme id: phonemes, pads, begin and end."""
    seam: dict[str, NDArray[np.float32]]
    """What the second part takes, durations included."""
    timing: Timing


class PiperVoice:
    """One Piper voice. Safe to call from several threads; the same words in the same style give the same samples."""

    def __init__(self, model: Model, folder: Path | None) -> None:
        """Take a model and the folder where its cut graph is kept; nothing is loaded before it is needed."""
        self._model, self._folder = model, folder
        self._lock = threading.Lock()
        self._sessions: dict[str, Any] = {}
        self._parts: graph.Parts | None = None
        self._symbols = Symbols(model)
        self._ahead: OrderedDict[tuple[str, Style], _Measured] = OrderedDict()
        self.info = describe(model)

    def speak(self, words: str, style: Style) -> Speech:
        """Speak one sentence. Raises VoiceError when the words hold nothing to say or the model is damaged."""
        import numpy as np

        from mindful.sounds.clip import Clip

        with self._lock:
            measured = self._ahead.pop((words, style), None)
        measured = measured or self._measured(words, style)
        timing = measured.timing
        noise = _noise(style, "sound", measured.symbols, (1, 192, timing.hops))
        feed = {**measured.seam, graph.SCALES: _scales(style), graph.SOUND_NOISE: noise}
        hops = self._session("flow").run([graph.HOPS], feed)[0]
        samples = np.concatenate(list(self._decoded(hops)))
        kept = np.ascontiguousarray(samples[timing.start : timing.end], dtype=np.float32).reshape(-1, 1)
        clip = Clip(samples=kept, sample_rate_hz=self._model.sample_rate_hz)
        return Speech(clip=clip, word_times=timing.word_times(words, self._symbols.of_each(words)))

    def measure(self, words: str, style: Style) -> int:
        """Tell the exact frames `speak` will return; only the first part of the model runs. Raises as `speak` does."""
        measured = self._measured(words, style)
        with self._lock:
            self._ahead[words, style] = measured
            while len(self._ahead) > KEPT_AHEAD:
                self._ahead.popitem(last=False)
        return measured.timing.frames

    def estimate_s(self, words: str, style: Style) -> float:
        """Guess from the number of words; `measure` tells exactly."""
        return guess_s(words, style)

    def fingerprint(self, style: Style) -> str:
        """Name engine, runtime, model and style, without loading any of them.

        The runtime is part of it because another one may round a duration the other way.
        """
        versions = f"{_runtimes()} cut {graph.CUT_VERSION} words {homographs.VERSION}"
        noise = f"noise {SOUND_NOISE_SCALE}/{DURATION_NOISE_SCALE} length {pace(style.rate_wpm):.6f}"
        return f"{versions} {self.info.id} {self._model.model_sha256} {noise} seed {style.seed} take {style.take}"

    def _measured(self, words: str, style: Style) -> _Measured:
        import numpy as np

        symbols = self._symbols.of(words)
        ids = self._symbols.numbers(symbols)
        feed = {
            graph.PHONEMES: np.array([ids], dtype=np.int64),
            graph.COUNT: np.array([len(ids)], dtype=np.int64),
            graph.SCALES: _scales(style),
            graph.DURATION_NOISE: _noise(style, "durations", symbols, (1, 2, len(ids))),
        }
        session = self._session("lengths")
        names = [output.name for output in session.get_outputs()]
        seam = dict(zip(names, session.run(names, feed), strict=True))
        hops = tuple(int(count) for count in seam[graph.DURATIONS].reshape(-1))
        timing = Timing(symbols=symbols, hops_each=hops, hop=self._model.hop, sample_rate_hz=self._model.sample_rate_hz)
        return _Measured(symbols=symbols, seam=seam, timing=timing)

    def _decoded(self, hops: NDArray[np.float32]) -> Iterator[NDArray[np.float32]]:
        """Yield the samples of hops ``[1, 192, hops]``, window by window: the same bits as all at once."""
        import numpy as np

        session, hop, total = self._session("sound"), self._model.hop, hops.shape[2]
        windows = -(-total // WINDOW_HOPS)
        edges = [round(number * total / windows) for number in range(windows + 1)]
        for begin, end in pairwise(edges):
            first, last = max(begin - CONTEXT_HOPS, 0), min(end + CONTEXT_HOPS, total)
            window = {graph.HOPS: np.ascontiguousarray(hops[:, :, first:last])}
            samples = session.run([graph.SAMPLES], window)[0].reshape(-1)
            yield samples[(begin - first) * hop : (end - first) * hop]

    def _session(self, part: str) -> Any:
        """Return the runtime's session for one part, shared by all threads.

        One thread inside a session and a pool of callers is the fastest of four ways measured; two threads inside
        cost 45 % more CPU and were slower. Memory patterns are planned for one length, and sentences have many: without
        them 24 sentences by two threads took 273 MB instead of 306, at the same CPU. Going without the runtime's arena
        took 298 MB and a third more CPU [measured].
        """
        with self._lock:
            if part not in self._sessions:
                import onnxruntime

                options = onnxruntime.SessionOptions()
                options.intra_op_num_threads = options.inter_op_num_threads = 1
                options.enable_mem_pattern = False
                data = self._part(part)
                self._sessions[part] = onnxruntime.InferenceSession(data, options, providers=["CPUExecutionProvider"])
            return self._sessions[part]

    def _part(self, part: str) -> Path | bytes:
        """Return one part of the cut graph: the file kept from the last time, or what is cut now."""
        sha256, folder = self._model.model_sha256, self._folder
        kept = graph.find(folder, sha256, part) if folder else None
        if kept:
            return kept
        if self._parts is None:
            self._parts = graph.cut(verified(self._model, "model_path", sha256))
        data: bytes = getattr(self._parts, part)
        return (graph.keep(folder, sha256, part, data) if folder else None) or data


@cache
def _runtimes() -> str:
    """Name what runs a model; looking a version up takes two milliseconds, and it is asked for each sentence."""
    return f"piper-tts {version('piper-tts')} onnxruntime {version('onnxruntime')}"


def _scales(style: Style) -> NDArray[np.float32]:
    import numpy as np

    return np.array([SOUND_NOISE_SCALE, pace(style.rate_wpm), DURATION_NOISE_SCALE], dtype=np.float32)


def _noise(style: Style, what: str, symbols: tuple[str, ...], shape: tuple[int, ...]) -> NDArray[np.float32]:
    """Return normal noise that depends on seed, take and phonemes, and on nothing that came before."""
    import numpy as np

    text = "\0".join((str(style.seed), str(style.take), what, *symbols))
    key = int.from_bytes(hashlib.sha256(text.encode()).digest()[:16], "little")
    generator = np.random.Generator(np.random.Philox(key=key))
    return generator.standard_normal(shape, dtype=np.float32)


class PiperEngine:
    """The engine behind the entry point ``piper``."""

    name = "piper"

    def __init__(self, folder: Path | None = None) -> None:
        """Take the folder where cut models are kept; None cuts them anew in each process."""
        self._folder = folder
        self._lock = threading.Lock()
        self._voices: dict[str, PiperVoice] = {}

    def available(self) -> Availability:
        """Tell whether the runtime and a voice are installed; imports neither."""
        missing = [name for name in (*NEEDED, *(model.package for model in MODELS)) if not find_spec(name)]
        if not missing:
            return Availability(ok=True)
        reason = f"The Python package {missing[0]} is not installed."
        return Availability(ok=False, reason=reason, hint="Install mindful-audio again with pip.")

    def voices(self) -> tuple[VoiceInfo, ...]:
        """List the voices that come as packages."""
        return tuple(describe(model) for model in MODELS) if self.available().ok else ()

    def voice(self, name: str) -> PiperVoice:
        """Return a voice; asking twice returns the same one, with its model loaded once."""
        with self._lock:
            for model in MODELS:
                if model.name == name:
                    return self._voices.setdefault(name, PiperVoice(model, self._folder))
        known = ", ".join(f"piper:{model.name}" for model in MODELS)
        raise VoiceMissingError(f'There is no Piper voice "{name}".', hint=f"There is {known}.")


def engine(caches: Path | None = None) -> PiperEngine:
    """Return the engine; the entry point of the group ``mindful.voices``."""
    return PiperEngine(caches / "models" if caches else None)
