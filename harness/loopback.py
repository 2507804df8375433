"""A server on this machine may offer nothing but 127.0.0.1, an address that aioice never gathers."""

import ipaddress
from typing import Any

from aiortc import RTCPeerConnection

_LOOPBACK = "127.0.0.1"


def is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def gather_loopback(peer: RTCPeerConnection) -> None:
    """Let this peer offer 127.0.0.1 as well. To be called once its tracks and channels are there, before the offer."""
    transports = {transceiver.receiver.transport.transport for transceiver in peer.getTransceivers()}
    if peer.sctp is not None:
        transports.add(peer.sctp.transport.transport)
    for transport in transports:
        _add_loopback(transport.iceGatherer._connection)


def _add_loopback(connection: Any) -> None:
    gather = connection.get_component_candidates

    async def gather_more(component: int, addresses: list[str], timeout: int = 5) -> Any:  # noqa: ASYNC109
        return await gather(component, [*addresses, _LOOPBACK], timeout)

    connection.get_component_candidates = gather_more
