"""Is an address believed only as far as proxies of ours vouch for it, and kept short?"""

import pytest
from starlette.requests import Request

from bot.web.address import Addresses, network, site

PEER = "203.0.113.9"


def _request(*forwarded: str, peer: str | None = PEER, **more: str) -> Request:
    headers = [(b"x-forwarded-for", value.encode()) for value in forwarded]
    headers += [(name.encode(), value.encode()) for name, value in more.items()]
    return Request({"type": "http", "headers": headers, "client": (peer, 1) if peer else None})


@pytest.mark.parametrize("forwarded", [(), ("198.51.100.1",), ("198.51.100.1, 198.51.100.2", "198.51.100.3")])
def test_without_a_proxy_of_ours_nothing_but_the_connection_is_believed(forwarded: tuple[str, ...]) -> None:
    assert Addresses(0).of(_request(*forwarded)) == PEER


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (1, ("198.51.100.1",), "198.51.100.1"),
        (1, ("10.9.9.9, 198.51.100.1",), "198.51.100.1"),
        (1, ("10.9.9.9", "198.51.100.1"), "198.51.100.1"),
        (2, ("10.9.9.9, 198.51.100.1, 192.0.2.7",), "198.51.100.1"),
        (2, ("198.51.100.1",), "198.51.100.1"),
        (1, ("198.51.100.1:5678",), "198.51.100.1"),
        (1, ("[2001:db8:1:2:3:4:5:6]:443",), "2001:db8:1:2::/64"),
        (1, (), PEER),
        (1, ("unknown",), PEER),
        (1, ("198.51.100.1, ",), PEER),
        (1, ("198.51.100.1, " + "x" * 60_000,), PEER),
        (1, ("9" * 60_000,), PEER),
        (9, ("198.51.100.1",) * 3, "198.51.100.1"),
    ],
)
def test_behind_proxies_of_ours_the_outermost_of_them_is_believed(
    proxies: int, forwarded: tuple[str, ...], address: str
) -> None:
    assert Addresses(proxies).of(_request(*forwarded)) == address


def test_the_header_that_no_proxy_of_ours_writes_is_not_read() -> None:
    assert Addresses(1).of(_request(forwarded="for=198.51.100.1")) == PEER


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("::ffff:198.51.100.1", "198.51.100.1"),
        ("fe80::1%eth0", "fe80::/64"),
        (" 198.51.100.1 ", "198.51.100.1"),
        ("", ""),
        ("localhost", ""),
        ("1.2.3", ""),
        ("[", ""),
        ("[::1", "::/64"),
        (":", ""),
        ("1.2.3.4, 5.6.7.8", ""),
    ],
)
def test_addresses_of_one_household_are_one(text: str, told: str) -> None:
    assert network(text) == told


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("2001:db8:1:2::/64", "2001:db8:1::/48"),
        ("2001:db8:1:ffff::/64", "2001:db8:1::/48"),
        ("198.51.100.1", ""),
        ("", ""),
    ],
)
def test_a_customer_may_have_many_ipv6_networks(address: str, told: str) -> None:
    assert site(address) == told


def test_behind_a_local_socket_all_are_one() -> None:
    assert Addresses(0).of(_request(peer=None)) == ""
