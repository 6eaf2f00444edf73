"""What does LINE say around an answer?"""

from collections.abc import Mapping
from pathlib import Path

from knowledge.yaml_file import read_yaml

WORDS: Mapping[str, Mapping[str, str]] = read_yaml(Path(__file__).with_suffix(".yaml"))
"""By language and name."""
