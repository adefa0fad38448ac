"""From a sitting to the log: what is kept, and what is brought home after a crash."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from mindful.errors import SessionError
from mindful.practice.journal import Journal

if TYPE_CHECKING:
    from pathlib import Path

    from mindful.practice.sitting import Sitting
    from mindful.sessions.model import Session


class Log(Protocol):
    """What is needed of the log of sessions; `mindful.sessions.log.SessionLog` is one."""

    def add(self, session: Session) -> None:
        """Add a session."""
        ...

    def get(self, session_id: str) -> Session:
        """Return a session; SessionError when there is none."""
        ...


def add_once(log: Log, session: Session) -> None:
    """Add a session, unless it was added before a crash. Raises StoreError when the log cannot be written."""
    try:
        log.get(session.id)
    except SessionError:
        log.add(session)


def recover(data: Path, log: Log) -> list[Sitting]:
    """Bring the sittings that broke off into the log, each once, with what was really heard.

    Args:
        data: The private data folder.
        log: The open log.

    Returns:
        The sittings that were logged now.

    Raises:
        StoreError: The log cannot be written; the sittings wait for the next time.
    """
    journal, logged = Journal(data), []
    for sitting in journal.left_behind():
        if sitting.counts:
            add_once(log, sitting.session())
            logged.append(sitting)
        journal.end(sitting)
    return logged
