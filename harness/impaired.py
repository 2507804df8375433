"""Puts a bad network between a caller's sockets and its peer, in user space: everything it sends and receives goes
through it, ICE and DTLS included. Leans on inner parts of aioice 0.13."""

import asyncio
from collections.abc import Callable
from typing import Any

from aioice.ice import StunProtocol
from aiortc import RTCPeerConnection

from harness.network import Network, Way


def impair(peer: RTCPeerConnection, network: Network) -> None:
    """To be called once its tracks and channels are there, before the offer. All its sockets share one network."""
    out, back = Way(network, 0), Way(network, 1)
    transports = {transceiver.receiver.transport.transport for transceiver in peer.getTransceivers()}
    if peer.sctp is not None:
        transports.add(peer.sctp.transport.transport)
    for transport in transports:
        _impair_connection(transport.iceGatherer._connection, out, back)


def _impair_connection(connection: Any, out: Way, back: Way) -> None:
    gather = connection.get_component_candidates

    async def gather_and_impair(*arguments: Any, **named: Any) -> Any:
        candidates = await gather(*arguments, **named)
        for protocol in connection._protocols:
            _impair_protocol(protocol, out, back)
        return candidates

    connection.get_component_candidates = gather_and_impair


def _impair_protocol(protocol: StunProtocol, out: Way, back: Way) -> None:
    whole: Any = protocol
    whole.transport = _Transport(protocol.transport, out)
    receive = protocol.datagram_received
    whole.datagram_received = lambda data, address: _carry(back, len(data), lambda: receive(data, address))


class _Transport:
    """A UDP socket whose packets leave late or never; in everything else the socket itself."""

    def __init__(self, transport: asyncio.DatagramTransport, way: Way) -> None:
        self._transport = transport
        self._way = way

    def sendto(self, data: bytes, addr: Any = None) -> None:
        _carry(self._way, len(data), lambda: self._send(data, addr))

    def _send(self, data: bytes, addr: Any) -> None:
        if not self._transport.is_closing():
            self._transport.sendto(data, addr)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)


def _carry(way: Way, size: int, hand_over: Callable[[], None]) -> None:
    loop = asyncio.get_running_loop()
    now = loop.time()
    arrival = way.arrival(size, now)
    if arrival is not None and arrival <= now:
        hand_over()
    elif arrival is not None:
        loop.call_at(arrival, hand_over)
