"""Notifications of the desktop, through desktop-notifier, with buttons that come back.

Its `send()` returns an identifier whether or not there is a session bus, so that only its `on_dispatched` is believed,
and only where nothing was logged beside it. Its event loop lives in one thread of ours, which listens for the buttons.
"""

from __future__ import annotations

import asyncio
import html
import logging
import os
import sys
import threading
from contextvars import ContextVar
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mindful.reminders.delivery.port import Act, Availability, Receipt

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Sequence

    from desktop_notifier import DesktopNotifier

    from mindful.reminders.delivery.port import Action, ActionName, Message, Surroundings

NAME = "desktop"
SEND_S = 5.0
"""How long the desktop may take for each of its two answers; a healthy one needs milliseconds."""
_LOGGERS = ("desktop_notifier.backends.base", "desktop_notifier.backends.dbus")
_HINT = "Is a desktop session running, with a service that shows notifications?"
_heard: ContextVar[list[str] | None] = ContextVar("heard", default=None)
"""What the library has logged within a call of ours; the only place where it tells why nothing was shown."""
_log = logging.getLogger("mindful")


def _has_session() -> bool:
    """Tell whether anything speaks for a desktop session here, now or soon."""
    if sys.platform != "linux":
        return True
    named = ("DBUS_SESSION_BUS_ADDRESS", "DISPLAY", "WAYLAND_DISPLAY")
    bus = Path(os.environ.get("XDG_RUNTIME_DIR", "/nowhere")) / "bus"
    return any(os.environ.get(name) for name in named) or bus.exists()


