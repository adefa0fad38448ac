"""apprise's services against real counterparts: a mail server, and an HTTP server that speaks ntfy."""

from __future__ import annotations

import json
import logging
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import quote

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as MessageHandler

from mindful.reminders.delivery import Action, AddressBook, DeliveryError, Message
from mindful.reminders.delivery.apprise_urls import AppriseChannel, channel, check_url, with_actions

if TYPE_CHECKING:
    import email.message
    from collections.abc import Iterator

    from mindful.reminders.delivery import Surroundings

pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")  # apprise imports it
PASSWORD = "tulips-at-noon-1848"  # noqa: S105 -- it opens nothing


class Inbox(MessageHandler):
    """A mail server's handler that keeps what it is given."""

    def __init__(self) -> None:
        super().__init__()
        self.mails: list[email.message.Message] = []

    def handle_message(self, message: email.message.Message) -> None:
        """Keep a mail."""
        self.mails.append(message)


class Ntfy(BaseHTTPRequestHandler):
    """As much of ntfy as publishing needs."""

    published: ClassVar[list[tuple[dict[str, Any], dict[str, str]]]] = []
    status: ClassVar[int] = 200
    answer: ClassVar[dict[str, Any]] = {}
    slow_s: ClassVar[float] = 0.0

    def do_POST(self) -> None:
        """Take a message, or refuse it."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.published.append((body, dict(self.headers)))
        time.sleep(self.slow_s)
        said = json.dumps(self.answer).encode()
        self.send_response(self.status)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, format: str, *args: Any) -> None:
        """Print nothing."""


@pytest.fixture
def inbox() -> Iterator[tuple[Inbox, int]]:
    """Run a mail server; what it received, and its port."""
    inbox = Inbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(inbox, hostname="127.0.0.1", port=port)
    controller.start()
    yield inbox, port
    controller.stop()


@pytest.fixture
def ntfy(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Run an ntfy server; its address as apprise writes it."""
    for name, value in (("published", []), ("status", 200), ("answer", {}), ("slow_s", 0.0)):
        monkeypatch.setattr(Ntfy, name, value)
    with ThreadingHTTPServer(("127.0.0.1", 0), Ntfy) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"ntfy://mia:{PASSWORD}@127.0.0.1:{server.server_port}/quiet-garden"
        server.shutdown()
        thread.join()


@pytest.fixture
def phone(addresses: AddressBook, ntfy: str) -> AppriseChannel:
    """Return the channel of that server."""
    addresses.keep_url("phone", ntfy)
    return AppriseChannel("phone", addresses)


def test_a_mail_arrives_in_plain_words(
    addresses: AddressBook, inbox: tuple[Inbox, int], message: Message, capfd: pytest.CaptureFixture[str]
) -> None:
    mails, port = inbox
    addresses.keep_url("mail", f"mailto://127.0.0.1:{port}?from=mindful@example.org&to=mia@example.org&mode=insecure")
    receipt = AppriseChannel("mail", addresses).send(message)
    [mail] = mails.mails
    assert (receipt.channel, receipt.state, receipt.handle) == ("apprise:mail", "delivered", None)
    assert receipt.detail == "mailto://*** has taken it."
    assert mail["Subject"] == "Time for your pause"
    assert mail["To"] == "mia@example.org"
    text = mail.as_string()
    assert "I sit for three minutes" in text
    assert "<img" not in text
    assert "github" not in text
    assert capfd.readouterr() == ("", "")


def test_a_message_arrives_on_a_phone_without_a_picture(phone: AppriseChannel, message: Message) -> None:
    assert phone.send(message).state == "delivered"
    [(body, headers)] = Ntfy.published
    assert body == {"topic": "quiet-garden", "title": message.title, "message": message.body}
    assert headers["User-Agent"] == "mindful"
    assert not {"X-Icon", "X-Actions"} & set(headers)


def test_a_message_without_a_body_arrives(phone: AppriseChannel) -> None:
    assert phone.send(Message(title="Time for your pause", reminder_id="1", occurrence_key="k")).state == "delivered"
    assert Ntfy.published[0][0] == {"topic": "quiet-garden", "message": "Time for your pause"}


def test_buttons_with_addresses_arrive_whole(phone: AppriseChannel, message: Message) -> None:
    start = Action(name="start", label="Später; jetzt", url="https://example.org/?do=start&at=7+30;x=%2B")
    phone.send(message, (start, Action(name="skip", label="Skip")))
    [(_, headers)] = Ntfy.published
    assert json.loads(headers["X-Actions"]) == [{"action": "view", "label": start.label, "url": start.url}]


