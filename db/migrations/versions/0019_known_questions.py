"""Questions that stand beside the document of a plan are read from there, of several plans too; corrections stay."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("DELETE FROM check_question WHERE document <> ''")
    with op.batch_alter_table("check_question") as batch:
        batch.drop_column("document")


def downgrade() -> None:
    with op.batch_alter_table("check_question") as batch:
        batch.add_column(sa.Column("document", sa.Text(), nullable=False, server_default=""))
