"""The tables, as the newest revision has them.

Instants are whole microseconds since 1970 in UTC (``_us``): they compare, index and add up in every database alike, and
lose nothing of a datetime. A change here needs a new revision under `migrations`; a test compares the two.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    Table,
    Text,
)

METADATA = MetaData()

SESSIONS = Table(
    "sessions",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("title", Text),
    Column("script_id", Text),
    Column("track_id", Text),
    Column("started_us", BigInteger, nullable=False),
    Column("tz", Text, nullable=False),
    Column("utc_offset_s", Integer, nullable=False),
    Column("ended_us", BigInteger, nullable=False),
    Column("planned_s", Double),
    Column("practised_s", Double, nullable=False),
    Column("completed", Boolean, nullable=False),
    Column("ended_early", Boolean, nullable=False),
    Column("difficult", Boolean, nullable=False),
    Column("mood_before", SmallInteger),
    Column("mood_after", SmallInteger),
    Column("tension_before", SmallInteger),
    Column("tension_after", SmallInteger),
    Column("note", Text),
    Column("source", Text, nullable=False),
    Column("created_us", BigInteger, nullable=False),
    Column("updated_us", BigInteger, nullable=False),
    Index("sessions_started", "started_us", "id"),
)
"""One row for each session; the columns are the fields of `mindful.sessions.Session`, which explains them."""

CHANGES = Table(
    "changes",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("kind", Text, nullable=False),
    Column("made_us", BigInteger, nullable=False),
    # A number given away once stays given away, so that "the last change" is always the greatest.
    sqlite_autoincrement=True,
)
"""One row for each change set that can be taken back: ``add``, ``edit``, ``remove`` or ``import``."""

CHANGE_ROWS = Table(
    "change_rows",
    METADATA,
    Column("change_id", Integer, ForeignKey("changes.id", ondelete="CASCADE"), primary_key=True),
    Column("session_id", Text, primary_key=True),
    Column("before", Text),
)
"""What a change set touched, each with its row as it was, as JSON; null for a session that was not there before."""
