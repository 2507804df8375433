"""Trickle ICE fragments (RFC 8840, as RFC 9725 sends them by PATCH): read with suspicion, written plainly."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from aiortc import RTCIceCandidate
from aiortc.sdp import candidate_from_sdp, candidate_to_sdp

from server.problems import Problem
from server.sdp import PASSWORD, UFRAG

CONTENT_TYPE = "application/trickle-ice-sdpfrag"
LINE = re.compile(r"[a-z]=.*")


@dataclass(frozen=True, slots=True)
class FragmentLimits:
    max_bytes: int = 16384
    max_candidates: int = 64


@dataclass(frozen=True, slots=True)
class Fragment:
    ufrag: str
    password: str = field(repr=False)
    candidates: tuple[RTCIceCandidate, ...] = ()
    complete: bool = False
    """end-of-candidates was said"""


def parse(body: bytes, limits: FragmentLimits | None = None) -> Fragment:
    """The fragment in `body`; every line shares one transport, so it does not matter under which `m=` one stands.

    Raises Problem `frag-too-large` or `frag-malformed`.
    """
    limits = limits or FragmentLimits()
    if len(body) > limits.max_bytes:
        raise Problem("frag-too-large", f"{len(body)} bytes, at most {limits.max_bytes}")
    lines = _lines(body)
    written = [line.removeprefix("a=candidate:") for line in lines if line.startswith("a=candidate:")]
    if len(written) > limits.max_candidates:
        raise Problem("frag-too-large", f"{len(written)} candidates, at most {limits.max_candidates}")
    return Fragment(
        ufrag=_the_one(lines, "a=ice-ufrag:", UFRAG),
        password=_the_one(lines, "a=ice-pwd:", PASSWORD),
        candidates=tuple(_candidate(line) for line in dict.fromkeys(written)),
        complete="a=end-of-candidates" in lines,
    )


def format_fragment(fragment: Fragment, mids: Sequence[str]) -> str:
    """`fragment` as text, its lines under the first of the call's bundled `mids`."""
    lines = [
        f"a=group:BUNDLE {' '.join(mids)}",
        "m=audio 9 UDP/TLS/RTP/SAVPF 0",
        f"a=mid:{mids[0]}",
        f"a=ice-ufrag:{fragment.ufrag}",
        f"a=ice-pwd:{fragment.password}",
        *(f"a=candidate:{candidate_to_sdp(candidate)}" for candidate in fragment.candidates),
    ]
    if fragment.complete:
        lines.append("a=end-of-candidates")
    return "\r\n".join(lines) + "\r\n"


def _lines(body: bytes) -> list[str]:
    try:
        lines = [line.strip() for line in body.decode().splitlines() if line.strip()]
    except UnicodeDecodeError as error:
        raise Problem("frag-malformed", f"not UTF-8: {error}") from error
    wrong = next((line for line in lines if not LINE.fullmatch(line)), None)
    if not lines or wrong is not None:
        raise Problem("frag-malformed", f"not an SDP line: {wrong!r}" if wrong else "the fragment is empty")
    return lines


def _the_one(lines: list[str], prefix: str, form: re.Pattern[str]) -> str:
    values = {line.removeprefix(prefix) for line in lines if line.startswith(prefix)}
    if len(values) != 1:
        raise Problem("frag-malformed", f"{len(values)} different values of {prefix[2:-1]}, wanted one")
    value = values.pop()
    if not form.fullmatch(value):
        raise Problem("frag-malformed", f"{prefix[2:-1]} is not as RFC 8839 wants it")
    return value


def _candidate(line: str) -> RTCIceCandidate:
    try:
        return candidate_from_sdp(line)
    except (AssertionError, ValueError) as error:
        raise Problem("frag-malformed", f"not a candidate: {line[:80]!r}") from error
