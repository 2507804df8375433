"""Synthetic speech: the variants of espeak-ng at random pace and pitch. Whole families are kept for measuring."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
import soxr

from speech.audio import RATE
from speech.espeak_library import Setting, espeak
from speech.types import Samples

UNTAUGHT: Final = (
    *("klatt", "klatt2", "klatt3", "klatt4", "klatt5", "klatt6", "steph", "steph2", "steph3", "Gene", "Gene2"),
    *("grandma", "grandpa", "f2", "m3", "Andrea", "Michael", "belinda", "Denis"),
)
"""variants that no training ever hears"""
_EFFECTS: Final = ("whisper", "whisperf", "croak", "Demonic", "UniRobot", "anikaRobot", "robosoft", "Storm", "Tweaky")


@cache
def taught() -> tuple[str, ...]:
    """Variants to train on: all but whispers, effects and those kept for measuring."""
    import espeakng_loader

    folder = Path(espeakng_loader.get_data_path()) / "voices" / "!v"
    names = sorted(path.name.replace(" ", "_") for path in folder.iterdir() if " " not in path.name)
    return tuple(name for name in names if name not in UNTAUGHT and not name.startswith(_EFFECTS))


def say(sentence: str, variants: Sequence[str], random: np.random.Generator) -> Samples:
    """The sentence at 16 kHz in one of the variants: any pace from a slow 85 to 195 words a minute, any pitch, one time
    in five with pauses between words."""
    setting = Setting(
        voice=f"ko+{variants[int(random.integers(len(variants)))]}",
        words_per_minute=int(random.integers(85, 196)),
        pitch=int(random.integers(10, 91)),
        pitch_range=int(random.integers(15, 96)),
        word_gap=int(random.integers(2, 25)) if random.random() < 0.2 else 0,
    )
    said = espeak().synthesise(sentence, setting)
    played: Samples = soxr.resample(said.samples, said.rate * random.uniform(0.88, 1.14), RATE, quality="LQ")
    return played
