"""The one place on a machine from which reminders are sent."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from mindful.errors import StoreError
from mindful.reminders.service import take_station
from mindful.reminders.service.station import ID_NAME, LOCK_NAME

if TYPE_CHECKING:
    from pathlib import Path


def test_the_name_of_a_station_stays_from_one_run_to_the_next(tmp_path: Path) -> None:
    first = take_station(tmp_path)
    assert first
    assert take_station(tmp_path) is None
    first.close()
    with take_station(tmp_path) or pytest.fail("the lock is not free") as second:
        assert second.owner == first.owner


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"\n"])
def test_a_name_that_was_lost_is_given_anew(tmp_path: Path, content: bytes) -> None:
    (tmp_path / ID_NAME).write_bytes(content)
    with take_station(tmp_path) or pytest.fail("the lock is not free") as first:
        pass
    with take_station(tmp_path) or pytest.fail("the lock is not free") as second:
        assert second.owner == first.owner


def test_two_data_folders_have_a_station_each(tmp_path: Path) -> None:
    with (
        take_station(tmp_path / "one") or pytest.fail("the lock is not free") as one,
        take_station(tmp_path / "two") or pytest.fail("the lock is not free") as two,
    ):
        assert one.owner != two.owner


def test_a_folder_that_cannot_be_written_to_is_told(tmp_path: Path) -> None:
    (tmp_path / LOCK_NAME).mkdir()
    with pytest.raises(StoreError, match="cannot be written to") as told:
        take_station(tmp_path)
    assert told.value.hint


@pytest.mark.skipif(os.name != "posix", reason="rights of files")
def test_only_the_owner_may_read_what_a_station_keeps(tmp_path: Path) -> None:
    with take_station(tmp_path / "data") or pytest.fail("the lock is not free"):
        assert (tmp_path / "data").stat().st_mode & 0o077 == 0
