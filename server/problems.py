"""What can go wrong before and around a call, as RFC 9457 problems. Knows no web framework."""

from collections.abc import Mapping
from dataclasses import dataclass

CONTENT_TYPE = "application/problem+json"

_OTHER_BROWSER = "이 화면에서는 통화를 시작할 수 없어요. 크롬이나 사파리 같은 다른 브라우저로 열어 주세요."
_TRY_AGAIN = "통화를 연결하지 못했어요. 화면을 새로 고친 뒤 다시 눌러 주세요."


@dataclass(frozen=True, slots=True)
class Kind:
    status: int
    """HTTP status"""
    title: str
    """for a developer, the same for every problem of this kind"""
    message: str
    """one Korean sentence or two for the caller"""


KINDS: Mapping[str, Kind] = {
    "content-type": Kind(415, "The body has the wrong content type", _TRY_AGAIN),
    "sdp-empty": Kind(400, "The offer is empty", _TRY_AGAIN),
    "sdp-too-large": Kind(413, "The offer is too large", _OTHER_BROWSER),
    "sdp-not-utf8": Kind(400, "The offer is not UTF-8", _TRY_AGAIN),
    "sdp-malformed": Kind(400, "The offer is not readable SDP", _OTHER_BROWSER),
    "sdp-lines": Kind(422, "The offer has a media line too many or of an unknown kind", _OTHER_BROWSER),
    "sdp-no-audio": Kind(422, "The offer has no audio line", _OTHER_BROWSER),
    "sdp-audio-direction": Kind(422, "The audio line must be sendrecv or recvonly", _OTHER_BROWSER),
    "sdp-audio-codec": Kind(422, "The audio line offers no Opus", _OTHER_BROWSER),
    "sdp-video-direction": Kind(422, "The video line must be recvonly", _OTHER_BROWSER),
    "sdp-video-codec": Kind(422, "The video line offers no VP8", _OTHER_BROWSER),
    "sdp-no-channel": Kind(422, "The offer has no data channel line", _OTHER_BROWSER),
    "sdp-no-ice": Kind(422, "ICE ufrag or password is missing or not as RFC 8839 wants it", _OTHER_BROWSER),
    "sdp-no-fingerprint": Kind(422, "No readable certificate fingerprint", _OTHER_BROWSER),
    "sdp-weak-fingerprint": Kind(422, "The certificate fingerprint must be SHA-256 or better", _OTHER_BROWSER),
    "sdp-setup": Kind(422, "DTLS setup must be actpass or active", _OTHER_BROWSER),
    "sdp-bundle": Kind(422, "All media lines must be in one BUNDLE group and share one transport", _OTHER_BROWSER),
    "sdp-rtcp-mux": Kind(422, "RTP and RTCP must be multiplexed", _OTHER_BROWSER),
    "sdp-too-many-candidates": Kind(422, "The offer has too many candidates", _OTHER_BROWSER),
    "frag-too-large": Kind(413, "The fragment is too large", _TRY_AGAIN),
    "frag-malformed": Kind(400, "The fragment is not readable (RFC 8840)", _TRY_AGAIN),
    "frag-unknown-ufrag": Kind(422, "The fragment belongs to no ICE session of this call", _TRY_AGAIN),
    "ice-restart-early": Kind(409, "ICE cannot restart before the call is connected", _TRY_AGAIN),
    "etag-missing": Kind(428, "If-Match is missing", _TRY_AGAIN),
    "etag-mismatch": Kind(412, "If-Match names another ICE session", _TRY_AGAIN),
    "call-unknown": Kind(404, "There is no such call", "통화가 이미 끝났어요. 상담 시작을 다시 눌러 주세요."),
    "calls-full": Kind(503, "Every line is busy", "지금은 모든 상담이 통화 중이에요. 잠시 뒤에 다시 눌러 주세요."),
    "clip-unknown": Kind(
        404, "No such sentence is prepared", "이 영상은 이제 없어요. 처음 화면에서 다시 물어봐 주세요."
    ),
    "not-ready": Kind(503, "The engines are still loading", "상담을 준비하고 있어요. 잠시 뒤에 다시 눌러 주세요."),
}


class Problem(Exception):  # noqa: N818  (the name RFC 9457 gives it)
    """A request that cannot be met; `code` is a key of KINDS."""

    def __init__(
        self,
        code: str,
        detail: str = "",
        headers: Mapping[str, str] | None = None,
        members: Mapping[str, str | int] | None = None,
    ) -> None:
        """`members`: what this kind of problem tells beside what all do."""
        kind = KINDS[code]
        super().__init__(f"{code}: {detail or kind.title}")
        self.code = code
        self.status = kind.status
        self.title = kind.title
        self.message = kind.message
        self.detail = detail or kind.title
        self.headers: Mapping[str, str] = headers or {}
        self.members: Mapping[str, str | int] = members or {}

    def body(self) -> dict[str, str | int]:
        """The JSON object of RFC 9457, with `code`, `message` and the members of this problem added."""
        return {
            "type": f"urn:malbeot:problem:{self.code}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "code": self.code,
            "message": self.message,
            **self.members,
        }
