"""OpenAI's Whisper on PyTorch (MIT, weights MIT). Weights come from this machine only, never from the network."""

import importlib.util
import math
import os
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final

import numpy as np

from speech import hub
from speech.audio import RATE
from speech.segments import listen, most_tokens, per_frame
from speech.types import AudioChunk, Samples, Transcript

if TYPE_CHECKING:
    from whisper.model import Whisper

NAMES: Final = {
    **{size: f"{size}.pt" for size in ("tiny", "base", "small", "medium", "large-v2", "large-v3")},
    "turbo": "large-v3-turbo.pt",
}
"""short names and the files they stand for in Whisper's cache"""
REPOSITORIES: Final = {name: f"openai/whisper-{file.removesuffix('.pt')}" for name, file in NAMES.items()}
"""short names and the repositories they stand for in the hub's cache"""
CONFIG: Final = "config.json"
WEIGHTS: Final = ("model.safetensors", "pytorch_model.bin")
"""what a folder in the hub's layout must hold: the first, and one of these"""


class WhisperRecognizer:
    incremental = True

    def __init__(self, network: "Whisper", half: bool, beam: int, words: bool) -> None:
        self._network = network
        self._half = half
        self._beam = beam
        self._words = words
        self._alone = Lock()
        """while one decodes, hooks in the network keep the keys and values of whatever passes through it"""

    def transcribe(self, audio: AudioChunk, prompt: str = "") -> Transcript:
        """Korean text of one utterance. `prompt`: words that are likely (names of offices, services). `likelihood`: the
        log-probability of wordings, a mean over 40 ms; the prompt does not count in it."""
        return listen(audio, partial(self._hear, prompt))

    def _hear(self, prompt: str, samples: Samples, window: float) -> Transcript:
        from speech import openai_whisper as steps

        with self._alone:
            encoded = steps.encode(self._network, samples, window, half=self._half)
            found = steps.decode(self._network, encoded, prompt, most_tokens(samples), self._beam)
            words = steps.place(self._network, encoded, found.tokens, len(samples) / RATE) if self._words else ()

        def likelihood(texts: Sequence[str]) -> list[float]:
            with self._alone:
                return per_frame(steps.score(self._network, encoded, texts), samples)

        sure = math.exp(min(0.0, found.avg_logprob))
        return Transcript(found.text.strip(), sure, words, likelihood, found.avg_logprob, found.no_speech_prob)


def load(
    model: str = "small", device: str = "cpu", threads: int = 1, beam: int = 1, words: bool = True
) -> WhisperRecognizer:
    """`model`: a .pt file, a folder in the model hub's layout (config.json and model.safetensors or pytorch_model.bin),
    or a short name (tiny … turbo) in the caches of this machine; `device`: cpu or cuda; `threads`: of PyTorch, for the
    whole process; `words`: word times, at the price of another pass of the decoder; partial results need them.

    Raises ModuleNotFoundError without the packages, FileNotFoundError without the weights, ValueError for weights that
    are English only or not Whisper.
    """
    for package in ("torch", "whisper"):
        if importlib.util.find_spec(package) is None:
            raise ModuleNotFoundError(f"{package} is not installed: `make full` brings it")
    path = _find(model)
    import torch

    if device.startswith("cuda") and not torch.cuda.is_available():
        raise ValueError("this machine has no CUDA device; use device cpu")
    torch.set_num_threads(threads)
    network = _network(path).to(device).eval()
    recognizer = WhisperRecognizer(network, half=device.startswith("cuda"), beam=beam, words=words)
    recognizer.transcribe(AudioChunk(np.zeros(RATE, np.float32), RATE))
    return recognizer


def _find(model: str) -> Path:
    if Path(model).name.removesuffix(".pt").endswith(".en") or "distil" in Path(model).name:
        raise ValueError(f"{model} knows English only; take a multilingual model: {', '.join(NAMES)}")
    if model in NAMES:
        file = Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "whisper" / NAMES[model]
        path = file if file.is_file() else hub.snapshot(REPOSITORIES[model]) or file
    else:
        path = Path(model).expanduser()
        path = path if path.exists() else hub.snapshot(model) or path
    if not path.exists():
        raise FileNotFoundError(
            f"no weights at {path}; name a .pt file or a folder as `model`, or bring one of {', '.join(NAMES)} "
            "with `malbeot models fetch`"
        )
    if path.is_dir() and not ((path / CONFIG).is_file() and any((path / name).is_file() for name in WEIGHTS)):
        raise FileNotFoundError(f"{path} lacks {CONFIG} or one of {', '.join(WEIGHTS)}; copy the whole repository")
    return path


def _network(path: Path) -> "Whisper":
    from speech.whisper_checkpoint import read

    network = read(path)
    if not network.is_multilingual:
        raise ValueError(f"{path} knows English only; take a multilingual model: {', '.join(NAMES)}")
    return network
