from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner, Result

from mindful.cli.frame import group
from mindful.errors import ReminderError

if TYPE_CHECKING:
    from collections.abc import Sequence

BERLIN = ("--tz", "Europe/Berlin", "--after", "2027-03-27T12:00")


def run(*args: str) -> Result:
    return CliRunner().invoke(group, ["remind", "next", *args], catch_exceptions=False)


def rows(*args: str) -> list[dict[str, str]]:
    result = run(*args, "--json")
    assert result.exit_code == 0
    found: list[dict[str, str]] = json.loads(result.stdout)
    return found


def test_json_is_a_stable_list_of_local_utc_and_key() -> None:
    assert rows("daily at 2:30", *BERLIN, "--count", "2") == [
        {
            "local": "2027-03-28T03:30:00+02:00",
            "utc": "2027-03-28T01:30:00+00:00",
            "occurrence_key": "2027-03-28T02:30",
        },
        {
            "local": "2027-03-29T02:30:00+02:00",
            "utc": "2027-03-29T00:30:00+00:00",
            "occurrence_key": "2027-03-29T02:30",
        },
    ]


def test_people_see_the_reading_and_three_times() -> None:
    result = run("every weekday at 7:30", *BERLIN)
    assert result.stdout == "Mon 2027-03-29 07:30\nTue 2027-03-30 07:30\nWed 2027-03-31 07:30\n"
    assert result.stderr == "Monday to Friday at 07:30.\n"


@pytest.mark.parametrize(
    ("args", "first"),
    [
        (("--cron", "30 7 * * 1-5"), "2027-03-29T07:30"),
        (("--rrule", "FREQ=MONTHLY;BYMONTHDAY=-1;BYHOUR=9;BYMINUTE=0"), "2027-03-31T09:00"),
        (("every 2 days at 08:00",), "2027-03-28T08:00"),
        (("once tomorrow at 9",), "2027-03-28T09:00"),
        (("daily at 7:30 from 2027-04-01",), "2027-04-01T07:30"),
        (("at sunset - 30m", "--place", "Berlin", "--fallback", "8pm"), "2027-03-27T18:01"),
    ],
)
def test_every_way_of_saying_when(args: Sequence[str], first: str) -> None:
    assert rows(*args, *BERLIN, "--count", "1")[0]["occurrence_key"] == first


def test_an_offset_in_after_wins_over_the_zone() -> None:
    found = rows("daily at 7:30", "--tz", "Europe/Berlin", "--after", "2027-03-27T23:00-05:00", "--count", "1")
    assert found[0]["occurrence_key"] == "2027-03-28T07:30"


def test_the_machines_zone_and_now_are_the_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tzlocal.get_localzone_name", lambda: "Asia/Kathmandu")
    (found,) = rows("daily at 7:30", "--count", "1")
    local = datetime.fromisoformat(found["local"])
    assert local.utcoffset() == timedelta(hours=5, minutes=45)
    assert timedelta(0) < local - datetime.now(UTC) <= timedelta(days=1)
    assert local == datetime.fromisoformat(found["utc"]).astimezone(ZoneInfo("Asia/Kathmandu"))


def test_what_does_not_come_any_more_is_an_empty_list() -> None:
    assert rows("once on 2027-03-01 at 9:00", *BERLIN) == []
    assert "does not come any more" in run("once on 2027-03-01 at 9:00", *BERLIN).stderr


def test_random_times_are_said_to_be_an_example() -> None:
    assert "drawn anew for each reminder" in run("3 times between 9:00 and 18:00", *BERLIN).stderr


def test_one_way_of_saying_when_is_wanted() -> None:
    for args in ((), ("daily at 7:30", "--cron", "30 7 * * *")):
        result = run(*args)
        assert result.exit_code == 2
        assert "Give one of: a phrase, --cron, --rrule." in result.stderr


def test_wrong_times_and_zones_are_told() -> None:
    result = run("daily at 7:30", "--after", "soon")
    assert result.exit_code == 2
    assert "write it like 2027-03-27T12:00" in result.stderr
    with pytest.raises(ReminderError, match="no time zone called"):
        run("daily at 7:30", "--tz", "Mars/Base")
    with pytest.raises(ReminderError, match='"tuezday" was not understood'):
        run("tuezday at 9")
