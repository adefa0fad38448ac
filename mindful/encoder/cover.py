"""The picture a player shows: drawn from a title, or the person's own."""

from __future__ import annotations

import io
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mindful.encoder.lettering import letter
from mindful.errors import EncoderError

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    Plane = NDArray[np.floating]

COVER_VERSION = 1
"""To be raised with any change that shapes a drawn cover."""
SIZE_PX = 1400
"""Edge of the square; the least that podcast folders take."""

_OWN_COVER_BYTES = 10_000_000


@dataclass(frozen=True, kw_only=True, slots=True)
class _Palette:
    """Colours of one hour of the day, sRGB."""

    above: tuple[int, int, int]
    below: tuple[int, int, int]
    light: tuple[int, int, int]


# Dark enough for white letters, no more than two hues each.
_PALETTES = (
    _Palette(above=(22, 36, 68), below=(108, 122, 158), light=(244, 214, 190)),  # before dawn
    _Palette(above=(30, 62, 78), below=(118, 158, 156), light=(236, 238, 214)),  # lake
    _Palette(above=(58, 44, 84), below=(178, 126, 140), light=(250, 216, 184)),  # dusk
    _Palette(above=(28, 58, 50), below=(128, 156, 120), light=(240, 236, 198)),  # wood
    _Palette(above=(18, 26, 50), below=(64, 88, 128), light=(214, 226, 246)),  # night
    _Palette(above=(70, 48, 56), below=(190, 138, 112), light=(252, 226, 188)),  # clay
    _Palette(above=(26, 52, 86), below=(122, 162, 188), light=(240, 240, 230)),  # sea
    _Palette(above=(48, 50, 74), below=(142, 138, 166), light=(240, 222, 224)),  # heather
)


def draw_cover(title: str, subtitle: str | None, seed: int) -> bytes:
    """Draw a calm picture with the title on it.

    The same arguments give the same bytes. Characters that the font lacks (emoji, most scripts but Latin) are left
    out; a title of nothing else leaves the picture alone.

    Args:
        title: Set in up to four lines, and cut with an ellipsis beyond.
        subtitle: One small line below the title, or None.
        seed: Picks colours, motif and shapes together with the title; any whole number.

    Returns:
        A JPEG, 1400 x 1400, below 300 kB.
    """
    import numpy as np
    from PIL import Image

    chance = np.random.default_rng([abs(seed), zlib.crc32(title.encode())])
    palette = _PALETTES[int(chance.integers(len(_PALETTES)))]
    motif = _hills if chance.random() < 0.5 else _ripples
    pixels = motif(chance, palette)
    # A grain of under one step hides the bands that a slow gradient shows on a screen.
    pixels = pixels + (chance.random(pixels.shape, dtype=np.float32) - 0.5) * 1.6
    picture = Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
    letter(picture, title, subtitle)
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=88, optimize=True)
    return file.getvalue()


