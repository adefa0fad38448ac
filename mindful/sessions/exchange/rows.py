"""What every reader gives: for each row of a file the session it holds, or the reason why it holds none. Pure.

A reason speaks of the shape of a row, of dates and of lengths, never of a note, a mood or another person's words: it
ends up on screens, in JSON and in logs.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, ParamSpec

from mindful.errors import FAILED, SessionError
from mindful.sessions.days import microseconds
from mindful.sessions.exchange.zones import at_local_time, offset_s
from mindful.sessions.model import LONGEST, YEARS, Session

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from mindful.sessions.model import Kind

Given = ParamSpec("Given")
Progress = Callable[[int, int], None]
"""Called with how many bytes have been read so far, and how many there are."""


class ExchangeError(SessionError):
    """A file cannot be read or written as a whole; nothing was imported, and no file was changed."""

    exit_code = FAILED


class RowError(ValueError):
    """One row cannot be read; its text is the reason, a sentence."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """A row that could be read."""

    line: int
    """Where it begins in the file; the first line is 1."""
    session: Session


@dataclass(frozen=True, kw_only=True, slots=True)
class Rejected:
    """A row that could not be read."""

    line: int
    """Where it begins in the file; the first line is 1."""
    reason: str
    """Why: a sentence that holds nothing private."""


Row = Found | Rejected
_NO_YEAR = f"A date in it is not in the years from {YEARS[0]} to {YEARS[1]}."
_MICROSECOND = timedelta(microseconds=1)
_ULID_LETTERS = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", b"0123456789ABCDEFGHJKMNPQRSTVWXYZ")
"""From the letters of RFC 4648 to those of a ULID."""


def session_from(
    *,
    program: str,
    started_at: datetime,
    length_s: float,
    zone: ZoneInfo,
    now: datetime,
    utc_offset_s: int | None = None,
    kind: Kind = "sit",
    title: str | None = None,
    note: str | None = None,
    within: str = "",
) -> Session:
    """Return the session another program tells of, with an id that is the same at every reading.

    Args:
        program: What the file is of, such as ``insight-timer``; becomes the source ``import:insight-timer``.
        started_at: Aware.
        length_s: How long it was, in seconds; from 0 to two days.
        zone: The zone it was started in.
        now: When the import happens, in UTC.
        utc_offset_s: Seconds east of UTC where the file knows better than the zone.
        kind: Kind of practice.
        title: What the other program calls it.
        note: The person's own words.
        within: Which log of the file it belongs to, where a file holds several.

    Raises:
        RowError: The start or the length cannot be of a sitting.
    """
    start = checked_instant(started_at)
    length = checked_length(length_s)
    source = f"import:{program}"
    return Session(
        id=identity(f"{source}/{within}" if within else source, start, length),
        kind=kind,
        title=title or None,
        started_at=start,
        tz=zone.key,
        utc_offset_s=offset_s(start, zone) if utc_offset_s is None else utc_offset_s,
        ended_at=start + length,
        practised_s=length.total_seconds(),
        note=note or None,
        source=source,
        created=now,
        updated=now,
    )


def row_of(line: int, make: Callable[Given, Session], *args: Given.args, **kwargs: Given.kwargs) -> Row:
    """Return what a row holds: the session that `make` returns, or the reason it raises as a `RowError`."""
    try:
        return Found(line=line, session=make(*args, **kwargs))
    except RowError as error:
        return Rejected(line=line, reason=str(error))
    except SessionError as error:
        # Kinds are checked by the readers; what is left to `Session` names fields and limits, no values.
        return Rejected(line=line, reason=error.message)


def identity(source: str, start: datetime, length: timedelta) -> str:
    """Return the id of an imported session: a ULID of its start, and of a hash of source, start and length.

    The same sitting in the same file, or in a later export of the same program, thus meets itself in the log.
    """
    start_us = microseconds(start)
    digest = hashlib.sha256(f"{source}\n{start_us}\n{length // _MICROSECOND}".encode()).digest()
    # 48 bits of time and 80 of chance, https://github.com/ulid/spec; time before 1970 counts as 1970. They are the low
    # 128 of 130 bits, five to a letter, and the 30 bits that fill up to whole bytes are cut off again.
    whole = (max(start_us // 1000, 0) << 80) | int.from_bytes(digest[:10], "big")
    return base64.b32encode((whole << 30).to_bytes(20, "big")).translate(_ULID_LETTERS)[:26].decode()


def checked_instant(moment: datetime) -> datetime:
    """Return an aware instant in UTC.

    Raises:
        RowError: It is outside the years of sessions: a slip, or a number in another unit.
    """
    try:
        instant = moment.astimezone(UTC)
    except OverflowError:
        instant = None
    if instant is None or not YEARS[0] <= instant.year <= YEARS[1]:
        raise RowError(_NO_YEAR)
    return instant


def local_instant(local: datetime, zone: ZoneInfo) -> datetime:
    """Return the instant, in UTC, of a time on the wall of a zone, as `at_local_time`.

    Raises:
        RowError: As `checked_instant`.
    """
    # Checked before as well, since far out the sum of date and offset has no place in the calendar.
    if not YEARS[0] <= local.year <= YEARS[1]:
        raise RowError(_NO_YEAR)
    return checked_instant(at_local_time(local, zone))


def checked_length(length_s: float) -> timedelta:
    """Return a length, whole to the microsecond.

    Raises:
        RowError: It is negative, longer than a sitting can be, or no number.
    """
    # Not a number compares false with everything.
    if not 0 <= length_s <= LONGEST.total_seconds():
        raise RowError("Its length is not between nothing and two days.")
    return timedelta(seconds=length_s)
