"""The port every channel meets: a message and its buttons in, a receipt out.

A channel does not decide whether, when or in which words to remind; it hands over what it is given, once, and tells
truly what became of it. Trying again, and the next channel in the person's order, are `dispatch`'s.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol

from mindful.errors import ReminderError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from mindful.reminders.delivery.secrets import AddressBook

ActionName = Literal["start", "snooze", "skip"]
State = Literal["delivered", "failed", "unknown"]


class DeliveryError(ReminderError):
    """A channel, or the address of one, cannot be as it was given."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Action:
    """Something a person can answer with from the reminder itself."""

    name: ActionName
    label: str
    """What the button says."""
    url: str | None = None
    """What it opens on a channel that can only open addresses, such as ntfy's; None leaves it out there."""


ACTIONS = (
    Action(name="start", label="Start"),
    Action(name="snooze", label="Snooze"),
    Action(name="skip", label="Skip"),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Message:
    """What is sent: words that anybody may see, since a lock screen shows them; see `wording.message_of`."""

    title: str
    body: str = ""
    """May be empty."""
    reminder_id: str
    occurrence_key: str

    def __post_init__(self) -> None:
        if not self.title.strip():
            raise DeliveryError("A reminder needs a title to be shown.")


@dataclass(frozen=True, kw_only=True, slots=True)
class Receipt:
    """What became of a message on one channel."""

    channel: str
    """As the person names it, ``desktop`` or ``apprise:phone``."""
    state: State
    """``unknown``: it was handed over, and no answer came in time; it may have arrived."""
    detail: str
    """In the channel's own words, secrets masked."""
    handle: str | None = None
    """What `Channel.withdraw` takes; None where a message cannot be taken back."""
    lasting: bool = False
    """Whether it failed for a reason that trying again in a moment will not change."""
    attempts: int = 1

    def as_row(self) -> dict[str, Any]:
        """Return it as JSON, for the ledger and for `mindful remind log`."""
        return {
            "channel": self.channel,
            "state": self.state,
            "detail": self.detail,
            "handle": self.handle,
            "attempts": self.attempts,
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class Act:
    """A person pressed a button of a reminder."""

    action: ActionName
    reminder_id: str
    occurrence_key: str
    channel: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Availability:
    """Whether a channel can send here, and if not, why and what to do."""

    ok: bool
    reason: str | None = None
    hint: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Surroundings:
    """What channels need of the house, and is passed in."""

    addresses: AddressBook
    """Where the channel's address or command is kept, by name."""
    on_act: Callable[[Act], None]
    """Told of every button that is pressed, on a thread of the channel's own; it may raise, and may take its time."""
    now: Callable[[], datetime]
    """Local time, for people to read."""
    play_chime: Callable[[], None] | None = None
    """Plays a chime and returns at its end, or raises; None plays the house's own on the system's sound device."""


class Channel(Protocol):
    """One way to reach a person. Safe to call from several threads.

    An entry point of the group ``mindful.delivery`` names what makes one: a callable that takes what stands after the
    colon of its name (empty: nothing) and the `Surroundings`; it may raise DeliveryError.
    """

    name: str

    def available(self) -> Availability:
        """Tell whether it can send on this machine. Never raises."""
        ...

    def send(self, message: Message, actions: Sequence[Action] = ()) -> Receipt:
        """Send once, within its own time-out. What goes wrong is told by the receipt; what is raised becomes one."""
        ...

    def withdraw(self, handle: str) -> bool:
        """Take back a message that is still shown; False where there is nothing to take back."""
        ...

    def close(self) -> None:
        """Let go of connections and threads."""
        ...
