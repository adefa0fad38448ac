"""E-mail, ntfy, Telegram and the many other services of apprise, by an address that is kept under a name.

The address never leaves this file but for the service itself: receipts, errors and the log of the libraries below are
masked. No picture is linked, since apprise's default icon is fetched from somebody's server by whoever shows it.
"""

from __future__ import annotations

import json
import logging
import re
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from mindful.reminders.delivery.port import Availability, DeliveryError, Receipt
from mindful.reminders.delivery.secrets import Secret

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mindful.reminders.delivery.port import Action, Message, Surroundings
    from mindful.reminders.delivery.secrets import AddressBook

NAME = "apprise"
SEND_S = 15.0
"""How long a service may take, with all that apprise does for it."""
_LOGGERS = ("apprise", "urllib3.connectionpool")
_NTFY = re.compile(r"ntfys?://", re.IGNORECASE)
_ACTIONS = re.compile(r"(?<=[?&]actions=)[^&]*")
_in_use: ContextVar[Secret | None] = ContextVar("in_use", default=None)


class AppriseChannel:
    """One address of one of apprise's services."""

    def __init__(self, address: str, addresses: AddressBook, *, send_s: float = SEND_S) -> None:
        """Take the name of an address, where it is kept, and how long the service may take."""
        self.name = f"{NAME}:{address}"
        self._address, self._addresses, self._send_s = address, addresses, send_s

    def available(self) -> Availability:
        """Tell whether the address is one that apprise can use; it asks nobody."""
        try:
            check_url(self._addresses.url(self._address).reveal())
        except DeliveryError as error:
            return Availability(ok=False, reason=error.message, hint=error.hint)
        return Availability(ok=True)

    def send(self, message: Message, actions: Sequence[Action] = ()) -> Receipt:
        """Hand a message to the service. Raises DeliveryError where there is no such address."""
        from apprise import Apprise
        from apprise.result import AppriseResultStatus

        secret = self._addresses.url(self._address)
        with _masked(secret):
            sender = Apprise(asset=_asset(self._send_s))
            if not sender.add(with_actions(secret.reveal(), actions)):
                raise _unreadable(secret)
            # A message without a body is refused, one without a title is not.
            title, body = (message.title, message.body) if message.body else ("", message.title)
            result = sender.notify(title=title, body=body)
            words = " ".join(str(entry.message) for one in result for entry in one.logs())
        if result.status == AppriseResultStatus.SUCCESS:
            return self._receipt(f"{secret} has taken it.", delivered=True)
        if result.status == AppriseResultStatus.TIMEOUT:
            detail = f"{secret} did not answer within {self._send_s:g} seconds."
            return Receipt(channel=self.name, state="unknown", detail=detail)
        return self._receipt(f"{secret} did not take it: {secret.mask(words) or 'it does not say why.'}")

    def withdraw(self, handle: str) -> bool:
        """Do nothing: what these services were given is sent."""
        del handle
        return False

    def close(self) -> None:
        """Hold nothing."""

    def _receipt(self, detail: str, *, delivered: bool = False) -> Receipt:
        return Receipt(channel=self.name, state="delivered" if delivered else "failed", detail=detail)


def check_url(url: str) -> None:
    """Tell whether apprise can use an address, without asking anybody; for an address that is about to be kept.

    Raises:
        DeliveryError: It cannot; the sentence repeats none of it.
    """
    from apprise import Apprise

    secret = Secret(url)
    with _masked(secret):
        usable = Apprise.instantiate(with_actions(url, ()), asset=_asset(SEND_S))
    if not usable:
        raise _unreadable(secret)


def with_actions(url: str, actions: Sequence[Action]) -> str:
    """Return an address with the buttons that ntfy shows, encoded so that they arrive as they are.

    apprise decodes a query twice and cuts it at a bare semicolon, which is what ntfy puts between two buttons; a header
    that is not ASCII it cannot send at all. So buttons go as JSON in ASCII, percent-encoded twice, and what a person
    has written into her address as ntfy's pages show it is encoded likewise.

    Args:
        url: The address; one that is no ntfy address comes back as it is.
        actions: Those with an address are added, where the person's own address has none.
    """
    if not _NTFY.match(url):
        return url
    if _ACTIONS.search(url):
        return _ACTIONS.sub(lambda found: _twice(found[0]) if re.search(r"[;, {]", found[0]) else found[0], url)
    buttons = [{"action": "view", "label": action.label, "url": action.url} for action in actions if action.url]
    if not buttons:
        return url
    return f"{url}{'&' if '?' in url else '?'}actions={_twice(json.dumps(buttons))}"


def _twice(text: str) -> str:
    return quote(quote(text, safe=""), safe="")


def _asset(send_s: float) -> Any:
    from apprise import AppriseAsset

    return AppriseAsset(
        app_id="mindful",
        app_desc="mindful",
        app_url="",
        image_url_mask="",
        image_url_logo="",
        image_path_mask="",
        async_mode=False,
        service_timeout=send_s,
    )


def _unreadable(secret: Secret) -> DeliveryError:
    return DeliveryError(
        f"The address {secret} is none that apprise can use.",
        hint="Each service writes its own: ntfys://ntfy.sh/topic, mailto://user:password@example.org, tgram://token/chat.",
    )


@contextmanager
def _masked(secret: Secret) -> Iterator[None]:
    """Keep a secret out of what the libraries log meanwhile; apprise hands the context on to its threads."""
    for name in _LOGGERS:
        # A filter is added once only, however often it is given.
        logging.getLogger(name).addFilter(_mask)
    token = _in_use.set(secret)
    try:
        yield
    finally:
        _in_use.reset(token)


def _mask(record: logging.LogRecord) -> bool:
    secret = _in_use.get()
    if secret is not None:
        record.msg, record.args = secret.mask(record.getMessage()), None
    return True


def channel(rest: str, surroundings: Surroundings) -> AppriseChannel:
    """Return the channel of an address; the entry point ``apprise`` of the group ``mindful.delivery``."""
    if not rest:
        raise DeliveryError("Which address is meant?", hint="Write its name after a colon, such as apprise:phone.")
    return AppriseChannel(rest, surroundings.addresses)
