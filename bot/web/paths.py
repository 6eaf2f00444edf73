"""How is the path of a request named in a log and a metric, where strangers may have written anything into it?"""

_WHOLE = {"/", "/chat", "/photo", "/forget", "/source", "/map", "/healthz", "/readyz", "/metrics", "/office"}
_WHOLE |= {"/line/webhook", "/telegram/webhook"}
_WHOLE |= {"/plan"}
_BEGINNINGS = ("/static/", "/document/", "/my-data/", "/plan/", "/api/v1/", "/evidence/", "/case-photo/", "/office/")
"""What follows names a file, or lets its holder see a person's data."""
OTHER = "/..."


def named(path: str) -> str:
    """One of a handful of names."""
    if path in _WHOLE:
        return path
    return next((f"{beginning}..." for beginning in _BEGINNINGS if path.startswith(beginning)), OTHER)
