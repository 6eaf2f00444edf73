"""Who stands at a source is found by index: a database asks that of each source that is deleted."""

from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_TABLES = ("project", "budget", "budget_line")
"""Those that a budget bill fills with thousands of rows."""


def upgrade() -> None:
    for table in _TABLES:
        op.create_index(op.f(f"ix_{table}_source_id"), table, ["source_id"])


def downgrade() -> None:
    for table in _TABLES:
        op.drop_index(op.f(f"ix_{table}_source_id"), table)
