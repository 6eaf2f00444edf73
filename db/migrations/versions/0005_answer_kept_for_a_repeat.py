"""A chat keeps its newest answer, so that a message whose answer got lost can be sent again without a second effect."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for column in ("asked", "answer"):
        op.add_column("conversation", sa.Column(column, sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    for column in ("asked", "answer"):
        op.drop_column("conversation", column)
