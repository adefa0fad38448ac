"""A program of the person's own: a list of arguments, never a shell.

It is given the reminder in environment variables and, as plain text, on its standard input.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from typing import TYPE_CHECKING

from mindful.reminders.delivery.masking import on_one_line
from mindful.reminders.delivery.port import Availability, DeliveryError, Receipt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mindful.reminders.delivery.port import Action, Message, Surroundings
    from mindful.reminders.delivery.secrets import AddressBook

NAME = "command"
SEND_S = 15.0
"""How long it may run; what has to last longer it can start in the background."""
_READ_BYTES = 4096


class CommandChannel:
    """One command a person has kept under a name."""

    def __init__(self, command: str, addresses: AddressBook, *, send_s: float = SEND_S) -> None:
        """Take the name of a command, where it is kept, and how long it may run."""
        self.name = f"{NAME}:{command}"
        self._command, self._addresses, self._send_s = command, addresses, send_s

    def available(self) -> Availability:
        """Tell whether its program is there."""
        from shutil import which

        try:
            program = self._addresses.command(self._command)[0]
        except DeliveryError as error:
            return Availability(ok=False, reason=error.message, hint=error.hint)
        if which(program) is None:
            return Availability(ok=False, reason=f'There is no program "{program}".', hint="Give its whole path.")
        return Availability(ok=True)

    def send(self, message: Message, actions: Sequence[Action] = ()) -> Receipt:
        """Run it to its end. Raises DeliveryError where there is no such command."""
        del actions  # a program has no buttons
        arguments = self._addresses.command(self._command)
        # Files rather than pipes: what the command leaves running in the background may hold them open.
        with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as complaints:
            given.write(f"{message.title}\n{message.body}".rstrip().encode() + b"\n")
            given.seek(0)
            try:
                process = subprocess.Popen(
                    arguments,
                    stdin=given,
                    stdout=subprocess.DEVNULL,
                    stderr=complaints,
                    env={**os.environ, **variables(message)},
                    start_new_session=True,
                )
            except (OSError, ValueError) as error:
                reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
                return self._receipt(f'"{arguments[0]}" cannot be run: {reason}.', lasting=True)
            try:
                code = process.wait(self._send_s)
            except subprocess.TimeoutExpired:
                _end(process)
                detail = f"It did not end within {self._send_s:g} seconds, and was stopped."
                return Receipt(channel=self.name, state="unknown", detail=detail)
            complaints.seek(0)
            said = complaints.read(_READ_BYTES).decode(errors="replace").strip().partition("\n")[0]
        if code == 0:
            return Receipt(channel=self.name, state="delivered", detail="It ended well, with exit code 0.")
        ended = f"It ended with exit code {code}" if code > 0 else f"It was ended by signal {-code}"
        return self._receipt(f"{ended}: {on_one_line(self._addresses.mask(said))}" if said else f"{ended}.")

    def withdraw(self, handle: str) -> bool:
        """Do nothing: what it did is done."""
        del handle
        return False

    def close(self) -> None:
        """Hold nothing."""

    def _receipt(self, detail: str, *, lasting: bool = False) -> Receipt:
        return Receipt(channel=self.name, state="failed", detail=detail, lasting=lasting)


def variables(message: Message) -> dict[str, str]:
    """Return the environment variables in which a command finds a reminder."""
    texts = {
        "TITLE": message.title,
        "BODY": message.body,
        "ID": message.reminder_id,
        "OCCURRENCE": message.occurrence_key,
    }
    return {f"MINDFUL_REMINDER_{name}": text.replace("\0", " ") for name, text in texts.items()}


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill a command with all it has started."""
    if sys.platform == "win32":
        process.kill()
    else:
        # It has a session, and so a group, of its own.
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def channel(rest: str, surroundings: Surroundings) -> CommandChannel:
    """Return the channel of a command; the entry point ``command`` of the group ``mindful.delivery``."""
    if not rest:
        raise DeliveryError("Which command is meant?", hint="Write its name after a colon, such as command:lamp.")
    return CommandChannel(rest, surroundings.addresses)
