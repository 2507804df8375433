"""Which addresses a call may reach, so that an offer cannot make the server knock on inner doors."""

import ipaddress
from typing import Literal

from aiortc import RTCIceCandidate

Reach = Literal["public", "private", "loopback"]
REACHES: tuple[Reach, ...] = ("public", "private", "loopback")


def reach_of(address: str) -> Reach | None:
    """How far an IP address reaches; None when it is not an address that one host can have.

    "private" is everything that is not routed on the internet: RFC 1918, RFC 4193, link-local, carrier NAT.
    """
    try:
        ip: ipaddress.IPv4Address | ipaddress.IPv6Address = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return None
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    if ip.is_loopback:
        return "loopback"
    if ip.is_unspecified or ip.is_multicast or ip.is_reserved:
        return None
    return "public" if ip.is_global else "private"


def refusal(candidate: RTCIceCandidate, allowed: frozenset[Reach]) -> str | None:
    """Why a remote candidate is not used, in one word; None when it is.

    An mDNS name is refused because looking it up holds the answer for a second;
    the caller behind it still comes in as a peer-reflexive candidate.
    """
    if candidate.ip.lower().endswith(".local"):
        return "mdns"
    if candidate.protocol.lower() != "udp":
        return "tcp"
    if candidate.component != 1:
        return "component"
    if candidate.type not in ("host", "srflx", "relay") or not 0 < candidate.port < 65536:
        return "malformed"
    reach = reach_of(candidate.ip)
    if reach is None:
        return "address"
    return None if reach in allowed else reach
