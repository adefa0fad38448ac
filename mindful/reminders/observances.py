"""A zone as a calendar carries it with itself: VTIMEZONE (RFC 5545, 3.6.5), for readers that know no zones by name.

icalendar 7.3 can write them too, but gives the onset of summer time by the clock that begins, where the RFC wants the
one that ends: one hour late in Berlin.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo

YEARS = 10
"""How far ahead the turns of the clock are written; calendars that know the zone by name go on by themselves."""
_NOTHING, _SECOND, _DAY = timedelta(0), timedelta(seconds=1), timedelta(days=1)


def time_zone(tz: ZoneInfo, now: datetime) -> Timezone:
    """Return the turns of a zone's clock from a year before an instant to `YEARS` years after it."""
    component = Timezone()
    component.add("tzid", tz.key)
    start = datetime(now.year - 1, 1, 1, tzinfo=UTC)
    component.add_component(_observance(tz, start, offset(start, tz)))
    for turn in turns(tz, start, start + timedelta(days=366 * (YEARS + 1))):
        component.add_component(_observance(tz, turn, offset(turn - _SECOND, tz)))
    return component


def turns(tz: ZoneInfo, start: datetime, end: datetime) -> Iterator[datetime]:
    """Yield the instants in UTC at which a zone's clock is turned, to the second."""
    while start < end:
        if offset(start, tz) != offset(start + _DAY, tz):
            low, high = start, start + _DAY
            while high - low > _SECOND:
                middle = low + (high - low) // _SECOND // 2 * _SECOND
                low, high = (middle, high) if offset(middle, tz) == offset(low, tz) else (low, middle)
            yield high
        start += _DAY


def offset(instant: datetime, tz: ZoneInfo) -> timedelta:
    """Return how far a zone's clock is ahead of UTC at an instant."""
    return instant.astimezone(tz).utcoffset() or _NOTHING


def _observance(tz: ZoneInfo, onset: datetime, before: timedelta) -> TimezoneStandard | TimezoneDaylight:
    local = onset.astimezone(tz)
    observance = TimezoneDaylight() if local.dst() else TimezoneStandard()
    observance.add("dtstart", (onset + before).replace(tzinfo=None))
    observance.add("tzoffsetfrom", before)
    observance.add("tzoffsetto", offset(onset, tz))
    observance.add("tzname", local.tzname() or tz.key)
    return observance
