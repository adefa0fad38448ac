"""Real counterparts of the channels: a session bus of its own with a notification server, and an address book."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import pytest
from dbus_fast import DBusError, Variant
from dbus_fast.aio import MessageBus
from dbus_fast.annotations import DBusDict, DBusInt32, DBusSignature, DBusStr, DBusUInt32
from dbus_fast.service import ServiceInterface, dbus_method, dbus_signal

from mindful.reminders.delivery import AddressBook, Message, Surroundings

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterator
    from pathlib import Path

    from mindful.reminders.delivery import Act

Strings = Annotated[list[str], DBusSignature("as")]
Served = Annotated[tuple[str, str, str, str], DBusSignature("ssss")]
Nothing = Annotated[None, DBusSignature("")]
DISMISSED, WITHDRAWN = 2, 3
PATIENCE_S = 10.0


@dataclass(kw_only=True)
class Shown:
    """A notification as the server was given it."""

    id: int
    app: str
    icon: str
    title: str
    body: str
    actions: list[str]
    hints: dict[str, Any] = field(default_factory=dict)


class Notifications(ServiceInterface):
    """The interface org.freedesktop.Notifications, as desktops offer it."""

    def __init__(self) -> None:
        super().__init__("org.freedesktop.Notifications")
        self.shown: list[Shown] = []
        self.closed: list[int] = []
        self.refusal: str | None = None
        self.slow_s = 0.0
        self.asked = 0

    @dbus_method()
    async def Notify(  # noqa: D102, N802, PLR0917 -- as the specification spells it
        self,
        app_name: DBusStr,
        replaces_id: DBusUInt32,
        app_icon: DBusStr,
        summary: DBusStr,
        body: DBusStr,
        actions: Strings,
        hints: DBusDict,
        expire_timeout: DBusInt32,
    ) -> DBusUInt32:
        del replaces_id, expire_timeout
        self.asked += 1
        await asyncio.sleep(self.slow_s)
        if self.refusal:
            raise DBusError("org.freedesktop.Notifications.Error.ExcessNotificationGeneration", self.refusal)
        self.shown.append(
            Shown(
                id=len(self.shown) + 1,
                app=app_name,
                icon=app_icon,
                title=summary,
                body=body,
                actions=actions,
                hints={name: hint.value for name, hint in hints.items() if isinstance(hint, Variant)},
            )
        )
        return len(self.shown)

    @dbus_method()
    def CloseNotification(self, notification: DBusUInt32) -> Nothing:  # noqa: D102, N802 -- as the specification spells it
        if notification in self.closed:
            raise DBusError("org.freedesktop.Notifications.Error", "It is closed already.")
        self.closed.append(notification)
        self.NotificationClosed(notification, WITHDRAWN)

    @dbus_method()
    def GetCapabilities(self) -> Strings:  # noqa: D102, N802 -- as the specification spells it
        return ["body", "body-markup", "actions"]

    @dbus_method()
    def GetServerInformation(self) -> Served:  # noqa: D102, N802 -- as the specification spells it
        return ("test desktop", "mindful", "1", "1.2")

    @dbus_signal()
    def ActionInvoked(  # noqa: D102, N802 -- as the specification spells it
        self, notification: int, action: str
    ) -> Annotated[tuple[int, str], DBusSignature("us")]:
        return (notification, action)

    @dbus_signal()
    def NotificationClosed(  # noqa: D102, N802 -- as the specification spells it
        self, notification: int, reason: int
    ) -> Annotated[tuple[int, int], DBusSignature("uu")]:
        return (notification, reason)


class Desktop:
    """A notification server on a bus, in a thread of its own, and the person before it."""

    def __init__(self, address: str) -> None:
        self.notifications = Notifications()
        self._address = address
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._bus: MessageBus = self._run(self._connect())

    @property
    def shown(self) -> list[Shown]:
        """What was shown so far."""
        return self.notifications.shown

    def press(self, shown: Shown, action: str) -> None:
        """Press a button; the server closes the notification, as desktops do."""
        self._loop.call_soon_threadsafe(self.notifications.ActionInvoked, shown.id, action)
        self.dismiss(shown)

    def dismiss(self, shown: Shown) -> None:
        """Wave a notification away."""
        self.notifications.closed.append(shown.id)
        self._loop.call_soon_threadsafe(self.notifications.NotificationClosed, shown.id, DISMISSED)

    def close(self) -> None:
        """Leave the bus."""
        self._run(self._leave())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(PATIENCE_S)

    async def _connect(self) -> MessageBus:
        bus = await MessageBus(bus_address=self._address).connect()
        bus.export("/org/freedesktop/Notifications", self.notifications)
        await bus.request_name("org.freedesktop.Notifications")
        return bus

    async def _leave(self) -> None:
        self._bus.disconnect()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for other in others:
            other.cancel()
        await asyncio.gather(*others, return_exceptions=True)


class Acts:
    """Remembers which buttons were pressed, and lets a test wait for them."""

    def __init__(self) -> None:
        self.seen: list[Act] = []
        self.trouble: Exception | None = None
        self._came = threading.Semaphore(0)

    def __call__(self, act: Act) -> None:
        """Remember one."""
        self.seen.append(act)
        self._came.release()
        if self.trouble:
            raise self.trouble

    def next(self) -> Act:
        """Return the newest, once it has come."""
        assert self._came.acquire(timeout=PATIENCE_S), "no button came back"
        return self.seen[-1]


@pytest.fixture
def no_bus(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Leave no session bus to be found."""
    for name in ("DBUS_SESSION_BUS_ADDRESS", "DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Start a session bus that nobody else is on; its address."""
    if not shutil.which("dbus-daemon") and "MINDFUL_CI" not in os.environ:
        pytest.skip("needs dbus-daemon, of the system package dbus")
    command = ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address=1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as daemon:
        assert daemon.stdout
        address = daemon.stdout.readline().strip()
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        yield address
        daemon.kill()


@pytest.fixture
def desktop(bus: str) -> Iterator[Desktop]:
    """Start a desktop that shows notifications."""
    server = Desktop(bus)
    yield server
    server.close()


@pytest.fixture
def acts() -> Acts:
    """Return who is told of buttons."""
    return Acts()


@pytest.fixture
def addresses(tmp_path: Path) -> AddressBook:
    """Return an address book without an address."""
    return AddressBook(tmp_path / "data")


@pytest.fixture
def message() -> Message:
    """Return a reminder."""
    return Message(
        title="Time for your pause",
        body="After tea & toast, I sit for three minutes.",
        reminder_id="01JA",
        occurrence_key="2027-03-28T07:30",
    )


@pytest.fixture
def surroundings(addresses: AddressBook, acts: Callable[[Act], None]) -> Surroundings:
    """Return what channels need of the house."""
    return Surroundings(addresses=addresses, on_act=acts, now=lambda: datetime(2027, 3, 28, 7, 30, tzinfo=UTC))
