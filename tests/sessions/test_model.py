"""A session refuses what no sitting can be, and shows nothing private."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from mindful.errors import SessionError

if TYPE_CHECKING:
    from tests.sessions.conftest import MakeSession

START = datetime(2027, 3, 1, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"kind": "nap"}, "no kind of practice"),
        ({"started_at": START.astimezone(ZoneInfo("Asia/Tokyo"))}, "instant in UTC"),
        ({"created": START.replace(tzinfo=None)}, "instant in UTC"),
        ({"started_at": datetime(1899, 12, 31, tzinfo=UTC)}, "years of sessions"),
        ({"updated": datetime(2200, 1, 1, tzinfo=UTC)}, "years of sessions"),
        ({"ended_at": START - timedelta(seconds=1)}, "ends after it began"),
        ({"ended_at": START + timedelta(days=3)}, "ends after it began"),
        ({"practised_s": -1.0, "ended_at": START}, "not negative"),
        ({"practised_s": float("nan"), "ended_at": START}, "not negative"),
        ({"planned_s": -1.0}, "not negative"),
        ({"planned_s": float("inf")}, "not negative"),
        ({"utc_offset_s": 86_400}, "a day or more away"),
        ({"mood_before": 11}, "from 0 to 10"),
        ({"tension_after": -1}, "from 0 to 10"),
        ({"note": "a\0b"}, "The note has characters"),
        ({"title": "\ud83c"}, "The title has characters"),
    ],
)
def test_what_no_sitting_can_be_is_refused(fields: dict[str, Any], says: str, sitting: MakeSession) -> None:
    with pytest.raises(SessionError, match=says):
        sitting(**fields)


def test_words_and_moods_are_in_no_representation(sitting: MakeSession) -> None:
    shown = repr(sitting(note="private", mood_before=3, mood_after=4, tension_before=5, tension_after=6))
    assert not [word for word in ("private", "mood", "tension", "note") if word in shown]
