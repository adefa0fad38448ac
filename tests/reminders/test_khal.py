"""A calendar that we write is read by a calendar program that we did not write."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from mindful.reminders.ics import Entry, write_ics
from mindful.reminders.rules import EveryDays, Monthly, RandomTimes, Rule, Weekly, occurrences

if TYPE_CHECKING:
    from pathlib import Path

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
SETTINGS = """
[calendars]
[[reminders]]
path = {folder}/calendar
[locale]
local_timezone = Europe/Berlin
default_timezone = Europe/Berlin
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
[sqlite]
path = {folder}/khal.db
"""
RULES: dict[str, tuple[Rule, str]] = {
    "weekdays": (Weekly(times=(time(7, 30),), weekdays=(0, 1, 2, 3, 4)), "Europe/Berlin"),
    "the night clocks leap": (Weekly(times=(time(2, 30),)), "Europe/Berlin"),
    "every second day": (EveryDays(days=2, times=(time(21),), first_on=NOW.date()), "Europe/Berlin"),
    "far away": (Monthly(times=(time(18),), nth_weekdays=((-1, 4),)), "America/New_York"),
    "random": (RandomTimes(count=3, start=time(9), end=time(18), gap_min=20), "Europe/Berlin"),
}


@pytest.fixture
def khal(tmp_path: Path) -> str:
    found = shutil.which("khal")
    if not found:
        assert "MINDFUL_CI" not in os.environ, "CI has the package khal"
        pytest.skip("needs the system package khal")
    (tmp_path / "calendar").mkdir()
    (tmp_path / "khal.conf").write_text(SETTINGS.format(folder=tmp_path), encoding="utf-8")
    return found


@pytest.mark.apt
@pytest.mark.parametrize("name", RULES)
def test_khal_shows_the_times_that_we_remind_at(name: str, khal: str, tmp_path: Path) -> None:
    rule, tz = RULES[name]
    exported = write_ics([Entry(id="01JA", rule=rule, tz=tz)], now=NOW, here=BERLIN)
    (tmp_path / "reminders.ics").write_bytes(exported.content)
    environ = {**os.environ, "TZ": "Europe/Berlin", "HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}

    def run(*words: str) -> str:
        command = [khal, "-c", str(tmp_path / "khal.conf"), *words]
        return subprocess.run(command, env=environ, capture_output=True, text=True, check=True, timeout=60).stdout

    run("import", "--batch", "-a", "reminders", str(tmp_path / "reminders.ics"))
    listed = run("list", "--format", "{start-date} {start-time} {title}", "--day-format", "", "2027-03-26", "7d")
    shown = re.findall(r"^(\S+ \d\d:\d\d) Time for your pause", listed, re.MULTILINE)
    coming = occurrences(rule, ZoneInfo(tz), datetime(2027, 3, 25, 23, tzinfo=UTC), seed="01JA")
    expected = []
    for found in coming:
        local = found.due.astimezone(BERLIN)
        if f"{local:%Y-%m-%d}" >= "2027-04-02":
            break
        expected.append(f"{local:%Y-%m-%d %H:%M}")
    assert shown == expected
