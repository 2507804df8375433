"""JETS from ESPnet: a neural voice, whose durations tell when each jamo is heard.

The published voices (`imdanboy/kss_jets` and others) are made of KSS, which is not for commercial use; an office
records its own voice and teaches it with `python -m speech.training.jets`. See docs/models/jets.md.
"""

import importlib.util
import logging
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from speech import hub
from speech.jets import level
from speech.jets.cuts import cuts
from speech.jets.durations import checked, ends, paced
from speech.jets.errors import VoiceError
from speech.jets.marks import Timed, timed, within
from speech.jets.snapshot import META, read
from speech.jets.spelling import spelling
from speech.jets.text import Front, Utterance
from speech.types import Samples, Speech

if TYPE_CHECKING:
    from speech.jets.network import Network, Shape

KSS: Final = "imdanboy/kss_jets"
SLOWEST, FASTEST = 0.5, 1.6
"""pace"""
PAUSE: Final = 0.3
"""seconds of silence after an utterance at pace 1"""
PACKAGES: Final = ("torch", "yaml", "espnet2")
MEASURED_WITH: Final = "주민센터에 신분증과 통장 사본을 가지고 가시면 됩니다."
"""tells how loud a model is"""

log = logging.getLogger(__name__)


class JetsVoice:
    """Safe to share between threads. `gain`: what brings the model to the loudness of all voices; `rate`: how much
    faster than it was taught the model speaks at pace 1."""

    def __init__(self, network: "Network", front: Front, gain: float = 1.0, rate: float = 1.0) -> None:
        self._network = network
        self._front = front
        self._gain = gain
        self._rate = rate

    def speak(self, sentence: str, pace: float = 1.0) -> Iterator[Speech]:
        """Pieces that follow each other without a gap, the first about a quarter of a second long; `pace` is kept
        within 0.5…1.6.

        Raises VoiceError (a ValueError with a `code`): at once for a text that cannot be said, with the piece that
        cannot be made for a model that makes nonsense of it.
        """
        utterances = self._front.utterances(sentence)
        pace = min(max(pace, SLOWEST), FASTEST) * self._rate
        return self._said(utterances, pace)

    def sound(self, sentence: str) -> Samples:
        """All of it at once, as loud as the model makes it."""
        shapes = [self._shaped(utterance, self._rate)[0] for utterance in self._front.utterances(sentence)]
        return np.concatenate([self._network.sound(shape, 0, shape.frames) for shape in shapes])

    def _shaped(self, utterance: Utterance, pace: float) -> tuple["Shape", list[Timed]]:
        network = self._network
        reading = network.read(self._front.ids(utterance))
        durations = paced(checked(reading.durations, network.frame), pace)
        return network.shape(reading, durations), timed(utterance, ends(durations))

    def _said(self, utterances: Sequence[Utterance], pace: float) -> Iterator[Speech]:
        sounding = 0
        for utterance in utterances:
            for piece in self._say(utterance, pace, sounding):
                yield piece
                sounding = round(piece.seconds / self._network.frame)

    def _say(self, utterance: Utterance, pace: float, sounding: int) -> Iterator[Speech]:
        network = self._network
        shape, marks = self._shaped(utterance, pace)
        begin, word, loudest = 0, 0, 0.0
        for end in cuts(marks, shape.frames, network.frame, network.reach, sounding):
            of_it = within(marks, begin, end, network.frame)
            upto = _next_word(marks, end, len(utterance.words))
            samples = level.levelled(network.sound(shape, begin, end), network.rate, self._gain)
            loudest = max(loudest, float(np.abs(samples).max(initial=0.0)))
            last = end == shape.frames
            if last and loudest < level.AUDIBLE:
                raise VoiceError("no-sound", "the model makes no sound that can be heard")
            samples = level.faded(samples, network.rate, begins=begin == 0, ends=last)
            if last:
                samples = np.concatenate([samples, np.zeros(round(network.rate * PAUSE / pace), np.float32)])
            # a piece that only goes on with a word repeats it, so that captions do not go blank
            text = " ".join(utterance.words[word:upto] or utterance.words[word - 1 : word])
            yield Speech(samples, network.rate, text, of_it)
            begin, word = end, upto


def load(
    model: str = KSS, device: str = "cpu", threads: int = 2, pronouncer: str = "auto", rate: float = 1.0
) -> JetsVoice:
    """`model`: a folder as ESPnet packs it (meta.yaml, configuration, weights), one that the training here made, or the
    id of one whose copy lies in the hub's cache; nothing is fetched; `device`: cpu or cuda; `threads`: of PyTorch, for
    the whole process; `pronouncer`: what writes words as they are said for models that want it: g2pk, rules (ours), or
    auto; `rate`: 0.5…1.5, how much faster than it was taught the voice speaks at pace 1.

    Raises ModuleNotFoundError without the packages, FileNotFoundError without the model or g2pk's data, ValueError for
    weights that are not exactly those of the network that the folder describes, and for a model that cannot speak.
    """
    if threads < 1 or not 0.5 <= rate <= 1.5:
        raise ValueError(f"threads {threads} must be at least 1, rate {rate} between 0.5 and 1.5")
    _refuse_without_packages()
    import torch

    from speech.jets import checkpoint, network

    if device.startswith("cuda") and not torch.cuda.is_available():
        raise ValueError("this machine has no CUDA device; use device cpu")
    snapshot = read(find(model))
    config = snapshot.config
    front = Front(config.tokens, config.g2p, spelling(config.g2p, pronouncer))
    torch.set_num_threads(threads)
    generator = network.build(config)
    checkpoint.fill(generator, checkpoint.read(snapshot.weights), snapshot.weights)
    if "kss" in snapshot.origin.lower():
        log.warning("%s is made of KSS (CC BY-NC-SA 4.0): not for commercial use", model)
    net = network.Network(generator.to(device), config)
    try:
        gain = level.gain(JetsVoice(net, front).sound(MEASURED_WITH), net.rate)
    except VoiceError as error:
        raise ValueError(f"{snapshot.weights} cannot speak: {error}") from error
    return JetsVoice(net, front, gain, rate)


def _refuse_without_packages() -> None:
    for package in PACKAGES:
        if importlib.util.find_spec(package) is None:
            raise ModuleNotFoundError(f"{package} is not installed: `make full` brings it")


def find(model: str) -> Path:
    path = Path(model).expanduser()
    folder = path if path.is_dir() else hub.snapshot(model)
    if folder is None:
        raise FileNotFoundError(
            f"no {model} on this machine: name a folder with {META} as `model`, or fetch it with `malbeot models fetch`"
        )
    return folder


def _next_word(marks: Sequence[Timed], end: int, count: int) -> int:
    """Index of the first word that begins at a frame or later."""
    return next((one.word for one in marks if one.mark.kind == "word" and one.begin >= end), count)
