"""OpenAI's Whisper on PyTorch (MIT, weights MIT). Weights come from this machine only, never from the network."""

import importlib.util
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from speech.audio import RATE, resample
from speech.segments import Segment, transcript
from speech.types import AudioChunk, Transcript, Word

if TYPE_CHECKING:
    from whisper.model import Whisper

NAMES: Final = {
    **{size: f"{size}.pt" for size in ("tiny", "base", "small", "medium", "large-v2", "large-v3")},
    "turbo": "large-v3-turbo.pt",
}
"""short names and the files they stand for in the cache"""
TOKENS_A_SECOND: Final = 30
"""more than anyone says; stops a decoder that repeats itself"""


class WhisperRecognizer:
    def __init__(self, model: "Whisper", half: bool, beam: int, words: bool) -> None:
        self._model = model
        self._half = half
        self._beam = beam
        self._words = words

    def transcribe(self, audio: AudioChunk, prompt: str = "") -> Transcript:
        """Korean text of one utterance. `prompt`: words that are likely (names of offices, services)."""
        import whisper

        chunk = resample(audio, RATE)
        result = whisper.transcribe(
            self._model,
            chunk.samples,
            language="ko",
            task="transcribe",
            temperature=0.0,
            beam_size=self._beam if self._beam > 1 else None,
            condition_on_previous_text=False,
            initial_prompt=prompt or None,
            word_timestamps=self._words,
            sample_len=min(200, round(TOKENS_A_SECOND * chunk.seconds) + 8),
            fp16=self._half,
        )
        return transcript(chunk, [_segment(found) for found in result["segments"]])


def load(
    model: str = "small", device: str = "cpu", threads: int = 1, beam: int = 1, words: bool = False
) -> WhisperRecognizer:
    """`model`: a .pt file or a short name (tiny … turbo) in Whisper's cache on this machine; `device`: cpu or cuda;
    `threads`: of PyTorch, for the whole process; `words`: word times too, at the price of a second pass.

    Raises ModuleNotFoundError without the packages, FileNotFoundError without the weights, ValueError for weights that
    are English only or not Whisper.
    """
    for package in ("torch", "whisper"):
        if importlib.util.find_spec(package) is None:
            raise ModuleNotFoundError(f"{package} is not installed: `make full` brings it")
    path = _find(model)
    import numpy as np
    import torch

    if device.startswith("cuda") and not torch.cuda.is_available():
        raise ValueError("this machine has no CUDA device; use device cpu")
    torch.set_num_threads(threads)
    network = _network(path).to(device).eval()
    recognizer = WhisperRecognizer(network, half=device.startswith("cuda"), beam=beam, words=words)
    recognizer.transcribe(AudioChunk(np.zeros(RATE, np.float32), RATE))
    return recognizer


def _find(model: str) -> Path:
    if Path(model).name.removesuffix(".pt").endswith(".en"):
        raise ValueError(f"{model} knows English only; take a multilingual model: {', '.join(NAMES)}")
    cache = Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "whisper"
    path = cache / NAMES[model] if model in NAMES else Path(model).expanduser()
    if not path.is_file():
        raise FileNotFoundError(
            f"no weights at {path}; name a .pt file as `model`, or bring one of {', '.join(NAMES)} "
            "with `malbeot models fetch`"
        )
    return path


def _network(path: Path) -> "Whisper":
    """The network of a file {dims, model_state_dict}."""
    import torch
    from whisper.model import ModelDimensions, Whisper

    try:
        checkpoint: Mapping[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
        network = Whisper(ModelDimensions(**checkpoint["dims"]))
        network.load_state_dict(checkpoint["model_state_dict"])
    except Exception as error:  # PyTorch raises anything from EOFError to pickle's own errors for a broken file
        raise ValueError(f"{path} is not a Whisper checkpoint (dims and model_state_dict): {error}") from error
    if not network.is_multilingual:
        raise ValueError(f"{path} knows English only; take a multilingual model: {', '.join(NAMES)}")
    return network


def _segment(found: Mapping[str, Any]) -> Segment:
    words = tuple(Word(word["word"].strip(), word["start"], word["end"]) for word in found.get("words", ()))
    return Segment(found["text"], found["avg_logprob"], found["no_speech_prob"], found["compression_ratio"], words)
