"""Calls are looked for by their channel, and those whose reply token lives before the others."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_TO_DO = sa.text("dead_at IS NULL")


def upgrade() -> None:
    op.add_column("outbox", sa.Column("queue", sa.Text(), nullable=False, server_default="answers"))
    op.drop_index("ix_outbox_due_at", "outbox")
    for column in ("due_at", "reply_until"):
        name = f"ix_outbox_channel_{column}"
        op.create_index(name, "outbox", ["channel", column], sqlite_where=_TO_DO, postgresql_where=_TO_DO)


def downgrade() -> None:
    for column in ("due_at", "reply_until"):
        op.drop_index(f"ix_outbox_channel_{column}", "outbox")
    op.create_index("ix_outbox_due_at", "outbox", ["due_at"])
    op.drop_column("outbox", "queue")
