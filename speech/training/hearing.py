"""Sets of utterances to measure a recogniser on: voices, readers and sentences that training kept apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from speech.audio import RATE
from speech.training import recordings, sentences, voices, wear
from speech.training.watch import Utterance
from speech.types import Samples

SNRS: Final = (20.0, 10.0, 5.0)
"""dB"""
_EDGE: Final = np.zeros(RATE // 4, np.float32)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Room responses and noises at 16 kHz, at least one of each."""

    rooms: Sequence[Samples]
    noises: Sequence[Samples]
    random: np.random.Generator

    def in_room(self, voice: Samples) -> Samples:
        return wear.in_room(voice, wear.drawn(self.rooms, self.random))

    def in_noise(self, voice: Samples, snr: float) -> Samples:
        part = wear.excerpt(wear.drawn(self.noises, self.random), len(voice), self.random)
        return voice + wear.at_level(part, wear.loudness(voice) * 10 ** (-snr / 20))


def new_voices(texts: Sequence[str], count: int, random: np.random.Generator) -> list[Utterance]:
    """Sentences kept for measuring, in voices kept for measuring, without any noise."""
    new = sorted({text for text in texts if sentences.kept_for_measuring(text)})
    chosen = [str(text) for text in random.choice(new, count, replace=count > len(new))]
    return [(np.concatenate([_EDGE, voices.say(text, voices.UNTAUGHT, random), _EDGE]), text) for text in chosen]


def worn(clean: Sequence[Utterance], around: Surroundings) -> dict[str, list[Utterance]]:
    """The same in rooms and noise."""
    sets = {
        "new voices, room and noise 5–28 dB": [
            (around.in_noise(around.in_room(voice), around.random.uniform(5, 28)), text) for voice, text in clean
        ]
    }
    for snr in SNRS:
        sets[f"new voices, noise {snr:.0f} dB"] = [(around.in_noise(voice, snr), text) for voice, text in clean]
    return sets


def new_readers(tables: Sequence[Path], hold: Sequence[str]) -> dict[str, list[Utterance]]:
    """Readers kept for measuring, apart by whether another reader says the sentence in training."""
    taught, new = recordings.split([one for table in tables for one in recordings.read(table)], hold)
    heard = {one.text for one in taught}
    return {
        "new readers, new sentences": [(one.samples, one.text) for one in new if one.text not in heard],
        "new readers, sentences of others": [(one.samples, one.text) for one in new if one.text in heard],
    }
