"""Sessions for Android's Health Connect: a JSON array of the fields of its MindfulnessSessionRecord.

https://developer.android.com/reference/androidx/health/connect/client/records/MindfulnessSessionRecord names the fields
and the types. A record there ends after it begins, so that sessions without a length have no place in it.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

from mindful.sessions.exchange.zones import offset_s, zone_or_none

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mindful.sessions.model import Kind, Session

_TYPES: dict[Kind, str] = {
    "sit": "MEDITATION",
    "breathing": "BREATHING",
    "body-scan": "MEDITATION",
    "compassion": "MEDITATION",
    "grounding": "MEDITATION",
    "movement": "MOVEMENT",
    "walk": "MOVEMENT",
    "sleep": "MEDITATION",
    "relaxation": "MEDITATION",
}
"""Kind -> mindfulnessSessionType; a sitting without script and track is UNGUIDED, every other kind UNKNOWN."""


def write(sessions: Iterable[Session], *, private: bool) -> Iterator[str]:
    """Yield a JSON array with one record a line.

    Args:
        sessions: In the order they are to stand in; those without a length are left out.
        private: Write notes as well; moods have no field there.
    """
    before = "[\n"
    for session in sessions:
        if has_length(session):
            yield before + json.dumps(_record(session, private=private), ensure_ascii=False)
            before = ",\n"
    yield "\n]\n" if before == ",\n" else "[]\n"


def has_length(session: Session) -> bool:
    """Return whether a session ends after it begins, as a record must, to the millisecond that Android keeps."""
    return session.ended_at - session.started_at >= timedelta(milliseconds=1)


def _record(session: Session, *, private: bool) -> dict[str, str | None]:
    record = {
        "startTime": _instant(session.started_at),
        "startZoneOffset": _offset(session.utc_offset_s),
        "endTime": _instant(session.ended_at),
        "endZoneOffset": _offset(_offset_at_end(session)),
        "title": session.title,
        "mindfulnessSessionType": _type(session),
    }
    return record | {"notes": session.note} if private else record


def _type(session: Session) -> str:
    if session.kind == "sit" and not (session.script_id or session.track_id):
        return "UNGUIDED"
    return _TYPES.get(session.kind, "UNKNOWN")


def _offset_at_end(session: Session) -> int:
    """Return the offset at the end, for a session over the hour in which the clocks change."""
    zone = zone_or_none(session.tz)
    if zone is None or offset_s(session.started_at, zone) != session.utc_offset_s:
        return session.utc_offset_s
    return offset_s(session.ended_at, zone)


def _instant(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _offset(seconds: int) -> str:
    """Return an offset as java.time.ZoneOffset writes it: ``Z``, ``+02:00`` or ``-00:01:15``."""
    if not seconds:
        return "Z"
    return datetime(2000, 1, 1, tzinfo=timezone(timedelta(seconds=seconds))).isoformat()[19:]
