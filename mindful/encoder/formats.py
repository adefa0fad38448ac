"""The table of file formats a track can be written in."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from mindful.errors import FormatError


@dataclass(frozen=True, kw_only=True, slots=True)
class Format:
    """One file format and how it is made."""

    name: str
    """As commands take it; also the file's ending."""
    about: str
    """What it is good for, in a few words."""
    tagging: Literal["id3", "riff", "flac", "vorbis", "opus", "mp4"]
    """How title, chapters and cover are kept in the file."""
    ffmpeg: tuple[str, ...] = ()
    """Output arguments for ffmpeg: codec and container. Empty where libsndfile writes the file."""
    gain: float = 1.0
    """What the samples are multiplied by before the encoder, to come out at the level they went in with."""

    @property
    def suffix(self) -> str:
        """The file's ending with its dot."""
        return f".{self.name}"


# -bitexact is set for all of them: no encoder version, no random stream number, so the same sound gives the same bytes.
_MP4 = ("-c:a", "aac", "-b:a", "128k", "-movflags", "+faststart", "-f", "ipod")

_LAME_SCALE, _LAME_SCALE_192 = 0.95, 0.97
"""LAME 3.100 turns everything down by this at 128 and 192 kbit/s, and ffmpeg has no option for it [measured]."""

_TABLE = (
    Format(
        name="mp3",
        about="plays everywhere, 128 kbit/s",
        tagging="id3",
        ffmpeg=("-c:a", "libmp3lame", "-b:a", "128k", "-id3v2_version", "0", "-f", "mp3"),
        gain=1 / _LAME_SCALE,
    ),
    Format(
        name="m4b",
        about="audio book with chapters and a remembered place, AAC 128 kbit/s",
        tagging="mp4",
        ffmpeg=(*_MP4, "-brand", "M4B "),
    ),
    Format(name="m4a", about="Apple devices and most players, AAC 128 kbit/s", tagging="mp4", ffmpeg=_MP4),
    Format(
        name="opus",
        about="small and very good, 96 kbit/s",
        tagging="opus",
        ffmpeg=("-c:a", "libopus", "-b:a", "96k", "-f", "opus"),
    ),
    Format(
        name="ogg",
        about="Vorbis, about 160 kbit/s",
        tagging="vorbis",
        ffmpeg=("-c:a", "libvorbis", "-q:a", "5", "-f", "ogg"),
    ),
    Format(name="flac", about="lossless, about half the size of wav, 16 bit", tagging="flac"),
    Format(name="wav", about="uncompressed, 16 bit, for further work", tagging="riff"),
)

FORMATS: dict[str, Format] = {entry.name: entry for entry in _TABLE}
"""Every format by its name, the default first."""
AUDIOBOOK_MP3 = replace(
    FORMATS["mp3"],
    about="MP3 as shops of audio books take it, constant 192 kbit/s",
    ffmpeg=("-c:a", "libmp3lame", "-b:a", "192k", "-id3v2_version", "0", "-f", "mp3"),
    gain=1 / _LAME_SCALE_192,
)


def format_of(path_or_name: Path | str) -> Format:
    """Return the format of a name such as ``mp3`` or of a file such as ``walk.m4b``, whatever its case.

    Raises:
        FormatError: There is no such format; the hint lists those there are, the nearest first.
    """
    ending = (Path(path_or_name).suffix or str(path_or_name)).removeprefix(".").lower()
    if found := FORMATS.get(ending):
        return found
    near = difflib.get_close_matches(ending, FORMATS, n=1)
    guess = f"Did you mean {near[0]}? " if near else ""
    raise FormatError(
        f'"{ending}" is no format a track can be written in.', hint=f"{guess}Known formats: {', '.join(FORMATS)}."
    )
