"""A cover's words: which characters can be drawn, in what size and on which lines."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import PIL.Image
    from PIL.ImageFont import FreeTypeFont

_MARGIN = 0.09
"""Of the picture's edge, left free on each side."""
_TOP = 0.13
"""Where the words begin; they end in the upper half, above whatever is drawn below."""
_LARGEST, _SMALLEST, _SUBTITLE = 0.105, 0.05, 0.034
"""Letter sizes, of the picture's edge; the smallest is legible on a phone's list of tracks."""
_LINES = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class _Line:
    text: str
    font: FreeTypeFont
    top: float
    strength: float
    """How opaque its letters are, 0 to 1."""


def letter(picture: PIL.Image.Image, title: str, subtitle: str | None) -> None:
    """Set a title and a line below it, centred in the upper half of a square picture, in place."""
    from PIL import Image, ImageDraw, ImageFilter

    size = picture.width
    letters = Image.new("L", picture.size, 0)
    brush = ImageDraw.Draw(letters)
    for line in _lay_out(title, subtitle, size):
        brush.text((size / 2, line.top), line.text, font=line.font, fill=round(255 * line.strength), anchor="ma")
    # A soft shade behind the letters keeps them legible where the sky is light.
    shade = letters.filter(ImageFilter.GaussianBlur(size / 70)).point(lambda value: value * 0.45)
    picture.paste((10, 14, 24), mask=shade)
    picture.paste((255, 253, 248), mask=letters)


def drawable(text: str, font: FreeTypeFont) -> str:
    """Return the part of a text that a font has letters for; a letter with a strange accent loses the accent."""
    blank = _shape("\uffff", font)

    def has(char: str) -> bool:
        return char == " " or (unicodedata.category(char)[0] in "LNPS" and _shape(char, font) != blank)

    kept = []
    for char in unicodedata.normalize("NFC", " ".join(text.split())):
        forms = (char, unicodedata.normalize("NFKD", char)[:1])
        kept.append(next((form for form in forms if has(form)), ""))
    return " ".join("".join(kept).split())


def _shape(char: str, font: FreeTypeFont) -> bytes:
    return bytes(font.getmask(char))


def _font(size: float) -> FreeTypeFont:
    # Pillow's own font knows ASCII alone; this one has Latin, Greek and Cyrillic, and is free (OFL).
    from font_manrope import font_files
    from PIL import ImageFont

    return ImageFont.truetype(font_files["ManropeMedium"], size)


def _lay_out(title: str, subtitle: str | None, size: int) -> list[_Line]:
    width = size * (1 - 2 * _MARGIN)
    lines, font = _fit(drawable(title, _font(20)), size, width)
    found, top = [], size * _TOP
    for line in lines:
        found.append(_Line(text=line, font=font, top=top, strength=0.97))
        top += font.size * 1.2
    small = _font(size * _SUBTITLE)
    words = drawable(subtitle or "", small)
    if words:
        found.append(_Line(text=_cut(words, small, width), font=small, top=top + size * 0.018, strength=0.82))
    return found


def _fit(text: str, size: int, width: float) -> tuple[list[str], FreeTypeFont]:
    """Return the lines of a title in the largest letters that hold it: on two lines if they can be, else on four."""
    step = size * 0.005
    for most, smallest in ((2, size * 0.07), (_LINES, size * _SMALLEST)):
        letters = size * _LARGEST
        while letters >= smallest:
            font = _font(letters)
            lines = _wrap(text, font, width)
            if len(lines) <= most and all(font.getlength(line) <= width for line in lines):
                return _balanced(text, font, width, len(lines)), font
            letters -= step
    font = _font(size * _SMALLEST)
    lines = _wrap(text, font, width)
    rest = " ".join(lines[_LINES - 1 :])
    return [_cut(line, font, width) for line in (*lines[: _LINES - 1], rest) if line], font


def _wrap(text: str, font: FreeTypeFont, width: float) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        if lines and font.getlength(f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _balanced(text: str, font: FreeTypeFont, width: float, count: int) -> list[str]:
    """Return the same number of lines, as equally wide as they can be."""
    narrow = width
    while len(_wrap(text, font, narrow * 0.97)) <= count and narrow > width / 3:
        narrow *= 0.97
    lines = _wrap(text, font, narrow)
    return lines if all(font.getlength(line) <= width for line in lines) else _wrap(text, font, width)


def _cut(line: str, font: FreeTypeFont, width: float) -> str:
    if font.getlength(line) <= width:
        return line
    kept = line
    while kept and font.getlength(f"{kept}…") > width:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"
