"""In which order channels are tried, how long, and what becomes of what they raise.

A channel that fails is tried again after growing waits, until its share of the time is used up; then the next one in
the person's order has its turn, and always at least one try. A message that may have arrived (``unknown``) is not sent
on the same channel again: the next one is asked, since twice is better than not at all.
"""

from __future__ import annotations

import random
import threading
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from mindful.reminders.delivery.masking import on_one_line
from mindful.reminders.delivery.port import ACTIONS, DeliveryError, Receipt

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mindful.reminders.delivery.port import Action, Channel, Message


class _UnansweredError(TimeoutError):
    """A channel did not answer in time."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Patience:
    """How long is waited for what."""

    first_wait_s: float = 1.0
    """Between the first try and the second; each further wait is twice as long."""
    longest_wait_s: float = 15.0
    jitter: float = 0.25
    """Each wait is up to so much shorter or longer, so that many reminders do not knock together."""
    channel_s: float = 30.0
    """No try on a channel begins later than this after its first."""
    all_s: float = 60.0
    """After this a channel is tried once, and not again."""
    try_s: float = 20.0
    """A channel that has not answered by then is left alone; longer than the time-outs of our own."""

    def longest_s(self, channels: int) -> float:
        """Return how long a message to so many channels may take at most, for a lease that is longer."""
        return min(channels * self.channel_s, self.all_s) + channels * self.try_s

    def wait_s(self, attempts: int, chance: random.Random) -> float:
        """Return how long to wait after so many tries."""
        wait_s = min(self.first_wait_s * 2.0 ** (attempts - 1), self.longest_wait_s)
        return wait_s * chance.uniform(1 - self.jitter, 1 + self.jitter)


class Dispatcher:
    """Sends a message by the first channel that takes it. Safe to use from several threads."""

    def __init__(
        self,
        find: Callable[[str], Channel],
        *,
        mask: Callable[[str], str],
        patience: Patience | None = None,
        monotonic: Callable[[], float] = time.monotonic,
        wait: Callable[[float], object] | None = None,
        chance: random.Random | None = None,
    ) -> None:
        """Set up.

        Args:
            find: Returns a channel by its name, or raises DeliveryError; `Registry.channel`.
            mask: Makes secrets unreadable; `AddressBook.mask`.
            patience: How long is waited for what.
            monotonic: Seconds that never go back.
            wait: Waits for so many seconds; by default `hurry` cuts it short.
            chance: For the jitter.
        """
        self._find, self._mask = find, mask
        self._patience = patience or Patience()
        self._hurried = threading.Event()
        self._monotonic, self._wait = monotonic, wait or self._hurried.wait
        self._chance = chance or random.Random()  # noqa: S311 -- it spreads the load, and keeps no secret

    def deliver(
        self, message: Message, actions: Sequence[Action] = ACTIONS, *, channels: Sequence[str]
    ) -> tuple[Receipt, ...]:
        """Send a message by the first of some channels that delivers it. Never raises.

        Args:
            message: What to send.
            actions: What the person can answer with; give none where nobody listens for the answer.
            channels: Their names, in the person's order.

        Returns:
            One receipt for each channel that was tried, in order; the message was delivered if the last one says so.
        """
        receipts: list[Receipt] = []
        end = self._monotonic() + self._patience.all_s
        for name in channels:
            receipts.append(self._persist(name, message, actions, end))
            if receipts[-1].state == "delivered":
                break
        return tuple(receipts)

    def withdraw(self, channel: str, handle: str) -> bool:
        """Take back what a receipt's channel still shows under its handle; tells whether it did. Never raises."""
        answer = self._within(lambda: self._find(channel).withdraw(handle))
        return answer is True

    def hurry(self) -> None:
        """Wait no more: what is being sent is finished, each channel that is left is tried once. For SIGTERM."""
        self._hurried.set()

    def _persist(self, name: str, message: Message, actions: Sequence[Action], end: float) -> Receipt:
        end = min(end, self._monotonic() + self._patience.channel_s)
        attempts = 0
        while True:
            attempts += 1
            receipt = replace(self._try(name, message, actions), attempts=attempts)
            if receipt.state != "failed" or receipt.lasting:
                return receipt
            wait_s = self._patience.wait_s(attempts, self._chance)
            if self._monotonic() + wait_s > end or self._hurried.is_set():
                return receipt
            self._wait(wait_s)
            if self._hurried.is_set():
                return receipt

    def _try(self, name: str, message: Message, actions: Sequence[Action]) -> Receipt:
        answer = self._within(lambda: self._find(name).send(message, actions))
        if isinstance(answer, Receipt):
            detail = on_one_line(self._mask(answer.detail))
            return replace(answer, channel=name, detail=detail)
        if not isinstance(answer, BaseException):
            return Receipt(channel=name, state="failed", detail="The channel gave no receipt.", lasting=True)
        known = isinstance(answer, DeliveryError | _UnansweredError)
        return Receipt(
            channel=name,
            state="unknown" if isinstance(answer, TimeoutError) else "failed",
            detail=on_one_line(self._mask(str(answer) if known else f"{type(answer).__name__}: {answer}")),
            # Something must be changed by the person first.
            lasting=isinstance(answer, DeliveryError),
        )

    def _within(self, call: Callable[[], Any]) -> Any:
        """Return what a call returns or raises; an error when it takes too long, and is left to itself."""
        box: list[Any] = []

        def run() -> None:
            try:
                box.append(call())
            except BaseException as error:  # noqa: BLE001 -- a plug-in may raise anything, even SystemExit
                box.append(error)

        thread = threading.Thread(target=run, name="delivery", daemon=True)
        thread.start()
        thread.join(self._patience.try_s)
        return box[0] if box else _UnansweredError(f"There was no answer within {self._patience.try_s:g} seconds.")
