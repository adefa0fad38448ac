"""The database: where it is, its tables, its layout's revisions, and what to say when it cannot be used.

`place` names it, `engine` connects, `opening` makes and opens it, `revisions` brings an older layout up to date,
`tables` holds the tables, `naming` finds a row by its id, `watch` tells of changes, `trouble` turns a database's
complaints into sentences. What the rows mean is not known here.
"""

from mindful.store.naming import rows_named
from mindful.store.opening import Store, open_store
from mindful.store.tables import (
    CHANGE_ROWS,
    CHANGES,
    DELIVERIES,
    HEARTBEATS,
    METADATA,
    PAUSES,
    REMINDERS,
    SESSIONS,
)
from mindful.store.watch import ChangeWatch

__all__ = [
    "CHANGES",
    "CHANGE_ROWS",
    "DELIVERIES",
    "HEARTBEATS",
    "METADATA",
    "PAUSES",
    "REMINDERS",
    "SESSIONS",
    "ChangeWatch",
    "Store",
    "open_store",
    "rows_named",
]
