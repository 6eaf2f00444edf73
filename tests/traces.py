"""Which words are left of somebody: in every table, in the bytes of an SQLite file and its log, among the photos?"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from sqlalchemy import inspect, text

from db.session import create_engine_for
from tests.photos import kept_in


def traces(url: str, photos: Path, words: Iterable[str]) -> list[tuple[str, str]]:
    """Each place, and the word that is found there."""
    places = [*_tables(url), *_files(url), *_photos(photos)]
    return [(place, word) for place, told in places for word in words if any(form in told for form in _forms(word))]


def _forms(word: str) -> Iterator[bytes]:
    """As it is, and as JSON may spell it."""
    yield word.encode()
    yield json.dumps(word)[1:-1].encode()


def _tables(url: str) -> Iterator[tuple[str, bytes]]:
    engine = create_engine_for(url)
    with engine.connect() as connection:
        for table in inspect(engine).get_table_names():
            rows = connection.execute(text(f'SELECT * FROM "{table}"')).all()
            yield table, "\n".join(str(value) for row in rows for value in row).encode()
    engine.dispose()


def _files(url: str) -> Iterator[tuple[str, bytes]]:
    if url.startswith("sqlite"):
        file = Path(url.removeprefix("sqlite:///"))
        for path in sorted(file.parent.glob(f"{file.name}*")):
            yield path.name, path.read_bytes()


def _photos(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in kept_in(folder):
        yield path.name, path.read_bytes()
