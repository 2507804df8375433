"""New sentences out of words that readers said: a network that knows a few hundred sentences by heart guesses the rest
of a sentence it has heard before; words in a new order teach it to listen.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from speech.audio import RATE
from speech.ctc.beam import LogProbabilities
from speech.ctc.features import Features, log_mel
from speech.ctc.forward import align
from speech.ctc.jamo import SPACE, spell
from speech.training.recordings import Recording
from speech.types import Samples

SURE: Final = -2.5
"""log-probability of a space under which the words on its sides stay together"""
LONGEST: Final = 7.0
"""seconds of a made-up sentence"""
FRAME: Final = 0.04
"""seconds of one frame of the network's output"""
_SEARCHED: Final = int(0.08 * RATE)
"""samples on either side of a space in which the quietest place is looked for"""
_WINDOW: Final = RATE // 100
_FADE: Final = RATE // 200

Hear = Callable[[Features], LogProbabilities]


@dataclass(frozen=True, slots=True, eq=False)
class Splices:
    """Words of each reader, cut out of the recordings."""

    words: Sequence[Sequence[Recording]]
    """a row for each reader"""

    def draw(self, random: np.random.Generator) -> Recording:
        """Words of one reader in random order, two or more, up to a random length."""
        row = self.words[int(random.integers(len(self.words)))]
        left = random.uniform(1.5, LONGEST)
        drawn: list[Recording] = []
        while len(drawn) < 2 or left > 0:
            drawn.append(row[int(random.integers(len(row)))])
            left -= drawn[-1].seconds
        sound = np.concatenate([_faded(one.samples) for one in drawn])
        return Recording(drawn[0].speaker, " ".join(one.text for one in drawn), (sound * 32767).astype(np.int16))


def cut(recordings: Sequence[Recording], hear: Hear) -> Splices:
    """The words of recordings, cut where `hear` (a network that understands them fairly) finds the spaces. Readers with
    fewer than two words are left out."""
    by_reader: dict[str, list[Recording]] = defaultdict(list)
    for recording in recordings:
        by_reader[recording.speaker] += _words(recording, hear)
    return Splices([row for row in by_reader.values() if len(row) > 1])


def _words(recording: Recording, hear: Hear) -> list[Recording]:
    samples, symbols = recording.samples, spell(recording.text)
    frames = hear(log_mel(samples))
    if len(symbols) > len(frames):
        return []
    placed = zip(symbols, align(frames, symbols), strict=True)
    spaces = [(frame, likely > SURE) for symbol, (frame, likely) in placed if symbol == SPACE]
    groups, places = [[]], [0]  # type: tuple[list[list[str]], list[int]]
    for word, (frame, sure) in zip(recording.text.split(), [*spaces, (0, False)], strict=True):
        groups[-1].append(word)
        if sure:
            places.append(_quietest(samples, frame))
            groups.append([])
    ends = [*places[1:], len(samples)]
    pieces = [
        Recording(recording.speaker, " ".join(group), recording.sound[start:end])
        for group, start, end in zip(groups, places, ends, strict=True)
    ]
    return [piece for piece in pieces if len(piece.sound) > 4 * _FADE and len(spell(piece.text)) > 1]


def _quietest(samples: Samples, frame: int) -> int:
    """The middle of the quietest hundredth of a second near a frame."""
    middle = int((frame + 0.5) * FRAME * RATE)
    start = max(0, middle - _SEARCHED)
    near = samples[start : middle + _SEARCHED]
    energies = np.square(near[: len(near) // _WINDOW * _WINDOW]).reshape(-1, _WINDOW).sum(axis=1)
    return start + int(energies.argmin()) * _WINDOW + _WINDOW // 2


def _faded(samples: Samples) -> Samples:
    faded = samples.copy()
    slope = np.linspace(0, 1, _FADE, dtype=np.float32)
    faded[:_FADE] *= slope
    faded[-_FADE:] *= slope[::-1]
    return faded
