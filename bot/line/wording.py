"""What does LINE say around an answer?"""

from collections.abc import Mapping
from pathlib import Path

import yaml

WORDS: Mapping[str, Mapping[str, str]] = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
"""By language and name."""
