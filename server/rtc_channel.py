"""Data channel messages that aiortc cannot read must not end the call.

aiortc decodes text inside its receiving loop: one message that is not UTF-8, or a channel opened twice, ends DTLS and
with it sound and picture. Built on inner parts of aiortc; `server/rtc.py` refuses to start with an untested version.
"""

import logging

from aiortc import RTCSctpTransport
from aiortc.rtcsctptransport import WEBRTC_BINARY, WEBRTC_STRING

log = logging.getLogger("malbeot.rtc")


def read_safely(sctp: RTCSctpTransport) -> None:
    """Text that is not UTF-8 is handed on as bytes; what breaks the channel protocol is dropped."""
    receive = sctp._data_channel_receive

    async def receive_safely(stream_id: int, pp_id: int, data: bytes) -> None:
        if pp_id == WEBRTC_STRING and not _is_text(data):
            pp_id = WEBRTC_BINARY
        try:
            await receive(stream_id, pp_id, data)
        except (AssertionError, ValueError):
            log.warning("a data channel message of %d bytes broke the protocol and is dropped", len(data))

    sctp._data_channel_receive = receive_safely  # type: ignore[method-assign]


def _is_text(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True
