"""What Alembic runs for `mindful.store.revisions`: the migrations, on the connection it was given."""

from alembic import context

given = context.config.attributes
context.configure(
    connection=given["connection"], target_metadata=given["metadata"], version_table=given["version_table"]
)
with context.begin_transaction():
    context.run_migrations()
