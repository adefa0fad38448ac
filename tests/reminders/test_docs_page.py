"""docs/reminders.md says what is so."""

from __future__ import annotations

import re
import shlex
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from mindful.reminders.ledger.model import DELIVERY_STATES
from mindful.reminders.phrases import read_cron, read_phrase, read_rrule

PAGE = (Path(__file__).parents[2] / "docs" / "reminders.md").read_text(encoding="utf-8")
NOW = datetime(2027, 2, 1, 12, tzinfo=ZoneInfo("Europe/Berlin"))
WHEN = [phrase for row in re.findall(r"^\| (`.*?) \|", PAGE.partition("## Whether")[0], re.MULTILINE)
        for phrase in re.findall(r"`([^`]+)`", row)]  # fmt: skip


@pytest.mark.parametrize("phrase", WHEN)
def test_every_phrase_of_the_page_is_understood(phrase: str) -> None:
    if phrase.startswith("--"):
        option, text = shlex.split(phrase)
        assert read_cron(text) if option == "--cron" else read_rrule(text, now=NOW, tz=ZoneInfo("Europe/Berlin"))
    else:
        assert read_phrase(phrase, now=NOW).rule


def test_the_page_shows_more_than_a_phrase_of_each_kind() -> None:
    assert len(WHEN) >= 12


def test_every_state_of_the_log_is_explained() -> None:
    table = PAGE.partition("## Whether")[2].partition("## How")[0]
    # What is being sent at this moment is settled a moment later.
    assert set(DELIVERY_STATES) - {"claimed"} <= set(re.findall(r"`(\w+)`", table))
