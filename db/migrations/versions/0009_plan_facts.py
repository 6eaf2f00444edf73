"""What is known about a plan as a whole, the words for its things alone, and targets with decimals."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "plan_fact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name="fk_plan_fact_plan_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_plan_fact"),
        sa.UniqueConstraint("plan_id", "name", name="uq_plan_fact_plan_id_name"),
    )
    op.create_index("ix_plan_fact_plan_id", "plan_fact", ["plan_id"])
    op.create_table(
        "plan_word",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name="fk_plan_word_plan_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_plan_word"),
        sa.UniqueConstraint("plan_id", "kind", "name", "word", name="uq_plan_word_plan_id_kind_name_word"),
    )
    op.create_index("ix_plan_word_plan_id", "plan_word", ["plan_id"])
    with op.batch_alter_table("indicator") as batch:
        batch.alter_column("target", type_=sa.Text(), existing_type=sa.Integer(), postgresql_using="target::text")


def downgrade() -> None:
    # A target with decimals loses them: the older program knows none.
    with op.batch_alter_table("indicator") as batch:
        batch.alter_column(
            "target",
            type_=sa.Integer(),
            existing_type=sa.Text(),
            postgresql_using="trunc(target::numeric)::integer",
        )
    op.drop_table("plan_word")
    op.drop_table("plan_fact")
