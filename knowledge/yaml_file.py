"""What does a YAML file of the program hold?"""

from pathlib import Path
from typing import Any

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The plain one takes ten times as long, and a start reads two dozen files."""


def read_yaml(path: Path) -> Any:
    """As it stands in the file: texts, numbers, true and false, lists, mappings."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 - either is a safe loader
