"""Sessions of practice, and the changes to them that can be taken back."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "sessions",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("title", sa.Text),
        sa.Column("script_id", sa.Text),
        sa.Column("track_id", sa.Text),
        sa.Column("started_us", sa.BigInteger, nullable=False),
        sa.Column("tz", sa.Text, nullable=False),
        sa.Column("utc_offset_s", sa.Integer, nullable=False),
        sa.Column("ended_us", sa.BigInteger, nullable=False),
        sa.Column("planned_s", sa.Double),
        sa.Column("practised_s", sa.Double, nullable=False),
        sa.Column("completed", sa.Boolean, nullable=False),
        sa.Column("ended_early", sa.Boolean, nullable=False),
        sa.Column("difficult", sa.Boolean, nullable=False),
        sa.Column("mood_before", sa.SmallInteger),
        sa.Column("mood_after", sa.SmallInteger),
        sa.Column("tension_before", sa.SmallInteger),
        sa.Column("tension_after", sa.SmallInteger),
        sa.Column("note", sa.Text),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("created_us", sa.BigInteger, nullable=False),
        sa.Column("updated_us", sa.BigInteger, nullable=False),
    )
    op.create_index("sessions_started", "sessions", ["started_us", "id"])
    op.create_table(
        "changes",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("made_us", sa.BigInteger, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "change_rows",
        sa.Column("change_id", sa.Integer, sa.ForeignKey("changes.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("session_id", sa.Text, primary_key=True),
        sa.Column("before", sa.Text),
    )
