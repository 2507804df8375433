"""A conversation from outside: one turn for each recording, each with the record of what it was like."""

import asyncio
import contextlib
import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from harness.caller import Caller, Packets
from harness.errors import CallError
from harness.measure import Gap, Measured, measure_turn
from harness.network import Network
from harness.recording import Recording, read_recording
from harness.wire import Message, ServerTurn, Span, read_turn

PATIENCE = 90.0
"""seconds from the end of a question to the end of its answer"""
GREETING = 0
"""number of the turn in which the server greets"""
_BEFORE_GREETING = 1.5
"""seconds without a sound after which there is no greeting to wait for: on a bad network word of it comes late"""
_STARTS = 10.0
"""seconds in which she begins to speak, or nothing is cut"""
_TAIL = 0.5
"""seconds after the server's record in which the last packets come"""
_REMEMBERED = 1.0
"""seconds of the line before a turn that measuring it needs"""


@dataclass(frozen=True, slots=True)
class TurnRecord:
    """The server's account of a turn, and the times measured outside it, from the caller's last voiced sample on."""

    turn: int
    """the server's number"""
    transcript: str
    kind: str
    answer_id: str | None
    answer: str
    voice_to_voice_ms: float | None
    """to the first sound of the answer; None: none came"""
    first_frame_ms: float | None
    """to the first movement of the mouth; None: none was seen"""
    av_skew_ms: float | None
    """positive: picture after sound; None: too short or too still to tell"""
    stages: Mapping[str, Span]
    """as the server counted them"""
    recording: Path
    sound_gaps: tuple[Gap, ...] = ()
    freezes: tuple[Gap, ...] = ()
    call: int = 0
    """which of the calls of a bench"""
    at: float = 0.0
    """seconds from the beginning of the call to the end of the question"""
    received: float | None = None
    """share of the turn's sound packets that came; None: not one was sent"""
    sent_ms: float | None = None
    """by the server's clock: from the last voiced sample that came in until the first of the answer went out"""
    ends: Mapping[str, float] = field(default_factory=dict)
    """by stage: milliseconds from the last voiced sample until the server's word that the stage was over came"""

    def as_json(self) -> dict[str, Any]:
        """The stable keys of `malbeot call --json`."""
        return {
            "turn": self.turn,
            "transcript": self.transcript,
            "kind": self.kind,
            "answer_id": self.answer_id,
            "answer": self.answer,
            "voice_to_voice_ms": self.voice_to_voice_ms,
            "sent_ms": self.sent_ms,
            "first_frame_ms": self.first_frame_ms,
            "av_skew_ms": self.av_skew_ms,
            "stages": {name: asdict(span) for name, span in self.stages.items()},
        }


async def place_call(
    url: str,
    wavs: Sequence[Path],
    save: Path | None = None,
    on_turn: Callable[[TurnRecord], None] | None = None,
    network: Network | None = None,
    listen: float | None = None,
    watch: bool = True,
) -> list[TurnRecord]:
    """Call the server at `url` and say each WAV as one turn; `on_turn` hears of each as soon as it is over. `listen`:
    seconds of the greeting and of each answer that are listened to before they are cut; None: all. `watch`: as
    for `Caller`.

    Raises RecordingError before anything is sent, and CallError.
    """
    recordings = [read_recording(wav) for wav in wavs]
    records: list[TurnRecord] = []
    async with Caller(url, save, network=network, watch=watch) as caller:
        began = time.monotonic()
        ready = await caller.message("bot-ready")
        if not ready.data.get("hearing", True):
            raise CallError("no-hearing", "this server has no recogniser: it can only be asked in writing")
        if listen is not None:
            await _cut(caller, listen)
        await caller.quiet(_BEFORE_GREETING)
        for recording in recordings:
            record = await _take_turn(caller, recording, began, listen)
            records.append(record)
            if on_turn is not None:
                on_turn(record)
    return records


async def _take_turn(caller: Caller, recording: Recording, began: float, listen: float | None) -> TurnRecord:
    await caller.quiet()
    packets = await caller.sound_packets()
    caller.received.forget_media_before(time.monotonic() - _REMEMBERED)
    spoken = await caller.speak(recording)
    if listen is not None:
        await _cut(caller, listen, spoken)
    server = await _answered(caller, spoken)
    ended = time.monotonic()
    await asyncio.sleep(_TAIL)
    record = _record(recording, server, measure_turn(caller.received, spoken, ended))
    return replace(
        record,
        at=round(spoken - began, 2),
        received=_share(packets, await caller.sound_packets()),
        ends=_ends(caller.received.messages, server.turn, spoken),
    )


async def _cut(caller: Caller, listen: float, since: float = 0.0) -> None:
    """Listen so long to what she says, then stop her."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(_STARTS):
            await caller.message("bot-started-speaking", since=since)
    await asyncio.sleep(listen)
    caller.send("client-message", {"t": "interrupt", "d": {}})


async def _answered(caller: Caller, spoken: float) -> ServerTurn:
    """A pause inside the question may have ended an earlier turn; the one that ends after the question counts.

    The greeting (turn 0) answers nothing, however late word of its end comes.
    """
    try:
        async with asyncio.timeout(PATIENCE):
            message = await caller.message("server-message/turn", since=spoken)
            while message.data.get("turn") == GREETING:
                message = await caller.message("server-message/turn", since=math.nextafter(message.at, math.inf))
    except TimeoutError:
        raise CallError("no-answer", f"no answer came to an end within {PATIENCE:.0f} s") from None
    try:
        return read_turn(message)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise CallError("not-a-call-server", f"the record of the turn breaks the contract: {error!r}") from error


def _record(recording: Recording, server: ServerTurn, seen: Measured) -> TurnRecord:
    return TurnRecord(
        turn=server.turn,
        transcript=server.transcript,
        kind=server.kind,
        answer_id=server.answer_id,
        answer=server.answer,
        voice_to_voice_ms=_milliseconds(seen.voice_to_voice),
        first_frame_ms=_milliseconds(seen.first_frame),
        av_skew_ms=_milliseconds(seen.skew.seconds if seen.skew else None),
        stages=server.stages,
        recording=recording.path,
        sound_gaps=seen.sound_gaps,
        freezes=seen.freezes,
        sent_ms=server.voice_to_voice_ms,
    )


def _ends(messages: Sequence[Message], turn: int, spoken: float) -> dict[str, float]:
    """The first end of each stage of this turn: what a sentence spoken later takes is no part of the first answer."""
    ends: dict[str, float] = {}
    for message in messages:
        data = message.data
        if message.kind == "server-message/stage" and data.get("event") == "ended" and data.get("turn") == turn:
            ends.setdefault(str(data.get("stage")), round((message.at - spoken) * 1000, 1))
    return ends


def _share(before: Packets, after: Packets) -> float | None:
    received, lost = after.received - before.received, after.lost - before.lost
    return round(received / (received + lost), 4) if received + lost else None


def _milliseconds(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds * 1000, 1)
