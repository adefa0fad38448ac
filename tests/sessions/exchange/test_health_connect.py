"""Records for Health Connect: its fields, its types, and a record that ends after it begins."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from mindful.sessions.exchange.health_connect import has_length, write
from mindful.sessions.model import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from mindful.sessions.model import Session


def test_the_file_is_an_array_of_records_and_its_layout_is_a_promise(
    practice: list[Session], golden: Callable[[str], str]
) -> None:
    assert "".join(write(practice, private=True)) == golden("health-connect.json")
    assert "".join(write(practice, private=False)) == golden("health-connect-without-private.json")
    assert "leg" not in golden("health-connect-without-private.json")


def test_sessions_without_a_length_are_left_out(practice: list[Session]) -> None:
    assert [has_length(session) for session in practice] == [True, True, True, False]
    assert len(json.loads("".join(write(practice, private=True)))) == 3
    assert json.loads("".join(write(practice[3:], private=True))) == []
    assert json.loads("".join(write([], private=True))) == []


def test_every_kind_has_a_type_of_theirs(practice: list[Session]) -> None:
    sessions = [replace(practice[0], kind=kind) for kind in KINDS]  # type: ignore[arg-type]  # they are the kinds
    records = json.loads("".join(write(sessions, private=False)))
    types = dict(zip(KINDS, (record["mindfulnessSessionType"] for record in records), strict=True))
    assert types == {
        "sit": "MEDITATION",
        "breathing": "BREATHING",
        "body-scan": "MEDITATION",
        "compassion": "MEDITATION",
        "grounding": "MEDITATION",
        "movement": "MOVEMENT",
        "walk": "MOVEMENT",
        "sleep": "MEDITATION",
        "relaxation": "MEDITATION",
        "journal": "UNKNOWN",
        "intention": "UNKNOWN",
        "integration": "UNKNOWN",
        "other": "UNKNOWN",
    }
    [record] = json.loads("".join(write([practice[1]], private=False)))
    assert record["mindfulnessSessionType"] == "UNGUIDED"


@pytest.mark.parametrize(
    ("tz", "offset_s", "expected"),
    [
        ("Europe/Berlin", 3600, ("+01:00", "+02:00")),
        ("UTC", 0, ("Z", "Z")),
        ("UTC", -12_645, ("-03:30:45", "-03:30:45")),
        ("Nowhere/Else", 3600, ("+01:00", "+01:00")),
    ],
)
def test_offsets_are_of_the_start_and_of_the_end(
    tz: str, offset_s: int, expected: tuple[str, str], practice: list[Session]
) -> None:
    start = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
    session = replace(practice[1], started_at=start, ended_at=start + timedelta(hours=1), tz=tz, utc_offset_s=offset_s)
    [record] = json.loads("".join(write([session], private=False)))
    assert (record["startZoneOffset"], record["endZoneOffset"]) == expected
