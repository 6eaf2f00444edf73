"""How many visitors came through a proxy that is not trusted, so that they cannot be told apart?"""

from dataclasses import dataclass

from starlette.types import Scope

_PROBES = {"/healthz", "/readyz", "/metrics"}


@dataclass
class Visits:
    """Of one process since it started."""

    requests: int = 0
    forwarded: int = 0
    proxies: int = 0
    """So many are trusted to say who asks; 0 where their word was put in the place of the address before this."""

    def count(self, scope: Scope) -> None:
        """Whether it lives is asked by machines, which are no visitors."""
        if scope["path"] in _PROBES:
            return
        self.requests += 1
        told = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"x-forwarded-for"), "")
        client = scope.get("client")
        if told and not self.proxies and client and client[0] not in told:
            self.forwarded += 1


VISITS = Visits()
"""Of this process."""
