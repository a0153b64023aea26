"""Whence an address answers: the world, the company's own network, or this machine."""

import ipaddress
from enum import StrEnum

_Ip = ipaddress.IPv4Address | ipaddress.IPv6Address
_INSIDE = tuple(ipaddress.IPv6Network(each) for each in ("64:ff9b::/96", "64:ff9b:1::/48", "::/96"))
"""An IPv4 address stands in the last 32 bits: RFC 6052, RFC 8215, and RFC 4291, 2.5.5.1."""


class Reach(StrEnum):
    """How far an address reaches; the value is what is said of an answer from there."""

    PUBLIC = ""
    PRIVATE = " from a private address"
    LOCAL = " from this machine"


def reach_of(host: str) -> Reach:
    """Return how far an IP address reaches; an IPv6 one that leads to an IPv4 one as far as that. Raises ValueError."""
    ip = _leads_to(ipaddress.ip_address(host))
    if ip.is_loopback or ip.is_unspecified:
        return Reach.LOCAL
    return Reach.PUBLIC if ip.is_global and not ip.is_multicast else Reach.PRIVATE


def _leads_to(ip: _Ip) -> _Ip:
    if isinstance(ip, ipaddress.IPv4Address) or ip.is_loopback or ip.is_unspecified:
        return ip
    teredo = ip.teredo[1] if ip.teredo else None
    inside = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF) if any(ip in each for each in _INSIDE) else None
    return ip.ipv4_mapped or ip.sixtofour or teredo or inside or ip
