"""The peer connection of one call: aiortc with its hazards worked around, answered, trickled, restarted and closed.

Everything here that leans on the inside of aiortc or aioice was tested with the versions named in TESTED;
another version stops the server at start and not a caller in the middle of a call.
"""

import asyncio
import logging
from collections.abc import Iterable
from importlib.metadata import version
from typing import cast

from aiortc import (
    MediaStreamTrack,
    RTCConfiguration,
    RTCDtlsTransport,
    RTCIceCandidate,
    RTCIceServer,
    RTCIceTransport,
    RTCPeerConnection,
    RTCSessionDescription,
)
from aiortc.exceptions import InvalidAccessError, InvalidStateError, OperationError
from aiortc.rtcicetransport import candidate_from_aioice, candidate_to_aioice, connection_kwargs

from server.problems import Problem
from server.rtc_addresses import Reach, refusal
from server.rtc_channel import read_safely
from server.rtc_ice import CallerConnection
from server.rtc_sound import CallerSound, hear_through
from server.sdpfrag import Fragment

TESTED = {"aiortc": "1.16.0", "aioice": "0.13.0"}

RESTART_SECONDS = 15.0
"""for the caller to be found on the new path; until then the old one is used"""
LINGER_SECONDS = 1.0
"""the old path is still heard after the new one was taken"""
CLOSE_SECONDS = 2.0

log = logging.getLogger("malbeot.rtc")


def require_tested_versions() -> None:
    for package, tested in TESTED.items():
        found = version(package)
        if found != tested:
            raise RuntimeError(
                f"{package} {found} is installed, but this server leans on the inside of {package} {tested}: "
                "install that one, or run tests/server with the new one and change TESTED"
            )


class CallPeer(RTCPeerConnection):
    """The server's end of a call. Make it with `make_peer`."""

    def __init__(self, ice_servers: list[RTCIceServer], allowed: frozenset[Reach]) -> None:
        # With None instead of a list, which may be empty, aiortc would ask a third party's STUN server.
        super().__init__(RTCConfiguration(iceServers=ice_servers))
        self.allowed = allowed
        self.sound: CallerSound | None = None
        """what the caller says; None until an offer with a microphone was taken"""
        self.restarting: asyncio.Task[None] | None = None
        self.following: CallerConnection | None = None
        """the ICE session that is being tried after a restart"""
        self._servers = connection_kwargs(ice_servers)
        self.on("track", self._on_track)

    @property
    def ice(self) -> RTCIceTransport:
        """The one transport of the bundle."""
        owner = self.sctp or self.getTransceivers()[0].receiver
        return owner.transport.transport

    @property
    def tag(self) -> str:
        """Names the newest ICE session, for ETag and If-Match (RFC 9725)."""
        session = self.following or self.session
        return f'"{session.local_username}"'

    @property
    def session(self) -> CallerConnection:
        """The ICE session in use."""
        return cast(CallerConnection, self.ice._connection)

    def _on_track(self, track: MediaStreamTrack) -> None:
        for receiver in self.getReceivers():
            if receiver.track is track and track.kind == "audio":
                self.sound = CallerSound()
                hear_through(self.sound, receiver)

    def _RTCPeerConnection__createDtlsTransport(self) -> RTCDtlsTransport:  # noqa: N802  (aiortc's private name)
        """Every transport begins with a session of ours, before it has gathered anything."""
        transport: RTCDtlsTransport = super()._RTCPeerConnection__createDtlsTransport()  # type: ignore[misc]
        ice = transport.transport
        local = ice.iceGatherer.getLocalParameters()  # aiortc gives lines that may be bundled the same
        _use(ice, CallerConnection(self._servers, self.allowed, local.usernameFragment, local.password))
        return transport


def make_peer(ice_servers: Iterable[RTCIceServer], allowed: frozenset[Reach]) -> CallPeer:
    """A peer that uses these STUN and TURN servers only, and talks to addresses of the `allowed` kinds only."""
    return CallPeer(list(ice_servers), allowed)


async def answer_offer(peer: CallPeer, text: str) -> str:
    """Takes a validated and filtered offer; the answer with all local candidates. Add the tracks to send before.

    Raises Problem `sdp-malformed` when aiortc sees something wrong that the validator did not.
    """
    try:
        await peer.setRemoteDescription(RTCSessionDescription(text, "offer"))
        if peer.sctp:
            read_safely(peer.sctp)
        await peer.setLocalDescription(await peer.createAnswer())
    except (ValueError, InvalidAccessError, InvalidStateError, OperationError) as error:
        raise Problem("sdp-malformed", str(error)) from error
    return peer.localDescription.sdp


