"""The offer is judged before anything is made for it; `offers.py` has what real callers send."""

import contextlib
import re
from collections.abc import Callable

import pytest
from aiortc.sdp import SessionDescription

from server.problems import Problem
from server.rtc_addresses import REACHES, Reach, reach_of
from server.sdp import SdpLimits, filter_candidates, validate
from tests.server.offers import BROWSER, CANDIDATES

Change = Callable[[str], str]


def without(pattern: str) -> Change:
    return lambda text: re.sub(rf"(?m)^{pattern}.*\r\n", "", text)


def swap(old: str, new: str) -> Change:
    return lambda text: text.replace(old, new)


def section(kind: str, change: Change) -> Change:
    """Changes only the line of this kind and what belongs to it."""
    return lambda text: "".join(
        change(part) if part.startswith(f"m={kind}") else part for part in re.split(r"(?m)^(?=m=)", text)
    )


def drop(kind: str) -> Change:
    return section(kind, lambda part: "")


def test_a_browsers_offer_is_taken() -> None:
    offer = validate(BROWSER.encode())
    assert (offer.audio, offer.wants_video, offer.mids, offer.ufrag) == ("sendrecv", True, ("0", "1", "2"), "kF3x")
    assert offer.password not in repr(offer)


def test_what_is_handed_on_reads_the_same_and_holds_only_what_we_speak() -> None:
    audio, video, channel = SessionDescription.parse(validate(BROWSER.encode()).text).media
    assert [codec.name for codec in audio.rtp.codecs] == ["opus"]
    assert [codec.name for codec in video.rtp.codecs] == ["VP8", "rtx"]
    assert video.direction == "recvonly"
    assert audio.rtcp_mux
    assert channel.sctp_port == 5000
    again = validate(validate(BROWSER.encode()).text.encode())
    assert again == validate(BROWSER.encode())


@pytest.mark.parametrize("direction", ["sendrecv", "recvonly"])
def test_a_camera_is_read_as_a_wish_to_see(direction: str) -> None:
    text = section("video", swap("a=recvonly", f"a={direction}"))(BROWSER)
    assert SessionDescription.parse(validate(text.encode()).text).media[1].direction == "recvonly"


def test_without_microphone_and_without_video() -> None:
    text = section("audio", swap("a=sendrecv", "a=recvonly"))(BROWSER)
    assert validate(text.encode()).audio == "recvonly"
    no_video = swap("BUNDLE 0 1 2", "BUNDLE 0 2")(drop("video")(BROWSER))
    assert not validate(no_video.encode()).wants_video


def test_a_line_that_leaves_its_transport_to_the_first_takes_it() -> None:
    bare = section("video", without("a=(ice-|fingerprint|setup)"))(BROWSER)
    video = SessionDescription.parse(validate(bare.encode()).text).media[1]
    assert video.ice and video.ice.usernameFragment == "kF3x"
    assert video.dtls and video.dtls.fingerprints


WRONG: list[tuple[str, Change]] = [
    ("sdp-empty", lambda text: ""),
    ("sdp-empty", lambda text: " \r\n\r\n"),
    ("sdp-malformed", lambda text: "hello"),
    ("sdp-malformed", lambda text: '{"sdp": "v=0"}'),
    ("sdp-malformed", swap("m=audio 9", "m=audio nine")),
    ("sdp-malformed", swap("a=rtpmap:111 opus/48000/2", "a=rtpmap:111 opus/fast/2")),
    ("sdp-malformed", swap("a=fmtp:111", "a=fmtp:999")),
    ("sdp-malformed", swap("a=setup:actpass", "a=setup:holdconn")),
    ("sdp-malformed", swap("a=mid:0", "a=ssrc:x y\r\na=mid:0")),
    ("sdp-malformed", swap("a=mid:0", "a=candidate:1 1 udp\r\na=mid:0")),
    ("sdp-malformed", swap("UDP/TLS/RTP/SAVPF", "RTP/AVP")),
    ("sdp-no-audio", lambda text: "v=0\r\n"),
    ("sdp-no-audio", drop("audio")),
    ("sdp-no-channel", drop("application")),
    ("sdp-no-channel", swap("UDP/DTLS/SCTP webrtc-datachannel", "DTLS/SCTP 5000")),
    ("sdp-no-channel", swap("a=sctp-port:5000", "a=sctp-port:70000")),
    ("sdp-lines", lambda text: text + text[text.index("m=audio") : text.index("m=video")]),
    ("sdp-lines", lambda text: text + "m=text 9 UDP/TLS/RTP/SAVPF 98\r\n"),
    ("sdp-audio-direction", section("audio", swap("a=sendrecv", "a=sendonly"))),
    ("sdp-audio-codec", swap("opus/48000", "speex/48000")),
    ("sdp-video-direction", section("video", swap("a=recvonly", "a=sendonly"))),
    ("sdp-video-codec", swap("VP8", "H265")),
    ("sdp-no-ice", without("a=ice-")),
    ("sdp-no-ice", swap("a=ice-pwd:" + "p" * 24, "a=ice-pwd:short")),
    ("sdp-no-ice", swap("a=ice-ufrag:kF3x", "a=ice-ufrag:kF3")),
    ("sdp-no-ice", swap("a=ice-ufrag:kF3x", "a=ice-ufrag:kF3x한")),
    ("sdp-no-fingerprint", without("a=fingerprint")),
    ("sdp-no-fingerprint", swap("AB:", "")),
    ("sdp-weak-fingerprint", swap("sha-256", "sha-1")),
    ("sdp-setup", swap("a=setup:actpass", "a=setup:passive")),
    ("sdp-setup", without("a=setup")),
    ("sdp-bundle", without("a=group:BUNDLE")),
    ("sdp-bundle", swap("BUNDLE 0 1 2", "BUNDLE 0 1")),
    ("sdp-bundle", without("a=mid:1")),
    ("sdp-bundle", swap("a=mid:1", "a=mid:0")),
    ("sdp-bundle", section("video", swap("a=ice-ufrag:kF3x", "a=ice-ufrag:other"))),
    ("sdp-rtcp-mux", without("a=rtcp-mux")),
    ("sdp-too-large", lambda text: text + "a=x:" + "y" * 70000),
    ("sdp-too-large", lambda text: text + "a=rtcp-fb:* nack\r\n" * 3000),
    ("sdp-too-many-candidates", lambda text: text + CANDIDATES[0] * 65),
]


