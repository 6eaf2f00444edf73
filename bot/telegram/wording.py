"""What does the bot say on Telegram around an answer?"""

from pathlib import Path
from typing import Any

from knowledge.yaml_file import read_yaml

WORDING: dict[str, dict[str, str]] = read_yaml(Path(__file__).with_suffix(".yaml"))


def say(language: str, key: str, **values: Any) -> str:
    """A wording with its places filled."""
    return WORDING[language][key].format(**values)
