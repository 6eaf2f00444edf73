"""Which database this is, when it was looked through, what was erased, and when due times were set."""

import uuid
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    installation = op.create_table(
        "installation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("swept_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("held_back", sa.Text(), nullable=False),
        sa.Column("unclean", sa.Integer(), nullable=False),
        sa.Column("unclean_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cleaned_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_installation")),
    )
    # A database with people in it is looked through only once the clock was compared with when it was written last.
    tables = [sa.table(name) for name in ("person", "conversation", "event")]
    used = any(op.get_bind().scalar(sa.select(sa.func.count()).select_from(table)) for table in tables)
    swept_at = None if used else datetime.now(UTC)
    row = {"id": 1, "key": uuid.uuid4().hex, "swept_at": swept_at, "held_back": "", "unclean": 0}
    op.bulk_insert(installation, [row])
    op.create_table(
        "erasure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("copied", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
        sa.UniqueConstraint("key", name=op.f("uq_erasure_key")),
    )
    op.create_index(op.f("ix_erasure_copied"), "erasure", ["copied"])
    op.add_column("outbox", sa.Column("set_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("attachment", sa.Column("set_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    for table in ("attachment", "outbox"):
        with op.batch_alter_table(table) as batch:
            batch.drop_column("set_at")
    op.drop_table("erasure")
    op.drop_table("installation")
