"""Which tables are ours? Others may have tables of their own in the same database."""

import db.bill_models
import db.feedback_models
import db.installation_models
import db.lesson_models
import db.list_models
import db.name_models
import db.plan_models
import db.progress_models
import db.staff_models  # noqa: F401  # their tables join the others
from db.models import Base

VERSION = "alembic_version"
"""Where Alembic keeps the revision of the schema."""
OURS = (*Base.metadata.tables, VERSION)
