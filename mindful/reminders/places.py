"""Where the sun is looked at, and when it rises and sets there; the arithmetic is astral's (NOAA's equations)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal

from mindful.errors import ReminderError

SunEvent = Literal["sunrise", "sunset"]
COORDINATES = re.compile(r"(-?\d{1,2}(?:\.\d+)?)\s*(?:,\s*|\s+)(-?\d{1,3}(?:\.\d+)?)")
_HALF_DAY = timedelta(hours=12)
_QUARTER = timedelta(hours=6)


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where on Earth the sun is looked at."""

    latitude_deg: float
    """North is positive."""
    longitude_deg: float
    """East is positive."""
    name: str | None = None

    def __post_init__(self) -> None:
        if not (-90 <= self.latitude_deg <= 90 and -180 <= self.longitude_deg <= 180):
            raise ReminderError("A place has a latitude of -90 to 90 and a longitude of -180 to 180 degrees.")


def find_place(text: str) -> Place:
    """Read a place: ``52.52, 13.41`` in degrees north and east, or one of the 160-odd cities that astral knows.

    Raises:
        ReminderError: Neither; the message shows the text.
    """
    if match := COORDINATES.fullmatch(text.strip()):
        return Place(latitude_deg=float(match[1]), longitude_deg=float(match[2]))
    from astral import LocationInfo
    from astral.geocoder import database, lookup

    try:
        found = lookup(text.strip(), database())
    except KeyError:
        found = None
    if not isinstance(found, LocationInfo):
        raise ReminderError(
            f'The place "{text.strip()}" is not known.',
            hint='Write its latitude and longitude in degrees, like "52.52,13.41" (south and west are negative).',
        )
    return Place(latitude_deg=round(found.latitude, 4), longitude_deg=round(found.longitude, 4), name=found.name)


def sun_at(event: SunEvent, place: Place, noon: datetime) -> datetime | None:
    """Return when the sun rises before, or sets after, the solar noon nearest to an instant; None when it does not.

    One solar day has one sunrise and one sunset at most, whatever the zone's clock says: Reykjavik's sunset of
    21 June comes at 00:03 of the 22nd.

    Args:
        event: Which of the two.
        place: Where, at the level of the sea, with the usual refraction.
        noon: Aware; within half a day of the wanted solar noon.

    Returns:
        The instant in UTC to the minute, or None where the sun stays up or down.
    """
    # Mean solar time runs 4 minutes ahead for each degree of longitude; its date names the solar day.
    ahead = timedelta(minutes=4 * place.longitude_deg)
    return _sun_at(event, place.latitude_deg, place.longitude_deg, (noon.astimezone(UTC) + ahead).date())


@lru_cache(maxsize=4096)
def _sun_at(event: SunEvent, latitude_deg: float, longitude_deg: float, solar_day: date) -> datetime | None:
    from astral import Observer, SunDirection
    from astral.sun import SUN_APPARENT_RADIUS, time_of_transit

    observer = Observer(latitude=latitude_deg, longitude=longitude_deg)
    rising = event == "sunrise"
    direction = SunDirection.RISING if rising else SunDirection.SETTING
    noon = datetime.combine(solar_day, time(12), UTC) - timedelta(minutes=4 * longitude_deg)
    wanted = noon - _QUARTER if rising else noon + _QUARTER
    # astral takes a UTC date and may name the event of the solar day beside; the nearest to the wanted one is ours.
    day = wanted.date()
    try:
        found = time_of_transit(observer, day, 90 + SUN_APPARENT_RADIUS, direction)
        if abs(found - wanted) > _HALF_DAY:
            day += timedelta(days=1 if found < wanted else -1)
            found = time_of_transit(observer, day, 90 + SUN_APPARENT_RADIUS, direction)
    except ValueError:
        return None
    return (found + timedelta(seconds=30)).replace(second=0, microsecond=0)
