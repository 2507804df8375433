from aiortc import RTCConfiguration, RTCPeerConnection
from aiortc.rtp import RtpPacket

from harness.arrivals import Arrivals, StampingBuffer


async def test_this_aiortc_keeps_its_buffer_where_it_is_replaced() -> None:
    peer = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    for kind in ("audio", "video"):
        assert Arrivals(peer.addTransceiver(kind).receiver).exact
    await peer.close()


def packet(sequence: int, timestamp: int) -> RtpPacket:
    made = RtpPacket(sequence_number=sequence, timestamp=timestamp & 0xFFFFFFFF)
    made._data = b"x"  # type: ignore[attr-defined]
    return made


def test_sound_leaves_as_soon_as_the_next_packet_is_there() -> None:
    buffer = StampingBuffer(16, is_video=False)
    assert buffer.add(packet(1, 960))[1] is None
    _, frame = buffer.add(packet(2, 1920))
    assert frame is not None
    assert frame.timestamp == 960


def test_a_frame_is_found_by_its_time_since_the_first_even_past_the_end_of_the_counter() -> None:
    buffer = StampingBuffer(16, is_video=False)
    begin = 2**32 - 960
    for number in range(4):
        buffer.add(packet(number, begin + number * 960))
    stamps = [buffer.arrival(number * 960) for number in range(4)]
    assert None not in stamps
    assert stamps == sorted(stamps, key=float)  # type: ignore[arg-type]
    assert buffer.arrival(960 * 50) is None


def test_old_stamps_are_forgotten() -> None:
    buffer = StampingBuffer(16, is_video=False)
    for number in range(3000):
        buffer.add(packet(number, number * 960))
    assert buffer.arrival(0) is None
    assert buffer.arrival(2999 * 960) is not None


def test_pictures_that_nobody_looks_at_are_counted_and_not_decoded() -> None:
    counted: list[float] = []
    buffer = StampingBuffer(16, is_video=True, on_picture=lambda arrival, at: counted.append(at))
    for number in range(4):
        assert buffer.add(packet(number, 2**32 - 3600 + number * 3600))[1] is None
    assert counted == [0.0, 0.04, 0.08]
