"""Our engines behind pipecat's small WebRTC transport: the peer that our own server is compared with.

    python -m harness.peers.pipecat_server --port 8090

Runs in an environment of its own (requirements/peer.txt). It holds calls as pipecat's templates and documentation build
them: Silero with its default parameters (0.2 s of silence), the default turn strategies, segmented recognition,
sentences to the voice one by one, 16 kHz in, 24 kHz out, metrics off. By default Smart Turn v3.2, which knows Korean,
decides whether the caller has finished, and a finished transcript then ends the turn at once; where it takes the caller
for unfinished, the turn ends after 3 s of silence. With `--turn-end silence` it ends 0.6 s after the voice, the other
strategy that is documented. All engines are warm before the address is printed, and the event loop is uvloop, both as
with our server. It greets as our counsellor does.

There is no face, no captions, no card, no screening of what was said, no prepared sound and no filler: pipecat brings
none of these for engines like ours.
"""

import argparse
import asyncio
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final

import uvicorn
from fastapi import FastAPI
from loguru import logger
from pipecat.audio.vad.silero import SileroVADAnalyzer
from pipecat.frames.frames import InterruptionFrame, TTSSpeakFrame
from pipecat.pipeline.pipeline import Pipeline
from pipecat.pipeline.worker import PipelineWorker
from pipecat.processors.aggregators.llm_context import LLMContext
from pipecat.processors.aggregators.llm_response_universal import LLMContextAggregatorPair, LLMUserAggregatorParams
from pipecat.transports.base_transport import TransportParams
from pipecat.transports.smallwebrtc.connection import SmallWebRTCConnection
from pipecat.transports.smallwebrtc.request_handler import SmallWebRTCRequest, SmallWebRTCRequestHandler
from pipecat.transports.smallwebrtc.transport import SmallWebRTCTransport
from pipecat.turns.user_stop import SpeechTimeoutUserTurnStopStrategy
from pipecat.turns.user_turn_strategies import UserTurnStrategies
from pipecat.workers.runner import WorkerRunner

from dialogue import replies
from dialogue.answerers import embedded as answerers
from dialogue.knowledge.jsonl import shipped_entries
from dialogue.types import Answerer, Question
from harness.peers.pipecat_steps import Answering, Hearing, Likelihoods, Speaking
from speech.delivery import Delivery
from speech.recognizers import embedded as recognizers
from speech.types import Recognizer, Voice
from speech.voices import espeak

SMART_TURN: Final = "smart-turn"
SILENCE: Final = "silence"


@dataclass(frozen=True, slots=True)
class Engines:
    """Loaded once, shared by all calls."""

    recognizer: Recognizer
    answerer: Answerer
    voice: Voice
    rate: int
    """Hz, of the voice"""


def load() -> Engines:
    """All of them warm."""
    wordings = [wording for entry in shipped_entries() for wording in entry.questions]
    voice = Delivery(espeak.load())
    (*_, piece) = voice.speak("안녕하세요.")
    answerer = answerers.load()
    answerer.answer(Question(wordings[0]))
    return Engines(recognizers.load(wordings=wordings), answerer, voice, piece.rate)


async def hold(connection: SmallWebRTCConnection, engines: Engines, turn_end: str) -> None:
    """One call, to its end."""
    transport = SmallWebRTCTransport(connection, TransportParams(audio_in_enabled=True, audio_out_enabled=True))
    likelihoods: Likelihoods = {}
    strategies = UserTurnStrategies(stop=[SpeechTimeoutUserTurnStopStrategy()] if turn_end == SILENCE else None)
    user = LLMUserAggregatorParams(vad_analyzer=SileroVADAnalyzer(), user_turn_strategies=strategies)
    context = LLMContextAggregatorPair(LLMContext(), user_params=user)
    pipeline = Pipeline(
        [
            transport.input(),
            Hearing(engines.recognizer, likelihoods),
            context.user(),
            Answering(engines.answerer, likelihoods),
            Speaking(engines.voice, engines.rate),
            transport.output(),
            context.assistant(),
        ]
    )
    worker = PipelineWorker(pipeline)
    runner = WorkerRunner(handle_sigint=False)
    await runner.add_workers(worker)

    async def greet(transport: Any, client: Any) -> None:
        await worker.queue_frames([TTSSpeakFrame(replies.GREETING)])

    async def end(transport: Any, client: Any) -> None:
        await runner.cancel()

    async def fall_silent(transport: Any, message: Any, sender: Any) -> None:
        if message.get("type") == "interrupt":
            await worker.queue_frames([InterruptionFrame()])

    transport.add_event_handler("on_client_connected", greet)
    transport.add_event_handler("on_app_message", fall_silent)
    transport.add_event_handler("on_client_disconnected", end)
    await runner.run()


def app(engines: Engines, turn_end: str) -> FastAPI:
    handler = SmallWebRTCRequestHandler()
    calls: set[asyncio.Task[None]] = set()

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        await handler.close()

    api = FastAPI(lifespan=lifespan)

    async def begin(connection: SmallWebRTCConnection) -> None:
        call = asyncio.create_task(hold(connection, engines, turn_end))
        calls.add(call)
        call.add_done_callback(calls.discard)

    @api.post("/api/offer")
    async def offer(request: dict[str, Any]) -> dict[str, str] | None:
        answer: dict[str, str] | None = await handler.handle_web_request(SmallWebRTCRequest.from_dict(request), begin)
        return answer

    return api


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m harness.peers.pipecat_server", description="the peer, for compare")
    parser.add_argument("--port", type=int, default=8090, help="0 takes a free one")
    parser.add_argument("--turn-end", choices=(SMART_TURN, SILENCE), default=SMART_TURN)
    options = parser.parse_args()
    logger.remove()
    logger.add(sys.stderr, level="WARNING")  # below it pipecat logs what was said
    api = app(load(), options.turn_end)
    with socket.create_server(("127.0.0.1", options.port)) as listening:
        print(f"ready: http://127.0.0.1:{listening.getsockname()[1]}", flush=True)
        uvicorn.Server(uvicorn.Config(api, log_level="warning")).run(sockets=[listening])


if __name__ == "__main__":
    main()
