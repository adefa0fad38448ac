"""How a reminder reaches a person: one port, one file for each channel, and the order in which they are tried.

Channels come through entry points of the group ``mindful.delivery``, the built-in ones too. Which words may stand on a
lock screen is `wording`'s; addresses with passwords in them are kept, and masked, by `secrets`.
"""

from mindful.reminders.delivery.dispatch import Dispatcher, Patience
from mindful.reminders.delivery.port import (
    ACTIONS,
    Act,
    Action,
    Availability,
    Channel,
    DeliveryError,
    Message,
    Receipt,
    Surroundings,
)
from mindful.reminders.delivery.registry import Registry
from mindful.reminders.delivery.secrets import AddressBook, Secret
from mindful.reminders.delivery.wording import message_of

__all__ = [
    "ACTIONS",
    "Act",
    "Action",
    "AddressBook",
    "Availability",
    "Channel",
    "DeliveryError",
    "Dispatcher",
    "Message",
    "Patience",
    "Receipt",
    "Registry",
    "Secret",
    "Surroundings",
    "message_of",
]
