"""What does the bot say on Telegram around an answer?"""

from pathlib import Path
from typing import Any

import yaml

WORDING: dict[str, dict[str, str]] = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))


def say(language: str, key: str, **values: Any) -> str:
    """A wording with its places filled."""
    return WORDING[language][key].format(**values)
