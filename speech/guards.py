"""What a recogniser wrote is believed only when the sound supports it, whichever recogniser it was.

Over silence and noise, networks trained on subtitles write phrases from subtitles, or one phrase over and over. The
limits on probability and compression are those of Whisper (Radford et al., 2022); the rest is our own.
"""

import re
import zlib
from typing import Final, Literal

from speech.audio import level_dbfs
from speech.korean import spoken
from speech.types import AudioChunk, Transcript

Doubt = Literal["no voice", "no speech", "unlikely", "repeats", "too fast", "sign-off"]

LEAST_VOICED: Final = 0.1
"""share of the sound that is voice; the margins around the shortest utterance leave about a third"""
MOST_SILENT: Final = 0.6
"""probability of no speech"""
LEAST_LIKELY: Final = -1.0
"""mean log-probability of a token"""
MOST_REPETITIVE: Final = 2.4
"""bytes of the text over its bytes when compressed"""
FASTEST: Final = 12.0
"""syllables a second of sound that nobody exceeds"""
ORDINARY: Final = 5.0
"""syllables a second of voice; a phrase from subtitles is believed when there is voice enough to say it like this"""
QUIET: Final = -45.0
"""dBFS below which a phrase from subtitles is not believed"""

_LOOP: Final = re.compile(r"(.{4,}?)\1{3,}")
"""four or more letters four times in a row; "네, 네, 네" is no loop"""

_SIGN_OFF: Final = re.compile(
    r"(?:오늘도|끝까지|지금까지|영상)*(?:시청|구독|봐)해?주(?:셔서|신분들께)(?:대단히)?(?:감사|고맙)(?:합니다|습니다|드립니다)"
    r"|(?:구독|좋아요|알림설정|댓글)(?:구독|좋아요|알림설정|댓글|버튼|하고|까지|과|와|을|를|도|꼭)*"
    r"(?:부탁드립니다|부탁드려요|부탁해요|눌러주세요|해주세요)"
    r"|구독(?:과|하고)?좋아요"
    r"|다음(?:영상|시간|이시간|편)에서?(?:또|다시)?(?:만나요|만나겠습니다|뵙겠습니다|뵐게요|봐요)"
    r"|(?:mbc|kbs|sbs|ytn|jtbc)뉴스.{0,6}입니다|이시각세계였습니다"
    r"|(?:한글|한국어)자막(?:제공|제작)?by.*|자막(?:제공|제작)(?:및광고를포함하고있습니다|배달의민족)?"
    r"|유료광고를?포함하고있습니다",
    re.IGNORECASE,
)


def guard(transcript: Transcript, audio: AudioChunk, voiced_share: float | None = None) -> Transcript:
    """The transcript, or an empty one when there is a doubt. `voiced_share`: the part of `audio`, 0…1, that the voice
    detector calls voice; None where there was no detector."""
    return Transcript("", 0.0) if transcript.text and doubt(transcript, audio, voiced_share) else transcript


def doubt(transcript: Transcript, audio: AudioChunk, voiced_share: float | None = None) -> Doubt | None:
    """The first reason not to believe a transcript that is not empty."""
    text, voiced = transcript.text, 1.0 if voiced_share is None else voiced_share
    if voiced < LEAST_VOICED:
        return "no voice"
    if transcript.no_speech is not None and transcript.no_speech > MOST_SILENT:
        return "no speech"
    if transcript.log_probability is not None and transcript.log_probability < LEAST_LIKELY:
        return "unlikely"
    if _loops(text):
        return "repeats"
    syllables = _syllables(text)
    if syllables > FASTEST * audio.seconds:
        return "too fast"
    enough = syllables <= ORDINARY * audio.seconds * voiced and level_dbfs(audio.samples) >= QUIET
    return None if enough or not is_sign_off(text) else "sign-off"


def is_sign_off(text: str) -> bool:
    """Whether the text is nothing but phrases with which films and news end. "감사합니다" alone is not one."""
    said = _letters(text)
    rest = _SIGN_OFF.sub("", said)
    return rest != said and rest in ("", "감사합니다")


def _loops(text: str) -> bool:
    data = text.encode()
    return _LOOP.search(_letters(text)) is not None or len(data) > MOST_REPETITIVE * len(zlib.compress(data))


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text)


def _syllables(text: str) -> int:
    return len(re.findall(r"[가-힣]", spoken(text)))
