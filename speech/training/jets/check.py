"""What is wrong with recordings before a voice learns it: each fault is one that is heard later in all it says."""

import logging
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import numpy as np
import soundfile

from speech.audio import AudioError, read_wav
from speech.jets.errors import VoiceError
from speech.jets.text import Front
from speech.korean import spoken
from speech.loudness import voiced_power
from speech.training.jets.clips import Clip
from speech.types import AudioChunk, Likelihood, Samples

LENGTH: Final = (0.8, 15.0)
"""seconds; shorter than what one step of training looks at, or longer than a breath"""
LEAST_RATE: Final = 22_050
"""Hz"""
CLIPPED: Final = 0.999
"""a sample so strong was cut off"""
MOST_CLIPPED: Final = 3
"""such samples next to each other"""
QUIETEST, LOUDEST = -35.0, -8.0
"""dBFS of the voice"""
CLEANEST: Final = 25.0
"""dB between voice and background at least"""
EDGE, GAP = 1.0, 1.5
"""seconds of silence at the ends and within"""
SYLLABLES: Final = (2.0, 9.0)
"""a second; outside the text is not what is heard"""
OTHERS: Final = 30
"""texts of other recordings that must fit worse than the own"""
_FRAME: Final = 0.02
"""seconds"""

Kind = Literal["file", "length", "rate", "clipping", "level", "noise", "silence", "text", "mismatch", "twice"]
Listen = Callable[[AudioChunk], Likelihood | None]
"""How likely each of some texts is for a sound at 16 kHz."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Fault:
    clip: Clip
    kind: Kind
    what: str
    unusable: bool = False
    """training leaves the clip out"""


@dataclass(frozen=True, slots=True)
class Report:
    clips: tuple[Clip, ...]
    faults: tuple[Fault, ...]
    minutes: float

    @property
    def usable(self) -> list[Clip]:
        bad = {fault.clip.path for fault in self.faults if fault.unusable}
        return [clip for clip in self.clips if clip.path not in bad]


def check(clips: Sequence[Clip], front: Front | None = None, listen: Listen | None = None) -> Report:
    """`front`: of the voice that is to learn, which must have a token for every sound. `listen`: a recogniser that
    finds texts which belong to other recordings."""
    faults: list[Fault] = []
    seconds = 0.0
    times_read = Counter(clip.text for clip in clips if clip.text)
    for index, clip in enumerate(clips):
        faults += _of_text(clip, front, times_read)
        try:
            chunk = read_wav(clip.path, _rate(clip.path))
        except (AudioError, OSError, RuntimeError) as error:
            faults.append(Fault(clip, "file", str(error), unusable=True))
            continue
        seconds += chunk.seconds
        faults += _of_sound(clip, chunk)
        if listen and clip.text and (other := _fits_better(clip, _others(clips, index), listen)):
            faults.append(Fault(clip, "mismatch", f"the text of {other.name} fits this sound better", unusable=True))
    return Report(tuple(clips), tuple(faults), seconds / 60)


def embedded_listener() -> Listen:
    """The recogniser that comes with the product."""
    from speech.recognizers import embedded

    recognizer = embedded.load()
    return lambda chunk: recognizer.transcribe(chunk).likelihood


def _rate(path: Path) -> int:
    try:
        return int(soundfile.info(str(path)).samplerate)
    except soundfile.LibsndfileError as error:
        raise AudioError("audio-not-wav", f"{path}: not a WAV file ({error.error_string})") from error


def _of_text(clip: Clip, front: Front | None, times_read: Counter[str]) -> Iterator[Fault]:
    if not spoken(clip.text):
        yield Fault(clip, "text", "nothing says what is read", unusable=True)
    elif front:
        try:
            front.utterances(clip.text)
        except VoiceError as error:
            yield Fault(clip, "text", str(error), unusable=True)
    if times_read[clip.text] > 1:
        yield Fault(clip, "twice", f"the same text is read {times_read[clip.text]} times")


def _of_sound(clip: Clip, chunk: AudioChunk) -> Iterator[Fault]:
    shortest, longest = LENGTH
    if not shortest <= chunk.seconds <= longest:
        what = f"{chunk.seconds:.1f} s; {shortest} to {longest} s are learnt from"
        yield Fault(clip, "length", what, unusable=True)
    if chunk.rate < LEAST_RATE:
        yield Fault(clip, "rate", f"{chunk.rate} Hz; at least {LEAST_RATE} keep the voice clear", unusable=True)
    if (count := _longest_run(np.abs(chunk.samples) >= CLIPPED)) > MOST_CLIPPED:
        yield Fault(clip, "clipping", f"{count} samples next to each other are cut off", unusable=True)
    powers = _powers(chunk)
    voice, background = _decibels(voiced_power(chunk.samples, chunk.rate)), _decibels(float(np.percentile(powers, 5)))
    if not QUIETEST <= voice <= LOUDEST:
        yield Fault(clip, "level", f"voice at {voice:.0f} dBFS", unusable=voice < QUIETEST - 20)
    if voice - background < CLEANEST:
        yield Fault(clip, "noise", f"background only {voice - background:.0f} dB below the voice")
    yield from _of_silence(clip, powers, voice)
    begin, end = _voiced(powers, voice)
    syllables = sum("가" <= char <= "힣" for char in spoken(clip.text))
    pace = syllables / max((end - begin) * _FRAME, _FRAME)
    if syllables and not SYLLABLES[0] <= pace <= SYLLABLES[1]:
        yield Fault(clip, "mismatch", f"{pace:.1f} syllables a second: another text, or cut off", unusable=True)


def _of_silence(clip: Clip, powers: Samples, voice: float) -> Iterator[Fault]:
    begin, end = _voiced(powers, voice)
    if max(begin, len(powers) - end) * _FRAME > EDGE:
        yield Fault(clip, "silence", f"{begin * _FRAME:.1f} s before, {(len(powers) - end) * _FRAME:.1f} s after")
    if (gap := _longest_run(~_loud(powers, voice)[begin:end]) * _FRAME) > GAP:
        yield Fault(clip, "silence", f"{gap:.1f} s in the middle")


def _others(clips: Sequence[Clip], index: int) -> list[Clip]:
    """Those nearest in length, which are easiest to take for each other."""
    length = len(clips[index].text)
    rest = [clip for clip in clips if clip.text and clip.text != clips[index].text]
    return sorted(rest, key=lambda clip: abs(len(clip.text) - length))[:OTHERS]


def _fits_better(clip: Clip, others: Sequence[Clip], listen: Listen) -> Clip | None:
    likelihood = listen(read_wav(clip.path)) if others else None
    if likelihood is None:
        return None
    own, *rest = likelihood([clip.text, *(other.text for other in others)])
    best = int(np.argmax(rest))
    return others[best] if rest[best] > own else None


def _powers(chunk: AudioChunk) -> Samples:
    size = max(1, round(chunk.rate * _FRAME))
    frames = chunk.samples[: max(1, len(chunk.samples) // size) * size]
    powers: Samples = np.square(frames.reshape(-1, min(size, len(frames)))).mean(axis=1) + np.float32(1e-12)
    return powers


def _loud(powers: Samples, voice: float) -> np.ndarray:
    """Which frames are voice; shape of `powers`."""
    return np.asarray(powers > 10 ** ((voice - 25) / 10))


def _voiced(powers: Samples, voice: float) -> tuple[int, int]:
    """First and last frame of the voice."""
    loud = np.flatnonzero(_loud(powers, voice))
    return (int(loud[0]), int(loud[-1]) + 1) if len(loud) else (0, len(powers))


def _longest_run(marked: np.ndarray) -> int:
    edges = np.flatnonzero(np.diff(np.concatenate([[False], marked, [False]]).astype(np.int8)))
    return int(np.max(edges[1::2] - edges[::2], initial=0))


def _decibels(power: float) -> float:
    return float(10 * np.log10(max(power, 1e-12)))
