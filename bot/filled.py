"""What does a channel's wording say of the stored plan, once its places are filled?"""

import re
from collections.abc import Mapping
from typing import Any

_PLACE = re.compile(r"\{([a-z_]+)\}")


def filled(wording: Any, plan: Mapping[str, object]) -> Any:
    """The same texts, lists and mappings with the plan's words in their places; other places stay for who fills them.

    Of a list of texts those are left out that speak of what the plan has not: where a place is empty.
    """
    if isinstance(wording, Mapping):
        return {name: filled(each, plan) for name, each in wording.items()}
    if isinstance(wording, list):
        return [filled(each, plan) for each in wording if not _lacks(each, plan)]
    if isinstance(wording, str):
        return _PLACE.sub(lambda place: str(plan.get(place[1], place[0])), wording).strip()
    return wording


def _lacks(text: Any, plan: Mapping[str, object]) -> bool:
    return isinstance(text, str) and any(plan.get(name, name) in ("", 0) for name in _PLACE.findall(text))