@pytest.mark.parametrize(("code", "change"), WRONG)
def test_a_wrong_offer_is_named(code: str, change: Change) -> None:
    with pytest.raises(Problem) as refused:
        validate(change(BROWSER).encode())
    assert refused.value.code == code
    assert 400 <= refused.value.status < 500


@pytest.mark.parametrize("body", [b"\xff\xfe\x00", b"v=0\r\n\xc3\x28"])
def test_what_is_not_utf8(body: bytes) -> None:
    with pytest.raises(Problem, match="sdp-not-utf8"):
        validate(body)


def test_every_cut_and_every_lost_line_is_taken_or_refused_but_never_falls_over() -> None:
    lines = BROWSER.splitlines(keepends=True)
    bodies = ["".join(lines[:index]) for index in range(len(lines))]
    bodies += ["".join(lines[:index] + lines[index + 1 :]) for index in range(len(lines))]
    bodies += [
        "".join([*lines[:index], line.split(":")[0] + "\r\n", *lines[index + 1 :]]) for index, line in enumerate(lines)
    ]
    for body in bodies:
        with contextlib.suppress(Problem):
            assert validate(body.encode()).text


def test_limits_are_the_callers() -> None:
    with pytest.raises(Problem, match="sdp-too-large"):
        validate(BROWSER.encode(), SdpLimits(max_bytes=100))


@pytest.mark.parametrize(
    ("allowed", "hosts"),
    [
        (("public",), {"8.8.4.4", "2001:4860:4860::8888"}),
        (("public", "private"), {"8.8.4.4", "2001:4860:4860::8888", "192.168.0.7", "100.64.1.1", "fe80::1", "fd00::7"}),
        (("loopback",), {"127.0.0.1", "::1"}),
        ((), set()),
    ],
)
def test_candidates_are_used_where_allowed(allowed: tuple[Reach, ...], hosts: set[str]) -> None:
    offered = validate(
        BROWSER.replace("a=mid:0\r\n", "a=mid:0\r\n" + "".join(CANDIDATES) + "a=end-of-candidates\r\n").encode()
    )
    kept = filter_candidates(offered.text, frozenset(allowed))
    assert {line.split()[4] for line in kept.text.splitlines() if line.startswith("a=candidate")} == hosts
    assert kept.kept == len(hosts)
    assert kept.kept + len(kept.dropped) == len(CANDIDATES)
    assert "end-of-candidates" not in kept.text


def test_each_dropped_candidate_says_why() -> None:
    offered = validate(BROWSER.replace("a=mid:0\r\n", "a=mid:0\r\n" + "".join(CANDIDATES)).encode())
    reasons = [reason for _, reason in filter_candidates(offered.text, frozenset(REACHES)).dropped]
    assert sorted(reasons) == ["address", "address", "component", "malformed", "malformed", "mdns", "tcp"]


@pytest.mark.parametrize(
    ("address", "reach"),
    [
        ("127.8.0.1", "loopback"),
        ("::ffff:127.0.0.1", "loopback"),
        ("::ffff:10.0.0.1", "private"),
        ("169.254.169.254", "private"),
        ("fe80::1%eth0", "private"),
        ("1.1.1.1", "public"),
        ("255.255.255.255", None),
        ("224.0.0.251", None),
        ("0.0.0.0", None),
        ("example.com", None),
    ],
)
def test_reach(address: str, reach: Reach | None) -> None:
    assert reach_of(address) == reach
