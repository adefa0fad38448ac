"""Archives of strangers: what is broken, hidden or too large is refused with a sentence, and nothing is unpacked."""

from __future__ import annotations

import io
import random
import struct
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mindful.sessions.exchange import ExchangeError, Reading, format_of, gather, read_rows
from mindful.sessions.exchange import archives as module
from mindful.sessions.exchange.archives import open_archive, told_of

if TYPE_CHECKING:
    from collections.abc import Callable

    Zipped = Callable[..., Path]

HEALTH = '<!DOCTYPE HealthData [\n]>\n<HealthData locale="en">\n</HealthData>\n'
LOOP = {
    "Habits.csv": "Position,Name\n001,Sit\n",
    "001 Sit/Checkmarks.csv": "Date,Value,Notes\n" + "".join(f"2026-04-{day:02},2,\n" for day in range(1, 30)),
}


@pytest.mark.parametrize(
    "name",
    ["../export.xml", "/etc/export.xml", "a/../../export.xml", "..\\export.xml", "C:\\export.xml", "C:/export.xml"],
)
def test_a_name_that_leads_out_of_the_archive_is_refused(name: str, zipped: Zipped, reading: Reading) -> None:
    path = zipped({name: HEALTH})
    with pytest.raises(ExchangeError, match="leads out of the archive"):
        gather(read_rows(path, "apple-health", reading))
    with pytest.raises(ExchangeError, match="leads out of the archive"):
        format_of(path)


def test_an_archive_that_expands_beyond_measure_is_refused_before_it_is_read(zipped: Zipped, reading: Reading) -> None:
    path = zipped({"export.xml": HEALTH + " " * 50_000_000})
    assert path.stat().st_size < 100_000
    with pytest.raises(ExchangeError, match=r"Unpacked it would be 48 MB, from 0\.0 MB; no export is like that"):
        gather(read_rows(path, "apple-health", reading))


def test_an_archive_beyond_four_gigabytes_is_refused(zipped: Zipped, monkeypatch: pytest.MonkeyPatch) -> None:
    path = zipped({"export.xml": HEALTH})
    monkeypatch.setattr(module, "LARGEST", len(HEALTH) - 1)
    with path.open("rb") as file, pytest.raises(ExchangeError, match="no export is like that"):
        open_archive(file)


def test_an_archive_that_lies_about_its_size_gives_no_more_than_it_promised(zipped: Zipped, reading: Reading) -> None:
    path = zipped({"export.xml": HEALTH + " " * 50_000_000})
    data = bytearray(path.read_bytes())
    # The size unpacked stands 22 bytes into the local header and 24 bytes into the directory's.
    for signature, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.index(signature) + place
        data[at : at + 4] = struct.pack("<I", 100)
    path.write_bytes(data)
    with pytest.raises(ExchangeError, match="damaged"):
        gather(read_rows(path, "apple-health", reading))


def test_an_encrypted_archive_is_refused(zipped: Zipped) -> None:
    path = zipped({"export.xml": HEALTH})
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    with pytest.raises(ExchangeError, match="encrypted"):
        format_of(path)


def test_a_way_of_packing_nobody_knows_is_refused(zipped: Zipped) -> None:
    path = zipped({"export.xml": HEALTH})
    data = bytearray(path.read_bytes())
    for signature, place in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        data[data.index(signature) + place] = 99
    path.write_bytes(data)
    with pytest.raises(ExchangeError, match="damaged"):
        format_of(path)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_half_of_an_archive_is_refused(share: float, zipped: Zipped, reading: Reading) -> None:
    path = zipped(LOOP)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(
        ExchangeError, match=r"export\.zip.*damaged zip archive, or only a part of one\. Export it once more"
    ):
        gather(read_rows(path, "loop", reading))


def test_no_broken_archive_makes_anything_but_a_sentence(zipped: Zipped, reading: Reading) -> None:
    whole = zipped(LOOP | {"é.xml": HEALTH}).read_bytes()
    chance = random.Random(4)  # noqa: S311 -- bytes to break
    for number in range(400):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 8)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        path = zipped({}, name=f"broken-{number}.zip")
        path.write_bytes(data)
        for format in ("loop", "apple-health"):
            try:
                gather(read_rows(path, format, reading))
            except ExchangeError:
                continue


def test_names_that_are_no_utf_8_make_a_sentence(zipped: Zipped) -> None:
    path = zipped({"é.xml": HEALTH})
    path.write_bytes(path.read_bytes().replace("é".encode(), b"\xff\xff"))
    with pytest.raises(ExchangeError, match="damaged"):
        format_of(path)


def test_what_the_disk_says_is_told_with_the_name_of_the_file(tmp_path: Path) -> None:
    with pytest.raises(ExchangeError, match=r'There is no file ".*nothing\.csv"'):
        format_of(tmp_path / "nothing.csv")
    with pytest.raises(ExchangeError, match=r"is a folder\. Name the file"):
        format_of(tmp_path)
    with (
        pytest.raises(ExchangeError, match=r'"x\.csv" cannot be read: Permission denied\. Look at its rights'),
        told_of(Path("x.csv")),
    ):
        raise PermissionError(13, "Permission denied")


def test_a_bug_is_no_sentence() -> None:
    with pytest.raises(ZeroDivisionError), told_of(Path("x")):
        raise ZeroDivisionError


def test_an_archive_in_memory_is_opened() -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("a", "b")
    with open_archive(data) as archive:
        assert archive.namelist() == ["a"]
