"""How much of the delivered voice a recogniser understands: character error rates without spaces.

    python -m harness.intelligibility --count 40 --voices f2/45/60 f2/60/60 m3/45/60 --lift 0 4

Sentences of the shipped answers are said as in a call and heard clean, in noise shaped like speech and in the babble of
other voices, both by `--below` dB less loud. Each row: the network alone, then with the language model of everyday
Korean; ± is half of a 95 % interval over sentences.

The recogniser is ours, learnt mostly from espeak-ng: it flatters espeak voices, and more so those it was taught
(marked *). Compare like with like. It hears neither as people do nor as older people do.
"""

import argparse
import importlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from dialogue.knowledge.jsonl import shipped_entries
from speech import clarity
from speech.audio import RATE, resample
from speech.ctc import greedy
from speech.ctc.jamo import compose
from speech.delivery import Delivery
from speech.korean import sentences, spoken
from speech.recognizers import embedded
from speech.recognizers.embedded import EmbeddedRecognizer
from speech.training import voices, wear
from speech.training.errors import error_rate
from speech.types import AudioChunk, Samples, Voice

LONGEST: Final = 60
"""characters of a sentence"""
DRAWN: Final = 400
"""times sentences are drawn again for the interval"""
TALKERS: Final = 12
"""seconds-long sentences of other voices that babble is mixed of"""
MINGLED: Final = 6
"""recordings of babble"""

Pairs = list[tuple[str, str]]
"""what was said, what was heard"""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Noises at 16 kHz, as loud as the counsellor. Sentence n always gets the same part."""

    noises: Sequence[Samples]
    below: float
    """dB by which they are less loud"""

    def around(self, sound: Samples, number: int) -> Samples:
        if not self.noises:
            return sound
        noise = self.noises[number % len(self.noises)]
        part = wear.excerpt(noise, len(sound), np.random.default_rng(number))
        return sound + part * np.float32(10 ** (-self.below / 20))


def main() -> None:
    options = _options()
    random = np.random.default_rng(options.seed)
    texts = _texts(options.count, random)
    recognizer = embedded.load(variant=options.variant)
    surroundings = _surroundings(texts, options.below, random)
    print(f"{len(texts)} sentences, {sum(len(_said(text)) for text in texts)} characters, recogniser {options.variant}")
    for name in options.voices:
        voice = _voice(options.engine, name)
        mark = "*" if name.partition("/")[0] in voices.taught() else " "
        for lift in options.lift:
            sounds = [_delivered(Delivery(voice, lift=lift), text) for text in texts]
            figures = [_figures(recognizer, texts, sounds, around) for around in surroundings.values()]
            print(f"{name:14s}{mark} lift {lift:3.1f} dB  " + "   ".join(map(_cell, surroundings, figures)), flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m harness.intelligibility", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--count", type=int, default=40, help="sentences")
    parser.add_argument("--engine", default="espeak", help="a file of speech/voices")
    parser.add_argument("--voices", nargs="+", default=["f2/45/60"], metavar="VARIANT/PITCH/RANGE", help="or -")
    parser.add_argument("--lift", nargs="+", type=float, default=[0.0, clarity.LIFT], help="dB at 2 to 4 kHz")
    parser.add_argument("--below", type=float, default=10.0, help="dB by which noise is less loud than the voice")
    parser.add_argument("--variant", default="real", help="of the recogniser")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def _texts(count: int, random: np.random.Generator) -> list[str]:
    found = {part.text for entry in shipped_entries() for part in sentences(entry.spoken)}
    fitting = sorted(text for text in found if len(text) <= LONGEST)
    return [fitting[i] for i in random.permutation(len(fitting))[:count]]


def _voice(engine: str, name: str) -> Voice:
    keys: Mapping[str, type] = {"variant": str, "pitch": int, "pitch_range": int}
    values = [] if name == "-" else name.split("/")
    settings: dict[str, Any] = {key: kind(value) for (key, kind), value in zip(keys.items(), values, strict=False)}
    voice: Voice = importlib.import_module(f"speech.voices.{engine}").load(**settings)
    return voice


def _delivered(voice: Delivery, text: str) -> Samples:
    """At 16 kHz, as a caller gets it."""
    pieces = list(voice.speak(text))
    sound = np.concatenate([piece.samples for piece in pieces])
    return resample(AudioChunk(sound, pieces[0].rate), RATE).samples


def _surroundings(texts: Sequence[str], below: float, random: np.random.Generator) -> dict[str, Surroundings]:
    """Noise with the spectrum of many voices and without their words; and several voices at once."""
    talk = [voices.say(spoken(text), voices.taught(), random) for text in texts[:TALKERS]]
    babble = [wear.babble(talk, random) for _ in range(MINGLED)]
    noise = [_scrambled(one, random) for one in babble]
    return {
        "clean": Surroundings((), below),
        "noise": Surroundings([_as_loud_as_she(one) for one in noise], below),
        "babble": Surroundings([_as_loud_as_she(one) for one in babble], below),
    }


def _scrambled(sound: Samples, random: np.random.Generator) -> Samples:
    """The same spectrum with phases by chance."""
    spectrum = np.fft.rfft(sound)
    turned = np.abs(spectrum) * np.exp(2j * np.pi * random.random(len(spectrum)))
    return np.fft.irfft(turned, len(sound)).astype(np.float32)


def _as_loud_as_she(noise: Samples) -> Samples:
    return noise * np.float32(10 ** ((clarity.LOUDNESS - clarity.loudness(noise, RATE)) / 20))


def _figures(
    recognizer: EmbeddedRecognizer, texts: Sequence[str], sounds: Sequence[Samples], surroundings: Surroundings
) -> tuple[Pairs, Pairs]:
    """By the network alone, and with the language model."""
    frames = [recognizer.hear(surroundings.around(sound, number)) for number, sound in enumerate(sounds)]
    said = [_said(text) for text in texts]
    alone = [greedy.read(one) for one in frames]
    modelled = [compose(recognizer.read(one).symbols) for one in frames]
    return list(zip(said, alone, strict=True)), list(zip(said, modelled, strict=True))


def _said(text: str) -> str:
    return spoken(text).replace(",", "")


def _cell(name: str, figures: tuple[Pairs, Pairs]) -> str:
    alone, modelled = figures
    return f"{name} {100 * error_rate(alone):4.1f} ±{_doubt(alone):3.1f} → {100 * error_rate(modelled):4.1f} %"


def _doubt(pairs: Pairs) -> float:
    random = np.random.default_rng(0)
    each = [error_rate([pair]) * len(pair[0].replace(" ", "")) for pair in pairs]
    lengths = np.array([len(said.replace(" ", "")) for said, _ in pairs])
    drawn = random.integers(len(pairs), size=(DRAWN, len(pairs)))
    rates = np.array(each)[drawn].sum(axis=1) / lengths[drawn].sum(axis=1)
    low, high = np.percentile(rates, (2.5, 97.5))
    return float(100 * (high - low) / 2)


if __name__ == "__main__":
    main()
