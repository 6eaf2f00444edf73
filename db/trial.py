"""How can everything be tried, feedback included, without storing anything?"""

from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import StaticPool

from db.feedback_models import Attachment, Feedback, FeedbackUpdate, Notice, Person, SentMessage
from db.installation_models import Erasure
from db.models import Base
from db.staff_models import Dialogue

_FEEDBACK = (Person, Feedback, FeedbackUpdate, Attachment, SentMessage, Notice, Dialogue, Erasure)


def trial_factory(engine: Engine) -> sessionmaker[Session]:
    """Sessions that only read the database, and keep people and their cases in memory as long as the process lives."""
    memory = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
    Base.metadata.create_all(memory, [model.__table__ for model in _FEEDBACK])  # type: ignore[misc]  # they are tables
    reading = engine.execution_options(read_only=True)
    return sessionmaker(reading, binds=dict.fromkeys(_FEEDBACK, memory), expire_on_commit=False)
