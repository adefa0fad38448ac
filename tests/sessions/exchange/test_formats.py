"""A file is known by its content, whatever its name, and a file of another kind is told so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mindful.sessions.exchange import (
    READABLE,
    WRITABLE,
    ExchangeError,
    Reading,
    format_for,
    format_of,
    gather,
    read_rows,
    written,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mindful.sessions.model import Session

    Zipped = Callable[..., Path]

HEALTH = '<?xml version="1.0"?>\n<!DOCTYPE HealthData [\n]>\n<HealthData locale="en">\n</HealthData>\n'


@pytest.mark.parametrize(
    ("text", "format"),
    [
        ('{"schema": "mindful.session/1"}\n', "jsonl"),
        ("\ufeff \n", None),
        ("\ufeffStarted At,Duration,Preset,Activity\r\n", "insight-timer"),
        ('"Started At";"Duration"\n', "insight-timer"),
        ("start_time_unix,duration_secs,mode,label,note\n", "meditate"),
        ("started_at,practised_s\n", "csv"),
        ("id,started_at,ended_at\n", "csv"),
        ("date,minutes\n", None),
        (HEALTH, "apple-health"),
        ("<html></html>", None),
        ("Dear diary,\n", None),
    ],
)
def test_a_text_is_known_by_its_beginning(text: str, format: str | None, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text(text, encoding="utf-8", newline="")
    if format:
        assert format_of(path) == format
        return
    with pytest.raises(ExchangeError, match=r'file" cannot be imported\. Its first line.*Name one with --format'):
        format_of(path)


def test_an_archive_is_known_by_what_is_in_it(zipped: Zipped) -> None:
    assert format_of(zipped({"apple_health_export/导出.xml": HEALTH})) == "apple-health"
    assert format_of(zipped({"Habits.csv": "Name\n"})) == "loop"
    with pytest.raises(ExchangeError, match="neither of the Health app nor of Loop"):
        format_of(zipped({"a.xml": "<a/>", "b.txt": HEALTH}))


@pytest.mark.parametrize("format", WRITABLE)
def test_what_is_written_is_known_again(format: str, practice: list[Session], tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes("".join(written(practice, format, private=True)).encode())
    if format in READABLE:
        assert format_of(path) == format
    else:
        with pytest.raises(ExchangeError):
            format_of(path)


@pytest.mark.parametrize("format", READABLE)
@pytest.mark.parametrize(
    "content",
    [b"", b"\x00\xff" * 5000, b"\x89PNG\r\n\x1a\n", b"PK\x03\x04", b"Dear diary,\n", "ä,ö\n".encode("latin-1")],
)
def test_a_file_of_another_kind_is_refused_as_a_whole(
    format: str, content: bytes, tmp_path: Path, reading: Reading
) -> None:
    path = tmp_path / "file.bin"
    path.write_bytes(content)
    with pytest.raises(ExchangeError, match=r"file\.bin") as raised:
        gather(read_rows(path, format, reading))
    assert raised.value.hint
    assert raised.value.exit_code == 1


def test_an_archive_without_health_data_is_refused(zipped: Zipped, reading: Reading) -> None:
    with pytest.raises(ExchangeError, match="none of the Health app"):
        gather(read_rows(zipped({"a.xml": "<a/>"}), "apple-health", reading))


def test_a_name_tells_the_format_to_write() -> None:
    assert [format_for(name) for name in ("a.csv", "a.CSV", "a.json", "a.jsonl", "-", "backup")] == [
        "csv",
        "csv",
        "health-connect",
        "jsonl",
        "jsonl",
        "jsonl",
    ]
