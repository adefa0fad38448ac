"""Zones: found by name, by the computer's setting, or by how far from UTC they are."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest

from mindful.errors import USAGE, SessionError
from mindful.sessions.exchange import find_zone, system_zone
from mindful.sessions.exchange.zones import zone_of_offset, zone_or_none

SPRING = datetime(2026, 4, 20, tzinfo=UTC)
BERLIN, KATHMANDU = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Kathmandu")


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("Europe/Berln", 'Did you mean "Europe/Berlin"?'),
        ("new york", 'Did you mean "America/New_York"?'),
        ("qqqqqqq", "Zones are named like"),
        ("../../etc/passwd", "Zones are named like"),
    ],
)
def test_a_zone_that_is_none_is_refused_with_the_nearest(name: str, hint: str) -> None:
    with pytest.raises(SessionError) as raised:
        find_zone(name)
    assert raised.value.exit_code == USAGE
    assert hint in str(raised.value)


def test_a_zone_is_found_by_its_name() -> None:
    assert find_zone(" Europe/Berlin ").key == "Europe/Berlin"
    assert zone_or_none("Europe") is None
    assert zone_or_none("x" * 5000) is None
    assert zone_or_none("a\0b") is None


@pytest.mark.parametrize(("says", "zone"), [("Asia/Kathmandu", "Asia/Kathmandu"), (None, "UTC"), ("local", "UTC")])
def test_the_computer_may_not_say_its_zone(says: str | None, zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tzlocal.get_localzone_name", lambda: says)
    assert system_zone().key == zone


def test_a_setting_that_contradicts_itself_is_utc(monkeypatch: pytest.MonkeyPatch) -> None:
    def confused() -> str:
        raise ZoneInfoNotFoundError

    monkeypatch.setattr("tzlocal.get_localzone_name", confused)
    assert system_zone().key == "UTC"


@pytest.mark.parametrize(
    ("offset_s", "zone"),
    [
        (7200, "Europe/Berlin"),
        (20_700, "Asia/Kathmandu"),
        (0, "UTC"),
        (-18_000, "Etc/GMT+5"),
        (50_400, "Etc/GMT-14"),
        (54_000, "UTC"),
        (-12_600, "UTC"),
    ],
)
def test_an_offset_has_a_zone(offset_s: int, zone: str) -> None:
    found = zone_of_offset(SPRING, offset_s, [BERLIN, KATHMANDU])
    assert found.key == zone