class DesktopChannel:
    """The notifications of the person's desktop."""

    name = NAME

    def __init__(self, on_act: Callable[[Act], None], *, send_s: float = SEND_S) -> None:
        """Take whom to tell of buttons, and how long the desktop may take to answer."""
        self._on_act, self._send_s = on_act, send_s
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._notifier: DesktopNotifier | None = None
        self._connecting = asyncio.Lock()

    def available(self) -> Availability:
        """Tell whether a notification could be shown now."""
        trouble = self._call(self._ready())
        return Availability(ok=trouble is None, reason=trouble, hint=_HINT if trouble else None)

    def send(self, message: Message, actions: Sequence[Action] = ()) -> Receipt:
        """Show a notification with a button for each action."""
        receipt: Receipt = self._call(self._send(message, actions))
        return receipt

    def withdraw(self, handle: str) -> bool:
        """Close a notification this process has shown; False where it is gone already."""
        closed: bool = self._call(self._withdraw(handle))
        return closed

    def close(self) -> None:
        """End the thread; buttons of what is still shown do nothing from now on."""
        with self._lock:
            loop, thread, self._loop, self._thread = self._loop, self._thread, None, None
        if loop and thread:
            asyncio.run_coroutine_threadsafe(self._leave(), loop).result()
            loop.call_soon_threadsafe(loop.stop)
            thread.join()
            loop.close()

    # -- in the caller's thread ------------------------------------------------------------------------------------

    def _call(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._running()).result()

    def _running(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._loop is None:
                self._loop, self._connecting = asyncio.new_event_loop(), asyncio.Lock()
                self._thread = threading.Thread(target=self._loop.run_forever, name="desktop", daemon=True)
                self._thread.start()
            return self._loop

    # -- in the thread of the loop ---------------------------------------------------------------------------------

    async def _ready(self) -> str | None:
        """Connect, and return why nothing can be shown; None when it can."""
        from desktop_notifier import Capability

        try:
            # Two that connect at the same time would leave one connection open.
            async with self._connecting:
                can = await asyncio.wait_for(self._notifying().get_capabilities(), self._send_s)
        except TimeoutError:
            self._let_go_if_broken()
            return f"The desktop did not answer within {self._send_s:g} seconds."
        except Exception as error:  # noqa: BLE001 -- whatever a bus, a server or an operating system comes up with
            self._let_go_if_broken()
            return f"The desktop cannot be reached: {_words(error)}"
        # What desktop-notifier uses where it has nothing to show with claims that all was dispatched.
        return None if Capability.ON_DISPATCHED in can else "This system offers no notifications to Python programs."

    async def _send(self, message: Message, actions: Sequence[Action]) -> Receipt:
        from desktop_notifier import Button, Notification

        trouble = await self._ready()
        if trouble:
            # A machine without a desktop does not get one while a message waits.
            return Receipt(channel=NAME, state="failed", detail=trouble, lasting=not _has_session())
        dispatched: list[bool] = []
        notification = Notification(
            title=message.title,
            # The bodies of desktops on Linux are markup.
            message=html.escape(message.body, quote=False) if sys.platform == "linux" else message.body,
            buttons=tuple(
                Button(
                    title=action.label, identifier=action.name, on_pressed=partial(self._pressed, action.name, message)
                )
                for action in actions
            ),
            on_dispatched=lambda: dispatched.append(True),
        )
        heard: list[str] = []
        _heard.set(heard)
        try:
            await asyncio.wait_for(self._notifying().send_notification(notification), self._send_s)
        except TimeoutError:
            detail = f"It was handed to the desktop, which did not answer within {self._send_s:g} seconds."
            return Receipt(channel=NAME, state="unknown", detail=detail)
        if dispatched and not heard:
            detail = "The desktop has taken it."
            return Receipt(channel=NAME, state="delivered", detail=detail, handle=notification.identifier)
        self._let_go_if_broken()
        reason = "; ".join(heard) or "it does not say why."
        return Receipt(channel=NAME, state="failed", detail=f"The desktop showed nothing: {reason}")

    async def _withdraw(self, handle: str) -> bool:
        notifier = self._notifying()
        if handle not in await notifier.get_current_notifications():
            return False
        try:
            await asyncio.wait_for(notifier.clear(handle), self._send_s)
        except Exception as error:  # noqa: BLE001 -- it may have been closed, or the desktop have gone, in between
            _log.debug("A notification could not be withdrawn: %s", _words(error))
            return False
        return True

    async def _leave(self) -> None:
        """Let go, and give up what still waits for the desktop, so that whoever waits for that is told."""
        self._let_go()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for other in others:
            other.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    def _pressed(self, action: ActionName, message: Message) -> None:
        act = Act(
            action=action, reminder_id=message.reminder_id, occurrence_key=message.occurrence_key, channel=self.name
        )
        # Whoever is told may wait for a database; the loop must not.
        threading.Thread(target=self._tell, args=(act,), name="act", daemon=True).start()

    def _tell(self, act: Act) -> None:
        try:
            self._on_act(act)
        except Exception:  # noqa: BLE001 -- the service answers for it, and this thread has nobody to tell
            _log.exception('What the button "%s" of %s asks for was not done.', act.action, act.reminder_id)

    def _notifying(self) -> DesktopNotifier:
        if self._notifier is None:
            import desktop_notifier

            _point_to_bus()
            _listen()
            self._notifier = desktop_notifier.DesktopNotifier(app_name="mindful", app_icon=None)
        return self._notifier

    def _let_go_if_broken(self) -> None:
        """Begin anew next time, unless the connection holds: shown notifications have their buttons on it."""
        backend = self._notifier._backend if self._notifier else None  # noqa: SLF001 -- it is told nowhere else
        bus = getattr(backend, "bus", None)
        if getattr(backend, "interface", None) is None or not getattr(bus, "connected", False):
            self._let_go()

    def _let_go(self) -> None:
        """Close the connection, which the library would leave open, one more for each try without a server."""
        bus = getattr(self._notifier._backend, "bus", None) if self._notifier else None  # noqa: SLF001 -- see above
        self._notifier = None
        if bus is not None:
            bus.disconnect()


def _words(error: BaseException) -> str:
    text = str(error).strip()
    return f"{text.rstrip('.')}." if text else f"{type(error).__name__}."


def _point_to_bus() -> None:
    """Name the session bus where cron and ssh do not, at the place systemd gives it on every machine."""
    if sys.platform == "linux" and not os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        bus = Path(os.environ.get("XDG_RUNTIME_DIR") or f"/run/user/{os.getuid()}") / "bus"
        if bus.is_socket():
            os.environ["DBUS_SESSION_BUS_ADDRESS"] = f"unix:path={bus}"


def _listen() -> None:
    """Hear what the library logs within our calls; what it logs for others goes on as it was."""
    for name in _LOGGERS:
        logger = logging.getLogger(name)
        # A filter is added once only, however often it is given.
        logger.addFilter(_overhear)


def _overhear(record: logging.LogRecord) -> bool:
    heard = _heard.get()
    if heard is None or record.levelno < logging.WARNING:
        return heard is None
    error = record.exc_info[1] if record.exc_info else None
    heard.append(_words(error) if error else f"{record.getMessage()}.")
    return False


def channel(rest: str, surroundings: Surroundings) -> DesktopChannel:
    """Return the channel; the entry point ``desktop`` of the group ``mindful.delivery``."""
    del rest  # there is one desktop
    return DesktopChannel(surroundings.on_act)
