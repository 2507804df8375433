"""Judges an SDP offer before anything is allocated for it, and writes what the peer connection may see of it.

The text handed on is written anew from what was read, so nothing that was not looked at gets through.
"""

import re
from dataclasses import dataclass, field
from typing import Literal

from aiortc.rtcicetransport import RTCIceParameters
from aiortc.rtcrtpparameters import RTCRtpCodecParameters
from aiortc.rtcsctptransport import RTCSctpCapabilities
from aiortc.sdp import MediaDescription, SessionDescription, candidate_from_sdp

from server.problems import Problem
from server.rtc_addresses import Reach, refusal

AUDIO_CODEC = ("audio/opus", 48000)
VIDEO_CODEC = ("video/vp8", 90000)
CHANNEL_PROFILE = "UDP/DTLS/SCTP"
DEFAULT_SCTP_PORT = 5000
DEFAULT_MESSAGE_BYTES = 65536

FINGERPRINT_BYTES = {"sha-256": 32, "sha-384": 48, "sha-512": 64}
UFRAG = re.compile(r"[A-Za-z0-9+/]{4,256}")  # RFC 8839, section 5.4
PASSWORD = re.compile(r"[A-Za-z0-9+/]{22,256}")
MID = re.compile(r"[A-Za-z0-9_.+-]{1,16}")  # 16: what a one-byte RTP header extension can carry


@dataclass(frozen=True, slots=True)
class SdpLimits:
    max_bytes: int = 65536
    max_lines: int = 500
    """a browser's longest offer has about 220; the parser's work grows with the square"""
    max_candidates: int = 64


@dataclass(frozen=True, slots=True)
class Offer:
    text: str = field(repr=False)
    """the offer as the peer connection shall read it"""
    audio: Literal["sendrecv", "recvonly"]
    """as the caller wrote it: recvonly has no microphone"""
    wants_video: bool
    mids: tuple[str, ...]
    """in the order of the lines"""
    ufrag: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Filtered:
    text: str
    dropped: tuple[tuple[str, str], ...]
    """(candidate line, reason) of each candidate that is not used"""
    kept: int


def validate(body: bytes, limits: SdpLimits | None = None) -> Offer:
    """The offer in `body`, or a Problem whose code names what is wrong with it (docs/events.md)."""
    description = _parse(_decode(body, limits or SdpLimits()))
    _check_lines(description)
    _check_bundle(description)
    for media in description.media:
        _check_transport(media)
    audio = _keep_audio(_line(description, "audio"))
    video = [media for media in description.media if media.kind == "video"]
    for media in video:
        _keep_video(media)
    _keep_channel(_line(description, "application"))
    ice = _ice(description.media[0])
    return Offer(
        text=_written(description),
        audio=audio,
        wants_video=bool(video),
        mids=tuple(media.rtp.muxId for media in description.media),
        ufrag=ice.usernameFragment or "",
        password=ice.password or "",
    )


def filter_candidates(text: str, allowed: frozenset[Reach]) -> Filtered:
    """The description without the candidates that may not be used.

    end-of-candidates goes too: with it, a list that came out empty fails at once,
    although the caller's own checks would still have found us.
    """
    kept: list[str] = []
    dropped: list[tuple[str, str]] = []
    candidates = 0
    for line in text.splitlines():
        if line == "a=end-of-candidates":
            continue
        if line.startswith("a=candidate:"):
            reason = refusal(candidate_from_sdp(line.removeprefix("a=candidate:")), allowed)
            if reason:
                dropped.append((line, reason))
                continue
            candidates += 1
        kept.append(line)
    return Filtered("\r\n".join(kept) + "\r\n", tuple(dropped), candidates)


def _decode(body: bytes, limits: SdpLimits) -> str:
    if not body.strip():
        raise Problem("sdp-empty")
    if len(body) > limits.max_bytes:
        raise Problem("sdp-too-large", f"{len(body)} bytes, at most {limits.max_bytes}")
    try:
        text = body.decode()
    except UnicodeDecodeError as error:
        raise Problem("sdp-not-utf8", str(error)) from error
    lines = text.splitlines()
    if len(lines) > limits.max_lines:
        raise Problem("sdp-too-large", f"{len(lines)} lines, at most {limits.max_lines}")
    candidates = sum(line.startswith("a=candidate:") for line in lines)
    if candidates > limits.max_candidates:
        raise Problem("sdp-too-many-candidates", f"{candidates} candidates, at most {limits.max_candidates}")
    return text


def _parse(text: str) -> SessionDescription:
    if not text.startswith("v=0"):
        raise Problem("sdp-malformed", "the first line is not v=0")
    try:
        return SessionDescription.parse(text)
    except Exception as error:  # the parser asserts, indexes and converts without guarding
        raise Problem("sdp-malformed", f"{type(error).__name__}: {error}") from error


def _check_lines(description: SessionDescription) -> None:
    kinds = [media.kind for media in description.media]
    if "audio" not in kinds:
        raise Problem("sdp-no-audio")
    if "application" not in kinds:
        raise Problem("sdp-no-channel")
    for kind in kinds:
        if kind not in ("audio", "video", "application") or kinds.count(kind) > 1:
            raise Problem(
                "sdp-lines", f"found {', '.join(kinds)}; wanted one audio, one application, at most one video"
            )


