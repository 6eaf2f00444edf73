"""The lists of a plan's running text with their items; budgets found by project and year without their rows."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "plan_list",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("issue_id", sa.Integer(), nullable=True),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_list_plan_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_plan_list_issue_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_plan_list_source_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_list")),
        sa.UniqueConstraint("code", name=op.f("uq_plan_list_code")),
    )
    op.create_index(op.f("ix_plan_list_plan_id"), "plan_list", ["plan_id"])
    op.create_index(op.f("ix_plan_list_issue_id"), "plan_list", ["issue_id"])
    op.create_table(
        "list_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["list_id"], ["plan_list.id"], name=op.f("fk_list_item_list_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_list_item_source_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_list_item")),
        sa.UniqueConstraint("code", name=op.f("uq_list_item_code")),
    )
    op.create_index(op.f("ix_list_item_list_id"), "list_item", ["list_id"])
    op.create_index(op.f("ix_budget_project_id_year_satang"), "budget", ["project_id", "year", "satang"])
    # The plan that came with the program is read again at the next start, which finds its lists.
    op.execute("UPDATE plan SET digest = '' WHERE bundled")


def downgrade() -> None:
    op.drop_index(op.f("ix_budget_project_id_year_satang"), "budget")
    op.drop_table("list_item")
    op.drop_table("plan_list")
