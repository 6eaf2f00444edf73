"""Several plans side by side: each row knows its plan, and a code is unique within its plan alone."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_KEYS = {
    "strategy": "code",
    "issue": "code",
    "tactic": "code",
    "goal": "code",
    "indicator": "code",
    "agency": "name",
    "project": "code",
    "plan_list": "code",
    "list_item": "code",
}
"""By what the things of a table are told apart."""
_WITHOUT_PLAN = (
    "agency",
    "issue",
    "tactic",
    "goal",
    "indicator",
    "project",
    "project_agency",
    "budget",
    "stakeholder",
    "list_item",
)
"""Tables that did not say whose their rows are: there was one plan."""
_LAST_FIRST = (
    "list_item",
    "plan_list",
    "passage",
    "stakeholder",
    "budget",
    "project_agency",
    "project",
    "tactic",
    "indicator",
    "goal",
    "issue",
    "strategy",
    "agency",
    "alias",
    "plan_fact",
    "plan_word",
    "source",
)
"""Every table of a plan; what points at others comes before them."""


def upgrade() -> None:
    with op.batch_alter_table("plan") as batch:
        batch.add_column(sa.Column("name", sa.Text(), nullable=False, server_default="main"))
        batch.add_column(sa.Column("is_default", sa.Boolean(), nullable=False, server_default=sa.true()))
    with op.batch_alter_table("plan") as batch:
        batch.alter_column("name", existing_type=sa.Text(), existing_nullable=False, server_default=None)
        batch.alter_column("is_default", existing_type=sa.Boolean(), existing_nullable=False, server_default=None)
        batch.create_unique_constraint(op.f("uq_plan_name"), ["name"])
    # Agencies outlived a plan that somebody deleted by hand.
    op.execute("DELETE FROM agency WHERE NOT EXISTS (SELECT 1 FROM plan)")
    for table in _WITHOUT_PLAN:
        op.add_column(table, sa.Column("plan_id", sa.Integer(), nullable=True))
        op.execute(f"UPDATE {table} SET plan_id = (SELECT min(id) FROM plan)")  # noqa: S608  # our names
    for table in dict.fromkeys((*_WITHOUT_PLAN, *_KEYS)):
        with op.batch_alter_table(table) as batch:
            if table in _WITHOUT_PLAN:
                batch.alter_column("plan_id", existing_type=sa.Integer(), nullable=False)
                batch.create_foreign_key(op.f(f"fk_{table}_plan_id"), "plan", ["plan_id"], ["id"], ondelete="CASCADE")
            if key := _KEYS.get(table):
                batch.drop_constraint(op.f(f"uq_{table}_{key}"), type_="unique")
                batch.create_unique_constraint(op.f(f"uq_{table}_{key}_plan_id"), [key, "plan_id"])


def downgrade() -> None:
    # The older program knows one plan: that by which people are answered stays.
    for table in _LAST_FIRST:
        others = "plan_id NOT IN (SELECT id FROM plan WHERE is_default)"
        op.execute(f"DELETE FROM {table} WHERE {others}")  # noqa: S608  # our names
    op.execute("DELETE FROM plan WHERE NOT is_default")
    for table in dict.fromkeys((*_WITHOUT_PLAN, *_KEYS)):
        with op.batch_alter_table(table) as batch:
            if key := _KEYS.get(table):
                batch.drop_constraint(op.f(f"uq_{table}_{key}_plan_id"), type_="unique")
                batch.create_unique_constraint(op.f(f"uq_{table}_{key}"), [key])
            if table in _WITHOUT_PLAN:
                batch.drop_constraint(op.f(f"fk_{table}_plan_id"), type_="foreignkey")
                batch.drop_column("plan_id")
    with op.batch_alter_table("plan") as batch:
        batch.drop_constraint(op.f("uq_plan_name"), type_="unique")
        batch.drop_column("is_default")
        batch.drop_column("name")