def read_cover(path: Path) -> bytes:
    """Return the person's own cover as it stands in the file, a PNG or JPEG.

    Raises:
        EncoderError: It cannot be read, is no whole PNG or JPEG, or is larger than 10 MB.
    """
    from PIL import Image

    try:
        data = path.read_bytes()
        mime_of(data)
        with Image.open(io.BytesIO(data)) as picture:
            picture.load()
    except (OSError, EncoderError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise EncoderError(f"The cover {path} cannot be used: {error}.", hint="Give a PNG or JPEG picture.") from error
    if len(data) > _OWN_COVER_BYTES:
        raise EncoderError(
            f"The cover {path} has {len(data) / 1e6:.0f} MB; players expect less than 10.",
            hint="Make it smaller, 1400 pixels wide is plenty.",
        )
    return data


def mime_of(cover: bytes) -> str:
    """Return the media type of a cover by its first bytes.

    Raises:
        EncoderError: It is neither PNG nor JPEG.
    """
    if cover.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if cover.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    raise EncoderError("A cover is a PNG or a JPEG picture, and this is neither.")


def _colour(value: tuple[int, int, int]) -> Plane:
    import numpy as np

    return np.array(value, dtype=np.float32)


def _blend(base: Plane, colour: Plane, weight: Plane) -> Plane:
    return base + (colour - base) * weight[..., None]


def _grid() -> tuple[Plane, Plane]:
    """Return x as a row and y as a column, 0 to 1 over the picture."""
    import numpy as np

    steps = (np.arange(SIZE_PX, dtype=np.float32) + 0.5) / SIZE_PX
    return steps[None, :], steps[:, None]


def _sky(palette: _Palette) -> Plane:
    import numpy as np

    x, y = _grid()
    return _blend(
        _colour(palette.above), _colour(palette.below), np.broadcast_to(y * y * (3 - 2 * y), (SIZE_PX,) * 2) + 0 * x
    )


def _smooth(value: Plane, low: float, high: float) -> Plane:
    """Return 0 below `low`, 1 above `high` and a soft step between."""
    import numpy as np

    t: Plane = np.clip((value - low) / (high - low), 0, 1)
    return t * t * (3 - 2 * t)


def _hills(chance: np.random.Generator, palette: _Palette) -> Plane:
    """Draw a low sun or moon over ranges of hills that grow darker as they come near."""
    import numpy as np

    x, y = _grid()
    pixels = _sky(palette)
    sun_x, sun_y, radius = chance.uniform(0.25, 0.75), chance.uniform(0.56, 0.62), chance.uniform(0.06, 0.09)
    distance = np.sqrt((x - sun_x) ** 2 + (y - sun_y) ** 2)
    light = _colour(palette.light)
    pixels = _blend(pixels, light, 0.45 * np.exp(-((distance / 0.28) ** 2)))
    pixels = _blend(pixels, light, 0.9 * (1 - _smooth(distance, radius - 0.0012, radius + 0.0012)))
    layers = 5
    for layer in range(layers):
        near = layer / (layers - 1)
        ridge = 0.66 + 0.27 * near**1.15
        for wave, height in ((1.1, 0.045), (2.3, 0.022), (4.9, 0.008)):
            turns = wave * chance.uniform(0.8, 1.25)
            ridge = ridge + height * (1.1 - 0.5 * near) * np.sin(2 * np.pi * (turns * x + chance.random()))
        depth = y - ridge
        colour = _colour(palette.below) * (0.86 - 0.2 * near) * (1 - near) + _colour(palette.above) * near * 0.8
        weight = _smooth(depth, -0.0008, 0.0008)
        mist = _blend(
            np.broadcast_to(colour, pixels.shape), _colour(palette.below), 0.5 * (1 - near) * _smooth(depth, 0.0, 0.2)
        )
        pixels = pixels + (mist - pixels) * weight[..., None]
    return pixels


def _ripples(chance: np.random.Generator, palette: _Palette) -> Plane:
    """Draw rings that widen on still water around a soft light."""
    import numpy as np

    x, y = _grid()
    pixels = _sky(palette)
    centre_x, centre_y = chance.uniform(0.42, 0.58), chance.uniform(0.66, 0.72)
    # Seen from a low angle, rings are wider than high.
    distance = np.sqrt((x - centre_x) ** 2 + ((y - centre_y) / chance.uniform(0.42, 0.55)) ** 2)
    rings = chance.uniform(8, 11)
    wave = np.cos(2 * np.pi * rings * distance ** chance.uniform(0.72, 0.85))
    fade = np.exp(-((distance / 0.5) ** 2))
    light = _colour(palette.light)
    pixels = _blend(pixels, light, 0.5 * np.exp(-((distance / 0.2) ** 2)))
    pixels = _blend(pixels, light, 0.22 * fade * np.clip(wave, 0, 1) ** 1.5)
    pixels = _blend(pixels, _colour(palette.above), 0.32 * fade * np.clip(-wave, 0, 1) ** 1.5)
    return _blend(pixels, light, 0.95 * (1 - _smooth(distance, 0.018, 0.023)))
