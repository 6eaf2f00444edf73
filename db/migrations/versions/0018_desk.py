"""The desk of the office is counted from an index, so that no text is read for it."""

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_INDEX = "ix_feedback_agency_state_assignee_created_at_number"


def upgrade() -> None:
    op.create_index(op.f(_INDEX), "feedback", ["agency", "state", "assignee", "created_at", "number"])


def downgrade() -> None:
    op.drop_index(op.f(_INDEX), table_name="feedback")
