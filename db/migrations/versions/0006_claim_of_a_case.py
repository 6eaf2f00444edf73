"""A case can be claimed from another device by a secret, of which a hash is kept."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("feedback", sa.Column("claim", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("feedback", "claim")
