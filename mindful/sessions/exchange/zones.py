"""Zones of time: finding one by name, by the computer's own setting, or by an offset from UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from mindful.errors import SessionError

if TYPE_CHECKING:
    from collections.abc import Iterable


def find_zone(name: str) -> ZoneInfo:
    """Return the zone of an IANA name such as ``Europe/Berlin``.

    Raises:
        SessionError: There is no such zone; the hint names the nearest.
    """
    zone = zone_or_none(name.strip())
    if zone is None:
        raise SessionError(f'There is no time zone "{name.strip()}".', hint=_hint(name.strip()))
    return zone


@lru_cache(maxsize=1024)
def zone_or_none(name: str) -> ZoneInfo | None:
    """Return the zone of an IANA name, or None for a name that has none."""
    try:
        return ZoneInfo(name)
    except (LookupError, ValueError, OSError):
        # What is no name of a zone may still be one of a folder, a name too long for a file, or a way out of the place.
        return None


def system_zone() -> ZoneInfo:
    """Return the zone this computer is set to; UTC where it does not say."""
    import tzlocal

    try:
        name = tzlocal.get_localzone_name()
    except LookupError:
        name = None
    return zone_or_none(name or "UTC") or ZoneInfo("UTC")


def offset_s(instant: datetime, zone: ZoneInfo) -> int:
    """Return how many seconds east of UTC a zone is at an aware instant."""
    offset = instant.astimezone(zone).utcoffset()
    return round((offset or timedelta(0)).total_seconds())


def at_local_time(local: datetime, zone: ZoneInfo) -> datetime:
    """Return the instant, in UTC, of a time on the wall of a zone.

    An hour that happens twice is taken for the first one; a time that the clocks leap over, for as long after the leap.
    """
    return local.replace(tzinfo=zone, fold=0).astimezone(UTC)


def zone_of_offset(instant: datetime, utc_offset_s: int, likely: Iterable[ZoneInfo]) -> ZoneInfo:
    """Return a zone that is so far from UTC at an instant.

    Args:
        instant: Aware.
        utc_offset_s: Seconds east of UTC.
        likely: Zones that are tried first, in this order.

    Returns:
        The first of the likely ones that fits; else the fixed zone of that many hours, such as ``Etc/GMT+5``, which is
        five hours *west*; else ``UTC``, for which the offset has to be kept beside the zone.
    """
    for zone in likely:
        if offset_s(instant, zone) == utc_offset_s:
            return zone
    hours, rest = divmod(utc_offset_s, 3600)
    fixed = zone_or_none(f"Etc/GMT{-hours:+d}") if hours and not rest else None
    return fixed or ZoneInfo("UTC")


def _hint(name: str) -> str:
    import difflib
    from zoneinfo import available_timezones

    # People know the place; the names have the continent before it.
    places = {zone.rpartition("/")[2].lower(): zone for zone in sorted(available_timezones())}
    near = difflib.get_close_matches(name.rpartition("/")[2].lower().replace(" ", "_"), places, n=1)
    return (
        f'Did you mean "{places[near[0]]}"?' if near else 'Zones are named like "Europe/Berlin" or "America/New_York".'
    )
