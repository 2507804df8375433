"""Our engines as the steps of a pipecat pipeline, each as pipecat builds its own for models on the same machine.

Hearing is a segmented recogniser like its WhisperSTTService, the voice a local one like its PiperTTSService. The
answerer stands where a language model would: it takes the context and gives text, sentence by sentence. Blocking work
is done in threads, as theirs is.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Mapping
from typing import Any, Final

import numpy as np
from pipecat.frames.frames import (
    Frame,
    LLMContextFrame,
    LLMFullResponseEndFrame,
    LLMFullResponseStartFrame,
    LLMTextFrame,
    TranscriptionFrame,
)
from pipecat.processors.frame_processor import FrameDirection, FrameProcessor
from pipecat.services.settings import STTSettings, TTSSettings
from pipecat.services.stt_latency import WHISPER_TTFS_P99
from pipecat.services.stt_service import SegmentedSTTService
from pipecat.services.tts_service import TTSService
from pipecat.transcriptions.language import Language
from pipecat.utils.time import time_now_iso8601

from dialogue import replies
from dialogue.types import Answer, Answerer, Question
from speech.korean import sentences
from speech.types import AudioChunk, Likelihood, Recognizer, Speech, Voice

FULL_SCALE: Final = 32768
"""16-bit steps"""

Likelihoods = dict[str, Likelihood]
"""of the texts of one call that were heard and not yet answered: pipecat's context carries text alone, and our answerer
finds fewer right answers without"""


class Hearing(SegmentedSTTService):  # type: ignore[misc]
    def __init__(self, recognizer: Recognizer, likelihoods: Likelihoods) -> None:
        settings = STTSettings(model=None, language=Language.KO)
        super().__init__(settings=settings, ttfs_p99_latency=WHISPER_TTFS_P99)
        self._recognizer = recognizer
        self._likelihoods = likelihoods

    @property
    def wants_wav_segments(self) -> bool:
        return False

    async def run_stt(self, audio: bytes) -> AsyncGenerator[Frame, None]:
        samples = np.asarray(np.frombuffer(audio, np.int16) / FULL_SCALE, np.float32)
        transcript = await asyncio.to_thread(self._recognizer.transcribe, AudioChunk(samples, self.sample_rate))
        if transcript.text:
            if transcript.likelihood is not None:
                self._likelihoods[transcript.text] = transcript.likelihood
            yield TranscriptionFrame(transcript.text, self._user_id, time_now_iso8601(), Language.KO)


class Answering(FrameProcessor):  # type: ignore[misc]
    def __init__(self, answerer: Answerer, likelihoods: Likelihoods) -> None:
        super().__init__()
        self._answerer = answerer
        self._likelihoods = likelihoods
        self._before: Answer | None = None

    async def process_frame(self, frame: Frame, direction: FrameDirection) -> None:
        await super().process_frame(frame, direction)
        if not isinstance(frame, LLMContextFrame):
            await self.push_frame(frame, direction)
            return
        await self.push_frame(LLMFullResponseStartFrame())
        self._before = await self._answer(frame.context.get_messages()[-1])
        for sentence in sentences(self._before.spoken):
            await self.push_frame(LLMTextFrame(f"{sentence.text} "))
        await self.push_frame(LLMFullResponseEndFrame())

    async def _answer(self, message: Mapping[str, Any]) -> Answer:
        if message["role"] != "user":  # pipecat's own request to ask again what nobody understood
            return Answer.plain("reject", replies.NOT_UNDERSTOOD)
        return await asyncio.to_thread(self._answerer.answer, self._question(str(message["content"])))

    def _question(self, text: str) -> Question:
        likelihood = self._likelihoods.get(text)
        self._likelihoods.clear()
        if self._before is None:
            return Question(text, likelihood=likelihood)
        return Question(text, None, likelihood, self._before.answer_id, self._before.choices)


class Speaking(TTSService):  # type: ignore[misc]
    def __init__(self, voice: Voice, rate: int) -> None:
        """`rate`: of the voice, Hz."""
        settings = TTSSettings(model=None, voice=None, language=Language.KO)
        super().__init__(push_start_frame=True, push_stop_frames=True, settings=settings)
        self._voice = voice
        self._rate = rate

    async def run_tts(self, text: str, context_id: str) -> AsyncGenerator[Frame, None]:
        pieces = _pcm(self._voice.speak(text))
        async for frame in self._stream_audio_frames_from_iterator(
            pieces, in_sample_rate=self._rate, context_id=context_id
        ):
            yield frame


async def _pcm(pieces: Iterator[Speech]) -> AsyncIterator[bytes]:
    """16 bit, piece by piece as they are made."""
    while (piece := await asyncio.to_thread(next, pieces, None)) is not None:
        yield (np.clip(piece.samples, -1, 1) * (FULL_SCALE - 1)).astype(np.int16).tobytes()
