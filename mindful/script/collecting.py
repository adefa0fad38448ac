"""Python's search for garbage, which is put off while thousands of values are made at once."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def uncollected() -> Iterator[None]:
    """Let no garbage be searched for within.

    The values of a script hold no cycles, so that nothing would be found; but the more of them there are, the longer each
    of the searches takes that their making sets off: an eighth of the time for 11,000 lines, a third for a megabyte of cues.
    Threads that do this at the same time leave the search as the first of them found it.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
