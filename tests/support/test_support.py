"""The table of crisis lines shows nothing unverified, and the support page is private and reads plainly."""

from __future__ import annotations

import json
import stat
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from mindful.errors import SettingsError
from mindful.support import page as pages
from mindful.support.countries import Country, countries, find_country, read_countries
from mindful.support.page import Contact, SupportPage, in_words, read_page, write_page

if TYPE_CHECKING:
    from pathlib import Path

TODAY = date(2027, 3, 1)
PAGE = SupportPage(
    people=(Contact(name="Ana", reach="555 0101"), Contact(name="The neighbour", reach="")),
    helps=("a walk round the block",),
    country="Ireland",
    line=Contact(name="A line", reach="555 0102"),
    confirmed_on=TODAY,
)


@pytest.mark.parametrize("country", countries(), ids=lambda country: country.code)
def test_every_number_that_ships_has_a_source_and_was_verified_within_180_days(country: Country) -> None:
    """This fails by itself as time passes: then the number is to be looked up again, or taken out."""
    assert country.trouble(date.today()) is None  # noqa: DTZ011 -- the day on the calendar of whoever runs it
    assert len(country.code) == 2
    assert country.code.isupper()


def numbered(**changed: object) -> Country:
    fields = {
        "code": "XX", "name": "Example", "line": "A line", "number": "000", "source": "https://example.org",
        "last_verified": TODAY,
    }  # fmt: skip
    return Country(**{**fields, **changed})  # type: ignore[arg-type] # of the fields


@pytest.mark.parametrize(
    ("changed", "trouble"),
    [
        ({}, None),
        ({"last_verified": TODAY - timedelta(days=180)}, None),
        ({"last_verified": TODAY - timedelta(days=181)}, "more than 180 days ago"),
        ({"last_verified": TODAY + timedelta(days=1)}, "no day"),
        ({"last_verified": None}, "no day"),
        ({"source": None}, "no source"),
        ({"source": "a friend"}, "no source"),
        ({"line": None}, "no line"),
        ({"number": None, "source": None, "last_verified": None}, None),
    ],
)
def test_a_number_without_a_source_or_gone_stale_is_told(changed: dict[str, object], trouble: str | None) -> None:
    found = numbered(**changed).trouble(TODAY)
    assert found is None if trouble is None else trouble in (found or "")


def test_a_table_is_read_with_its_dates_and_found_by_code_and_name() -> None:
    [country] = read_countries('[[country]]\ncode = "XX"\nname = "Example"\nlast_verified = 2027-03-01\n')
    assert country.last_verified == TODAY
    assert find_country(" ireland ") == find_country("IE")
    assert find_country("Atlantis") is None


def test_a_page_comes_back_as_it_was_kept_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    file = write_page(PAGE, tmp_path / "data")
    assert read_page(tmp_path / "data") == PAGE
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    write_page(SupportPage(), tmp_path / "data")
    assert read_page(tmp_path / "data") == SupportPage()
    assert [each.name for each in file.parent.iterdir()] == ["support.json"]


def test_no_page_is_none_and_a_broken_one_says_where_help_is_meanwhile(tmp_path: Path) -> None:
    assert read_page(tmp_path) is None
    (tmp_path / "support.json").write_text(json.dumps({"people": 3}), encoding="utf-8")
    with pytest.raises(SettingsError, match=r"findahelpline\.com, or your local emergency number"):
        read_page(tmp_path)


def test_a_page_that_cannot_be_written_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_page(PAGE, tmp_path)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    # Where a full disk tells of itself, when the bytes are to be on it.
    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(SettingsError, match="No space left"):
        write_page(SupportPage(), tmp_path)
    assert read_page(tmp_path) == PAGE
    assert len(list(tmp_path.iterdir())) == 1


def test_the_page_begins_with_what_cannot_wait() -> None:
    assert in_words(PAGE, TODAY) == (
        "If you may be about to harm yourself, or somebody is in danger, call your local emergency number now.\n"
        "Crisis lines by country, free and confidential: findahelpline.com\n\n"
        "My crisis line\n  A line: 555 0102\n  you confirmed it on 2027-03-01\n\n"
        "People I can reach\n  Ana: 555 0101\n  The neighbour\n\n"
        "What helps me\n  a walk round the block"
    )
    assert in_words(None, TODAY).count("\n") == 1


def test_a_number_confirmed_long_ago_is_asked_about() -> None:
    assert "is it still right?" in in_words(PAGE, TODAY + timedelta(days=181))
    assert "is it still right?" not in in_words(PAGE, TODAY + timedelta(days=180))


def test_a_countrys_line_is_shown_with_its_source_while_it_is_fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "find_country", lambda _: numbered())
    page = SupportPage(country="Example")
    assert "In Example\n  A line: 000\n  from https://example.org, 2027-03-01" in in_words(page, TODAY)
    assert "000" not in in_words(page, TODAY + timedelta(days=200))
