"""How many pieces, or how much of something, the name of a project speaks of: "มีกี่คัน", "กี่ชั้น"."""

import re

from knowledge.names.skeleton import bones
from knowledge.parsing.asked import Asked
from knowledge.parsing.forms.kin import only_thing
from knowledge.query import algebra as a

_COUNTED = re.compile(r"\d[\d,.]*\s*(\D+)")
_NOT_HERE = ("budget", "how_much", "share", "who", "average")


def quantity(asked: Asked) -> a.Query | None:
    """The name itself, where it counts what is asked for; what it does not count no plan tells."""
    heard, of = asked.heard, only_thing(asked)
    if not isinstance(of, a.Named) or of.kind != "project" or len(of.keys) != 1 or asked.parts.years:
        return None
    units = {heard.tokens[i + 1].text: i for i in heard.at("count") if i + 1 < len(heard.tokens)}
    counted = [bones(unit) for unit in _COUNTED.findall(heard.index.entities[of.keys[0]].name)]
    said = next((unit for unit in units if any(one.startswith(bones(unit)) for one in counted)), "")
    if not said or heard.has(*_NOT_HERE) or heard.ranks:
        return None
    heard.used.update((units[said], *(i for i, token in enumerate(heard.tokens) if token.text == said)))
    return a.Text(of)
