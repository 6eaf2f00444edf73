"""Which tables are ours? Others may have tables of their own in the same database."""

import db.feedback_models
import db.installation_models  # their tables join the others
import db.progress_models  # noqa: F401  # the same
from db.models import Base

VERSION = "alembic_version"
"""Where Alembic keeps the revision of the schema."""
OURS = (*Base.metadata.tables, VERSION)
