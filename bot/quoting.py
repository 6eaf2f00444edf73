"""What of the words that others sent may be told on, in a log or as the reason of a dead letter?"""

import re

_QUOTE = re.compile(": |\"| '|[`<]|[^ -~]")
"""A colon, a quotation mark, a tag, or a letter that no platform's own words have."""
_LONGEST = 80
_NAME = re.compile(r"[A-Za-z0-9_.\[\]/-]{1,80}")


def unquoted(words: str) -> str:
    """A refusal up to where it may begin to quote a message: of "can't parse entities: <b>..." the first part."""
    return _QUOTE.split(words, maxsplit=1)[0][:_LONGEST].strip()


def identifier(word: object) -> str:
    """The name of a kind, a field, a request; "" for anything that is none."""
    return word if isinstance(word, str) and _NAME.fullmatch(word) else ""
