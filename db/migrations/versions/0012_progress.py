"""What became of the plan: spending and results of indicators, as reported."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "progress_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_progress_report")),
    )
    _figures("spending", sa.Column("satang", sa.BigInteger(), nullable=False))
    _figures("indicator_result", sa.Column("value", sa.Text(), nullable=False))


def _figures(name: str, figure: sa.Column[object]) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        figure,
        sa.ForeignKeyConstraint(
            ["report_id"], ["progress_report.id"], name=op.f(f"fk_{name}_report_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint("report_id", "code", "year", name=op.f(f"uq_{name}_report_id_code_year")),
    )
    op.create_index(op.f(f"ix_{name}_report_id"), name, ["report_id"])


def downgrade() -> None:
    op.drop_table("indicator_result")
    op.drop_table("spending")
    op.drop_table("progress_report")
