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

REMINDERS = Table(
    "reminders",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("title", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("phrase", Text, nullable=False),
    Column("rule", Text, nullable=False),
    Column("tz", Text, nullable=False),
    Column("start_on", Text),
    Column("end_on", Text),
    Column("target", Text),
    Column("length_s", Double),
    Column("channels", Text, nullable=False),
    Column("catch_up_s", Double),
    Column("skip_if_done", Boolean, nullable=False),
    Column("min_minutes", Double, nullable=False),
    Column("quiet", Text),
    Column("anchor", Text, nullable=False),
    Column("show_title", Boolean, nullable=False),
    Column("follow_up", Boolean, nullable=False),
    Column("rev", Integer, nullable=False),
    Column("created_us", BigInteger, nullable=False),
    Column("updated_us", BigInteger, nullable=False),
    Column("next_due_us", BigInteger),
    Column("next_key", Text),
    # Where the person was when the next time of a reminder that follows them was worked out.
    Column("resolved_tz", Text, nullable=False),
    Column("unanswered", Integer, nullable=False),
    Column("last_sent_us", BigInteger),
    # The last change that can be taken back: add, edit or remove, and the row as it was, as JSON.
    Column("change", Text),
    Column("before", Text),
    Column("removed", Boolean, nullable=False),
    Index("reminders_next_due", "next_due_us"),
    Index("reminders_tz", "tz", "resolved_tz"),
)
"""One row for each reminder; the columns are the fields of `mindful.reminders.ledger.Reminder`, which explains them."""

DELIVERIES = Table(
    "deliveries",
    METADATA,
    Column("reminder_id", Text, primary_key=True),
    Column("occurrence_key", Text, primary_key=True),
    Column("due_us", BigInteger, nullable=False),
    Column("state", Text, nullable=False),
    Column("reason", Text, nullable=False),
    # When it must be looked at again: the end of a wait, or of a lease; null for what is settled.
    Column("look_us", BigInteger),
    Column("owner", Text),
    Column("attempts", Integer, nullable=False),
    Column("results", Text, nullable=False),
    Column("decided_us", BigInteger, nullable=False),
    Column("sent_us", BigInteger),
    Column("acted", Text),
    Column("acted_us", BigInteger),
    Index("deliveries_look", "look_us"),
    Index("deliveries_due", "due_us"),
    Index("deliveries_sent", "sent_us"),
)
"""The ledger: what became of each occurrence. A reminder that is removed leaves its rows until they are pruned."""

PAUSES = Table(
    "pauses",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("since_us", BigInteger, nullable=False),
    Column("until_us", BigInteger),
    Column("scope", Text, nullable=False),
    Index("pauses_scope", "scope"),
)
"""Times without reminders: of one reminder's id, or of ``all``."""

HEARTBEATS = Table(
    "heartbeats",
    METADATA,
    Column("owner", Text, primary_key=True),
    Column("at_us", BigInteger, nullable=False),
    Column("started_us", BigInteger, nullable=False),
    Column("next_due_us", BigInteger),
    Column("version", Text, nullable=False),
    Column("trouble", Text),
)
"""One row for each reminder service that runs, written at every tick."""
