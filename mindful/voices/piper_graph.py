"""Piper's graph, cut in three, with chance taken out of it.

A stock Piper model draws its own noise, so that each run differs, even in length. Here the two noise sources become
inputs, and the graph is cut at the phoneme durations: the first part reads phonemes and tells how long each lasts, the
others make the sound of that and nothing else. Measuring runs the first part only, a twelfth of the work; speaking
runs all, so that they cannot disagree. The second cut is before the decoder, where a sentence is a row of hops: the
decoder needs gigabytes for minutes, and looks only a few hops to either side, so that it can go by windows. This
module knows graphs and files, not speech.
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

CUT_VERSION = 2
"""Part of the name of every cached part; another way of cutting gets another number."""

PHONEMES, COUNT, SCALES = "input", "input_lengths", "scales"
"""Inputs a Piper model has: phoneme ids, how many, and (sound noise, length, duration noise)."""
DURATIONS, DURATION_NOISE, SOUND_NOISE = "durations", "duration_noise", "sound_noise"
"""What the parts have besides: hops for each phoneme id, and the noise that is fed."""
HOPS = "hops"
"""What the decoder takes: float32 ``[1, 192, hops]``."""
SAMPLES = "output"
_DECODER_BEGINS = "dec.conv_pre.weight"

_DIGEST_CHARACTERS = 32
"""Of the SHA-256 in hexadecimal."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Parts:
    """The three parts of a model as ONNX files are written."""

    lengths: bytes
    """From phonemes to durations, and to what the next part needs."""
    flow: bytes
    """From there to the hops of the sound."""
    sound: bytes
    """From hops to samples."""


def cut(model: bytes) -> Parts:
    """Cut a Piper model at its phoneme durations and before its decoder.

    Raises:
        VoiceError: The model is not built as Piper's are.
    """
    import onnx
    from onnx.utils import Extractor

    graph_model = onnx.load_from_string(model)
    graph = graph_model.graph
    ceils = [node for node in graph.node if node.op_type == "Ceil"]
    noises = [node for node in graph.node if node.op_type == "RandomNormalLike"]
    decoders = [node.input[0] for node in graph.node if _DECODER_BEGINS in node.input]
    if len(ceils) != 1 or len(noises) != 2 or len(decoders) != 1:
        message = "The voice's model is not built as a Piper model is: the places to cut it at are not there."
        raise VoiceError(message, hint="Install the voice again, or use another one.")
    before = _ancestors(graph, ceils[0].output[0])
    first, second = sorted(noises, key=lambda node: node.output[0] not in before)
    new_names = {
        ceils[0].output[0]: DURATIONS,
        first.output[0]: DURATION_NOISE,
        second.output[0]: SOUND_NOISE,
        decoders[0]: HOPS,
    }
    _rename(graph, new_names)
    seam = _seam(graph, _ancestors(graph, DURATIONS))
    for name in (DURATIONS, DURATION_NOISE, SOUND_NOISE, HOPS):
        shape = [None, None, None]
        graph.value_info.append(onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, shape))
    extractor = Extractor(graph_model)
    lengths = extractor.extract_model([PHONEMES, COUNT, SCALES, DURATION_NOISE], seam)
    flow = extractor.extract_model([*seam, SCALES, SOUND_NOISE], [HOPS])
    sound = extractor.extract_model([HOPS], [SAMPLES])
    lengths, flow, sound = (part.SerializeToString() for part in (lengths, flow, sound))
    return Parts(lengths=lengths, flow=flow, sound=sound)


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
    """Return the tensors that the rest takes from the first part, the durations first."""
    after = (node for node in graph.node if before.isdisjoint(node.output))
    crossing = {name for node in after for name in node.input if name in before}
    return sorted(crossing, key=lambda name: (name != DURATIONS, name))


def find(folder: Path, model_sha256: str, part: str) -> Path | None:
    """Return the file of a part that was kept, or None when it is not there or damaged; a damaged one is removed.

    A file's name ends in its digest. The runtime reads the file itself, which takes half the memory of handing it over.
    """
    for path in sorted(folder.glob(f"{_stem(model_sha256, part)}-*.onnx")):
        with suppress(OSError):
            with path.open("rb") as file:
                if path.stem.endswith(hashlib.file_digest(file, "sha256").hexdigest()[:_DIGEST_CHARACTERS]):
                    return path
            path.unlink()
    return None


def keep(folder: Path, model_sha256: str, part: str, data: bytes) -> Path | None:
    """Keep a part for the next time and return its file; where the folder takes nothing, do without."""
    name = f"{_stem(model_sha256, part)}-{hashlib.sha256(data).hexdigest()[:_DIGEST_CHARACTERS]}.onnx"
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        handle, file = tempfile.mkstemp(prefix=f"{name}.", suffix=".part", dir=folder)
        aside = Path(file)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
            return aside.replace(folder / name)
        finally:
            aside.unlink(missing_ok=True)
    return None


def _stem(model_sha256: str, part: str) -> str:
    return f"piper-{model_sha256[:16]}-{CUT_VERSION}-{part}"