@pytest.mark.parametrize("encoded", [False, True])
def test_a_persons_own_buttons_arrive_whole(
    addresses: AddressBook, ntfy: str, message: Message, *, encoded: bool
) -> None:
    own = "view, Sit, https://example.org/a; http, Later, https://example.org/b"
    addresses.keep_url("phone", f"{ntfy}?actions={quote(own, safe='') if encoded else own}&priority=low")
    AppriseChannel("phone", addresses).send(message, (Action(name="start", label="Start", url="https://example.org"),))
    [(_, headers)] = Ntfy.published
    assert headers["X-Actions"] == own
    assert headers["X-Priority"] == "low"


def test_buttons_are_for_ntfy_only() -> None:
    start = (Action(name="start", label="Start", url="https://example.org"),)
    assert with_actions("mailto://a@example.org?actions=a; b", start) == "mailto://a@example.org?actions=a; b"
    assert with_actions("ntfy://topic?priority=low", start).startswith("ntfy://topic?priority=low&actions=%25")


def test_a_refusal_is_told_in_the_services_words_without_the_address(
    phone: AppriseChannel, message: Message, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(Ntfy, "status", 403)
    monkeypatch.setattr(Ntfy, "answer", {"code": 40301, "error": f"forbidden for mia:{PASSWORD} on quiet-garden"})
    with caplog.at_level(logging.DEBUG):
        receipt = phone.send(message)
    assert receipt.state == "failed"
    assert "forbidden for *** on ***" in receipt.detail
    assert "40301" in receipt.detail
    for secret in (PASSWORD, "quiet-garden", ":mia"):
        assert secret not in repr(receipt) + json.dumps(receipt.as_row())
    # The libraries' own log says much more than they should.
    assert "ntfy" in caplog.text
    assert PASSWORD not in caplog.text
    assert "quiet-garden" not in caplog.text


def test_a_service_that_is_not_there_has_failed(addresses: AddressBook, message: Message) -> None:
    addresses.keep_url("phone", f"ntfy://mia:{PASSWORD}@127.0.0.1:9/quiet-garden")
    receipt = AppriseChannel("phone", addresses).send(message)
    assert receipt.state == "failed"
    assert "Connection error" in receipt.detail
    assert not receipt.lasting


def test_a_service_that_does_not_answer_may_have_taken_it(
    addresses: AddressBook, ntfy: str, message: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Ntfy, "slow_s", 1.0)
    addresses.keep_url("phone", ntfy)
    receipt = AppriseChannel("phone", addresses, send_s=0.2).send(message)
    assert receipt.state == "unknown"
    assert receipt.detail == "ntfy://*** did not answer within 0.2 seconds."


@pytest.mark.parametrize(
    "url", [f"nonsense://{PASSWORD}@example.org", f"mailto://{PASSWORD}", f"no address {PASSWORD}", "tgram://12"]
)
def test_an_address_that_apprise_cannot_use_is_told_without_it(
    url: str, caplog: pytest.LogCaptureFixture, addresses: AddressBook, message: Message
) -> None:
    with caplog.at_level(logging.DEBUG), pytest.raises(DeliveryError, match="is none that apprise can use") as told:
        check_url(url)
    assert PASSWORD not in f"{told.value}{told.value!r}{caplog.text}"
    if "://" in url:
        addresses.keep_url("phone", url)
        made = AppriseChannel("phone", addresses)
        assert not made.available().ok
        with pytest.raises(DeliveryError, match="is none that apprise can use"):
            made.send(message)


def test_a_usable_address_is_available_without_asking_anybody(phone: AppriseChannel) -> None:
    assert phone.available().ok
    assert not Ntfy.published
    phone.close()


def test_an_address_that_is_not_kept_is_told(addresses: AddressBook, message: Message) -> None:
    made = AppriseChannel("phone", addresses)
    assert made.available().reason == 'There is no address or command called "phone".'
    with pytest.raises(DeliveryError, match="called"):
        made.send(message)


def test_what_was_sent_is_not_taken_back(phone: AppriseChannel) -> None:
    assert not phone.withdraw("anything")


def test_the_log_of_others_is_left_alone(phone: AppriseChannel, caplog: pytest.LogCaptureFixture) -> None:
    assert phone.available().ok
    logging.getLogger("apprise").warning("quiet-garden of %s", "somebody else")
    assert caplog.messages == ["quiet-garden of somebody else"]


def test_the_entry_point_wants_a_name(surroundings: Surroundings) -> None:
    assert channel("phone", surroundings).name == "apprise:phone"
    with pytest.raises(DeliveryError, match="Which address"):
        channel("", surroundings)
