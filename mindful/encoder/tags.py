"""What a file says of itself: title, author, chapters and cover, in the way of each kind of file.

MP4 files get theirs from ffmpeg while they are written (see `ffmetadata`); all others afterwards, by mutagen, before
the file has its final name.
"""

from __future__ import annotations

import base64
import io
import re
import struct
import unicodedata
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from mindful.encoder.cover import mime_of
from mindful.timeline import Chapter
from mindful.units import SAMPLE_RATE_HZ

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from mutagen.flac import Picture
    from mutagen.id3 import Frame

    from mindful.encoder.formats import Format


@dataclass(frozen=True, kw_only=True, slots=True)
class Tags:
    """What is told of a track; control characters and line ends become spaces, empty fields are left out."""

    title: str
    author: str | None = None
    """Who wrote the practice; players call it the artist."""
    album: str | None = "Guided practice"
    voice: str | None = None
    """The voice's id, or the name of who speaks."""
    licence: str | None = None
    """Name or address of the licence."""
    comment: str | None = None
    language: str | None = None
    """BCP 47 tag, such as ``en-US``."""
    date: str | None = None
    """Year or ISO date."""
    genre: str | None = "Meditation"


# Our field -> the name each kind of file knows it by. LICENSE is the field of the Vorbis comment standard; in MP4 the
# narrator of an audio book stands in the composer's field.
_ID3 = {"title": "TIT2", "author": "TPE1", "album": "TALB", "date": "TDRC", "genre": "TCON"}
_ID3_OWN = {"voice": "VOICE", "licence": "LICENSE"}
_VORBIS = {
    "title": "TITLE", "author": "ARTIST", "album": "ALBUM", "voice": "VOICE", "licence": "LICENSE",
    "comment": "COMMENT", "language": "LANGUAGE", "date": "DATE", "genre": "GENRE",
}  # fmt: skip
_MP4 = {
    "title": "title", "author": "artist", "album": "album", "voice": "composer", "licence": "copyright",
    "comment": "comment", "date": "date", "genre": "genre",
}  # fmt: skip

_ISO_639_2 = {
    "ar": "ara", "bn": "ben", "bg": "bul", "ca": "cat", "cs": "ces", "cy": "cym", "da": "dan", "de": "deu",
    "el": "ell", "en": "eng", "es": "spa", "et": "est", "eu": "eus", "fa": "fas", "fi": "fin", "fr": "fra",
    "ga": "gle", "he": "heb", "hi": "hin", "hr": "hrv", "hu": "hun", "id": "ind", "is": "isl", "it": "ita",
    "ja": "jpn", "ko": "kor", "lt": "lit", "lv": "lav", "ms": "msa", "nb": "nob", "nl": "nld", "no": "nor",
    "pl": "pol", "pt": "por", "ro": "ron", "ru": "rus", "sk": "slk", "sl": "slv", "sr": "srp", "sv": "swe",
    "th": "tha", "tr": "tur", "uk": "ukr", "vi": "vie", "zh": "zho",
}  # fmt: skip

_STEP_BYTES = 4 << 20
"""How much of a file is moved at a time; memory does not grow with a track's length."""


def plain(text: str) -> str:
    """Return a text on one line, without control characters and characters that no file can hold."""
    kept = text.encode("utf-8", "ignore").decode("utf-8")
    return " ".join("".join(" " if unicodedata.category(char) == "Cc" else char for char in kept).split())


def iso_639_2(language: str | None) -> str | None:
    """Return the three-letter code that ID3 and MP4 ask for, or None for a language not in our table."""
    first = (language or "").replace("_", "-").split("-")[0].lower()
    return first if first in _ISO_639_2.values() else _ISO_639_2.get(first)


