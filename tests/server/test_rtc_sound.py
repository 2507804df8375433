"""A caller's sound through aiortc's receiver, with packets no honest caller sends."""

import asyncio
import logging
import os

import numpy as np
import pytest
from aiortc.rtp import RtpPacket
from av import AudioFrame

from server.rtc_sound import MAX_WAITING, RATE, SAMPLES, CallerSound
from tests.server.peers import Pair, connected, opus_tone

OPUS = 96


def rtp(index: int, payload: bytes) -> RtpPacket:
    packet = RtpPacket(payload_type=OPUS, sequence_number=index % 65536, timestamp=index * SAMPLES % (1 << 32))
    packet.payload = payload
    return packet


def add(sound: CallerSound, packets: dict[int, bytes]) -> None:
    for index, payload in packets.items():
        sound.add(rtp(index, payload))


async def frames_of(sound: CallerSound) -> list[AudioFrame]:
    sound.end()
    return await frames_until_end(sound)


async def frames_until_end(sound: CallerSound) -> list[AudioFrame]:
    frames = []
    while frame := await sound.get():
        frames.append(frame)
    return frames


def level(frame: AudioFrame) -> float:
    return float(np.sqrt(np.mean(frame.to_ndarray().astype(float) ** 2)))


async def test_frames_are_mono_20_ms_and_counted_without_holes() -> None:
    sound = CallerSound()
    add(sound, dict(enumerate(opus_tone(20))))
    frames = await frames_of(sound)
    assert {(frame.sample_rate, frame.samples, frame.layout.name) for frame in frames} == {(RATE, SAMPLES, "mono")}
    assert [frame.pts for frame in frames] == [index * SAMPLES for index in range(20)]


@pytest.mark.parametrize("bad", [b"", b"\xff", b"\xfc" + bytes(3) + b"\xff", b"\x03\xff" * 40])
async def test_an_empty_or_unreadable_packet_is_silence_and_sound_goes_on(bad: bytes) -> None:
    sound = CallerSound()
    packets = dict(enumerate(opus_tone(40)))
    packets[20] = bad
    add(sound, packets)
    frames = await frames_of(sound)
    assert frames[-1].pts == 39 * SAMPLES, "no time is lost"
    assert all(level(frame) > 3000 for frame in frames[25:])


async def test_random_payloads_never_end_the_sound() -> None:
    sound = CallerSound()
    reading = asyncio.create_task(frames_until_end(sound))
    for index in range(400):
        sound.add(rtp(index, os.urandom(index % 300)))
        await asyncio.sleep(0)
    add(sound, {400 + index: payload for index, payload in enumerate(opus_tone(60))})
    sound.end()
    assert level((await reading)[-1]) > 3000


async def test_a_pause_that_was_not_sent_is_silence_of_its_length() -> None:
    """Opus DTX: sequence numbers go on, timestamps leap."""
    sound, tone = CallerSound(), opus_tone(12)
    for sequence, payload in enumerate(tone):
        packet = rtp(sequence, payload)
        packet.timestamp = (sequence if sequence < 6 else sequence + 20) * SAMPLES
        sound.add(packet)
    frames = await frames_of(sound)
    assert len(frames) == 12 + 20
    assert max(level(frame) for frame in frames[6:26]) == 0


async def test_a_leap_of_the_clock_is_no_pause() -> None:
    sound, tone = CallerSound(), opus_tone(4)
    for sequence, payload in enumerate(tone):
        packet = rtp(sequence, payload)
        packet.timestamp += 2_000_000_000 if sequence > 1 else 0
        sound.add(packet)
    assert len(await frames_of(sound)) == 4


async def test_a_reader_that_stalls_finds_the_newest_two_seconds() -> None:
    sound = CallerSound()
    add(sound, dict(enumerate(opus_tone(10) * 50)))
    assert len(sound._waiting) == MAX_WAITING
    assert sound.dropped == 500 - MAX_WAITING
    assert len(await frames_of(sound)) == MAX_WAITING


async def test_a_caller_who_sends_an_empty_packet_is_still_heard(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    async with connected() as pair:
        await heard(pair, 5)
        sender = pair.caller.getSenders()[0]
        encode = sender._RTCRtpSender__encoder.encode  # type: ignore[attr-defined]
        emptied = iter([True] + [False] * 1000)
        sender._RTCRtpSender__encoder.encode = lambda frame, key: (  # type: ignore[attr-defined]
            ([b""], encode(frame, key)[1]) if next(emptied) else encode(frame, key)
        )
        frames = await heard(pair, 60)
    assert all(level(frame) > 3000 for frame in frames[20:])
    assert not caplog.records


async def heard(pair: Pair, count: int) -> list[AudioFrame]:
    async with asyncio.timeout(5):
        return [await pair.tracks[0].recv() for _ in range(count)]  # type: ignore[misc]
