"""What aiortc's sender knows about the picture at the caller's end, and does not tell a track that sends packets.

Leans on the inside of aiortc; see TESTED in server/rtc.py.
"""

from collections.abc import Callable
from typing import Final

from aiortc import RTCRtpSender

UNKNOWN: Final = 500_000
"""bits a second, as long as the caller's end has said nothing (REMB)"""


def on_key_request(sender: RTCRtpSender, told: Callable[[], None]) -> None:
    """`told` hears when the caller's end asks for a picture that needs none before it (PLI and FIR, RFC 4585, 5104)."""
    ask_encoder = sender._send_keyframe

    def asked() -> None:
        ask_encoder()
        told()

    sender._send_keyframe = asked  # type: ignore[method-assign]


def allowed_bitrate(sender: RTCRtpSender) -> int:
    """Bits a second that the caller's end says it can take."""
    encoder = sender._RTCRtpSender__encoder  # type: ignore[attr-defined]
    return int(getattr(encoder, "target_bitrate", UNKNOWN))
