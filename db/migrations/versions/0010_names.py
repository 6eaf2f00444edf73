"""What each name means to the encoder, and its words, so that both are computed once."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "name_vector",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_name_vector")),
    )
    op.create_table(
        "name_words",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_name_words")),
    )


def downgrade() -> None:
    op.drop_table("name_words")
    op.drop_table("name_vector")
