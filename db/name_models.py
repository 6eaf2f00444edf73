"""What is kept about names, so that nothing of it is computed twice: their words, and what they mean."""

from sqlalchemy.orm import Mapped, mapped_column

from db.models import Base


class NameVector(Base):
    """What a name means to the encoder (`knowledge/names/meaning.py`), for whatever plan has that name."""

    __tablename__ = "name_vector"

    digest: Mapped[str] = mapped_column(primary_key=True)
    """Of the encoder and the text that it was given."""
    vector: Mapped[bytes]
    """Numbers of 16 bits, little-endian."""


class NameWords(Base):
    """The words of a thing's names as the vocabulary of the time cuts them (`knowledge/names/words.py`)."""

    __tablename__ = "name_words"

    digest: Mapped[str] = mapped_column(primary_key=True)
    """Of the vocabulary and the names."""
    words: Mapped[str]