def _check_bundle(description: SessionDescription) -> None:
    """One BUNDLE group over all lines; a line without its own transport takes the first one's (RFC 8843)."""
    mids = [media.rtp.muxId or "" for media in description.media]
    groups = [group.items for group in description.group if group.semantic == "BUNDLE"]
    if len(groups) != 1 or sorted(map(str, groups[0])) != sorted(mids) or groups[0][0] != mids[0]:
        raise Problem("sdp-bundle", f"lines {mids}, BUNDLE groups {groups}")
    if len(set(mids)) != len(mids) or not all(MID.fullmatch(mid) for mid in mids):
        raise Problem("sdp-bundle", f"mids must be short, plain and different: {mids}")
    first = description.media[0]
    for media in description.media[1:]:
        if _ice(media) == RTCIceParameters():
            media.ice = first.ice
        if media.dtls is None or not media.dtls.fingerprints:
            media.dtls = first.dtls
        if media.ice != first.ice or media.dtls != first.dtls:
            raise Problem("sdp-bundle", "lines of one BUNDLE group differ in ICE credentials, fingerprint or setup")


def _check_transport(media: MediaDescription) -> None:
    ice = _ice(media)
    if not UFRAG.fullmatch(ice.usernameFragment or "") or not PASSWORD.fullmatch(ice.password or ""):
        raise Problem("sdp-no-ice")
    if media.dtls is None or media.dtls.role not in ("auto", "client"):
        raise Problem("sdp-setup")
    if not media.dtls.fingerprints:
        raise Problem("sdp-no-fingerprint")
    strong = [print_ for print_ in media.dtls.fingerprints if print_.algorithm.lower() in FINGERPRINT_BYTES]
    if not strong:
        raise Problem("sdp-weak-fingerprint", f"found {[print_.algorithm for print_ in media.dtls.fingerprints]}")
    for print_ in strong:
        octets = FINGERPRINT_BYTES[print_.algorithm.lower()]
        if not re.fullmatch(rf"[0-9A-Fa-f]{{2}}(:[0-9A-Fa-f]{{2}}){{{octets - 1}}}", print_.value):
            raise Problem("sdp-no-fingerprint", f"{print_.algorithm} fingerprint is not {octets} hexadecimal pairs")
    media.dtls.fingerprints = strong


def _keep_audio(media: MediaDescription) -> Literal["sendrecv", "recvonly"]:
    _keep_codec(media, AUDIO_CODEC, "sdp-audio-codec")
    direction = media.direction or "sendrecv"
    if direction == "sendrecv" or direction == "recvonly":
        media.direction = direction
        return "sendrecv" if direction == "sendrecv" else "recvonly"
    raise Problem("sdp-audio-direction", f"found {direction}")


def _keep_video(media: MediaDescription) -> None:
    """The caller's camera is never received: a line that also sends is read as one that only receives."""
    _keep_codec(media, VIDEO_CODEC, "sdp-video-codec")
    if media.direction in ("sendonly", "inactive"):
        raise Problem("sdp-video-direction", f"found {media.direction}")
    media.direction = "recvonly"
    media.ssrc, media.ssrc_group, media.msid = [], [], None


def _keep_codec(media: MediaDescription, wanted: tuple[str, int], problem: str) -> None:
    """Leaves the wanted codec and its retransmission; everything else on the line is dropped."""
    if not media.profile.endswith("RTP/SAVPF"):
        raise Problem("sdp-malformed", f"{media.kind} profile {media.profile}, wanted UDP/TLS/RTP/SAVPF")
    if not media.rtcp_mux:
        raise Problem("sdp-rtcp-mux", media.kind)
    main = [codec for codec in media.rtp.codecs if (codec.mimeType.lower(), codec.clockRate) == wanted][:1]
    if not main or main[0].payloadType not in media.fmt:
        raise Problem(problem)
    media.rtp.codecs = main + [codec for codec in media.rtp.codecs if _resends(codec, main[0])]
    media.fmt = [codec.payloadType for codec in media.rtp.codecs]
    media.rtp.headerExtensions = [extension for extension in media.rtp.headerExtensions if 0 < extension.id < 15]
    media.rtcp_host, media.rtcp_port = "0.0.0.0", 9  # the parser's own writer forgets rtcp-mux without a port


def _resends(codec: RTCRtpCodecParameters, main: RTCRtpCodecParameters) -> bool:
    return codec.mimeType.lower() == "video/rtx" and codec.parameters.get("apt") == main.payloadType


def _keep_channel(media: MediaDescription) -> None:
    if media.profile != CHANNEL_PROFILE or media.fmt != ["webrtc-datachannel"]:
        raise Problem("sdp-no-channel", f"found {media.profile} {media.fmt}, wanted {CHANNEL_PROFILE}")
    media.sctp_port = media.sctp_port or DEFAULT_SCTP_PORT
    if not 0 < media.sctp_port < 65536:
        raise Problem("sdp-no-channel", f"sctp-port {media.sctp_port}")
    if media.sctpCapabilities is None:
        media.sctpCapabilities = RTCSctpCapabilities(maxMessageSize=DEFAULT_MESSAGE_BYTES)


def _written(description: SessionDescription) -> str:
    """The offer as text again; addresses come from candidates alone, so the other places for one are neutral."""
    description.origin, description.name, description.host = "- 0 0 IN IP4 0.0.0.0", "-", None
    for media in description.media:
        media.host, media.port = "0.0.0.0", 9
    return str(description)


def _ice(media: MediaDescription) -> RTCIceParameters:
    return media.ice or RTCIceParameters()


def _line(description: SessionDescription, kind: str) -> MediaDescription:
    return next(media for media in description.media if media.kind == kind)
