"""Where the ffmpeg program is."""

from __future__ import annotations

import shutil

from mindful.errors import EncoderMissingError


def find() -> str:
    """Return the path of ffmpeg: the system's where there is one, else that of the imageio-ffmpeg package.

    Raises:
        EncoderMissingError: There is neither.
    """
    if found := shutil.which("ffmpeg"):
        return found
    import imageio_ffmpeg

    try:
        return str(imageio_ffmpeg.get_ffmpeg_exe())
    except RuntimeError as error:
        raise EncoderMissingError(
            "There is no ffmpeg on this machine, and the package imageio-ffmpeg has none for it.",
            hint="Install ffmpeg, or choose wav or flac, which need none.",
        ) from error
