"""Exchange: sessions from the files of other programs, and into files that other programs read.

One file holds one format: `jsonl` (our backup), `spreadsheet` (our CSV), `insight_timer`, `apple_health`, `loop`,
`meditate`, `health_connect`. `formats` knows them by name; `rows` is what every reader gives, `texts` and `archives`
are how files are opened, `zones` and `kinds` find the zone and the kind of practice, `batch` is a file as a whole,
`outlet` writes.
"""

from mindful.sessions.exchange.batch import Batch, gather, new_in
from mindful.sessions.exchange.formats import (
    FOREIGN,
    READABLE,
    WITHOUT_ZONE,
    WRITABLE,
    Reading,
    format_for,
    format_of,
    habits_in,
    read_rows,
    written,
)
from mindful.sessions.exchange.health_connect import has_length
from mindful.sessions.exchange.loop import choose_habit
from mindful.sessions.exchange.outlet import write_private
from mindful.sessions.exchange.rows import ExchangeError, Found, Rejected, Row
from mindful.sessions.exchange.zones import find_zone, system_zone

__all__ = [
    "FOREIGN",
    "READABLE",
    "WITHOUT_ZONE",
    "WRITABLE",
    "Batch",
    "ExchangeError",
    "Found",
    "Reading",
    "Rejected",
    "Row",
    "choose_habit",
    "find_zone",
    "format_for",
    "format_of",
    "gather",
    "habits_in",
    "has_length",
    "new_in",
    "read_rows",
    "system_zone",
    "write_private",
    "written",
]
