"""Calendars as values, on the terminal, and as pictures that are looked at and read aloud."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from rich.console import Console

from mindful.sessions.grid import SHADES, Week, shade, spoken, weeks
from mindful.sessions.pictures import picture
from mindful.sessions.sketches import bars, calendar, weeks_that_fit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.text import Text

THURSDAY = date(2027, 3, 4)
LOG = {date(2027, 2, 27): 300.0, date(2027, 3, 1): 600.0, date(2027, 3, 2): 1200.0, date(2027, 3, 3): 3000.0}
SVG = "{http://www.w3.org/2000/svg}"


def printed(lines: Iterable[Text], *, width: int = 80, color: bool = False) -> str:
    out = io.StringIO()
    console = Console(file=out, width=width, force_terminal=color, color_system="standard" if color else None)
    for line in lines:
        console.print(line, no_wrap=True)
    return out.getvalue()


def test_weeks_go_from_monday_to_sunday_and_leave_open_what_has_not_come_yet() -> None:
    before, last = weeks(LOG, last=THURSDAY, count=2)
    assert (before.monday, last.monday) == (date(2027, 2, 22), date(2027, 3, 1))
    assert list(before.minutes) == [0, 0, 0, 0, 0, 5, 0]
    assert list(last.minutes) == [10, 20, 50, 0, None, None, None]
    assert (before.total, last.total) == (5, 80)
    assert last.begins_month()
    assert (before.month, last.month) == ("Feb", "Mar")
    assert not before.begins_month()


@given(st.dates(date(1950, 1, 1), date(2150, 1, 1)), st.integers(1, 60))
def test_weeks_follow_on_one_another_and_each_month_begins_once(last: date, count: int) -> None:
    laid_out = weeks({}, last=last, count=count)
    assert len(laid_out) == count
    assert laid_out[-1].monday <= last <= laid_out[-1].sunday
    days = [week.monday + timedelta(days=index) for week in laid_out for index in range(7)]
    assert days == [days[0] + timedelta(days=index) for index in range(7 * count)]
    assert sum(week.begins_month() for week in laid_out) == sum(day.day == 1 for day in days)


@pytest.mark.parametrize(
    ("minutes", "level"), [(0, 0), (0.1, 1), (9.9, 1), (10, 2), (19, 2), (20, 3), (39.9, 3), (40, 4), (900, 4)]
)
def test_a_day_has_a_shade(minutes: float, level: int) -> None:
    assert shade(minutes) == level
    assert level < len(SHADES)


def test_a_calendar_is_told_in_words() -> None:
    two = weeks(LOG, last=THURSDAY, count=2)
    assert spoken(two) == "From 2027-02-22 to 2027-03-07: practice on 4 days, 85 minutes in all."
    one = (Week(monday=date(2027, 3, 1), minutes=(1.0, 0, 0, 0, 0, 0, 0)),)
    assert spoken(one).endswith("practice on one day, one minute in all.")


def test_the_calendar_in_a_terminal_is_read_without_colour() -> None:
    assert printed(calendar(weeks(LOG, last=THURSDAY, count=8))).splitlines() == [
        "           Feb     Mar",
        "Mon  · · · · · · · ▒",
        "Tue  · · · · · · · ▓",
        "Wed  · · · · · · · █",
        "Thu  · · · · · · · ·",
        "Fri  · · · · · · ·",
        "Sat  · · · · · · ░",
        "Sun  · · · · · · ·",
        "     · none   ░ under 10   ▒ 10 to 19   ▓ 20 to 39   █ 40 or more   minutes",
    ]


def test_in_ascii_the_calendar_and_the_bars_hold_nothing_else() -> None:
    shown = weeks(LOG, last=THURSDAY, count=4)
    text = printed(calendar(shown, ascii_only=True)) + printed(bars(shown, width=60, ascii_only=True))
    assert text.isascii()
    assert "Wed  . . . #" in text
    assert (
        "2027-02-08  .\n2027-02-15  .\n2027-02-22  ## 5 min\n2027-03-01  #################################### 80 min"
        in text
    )


def test_a_bar_is_as_long_as_its_minutes_to_an_eighth_and_never_nothing() -> None:
    shown = weeks({THURSDAY: 60.0, THURSDAY - timedelta(weeks=1): 60_000.0}, last=THURSDAY, count=2)
    assert printed(bars(shown, width=40)).splitlines() == [
        "2027-02-22  ████████████████ 1,000 min",
        "2027-03-01  ▏ 1 min",
    ]


@pytest.mark.parametrize("width", [40, 80, 120, 300])
def test_every_line_fits_the_terminal(width: int) -> None:
    shown = weeks(LOG, last=THURSDAY, count=weeks_that_fit(width))
    grid = printed(calendar(shown), width=1000).splitlines()[:-1]
    assert max(map(len, grid)) <= width
    assert max(map(len, printed(bars(shown, width=width), width=1000).splitlines())) <= width


def test_colour_is_one_hue_that_is_not_red() -> None:
    text = printed(calendar(weeks(LOG, last=THURSDAY, count=3)), color=True)
    assert "\x1b[36m" in text
    assert not {f"\x1b[{code}m" for code in (31, 91, 32, 33)} & set(text.split())


def test_the_png_is_one_hue_from_light_to_dark_with_a_description() -> None:
    data = picture(weeks(LOG, last=THURSDAY, count=53), "png", title="Practice")
    image = Image.open(io.BytesIO(data))
    assert image.size == (1760, 832)
    assert image.info["Title"] == "Practice"
    assert "practice on 4 days" in image.info["Description"]
    red, green, blue = (np.asarray(image.convert("RGB"))[..., channel].astype(int) for channel in range(3))
    assert (red <= np.minimum(green, blue) + 4).all()
    darkest = (red == 0x12) & (green == 0x5A) & (blue == 0x5C)
    assert darkest.any()


def test_the_svg_has_a_title_a_description_and_words_as_text() -> None:
    data = picture(weeks(LOG, last=THURSDAY, count=53), "svg", title="Practice <2027> & more")
    root = ET.fromstring(data)  # noqa: S314 -- our own
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title") == "Practice <2027> & more"
    assert "85 minutes in all" in str(root.findtext(f"{SVG}desc"))
    words = {"".join(text.itertext()).strip() for text in root.iter(f"{SVG}text")}
    assert {"Mon", "Sun", "none", "40 or more", "Practised minutes by day", "Practised minutes by week"} <= words


def test_the_same_log_gives_the_same_file() -> None:
    shown = weeks(LOG, last=THURSDAY, count=10)
    for form in ("svg", "png"):
        assert picture(shown, form, title="P") == picture(shown, form, title="P")


def test_an_empty_log_and_a_single_week_are_drawn_too() -> None:
    for last in (THURSDAY, date(2027, 3, 18)):
        assert picture(weeks({}, last=last, count=1), "svg", title="P").startswith(b"<?xml")
