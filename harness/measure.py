"""What a turn looked like from outside: pure functions of what was received and when."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from harness.received import Picture, Received, SoundPiece
from harness.skew import Skew, av_skew
from harness.sound import HOP, RATE, Pcm, levels, loud_samples, voice_threshold, voiced_hops

SOUND_GAP = 0.06
"""seconds without sound that a listener's jitter buffer cannot cover"""
FREEZE = 0.2
"""seconds without a new picture that the eye takes for a standstill"""
_BEFORE = 0.5
"""seconds before the answer that show how quiet the line is"""
_LEAD = 0.4
"""seconds that a mouth may move ahead of its voice"""
_MOVED = 0.03
"""opening of the mouth (0…1) beyond that of the resting face, under which it is the codec"""


@dataclass(frozen=True, slots=True)
class Gap:
    begin: float
    """seconds, time.monotonic"""
    seconds: float


@dataclass(frozen=True, slots=True)
class Measured:
    voice_to_voice: float | None
    """seconds from the caller's last voiced sample to the first sound of the answer; None: no sound came"""
    first_frame: float | None
    """seconds from there to the first movement of the mouth; None: it did not move"""
    skew: Skew | None
    sound_gaps: tuple[Gap, ...]
    freezes: tuple[Gap, ...]


def measure_turn(received: Received, spoken: float, ended: float) -> Measured:
    """`spoken`: when the caller's last voiced sample was said; `ended`: when the answer was over (time.monotonic)."""
    threshold = _line_threshold(received.sound, spoken)
    answer = [piece for piece in received.sound if spoken <= piece.arrival <= ended]
    pictures = [picture for picture in received.pictures if spoken <= picture.arrival <= ended]
    freezes = gaps(pictures, FREEZE)
    heard = _voiced_span(answer, threshold)
    if heard is None:
        return Measured(None, None, None, (), freezes)
    start, end = heard
    seen = [picture for picture in received.pictures if not math.isnan(picture.opening)]
    moved = first_movement(seen, max(spoken, start - _LEAD), end)
    sound_gaps = gaps([piece for piece in answer if start - 0.02 <= piece.arrival <= end], SOUND_GAP)
    return Measured(
        voice_to_voice=start - spoken,
        first_frame=None if moved is None else moved - spoken,
        skew=None if moved is None else av_skew(received.sound, seen, start, end),
        sound_gaps=sound_gaps,
        freezes=freezes,
    )


def gaps(stamped: Sequence[SoundPiece | Picture], longest: float) -> tuple[Gap, ...]:
    """Where the next piece came later than `longest` seconds after the one before, or pieces in between are missing."""
    found = []
    for before, after in pairwise(stamped):
        seconds = max(after.arrival - before.arrival, after.at - before.at)
        if seconds > longest:
            found.append(Gap(before.arrival, seconds))
    return tuple(found)


def first_movement(pictures: Sequence[Picture], begin: float, end: float) -> float | None:
    """When the first picture from `begin` on came whose mouth is clearly more open than before; None: none by `end`."""
    resting = [picture.opening for picture in pictures if begin - _BEFORE <= picture.arrival < begin]
    open_mouth = max(resting, default=0.0) + _MOVED
    after = (picture for picture in pictures if begin <= picture.arrival <= end)
    return next((picture.arrival for picture in after if picture.opening > open_mouth), None)


def _line_threshold(sound: Sequence[SoundPiece], spoken: float) -> float:
    before = [piece.samples for piece in sound if spoken - _BEFORE <= piece.arrival < spoken]
    return voice_threshold(levels(_joined(before)))


def _voiced_span(pieces: Sequence[SoundPiece], threshold: float) -> tuple[float, float] | None:
    """First and last moment at which a voice is heard, if each packet is played as it comes."""
    samples = _joined([piece.samples for piece in pieces])
    voiced = voiced_hops(levels(samples), threshold)
    if not len(voiced):
        return None
    first = int(voiced[0]) * HOP
    loud = loud_samples(samples[first : first + HOP], threshold)
    return _moment(pieces, first + (int(loud[0]) if len(loud) else 0)), _moment(pieces, int(voiced[-1] + 1) * HOP - 1)


def _moment(pieces: Sequence[SoundPiece], index: int) -> float:
    ends = np.cumsum([len(piece.samples) for piece in pieces])
    number = int(np.searchsorted(ends, index, side="right"))
    piece = pieces[number]
    return piece.arrival + (index - int(ends[number]) + len(piece.samples)) / RATE


def _joined(pieces: Sequence[Pcm]) -> Pcm:
    return np.concatenate(pieces) if pieces else np.empty(0, np.int16)
