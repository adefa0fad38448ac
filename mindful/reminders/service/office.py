"""Where messages are handed over: the channels of this installation, an address book, and a dispatcher."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from mindful.reminders.delivery import AddressBook, Dispatcher, Registry, Surroundings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from mindful.reminders.delivery import Act


@dataclass(frozen=True, kw_only=True, slots=True)
class Office:
    """What is needed to send."""

    addresses: AddressBook
    registry: Registry
    dispatcher: Dispatcher


def _nobody(act: Act) -> None:
    """Listen to no button."""
    del act


@contextmanager
def open_office(data: Path, *, on_act: Callable[[Act], None] | None = None) -> Iterator[Office]:
    """Open the office of a person.

    Args:
        data: The private data folder, which holds the address book.
        on_act: Told of every button that is pressed; None listens to nobody.
    """
    addresses = AddressBook(data)
    surroundings = Surroundings(addresses=addresses, on_act=on_act or _nobody, now=lambda: datetime.now().astimezone())
    registry = Registry(surroundings)
    try:
        yield Office(
            addresses=addresses, registry=registry, dispatcher=Dispatcher(registry.channel, mask=addresses.mask)
        )  # fmt: skip
    finally:
        registry.close()
