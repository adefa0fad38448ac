"""A process that takes what is due, whenever it is told to.

Run as ``python claiming_worker.py OWNER DATA [URL]``. For each line of standard input, ``ISO-INSTANT LIMIT``, it takes
and marks until nothing is left, and answers with a line of JSON: the reminders and keys that it had.
"""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from mindful.reminders.delivery import Receipt
from mindful.reminders.ledger import claim, mark
from mindful.reminders.ledger.terms import Terms
from mindful.store import Store, open_store

HERE = ZoneInfo("Europe/Berlin")
DELIVERED = (Receipt(channel="outbox", state="delivered", detail="It lies in the outbox."),)


def take_all(store: Store, owner: str, now: datetime, limit: int) -> list[tuple[str, str]]:
    """Take and mark until nothing is due, and return what was taken."""
    taken: list[tuple[str, str]] = []
    more = True
    while more:
        claimed = claim(store, now, HERE, Terms(owner=owner, lease_s=3600.0, limit=limit))
        for one in claimed.claims:
            taken.append((one.reminder.id, one.key))
            if not mark(store, one, DELIVERED, now, here=HERE):
                raise SystemExit("A lease of an hour was lost.")
        more = bool(claimed.claims)
    return taken


def main() -> None:
    """Take what is due for each line."""
    owner, data, *url = sys.argv[1:]
    with open_store(Path(data), url=url[0] if url else None, wait_s=30.0) as store:
        print("ready", flush=True)  # noqa: T201
        for line in sys.stdin:
            now, limit = line.split()
            print(json.dumps(take_all(store, owner, datetime.fromisoformat(now), int(limit))), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
