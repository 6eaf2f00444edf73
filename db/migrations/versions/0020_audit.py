"""The audit log is not emptied either, and no row of it is written over."""

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """INSERT OR REPLACE deletes a row of SQLite without asking the trigger that refuses to. TRUNCATE asks no rule of
    PostgreSQL; a function of the database's own, which fails wherever it is not called before an update, is dumped and
    restored with the table, as one of ours would not be."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE TRIGGER audit_refuses_replace BEFORE INSERT ON audit "
            "WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.id) "
            "BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END"
        )
        return
    op.execute(
        "CREATE TRIGGER audit_refuses_truncate BEFORE TRUNCATE ON audit "
        "FOR EACH STATEMENT EXECUTE FUNCTION suppress_redundant_updates_trigger()"
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER audit_refuses_replace")
        return
    op.execute("DROP TRIGGER audit_refuses_truncate ON audit")
