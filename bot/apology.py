"""What does a person read when answering failed through a fault of ours?"""

import re
from pathlib import Path
from typing import Literal

import yaml

from handlers.answer import Answer, Text

_WORDS: dict[str, str] = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))


def apology(said: str) -> Answer:
    """An apology in the language of what was said."""
    language = _language(said)
    return Answer(status="unknown", parts=(Text(_WORDS[language]),), language=language)


def _language(said: str) -> Literal["th", "en"]:
    """English only where Latin letters and no Thai ones stand: an emoji or a number is answered in Thai."""
    return "en" if re.search("[A-Za-z]", said) and not re.search("[\u0e01-\u0e5b]", said) else "th"
