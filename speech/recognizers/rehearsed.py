"""REHEARSAL: a Whisper of the published size with random weights works as long as a real one would; the text is that of
the scripted recogniser. Tells what a machine can carry, nothing about how well it hears.
"""

import importlib.util
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

import numpy as np

from speech.audio import RATE
from speech.recognizers import scripted
from speech.recognizers.scripted import ScriptedRecognizer
from speech.segments import listen
from speech.types import AudioChunk, Samples, Transcript

if TYPE_CHECKING:
    from whisper.model import Whisper

Size = Literal["tiny", "base", "small", "medium", "large-v3", "turbo"]
SHAPES: Final[dict[Size, tuple[int, int, int, int, int]]] = {
    "tiny": (80, 384, 6, 4, 4),
    "base": (80, 512, 8, 6, 6),
    "small": (80, 768, 12, 12, 12),
    "medium": (80, 1024, 16, 24, 24),
    "large-v3": (128, 1280, 20, 32, 32),
    "turbo": (128, 1280, 20, 32, 4),
}
"""mel bands, width, heads, layers of the encoder and of the decoder as published"""
TOKENS_A_SECOND: Final = 9.0
"""that Whisper writes for Korean at an ordinary pace"""


class RehearsedRecognizer:
    incremental = False

    def __init__(self, known: ScriptedRecognizer, network: "Whisper", half: bool) -> None:
        self._known = known
        self._network = network
        self._half = half
        self._alone = Lock()

    def transcribe(self, audio: AudioChunk, prompt: str = "") -> Transcript:
        """What the scripted recogniser hears, after the work of a network."""
        return listen(audio, self._hear)

    def _hear(self, samples: Samples, window: float) -> Transcript:
        from speech import openai_whisper as steps

        with self._alone:
            encoded = steps.encode(self._network, samples, window, half=self._half)
            steps.decode(self._network, encoded, "", round(TOKENS_A_SECOND * len(samples) / RATE) + 2, beam=1)
        return self._known.transcribe(AudioChunk(samples, RATE))


def load(
    sentences: list[str],
    size: Size = "small",
    device: str = "auto",
    threads: int = 1,
    voice: dict[str, Any] | None = None,
) -> RehearsedRecognizer:
    """`sentences`, `voice`: as the scripted recogniser takes them; `size`: which published network; `device`: cpu,
    cuda, or auto, which takes a CUDA device where there is one; `threads`: of PyTorch, for the whole process.

    Raises ModuleNotFoundError without the packages, ValueError for an unknown size or no sentences.
    """
    if size not in SHAPES:
        raise ValueError(f"unknown size {size!r}; choose one of {', '.join(get_args(Size))}")
    for package in ("torch", "whisper"):
        if importlib.util.find_spec(package) is None:
            raise ModuleNotFoundError(f"{package} is not installed: `make full` brings it")
    import torch
    from whisper.model import ModelDimensions, Whisper

    on_gpu = torch.cuda.is_available() if device == "auto" else device.startswith("cuda")
    bands, width, heads, encoder, decoder = SHAPES[size]
    vocabulary = 51_866 if bands == 128 else 51_865
    torch.set_num_threads(threads)
    torch.manual_seed(0)
    network = Whisper(ModelDimensions(bands, 1500, width, heads, encoder, vocabulary, 448, width, heads, decoder))
    placed = network.to("cuda" if on_gpu else "cpu").eval()
    recognizer = RehearsedRecognizer(scripted.load(sentences, voice), placed.half() if on_gpu else placed, on_gpu)
    recognizer.transcribe(AudioChunk(np.zeros(RATE, np.float32), RATE))
    return recognizer
