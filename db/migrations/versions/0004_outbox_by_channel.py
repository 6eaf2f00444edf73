"""Calls are looked for by their channel, those whose reply token lives before the others; each in its chat's order."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_INDEXES = (("chat", "id"), ("channel", "due_at", "id"), ("channel", "reply_until"))


def upgrade() -> None:
    op.add_column("outbox", sa.Column("queue", sa.Text(), nullable=False, server_default="answers"))
    for column in ("due_at", "chat"):
        op.drop_index(f"ix_outbox_{column}", "outbox")
    for columns in _INDEXES:
        op.create_index(f"ix_outbox_{'_'.join(columns)}", "outbox", columns)
    op.execute("UPDATE outbox SET due_at = '9999-01-01 00:00:00+00:00' WHERE dead_at IS NOT NULL")


def downgrade() -> None:
    for columns in _INDEXES:
        op.drop_index(f"ix_outbox_{'_'.join(columns)}", "outbox")
    for column in ("chat", "due_at"):
        op.create_index(f"ix_outbox_{column}", "outbox", [column])
    op.drop_column("outbox", "queue")