def embed(part: Path, format: Format, *, tags: Tags, chapters: Sequence[Chapter], cover: bytes | None) -> None:
    """Write tags, chapters and cover into a finished file; one of kind MP4 has them already.

    Raises:
        OSError: The disk is full, or the file cannot be changed.
    """
    from mutagen import MutagenError

    try:
        match format.tagging:
            case "id3":
                _prepend(part, _id3_tag(tags, chapters, cover))
            case "riff":
                _append_to_riff(part, _id3_tag(tags, chapters, cover))
            case "flac":
                _embed_flac(part, tags, chapters, cover)
            case "vorbis" | "opus":
                _embed_ogg(part, format, tags, chapters, cover)
            case "mp4":
                pass
    except MutagenError as error:
        # mutagen wraps a full disk, whose number the caller needs to tell what happened.
        if error.args and isinstance(error.args[0], OSError):
            raise error.args[0] from error
        raise


def ffmetadata(tags: Tags, chapters: Sequence[Chapter]) -> str:
    """Return tags and chapters in ffmpeg's metadata format, for MP4.

    MP4 keeps chapters as a track of text that begins at 0, so where the first begins later, one with the track's title
    stands before it. A player's short list holds 255 bytes of a title, so longer ones are cut there.
    """
    rows = [";FFMETADATA1", *(f"{_MP4[name]}={_escaped(text)}" for name, text in _told(tags).items() if name in _MP4)]
    if chapters and chapters[0].start > 0:
        chapters = (Chapter(title=tags.title, start=0, frames=chapters[0].start), *chapters)
    for chapter in chapters:
        title = plain(chapter.title).encode()[:255].decode(errors="ignore")
        end = chapter.start + chapter.frames
        rows += ["[CHAPTER]", f"TIMEBASE=1/{SAMPLE_RATE_HZ}", f"START={chapter.start}", f"END={end}"]
        rows.append(f"title={_escaped(title)}")
    return "\n".join(rows) + "\n"


def _told(tags: Tags) -> dict[str, str]:
    """Return the fields that are set, each on one line."""
    texts = {spec.name: plain(getattr(tags, spec.name) or "") for spec in fields(tags)}
    return {name: text for name, text in texts.items() if text}


def _escaped(text: str) -> str:
    return re.sub(r"([=;#\\])", r"\\\1", text)


def _milliseconds(frame: int) -> int:
    return round(frame * 1000 / SAMPLE_RATE_HZ)


