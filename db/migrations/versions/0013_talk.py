"""Which message of a chat belongs to which case, what its place is called, and of which case a call tells."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sent_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("feedback_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("attachment_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["feedback_id"], ["feedback.id"], name=op.f("fk_sent_message_feedback_id_feedback"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sent_message")),
    )
    op.create_index(op.f("ix_sent_message_key"), "sent_message", ["key"])
    op.create_index(op.f("ix_sent_message_feedback_id"), "sent_message", ["feedback_id"])
    op.create_index(op.f("ix_sent_message_at"), "sent_message", ["at"])
    op.add_column("feedback", sa.Column("place_name", sa.Text(), nullable=False, server_default=""))
    op.add_column("outbox", sa.Column("about", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("outbox", "about")
    op.drop_column("feedback", "place_name")
    op.drop_table("sent_message")
