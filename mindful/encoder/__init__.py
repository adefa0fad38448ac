"""From blocks of samples to a finished file in any common format, with its tags, chapters and cover."""

from mindful.encoder.cover import COVER_VERSION, draw_cover, read_cover
from mindful.encoder.formats import AUDIOBOOK_MP3, FORMATS, Format, format_of
from mindful.encoder.part import written_beside
from mindful.encoder.tags import Tags
from mindful.encoder.writer import encode

__all__ = [
    "AUDIOBOOK_MP3",
    "COVER_VERSION",
    "FORMATS",
    "Format",
    "Tags",
    "draw_cover",
    "encode",
    "format_of",
    "read_cover",
    "written_beside",
]