def _id3_tag(tags: Tags, chapters: Sequence[Chapter], cover: bytes | None) -> bytes:
    """Return a whole ID3v2.3 tag; that version is read by more players and by Windows than 2.4."""
    # One by one, because mutagen would sort the chapters of a tag by their size.
    frames = b"".join(_rendered(frame) for frame in (*_id3_frames(tags, cover), *_id3_chapters(chapters)))
    size = bytes(len(frames) >> shift & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\x03\x00\x00" + size + frames


def _rendered(frame: Frame) -> bytes:
    from mutagen.id3 import ID3

    tag, file = ID3(), io.BytesIO()
    tag.add(frame)
    tag.update_to_v23()
    tag.save(file, v1=0, v2_version=3, padding=lambda _: 0)
    return file.getvalue()[10:]


def _id3_frames(tags: Tags, cover: bytes | None) -> Iterator[Frame]:
    from mutagen import id3

    told = _told(tags)
    code = iso_639_2(tags.language)
    for name, frame in _ID3.items():
        if name in told:
            yield getattr(id3, frame)(encoding=id3.Encoding.UTF8, text=told[name])
    for name, description in _ID3_OWN.items():
        if name in told:
            yield id3.TXXX(encoding=id3.Encoding.UTF8, desc=description, text=told[name])
    if "comment" in told:
        yield id3.COMM(encoding=id3.Encoding.UTF8, lang=code or "XXX", desc="", text=told["comment"])
    if code:
        yield id3.TLAN(encoding=id3.Encoding.UTF8, text=code)
    if cover:
        yield id3.APIC(mime=mime_of(cover), type=id3.PictureType.COVER_FRONT, desc="Cover", data=cover)


def _id3_chapters(chapters: Sequence[Chapter]) -> Iterator[Frame]:
    """Yield a table of contents, which holds 255 entries at most, and the chapters (ID3v2 Chapter Frame Addendum)."""
    from mutagen import id3

    if chapters:
        yield id3.CTOC(
            element_id="toc",
            flags=id3.CTOCFlags.ORDERED | id3.CTOCFlags.TOP_LEVEL,
            child_element_ids=[f"chp{index}" for index in range(min(len(chapters), 255))],
        )
    for index, chapter in enumerate(chapters):
        yield id3.CHAP(
            element_id=f"chp{index}",
            start_time=_milliseconds(chapter.start),
            end_time=_milliseconds(chapter.start + chapter.frames),
            sub_frames=[id3.TIT2(encoding=id3.Encoding.UTF8, text=plain(chapter.title))],
        )


def _prepend(part: Path, head: bytes) -> None:
    """Put bytes before what is in a file, moving that piece by piece from its end."""
    with part.open("r+b") as file:
        at = file.seek(0, io.SEEK_END)
        while at:
            step = min(at, _STEP_BYTES)
            at -= step
            file.seek(at)
            piece = file.read(step)
            file.seek(at + len(head))
            file.write(piece)
        file.seek(0)
        file.write(head)


def _append_to_riff(part: Path, tag: bytes) -> None:
    """Add an ``id3`` chunk behind the samples and tell it to the header; RF64 too, which mutagen does not know."""
    padded = tag + b"\0" * (len(tag) % 2)
    with part.open("r+b") as file:
        is_rf64 = file.read(4) == b"RF64"
        end = file.seek(0, io.SEEK_END)
        file.write(b"\0" * (end % 2) + b"id3 " + struct.pack("<I", len(tag)) + padded)
        size = file.tell() - 8
        # RF64 keeps the true size in its ds64 chunk, which stands first (EBU Tech 3306).
        file.seek(20 if is_rf64 else 4)
        file.write(struct.pack("<Q" if is_rf64 else "<I", size))


def _vorbis_comments(tags: Tags, chapters: Sequence[Chapter]) -> list[tuple[str, str]]:
    rows = [(_VORBIS[name], text) for name, text in _told(tags).items()]
    # Three digits in the convention leave room for 999.
    for number, chapter in enumerate(chapters[:999], start=1):
        minutes, ms = divmod(_milliseconds(chapter.start), 60_000)
        stamp = f"{minutes // 60:02}:{minutes % 60:02}:{ms // 1000:02}.{ms % 1000:03}"
        rows += [(f"CHAPTER{number:03}", stamp), (f"CHAPTER{number:03}NAME", plain(chapter.title))]
    return rows


def _picture(cover: bytes) -> Picture:
    from mutagen.flac import Picture
    from mutagen.id3 import PictureType

    picture = Picture()
    picture.type, picture.mime, picture.desc, picture.data = PictureType.COVER_FRONT, mime_of(cover), "Cover", cover
    return picture


def _embed_flac(part: Path, tags: Tags, chapters: Sequence[Chapter], cover: bytes | None) -> None:
    from mutagen.flac import FLAC

    file = FLAC(part)
    if file.tags is None:
        file.add_tags()
    file.tags[:] = _vorbis_comments(tags, chapters)
    if cover:
        file.add_picture(_picture(cover))
    file.save()


def _embed_ogg(part: Path, format: Format, tags: Tags, chapters: Sequence[Chapter], cover: bytes | None) -> None:
    from mutagen.oggopus import OggOpus
    from mutagen.oggvorbis import OggVorbis

    file = OggOpus(part) if format.tagging == "opus" else OggVorbis(part)
    file.tags[:] = _vorbis_comments(tags, chapters)
    if cover:
        file.tags.append(("METADATA_BLOCK_PICTURE", base64.b64encode(_picture(cover).write()).decode("ascii")))
    file.save()
