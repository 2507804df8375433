"""What a Whisper-like recogniser wrote becomes a transcript, unless it looks invented.

Over silence and noise these networks write phrases from subtitles. The limits are those of Whisper (Radford et al.,
2022) and, for the speed of speech, our own.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from speech.audio import level_dbfs
from speech.types import AudioChunk, Transcript, Word

MOST_SILENT: Final = 0.6
"""probability of no speech"""
LEAST_LIKELY: Final = -1.0
"""mean log-probability of a token"""
MOST_REPETITIVE: Final = 2.4
"""length of the text over its length when compressed"""
FASTEST: Final = 12.0
"""syllables a second"""
SHORT: Final = 2.0
"""seconds of sound in which a phrase from subtitles is not believed"""
QUIET: Final = -45.0
"""dBFS below which it is not believed either"""

_FROM_SUBTITLES: Final = re.compile(
    r"(?:오늘도)?(?:끝까지)?시청해?주셔서감사합니다|시청해주셔서고맙습니다|구독과?좋아요(?:알림설정)?(?:까지)?(?:부탁드(?:립니다|려요)|눌러주세요)?"
    r"|다음(?:영상|시간|이시간)에(?:서)?(?:만나요|뵙겠습니다|또만나요)|(?:한글)?자막(?:제공|by|제작).*|(?:MBC|KBS|SBS|YTN)뉴스.*입니다",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Segment:
    text: str
    avg_logprob: float
    """mean log-probability of its tokens"""
    no_speech_prob: float
    compression_ratio: float
    words: tuple[Word, ...] = ()


def transcript(audio: AudioChunk, segments: Sequence[Segment]) -> Transcript:
    """The believable segments as one text; empty when none is."""
    believed = [segment for segment in segments if _believable(segment)]
    text = " ".join(segment.text.strip() for segment in believed).strip()
    if not text or _too_fast(text, audio) or _from_subtitles(text, audio):
        return Transcript("", 0.0)
    words = tuple(word for segment in believed for word in segment.words)
    return Transcript(text, _confidence(believed), words)


def _believable(segment: Segment) -> bool:
    return (
        segment.no_speech_prob <= MOST_SILENT
        and segment.avg_logprob >= LEAST_LIKELY
        and segment.compression_ratio <= MOST_REPETITIVE
    )


def _too_fast(text: str, audio: AudioChunk) -> bool:
    return len(re.findall(r"[가-힣]", text)) > FASTEST * audio.seconds


def _from_subtitles(text: str, audio: AudioChunk) -> bool:
    doubtful = audio.seconds < SHORT or level_dbfs(audio.samples) < QUIET
    return doubtful and _FROM_SUBTITLES.fullmatch(re.sub(r"[\W_]", "", text)) is not None


def _confidence(segments: Sequence[Segment]) -> float:
    """Probability of a token, averaged over the text."""
    lengths = [len(segment.text) for segment in segments]
    mean = sum(segment.avg_logprob * size for segment, size in zip(segments, lengths, strict=True)) / sum(lengths)
    return math.exp(min(0.0, mean))
