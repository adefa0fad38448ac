from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

import pytest

from mindful.store import ChangeWatch, open_store

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.skipif(sys.platform == "win32", reason="Windows replaces no file that is open.")
def test_another_file_in_its_place_is_noticed_once(tmp_path: Path) -> None:
    with open_store(tmp_path / "data") as store:
        assert store.place.file
        file, copy = store.place.file, tmp_path / "copy"
        watch = ChangeWatch(store.place)
        assert (watch.replaced(), watch.changed(), watch.changed()) == (False, True, False)
        shutil.copy(file, copy)
        copy.replace(file)
        assert (watch.replaced(), watch.replaced()) == (True, False)
        file.unlink()
        assert watch.replaced() is False
        watch.close()
