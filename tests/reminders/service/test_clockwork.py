from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from mindful.reminders.service.clockwork import Clockwork

if TYPE_CHECKING:
    import pytest


def test_a_tick_that_outlasts_its_period_goes_on_alone_and_says_nothing(caplog: pytest.LogCaptureFixture) -> None:
    at_once, begun, together = threading.Event(), [], []
    lock = threading.Lock()

    def tick() -> None:
        alone = lock.acquire(blocking=False)
        begun.append(alone)
        if len(begun) == 2:
            at_once.set()
        threading.Event().wait(1.5)
        together.append(not alone)
        if alone:
            lock.release()

    clockwork = Clockwork(tick, every_s=1)
    clockwork.start()
    assert at_once.wait(20)
    clockwork.stop()
    assert not any(together)
    assert [record for record in caplog.records if record.name.startswith("apscheduler")] == []
