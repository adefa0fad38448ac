"""Mindful sessions in the export of Apple's Health app: a zip with an XML file whose name is in the phone's language.

The file may have gigabytes, of which we want a few lines: it is streamed, and nothing of it is kept. Its document type
is skipped: iOS 16 writes a broken one (https://github.com/dogsheep/healthkit-to-sqlite/issues/24), and without one
there are no entities that could expand. Its control characters, which XML forbids and iOS writes, count as spaces.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import IO, TYPE_CHECKING, Any
from xml.sax import ContentHandler, SAXParseException

from mindful.sessions.exchange.archives import opened_member
from mindful.sessions.exchange.rows import ExchangeError, Row, RowError, checked_instant, row_of, session_from
from mindful.sessions.exchange.zones import zone_of_offset, zone_or_none

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Callable, Iterator
    from zoneinfo import ZoneInfo

    from mindful.sessions.model import Session

PROGRAM = "apple-health"
_TYPE = "HKCategoryTypeIdentifierMindfulSession"
_ZONE_KEY = "HKTimeZone"
_DOCTYPE = re.compile(rb"<!DOCTYPE\s+HealthData\s*(?:\[.*?\]\s*)?>", re.DOTALL)
_ROOT = re.compile(rb"<HealthData[\s>]")
_DATE = re.compile(r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) ?([+-]\d\d:?\d\d)", re.ASCII)
_SPACES = bytes(32 if byte < 32 and byte not in b"\t\n\r" else byte for byte in range(256))
_PROLOG = 2**20
"""Bytes. The document type of iOS 17 has about 12,000."""
_CHUNK = 2**20
_LONGEST_TAG = 2**24
"""Bytes. The parser keeps a tag in memory until it ends."""
_DEEPEST = 64
"""The Health app nests four elements; the parser keeps the names of all that are open."""


def find_health_data(archive: zipfile.ZipFile) -> zipfile.ZipInfo | None:
    """Return the file of an archive that holds the records, told by its content; None for an archive without one."""
    for member in sorted(archive.infolist(), key=lambda member: -member.file_size):
        name = member.filename.lower()
        if name.endswith(".xml") and name.count("/") <= 1:
            with opened_member(archive, member) as stream:
                if is_health_data(stream.read(2**16)):
                    return member
    return None


def is_health_data(head: bytes) -> bool:
    """Return whether a file that begins like this is an export of the Health app."""
    return b"<!DOCTYPE HealthData" in head or _ROOT.search(head) is not None


def read(stream: IO[bytes], *, zone: ZoneInfo, now: datetime) -> Iterator[Row]:
    """Yield what each mindful session among the records holds, with the line its record begins at.

    Args:
        stream: The XML.
        zone: A record knows its offset from UTC; this is its zone where the offset fits.
        now: When the import happens, in UTC.

    Raises:
        ExchangeError: The file is no export of the Health app, breaks off, or tries to take more than is its share.
    """
    from defusedxml.common import DefusedXmlException
    from defusedxml.expatreader import DefusedExpatParser

    parser = DefusedExpatParser(forbid_dtd=True)
    records = _Records(parser.getLineNumber, zone, now)
    parser.setContentHandler(records)
    try:
        for chunk in _without_doctype(stream):
            parser.feed(chunk)
            yield from records.taken()
        parser.close()
    except SAXParseException as error:
        raise ExchangeError(
            f"Line {error.getLineNumber()} of its XML cannot be read, or the file ends too early.",
            hint="Export it once more, copy it over whole, and try again.",
        ) from error
    except DefusedXmlException as error:
        raise ExchangeError(
            "Its XML has declarations that no export of the Health app has.",
            hint="Export it once more from the Health app itself.",
        ) from error


class _Records(ContentHandler):
    """Picks the mindful sessions from the stream of elements."""

    def __init__(self, line: Callable[[], int], zone: ZoneInfo, now: datetime) -> None:
        super().__init__()
        self._line_now, self._zone, self._now = line, zone, now
        self._rows: list[Row] = []
        self._depth = 0
        self._open: dict[str, str] | None = None
        self._line = 0

    def taken(self) -> list[Row]:
        """Return the rows found since the last call."""
        rows, self._rows = self._rows, []
        return rows

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802 -- SAX's name
        self._depth += 1
        if self._depth > _DEEPEST:
            raise ExchangeError(
                "Its XML is nested deeper than any export of the Health app.",
                hint="Export it once more from the Health app itself.",
            )
        if name == "Record" and attrs.get("type") == _TYPE:
            self._open, self._line = dict(attrs), self._line_now()
        elif self._open is not None and name == "MetadataEntry" and attrs.get("key") == _ZONE_KEY:
            self._open[_ZONE_KEY] = attrs.get("value", "")

    def endElement(self, name: str) -> None:  # noqa: N802 -- SAX's name
        self._depth -= 1
        if name == "Record" and self._open is not None:
            self._rows.append(row_of(self._line, _session, self._open, zone=self._zone, now=self._now))
            self._open = None


def _session(record: dict[str, str], *, zone: ZoneInfo, now: datetime) -> Session:
    (start, offset_s), (end, _) = _date(record, "startDate"), _date(record, "endDate")
    own = zone_or_none(record.get(_ZONE_KEY, ""))
    if start == end:
        raise RowError("It has no length.")
    return session_from(
        program=PROGRAM,
        started_at=start,
        length_s=(end - start).total_seconds(),
        zone=zone_of_offset(start, offset_s, [own, zone] if own else [zone]),
        utc_offset_s=offset_s,
        now=now,
        title=record.get("sourceName"),
    )


def _date(record: dict[str, str], name: str) -> tuple[datetime, int]:
    """Return an instant in UTC, and how far from UTC, in seconds, it was written."""
    match = _DATE.fullmatch(record.get(name, ""))
    try:
        moment = datetime.fromisoformat("".join(match.groups() if match else ()))
    except ValueError:
        raise RowError(f'Its {name} is no date like "2019-04-10 08:10:34 -0500".') from None
    offset = moment.utcoffset() or timedelta(0)
    return checked_instant(moment), round(offset.total_seconds())


def _without_doctype(stream: IO[bytes]) -> Iterator[bytes]:
    head = stream.read(_PROLOG)
    if match := _DOCTYPE.search(head):
        # Its lines stay, so that the lines of the records are those of the file.
        head = head[: match.start()] + b"\n" * match[0].count(b"\n") + head[match.end() :]
    if not _ROOT.search(head):
        raise ExchangeError(
            "It holds no records of the Health app." if head else "The file is empty; there is nothing to import.",
            hint='In the Health app: your picture, then "Export All Health Data". Name the zip as it is.',
        )
    yield head.translate(_SPACES)
    tag = 0
    while chunk := stream.read(_CHUNK):
        last = chunk.rfind(b">")
        tag = tag + len(chunk) if last < 0 else len(chunk) - last
        if tag > _LONGEST_TAG:
            raise ExchangeError(
                f"Its XML has an element of more than {_LONGEST_TAG // 2**20} MB.",
                hint="Export it once more from the Health app itself.",
            )
        yield chunk.translate(_SPACES)
