"""What does a person read who is not answered as usual: through a fault of ours, or because they write too fast?"""

import re
from pathlib import Path
from typing import Literal

from handlers.answer import Answer, Text
from knowledge.yaml_file import read_yaml

_WORDS: dict[str, dict[str, str]] = read_yaml(Path(__file__).with_suffix(".yaml"))
Language = Literal["th", "en"]


def apology(said: str) -> Answer:
    """An apology in the language of what was said."""
    return _answer("fault", _language(said))


def too_often(said: str, language: Language) -> Answer:
    """What to do when messages come too fast; `language`: of the person's app, where words do not tell."""
    return _answer("too_often", _language(said) if said.strip() else language)


def too_many_photos(said: str, language: Language) -> Answer:
    """What can be done when a person's photos of the day are used up."""
    return _answer("too_many_photos", _language(said) if said.strip() else language)


def _answer(name: str, language: Language) -> Answer:
    return Answer(status="unknown", parts=(Text(_WORDS[name][language]),), language=language)


def _language(said: str) -> Language:
    """English only where Latin letters and no Thai ones stand: an emoji or a number is answered in Thai."""
    return "en" if re.search("[A-Za-z]", said) and not re.search("[\u0e01-\u0e5b]", said) else "th"
