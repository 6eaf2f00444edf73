"""From which address does a request come, as far as that can be believed?"""

from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network

from starlette.requests import Request

_LONGEST = 64
"""Characters of an address with its port. Whoever writes more writes no address."""
_PREFIX = 64
"""Bits of an IPv6 address that a household or office has in common: it may use any of the addresses behind them."""
_SITE = 48
"""Bits that are common to the largest network that one customer is given: 65,536 of the former (RFC 6177)."""


@dataclass(frozen=True)
class Addresses:
    """Tells addresses apart, where so many proxies of ours stand before the server."""

    proxies: int = 0

    def of(self, request: Request) -> str:
        """The address, or of IPv6 its network; "" where there is none, as behind a local socket.

        Each proxy of ours appends from whom it heard. What stands before that was written by whoever asks.
        """
        heard = ",".join(request.headers.getlist("x-forwarded-for")) if self.proxies else ""
        told = heard.rsplit(",", self.proxies)[-self.proxies :][0] if heard else ""
        return network(told) or network(request.client.host if request.client else "")


def network(text: str) -> str:
    """The address in its usual form without a port, or the network of an IPv6 one; "" for what is none."""
    host = text.strip() if len(text) <= _LONGEST else ""
    if host.startswith("["):
        host = host[1:].partition("]")[0]
    elif host.count(":") == 1:
        host = host.partition(":")[0]
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return ""
    if not isinstance(address, IPv6Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ip_network((address, _PREFIX), strict=False))


def site(address: str) -> str:
    """The network of which an address, as `network` tells it, may be one of many of one customer; "" of IPv4."""
    return str(ip_network(address).supernet(new_prefix=_SITE)) if ":" in address else ""
