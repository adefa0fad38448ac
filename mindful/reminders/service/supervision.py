"""What systemd is told of the service, by the protocol of sd_notify(3): ready, alive, stopping. Elsewhere: nothing."""

from __future__ import annotations

import logging
import os
import socket
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_LOG = logging.getLogger("mindful")


class Supervisor:
    """Whoever started the service and wants to hear from it."""

    def __init__(self, environ: Mapping[str, str] | None = None) -> None:
        """Take the environment in which systemd names its socket."""
        self._address = (os.environ if environ is None else environ).get("NOTIFY_SOCKET", "")

    def tell(self, state: str) -> bool:
        """Tell it a state such as ``READY=1``, ``WATCHDOG=1`` or ``STATUS=...``; False where nobody listens."""
        if not self._address or not hasattr(socket, "AF_UNIX"):
            return False
        # An address that begins with @ is in Linux' own name space, where it begins with a zero byte.
        address = f"\0{self._address[1:]}" if self._address.startswith("@") else self._address
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
                line.connect(address)
                line.send(state.encode())
        except OSError as error:
            _LOG.debug("The supervisor does not listen: %s", error)
            return False
        return True
