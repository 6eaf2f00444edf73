"""Which text would a spreadsheet program compute, and how is it kept from that?"""

_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""In Latin or full width."""


def is_formula(text: str) -> bool:
    """Whether a program that opens a CSV would compute it; a dash alone says that there is nothing."""
    begun = text.lstrip()
    return begun.startswith(_FORMULA) and begun.rstrip() not in ("-", "+")


def escaped(text: str) -> str:
    """The text behind an apostrophe where a program would compute it."""
    return f"'{text}" if is_formula(text) else text


def unescaped(text: str) -> str:
    """The text before it was escaped."""
    return text[1:] if text.startswith("'") and is_formula(text[1:]) else text
