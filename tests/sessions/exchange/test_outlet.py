"""Exported files are for their owner only, and are whole or not there."""

from __future__ import annotations

import os
import stat
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mindful.sessions.exchange import ExchangeError, write_private

if TYPE_CHECKING:
    from collections.abc import Iterator


def test_only_its_owner_may_read_it_even_where_an_open_file_stood_before(tmp_path: Path) -> None:
    path = tmp_path / "backup.jsonl"
    path.write_text("old", encoding="utf-8")
    path.chmod(0o644)
    write_private(path, ["ä\n", "b\n"])
    assert path.read_bytes() == "ä\nb\n".encode()
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_what_was_there_stays_when_writing_fails(tmp_path: Path) -> None:
    path = tmp_path / "backup.jsonl"
    path.write_text("old", encoding="utf-8")

    def breaking() -> Iterator[str]:
        yield "new"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_private(path, breaking())
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_text("old", encoding="utf-8")
    link.symlink_to(target)
    write_private(link, ["new"])
    assert link.is_symlink()
    assert target.read_text(encoding="utf-8") == "new"


@pytest.mark.skipif(os.name != "posix", reason="Windows has no named pipes in folders")
def test_a_pipe_is_written_to_and_stays(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    write_private(pipe, ["a", "b"])
    reader.join()
    assert read == [b"ab"]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_place_that_cannot_be_written_to_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ExchangeError, match=r"is a folder\. Name a file in it"):
        write_private(tmp_path, ["x"])
    with pytest.raises(ExchangeError, match=r"no-folder.*cannot be written: No such file"):
        write_private(tmp_path / "no-folder" / "x", ["x"])

    def full(_self: Path, _target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(ExchangeError, match=r"No space left on device\. Name another file"):
        write_private(tmp_path / "x", ["x"])
    assert list(tmp_path.iterdir()) == []
