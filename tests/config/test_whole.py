from __future__ import annotations

import os
import stat
import threading
from typing import TYPE_CHECKING

import pytest

from mindful.config import written_whole

if TYPE_CHECKING:
    from pathlib import Path


def rights(file: Path) -> int:
    return stat.S_IMODE(file.stat().st_mode)


def test_it_appears_with_its_content_and_nothing_beside_it(tmp_path: Path) -> None:
    file = tmp_path / ("ü" * 120)
    with written_whole(file) as stream:
        stream.write(b"all of it")
        assert not file.exists()
    assert file.read_bytes() == b"all of it"
    assert list(tmp_path.iterdir()) == [file]


def test_what_raises_leaves_what_was_there(tmp_path: Path) -> None:
    file = tmp_path / "page"
    file.write_bytes(b"before")

    def interrupted() -> None:
        with written_whole(file) as stream:
            stream.write(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert file.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [file]


def test_a_private_file_is_its_owners_from_the_first_moment(tmp_path: Path) -> None:
    file = tmp_path / "page"
    with written_whole(file, private=True):
        (beside,) = tmp_path.iterdir()
        assert rights(beside) == 0o600
    assert rights(file) == 0o600


def test_another_file_has_the_rights_of_any_new_one_or_keeps_its_own(tmp_path: Path) -> None:
    mask = os.umask(0o022)
    try:
        with written_whole(tmp_path / "new"):
            pass
    finally:
        os.umask(mask)
    assert rights(tmp_path / "new") == 0o644
    (tmp_path / "new").chmod(0o640)
    with written_whole(tmp_path / "new"):
        pass
    assert rights(tmp_path / "new") == 0o640


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "dotfiles").mkdir()
    real = tmp_path / "dotfiles" / "settings"
    real.write_bytes(b"before")
    link = tmp_path / "settings"
    link.symlink_to(real)
    with written_whole(link) as stream:
        stream.write(b"after")
    assert link.is_symlink()
    assert real.read_bytes() == b"after"


def test_two_at_once_each_write_a_whole_one(tmp_path: Path) -> None:
    file = tmp_path / "page"

    def write(sign: bytes) -> None:
        for _ in range(50):
            with written_whole(file, durable=False) as stream:
                stream.write(sign * 10_000)

    threads = [threading.Thread(target=write, args=(sign,)) for sign in (b"a", b"b")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert file.read_bytes() in {b"a" * 10_000, b"b" * 10_000}
    assert list(tmp_path.iterdir()) == [file]
