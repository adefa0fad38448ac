"""The way from each revision of the layout to the next, for Alembic."""
