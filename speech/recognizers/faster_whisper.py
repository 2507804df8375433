"""Whisper on CTranslate2 (faster-whisper, MIT; weights MIT). Weights come from this machine only, never from a hub."""

import importlib.util
import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from speech.audio import RATE, resample
from speech.segments import Segment, transcript
from speech.types import AudioChunk, Transcript, Word

if TYPE_CHECKING:
    from faster_whisper import WhisperModel
    from faster_whisper.transcribe import Segment as FoundSegment

NAMES: Final = {
    **{size: f"Systran/faster-whisper-{size}" for size in ("tiny", "base", "small", "medium", "large-v2", "large-v3")},
    "turbo": "mobiuslabsgmbh/faster-whisper-large-v3-turbo",
}
"""short names and the repositories they stand for"""
FILES: Final = ("model.bin", "config.json", "tokenizer.json")
"""what a folder must hold; without tokenizer.json the package would fetch one"""
TOKENS_A_SECOND: Final = 30
"""more than anyone says; stops a decoder that repeats itself"""


class FasterWhisper:
    def __init__(self, model: "WhisperModel", beam: int, words: bool) -> None:
        self._model = model
        self._beam = beam
        self._words = words

    def transcribe(self, audio: AudioChunk, prompt: str = "") -> Transcript:
        """Korean text of one utterance. `prompt`: words that are likely (names of offices, services)."""
        chunk = resample(audio, RATE)
        found, _ = self._model.transcribe(
            np.ascontiguousarray(chunk.samples),
            language="ko",
            task="transcribe",
            beam_size=self._beam,
            temperature=0.0,
            condition_on_previous_text=False,
            hotwords=prompt or None,
            word_timestamps=self._words,
            max_new_tokens=min(200, round(TOKENS_A_SECOND * chunk.seconds) + 8),
        )
        return transcript(chunk, [_segment(segment) for segment in found])


def load(
    model: str = "small",
    device: str = "cpu",
    compute_type: str = "int8",
    threads: int = 1,
    beam: int = 1,
    words: bool = False,
) -> FasterWhisper:
    """`model`: a folder, a short name (tiny … turbo) or a repository in the hub's cache on this machine; `device`: cpu
    or cuda; `compute_type`: int8, int8_float16, float16, float32; `words`: word times too, by a
    second pass.

    Raises ModuleNotFoundError without the package, FileNotFoundError without the weights, ValueError for weights that
    are English only or not Whisper, or a device or type that this machine does not have.
    """
    if importlib.util.find_spec("faster_whisper") is None:
        raise ModuleNotFoundError("faster-whisper is not installed: pip install 'malbeot[faster-whisper]'")
    _refuse_english(model)
    folder = _find(model)
    from faster_whisper import WhisperModel

    try:
        network = WhisperModel(
            str(folder), device=device, compute_type=compute_type, cpu_threads=threads, local_files_only=True
        )
    except Exception as error:  # CTranslate2 raises RuntimeError, the tokenizer a bare Exception
        raise ValueError(f"{folder} does not load as a Whisper model for CTranslate2: {error}") from error
    if not network.model.is_multilingual:
        raise ValueError(f"{folder} knows English only; take a multilingual model: {', '.join(NAMES)}")
    recognizer = FasterWhisper(network, beam, words)
    recognizer.transcribe(AudioChunk(np.zeros(RATE, np.float32), RATE))
    return recognizer


def _refuse_english(model: str) -> None:
    name = Path(model).name
    if name.endswith(".en") or "distil" in name:
        raise ValueError(f"{model} knows English only; take a multilingual model: {', '.join(NAMES)}")


def _find(model: str) -> Path:
    if model in NAMES or ("/" in model and not Path(model).expanduser().exists()):
        folder = _cached(NAMES.get(model, model))
    else:
        folder = Path(model).expanduser()
    if folder is None or not folder.is_dir():
        raise FileNotFoundError(
            f"no weights of {model!r} on this machine; name a folder as `model`, or bring one of "
            f"{', '.join(NAMES)} with `malbeot models fetch`"
        )
    missing = [name for name in FILES if not (folder / name).is_file()]
    if missing:
        raise FileNotFoundError(f"{folder} lacks {', '.join(missing)}; copy the whole repository of the model")
    return folder


def _cached(repository: str) -> Path | None:
    """The newest snapshot in the hub's cache."""
    home = Path(os.environ.get("HF_HOME") or "~/.cache/huggingface").expanduser()
    cache = Path(os.environ.get("HF_HUB_CACHE") or home / "hub").expanduser()
    snapshots = cache.glob(f"models--{repository.replace('/', '--')}/snapshots/*")
    return max(snapshots, key=lambda path: path.stat().st_mtime, default=None)


def _segment(found: "FoundSegment") -> Segment:
    words = tuple(Word(word.word.strip(), word.start, word.end) for word in found.words or ())
    return Segment(found.text, found.avg_logprob, found.no_speech_prob, found.compression_ratio, words)
