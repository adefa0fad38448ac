"""Piper's graph, cut in two where the lengths are known, with chance taken out of it.

A stock Piper model draws its own noise, so that each run differs, even in length. Here the two noise sources become
inputs, and the graph is cut at the phoneme durations: the first half reads phonemes and tells how long each lasts, the
second makes the sound of that and nothing else. Measuring runs the first half only, a twelfth of the work; speaking
runs both, so that the two cannot disagree. This module knows graphs and files, not speech.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mindful.errors import VoiceError

CUT_VERSION = 1
"""Part of the name of every cached half; another way of cutting gets another number."""

PHONEMES, COUNT, SCALES = "input", "input_lengths", "scales"
"""Inputs a Piper model has: phoneme ids, how many, and (sound noise, length, duration noise)."""
DURATIONS, DURATION_NOISE, SOUND_NOISE = "durations", "duration_noise", "sound_noise"
"""What the halves have besides: hops for each phoneme id, and the noise that is fed."""
SAMPLES = "output"

_DIGEST_BYTES = hashlib.sha256().digest_size


@dataclass(frozen=True, kw_only=True, slots=True)
class Halves:
    """The two halves of a model as ONNX files are written."""

    lengths: bytes
    """From phonemes to durations, and to what the other half needs."""
    sound: bytes
    """From there to samples."""


def cut(model: bytes) -> Halves:
    """Cut a Piper model in two at its phoneme durations.

    Raises:
        VoiceError: The model is not built as Piper's are.
    """
    import onnx
    from onnx.utils import Extractor

    graph_model = onnx.load_from_string(model)
    graph = graph_model.graph
    ceils = [node for node in graph.node if node.op_type == "Ceil"]
    noises = [node for node in graph.node if node.op_type == "RandomNormalLike"]
    if len(ceils) != 1 or len(noises) != 2:
        message = "The voice's model is not built as a Piper model is: it has no single place where lengths are known."
        raise VoiceError(message, hint="Install the voice again, or use another one.")
    before = _ancestors(graph, ceils[0].output[0])
    first, second = sorted(noises, key=lambda node: node.output[0] not in before)
    new_names = {ceils[0].output[0]: DURATIONS, first.output[0]: DURATION_NOISE, second.output[0]: SOUND_NOISE}
    _rename(graph, new_names)
    seam = _seam(graph, _ancestors(graph, DURATIONS))
    for name in (DURATIONS, DURATION_NOISE, SOUND_NOISE):
        shape = [None, None, None]
        graph.value_info.append(onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, shape))
    extractor = Extractor(graph_model)
    lengths = extractor.extract_model([PHONEMES, COUNT, SCALES, DURATION_NOISE], seam)
    sound = extractor.extract_model([*seam, SCALES, SOUND_NOISE], [SAMPLES])
    return Halves(lengths=lengths.SerializeToString(), sound=sound.SerializeToString())


def _ancestors(graph: Any, tensor: str) -> set[str]:
    """Return the names of all tensors that a tensor is made from, itself included."""
    makers = {name: node for node in graph.node for name in node.output}
    found: set[str] = set()
    waiting = [tensor]
    while waiting:
        name = waiting.pop()
        if name in makers and name not in found:
            found.add(name)
            waiting.extend(makers[name].input)
    return found


def _rename(graph: Any, new_names: dict[str, str]) -> None:
    for node in graph.node:
        for names in (node.input, node.output):
            for at, name in enumerate(names):
                names[at] = new_names.get(name, name)


def _seam(graph: Any, before: set[str]) -> list[str]:
    """Return the tensors that the second half takes from the first, the durations first."""
    after = (node for node in graph.node if before.isdisjoint(node.output))
    crossing = {name for node in after for name in node.input if name in before}
    return sorted(crossing, key=lambda name: (name != DURATIONS, name))


def load(folder: Path, name: str) -> bytes | None:
    """Return a half that was kept, or None when it is not there or damaged; a damaged one is removed."""
    path = folder / name
    try:
        data = path.read_bytes()
    except OSError:
        return None
    payload = data[_DIGEST_BYTES:]
    if hashlib.sha256(payload).digest() == data[:_DIGEST_BYTES]:
        return payload
    with suppress(OSError):
        path.unlink()
    return None


def keep(folder: Path, name: str, half: bytes) -> None:
    """Keep a half for the next time, with its digest before it; where the folder takes nothing, do without."""
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        handle, file = tempfile.mkstemp(prefix=f"{name}.", suffix=".part", dir=folder)
        aside = Path(file)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(hashlib.sha256(half).digest())
                stream.write(half)
            aside.replace(folder / name)
        finally:
            aside.unlink(missing_ok=True)


def file_names(model_sha256: str) -> tuple[str, str]:
    """Return the names under which the halves of a model are kept."""
    stem = f"piper-{model_sha256[:16]}-{CUT_VERSION}"
    return f"{stem}-lengths.onnx", f"{stem}-sound.onnx"
