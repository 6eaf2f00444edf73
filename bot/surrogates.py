"""How does a text get rid of halves of characters?"""


def without_surrogates(text: str) -> str:
    r"""`"\ud83d"` alone is valid JSON but no character: it could be neither stored nor sent back."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
