"""Reminders, what became of their occurrences, pauses, and the services that run."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "reminders",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("message", sa.Text, nullable=False),
        sa.Column("phrase", sa.Text, nullable=False),
        sa.Column("rule", sa.Text, nullable=False),
        sa.Column("tz", sa.Text, nullable=False),
        sa.Column("start_on", sa.Text),
        sa.Column("end_on", sa.Text),
        sa.Column("target", sa.Text),
        sa.Column("length_s", sa.Double),
        sa.Column("channels", sa.Text, nullable=False),
        sa.Column("catch_up_s", sa.Double),
        sa.Column("skip_if_done", sa.Boolean, nullable=False),
        sa.Column("min_minutes", sa.Double, nullable=False),
        sa.Column("quiet", sa.Text),
        sa.Column("anchor", sa.Text, nullable=False),
        sa.Column("show_title", sa.Boolean, nullable=False),
        sa.Column("follow_up", sa.Boolean, nullable=False),
        sa.Column("rev", sa.Integer, nullable=False),
        sa.Column("created_us", sa.BigInteger, nullable=False),
        sa.Column("updated_us", sa.BigInteger, nullable=False),
        sa.Column("next_due_us", sa.BigInteger),
        sa.Column("next_key", sa.Text),
        sa.Column("resolved_tz", sa.Text, nullable=False),
        sa.Column("unanswered", sa.Integer, nullable=False),
        sa.Column("last_sent_us", sa.BigInteger),
        sa.Column("change", sa.Text),
        sa.Column("before", sa.Text),
        sa.Column("removed", sa.Boolean, nullable=False),
    )
    op.create_index("reminders_next_due", "reminders", ["next_due_us"])
    op.create_index("reminders_tz", "reminders", ["tz", "resolved_tz"])
    op.create_table(
        "deliveries",
        sa.Column("reminder_id", sa.Text, primary_key=True),
        sa.Column("occurrence_key", sa.Text, primary_key=True),
        sa.Column("due_us", sa.BigInteger, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("look_us", sa.BigInteger),
        sa.Column("owner", sa.Text),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("results", sa.Text, nullable=False),
        sa.Column("decided_us", sa.BigInteger, nullable=False),
        sa.Column("sent_us", sa.BigInteger),
        sa.Column("acted", sa.Text),
        sa.Column("acted_us", sa.BigInteger),
    )
    op.create_index("deliveries_look", "deliveries", ["look_us"])
    op.create_index("deliveries_due", "deliveries", ["due_us"])
    op.create_index("deliveries_sent", "deliveries", ["sent_us"])
    op.create_table(
        "pauses",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("since_us", sa.BigInteger, nullable=False),
        sa.Column("until_us", sa.BigInteger),
        sa.Column("scope", sa.Text, nullable=False),
    )
    op.create_index("pauses_scope", "pauses", ["scope"])
    op.create_table(
        "heartbeats",
        sa.Column("owner", sa.Text, primary_key=True),
        sa.Column("at_us", sa.BigInteger, nullable=False),
        sa.Column("started_us", sa.BigInteger, nullable=False),
        sa.Column("next_due_us", sa.BigInteger),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("trouble", sa.Text),
    )
