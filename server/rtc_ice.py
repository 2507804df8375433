"""One ICE session of a caller that listens only to whom it should, and that another can follow.

Built on inner parts of aioice; `server/rtc.py` refuses to start with a version that was not tested.
"""

import asyncio
import contextlib
import struct
from typing import Any, cast

from aioice import Candidate, Connection, stun
from aioice.ice import CandidatePair, StunProtocol

from server.rtc_addresses import Reach, reach_of

LOOPBACK = "127.0.0.1"
GATHER_SECONDS = 2
"""for STUN and TURN servers to answer; the caller waits for it"""
MAX_REMOTE_CANDIDATES = 64
"""per session, trickled and peer-reflexive together; aioice itself has no limit"""
MAX_WAITING_PACKETS = 2000
"""received and not yet read: about 10 s of a call"""

Address = tuple[str, int]


class CallerProtocol(StunProtocol):
    """Tells STUN from media by the first byte (RFC 7983) and says where media came from.

    aioice hands any datagram that is not STUN to DTLS without its sender's address, so that one forged
    alert, or one empty datagram, from anywhere ends a call.
    """

    receiver: "CallerConnection"

    def datagram_received(self, data: bytes | str, addr: tuple[Any, ...]) -> None:
        packet = cast(bytes, data)
        if not packet:
            return
        if packet[0] > 3:
            self.receiver.packet_received(packet, (addr[0], addr[1]))
            return
        with contextlib.suppress(struct.error):  # of an attribute too short for its kind; aioice lets it through
            super().datagram_received(packet, addr)


class CallerConnection(Connection):
    """`servers`: aioice's STUN and TURN options. `allowed`: what kinds of address a caller may come from.

    `username`, `password`: of this end; random when not given.
    """

    def __init__(
        self,
        servers: dict[str, Any],
        allowed: frozenset[Reach],
        username: str | None = None,
        password: str | None = None,
    ) -> None:
        super().__init__(ice_controlling=False, local_username=username, local_password=password, **servers)
        self._servers = servers
        self._allowed = allowed
        self._proven: set[Address] = set()

    async def get_component_candidates(
        self,
        component: int,
        addresses: list[str],
        timeout: int = GATHER_SECONDS,  # noqa: ASYNC109  (as aioice has it)
    ) -> list[Candidate]:
        """aioice leaves the loopback address out; here it is added where it is allowed."""
        if "loopback" in self._allowed and LOOPBACK not in addresses:
            addresses = [*addresses, LOOPBACK]
        candidates = await super().get_component_candidates(component, addresses, timeout)
        for protocol in self._protocols:
            # aioice names its protocol class inside this method, so it can only be changed afterwards;
            # what is not STUN is thrown away until then (data_received).
            protocol.__class__ = CallerProtocol
        return candidates

    async def add_remote_candidate(self, remote_candidate: Candidate | None) -> None:
        if remote_candidate is None or len(self._remote_candidates) < MAX_REMOTE_CANDIDATES:
            await super().add_remote_candidate(remote_candidate)

    def request_received(self, message: stun.Message, addr: Address, protocol: StunProtocol) -> None:
        if reach_of(addr[0]) in self._allowed:
            super().request_received(message, addr, protocol)

    def check_incoming(self, message: stun.Message, addr: Address, protocol: StunProtocol) -> None:
        """A check that carried the right password: from now on its sender may send media."""
        known = any(addr == (c._network_host, c.port) for c in self._remote_candidates)
        if known or len(self._remote_candidates) < MAX_REMOTE_CANDIDATES:
            self._proven.add(addr)
            super().check_incoming(message, addr, protocol)

    def check_complete(self, pair: CandidatePair) -> None:
        if pair.state == CandidatePair.State.SUCCEEDED:
            self._proven.add(pair.remote_addr)
        super().check_complete(pair)

    def packet_received(self, packet: bytes, addr: Address) -> None:
        """Media or DTLS; only an address that has shown the password in this session is heard."""
        if addr in self._proven and self._queue.qsize() < MAX_WAITING_PACKETS:
            self._queue.put_nowait((packet, 1))

    def data_received(self, data: bytes, component: int) -> None:
        """Data of unknown origin or broken STUN: dropped."""

    def successor(self) -> "CallerConnection":
        """A new session with new credentials and sockets, read by whoever reads this one."""
        following = CallerConnection(self._servers, self._allowed)
        following.ice_controlling = self.ice_controlling
        following.remote_is_lite = self.remote_is_lite
        following._queue = self._queue
        return following

    def take_over(self, leaving: "CallerConnection") -> None:
        """Who waits for `leaving` to be closed waits for this session instead."""
        self._event_waiter, leaving._event_waiter = leaving._event_waiter, None

    async def abandon(self) -> None:
        """Close without the shared reader noticing."""
        self._queue = asyncio.Queue()
        await self.close()

    def cut_off(self) -> None:
        """Closes the sockets now, without waiting for a TURN server's goodbye."""
        for protocol in self._protocols:
            farewell = getattr(protocol.transport, "_TurnTransport__close_task", None)
            if farewell:
                farewell.cancel()
            elif isinstance(protocol.transport, asyncio.DatagramTransport):
                protocol.transport.abort()
