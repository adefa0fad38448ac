"""The way from a stream of blocks to a finished file under its final name, or to no file at all."""

from __future__ import annotations

import contextlib
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from mindful.encoder.cover import mime_of
from mindful.encoder.part import told_of, written_beside
from mindful.encoder.pcm import PcmFile, container
from mindful.encoder.pipe import FfmpegPipe
from mindful.encoder.tags import embed, ffmetadata, iso_639_2
from mindful.errors import EncoderError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from mindful.encoder.formats import Format
    from mindful.encoder.tags import Tags
    from mindful.timeline import Chapter


class _Sink(Protocol):
    def write(self, block: NDArray[np.float32]) -> None: ...

    def finish(self) -> None: ...


def encode(
    blocks: Iterable[NDArray[np.float32]],
    out: Path,
    *,
    format: Format,
    tags: Tags,
    chapters: Sequence[Chapter] = (),
    cover: bytes | None = None,
    frames: int,
) -> None:
    """Write a track.

    The file is written beside `out` and renamed at the end, so that `out` is a whole track or untouched. Memory does
    not grow with its length.

    Args:
        blocks: float32 ``[n, 2]`` at 44.1 kHz, full scale 1.0, each n as you like.
        out: The file; its folder is made if need be. Its ending is not looked at.
        format: What kind of file.
        tags: What the file says of itself.
        chapters: As the timeline has them, in frames and in order.
        cover: A PNG or JPEG, as `draw_cover` and `read_cover` return it.
        frames: The whole track's length, known beforehand.

    Raises:
        EncoderError: The folder cannot be written to, the disk is full, ffmpeg failed, or the blocks are not what was
            promised. What `blocks` itself raises passes unchanged.
    """
    import numpy as np

    if cover:
        mime_of(cover)
    with written_beside(out) as part:
        with _sink(part, out, format=format, tags=tags, chapters=chapters, cover=cover, frames=frames) as sink:
            for block in _checked(blocks, frames):
                with told_of(out):
                    sink.write(block if format.gain == 1 else block * np.float32(format.gain))
            with told_of(out):
                sink.finish()
        with told_of(out):
            embed(part, format, tags=tags, chapters=chapters, cover=cover)


def _checked(blocks: Iterable[NDArray[np.float32]], frames: int) -> Iterator[NDArray[np.float32]]:
    """Pass blocks on, and refuse what would silently spoil a track."""
    import numpy as np

    done = 0
    for block in blocks:
        if block.ndim != 2 or block.shape[1] != 2 or block.dtype != np.float32:
            raise EncoderError(f"A block for the encoder is float32 [frames, 2], not {block.dtype} {block.shape}.")
        # A sum is a number only if all its parts are.
        if not np.isfinite(block.sum()):
            raise EncoderError(
                f"The sound between frame {done} and {done + len(block)} holds values that are no number."
            )
        done += len(block)
        yield block
    if done != frames:
        raise EncoderError(f"The track was to have {frames} frames, but {done} arrived.")


@contextlib.contextmanager
def _sink(
    part: Path,
    out: Path,
    *,
    format: Format,
    tags: Tags,
    chapters: Sequence[Chapter],
    cover: bytes | None,
    frames: int,
) -> Iterator[_Sink]:
    if not format.ffmpeg:
        with told_of(out):
            file = PcmFile(part, container=container(format, frames))
        with file:
            yield file
    elif format.tagging == "mp4":
        with tempfile.TemporaryDirectory(prefix="mindful-") as folder:
            with told_of(out):
                inputs, arguments = _mp4_extras(Path(folder), tags, chapters, cover)
            with FfmpegPipe(part, out, inputs=inputs, arguments=[*arguments, *format.ffmpeg]) as pipe:
                yield pipe
    else:
        with FfmpegPipe(part, out, inputs=(), arguments=format.ffmpeg) as pipe:
            yield pipe


def _mp4_extras(
    folder: Path, tags: Tags, chapters: Sequence[Chapter], cover: bytes | None
) -> tuple[list[str], list[str]]:
    """Return ffmpeg's further inputs and output arguments that give an MP4 file its tags, chapters and cover."""
    metadata = folder / "metadata.txt"
    metadata.write_text(ffmetadata(tags, chapters), encoding="utf-8", newline="\n")
    inputs = ["-f", "ffmetadata", "-i", f"file:{metadata}"]
    arguments = ["-map_metadata", "1", "-map_chapters", "1"]
    if code := iso_639_2(tags.language):
        arguments += ["-metadata:s:a:0", f"language={code}"]
    if cover:
        picture = folder / "cover"
        picture.write_bytes(cover)
        inputs += ["-i", f"file:{picture}"]
        arguments += ["-map", "2:v", "-c:v", "copy", "-disposition:v:0", "attached_pic"]
    return inputs, arguments