async def add_candidates(peer: CallPeer, fragment: Fragment) -> tuple[tuple[RTCIceCandidate, str], ...]:
    """Gives trickled candidates to the ICE session they belong to; those not used come back with the reason.

    end-of-candidates is not passed on: a caller whose candidates are all unusable may still find us itself,
    and the set-up deadline ends the wait. Raises Problem `frag-unknown-ufrag`.
    """
    session = next((s for s in (peer.following, peer.session) if s and s.remote_username == fragment.ufrag), None)
    if session is None:
        raise Problem("frag-unknown-ufrag", f"no ICE session with ufrag {fragment.ufrag}")
    dropped = []
    for candidate in fragment.candidates:
        reason = refusal(candidate, peer.allowed)
        if reason:
            dropped.append((candidate, reason))
        else:
            await session.add_remote_candidate(candidate_to_aioice(candidate))
    return tuple(dropped)


async def restart_ice(peer: CallPeer, remote: Fragment) -> Fragment:
    """Begins a new ICE session for `remote`'s new credentials; our fragment for the reply.

    DTLS and the media go on over the old path until the new one stands, and then over the new one,
    without a new handshake. If it never stands, the old path stays. Raises Problem `ice-restart-early`.
    """
    if peer.connectionState != "connected":
        raise Problem("ice-restart-early", f"the call is {peer.connectionState}")
    await _end_restart(peer)
    following = await begin_session(peer)
    join_session(peer, following, remote)
    await add_candidates(peer, remote)
    return local_fragment(following)


async def begin_session(peer: CallPeer) -> CallerConnection:
    """A following ICE session with its own credentials and candidates, not yet in use."""
    following = peer.session.successor()
    peer.following = following
    await following.gather_candidates()
    return following


def join_session(peer: CallPeer, following: CallerConnection, remote: Fragment) -> None:
    """Starts connecting `following` to the other end, and takes it into use when it stands."""
    following.remote_username, following.remote_password = remote.ufrag, remote.password
    peer.restarting = asyncio.create_task(_follow(peer, following), name="ice restart")


def local_fragment(session: CallerConnection) -> Fragment:
    return Fragment(
        ufrag=session.local_username,
        password=session.local_password,
        candidates=tuple(map(candidate_from_aioice, session.local_candidates)),
        complete=True,
    )


async def close_peer(peer: CallPeer, seconds: float = CLOSE_SECONDS) -> None:
    """Ends everything of `peer`. What has not ended after `seconds` (a TURN server that is gone) is cut off."""
    await _end_restart(peer)
    closing = asyncio.ensure_future(peer.close())
    await asyncio.wait({closing}, timeout=seconds)
    if not closing.done():
        log.warning("a peer did not close within %.1f s and is cut off", seconds)
        peer.session.cut_off()
        await asyncio.wait({closing}, timeout=seconds)
        closing.cancel()
        await asyncio.wait({closing})
    if peer.sound:
        peer.sound.end()


async def _follow(peer: CallPeer, following: CallerConnection) -> None:
    leaving = following
    try:
        async with asyncio.timeout(RESTART_SECONDS):
            await following.connect()
        if peer.connectionState == "connected":
            leaving = peer.session
            following.take_over(leaving)
            _use(peer.ice, following)
            await asyncio.sleep(LINGER_SECONDS)
    except (ConnectionError, TimeoutError):
        log.info("an ICE restart found no path; the old one stays")
    finally:
        peer.following = None
        await leaving.abandon()


async def _end_restart(peer: CallPeer) -> None:
    if peer.restarting:
        peer.restarting.cancel()
        await asyncio.wait({peer.restarting})
        peer.restarting = None
    if peer.following:  # its task had not begun
        following, peer.following = peer.following, None
        await following.abandon()


def _use(ice: RTCIceTransport, session: CallerConnection) -> None:
    """Makes `ice` send and receive through `session`; who already waits for a packet waits for this one's."""
    ice._connection = ice.iceGatherer._connection = session
    ice._recv, ice._send = session.recv, session.send


require_tested_versions()
